"""De tijdlijn van een zaak: elke gebeurtenis één Nederlandse zin, met wie en wanneer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, and_, bindparam, select

from casus.db import CasusSessie, vast
from casus.models import Contactmoment, Gebeurtenis, GebeurtenisInhoud, Notitie
from casus.vocab import GEBEURTENISSEN, gebeurtenis_zin

REGELS = 12

_BEGIN: Mapping[str, tuple[str, ...]] = {
    "besluiten": ("besluit_",),
    "taken": ("taak_", "taken_"),
    "contact": ("contactmoment",),
    "notities": ("notitie",),
    "documenten": ("document_", "dossier_"),
    "stappen": ("zaak_geopend", "overgang", "melding", "opgeschort", "hervat", "koppeling_", "proces_"),
}
FILTERS: Mapping[str, tuple[str, ...]] = {
    naam: tuple(sorted(soort for soort in GEBEURTENISSEN if soort.startswith(begin))) for naam, begin in _BEGIN.items()
}
"""Waarop te filteren is, met de soorten gebeurtenissen die eronder vallen."""


@dataclass(frozen=True, slots=True)
class Uitsnede:
    """Welk stuk van de tijdlijn. `soort` uit FILTERS, `wie` deed het, `voor`: alleen wat vóór dit nummer gebeurde."""

    soort: str = ""
    wie: UUID | None = None
    voor: int | None = None
    aantal: int = REGELS


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén gebeurtenis. `tekst` is wat er bij een notitie of contact is geschreven; `notitie_id` en `versie` van wat."""

    nr: int
    soort: str
    wie: str
    zin: str
    op: datetime
    resultaat: str
    gegevens: Mapping[str, Any]
    tekst: str = ""
    notitie_id: UUID | None = None
    versie: int = 1
    door_id: UUID | None = None

    @property
    def rest(self) -> str:
        """De zin zonder de naam vooraan, zodat die naam vet kan staan."""
        return self.zin.removeprefix(self.wie) if self.zin.startswith(self.wie) else self.zin

    @property
    def begint_met_naam(self) -> bool:
        """Of de zin met de naam van de actor begint."""
        return self.zin.startswith(self.wie)


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """Een stuk tijdlijn, nieuwste eerst. `verder` is het nummer waarvóór de rest staat; None als dit alles is."""

    regels: Sequence[Regel]
    uitsnede: Uitsnede
    verder: int | None


def tijdlijn(session: CasusSessie, zaak_id: UUID, uitsnede: Uitsnede) -> Tijdlijn:
    """Het gevraagde stuk van de tijdlijn; één vraag, hoe lang de zaak ook loopt."""
    vraag = _vraag(bool(uitsnede.soort), uitsnede.wie is not None, uitsnede.voor is not None)
    waarden = {"zaak": zaak_id, "wie": uitsnede.wie, "voor": uitsnede.voor, "aantal": uitsnede.aantal + 1}
    rijen = session.execute(vraag, {**waarden, "soorten": FILTERS.get(uitsnede.soort, ())}).all()
    regels = [_regel(rij) for rij in rijen[: uitsnede.aantal]]
    return Tijdlijn(regels, uitsnede, regels[-1].nr if len(rijen) > uitsnede.aantal else None)


@cache
def _vraag(op_soort: bool, op_wie: bool, verder: bool) -> Select[*tuple[Any, ...]]:
    gemeente, object_ = Gebeurtenis.gemeente_id, Gebeurtenis.object_id
    bij_inhoud = and_(GebeurtenisInhoud.gemeente_id == gemeente, GebeurtenisInhoud.id == Gebeurtenis.id)
    vraag = (
        select(Gebeurtenis, GebeurtenisInhoud.gegevens, Notitie, Contactmoment.verslag)
        .outerjoin(GebeurtenisInhoud, bij_inhoud)
        .outerjoin(Notitie, and_(Notitie.gemeente_id == gemeente, Notitie.id == object_))
        .outerjoin(Contactmoment, and_(Contactmoment.gemeente_id == gemeente, Contactmoment.id == object_))
        .where(Gebeurtenis.zaak_id == bindparam("zaak", type_=Uuid()))
        .order_by(Gebeurtenis.nr.desc())
        .limit(bindparam("aantal"))
    )
    if op_soort:
        vraag = vraag.where(Gebeurtenis.soort.in_(bindparam("soorten", expanding=True)))
    if op_wie:
        vraag = vraag.where(Gebeurtenis.actor_id == bindparam("wie", type_=Uuid()))
    return vast(vraag.where(Gebeurtenis.nr < bindparam("voor")) if verder else vraag)


def _regel(rij: Row[*tuple[Any, ...]]) -> Regel:
    gebeurtenis, inhoud, notitie, verslag = rij
    gegevens = json.loads(inhoud) if inhoud else {}
    soort = "geweigerd" if gebeurtenis.resultaat == "geweigerd" else gebeurtenis.soort
    return Regel(
        nr=gebeurtenis.nr,
        soort=soort,
        wie=gebeurtenis.actor_naam,
        zin=gebeurtenis_zin(soort, gebeurtenis.actor_naam, gegevens),
        op=gebeurtenis.tijdstip,
        resultaat=gebeurtenis.resultaat,
        gegevens=gegevens,
        tekst=notitie.tekst if notitie else verslag or "",
        notitie_id=notitie.id if notitie else None,
        versie=notitie.versie if notitie else 1,
        door_id=notitie.door_id if notitie else None,
    )
