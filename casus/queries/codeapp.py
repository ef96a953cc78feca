"""De code-app van een gebruiker: is er een, en hoeveel herstelcodes zijn er nog."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from casus.db import CasusSessie
from casus.models import TweedeFactor


def laad_app(session: CasusSessie, gebruiker_id: UUID) -> TweedeFactor | None:
    """De gekoppelde app, of None."""
    return session.scalars(select(TweedeFactor).where(TweedeFactor.gebruiker_id == gebruiker_id)).one_or_none()


def herstelcodes_over(session: CasusSessie, gebruiker_id: UUID) -> int:
    """Hoeveel herstelcodes nog niet zijn gebruikt."""
    vraag = select(TweedeFactor.herstelcodes).where(TweedeFactor.gebruiker_id == gebruiker_id)
    return len(session.scalars(vraag).one_or_none() or [])
