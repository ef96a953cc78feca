"""De lijst van zaken van een gemeente."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, select, tuple_

from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Gebruiker, Huishouden, Zaak
from casus.queries.bladen import Blad, Plek, snijd
from casus.queries.zaakkeuze import ALLE, VAST, Keuze, beperk, meegeteld, normen, voorwaarden
from casus.rules.doorlooptijd import Normen

TEL_TOT = 1000
"""Verder wordt niet geteld: '1.000+' zegt genoeg."""


class ZaakRij(NamedTuple):
    """Eén regel van de lijst van zaken."""

    id: UUID
    zaaknummer: str
    toestand: str
    workflowversie_id: UUID
    koppeldatum: date
    opgeschort_sinds: date | None
    huishouden: str
    personen: int
    nareis_aantal: int
    casemanager_id: UUID | None
    casemanager: str | None

    @property
    def plek(self) -> Plek:
        """De plaats in de lijst."""
        return Plek(self.koppeldatum, self.id)


def rijen() -> Select[*tuple[Any, ...]]:
    """De kolommen van `ZaakRij`, in die volgorde; nog zonder keuze en volgorde."""
    return (
        select(
            Zaak.id,
            Zaak.zaaknummer,
            Zaak.toestand,
            Zaak.workflowversie_id,
            Zaak.koppeldatum,
            Zaak.opgeschort_sinds,
            Huishouden.naam,
            Huishouden.aantal_personen,
            Huishouden.nareis_aantal,
            Zaak.casemanager_id,
            Gebruiker.naam,
        )
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .outerjoin(Gebruiker, Gebruiker.id == Zaak.casemanager_id)
    )


def lijst(
    session: CasusSessie, actor: Actor, keuze: Keuze = ALLE, *, na: Plek | None = None, aantal: int = 50
) -> Blad[ZaakRij]:
    """De zaken van de gemeente van de actor, langst gekoppeld eerst; één query, en bij `vast` één voor de normen."""
    terug = na is not None and na.terug
    volgorde = (Zaak.koppeldatum.desc(), Zaak.id.desc()) if terug else (Zaak.koppeldatum, Zaak.id)
    keus = _gekozen(session, actor, keuze)
    if na is not None:
        sleutel = tuple_(Zaak.koppeldatum, Zaak.id)
        keus = keus.where(sleutel < tuple_(na.dag, na.id) if terug else sleutel > tuple_(na.dag, na.id))
    # eerst de zaken van dit blad, dan pas hun huishouden erbij
    blad = keus.order_by(*volgorde).limit(aantal + 1).subquery()
    vraag = rijen().join(blad, blad.c.id == Zaak.id).where(Zaak.gemeente_id == actor.gemeente_id).order_by(*volgorde)
    return snijd([ZaakRij._make(rij) for rij in session.execute(vraag)], aantal, na, lambda rij: rij.plek)


def tel(session: CasusSessie, actor: Actor, keuze: Keuze = ALLE) -> int:
    """Hoeveel zaken de lijst heeft, geteld tot en met `TEL_TOT` + 1."""
    gekozen = _gekozen(session, actor, keuze).limit(TEL_TOT + 1).subquery()
    return session.scalar(select(func.count()).select_from(gekozen)) or 0


def tel_personen(session: CasusSessie, actor: Actor, keuze: Keuze) -> int:
    """Hoeveel personen er in de dagen van de keuze gingen meetellen voor de taakstelling."""
    personen = meegeteld(actor.gemeente_id, keuze.van, keuze.tot).subquery()
    return session.scalar(select(func.count()).select_from(personen)) or 0


def _gekozen(session: CasusSessie, actor: Actor, keuze: Keuze) -> Select[*tuple[Any, ...]]:
    """De sleutels van de zaken van de keuze, nog zonder volgorde."""
    afspraak = normen(session) if keuze.wat == VAST else Normen()
    vraag = select(Zaak.id).where(*voorwaarden(actor.gemeente_id, keuze, afspraak))
    return beperk(vraag, actor.gemeente_id, keuze)
