"""Kwartalen: welk kwartaal het is, en welke er komen."""

from __future__ import annotations

from datetime import date
from typing import Final

VOORUIT: Final = 4
"""Zoveel kwartalen kijkt een prognose vooruit."""


def kwartaal_van(dag: date) -> tuple[int, int]:
    """Jaar en kwartaal van deze dag."""
    return dag.year, (dag.month - 1) // 3 + 1


def komende(dag: date, aantal: int = VOORUIT) -> list[tuple[int, int]]:
    """De kwartalen na dat van deze dag, als (jaar, kwartaal)."""
    jaar, kwartaal = kwartaal_van(dag)
    plekken = range(jaar * 4 + kwartaal, jaar * 4 + kwartaal + aantal)
    return [(plek // 4, plek % 4 + 1) for plek in plekken]
