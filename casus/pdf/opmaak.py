"""Getallen, data en bedragen zoals een Nederlandse lezer ze verwacht. Wat bij elkaar hoort, breekt niet af."""

from __future__ import annotations

from datetime import date, datetime

from casus.bedragen import VASTE_SPATIE as VAST
from casus.termijnen import NEDERLAND

_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_MAANDEN_KORT = ("jan.", "feb.", "mrt.", "apr.", "mei", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
_TELWOORDEN = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
)  # fmt: skip


def datum(dag: date) -> str:
    """14 december 2026."""
    return f"{dag.day}{VAST}{_MAANDEN[dag.month - 1]}{VAST}{dag.year}"


def datum_kort(dag: date) -> str:
    """14 dec. 2026, voor de tegels."""
    return f"{dag.day}{VAST}{_MAANDEN_KORT[dag.month - 1]}{VAST}{dag.year}"


def tijdstip(moment: datetime) -> str:
    """23 november 2026 om 10.42 uur, in Nederlandse tijd; `moment` is tijdzonebewust."""
    hier = moment.astimezone(NEDERLAND)
    return f"{datum(hier.date())} om {hier:%H.%M}{VAST}uur"


def aantal(getal: int, enkelvoud: str, meervoud: str) -> str:
    """1 persoon, 5 personen."""
    return f"{getal}{VAST}{enkelvoud if getal == 1 else meervoud}"


def telwoord(getal: int) -> str:
    """Tot en met twaalf voluit, daarboven in cijfers."""
    return _TELWOORDEN[getal] if getal < len(_TELWOORDEN) else str(getal)


def kwartaal(code: str) -> str:
    """Van "2027-Q2" naar 2e kwartaal 2027."""
    jaar, _, nummer = code.partition("-Q")
    return f"{nummer}e{VAST}kwartaal{VAST}{jaar}"
