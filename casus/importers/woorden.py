"""De woorden in kolommen met vaste waarden, uit `waarden.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from casus.importers.tekst import sleutel


@lru_cache(maxsize=1)
def _bestand() -> dict[str, dict[str, list[str]]]:
    with (files("casus.importers") / "waarden.toml").open("rb") as bestand:
        return tomllib.load(bestand)


@lru_cache(maxsize=32)
def woordenlijst(soort: str) -> MappingProxyType[str, str]:
    """Vergelijkingssleutel van elk woord van een soort → de waarde die casus bewaart."""
    lijst: dict[str, str] = {}
    for waarde, woorden in _bestand()[soort].items():
        for woord in (waarde, *woorden):
            lijst[sleutel(woord)] = waarde
    return MappingProxyType(lijst)


@lru_cache(maxsize=32)
def waarden(soort: str) -> tuple[str, ...]:
    """De waarden van een soort, in de volgorde van het bestand."""
    return tuple(_bestand()[soort])


def is_leeg(tekst: str) -> bool:
    """Of iemand met dit woord 'niet ingevuld' bedoelt (n.v.t., -, onbekend)."""
    return not sleutel(tekst) or sleutel(tekst) in woordenlijst("leeg")
