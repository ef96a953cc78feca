"""Kwartalen: welk kwartaal het is, en welke er komen."""

from __future__ import annotations

from datetime import date
from typing import Final

VOORUIT: Final = 4
"""Zoveel kwartalen heeft een prognose, dit kwartaal meegeteld."""


def kwartaal_van(dag: date) -> tuple[int, int]:
    """Jaar en kwartaal van deze dag."""
    return dag.year, (dag.month - 1) // 3 + 1


def kwartalen_vanaf(dag: date, aantal: int = VOORUIT) -> list[tuple[int, int]]:
    """Het kwartaal van deze dag en die erna, als (jaar, kwartaal)."""
    jaar, kwartaal = kwartaal_van(dag)
    eerste = jaar * 4 + kwartaal - 1
    return [(plek // 4, plek % 4 + 1) for plek in range(eerste, eerste + aantal)]
