"""Een zoekterm in een adres, zonder dat er een naam of nummer in staat (veiligheid C7): zo blijft Terug werken."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken

from casus.extensions import sleutelbos
from casus.termijnen import nu
from casus.web.gebruik import actor

GELDIG = timedelta(hours=1)
MEESTE_TEKENS = 200
DOEL = "zoekterm"


def pak_in(term: str, geldig: timedelta = GELDIG) -> str:
    """De term, versleuteld, alleen voor wie hem typte en zolang hij geldig is."""
    inhoud = {"wie": str(actor().gebruiker_id), "tot": (nu() + geldig).isoformat(), "term": term[:MEESTE_TEKENS]}
    return sleutelbos().maak_kaart(json.dumps(inhoud), doel=DOEL)


def pak_uit(kaart: str) -> str | None:
    """De term weer terug; None als hij verlopen is, of van een ander."""
    try:
        inhoud = json.loads(sleutelbos().lees_kaart(kaart, doel=DOEL))
        geldig = inhoud["wie"] == str(actor().gebruiker_id) and nu() < datetime.fromisoformat(inhoud["tot"])
    except (InvalidToken, ValueError, KeyError, TypeError):
        geldig = False
    return str(inhoud["term"]) if geldig else None
