"""Wat van een taak bij haar gebeurtenissen is bewaard: wat het afronden naliet, en het bericht bij een overdracht."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from casus.db import CasusSessie
from casus.models import Gebeurtenis, GebeurtenisInhoud, Taak
from casus.workflows.heropenen import Nasleep

MET_BERICHT = ("taak_overgedragen_met_bericht", "taak_toegewezen_met_bericht")


class Bericht(NamedTuple):
    """Wat een collega schreef toen hij de taak gaf."""

    wie: str
    tekst: str
    op: datetime


class Taaksporen(NamedTuple):
    """Van een afgeronde taak de nasleep, van een open taak het laatste bericht."""

    nasleep: Nasleep | None = None
    bericht: Bericht | None = None


class _Laatste(NamedTuple):
    wie: str
    op: datetime
    gegevens: Mapping[str, Any]


def sporen_van(session: CasusSessie, taak: Taak) -> Taaksporen:
    """Wat de taakpagina daarvan laat zien; hooguit één query."""
    if taak.status == "gereed":
        return Taaksporen(nasleep=nasleep_van(session, taak))
    if taak.behandelaar_id is None:
        return Taaksporen()
    laatste = _laatste(session, taak, MET_BERICHT)
    return Taaksporen(bericht=Bericht(laatste.wie, laatste.gegevens["toelichting"], laatste.op) if laatste else None)


def nasleep_van(session: CasusSessie, taak: Taak) -> Nasleep | None:
    """De nasleep van de laatste keer dat deze taak is afgerond; None als die niet is bewaard. Eén query."""
    laatste = _laatste(session, taak, ("taak_gereed",))
    if laatste is None or "nasleep" not in laatste.gegevens:
        return None
    return Nasleep.uit_json(laatste.gegevens["nasleep"])


def _laatste(session: CasusSessie, taak: Taak, soorten: tuple[str, ...]) -> _Laatste | None:
    """De laatste gebeurtenis van deze soorten bij de taak; zoekt binnen de zaak (index)."""
    bij_elkaar = and_(Gebeurtenis.gemeente_id == GebeurtenisInhoud.gemeente_id, Gebeurtenis.id == GebeurtenisInhoud.id)
    rij = session.execute(
        select(Gebeurtenis.actor_naam, Gebeurtenis.tijdstip, GebeurtenisInhoud.gegevens)
        .join(GebeurtenisInhoud, bij_elkaar)
        .where(Gebeurtenis.zaak_id == taak.zaak_id, Gebeurtenis.object_id == taak.id, Gebeurtenis.soort.in_(soorten))
        .order_by(Gebeurtenis.nr.desc())
        .limit(1)
    ).first()
    return _Laatste(rij[0], rij[1], json.loads(rij[2])) if rij else None
