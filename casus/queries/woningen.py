"""Beschikbare woningen als keuze in een veld, en om naast een huishouden te leggen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Corporatie, Woning

MEESTE_KEUZES = 200


def beschikbaar(session: CasusSessie, actor: Actor) -> Sequence[Woning]:
    """Woningen die nu voor een aanbod gekozen kunnen worden, eerst wat het eerst vrij is; met de corporatie erbij."""
    return session.scalars(
        select(Woning)
        .where(Woning.gemeente_id == actor.gemeente_id, Woning.status == "beschikbaar")
        .order_by(Woning.beschikbaar_van, Woning.id)
        .limit(MEESTE_KEUZES)
        .options(joinedload(Woning.corporatie, innerjoin=True))
    ).all()


def corporaties(session: CasusSessie) -> Sequence[Corporatie]:
    """Alle corporaties van de installatie, op naam."""
    return session.scalars(select(Corporatie).order_by(Corporatie.naam)).all()
