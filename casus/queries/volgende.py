"""De volgende taak van iemand: wat hij of wie hij vervangt heeft en hij nu kan doen, het dringendst eerst."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, literal_column, or_, select

from casus.actor import Actor
from casus.db import CasusSessie, vast
from casus.models import Taak
from casus.termijnen import vandaag

_DAG = bindparam("dag", type_=Taak.uiterlijk.type)
_VAN_MIJ = Taak.behandelaar_id == bindparam("ik", type_=Uuid())
_VERVANGEN = and_(
    Taak.behandelaar_id.in_(bindparam("vervangt", expanding=True, type_=Uuid())),
    Taak.rol.in_(bindparam("rollen", expanding=True)),
)
_KAN_NU = (
    select(Taak.id)
    .where(
        Taak.status == literal_column("'open'"),
        Taak.blokkade_soort == "",
        or_(Taak.wacht_tot.is_(None), Taak.wacht_tot <= _DAG),
        or_(Taak.gepland_op.is_(None), Taak.gepland_op <= _DAG),
    )
    .order_by(Taak.uiterlijk, Taak.id)
    .limit(1)
)
_VOLGENDE, _MET_VERVANGEN = vast(_KAN_NU.where(_VAN_MIJ)), vast(_KAN_NU.where(or_(_VAN_MIJ, _VERVANGEN)))


def volgende_taak(session: CasusSessie, actor: Actor) -> UUID | None:
    """De eerste taak van de actor, of van wie hij vandaag vervangt in een rol die hij zelf heeft, die niet wacht, niet
    is geblokkeerd en niet voor een latere dag is ingepland."""
    waarden = {"ik": actor.gebruiker_id, "dag": vandaag()}
    if not actor.vervangt:
        return session.scalar(_VOLGENDE, waarden)
    voor = {"vervangt": sorted(actor.vervangt), "rollen": sorted(actor.rollen)}
    return session.scalar(_MET_VERVANGEN, {**waarden, **voor})
