"""Getallen zoals mensen ze schrijven."""

from __future__ import annotations

TEL_TOT = 1000


def getal(waarde: int) -> str:
    """'1.234'."""
    return f"{waarde:,}".replace(",", ".")


def geteld(aantal: int) -> str:
    """'25', of '1.000+' waar niet verder is geteld."""
    return "1.000+" if aantal > TEL_TOT else getal(aantal)


def komma(waarde: float) -> str:
    """'12,6', en '12' zonder cijfer achter de komma als dat een nul is."""
    return f"{waarde:.1f}".replace(".", ",").removesuffix(",0")
