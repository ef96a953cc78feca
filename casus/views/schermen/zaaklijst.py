"""De lijst van zaken, met bij elke zaak de naam van haar toestand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from casus.queries.zaken import ZaakRij
from casus.views.schermen.lijn import stap_van
from casus.workflows import registry
from casus.workflows.definition import Workflow


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén zaak op de lijst. `stap` 0 staat niet op de hoofdlijn."""

    zaak: ZaakRij
    toestand: str
    stap: int


def regels(rijen: Sequence[ZaakRij], processen: Mapping[UUID, Workflow]) -> list[Regel]:
    """De rijen met hun toestand in woorden."""
    uit = []
    for rij in rijen:
        wf = processen[rij.workflowversie_id]
        uit.append(Regel(rij, wf.toestanden[rij.toestand].titel, stap_van(wf, rij.toestand)))
    return uit


def toestandkeuzes() -> list[tuple[str, str]]:
    """De toestanden van de processen die nu lopen, als keuze in een filter."""
    keuzes: dict[str, str] = {}
    for code in registry.codes():
        keuzes |= {t.code: t.titel for t in registry.huidige(code).toestanden.values()}
    return list(keuzes.items())
