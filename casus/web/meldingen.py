"""Wat er net is gelukt, voor boven de volgende pagina. Reist versleuteld in een cookie: een GET schrijft niets."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from cryptography.fernet import InvalidToken
from flask import Response, g, request

from casus.extensions import instellingen, sleutelbos
from casus.web.cookies import cookienaam, wis_cookie, zet_cookie

NAAM = "casus-melding"
DOEL = "melding"
MAXIMUM = 1500
Soort = Literal["gereed", "wacht", "te-laat", "vandaag", "week", "later", "slot"]


@dataclass(frozen=True, slots=True)
class Melding:
    """Eén zin met een kleur. Met `terug` staat er een knop bij die het ongedaan maakt (POST naar dat adres)."""

    tekst: str
    soort: Soort = "gereed"
    terug: str = ""
    knop: str = "Ongedaan maken"


def meld(tekst: str, soort: Soort = "gereed", *, terug: str = "") -> None:
    """Zet een melding klaar voor de volgende pagina."""
    if "meldingen" not in g:
        g.meldingen = []
    g.meldingen.append(Melding(tekst[:MAXIMUM], soort, terug))


def klaargezet() -> list[dict[str, Any]]:
    """De meldingen van dit verzoek, om bij een herhaling opnieuw te geven."""
    return [asdict(melding) for melding in g.get("meldingen", [])]


def herhaal(eerdere: list[dict[str, Any]]) -> None:
    """Zet de meldingen van een eerder antwoord opnieuw klaar."""
    g.meldingen = [Melding(**een) for een in eerdere]


def meldingen() -> list[Melding]:
    """De meldingen van de vorige pagina en van deze, om te tonen; ze zijn daarna weg (voor sjablonen)."""
    g.getoond = True
    cookie = request.cookies.get(cookienaam(instellingen(), NAAM), "")
    eigen = list(g.get("meldingen", []))
    if not cookie:
        return eigen
    try:
        return [Melding(**een) for een in json.loads(sleutelbos().lees_kaart(cookie, doel=DOEL))] + eigen
    except (InvalidToken, ValueError, TypeError):
        return eigen


def bewaar(antwoord: Response) -> Response:
    """Geeft de meldingen mee aan een doorverwijzing, en haalt weg wat is getoond (na elk verzoek)."""
    if g.get("meldingen") and not g.get("getoond"):
        zet_cookie(antwoord, NAAM, sleutelbos().maak_kaart(json.dumps(klaargezet()), doel=DOEL))
    elif g.get("getoond") and cookienaam(instellingen(), NAAM) in request.cookies and _komt_aan(antwoord):
        wis_cookie(antwoord, NAAM)
    return antwoord


def _komt_aan(antwoord: Response) -> bool:
    """Of iemand dit antwoord te zien krijgt. Mist wat htmx wilde wisselen, dan vraagt de browser de pagina opnieuw."""
    doel = request.headers.get("HX-Target", "")
    return not doel or f'id="{doel}"'.encode() in antwoord.get_data()
