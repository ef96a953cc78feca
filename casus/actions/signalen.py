"""Signalen: wat iemand moet weten, in dezelfde transactie als wat er gebeurde."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from casus.actor import Actor
from casus.db import CasusSessie


def signaleer(
    session: CasusSessie,
    *,
    actor: Actor,
    soort: str,
    aan: Iterable[UUID | None],
    kenmerk: str,
    zaak_id: UUID | None = None,
    taak_id: UUID | None = None,
    gegevens: Mapping[str, Any] | None = None,
) -> None:
    """Zet een signaal klaar voor elk van deze mensen, nooit voor de actor zelf; hooguit één per `kenmerk`."""
