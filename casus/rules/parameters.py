"""Normen, grenzen en bedragen met hun geldigheid (invariant 9): lezen wat op een dag geldt.

Een waarde is tekst; wie haar gebruikt, weet de eenheid. De standaardwaarden van een nieuwe gemeente staan in
parameters.toml en krijgen daar hun bron.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from casus.bedragen import naar_cent


class Rij(Protocol):
    """Een parameter met geldigheid: een rij van de gemeente of een standaardwaarde."""

    @property
    def sleutel(self) -> str:
        """Naam van de parameter."""

    @property
    def waarde(self) -> str:
        """De waarde als tekst."""

    @property
    def geldig_van(self) -> date:
        """Eerste dag."""

    @property
    def geldig_tot(self) -> date | None:
        """Laatste dag; None zolang er geen einde is."""


@dataclass(frozen=True, slots=True)
class Standaardwaarde:
    """Eén blok uit parameters.toml, met de kolommen van de tabel parameter."""

    sleutel: str
    waarde: str
    geldig_van: date
    bron: str
    geldig_tot: date | None = None


@cache
def standaard() -> tuple[Standaardwaarde, ...]:
    """De parameters waarmee een nieuwe gemeente begint."""
    return tuple(Standaardwaarde(**blok) for blok in _lees("parameters.toml")["parameter"])


def _lees(naam: str) -> dict[str, Any]:
    return tomllib.loads(files("casus.rules").joinpath(naam).read_text(encoding="utf-8"))


def waarde_op(rijen: Iterable[Rij], sleutel: str, dag: date) -> str | None:
    """De waarde die op die dag geldt, of None. Gelden er meer, dan telt de laatst begonnen."""
    geldig = [rij for rij in rijen if rij.sleutel == sleutel and _geldt(rij, dag)]
    return max(geldig, key=lambda rij: rij.geldig_van).waarde if geldig else None


def waarden_op(rijen: Iterable[Rij], dag: date) -> dict[str, str]:
    """Alle parameters die op die dag gelden, op sleutel."""
    geldig = sorted((rij for rij in rijen if _geldt(rij, dag)), key=lambda rij: rij.geldig_van)
    return {rij.sleutel: rij.waarde for rij in geldig}


def _geldt(rij: Rij, dag: date) -> bool:
    return rij.geldig_van <= dag and (rij.geldig_tot is None or dag <= rij.geldig_tot)


def getal(waarden: Mapping[str, str], sleutel: str) -> int | None:
    """Een parameter als geheel getal; None als hij die dag ontbreekt."""
    return int(waarden[sleutel]) if sleutel in waarden else None


def cent(waarden: Mapping[str, str], sleutel: str) -> int | None:
    """Een bedrag in euro ('713.02') als centen; None als het die dag ontbreekt."""
    return naar_cent(waarden[sleutel]) if sleutel in waarden else None
