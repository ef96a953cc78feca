"""Bewaarde weergaven: de eigen, en die een collega met het team deelt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Weergave
from casus.queries.lijstkeuze import Keuze, lees_keuze

MEESTE = 30
"""Zoveel weergaven staan er hooguit naast de lijst, elk met haar aantal."""
ALLE = 500
"""Zoveel staan er op de pagina met alle weergaven."""


class Bewaarde(NamedTuple):
    """Eén bewaarde weergave. `mijn` in de keuze is wie kijkt, niet wie haar bewaarde."""

    id: UUID
    naam: str
    keuze: Keuze
    gedeeld: bool
    van_mij: bool


def bewaarde(session: CasusSessie, actor: Actor, hoogstens: int = MEESTE) -> Sequence[Bewaarde]:
    """De eigen weergaven en de gedeelde van het team, eigen eerst, op naam; één query."""
    van_mij = Weergave.eigenaar_id == actor.gebruiker_id
    vraag = (
        select(Weergave.id, Weergave.naam, Weergave.lijst, Weergave.filters, Weergave.gedeeld, van_mij.label("van_mij"))
        .where(Weergave.gemeente_id == actor.gemeente_id, or_(van_mij, Weergave.gedeeld))
        .order_by(van_mij.desc(), Weergave.naam, Weergave.id)
        .limit(hoogstens)
    )
    return [
        Bewaarde(rij.id, rij.naam, lees_keuze({**rij.filters, "lijst": rij.lijst}), rij.gedeeld, bool(rij.van_mij))
        for rij in session.execute(vraag)
    ]


def laad_weergave(session: CasusSessie, actor: Actor, weergave_id: UUID) -> Weergave:
    """Eén weergave die deze actor kan zien: een eigen of een gedeelde. Raises NietGevonden."""
    te_zien = or_(Weergave.eigenaar_id == actor.gebruiker_id, Weergave.gedeeld)
    weergave = session.scalars(select(Weergave).where(Weergave.id == weergave_id, te_zien)).one_or_none()
    if weergave is None:
        raise NietGevonden("Deze weergave hoort bij een andere gemeente of bestaat niet.")
    return weergave
