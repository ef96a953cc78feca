"""Welke werkvoorraad iemand wil zien: lijst, filters en volgorde, gelezen uit een adres en er weer in te zetten."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, get_args
from urllib.parse import parse_qsl
from uuid import UUID

from casus.workflows.registers import rollen
from casus.zoekvorm import zoekvorm

Lijst = Literal["mijn", "rollen", "team", "gevolgd"]
Sortering = Literal[
    "uiterlijk", "taak", "huishouden", "gemeente", "toestand", "rol", "behandelaar", "streefdatum", "fatale_datum",
    "gepland", "wacht", "casemanager", "corporatie",
]  # fmt: skip
Periode = Literal["te_laat", "tm_vandaag", "tm_week", "vandaag", "week", "later"]
Groepcode = Literal["te_laat", "vandaag", "week", "later", "wacht", "slot"]

LIJSTEN: Final[tuple[Lijst, ...]] = get_args(Lijst)
SORTERINGEN: Final[tuple[Sortering, ...]] = get_args(Sortering)
PERIODEN: Final[tuple[Periode, ...]] = get_args(Periode)
GROEPEN: Final[tuple[Groepcode, ...]] = get_args(Groepcode)
MIJ, GEEN, ALLE = "mij", "geen", "alle"
"""`mij` is wie er kijkt, ook in een gedeelde weergave; `geen` is van niemand; `alle` zijn al mijn gemeenten."""
WACHT: Final = ("nu", "wacht", "slot")
GEPLAND: Final = ("ja", "nee", "vandaag", "week")
TOESTAND: Final = "toestand"
MEESTE_TEKENS: Final = 100
MEESTE_WOORDEN: Final = 6
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Keuze:
    """Eén blik op het werk. Elk veld is leeg als er niet op is gekozen; `zoek` is vrije tekst en staat in geen adres.

    `uiterlijk` gaat over de dag, ook van wat wacht. `wacht` over wat een taak ophoudt: `nu` is niets.
    """

    lijst: Lijst = "mijn"
    uiterlijk: str = ""
    rol: str = ""
    toestand: str = ""
    soort: str = ""
    gemeente: str = ""
    corporatie: str = ""
    casemanager: str = ""
    behandelaar: str = ""
    wacht: str = ""
    gepland: str = ""
    sorteer: Sortering = "uiterlijk"
    aflopend: bool = False
    zoek: str = ""

    @property
    def gegroepeerd(self) -> bool:
        """Of de lijst in groepen staat: alleen op uiterste dag."""
        return self.sorteer == "uiterlijk"

    @property
    def filtert(self) -> bool:
        """Of er iets is weggelaten uit de lijst."""
        return any(getattr(self, naam) for naam in FILTERS) or bool(self.zoek)

    @property
    def woorden(self) -> tuple[str, ...]:
        """De gezochte woorden, vergelijkbaar gemaakt."""
        return tuple(dict.fromkeys(zoekvorm(self.zoek).split()))[:MEESTE_WOORDEN]

    def argumenten(self) -> dict[str, str]:
        """De filters en de volgorde zoals zij in een adres en in een bewaarde weergave staan; nooit de vrije tekst."""
        uit = {naam: getattr(self, naam) for naam in FILTERS if getattr(self, naam)}
        if self.sorteer != "uiterlijk":
            uit["sorteer"] = self.sorteer
        if self.aflopend:
            uit["richting"] = "af"
        return uit

    def kaal(self) -> Keuze:
        """Dezelfde lijst en volgorde zonder filters."""
        return Keuze(self.lijst, sorteer=self.sorteer, aflopend=self.aflopend)

    def zonder_tekst(self) -> Keuze:
        """Dezelfde keuze zonder de vrije tekst."""
        return replace(self, zoek="")


FILTERS: Final = tuple(veld.name for veld in fields(Keuze) if veld.name not in ("lijst", "sorteer", "aflopend", "zoek"))
"""De velden van een keuze die rijen weglaten, zonder de vrije tekst."""


def _uit(*waarden: str) -> Callable[[str], str]:
    return lambda tekst: tekst if tekst in waarden else ""


def _code(tekst: str) -> str:
    return tekst if _CODE.fullmatch(tekst) else ""


def _id_of(*ook: str) -> Callable[[str], str]:
    def lees(tekst: str) -> str:
        if tekst in ook:
            return tekst
        try:
            return str(UUID(tekst)) if len(tekst) <= 36 else ""
        except ValueError:
            return ""

    return lees


_LEZERS: Final[Mapping[str, Callable[[str], str]]] = {
    "uiterlijk": _uit(*PERIODEN),
    "rol": lambda tekst: tekst if tekst in rollen() else "",
    TOESTAND: _code,
    "soort": _code,
    "gemeente": _id_of(ALLE),
    "corporatie": _id_of(GEEN),
    "casemanager": _id_of(MIJ, GEEN),
    "behandelaar": _id_of(MIJ, GEEN),
    "wacht": _uit(*WACHT),
    "gepland": _uit(*GEPLAND),
}


def lees_keuze(argumenten: Mapping[str, str], *, zoek: str = "") -> Keuze:
    """De keuze uit een adres of een bewaarde weergave. Wat geen bestaande keuze is, telt niet mee; `zoek` is de
    vrije tekst, die los van het adres reist."""
    lijst, sorteer = argumenten.get("lijst", "mijn"), argumenten.get("sorteer", "uiterlijk")
    filters = {naam: lees(str(argumenten.get(naam, ""))) for naam, lees in _LEZERS.items()}
    return Keuze(
        lijst=lijst if lijst in LIJSTEN else "mijn",
        sorteer=sorteer if sorteer in SORTERINGEN else "uiterlijk",
        aflopend=argumenten.get("richting") == "af",
        zoek=zoek.strip()[:MEESTE_TEKENS],
        **filters,
    )


def lees_filters(lijst: str, filters: str, *, zoek: str = "") -> Keuze:
    """De keuze uit een verborgen veld met een adres erin ('rol=wonen&uiterlijk=week'); fouten tellen niet mee."""
    paren = dict(parse_qsl(filters[:2000], max_num_fields=50)) if filters.count("&") < 50 else {}
    return lees_keuze({**paren, "lijst": lijst}, zoek=zoek)
