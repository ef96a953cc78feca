"""De nagekeken plek die een sessie meer dan één gemeente laat zien: inloggen, import, werker en regio."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from casus.db import Bereik, CasusSessie, Database
from casus.models import Gebruiker, Gemeente, Lidmaatschap


def alle_gemeenten(session: CasusSessie) -> Bereik:
    """Lezen in elke gemeente van de installatie, schrijven in geen. Gebruik het bereik voor een nieuwe sessie."""
    return Bereik(lees=frozenset(session.scalars(select(Gemeente.id))))


def overal(db: Database) -> Bereik:
    """Hetzelfde bereik voor wie nog geen sessie heeft, zoals het nagaan van alle ketens."""
    with db.lezen() as session:
        return alle_gemeenten(session)


def waar_lid(db: Database, gebruiker_id: UUID, rollen: Iterable[str], dag: date) -> Bereik:
    """Lezen in elke gemeente waar iemand op deze dag een van deze rollen heeft: voor zijn eigen agenda en mail, en om
    die gemeenten te laten weten dat hij bij zijn corporatie wegging.

    Schrijven in geen. Wie niet meer actief is, ziet niets.
    """
    vraag = (
        select(Lidmaatschap.gemeente_id)
        .join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
        .where(Lidmaatschap.gebruiker_id == gebruiker_id, Gebruiker.actief, Lidmaatschap.rol.in_(sorted(rollen)))
        .where(Lidmaatschap.van <= dag, or_(Lidmaatschap.tot.is_(None), Lidmaatschap.tot >= dag))
    )
    with db.lezen(overal(db)) as session:
        return Bereik(lees=frozenset(session.scalars(vraag)))


def van_regio(db: Database, gemeente_id: UUID) -> Bereik:
    """Lezen in elke gemeente van dezelfde regio, schrijven in geen; zonder regio alleen de eigen gemeente.

    Alleen voor casus/queries/regiokaarten.py: dat geeft getallen en kaarten zonder naam of nummer (invariant 4).
    """
    eigen = select(Gemeente.regio_id).where(Gemeente.id == gemeente_id).scalar_subquery()
    with db.lezen() as session:
        samen = session.scalars(select(Gemeente.id).where(Gemeente.regio_id == eigen))
        return Bereik(lees=frozenset({gemeente_id, *samen}))
