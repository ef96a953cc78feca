"""De kolommen van de werkvoorraad: welke er zijn, welke iemand heeft gekozen, en hoe zij heten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from casus.queries.lijstkeuze import TOESTAND, Lijst, Sortering

TITELS: Final[Mapping[Sortering, str]] = {
    "uiterlijk": "Uiterlijk",
    "taak": "Taak",
    "huishouden": "Huishouden",
    "gemeente": "Gemeente",
    TOESTAND: "Toestand",
    "rol": "Rol",
    "behandelaar": "Behandelaar",
    "streefdatum": "Streefdatum",
    "fatale_datum": "Fatale datum",
    "gepland": "Gepland",
    "wacht": "Wacht op",
    "casemanager": "Casemanager",
    "corporatie": "Corporatie",
}
VAST: Final[tuple[Sortering, ...]] = ("uiterlijk", "taak", "huishouden")
"""Deze staan er altijd."""
TE_KIEZEN: Final[tuple[Sortering, ...]] = tuple(naam for naam in TITELS if naam not in VAST)
_STANDAARD: Final[Mapping[Lijst, tuple[Sortering, ...]]] = {
    "mijn": (TOESTAND, "rol"),
    "rollen": (TOESTAND, "rol"),
    "team": (TOESTAND, "rol", "behandelaar"),
    "gevolgd": (TOESTAND, "behandelaar"),
}


def lees_kolommen(gekozen: Iterable[str]) -> tuple[Sortering, ...]:
    """De bestaande kolommen uit een keuze, in hun vaste volgorde."""
    namen = set(gekozen)
    return tuple(naam for naam in TE_KIEZEN if naam in namen)


def kolommen_van(voorkeuren: Mapping[str, Any], lijst: Lijst, *, meer_gemeenten: bool) -> Sequence[Sortering]:
    """De kolommen van deze lijst voor wie kijkt: zijn keuze, anders de gewone. Zij reizen met hem mee."""
    eigen = voorkeuren.get("kolommen", {})
    gekozen = eigen.get(lijst) if isinstance(eigen, dict) else None
    namen = lees_kolommen(gekozen) if isinstance(gekozen, list) else _STANDAARD[lijst]
    return ("gemeente", *namen) if meer_gemeenten and "gemeente" not in namen else namen
