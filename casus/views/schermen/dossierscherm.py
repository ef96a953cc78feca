"""Wat er in een dossier voor een corporatie staat, veld voor veld, voordat het weggaat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Weigering
from casus.models import Corporatie, Zaak
from casus.queries.dossiers import laad_voordracht

DELEN: Mapping[str, str] = {
    "contactpersoon": "Contactpersoon",
    "hoofdhuurder": "Hoofdhuurder",
    "medehuurder": "Medehuurder",
    "huishouden": "Huishouden",
    "woning": "Woning",
    "inkomen": "Inkomen",
    "start": "Start",
    "begeleiding": "Begeleiding",
}


def maak_scherm(
    session: CasusSessie, zaak: Zaak, corporaties: Sequence[Corporatie], gekozen: Corporatie | None, actor: Actor
) -> dict[str, Any]:
    """Het voorbeeld van het dossier, of de reden waarom het er nog niet is."""
    scherm: dict[str, Any] = {"zaak": zaak, "corporaties": corporaties, "gekozen": gekozen, "delen": [], "reden": ""}
    if gekozen is None:
        return scherm
    try:
        velden = laad_voordracht(session, zaak, gekozen, actor)
    except Weigering as geweigerd:
        return scherm | {"reden": geweigerd.zin}
    los = {naam: waarde for naam, waarde in velden.items() if naam not in DELEN}
    delen = [("Algemeen", list(rijen(los)))]
    delen += [(titel, list(rijen(velden[naam]))) for naam, titel in DELEN.items() if velden.get(naam)]
    return scherm | {"delen": delen}


def rijen(velden: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """De velden met hun waarde in woorden; wat er niet is, staat er als 'niet bekend'."""
    for naam, waarde in velden.items():
        titel = naam.replace("_", " ").capitalize()
        if isinstance(waarde, Mapping):
            for onder, tekst in rijen(waarde):
                yield f"{titel}: {onder.lower()}", tekst
        elif isinstance(waarde, list):
            yield titel, "; ".join(", ".join(tekst for _, tekst in rijen(een)) for een in waarde) or "geen"
        else:
            yield titel, _in_woorden(waarde)


def _in_woorden(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return "niet bekend" if waarde in (None, "") else str(waarde)
