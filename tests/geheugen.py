"""Waar de tests hun databases neerzetten: in het geheugen als dat er is, anders in de gewone tijdelijke map.

Elke test krijgt een eigen kopie van een database. Op een schijf wachten duizenden kopieën op elkaar (een kopie van de
PostgreSQL-wereld kost dan 0,5 s in plaats van 0,05 s). De tests doden processen en nooit de machine, dus of de bytes
op een schijf staan maakt voor geen enkele uitkomst verschil; wie duurzaamheid meet (benchmarks) blijft op de schijf.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_GEHEUGEN = Path("/dev/shm")
_NODIG = 4 * 2**30
"""Bytes die er vrij moeten zijn. Een hele ronde gebruikt er minder dan twee; een container heeft er vaak maar 64 MB."""


def snelle_map() -> Path:
    """De map voor alles wat een test maar even nodig heeft; er mag ook een programma in worden gestart."""
    try:
        over = os.statvfs(_GEHEUGEN)
    except OSError:
        return Path(tempfile.gettempdir())
    ruim = over.f_bavail * over.f_frsize >= _NODIG and not over.f_flag & os.ST_NOEXEC
    return _GEHEUGEN if ruim and os.access(_GEHEUGEN, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
