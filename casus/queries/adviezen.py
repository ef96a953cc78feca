"""Adviezen die op iemand wachten: die voor zijn rollen, op volgorde van hun dag; en wat hij eerder gaf."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, Uuid, and_, bindparam, func, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Advies, Besluit, Zaak

MEESTE, TEL_TOT, EERDER = 50, 1000, 20


def _met_besluit() -> Select[Advies]:
    """Adviezen met hun voorstel, zaak en huishouden erbij."""
    zelfde = and_(Besluit.gemeente_id == Advies.gemeente_id, Besluit.id == Advies.besluit_id)
    besluit = contains_eager(Advies.besluit)
    return (
        select(Advies)
        .join(Besluit, zelfde)
        .options(
            besluit.joinedload(Besluit.zaak, innerjoin=True).joinedload(Zaak.huishouden, innerjoin=True),
            besluit.joinedload(Besluit.voorgesteld_door, innerjoin=True),
            joinedload(Advies.gevraagd_door, innerjoin=True),
        )
    )


def wachtend(session: CasusSessie, actor: Actor) -> Sequence[Advies]:
    """De adviezen die aan een rol van deze actor zijn gevraagd en nog niet zijn gegeven; één query."""
    vraag = (
        _met_besluit()
        .where(Advies.status == literal("gevraagd", literal_execute=True), Advies.rol.in_(sorted(actor.rollen)))
        .where(Besluit.status == "voorgesteld", Besluit.voorgesteld_door_id != actor.gebruiker_id)
    )
    return session.scalars(vraag.order_by(Advies.uiterlijk, Advies.id).limit(MEESTE)).all()


def gegeven(session: CasusSessie, actor: Actor) -> Sequence[Advies]:
    """De laatste adviezen die deze actor gaf; één query."""
    vraag = _met_besluit().where(Advies.gegeven_door_id == actor.gebruiker_id)
    return session.scalars(vraag.order_by(Advies.gegeven_op.desc(), Advies.id.desc()).limit(EERDER)).all()


def laad(session: CasusSessie, advies_id: UUID) -> Advies:
    """Eén advies met zijn voorstel. Raises NietGevonden."""
    advies = session.scalars(_met_besluit().where(Advies.id == advies_id)).one_or_none()
    if advies is None:
        raise NietGevonden("Dit advies hoort bij een andere gemeente of bestaat niet.")
    return advies


def per_besluit(session: CasusSessie, besluiten: Collection[UUID]) -> Mapping[UUID, list[Advies]]:
    """De adviezen bij een paar voorstellen, op volgorde van vragen; één query."""
    per: dict[UUID, list[Advies]] = {besluit_id: [] for besluit_id in besluiten}
    if per:
        for advies in session.scalars(
            select(Advies).where(Advies.besluit_id.in_(list(per))).order_by(Advies.gevraagd_op, Advies.id)
        ):
            per[advies.besluit_id].append(advies)
    return per


def telling() -> ScalarSelect[int]:
    """Hoeveel adviezen op de rollen van de actor wachten, geteld tot `TEL_TOT`: als deelvraag met de parameters
    `gemeente`, `ik` en `rollen`, want het menu telt alles in één keer."""
    gemeente, ik = bindparam("gemeente", type_=Uuid()), bindparam("ik", type_=Uuid())
    rijen = (
        select(Advies.id)
        .join(Besluit, and_(Besluit.gemeente_id == Advies.gemeente_id, Besluit.id == Advies.besluit_id))
        .where(Advies.gemeente_id == gemeente, Advies.rol.in_(bindparam("rollen", expanding=True)))
        .where(Advies.status == literal("gevraagd", literal_execute=True))
        .where(Besluit.status == "voorgesteld", Besluit.voorgesteld_door_id != ik)
        .limit(TEL_TOT)
        .subquery()
    )
    return select(func.count()).select_from(rijen).scalar_subquery()
