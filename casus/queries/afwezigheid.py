"""Wie er wanneer niet is, en wie dan vervangt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Afwezigheid, Lidmaatschap

OP_EEN_PAGINA = 100


def lopend_en_komend(session: CasusSessie, dag: date) -> Sequence[Afwezigheid]:
    """Wie er nu of later niet is, op begindag; één query."""
    vraag = (
        select(Afwezigheid)
        .where(Afwezigheid.tot >= dag)
        .order_by(Afwezigheid.van, Afwezigheid.id)
        .options(joinedload(Afwezigheid.gebruiker, innerjoin=True), joinedload(Afwezigheid.vervanger))
        .limit(OP_EEN_PAGINA)
    )
    return session.scalars(vraag).all()


def laad(session: CasusSessie, afwezigheid_id: UUID) -> Afwezigheid:
    """Eén afwezigheid met de namen. Raises NietGevonden."""
    vraag = (
        select(Afwezigheid)
        .where(Afwezigheid.id == afwezigheid_id)
        .options(joinedload(Afwezigheid.gebruiker, innerjoin=True), joinedload(Afwezigheid.vervanger))
    )
    rij = session.scalars(vraag).one_or_none()
    if rij is None:
        raise NietGevonden("Deze afwezigheid hoort bij een andere gemeente of bestaat niet.")
    return rij


def overlapt(session: CasusSessie, gebruiker_id: UUID, van: date, tot: date) -> Afwezigheid | None:
    """Een eerdere melding van dezelfde collega die deze dagen raakt."""
    vraag = select(Afwezigheid).where(
        Afwezigheid.gebruiker_id == gebruiker_id, Afwezigheid.van <= tot, Afwezigheid.tot >= van
    )
    return session.scalars(vraag.order_by(Afwezigheid.van).limit(1)).first()


def houd_persoon_vast(session: CasusSessie, gebruiker_id: UUID) -> None:
    """Houdt iemands plaats in deze gemeente op slot tot het einde van de transactie (op SQLite is zij dat al)."""
    zijn = select(Lidmaatschap.id).where(Lidmaatschap.gebruiker_id == gebruiker_id)
    session.execute(zijn.order_by(Lidmaatschap.id).with_for_update())
