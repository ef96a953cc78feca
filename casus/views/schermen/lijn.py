"""De lijn van vijf: waar een zaak staat, wanneer zij daar kwam, en hoe dat zich verhoudt tot de norm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casus.queries.zaakpagina import NORMEN, Zaakpagina
from casus.termijnen import dag_kort, dag_van, einddatum
from casus.vocab import meervoud
from casus.workflows.ankers import normen
from casus.workflows.definition import Toestand, Workflow

WEEK = 7


@dataclass(frozen=True, slots=True)
class Stap:
    """Eén van de vijf. `regels` staan klein onder de titel."""

    titel: str
    klaar: bool
    nu: bool
    regels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deel:
    """Een stuk van de normklok, in procenten van de hele breedte."""

    x: float
    breedte: float
    gevuld: float


@dataclass(frozen=True, slots=True)
class Klok:
    """De klok van 2 + 10 + 2 weken. `over` is het aantal dagen tot het einde, negatief als de norm voorbij is."""

    week: int
    weken: int
    einde: date
    over: int
    nu: float
    delen: tuple[Deel, ...]
    duren: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lijn:
    """De kop van de zaakpagina. Zonder `klok` loopt er geen norm meer."""

    titel: str
    stappen: tuple[Stap, ...]
    klok: Klok | None
    stil_sinds: date | None


def hoofdlijn(wf: Workflow) -> Sequence[Toestand]:
    """De toestanden van de hoofdlijn, in volgorde."""
    return sorted((t for t in wf.toestanden.values() if t.stap is not None), key=lambda t: t.stap or 0)


def stap_van(wf: Workflow, toestand: str) -> int:
    """Op welke stap van de hoofdlijn een toestand staat; 0 als zij er niet op staat."""
    return wf.toestanden[toestand].stap or 0


def maak_lijn(pagina: Zaakpagina) -> Lijn:
    """De lijn van één zaak."""
    wf, zaak = pagina.wf, pagina.zaak
    bereikt, norm, nu = _bereikt(pagina), normen(wf, pagina.beeld), stap_van(wf, zaak.toestand)
    laatste = nu or max((t.stap or 0 for t in hoofdlijn(wf) if t.code in bereikt), default=1)
    stappen = tuple(_stap(pagina, toestand, nu, laatste, bereikt, norm) for toestand in hoofdlijn(wf))
    loopt = zaak.gesloten_op is None and 0 < nu < len(stappen)
    return Lijn(wf.toestanden[zaak.toestand].titel, stappen, _klok(pagina) if loopt else None, zaak.opgeschort_sinds)


def _bereikt(pagina: Zaakpagina) -> Mapping[str, date]:
    """Per toestand de laatste dag waarop de zaak daar kwam."""
    zaak, begin = pagina.zaak, pagina.wf.begin
    dagen = {begin: zaak.koppeldatum}
    dagen |= {rij.naar: dag_van(rij.tot) for rij in pagina.delen.verloop if rij.naar != begin}
    if zaak.toestand != begin:
        dagen[zaak.toestand] = dag_van(zaak.toestand_sinds)
    return dagen


def _stap(
    pagina: Zaakpagina,
    toestand: Toestand,
    nu: int,
    laatste: int,
    bereikt: Mapping[str, date],
    norm: Mapping[str, date],
) -> Stap:
    stap, uiterlijk = toestand.stap or 0, norm.get(toestand.code)
    dag = bereikt.get(toestand.code) if stap <= laatste else None
    if stap == 1:
        uiterlijk = pagina.zaak.vergunningdatum + timedelta(days=pagina.norm("norm_koppelen_dagen"))
    if nu == 0 and stap > laatste:
        return Stap(toestand.titel, False, False, ("niet meer nodig",))
    wanneer = dag_kort(dag, pagina.beeld.vandaag) if dag else ("overgeslagen" if stap <= laatste else "nog niet")
    regels = (wanneer, *_tegen_norm(dag, uiterlijk, pagina.beeld.vandaag))
    return Stap(toestand.titel, stap <= laatste and stap != nu, stap == nu, regels)


def _tegen_norm(dag: date | None, norm: date | None, vandaag: date) -> tuple[str, ...]:
    if norm is None:
        return ()
    if dag is None:
        return (f"norm {dag_kort(norm, vandaag)}",)
    if dag <= norm:
        return (f"op tijd, norm {dag_kort(norm, vandaag)}",)
    return (f"{meervoud((dag - norm).days, 'dag', 'dagen')} na de norm",)


def _klok(pagina: Zaakpagina) -> Klok:
    """De normklok begint zo lang vóór de koppeling als het koppelen mag duren; stilstand schuift het einde op."""
    vandaag, koppeldatum = pagina.beeld.vandaag, pagina.zaak.koppeldatum
    duren = tuple(pagina.norm(sleutel) for sleutel in NORMEN)
    totaal = sum(duren)
    einde = einddatum(koppeldatum, totaal - duren[0], pagina.beeld.stilstand, vandaag)
    voorbij = totaal - (einde - vandaag).days
    nu = min(max(voorbij / totaal * 100, 0), 100)
    delen, x = [], 0.0
    for duur in duren:
        breedte = duur / totaal * 100
        delen.append(Deel(round(x, 2), round(breedte - 0.4, 2), round(min(max(nu - x, 0), breedte - 0.4), 2)))
        x += breedte
    week, weken = max(voorbij // WEEK, 0), totaal // WEEK
    return Klok(week, weken, einde, (einde - vandaag).days, round(nu, 2), tuple(delen), tuple(d // WEEK for d in duren))
