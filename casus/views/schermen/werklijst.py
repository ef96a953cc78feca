"""De werkvoorraad op het scherm: groepen en regels, met per regel de woorden en de knop die erbij horen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast
from uuid import UUID

from casus.actor import Actor
from casus.models import Taak
from casus.queries.lijstkeuze import Groepcode
from casus.queries.lijstvraag import TEL_TOT
from casus.queries.werkvoorraad import TaakRij
from casus.rules import permissions
from casus.termijnen import dag_kort, dagen_in_woorden, urgentie
from casus.views.schermen.lijn import stap_van
from casus.workflows.definition import Afvinkpunt, Workflow

TITELS: Final[Mapping[Groepcode, str]] = {
    "te_laat": "Te laat",
    "vandaag": "Vandaag",
    "week": "Deze week",
    "later": "Later",
    "wacht": "Wacht op een ander",
    "slot": "Geblokkeerd",
}
Doen = Literal["pakken", "direct", "afronden", "bekijken", "elders"]
TEKENS: Final = 90
"""Zoveel van een toelichting past er op één regel."""


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén taak op de lijst. `doe` is de knop achteraan; `direct` rondt af zonder formulier."""

    taak: TaakRij
    groep: Groepcode
    klasse: str
    wanneer: str
    dag: str
    toestand: str
    stap: int
    doe: Doen
    onder: str
    van_mij: bool
    uitleg: str = ""
    punten: Sequence[Afvinkpunt] = ()

    @property
    def wie(self) -> str:
        """Waar een knop over gaat, voor wie hem hoort voorlezen."""
        return f"{self.taak.titel}, {self.taak.huishouden}"


@dataclass(frozen=True, slots=True)
class Groep:
    """Taken die even dringend zijn. `aantal` is dat van de hele lijst, niet van dit blad. Zonder titel geen kop."""

    titel: str
    klasse: str
    aantal: str
    regels: Sequence[Regel]
    bij: str = ""


def aantal_tekst(aantal: int) -> str:
    """'25', of '1.000+' als er niet verder is geteld."""
    return "1.000+" if aantal > TEL_TOT else f"{aantal:,}".replace(",", ".")


def groep_van(rij: TaakRij, dag: date) -> Groepcode:
    """In welke groep een taak hoort."""
    if rij.blokkade_soort == "slot":
        return "slot"
    if rij.blokkade_soort or (rij.wacht_tot and rij.wacht_tot > dag):
        return "wacht"
    return urgentie(rij.uiterlijk, dag)


def groepen(regels: Sequence[Regel], tellen: Mapping[Groepcode, int], gegroepeerd: bool) -> list[Groep]:
    """De groepen die op dit blad voorkomen, in de volgorde van het blad; zonder groepen één lange lijst."""
    if not gegroepeerd:
        return [Groep("", "", "", regels)] if regels else []
    per: dict[Groepcode, list[Regel]] = {}
    for regel in regels:
        per.setdefault(regel.groep, []).append(regel)
    return [
        Groep(TITELS[code], klasse(code), aantal_tekst(tellen[code]), rij, "komt vanzelf terug" * (code == "wacht"))
        for code, rij in per.items()
    ]


def klasse(code: Groepcode) -> str:
    """De klasse en het pictogram van een groep."""
    return code.replace("_", "-")


def maak_regel(rij: TaakRij, wf: Workflow, actor: Actor, vervangt: Mapping[UUID, str], dag: date, erbij: bool) -> Regel:
    """De regel van één taak. `erbij`: er staat al een kolom met de behandelaar."""
    soort, groep = wf.taken.get(rij.soort or ""), groep_van(rij, dag)
    wanneer, kort = _wanneer(rij, groep, dag)
    return Regel(
        taak=rij,
        groep=groep,
        klasse=klasse(groep),
        wanneer=wanneer,
        dag=kort,
        toestand=wf.toestanden[rij.toestand].titel,
        stap=stap_van(wf, rij.toestand),
        doe=_doe(rij, groep, actor, soort is None or not (soort.velden or soort.afvinkpunten)),
        onder=" · ".join(deel for deel in _onder(rij, groep, vervangt, dag, erbij) if deel),
        van_mij=rij.behandelaar_id == actor.gebruiker_id,
        uitleg=soort.uitleg if soort else "",
        punten=soort.afvinkpunten if soort else (),
    )


def _wanneer(rij: TaakRij, groep: Groepcode, dag: date) -> tuple[str, str]:
    """De woorden en de dag eronder."""
    kort = dag_kort(rij.uiterlijk, dag)
    if groep == "slot":
        return "kan nog niet", f"norm {kort}"
    if groep == "wacht":
        tot = rij.wacht_tot if rij.wacht_tot and rij.wacht_tot > dag else None
        return f"tot {dag_kort(tot, dag)}" if tot else "wacht", f"norm {kort}"
    return dagen_in_woorden(rij.uiterlijk, dag), kort


def _onder(rij: TaakRij, groep: Groepcode, vervangt: Mapping[UUID, str], dag: date, erbij: bool) -> Sequence[str]:
    """De kleine regel onder de taak: wat u nagaat voor u begint."""
    wie = rij.behandelaar_id
    voor = f"voor {vervangt[wie]}" if wie is not None and wie in vervangt else ""
    vrij = "nog van niemand" if wie is None and not erbij else ""
    wacht = f"wacht op {rij.wacht_op}" if rij.wacht_op and rij.wacht_tot and rij.wacht_tot > dag else rij.blokkade
    gepland = f"gepland op {dag_kort(rij.gepland_op, dag)}" if rij.gepland_op else ""
    return (voor, wacht, gepland, _kort(rij.toelichting), "" if wacht or groep == "slot" else _klok(rij), vrij)


def _kort(tekst: str) -> str:
    regel = " ".join(tekst.split())
    return regel if len(regel) <= TEKENS else f"{regel[:TEKENS].rsplit(' ', 1)[0]}…"


def _klok(rij: TaakRij) -> str:
    if rij.opgeschort_sinds:
        return "de klok staat stil"
    if rij.voorlopig:
        return "datum geschat"
    return "datum uit de wet" if rij.fatale_datum else ""


def _doe(rij: TaakRij, groep: Groepcode, actor: Actor, direct: bool) -> Doen:
    if rij.gemeente_id != actor.gemeente_id:
        return "elders"
    taak = als_taak(rij)
    if permissions.mag_taak_pakken(actor, taak):
        return "pakken"
    if groep == "slot" or not permissions.mag_taak_afronden(actor, taak):
        return "bekijken"
    return "direct" if direct and groep != "wacht" else "afronden"


def als_taak(rij: TaakRij) -> Taak:
    """De rij als taak, om een recht te toetsen: de regels kijken alleen naar haar gemeente, rol en behandelaar."""
    return cast(Taak, rij)
