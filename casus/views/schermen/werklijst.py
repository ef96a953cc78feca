"""De werkvoorraad in groepen, met per rij de woorden en knoppen die erbij horen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casus.queries.werkvoorraad import GROEPEN, TEL_TOT, TaakRij
from casus.termijnen import Urgentie, urgentie
from casus.views.schermen.lijn import stap_van
from casus.workflows.definition import Workflow

TITELS: Mapping[Urgentie, str] = {
    "te_laat": "Te laat",
    "vandaag": "Vandaag",
    "week": "Deze week",
    "later": "Later",
}


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén taak op de lijst. `direct`: zonder formulier af te ronden."""

    taak: TaakRij
    toestand: str
    stap: int
    direct: bool
    uitleg: str


@dataclass(frozen=True, slots=True)
class Groep:
    """Taken met dezelfde dringendheid. `aantal` is dat van de hele lijst, niet van dit blad."""

    code: Urgentie
    titel: str
    soort: str
    aantal: str
    regels: Sequence[Regel]


def aantal_tekst(aantal: int) -> str:
    """'25', of '1.000+' als er niet verder is geteld."""
    return "1.000+" if aantal > TEL_TOT else f"{aantal:,}".replace(",", ".")


def groepen(
    rijen: Sequence[TaakRij], tellen: Mapping[Urgentie, int], processen: Mapping[UUID, Workflow], vandaag: date
) -> list[Groep]:
    """De groepen die op dit blad voorkomen, in de volgorde van hun dagen."""
    per: dict[Urgentie, list[Regel]] = {code: [] for code in GROEPEN}
    for rij in rijen:
        per[urgentie(rij.uiterlijk, vandaag)].append(_regel(rij, processen[rij.workflowversie_id]))
    return [
        Groep(code, TITELS[code], code.replace("_", "-"), aantal_tekst(tellen[code]), regels)
        for code, regels in per.items()
        if regels
    ]


def _regel(rij: TaakRij, wf: Workflow) -> Regel:
    soort = wf.taken.get(rij.soort or "")
    direct = soort is None or not (soort.velden or soort.afvinkpunten)
    if rij.opgeschort_sinds:
        uitleg = "de klok staat stil"
    elif rij.voorlopig:
        uitleg = "datum geschat"
    else:
        uitleg = "datum uit de wet" if rij.fatale_datum else ""
    return Regel(rij, wf.toestanden[rij.toestand].titel, stap_van(wf, rij.toestand), direct, uitleg)
