"""Wie iets doet: wordt aan elke actie meegegeven, nooit uit een verborgen plek gelezen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

INSTALLATIE = "installatie@casus.invalid"
"""Het account van de installatie zelf: de opdrachtregel en de klok. Niemand logt ermee in."""

Herkomst = Literal["web", "cli", "import", "worker", "demo"]


@dataclass(frozen=True, slots=True)
class Actor:
    """De handelende gebruiker in één gemeente, met de rollen die hij daar vandaag heeft.

    `functies` zijn de functies uit het mandaatregister die hij vandaag houdt of vervangt; `vervangt` zijn de collega's
    die er vandaag niet zijn en hem als vervanger hebben. `corporatie_id` heeft alleen wie de rol corporatie heeft.
    """

    gebruiker_id: UUID
    naam: str
    gemeente_id: UUID
    rollen: frozenset[str] = frozenset()
    functies: frozenset[str] = frozenset()
    herkomst: Herkomst = "web"
    correlatie: str = field(default="")
    vervangt: frozenset[UUID] = frozenset()
    corporatie_id: UUID | None = None

    def heeft_rol(self, *rollen: str) -> bool:
        """Of de actor minstens één van deze rollen heeft."""
        return not self.rollen.isdisjoint(rollen)
