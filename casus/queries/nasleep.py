"""Wat het afronden van een taak naliet: bewaard bij de gebeurtenis, om haar te kunnen heropenen."""

from __future__ import annotations

import json

from sqlalchemy import and_, select

from casus.db import CasusSessie
from casus.models import Gebeurtenis, GebeurtenisInhoud, Taak
from casus.workflows.heropenen import Nasleep


def nasleep_van(session: CasusSessie, taak: Taak) -> Nasleep | None:
    """De nasleep van de laatste keer dat deze taak is afgerond; None als die niet is bewaard. Eén query, op de index
    van de zaak."""
    inhoud = session.scalar(
        select(GebeurtenisInhoud.gegevens)
        .join(
            Gebeurtenis,
            and_(Gebeurtenis.gemeente_id == GebeurtenisInhoud.gemeente_id, Gebeurtenis.id == GebeurtenisInhoud.id),
        )
        .where(
            Gebeurtenis.zaak_id == taak.zaak_id, Gebeurtenis.object_id == taak.id, Gebeurtenis.soort == "taak_gereed"
        )
        .order_by(Gebeurtenis.nr.desc())
        .limit(1)
    )
    gegevens = json.loads(inhoud) if inhoud else {}
    return Nasleep.uit_json(gegevens["nasleep"]) if "nasleep" in gegevens else None
