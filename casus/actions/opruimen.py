"""Wat alleen voor het werk zelf nodig was, gaat weg als dat voorbij is (AVG art. 5 lid 1 onder e).

Het gaat om ingestuurde formulieren, beëindigde sessies en gelezen signalen: sporen van het gebruik, nooit een zaak.
De termijnen zijn parameters met een bron (rules/parameters.toml); een gemeente kan er een eigen waarde aan geven.
Hoeveel er wegging, staat in de keten van de gemeente.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, CursorResult, Delete, delete, or_, select

from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.gebeurtenissen import noteer
from casus.models import Gemeente, Indiening, Parameter, Sessie, Signaal
from casus.rules.parameters import getal, standaard, waarden_op
from casus.termijnen import nu, vandaag
from casus.vocab import meervoud

FORMULIER: Final = "bewaartermijn_formulier_dagen"
SESSIE: Final = "bewaartermijn_sessie_dagen"
SIGNAAL: Final = "bewaartermijn_signaal_dagen"
HOOGSTENS: Final = 10_000
"""Zoveel rijen per tabel gaan er in één keer weg; de rest de volgende dag."""
_WOORDEN: Final = {
    Indiening: ("formulier", "formulieren"),
    Sessie: ("sessie", "sessies"),
    Signaal: ("signaal", "signalen"),
}
log = structlog.get_logger("casus.opruimen")


def ruim_op(db: Database, gemeente_id: UUID, klok: Actor) -> int:
    """Haalt weg wat in deze gemeente langer is bewaard dan nodig en legt het aantal vast; geeft het aantal rijen.

    `klok` is de gebruiker van de installatie. Eén transactie: wat weg is, staat in de keten, of niets van beide.
    """
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        grens = _grenzen(session)
        weg = {
            Indiening: _weg(session, _oude_formulieren(grens[FORMULIER])),
            Sessie: _weg(session, _oude_sessies(grens[SESSIE], Sessie.gemeente_id == gemeente_id)),
            Signaal: _weg(session, _oude_signalen(grens[SIGNAAL])),
        }
        if wat := ", ".join(meervoud(aantal, *_WOORDEN[model]) for model, aantal in weg.items() if aantal):
            gemeente = session.scalars(select(Gemeente).where(Gemeente.id == gemeente_id)).one()
            noteer(session, actor=klok, soort="opgeruimd", object_=gemeente, gegevens={"wat": wat})
    return sum(weg.values())


def ruim_sessies_op(db: Database) -> int:
    """Als `ruim_op`, voor sessies zonder gemeente: die horen bij geen keten, dus hun aantal is een logregel."""
    dagen = getal(waarden_op(standaard(), vandaag()), SESSIE) or 0
    with db.unit_of_work() as session:
        aantal = _weg(session, _oude_sessies(nu() - timedelta(days=dagen), Sessie.gemeente_id.is_(None)))
    if aantal:
        log.info("opgeruimd", sessies=aantal)
    return aantal


def _grenzen(session: CasusSessie) -> Mapping[str, datetime]:
    """Per termijn het moment waarvoor alles weg mag: de waarde van de gemeente, anders die van casus."""
    dag, moment, sleutels = vandaag(), nu(), (FORMULIER, SESSIE, SIGNAAL)
    eigen = session.scalars(select(Parameter).where(Parameter.sleutel.in_(sleutels))).all()
    waarden = {**waarden_op(standaard(), dag), **waarden_op(eigen, dag)}
    return {sleutel: moment - timedelta(days=max(1, getal(waarden, sleutel) or 0)) for sleutel in sleutels}


def _oude_formulieren(voor: datetime) -> Delete:
    oud = select(Indiening.id).where(Indiening.op < voor).order_by(Indiening.op).limit(HOOGSTENS)
    return delete(Indiening).where(Indiening.id.in_(oud))


def _oude_sessies(voor: datetime, van_wie: ColumnElement[bool]) -> Delete:
    """Beëindigd, of zo lang geleden begonnen dat zij vanzelf voorbij is: een sessie duurt nooit een dag."""
    voorbij = or_(Sessie.beeindigd_op < voor, Sessie.begonnen_op < voor)
    oud = select(Sessie.sleutel_hash).where(van_wie, voorbij).order_by(Sessie.begonnen_op).limit(HOOGSTENS)
    return delete(Sessie).where(Sessie.sleutel_hash.in_(oud))


def _oude_signalen(voor: datetime) -> Delete:
    """Wat niemand nog las, blijft staan."""
    oud = select(Signaal.id).where(Signaal.op < voor, Signaal.gelezen_op.is_not(None)).order_by(Signaal.op)
    return delete(Signaal).where(Signaal.id.in_(oud.limit(HOOGSTENS)))


def _weg(session: CasusSessie, opdracht: Delete) -> int:
    gedaan = session.execute(opdracht.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], gedaan).rowcount
