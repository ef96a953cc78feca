"""Wat elk dossier op papier gemeen heeft: schone tekst, de contactpersoon, wat het vervangt, feiten en lijsten."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_WIT = re.compile(r"\s+")
_ONZICHTBAAR = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ZACHT_AFBREEKTEKEN = "\u00ad"

MERK_VELDEN = frozenset({"gemaakt_op", "gemaakt_door"})
"""Staan als merk op elke pagina, niet in de JSON: de corporatie heeft aan de contactpersoon genoeg."""


def _schone_tekst(waarde: str) -> str:
    """Samengestelde letters (NFC), enkele spaties, en niets onzichtbaars dat de leesrichting of de regel breekt."""
    schoon = _WIT.sub(" ", unicodedata.normalize("NFC", waarde).replace(_ZACHT_AFBREEKTEKEN, "")).strip()
    if any(unicodedata.category(teken) in _ONZICHTBAAR for teken in schoon):
        raise ValueError("de tekst bevat onzichtbare tekens")
    if not schoon:
        raise ValueError("de tekst is leeg")
    return schoon


Regel = Annotated[str, Field(max_length=200), AfterValidator(_schone_tekst)]
Naam = Annotated[str, Field(max_length=120), AfterValidator(_schone_tekst)]
Zin = Annotated[str, Field(max_length=300), AfterValidator(_schone_tekst)]
Tekst = Annotated[str, Field(max_length=40_000), AfterValidator(_schone_tekst)]
Code = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$", max_length=80)]
Waarde = bool | int | Tekst | tuple[Tekst, ...] | None


class Gegevens(BaseModel):
    """Een onveranderlijk stuk van een dossier dat onbekende sleutels weigert."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Contactpersoon(Gegevens):
    """De medewerker van de gemeente die de corporatie kan bellen."""

    naam: Naam
    functie: Regel
    telefoon: Regel
    email: Regel


class Vervangt(Gegevens):
    """Het eerdere dossier dat dit dossier verbetert."""

    datum: date
    nummer: Regel | None = None


class Feit(Gegevens):
    """Eén veld van het profiel met zijn waarde; wat niet bekend is, is None."""

    veld: Code
    groep: Regel
    titel: Regel
    waarde: Waarde


class Lijst(Gegevens):
    """Een veld van het profiel dat een lijst is, met een cel per kop."""

    veld: Code
    groep: Regel
    titel: Regel
    koppen: Annotated[tuple[Regel, ...], Field(min_length=2, max_length=4)]
    rijen: tuple[tuple[Tekst, ...], ...]

    @model_validator(mode="after")
    def _cellen_bij_koppen(self) -> Self:
        if any(len(rij) != len(self.koppen) for rij in self.rijen):
            raise ValueError("een rij heeft niet evenveel cellen als er koppen zijn")
        return self


def als_json(velden: dict[str, Any]) -> bytes:
    """UTF-8, sleutels gesorteerd: voor dezelfde gegevens altijd dezelfde bytes."""
    return (json.dumps(velden, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
