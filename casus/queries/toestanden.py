"""De processen waarmee de zaken op een lijst lopen, om hun toestand bij de naam te noemen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from casus.db import CasusSessie
from casus.models import Workflowversie
from casus.workflows.definition import Workflow
from casus.workflows.registry import uit_tekst

# Een gebruikte definitie verandert nooit meer; na de eerste lijst kost dit geen query.
_BEKEND: dict[UUID, Workflow] = {}


def processen(session: CasusSessie, versies: Iterable[UUID]) -> Mapping[UUID, Workflow]:
    """Per versie het proces; hooguit één query, en alleen voor versies die nog niet eerder zijn gelezen."""
    nodig = set(versies)
    onbekend = nodig - _BEKEND.keys()
    if onbekend:
        vraag = select(Workflowversie.id, Workflowversie.tekst).where(Workflowversie.id.in_(onbekend))
        _BEKEND.update({rij.id: uit_tekst(rij.tekst) for rij in session.execute(vraag)})
    return {versie: _BEKEND[versie] for versie in nodig}
