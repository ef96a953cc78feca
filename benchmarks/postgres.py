"""Een echte PostgreSQL om in te meten: die van de tests, maar dan een die bij stroomuitval niets kwijtraakt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.integration.postgres import BEHEERDER, EIGENAAR, Server, server

__all__ = ["BEHEERDER", "EIGENAAR", "Server", "duurzame_server"]

INSTELLINGEN = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "max_connections": "60",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}


@contextmanager
def duurzame_server() -> Iterator[Server]:
    """Start een server in een tijdelijke map, met alles aan wat vastleggen duurzaam maakt, en ruimt hem op."""
    with server(INSTELLINGEN) as gestart:
        yield gestart
