"""Wat er binnenkwam en uitging per week, wie er meetelt voor de taakstelling, en hoe lang elke stap duurde."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casus.queries.team import Getallen
from casus.queries.zaakkeuze import GEKOPPELD, MEEGETELD, VERLIET, Keuze
from casus.rules.doorlooptijd import FASEN, Normen, mediaan, weken
from casus.rules.taakstelling import Halfjaar, op_schema, opgave
from casus.rules.zinnen import MAANDEN, opsomming
from casus.termijnen import MAANDEN_KORT, plus_maanden
from casus.views.schermen.getallen import geteld, komma
from casus.views.schermen.grafiek import (
    Getal,
    Kolomgrafiek,
    Lijngrafiek,
    Staaf,
    Tabel,
    hoogte_van,
    kolommen,
    lijn,
    normstaaf,
    ronde_schaal,
)
from casus.views.schermen.zaaklijst import adres, toestandkeuzes
from casus.vocab import meervoud

WEEK = timedelta(days=7)


def zaken_in(wat: str, van: date, tot: date) -> str:
    """De lijst van zaken waarmee dit in deze dagen gebeurde."""
    return adres(Keuze(wat=wat, van=van, tot=tot))


# --- de taakstelling ---


@dataclass(frozen=True, slots=True)
class Stellingvlak:
    """Gehuisveste personen van dit halfjaar. Zonder taakstelling zijn `van` en `op_schema` leeg."""

    titel: str
    gehuisvest: Getal
    van: str
    stand: str
    soort: str
    op_schema: str
    toelichting: str
    grafiek: Lijngrafiek
    tabel: Tabel


def maak_stelling(getallen: Getallen, halfjaar: Halfjaar, dag: date) -> Stellingvlak:
    """Het vlak met de taakstelling tot en met vandaag."""
    personen, stelling = sum(getallen.personen.values()), getallen.stelling
    moet = opgave(stelling.personen, stelling.achterstand) if stelling else None
    schema = op_schema(moet, halfjaar, dag) if moet is not None else None
    stand, soort = _stand(personen, schema)
    van = "" if moet is None else f"van {meervoud(moet, 'persoon', 'personen')}"
    gehuisvest = Getal(str(personen), zaken_in(MEEGETELD, halfjaar.eerste_dag, dag), "" if van else "personen")
    mensen = meervoud(personen, "persoon", "personen")
    return Stellingvlak(
        titel=f"{mensen} gehuisvest in het {halfjaar.titel}" if moet is None else f"{personen} {van} gehuisvest",
        gehuisvest=gehuisvest,
        van=van,
        stand=stand,
        soort=soort,
        op_schema="" if schema is None else f"op schema: {schema} van {moet}",
        toelichting=_toelichting(getallen),
        grafiek=_lijngrafiek(getallen.personen, halfjaar, dag, moet, schema),
        tabel=_maandtabel(getallen.personen, halfjaar, dag, moet),
    )


def _stand(personen: int, schema: int | None) -> tuple[str, str]:
    if schema is None:
        return "", ""
    verschil = personen - schema
    if not verschil:
        return "op schema", "gereed"
    aantal = meervoud(abs(verschil), "persoon", "personen")
    return (f"{aantal} voor op schema", "gereed") if verschil > 0 else (f"{aantal} achter op schema", "te-laat")


def _toelichting(getallen: Getallen) -> str:
    if getallen.stelling is None or not getallen.stelling.achterstand:
        return ""
    personen, achterstand = getallen.stelling
    if achterstand > 0:
        return f"De taakstelling is {personen}, met {achterstand} uit het vorige halfjaar erbij."
    return f"De taakstelling is {personen}, waarvan {-achterstand} al in het vorige halfjaar."


def _lijngrafiek(
    per_dag: Counter[date], halfjaar: Halfjaar, dag: date, moet: int | None, schema: int | None
) -> Lijngrafiek:
    personen = sum(per_dag.values())
    hoogste = max(moet or 0, personen, 1)
    punten = _oplopend(per_dag, halfjaar, dag)
    x, y = punten[-1]
    zin = f"{meervoud(personen, 'persoon', 'personen')} gehuisvest" + (f" van {moet}" if moet is not None else "")
    return Lijngrafiek(
        voorlees=f"{zin}." if schema is None else f"{zin}. Op schema was {schema}.",
        hoogste=str(hoogste),
        nu=lijn(punten, hoogste),
        stip=f"M{lijn([(x, y)], hoogste).replace(',', ' ')}h.01",
        schema="" if moet is None else lijn([(0, 0), (1, moet)], hoogste),
        lijnen=[round(hoogte_van(hoogste * deel / 3, hoogste)) for deel in (3, 2, 1, 0)],
        as_=[*(MAANDEN_KORT[maand.month - 1] for maand in halfjaar.maanden()), "eind"],
    )


def _oplopend(per_dag: Counter[date], halfjaar: Halfjaar, dag: date) -> list[tuple[float, float]]:
    """Per dag met nieuwe mensen een punt, en een voor vandaag; x loopt van 0 tot 1, elke maand even breed."""
    som, uit = 0, [(0.0, 0.0)]
    for een in sorted({*per_dag, dag}):
        som += per_dag[een]
        uit.append((_plek(halfjaar, een), float(som)))
    return uit


def _plek(halfjaar: Halfjaar, dag: date) -> float:
    begin = dag.replace(day=1)
    lengte = (plus_maanden(begin, 1) - begin).days
    maand = (begin.year - halfjaar.jaar) * 12 + begin.month - halfjaar.eerste_dag.month
    return min((maand + dag.day / lengte) / 6, 1)


def _maandtabel(per_dag: Counter[date], halfjaar: Halfjaar, dag: date, moet: int | None) -> Tabel:
    rijen = []
    for maand in halfjaar.maanden():
        if maand > dag:
            break
        einde = min(plus_maanden(maand, 1) - timedelta(days=1), dag)
        naam = MAANDEN[maand.month - 1] + (", tot nu" if einde == dag else "")
        aantal = sum(een for op, een in per_dag.items() if op <= einde)
        getallen = [Getal(str(aantal), zaken_in(MEEGETELD, halfjaar.eerste_dag, einde), "personen")]
        if moet is not None:
            getallen.append(Getal(str(op_schema(moet, halfjaar, einde))))
        rijen.append((naam, getallen))
    koppen = ["Maand", "Gehuisvest", *(["Op schema"] if moet is not None else [])]
    return Tabel("Personen per maand, opgeteld vanaf het begin van het halfjaar", koppen, rijen)


# --- binnen en uit per week ---


@dataclass(frozen=True, slots=True)
class Stroomvlak:
    """Huishoudens die binnenkwamen en een thuis kregen, per week."""

    titel: str
    binnen: Getal
    uit: Getal
    grafiek: Kolomgrafiek
    tabel: Tabel


def maak_stroom(getallen: Getallen, eerste: date, dag: date) -> Stroomvlak:
    """Van de maandag `eerste` tot en met vandaag."""
    maandagen = [eerste + nr * WEEK for nr in range((dag - eerste).days // 7 + 1)]
    binnen, uit = _per_week(getallen.binnen, maandagen), _per_week(getallen.uit, maandagen)
    paren = [(binnen[maandag], uit[maandag]) for maandag in maandagen]
    samen = sum(binnen.values()), sum(uit.values())
    top, stap = ronde_schaal(max(map(max, paren)))
    zin = f"{meervoud(len(maandagen), 'week', 'weken')}: {samen[0]} binnen, {samen[1]} gehuisvest"
    return Stroomvlak(
        titel=_stroomtitel(len(maandagen), *samen),
        binnen=Getal(geteld(samen[0]), zaken_in(GEKOPPELD, eerste, dag), _huishoudens(samen[0])),
        uit=Getal(geteld(samen[1]), zaken_in("gehuisvest", eerste, dag), _huishoudens(samen[1])),
        grafiek=Kolomgrafiek(
            voorlees=f"De laatste {zin}.",
            hoogste=str(top),
            stap=meervoud(stap, "huishouden", "huishoudens"),
            kolommen=kolommen(paren, top),
            lijnen=["0", "40", "80", "119"],
            as_=_weekwoorden(maandagen),
        ),
        tabel=_weektabel(maandagen, paren, dag),
    )


def _huishoudens(aantal: int) -> str:
    return "huishouden" if aantal == 1 else "huishoudens"


def _per_week(per_dag: Counter[date], maandagen: Sequence[date]) -> Counter[date]:
    uit: Counter[date] = Counter()
    for dag, aantal in per_dag.items():
        maandag = dag - timedelta(days=dag.weekday())
        if maandag >= maandagen[0]:
            uit[maandag] += aantal
    return uit


def _stroomtitel(aantal: int, binnen: int, uit: int) -> str:
    if not binnen and not uit:
        return f"De laatste {aantal} weken kwam er niemand bij en ging er niemand uit"
    kwamen = "1 huishouden kwam" if binnen == 1 else f"{geteld(binnen)} huishoudens kwamen"
    kregen = "1 kreeg" if uit == 1 else f"{geteld(uit)} kregen"
    return f"{kwamen} binnen, {kregen} een thuis"


def _week(maandag: date) -> int:
    return maandag.isocalendar().week


def _weekwoorden(maandagen: Sequence[date]) -> list[str]:
    plekken = sorted({0, (len(maandagen) - 1) // 2, len(maandagen) - 1})
    return [f"week {_week(maandagen[plek])}" for plek in plekken]


def _weektabel(maandagen: Sequence[date], paren: Sequence[tuple[int, int]], dag: date) -> Tabel:
    rijen = []
    for maandag, (binnen, uit) in zip(maandagen, paren, strict=True):
        zondag = min(maandag + timedelta(days=6), dag)
        getallen = [
            Getal(str(binnen), zaken_in(GEKOPPELD, maandag, zondag), f"binnen in week {_week(maandag)}"),
            Getal(str(uit), zaken_in("gehuisvest", maandag, zondag), f"gehuisvest in week {_week(maandag)}"),
        ]
        rijen.append((f"{_week(maandag)}", getallen))
    return Tabel("Huishoudens per week", ("Week", "Binnen", "Gehuisvest"), rijen)


# --- hoe lang elke stap duurt ---

_LIJST = {"koppelen": GEKOPPELD, "woning": "aangeboden", "verhuizen": "gehuisvest"}


@dataclass(frozen=True, slots=True)
class Duurvlak:
    """De middelste duur van elke stap tegen haar norm, en daaronder van elke toestand."""

    titel: str
    staven: Sequence[Staaf]
    hint: str


def maak_duren(duren: Mapping[str, Counter[int]], normen: Normen, van: date, dag: date) -> Duurvlak:
    """De stappen van de afspraak, elk met haar toestanden."""
    middens = {code: midden for code, telling in duren.items() if (midden := mediaan(telling)) is not None}
    schaal = max([normen.van(fase) * 1.2 for fase in FASEN] + [middens.get(fase.code, 0) for fase in FASEN])
    titels, staven = dict(toestandkeuzes()), []
    for fase in FASEN:
        norm = normen.van(fase)
        lijst = zaken_in(_LIJST[fase.code], van, dag)
        staven.append(_staaf(fase.titel, duren.get(fase.code), schaal, lijst, norm))
        for code in fase.toestanden:
            lijst = zaken_in(VERLIET + code, van, dag)
            staven.append(_staaf(titels.get(code, code), duren.get(code), schaal, lijst))
    te_lang = [fase.titel.lower() for fase in FASEN if middens.get(fase.code, 0) > normen.van(fase)]
    afspraak = opsomming((komma(normen.van(fase) / 7) for fase in FASEN), "en")
    return Duurvlak(
        _duurtitel(any(fase.code in middens for fase in FASEN), te_lang),
        staven,
        f"De streep is de norm: {afspraak} weken.",
    )


def _duurtitel(iets: bool, te_lang: Sequence[str]) -> str:
    if not iets:
        return "Nog geen zaak rondde in deze periode een stap af"
    if not te_lang:
        return "Elke stap blijft binnen de norm"
    return f"{opsomming(te_lang, 'en').capitalize()} {'duurt' if len(te_lang) == 1 else 'duren'} langer dan de norm"


def _staaf(titel: str, telling: Counter[int] | None, schaal: float, lijst: str, norm: int | None = None) -> Staaf:
    midden, aantal = mediaan(telling or {}), sum((telling or {}).values())
    stukken, streep = normstaaf(midden, norm, schaal)
    duur = "nog niet" if midden is None else f"{komma(weken(midden))} {'week' if weken(midden) == 1 else 'weken'}"
    zaken = Getal("1 zaak" if aantal == 1 else f"{geteld(aantal)} zaken", lijst, titel.lower()) if aantal else None
    klein = f"norm {komma(norm / 7)}" if norm is not None else ""
    return Staaf(titel, stukken, Getal(duur), zaken, klein=klein, streep=streep, onder=norm is None)
