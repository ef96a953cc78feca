"""Werk dat doorgaat als één zaak, één collega of één gemeente niet lukt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

log = structlog.get_logger("casus.werker")


@contextmanager
def houd_vol(wat: str, **waar: str) -> Iterator[None]:
    """Wat hierin misgaat, komt in het logboek en houdt de rest niet op. Raises OperationalError, InterfaceError.

    In het logboek staan alleen de soort fout, `wat` en `waar` (id's): de melding zelf kan een persoon noemen.
    """
    try:
        yield
    except (OperationalError, InterfaceError):  # de database hapert: dan lukt de rest ook niet
        raise
    except Exception as fout:  # wat er ook misgaat: de andere zaken wachten er niet op
        log.error("overgeslagen", wat=wat, fout=type(fout).__name__, **waar)
