"""Welke tekens het lettertype van de dossiers niet kan tonen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LETTERTYPEN = Path(__file__).resolve().parent.parent / "static" / "fonts"
BESTANDEN = ("casus-sans-400.woff2", "casus-sans-600.woff2")


@cache
def tekenset() -> frozenset[int]:
    """De codepunten die in beide gewichten van Casus Sans staan."""
    # Pas hier geladen: het kost 0,1 s, en wie geen tekens controleert hoeft die niet te betalen.
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # fontTools heeft geen types

    sets = []
    for bestand in BESTANDEN:
        with TTFont(LETTERTYPEN / bestand, lazy=True) as lettertype:
            sets.append(frozenset(lettertype.getBestCmap()))
    return sets[0].intersection(*sets[1:])


def ontbrekende_tekens(tekst: str) -> str:
    """De tekens van `tekst` die Casus Sans niet heeft, elk één keer, in volgorde van voorkomen.

    Wit (spatie, tab, regeleinde) telt niet mee. Een teken dat hier uitkomt kan niet in een dossier; vraag dan om de
    schrijfwijze van de BRP.
    """
    kan = tekenset()
    return "".join(dict.fromkeys(teken for teken in tekst if ord(teken) not in kan and not teken.isspace()))
