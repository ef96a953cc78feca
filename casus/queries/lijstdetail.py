"""Wat een opengeklapte taak laat zien naast haar regel: het lopende aanbod en de laatste notitie."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from casus.db import CasusSessie
from casus.models import Aanbod, Corporatie, Gebruiker, Notitie, Woning, Zaak
from casus.queries.lijstfilters import LOPEND


class Detail(NamedTuple):
    """De feiten bij één taak; wat er niet is, is None."""

    casemanager: str | None
    adres: str | None
    plaats: str | None
    huur_cent: int | None
    kamers: int | None
    corporatie: str | None
    aangeboden_op: date | None
    notitie: str | None
    notitie_van: str | None
    notitie_op: datetime | None


def detail(session: CasusSessie, zaak_id: UUID) -> Detail | None:
    """De feiten bij de zaak van een taak; één query. None als de zaak niet (meer) te zien is."""
    laatste = select(Notitie.id).where(Notitie.gemeente_id == Zaak.gemeente_id, Notitie.zaak_id == Zaak.id)
    laatste_id = laatste.order_by(Notitie.op.desc(), Notitie.id.desc()).limit(1).correlate(Zaak).scalar_subquery()
    casemanager, schrijver = aliased(Gebruiker), aliased(Gebruiker)
    aanbod = and_(Aanbod.gemeente_id == Zaak.gemeente_id, Aanbod.zaak_id == Zaak.id, Aanbod.status.in_(LOPEND))
    vraag = (
        select(
            casemanager.naam,
            *(Woning.adres, Woning.plaats, Woning.huur_cent, Woning.kamers, Corporatie.naam, Aanbod.aangeboden_op),
            *(Notitie.tekst, schrijver.naam, Notitie.op),
        )
        .select_from(Zaak)
        .outerjoin(casemanager, casemanager.id == Zaak.casemanager_id)
        .outerjoin(Aanbod, aanbod)
        .outerjoin(Woning, and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id))
        .outerjoin(Corporatie, Corporatie.id == Woning.corporatie_id)
        .outerjoin(Notitie, and_(Notitie.gemeente_id == Zaak.gemeente_id, Notitie.id == laatste_id))
        .outerjoin(schrijver, schrijver.id == Notitie.door_id)
        .where(Zaak.id == zaak_id)
    )
    rij = session.execute(vraag).one_or_none()
    return Detail._make(rij) if rij else None
