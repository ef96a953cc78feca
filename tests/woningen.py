"""Woningen en complexen om mee te testen: alles geldig, alleen wat afwijkt geeft u mee."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from casus.actions import complexen, woningen
from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Complex, Woning

_nummer = count(1)


def gegevens(**anders: Any) -> dict[str, Any]:
    """De kolommen van een gewone eengezinswoning."""
    nr = next(_nummer)
    adres = {"adres": f"Proefweg {nr}", "postcode": "7001 AB", "plaats": "Doetinchem"}
    maten = {"kamers": 4, "slaapkamers": 3, "oppervlakte": 92, "verdieping": 0, "lift": False}
    soort = {"detailsoort": "TUS", "toegankelijkheid": "ZON", "energielabel": "B", "contractsoort": "ONB"}
    huur = {"kale_huur_cent": 61_000, "subsidiabel_cent": 1_250}
    return {**adres, **maten, **soort, **huur, "beschikbaar_van": date(2026, 7, 1), **anders}


def leg_vast(sessie: CasusSessie, actor: Actor, corporatie_id: UUID, **anders: Any) -> Woning:
    """Een woning zoals wonen haar vastlegt."""
    return woningen.leg_vast(sessie, actor=actor, corporatie_id=corporatie_id, gegevens=gegevens(**anders))


def complex_(sessie: CasusSessie, actor: Actor, corporatie_id: UUID, **anders: Any) -> Complex:
    """Een verbouwde school met haar taken, of wat u zelf kiest."""
    waarden = {"naam": f"Proefschool {next(_nummer)}", "woonvorm": "getransformeerd", "eenheden": 12}
    vol = {**waarden, "einddatum": date(2032, 12, 31), **anders}
    return complexen.leg_vast(sessie, actor=actor, corporatie_id=corporatie_id, gegevens=vol)
