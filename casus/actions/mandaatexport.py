"""Het mandaatrapport meenemen wordt vastgelegd: in de keten van de gemeente en in het leeslogboek."""

from __future__ import annotations

from sqlalchemy import select

from casus.actor import Actor
from casus.db import Bereik, Database
from casus.gebeurtenissen import noteer
from casus.models import Gemeente, Leesactie
from casus.rules import permissions


def leg_rapport_vast(db: Database, *, actor: Actor, jaar: int, aantal: int) -> None:
    """Legt vast wie het rapport van welk jaar meeneemt, vóór het bestand weggaat. Raises GeenRecht."""
    permissions.check(actor, "mandaatrapport.inzien")
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        gemeente = session.scalars(select(Gemeente).where(Gemeente.id == actor.gemeente_id)).one()
        gegevens = {"jaar": jaar, "aantal": aantal}
        noteer(session, actor=actor, soort="mandaatrapport_geexporteerd", object_=gemeente, gegevens=gegevens)
        session.add(
            Leesactie(
                gemeente_id=actor.gemeente_id,
                gebruiker_id=actor.gebruiker_id,
                wat=f"mandaatrapport {jaar}, {aantal} regels",
                herkomst=actor.herkomst,
            )
        )
