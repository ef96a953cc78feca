"""De enige klok van casus, en rekenen met dagen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")

_klok: ContextVar[Callable[[], datetime] | None] = ContextVar("klok", default=None)


def nu() -> datetime:
    """Het moment van nu in UTC, van de ingestelde klok."""
    klok = _klok.get()
    return klok() if klok else datetime.now(UTC)


def vandaag() -> date:
    """De kalenderdag van nu in Nederland."""
    return nu().astimezone(NEDERLAND).date()


@contextmanager
def klok_op(moment: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Zet de klok van deze context vast (tests, demo). `moment` is tijdzonebewust, of een functie die dat geeft."""
    vast = moment if callable(moment) else lambda: moment
    teken = _klok.set(vast)
    try:
        yield
    finally:
        _klok.reset(teken)
