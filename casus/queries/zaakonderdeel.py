"""Eén notitie of één verband van een zaak, om iets mee te doen."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Notitie, Zaak, Zaakverband


def laad_notitie(session: CasusSessie, zaak: Zaak, notitie_id: UUID) -> Notitie:
    """De notitie bij deze zaak. Raises NietGevonden."""
    notitie = session.scalars(select(Notitie).where(Notitie.id == notitie_id, Notitie.zaak_id == zaak.id)).one_or_none()
    if notitie is None:
        raise NietGevonden("Deze notitie hoort bij een andere zaak of bestaat niet.")
    return notitie


def laad_verband(session: CasusSessie, zaak: Zaak, verband_id: UUID) -> Zaakverband:
    """Het verband van deze zaak met een andere, aan welke kant het ook is gelegd. Raises NietGevonden."""
    hier = or_(Zaakverband.zaak_id == zaak.id, Zaakverband.andere_id == zaak.id)
    verband = session.scalars(select(Zaakverband).where(Zaakverband.id == verband_id, hier)).one_or_none()
    if verband is None:
        raise NietGevonden("Dit verband hoort bij een andere zaak of bestaat niet.")
    return verband
