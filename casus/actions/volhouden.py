"""Werk dat doorgaat als één zaak, één collega of één gemeente niet lukt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

log = structlog.get_logger("casus.werker")
_OVERGESLAGEN: ContextVar[list[str] | None] = ContextVar("casus_overgeslagen", default=None)
_GEEN_VERBINDING: Final = ("08", "57P")
"""SQLSTATE: de verbinding viel weg, of de server gaat uit. Een slot (55P03) of een trage vraag (57014) is dat niet."""
_GEEN_BESTAND: Final = (10, 14)
"""SQLite: het bestand is niet te lezen of te openen (SQLITE_IOERR, SQLITE_CANTOPEN). Bezet is dat niet."""


@contextmanager
def houd_vol(wat: str, **waar: str) -> Iterator[None]:
    """Wat hierin misgaat, komt in het logboek en houdt de rest niet op.

    In het logboek staan alleen de soort fout, `wat` en `waar` (id's): de melding zelf kan een persoon noemen.
    Raises OperationalError, InterfaceError als de database weg is: dan lukt de rest ook niet.
    """
    try:
        yield
    except Exception as fout:  # wat er ook misgaat: de andere zaken wachten er niet op
        if database_weg(fout):
            raise
        if (overgeslagen := _OVERGESLAGEN.get()) is not None:
            overgeslagen.append(wat)
        log.error("overgeslagen", wat=wat, fout=type(fout).__name__, **waar)


@contextmanager
def onthoud_overgeslagen() -> Iterator[list[str]]:
    """Geeft een lijst die vol loopt met wat `houd_vol` hierin oversloeg: wie leeg terugkomt, is helemaal klaar."""
    gezien: list[str] = []
    teken = _OVERGESLAGEN.set(gezien)
    try:
        yield gezien
    finally:
        _OVERGESLAGEN.reset(teken)


def database_weg(fout: Exception) -> bool:
    """Of de database niet meer antwoordt. Wie op een slot wacht of te lang vraagt, krijgt wel antwoord."""
    if not isinstance(fout, OperationalError | InterfaceError):
        return isinstance(fout, DBAPIError) and fout.connection_invalidated
    if fout.connection_invalidated or isinstance(fout, InterfaceError):
        return True
    if (nummer := getattr(fout.orig, "sqlite_errorcode", None)) is not None:
        return nummer & 0xFF in _GEEN_BESTAND
    staat = getattr(fout.orig, "sqlstate", None)
    return staat is None or staat.startswith(_GEEN_VERBINDING)  # zonder code: er kwam geen verbinding
