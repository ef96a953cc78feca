"""Formuliervelden lezen: van wat iemand typte naar waarden die in JSON passen, of per veld een zin."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal, Protocol
from uuid import UUID

from casus.errors import InvoerFout, VeldFout
from casus.tekens import bezwaar
from casus.termijnen import MAANDEN_KORT, WEEKDAGEN
from casus.workflows.definition import Veld, VeldSoort, in_woord

HOOGSTENS_TEKENS = {"tekst": 200, "lange_tekst": 10_000}
HOOGSTE_CENT = 2**31 - 1
"""Meer centen passen niet in de kolom van PostgreSQL; ruim twintig miljoen euro."""
Kant = Literal["", "vooruit", "terug"]
"""Aan welke kant van vandaag een dag moet liggen; leeg is allebei."""
_RELATIEF: Final = {"eergisteren": -2, "gisteren": -1, "vandaag": 0, "morgen": 1, "overmorgen": 2}
_KORTE_DAGEN: Final = tuple(dag[:2] for dag in WEEKDAGEN)
_WEEKDAG: Final = re.compile(rf"({'|'.join((*WEEKDAGEN, *_KORTE_DAGEN))})(?:\.?,? (.+))?")
_VERDER: Final = re.compile(r"(over )?(\d{1,3}|een|één) (dag|dagen|week|weken)( geleden)?")
_JA = {"ja", "on", "true", "1"}
_NEE = {"nee", "off", "false", "0", ""}
_LEEG: Mapping[str, str] = {
    "datum": "Vul een dag in.",
    "tijd": "Vul een tijd in.",
    "bedrag": "Vul een bedrag in.",
    "getal": "Vul een getal in.",
    "keuze": "Maak een keuze.",
    "ja_nee": "Kies ja of nee.",
    "gebruiker": "Kies een collega.",
    "woning": "Kies een woning.",
    "persoon": "Kies een persoon.",
    "besluit": "Kies een besluit.",
    "corporatie": "Kies een corporatie.",
}


class HeeftVelden(Protocol):
    """Iets met velden op code: een Workflow, of de soorten besluiten."""

    @property
    def velden(self) -> Mapping[str, Veld]: ...


class _Fout(Exception):
    """De waarde van één veld klopt niet; het bericht is de zin voor de gebruiker."""


def lees(bron: HeeftVelden, codes: Iterable[str], invoer: Mapping[str, Any], vandaag: date) -> dict[str, Any]:
    """De waarden van deze velden: dagen als ISO-tekst, bedragen in centen, verwijzingen als UUID-tekst.

    Een veld met `alleen_als` telt alleen als het andere veld op het formulier die waarde heeft; een leeg vrij veld
    wordt None.
    Raises InvoerFout met een zin voor elk veld dat niet klopt.
    """
    waarden: dict[str, Any] = {}
    fouten: list[VeldFout] = []
    gevraagd = [bron.velden[code] for code in codes]
    namen = {veld.code for veld in gevraagd}
    for veld in gevraagd:
        if not hoort_erbij(veld, waarden, namen):
            continue
        try:
            waarden[veld.code] = lees_veld(veld, als_tekst(invoer.get(veld.code)), vandaag)
        except _Fout as fout:
            fouten.append(VeldFout(veld.code, str(fout)))
    if fouten:
        raise InvoerFout(fouten)
    return waarden


def hoort_erbij(veld: Veld, waarden: Mapping[str, Any], op_formulier: Collection[str]) -> bool:
    """Of dit veld gevraagd wordt, gezien de antwoorden die er op dit formulier al zijn."""
    eisen = ((code, goed) for code, goed in veld.alleen_als.items() if code in op_formulier)
    return all(in_woord(waarden.get(code)) in goed for code, goed in eisen)


def als_tekst(waarde: Any) -> str:
    """Eén waarde, ook als het formulier een lijst stuurt; bij een aankruisvakje telt de laatste."""
    if isinstance(waarde, (list, tuple)):
        waarde = waarde[-1] if waarde else ""
    if waarde is None:
        return ""
    return in_woord(waarde).strip()


def lees_veld(veld: Veld, tekst: str, vandaag: date) -> Any:
    """De waarde van één veld. Raises _Fout met een zin."""
    if not tekst and veld.soort != "ja_nee":
        if veld.verplicht:
            raise _Fout(veld.leeg or _LEEG.get(veld.soort, "Vul dit in."))
        return None
    if not tekst and veld.verplicht:
        raise _Fout(veld.leeg or _LEEG["ja_nee"])
    return _LEZERS[veld.soort](veld, tekst, vandaag)


def _datum(veld: Veld, tekst: str, vandaag: date) -> str:
    dag = ontleed_dag(tekst, vandaag, "terug" if veld.tot_vandaag else "vooruit" if veld.vanaf_vandaag else "")
    if dag is None:
        raise _Fout(f"Schrijf de dag als 18-11-2026. U vulde ‘{tekst[:40]}’ in.")
    if veld.tot_vandaag and dag > vandaag:
        raise _Fout(f"Kies een dag tot en met vandaag. U vulde {dag:%d-%m-%Y} in.")
    if veld.vanaf_vandaag and dag < vandaag:
        raise _Fout(f"Kies een dag vanaf vandaag. U vulde {dag:%d-%m-%Y} in.")
    if abs(dag.year - vandaag.year) > 100:
        raise _Fout(f"Het jaar {dag.year} kan niet kloppen. Kijk het na.")
    return dag.isoformat()


def ontleed_dag(tekst: str, vandaag: date, kant: Kant = "") -> date | None:
    """Een dag zoals mensen en casus hem schrijven: '18-11-2026', '18/11', 'wo 18 nov 2026', '2026-11-18', 'gisteren',
    'maandag', 'over 3 dagen', '2 weken geleden'.

    Zonder jaar is het de dag die het dichtst bij vandaag ligt. `kant` is waar de dag moet liggen: 'vooruit' geeft de
    eerstvolgende, 'terug' de laatste die er was. Een weekdag alleen is nooit vandaag. None als er geen dag in staat, of
    als de weekdag niet bij de datum hoort.
    """
    klein = " ".join(tekst.lower().split())
    los = _RELATIEF.get(klein)
    if los is not None:
        return vandaag + timedelta(days=los)
    if (aantal := _dagen_verder(klein)) is not None:
        return vandaag + timedelta(days=aantal)
    gevonden = _WEEKDAG.fullmatch(klein)
    weekdag = _KORTE_DAGEN.index(gevonden[1][:2]) if gevonden else None
    rest = (gevonden[2] or "") if gevonden else klein
    if weekdag is not None and not rest:
        terug = (vandaag.weekday() - weekdag - 1) % 7 + 1
        return vandaag + timedelta(days=-terug if kant == "terug" else (weekdag - vandaag.weekday() - 1) % 7 + 1)
    dag = _kalenderdag(rest, vandaag, kant)
    return dag if dag is None or weekdag in (None, dag.weekday()) else None


def _dagen_verder(klein: str) -> int | None:
    """'over 3 dagen' is 3, 'een week geleden' is -7; None als het er niet staat."""
    gevonden = _VERDER.fullmatch(klein)
    if gevonden is None or bool(gevonden[1]) == bool(gevonden[4]):
        return None
    aantal = 1 if gevonden[2] in ("een", "één") else int(gevonden[2])
    return aantal * (7 if gevonden[3].startswith("w") else 1) * (1 if gevonden[1] else -1)


def _kalenderdag(klein: str, vandaag: date, kant: Kant) -> date | None:
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", klein):
        return _dag(iso[3], iso[2], iso[1])
    if gewoon := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}))?", klein):
        return _in_jaar(gewoon[1], gewoon[2], gewoon[3], vandaag, kant)
    if woord := re.fullmatch(r"(\d{1,2}) ([a-z]{3,9})\.?(?: (\d{4}))?", klein):
        kort = "mrt" if woord[2].startswith("maa") else woord[2][:3]
        maand = MAANDEN_KORT.index(kort) + 1 if kort in MAANDEN_KORT else 0
        return _in_jaar(woord[1], str(maand), woord[3], vandaag, kant)
    return None


def _in_jaar(dag: str, maand: str, jaar: str | None, vandaag: date, kant: Kant) -> date | None:
    """De dag in dit jaar, of zonder jaar de dichtstbijzijnde aan de goede kant; 29 februari kan vier jaar weg zijn."""
    if jaar:
        return _dag(dag, maand, jaar)
    rond = (_dag(dag, maand, str(vandaag.year + verschil)) for verschil in range(-8, 9))
    goed = [
        een
        for een in rond
        if een and not (kant == "vooruit" and een < vandaag) and not (kant == "terug" and een > vandaag)
    ]
    return min(goed, key=lambda een: abs(een - vandaag), default=None)


def _dag(dag: str, maand: str, jaar: str) -> date | None:
    try:
        return date(int(jaar), int(maand), int(dag))
    except ValueError:
        return None


def _tijd(veld: Veld, tekst: str, vandaag: date) -> str:
    """'14:30', uit '14.30', '14:30 uur', '14u30' of '14 uur'."""
    gevonden = re.fullmatch(r"(\d{1,2})(?:[:.uh](\d{2}))?(?: ?uur)?", tekst.strip().lower())
    uur, minuut = (int(gevonden[1]), int(gevonden[2] or 0)) if gevonden else (24, 0)
    if uur > 23 or minuut > 59:
        raise _Fout(f"Schrijf de tijd als 14.30. U vulde ‘{tekst[:40]}’ in.")
    return f"{uur:02}:{minuut:02}"


def _woorden(veld: Veld, tekst: str, vandaag: date) -> str:
    grens = veld.hoogstens or HOOGSTENS_TEKENS[veld.soort]
    if len(tekst) > grens:
        raise _Fout(f"De tekst is {len(tekst)} tekens. Kort hem in tot {grens}.")
    if veld.soort == "tekst" and (zin := bezwaar(tekst)):  # een naam of gebied komt op papier
        raise _Fout(zin)
    return tekst


def _getal(veld: Veld, tekst: str, vandaag: date) -> int:
    if not re.fullmatch(r"\d{1,9}", tekst):
        raise _Fout(f"Schrijf een heel getal, zonder punten of woorden. U vulde ‘{tekst[:40]}’ in.")
    if veld.hoogstens is not None and int(tekst) > veld.hoogstens:
        raise _Fout(f"Kies een getal tot en met {veld.hoogstens}. U vulde {int(tekst)} in.")
    return int(tekst)


def _bedrag(veld: Veld, tekst: str, vandaag: date) -> int:
    """Centen, uit '4.200', '€ 4200,50' of '4200.50'."""
    kaal = re.sub(r"[€\s\u00a0\u202f]", "", tekst)
    gevonden = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{2}|-))?", kaal) or re.fullmatch(
        r"(\d{1,9})\.(\d{2})", kaal
    )
    if gevonden is None:
        raise _Fout(f"Schrijf het bedrag als 4.200 of 4.200,50. U vulde ‘{tekst[:40]}’ in.")
    cent = int(gevonden[1].replace(".", "")) * 100 + (0 if gevonden[2] in (None, "-") else int(gevonden[2]))
    if cent > HOOGSTE_CENT:
        raise _Fout(f"Dit bedrag is te hoog. U vulde ‘{tekst[:40]}’ in. Kijk het na.")
    return cent


def _keuze(veld: Veld, tekst: str, vandaag: date) -> str:
    if tekst not in veld.keuzes:
        raise _Fout("Kies een van de mogelijkheden.")
    return tekst


def _ja_nee(veld: Veld, tekst: str, vandaag: date) -> bool:
    if tekst.lower() not in _JA | _NEE:
        raise _Fout(_LEEG["ja_nee"])
    return tekst.lower() in _JA


def _verwijzing(veld: Veld, tekst: str, vandaag: date) -> str:
    try:
        return str(UUID(tekst))
    except ValueError:
        raise _Fout(veld.leeg or _LEEG[veld.soort]) from None


_LEZERS: Mapping[VeldSoort, Callable[[Veld, str, date], Any]] = {
    "datum": _datum,
    "tijd": _tijd,
    "tekst": _woorden,
    "lange_tekst": _woorden,
    "bedrag": _bedrag,
    "getal": _getal,
    "keuze": _keuze,
    "ja_nee": _ja_nee,
    "gebruiker": _verwijzing,
    "woning": _verwijzing,
    "persoon": _verwijzing,
    "besluit": _verwijzing,
    "corporatie": _verwijzing,
}
