"""De referentiedata van VERA (CC0) die casus meelevert: codes met hun naam, en tot wanneer zij gelden."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

BESTAND = "vera_referentiedata_subset.csv"


@dataclass(frozen=True, slots=True)
class Code:
    """Eén code. `onder` is de code waar zij onder valt (AANBIEDINGSTATUS.GEW), leeg zonder."""

    soort: str
    code: str
    naam: str
    onder: str
    van: date | None
    tot: date | None

    def geldt(self, dag: date) -> bool:
        """Of de code op die dag gebruikt mag worden; op haar einddatum niet meer."""
        return (self.van is None or self.van <= dag) and (self.tot is None or dag < self.tot)


def geldt(soort: str, code: str, dag: date) -> bool:
    """Of deze code bestaat en op die dag niet is vervallen."""
    gevonden = _codes().get((soort, code))
    return gevonden is not None and gevonden.geldt(dag)


def geldige(soort: str, dag: date, *onder: str) -> dict[str, str]:
    """Code en naam van wat die dag geldt, in de volgorde van VERA; met `onder` alleen wat daaronder valt."""
    return {
        een.code: een.naam
        for een in _codes().values()
        if een.soort == soort and een.geldt(dag) and (not onder or een.onder in onder)
    }


@cache
def rijen() -> tuple[Mapping[str, str], ...]:
    """De rijen van het bestand, in de volgorde van VERA."""
    tekst = files("casus.data").joinpath(BESTAND).read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(tekst.splitlines()))


@cache
def _codes() -> Mapping[tuple[str, str], Code]:
    op_volgorde = sorted(rijen(), key=lambda rij: not rij["Einddatum"])  # wat nog geldt, wint
    return {(rij["Soort"], rij["Code"]): _code(rij) for rij in op_volgorde}


def _code(rij: Mapping[str, str]) -> Code:
    return Code(
        rij["Soort"], rij["Code"], rij["Naam"], rij["Parent"], dag_uit(rij["Begindatum"]), dag_uit(rij["Einddatum"])
    )


def dag_uit(tekst: str) -> date | None:
    """'6-10-2023', zoals VERA een dag schrijft."""
    return datetime.strptime(tekst, "%d-%m-%Y").date() if tekst else None
