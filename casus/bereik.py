"""De nagekeken plek die een sessie meer dan één gemeente laat zien: inloggen, import, werker en regio."""

from __future__ import annotations

from sqlalchemy import select

from casus.db import Bereik, CasusSessie, Database
from casus.models import Gemeente


def alle_gemeenten(session: CasusSessie) -> Bereik:
    """Lezen in elke gemeente van de installatie, schrijven in geen. Gebruik het bereik voor een nieuwe sessie."""
    return Bereik(lees=frozenset(session.scalars(select(Gemeente.id))))


def overal(db: Database) -> Bereik:
    """Hetzelfde bereik voor wie nog geen sessie heeft, zoals het nagaan van alle ketens."""
    with db.lezen() as session:
        return alle_gemeenten(session)
