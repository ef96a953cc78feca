"""De functies van het register met wie ze heeft, had en krijgt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casus.models import Functie, Functiehouder, Vervanging
from casus.queries.mandaatregister import Mandaatregister
from casus.rules.mandaten import COLLEGE
from casus.rules.registerverschil import nummervolgorde, op_dag
from casus.rules.zinnen import dag_tekst

NIVEAUS = {1: "niveau 1, het laagste", 2: "niveau 2", 3: "niveau 3", 4: "het bestuursorgaan zelf"}


@dataclass(frozen=True, slots=True)
class Mens:
    """Iemand die een functie heeft of vervangt. `status` is soort en woord."""

    id: UUID
    naam: str
    periode: str
    status: tuple[str, str]
    voorbij: bool


@dataclass(frozen=True, slots=True)
class Functieregel:
    """Eén functie. `regels` zijn de nummers van de regels die haar vandaag mandaat geven."""

    id: UUID
    titel: str
    niveau: str
    extern: bool
    college: bool
    regels: Sequence[str]
    houders: Sequence[Mens]
    vervangers: Sequence[Mens]

    @property
    def onbezet(self) -> bool:
        """Of vandaag niemand deze functie heeft of vervangt."""
        return not any(mens.status[0] == "gereed" for mens in (*self.houders, *self.vervangers))


def functiescherm(staat: Mandaatregister, dag: date) -> list[Functieregel]:
    """Elke functie, laagste niveau eerst."""
    geldig = op_dag(staat.register.rijen, staat.gemeente_id, dag).values()
    return [
        _functie(staat, functie, dag, [rij.nr for rij in geldig if rij.functie_id == functie.id])
        for functie in staat.functies
    ]


def _functie(staat: Mandaatregister, functie: Functie, dag: date, regels: list[str]) -> Functieregel:
    return Functieregel(
        functie.id,
        functie.titel,
        NIVEAUS[functie.niveau],
        functie.extern,
        functie.niveau == COLLEGE,
        sorted(regels, key=nummervolgorde),
        _mensen((rij for rij in staat.register.functiehouders if rij.functie_id == functie.id), dag),
        _mensen((rij for rij in staat.register.vervangingen if rij.functie_id == functie.id), dag),
    )


def _mensen(rijen: Iterable[Functiehouder | Vervanging], dag: date) -> list[Mens]:
    return [_mens(rij, dag) for rij in sorted(rijen, key=lambda rij: (rij.van, rij.gebruiker.naam), reverse=True)]


def _mens(rij: Functiehouder | Vervanging, dag: date) -> Mens:
    tot = f" tot en met {dag_tekst(rij.tot)}" if rij.tot else ""
    voorbij = rij.tot is not None and rij.tot < dag
    status = ("later", "voorbij") if voorbij else ("gereed", "nu") if rij.van <= dag else ("week", "begint nog")
    return Mens(rij.id, rij.gebruiker.naam, f"vanaf {dag_tekst(rij.van)}{tot}", status, voorbij)
