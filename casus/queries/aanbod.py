"""Aanbiedingen: het lopende aanbod van een zaak, en de termijnen waarbinnen iemand antwoordt."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.models import Aanbod, Parameter
from casus.rules.parameters import getal, standaard, waarden_op
from casus.termijnen import vandaag

LOPEND: Final = ("voorgedragen", "aangeboden", "geaccepteerd")
"""Zolang een aanbod zo staat, houdt het de woning en het huishouden bij elkaar."""


def lopend_aanbod(session: CasusSessie, zaak_id: UUID) -> Aanbod | None:
    """Het lopende aanbod van deze zaak met zijn woning, of None; één query."""
    vraag = select(Aanbod).where(Aanbod.zaak_id == zaak_id, Aanbod.status.in_(LOPEND))
    return session.scalars(vraag.options(joinedload(Aanbod.woning, innerjoin=True))).one_or_none()


def dagen(session: CasusSessie, sleutel: str) -> int:
    """Zoveel dagen als de gemeente vandaag voor deze termijn heeft ingericht, of anders de waarde van casus zelf."""
    dag = vandaag()
    eigen = waarden_op(session.scalars(select(Parameter).where(Parameter.sleutel == sleutel)).all(), dag)
    return getal({**waarden_op(standaard(), dag), **eigen}, sleutel) or 0


def termijn(session: CasusSessie, sleutel: str) -> date:
    """De laatste dag van een termijn die vandaag begint."""
    return vandaag() + timedelta(days=dagen(session, sleutel))
