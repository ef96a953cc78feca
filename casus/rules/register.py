"""Het mandaatregister waarmee een nieuwe gemeente begint, als gegevens (mandaatregister.toml)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from casus.db import uuid7
from casus.models import Functie, Mandaat

BESLUITNUMMER: Final = "VOORBEELD"
"""Zo is aan elke regel te zien dat de gemeente haar eigen mandaatbesluit nog moet invullen (Awb art. 10:5 lid 2)."""


@cache
def _gegevens() -> dict[str, Any]:
    return tomllib.loads(files("casus.rules").joinpath("mandaatregister.toml").read_text(encoding="utf-8"))


def bevoegdheden() -> frozenset[str]:
    """De soorten besluiten waarvoor het voorbeeldregister een regel heeft."""
    return frozenset(blok["bevoegdheid"] for blok in _gegevens()["bevoegdheden"])


def standaard_register(gemeente_id: UUID, vanaf: date) -> tuple[list[Functie], list[Mandaat]]:
    """Nieuwe functies en registerrijen voor een gemeente, geldig vanaf een dag en nog niet opgeslagen.

    Elke rij zegt met haar besluitnummer dat zij een voorbeeld is. Sla de functies eerst op: de rijen verwijzen ernaar.
    """
    functies = {blok["code"]: Functie(gemeente_id=gemeente_id, id=uuid7(), **blok) for blok in _gegevens()["functies"]}
    rijen = [
        _rij(functies[regel["functie"]], blok, regel, f"{blok['nr']}{letter}", vanaf)
        for blok in _gegevens()["bevoegdheden"]
        for letter, regel in zip("abcd", blok["regels"], strict=False)
    ]
    return list(functies.values()), rijen


def _rij(functie: Functie, blok: dict[str, Any], regel: dict[str, Any], nr: str, vanaf: date) -> Mandaat:
    tot = regel.get("bedrag_tot")
    return Mandaat(
        gemeente_id=functie.gemeente_id,
        id=uuid7(),
        nr=nr,
        versie=1,
        functie_id=functie.id,
        functie=functie,
        **{naam: blok[naam] for naam in ("bevoegdheid", "grondslag", "bestuursorgaan", "soort")},
        ondermandaat=False,
        ondermandaat_aan=[],
        onder_nr="",
        instemming="",
        voorwaarde={},
        voorwaarden=blok.get("voorwaarden", ""),
        bedrag_tot_cent=None if tot is None else tot * 100,
        vier_ogen=blok.get("vier_ogen", False),
        geldig_van=vanaf,
        besluitnummer=BESLUITNUMMER,
        besluitdatum=vanaf,
    )
