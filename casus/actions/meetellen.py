"""Vanaf welke dag de personen van een huishouden meetellen voor de taakstelling."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from casus.actions.proces import Proces
from casus.models import Parameter, Persoon
from casus.rules.parameters import waarde_op
from casus.termijnen import vandaag

TELDAG = "taakstelling_teldag"
STANDAARD = "brp_datum"


def tel_mee(proces: Proces) -> None:
    """Het huishouden woont: wie nog niet meetelt, telt mee vanaf de dag van het anker dat de gemeente heeft gekozen.

    Is dat anker niet bekend, dan vanaf vandaag. Een dag die al vaststaat (een AMV die eerder telde) blijft.
    """
    zaak = proces.zaak
    proces.session.execute(
        update(Persoon)
        .where(Persoon.gemeente_id == zaak.gemeente_id, Persoon.huishouden_id == zaak.huishouden_id)
        .where(Persoon.telt_mee_vanaf.is_(None))
        .values(telt_mee_vanaf=_teldag(proces))
        .execution_options(synchronize_session=False)
    )


def _teldag(proces: Proces) -> date:
    rijen = proces.session.scalars(select(Parameter).where(Parameter.sleutel == TELDAG)).all()
    anker = waarde_op(rijen, TELDAG, vandaag()) or STANDAARD
    dag = proces.zaak.ankers.get(anker)
    return date.fromisoformat(dag) if dag else vandaag()
