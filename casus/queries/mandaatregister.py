"""Het register met alles eromheen: functies, de besluiten waarmee het veranderde, en wie een functie kan krijgen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.export import Waarde
from casus.models import Functie, Functiehouder, Mandaat, Registerbesluit, Vervanging
from casus.queries.mandaat import laad_register
from casus.rules.registerkeuring import Bevinding, Keuring
from casus.rules.registerrij import VELDEN, Woorden
from casus.rules.registerrijen import Register
from casus.rules.registerverschil import nummervolgorde
from casus.rules.registerwijziging import Kader, als_rij
from casus.workflows.registers import besluitsoorten

KOP: Final = (*VELDEN.values(), "Besluitnummer", "Besluitdatum", "Versie")
"""De kolommen van een export."""


@dataclass(frozen=True, slots=True)
class Mandaatregister:
    """Het register van één gemeente. `besluiten` zijn de registerbesluiten, het laatste eerst."""

    gemeente_id: UUID
    register: Register
    functies: Sequence[Functie]
    besluiten: Sequence[Registerbesluit]

    @property
    def versie(self) -> int:
        """De versie van het register: die van het laatste besluit."""
        return self.besluiten[0].versie if self.besluiten else 0

    @property
    def kader(self) -> Kader:
        """Waaraan een wijziging wordt getoetst."""
        functies = {functie.code: functie for functie in self.functies}
        return Kader(self.gemeente_id, besluitsoorten(), functies, self.register.rijen)

    @property
    def woorden(self) -> Woorden:
        """Hoe bevoegdheden en functies heten."""
        return Woorden(
            {code: soort.titel for code, soort in besluitsoorten().items()},
            {functie.code: functie.titel for functie in self.functies},
        )

    def bevindingen(self, dag: date) -> list[Bevinding]:
        """Wat er op een dag niet klopt."""
        return Keuring(self.register, self.gemeente_id, besluitsoorten(), dag).bevindingen()

    def versies(self, nr: str) -> list[Mandaat]:
        """Elke versie van een regel, de laatste eerst. Raises NietGevonden."""
        rijen = sorted((rij for rij in self.register.rijen if rij.nr == nr), key=lambda rij: -rij.versie)
        if not rijen:
            raise NietGevonden("Deze regel staat niet in het mandaatregister van uw gemeente.")
        return rijen

    def laatste(self) -> list[Mandaat]:
        """Van elke regel de hoogste versie, op nummer."""
        return sorted(self.kader.laatste.values(), key=lambda rij: nummervolgorde(rij.nr))

    def tabel(self, rijen: Sequence[Mandaat]) -> list[list[Waarde]]:
        """Deze regels met de kolommen van `KOP`, voor een bestand."""
        woorden = self.woorden
        return [
            [*(woorden.toon(als_rij(rij), veld) for veld in VELDEN), rij.besluitnummer, rij.besluitdatum, rij.versie]
            for rij in rijen
        ]

    def besluit_bij(self, rij: Mandaat) -> Registerbesluit | None:
        """Het registerbesluit waarmee deze versie in het register kwam."""
        return next((besluit for besluit in self.besluiten if besluit.id == rij.registerbesluit_id), None)

    def functie(self, functie_id: UUID) -> Functie:
        """Een functie van deze gemeente. Raises NietGevonden."""
        gevonden = next((functie for functie in self.functies if functie.id == functie_id), None)
        if gevonden is None:
            raise NietGevonden("Deze functie hoort bij een andere gemeente of bestaat niet.")
        return gevonden


def laad(session: CasusSessie, gemeente_id: UUID) -> Mandaatregister:
    """Het hele register van de gemeente van de sessie, in drie queries."""
    functies = select(Functie).where(Functie.gemeente_id == gemeente_id).order_by(Functie.niveau, Functie.titel)
    besluiten = (
        select(Registerbesluit)
        .where(Registerbesluit.gemeente_id == gemeente_id)
        .order_by(Registerbesluit.versie.desc())
        .options(joinedload(Registerbesluit.vastgelegd_door))
    )
    return Mandaatregister(
        gemeente_id, laad_register(session), session.scalars(functies).all(), session.scalars(besluiten).all()
    )


def laad_besluit(session: CasusSessie, registerbesluit_id: UUID) -> Registerbesluit:
    """Eén registerbesluit. Raises NietGevonden."""
    gevonden = session.scalars(select(Registerbesluit).where(Registerbesluit.id == registerbesluit_id)).one_or_none()
    if gevonden is None:
        raise NietGevonden("Dit besluit hoort bij een andere gemeente of bestaat niet.")
    return gevonden


def laad_houder(session: CasusSessie, functie_id: UUID, houder_id: UUID) -> Functiehouder:
    """Een houder van deze functie, met functie en gebruiker. Raises NietGevonden."""
    vraag = select(Functiehouder).where(Functiehouder.id == houder_id, Functiehouder.functie_id == functie_id)
    met = joinedload(Functiehouder.functie, innerjoin=True), joinedload(Functiehouder.gebruiker, innerjoin=True)
    gevonden = session.scalars(vraag.options(*met)).one_or_none()
    if gevonden is None:
        raise NietGevonden("Deze functiehouder hoort bij een andere gemeente of bestaat niet.")
    return gevonden


def laad_vervanging(session: CasusSessie, functie_id: UUID, vervanging_id: UUID) -> Vervanging:
    """Een vervanging van deze functie, met functie en gebruiker. Raises NietGevonden."""
    vraag = select(Vervanging).where(Vervanging.id == vervanging_id, Vervanging.functie_id == functie_id)
    met = joinedload(Vervanging.functie, innerjoin=True), joinedload(Vervanging.gebruiker, innerjoin=True)
    gevonden = session.scalars(vraag.options(*met)).one_or_none()
    if gevonden is None:
        raise NietGevonden("Deze vervanging hoort bij een andere gemeente of bestaat niet.")
    return gevonden
