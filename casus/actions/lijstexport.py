"""Een lijst exporteren wordt vastgelegd: in de keten van de gemeente en in het leeslogboek."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select

from casus.actor import Actor
from casus.db import Bereik, Database
from casus.gebeurtenissen import noteer
from casus.models import Gemeente, Leesactie
from casus.queries.lijstkeuze import Lijst
from casus.rules import permissions

Vorm = Literal["csv", "xlsx"]
HOOGSTENS = 20_000
"""Zoveel taken gaan er in één bestand; wat daarna komt, noemt de laatste regel."""


def leg_export_vast(db: Database, *, actor: Actor, lijst: Lijst, vorm: Vorm, aantal: int) -> None:
    """Legt vast wie welke lijst meeneemt, vóór het bestand weggaat. Raises GeenRecht."""
    permissions.check(actor, "lijst.exporteren")
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        gemeente = session.scalars(select(Gemeente).where(Gemeente.id == actor.gemeente_id)).one()
        gegevens = {"aantal": aantal, "vorm": vorm.upper(), "lijst": lijst}
        noteer(session, actor=actor, soort="lijst_geexporteerd", object_=gemeente, gegevens=gegevens)
        session.add(
            Leesactie(
                gemeente_id=actor.gemeente_id,
                gebruiker_id=actor.gebruiker_id,
                wat=f"lijst {lijst} als {vorm}, {aantal} taken",
                herkomst=actor.herkomst,
            )
        )
