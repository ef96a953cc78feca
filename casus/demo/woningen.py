"""Verzonnen woningen van de drie corporaties; te veel eengezinswoningen, te weinig studio's, zoals het echt is."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from casus.db import uuid7
from casus.models import Woning

_STRATEN = (
    "Kastanjehof", "Lindelaan", "Berkenweg", "Molenkamp", "Kerkpad", "Esdoornstraat", "Veldkers", "Houtwal", "Beekdal",
    "Slingepad", "Korenbloem", "Haverkamp", "Rozengaarde", "Wilgenhof",
)  # fmt: skip
# soort, kamers, slaapkamers, oppervlakte, huur in hele euro's, verdieping, lift, gewicht
_SOORTEN = (
    ("TUS", 4, 3, 92, (610, 705), 0, False, 30),
    ("HOE", 5, 4, 108, (655, 760), 0, False, 14),
    ("GAL", 2, 1, 52, (480, 620), 2, True, 16),
    ("POF", 3, 2, 66, (540, 690), 1, False, 18),
    ("BEN", 2, 1, 48, (470, 610), 0, False, 12),
    ("MAI", 4, 3, 84, (600, 712), 1, False, 10),
)


def maak_woningen(
    toeval: Random, gemeente_id: UUID, plaats: str, corporaties: list[UUID], aantal: int, rond: date
) -> list[Woning]:
    """Zoveel woningen in deze gemeente, beschikbaar in het halve jaar rond deze dag."""
    woningen = []
    for nummer in range(aantal):
        straat = f"{_STRATEN[nummer % len(_STRATEN)]} {nummer // len(_STRATEN) * 20 + toeval.randint(1, 19)}"
        woningen.append(
            Woning(
                gemeente_id=gemeente_id,
                id=uuid7(),
                corporatie_id=toeval.choice(corporaties),
                adres=straat,
                postcode=f"7{toeval.randint(0, 99):02d}0 {chr(65 + nummer % 26)}{chr(65 + nummer // 26)}",
                plaats=plaats,
                beschikbaar_van=rond + timedelta(days=toeval.randint(-150, 45)),
                toegankelijkheid=toeval.choices(("ZON", "NUL", "ROG", "ROL"), (80, 10, 6, 4))[0],
                **_kenmerken(toeval),
            )
        )
    return woningen


def _kenmerken(toeval: Random) -> dict[str, Any]:
    gekozen = toeval.choices(_SOORTEN, [gewicht for *_, gewicht in _SOORTEN])[0]
    soort, kamers, slaapkamers, oppervlakte, huur, verdieping, lift, _ = gekozen
    return {
        "detailsoort": soort,
        "kamers": kamers,
        "slaapkamers": slaapkamers,
        "oppervlakte": oppervlakte + toeval.randint(-6, 8),
        "huur_cent": toeval.randint(*huur) * 100 + toeval.choice((0, 20, 45, 80)),
        "verdieping": verdieping,
        "lift": lift,
    }
