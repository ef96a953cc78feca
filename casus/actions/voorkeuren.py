"""Hoe iemand zelf wil werken: alleen van hem, zonder gebeurtenis."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from casus.db import CasusSessie
from casus.models import Gebruiker


def bewaar(session: CasusSessie, gebruiker_id: UUID, **keuzes: Any) -> None:
    """Zet deze voorkeuren; de andere blijven zoals zij waren."""
    ik = Gebruiker.id == gebruiker_id
    voorkeuren = session.scalars(select(Gebruiker.voorkeuren).where(ik)).one()
    session.execute(update(Gebruiker).where(ik).values(voorkeuren={**voorkeuren, **keuzes}))
