"""De adviezen en stappen van één voorstel, en welke voorstellen en adviezen over hun dag zijn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, literal, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from casus.db import CasusSessie, vast
from casus.errors import NietGevonden
from casus.models import Advies, Besluit, Besluitstap
from casus.queries.bladen import BEGIN, Plek


class Gang(NamedTuple):
    """Wat er met een voorstel gebeurde, op volgorde."""

    adviezen: Sequence[Advies]
    stappen: Sequence[Besluitstap]


_VAN = bindparam("besluit", type_=Uuid())
_GANG = vast(
    select(Advies, Besluitstap)
    .select_from(Besluit)
    .outerjoin(Advies, and_(Advies.gemeente_id == Besluit.gemeente_id, Advies.besluit_id == Besluit.id))
    .outerjoin(Besluitstap, and_(Besluitstap.gemeente_id == Besluit.gemeente_id, Besluitstap.besluit_id == Besluit.id))
    .where(Besluit.id == _VAN)
    .execution_options(populate_existing=True)
)


def laad_gang(session: CasusSessie, besluit: Besluit) -> Gang:
    """De adviezen en stappen zoals zij nu zijn; één query. Houd de zaak vast als er daarna iets verandert."""
    rijen = session.execute(_GANG, {"besluit": besluit.id}).all()
    adviezen = {rij[0].id: rij[0] for rij in rijen if rij[0] is not None}
    stappen = {rij[1].id: rij[1] for rij in rijen if rij[1] is not None}
    for een in (*adviezen.values(), *stappen.values()):
        set_committed_value(een, "besluit", besluit)
    return Gang(
        sorted(adviezen.values(), key=lambda een: (een.gevraagd_op, een.id)),
        sorted(stappen.values(), key=lambda een: (een.op, een.id)),
    )


def laad_advies(session: CasusSessie, advies_id: UUID) -> Advies:
    """Eén advies met zijn voorstel. Raises NietGevonden."""
    vraag = select(Advies).where(Advies.id == advies_id).options(joinedload(Advies.besluit, innerjoin=True))
    advies = session.scalars(vraag).one_or_none()
    if advies is None:
        raise NietGevonden("Dit advies hoort bij een andere gemeente of bestaat niet.")
    return advies


def over_de_dag(session: CasusSessie, dag: date, niveau: int, na: Plek | None, aantal: int) -> list[Plek]:
    """De voorstellen op dit niveau die vóór `dag` besloten hadden moeten zijn, oudste eerst."""
    dag_na, id_na, _ = na or BEGIN
    vraag: Select[date, UUID] = (
        select(Besluit.uiterlijk, Besluit.id)
        .where(Besluit.vereist_niveau == niveau, Besluit.status == literal("voorgesteld", literal_execute=True))
        .where(Besluit.uiterlijk < dag, Besluit.wacht_op == "besluit")
        .where((Besluit.uiterlijk > dag_na) | ((Besluit.uiterlijk == dag_na) & (Besluit.id > id_na)))
    )
    return [Plek(*rij) for rij in session.execute(vraag.order_by(Besluit.uiterlijk, Besluit.id).limit(aantal))]


def verlopen_adviezen(session: CasusSessie, dag: date, na: UUID, aantal: int) -> list[UUID]:
    """De voorstellen met een advies dat vóór `dag` gegeven had moeten zijn."""
    vraag = (
        select(Advies.besluit_id)
        .where(Advies.status == literal("gevraagd", literal_execute=True), Advies.uiterlijk < dag)
        .where(Advies.besluit_id > na)
        .distinct()
        .order_by(Advies.besluit_id)
        .limit(aantal)
    )
    return list(session.scalars(vraag))
