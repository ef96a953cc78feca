"""De schermen van bewaarde weergaven: wat een weergave laat zien, in woorden."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from cryptography.fernet import InvalidToken

from casus.errors import NietGevonden
from casus.extensions import sleutelbos
from casus.models import Weergave
from casus.queries.lijstkeuze import Keuze, lees_keuze
from casus.queries.weergaven import Bewaarde
from casus.rules.zinnen import midden_in_zin
from casus.views.schermen.lijstadres import adres
from casus.views.schermen.lijstkolommen import TITELS
from casus.views.schermen.lijstscherm import LIJSTTITELS

DOEL = "weergave"
WOORDEN = {
    "uiterlijk": "Uiterlijk",
    "soort": "Soort taak",
    "wacht": "Kan nu",
}


@dataclass(frozen=True, slots=True)
class Weergaveregel:
    """Eén weergave op het beheerscherm."""

    id: UUID
    naam: str
    url: str
    inhoud: str
    gedeeld: bool


def maak_beheer(weergaven: Sequence[Bewaarde]) -> tuple[list[Weergaveregel], list[Weergaveregel]]:
    """De eigen weergaven, en die een collega deelt."""
    mijn, team = ([een for een in weergaven if een.van_mij is van_mij] for van_mij in (True, False))
    return [_regel(een) for een in mijn], [_regel(een) for een in team]


def _regel(een: Bewaarde) -> Weergaveregel:
    return Weergaveregel(een.id, een.naam, adres(een.keuze), in_woorden(een.keuze), een.gedeeld)


def maak_nieuw(keuze: Keuze) -> dict[str, Any]:
    """Het formulier om een lijst te bewaren."""
    filters = urlencode(keuze.argumenten())
    return {"keuze": keuze, "inhoud": in_woorden(keuze), "filters": filters, "terug": adres(keuze)}


def pak_in(weergave: Weergave) -> str:
    """Een weergave die wordt weggegooid, als kaart om haar terug te zetten."""
    return sleutelbos().maak_kaart(
        json.dumps([weergave.naam, weergave.lijst, weergave.filters, weergave.gedeeld]), doel=DOEL
    )


def pak_uit(kaart: str) -> tuple[str, Keuze, bool]:
    """De naam, de lijst en of zij gedeeld was. Raises NietGevonden als dit geen kaart van een weergave is."""
    try:
        inhoud = json.loads(sleutelbos().lees_kaart(kaart, doel=DOEL))
    except (InvalidToken, ValueError):
        inhoud = None
    match inhoud:
        case [str(naam), str(lijst), dict(filters), bool(gedeeld)]:
            return naam, lees_keuze({**filters, "lijst": lijst}), gedeeld
    raise NietGevonden("Deze weergave is niet meer terug te zetten.")


def in_woorden(keuze: Keuze) -> str:
    """'Mijn taken, gefilterd op rol en toestand, gesorteerd op huishouden'."""
    titels: dict[str, str] = {str(naam): titel for naam, titel in TITELS.items()} | WOORDEN
    namen = [midden_in_zin(titels[naam]) for naam in keuze.argumenten() if naam in titels]
    delen = [LIJSTTITELS[keuze.lijst]]
    if namen:
        delen.append("gefilterd op " + (" en ".join([", ".join(namen[:-1]), namen[-1]]) if namen[1:] else namen[0]))
    if not keuze.gegroepeerd:
        delen.append(f"gesorteerd op {midden_in_zin(TITELS[keuze.sorteer])}{', aflopend' if keuze.aflopend else ''}")
    return ", ".join(delen)
