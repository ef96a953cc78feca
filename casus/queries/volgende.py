"""De volgende taak van iemand: wat hij zelf heeft en nu kan doen, het dringendst eerst."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Uuid, bindparam, literal_column, or_, select

from casus.actor import Actor
from casus.db import CasusSessie, vast
from casus.models import Taak
from casus.termijnen import vandaag

_DAG = bindparam("dag", type_=Taak.uiterlijk.type)
_VOLGENDE = vast(
    select(Taak.id)
    .where(
        Taak.behandelaar_id == bindparam("ik", type_=Uuid()),
        Taak.status == literal_column("'open'"),
        Taak.blokkade_soort == "",
        or_(Taak.wacht_tot.is_(None), Taak.wacht_tot <= _DAG),
        or_(Taak.gepland_op.is_(None), Taak.gepland_op <= _DAG),
    )
    .order_by(Taak.uiterlijk, Taak.id)
    .limit(1)
)


def volgende_taak(session: CasusSessie, actor: Actor) -> UUID | None:
    """De eerste taak van de actor die niet wacht, niet is geblokkeerd en niet voor een latere dag is ingepland."""
    return session.scalar(_VOLGENDE, {"ik": actor.gebruiker_id, "dag": vandaag()})
