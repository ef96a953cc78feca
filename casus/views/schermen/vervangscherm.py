"""Wat afwezigheid met de besluiten van een functie doet, in zinnen: voor wie zich afmeldt en voor de beheerder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casus.models import Afwezigheid
from casus.rules.aanwezigheid import Dekking, dekking
from casus.rules.besluiten import titel_van
from casus.rules.mandaten import Register
from casus.rules.zinnen import met_lidwoord
from casus.termijnen import dag_kort


@dataclass(frozen=True, slots=True)
class Besluitregel:
    """Wie er zolang beslist over wat bij een functie ligt. `mag`: of dat de gekozen vervanger is."""

    functie_id: UUID
    functie: str
    mag: bool
    zin: str


@dataclass(frozen=True, slots=True)
class Gat:
    """Een afwezigheid waarbij niemand is gekozen die mag beslissen; met een vervanger is zij zo vast te leggen."""

    zin: str
    vervanger: str
    naam: str
    van: str
    tot: str


def besluitregels(register: Register, rij: Afwezigheid, dag: date, ook: Sequence[Afwezigheid]) -> list[Besluitregel]:
    """Een regel per functie van wie er niet is; leeg voor wie geen functie heeft. De namen van `rij` zijn geladen."""
    return [
        Besluitregel(een.functie.id, een.functie.titel, een.mag, _zin(register, rij, een))
        for een in dekking(register, rij, dag, ook)
    ]


def _zin(register: Register, rij: Afwezigheid, een: Dekking) -> str:
    functie = met_lidwoord(een.functie.titel)
    if een.mag and rij.vervanger is not None:
        return f"{rij.vervanger.naam} beslist zolang over wat bij {functie} ligt, uit een eigen functie of vervanging."
    zolang = _zolang(register, een)
    if rij.vervanger is None:
        return f"Er is niemand gekozen voor de besluiten die bij {functie} liggen. {zolang}"
    waarom = "Daarvoor is een vervanging in het mandaatregister nodig."
    return f"{rij.vervanger.naam} mag niet beslissen over wat bij {functie} ligt. {waarom} {zolang}"


def _zolang(register: Register, een: Dekking) -> str:
    if een.plek is None:
        return "Er is dan niemand anders die mag beslissen."
    niveau = een.plek[0]
    if niveau == een.functie.niveau:
        return "Zolang ligt het bij wie deze functie ook heeft."
    return f"Zolang ligt het bij {met_lidwoord(titel_van(register, een.functie.gemeente_id, niveau))}."


def gaten(register: Register, functie_id: UUID, rijen: Sequence[Afwezigheid], dag: date) -> list[Gat]:
    """De afwezigheden waarbij over deze functie niemand beslist die daarvoor is gekozen."""
    uit = []
    for rij in rijen:
        mist = [een for een in dekking(register, rij, dag, rijen) if een.functie.id == functie_id and not een.mag]
        if mist:
            van = max(rij.van, dag)
            wie = f"{rij.gebruiker.naam} is er niet van {dag_kort(van, dag)} tot en met {dag_kort(rij.tot, dag)}."
            naam = rij.vervanger.naam if rij.vervanger else ""
            vervanger = str(rij.vervanger_id or "")
            uit.append(
                Gat(f"{wie} {_zin(register, rij, mist[0])}", vervanger, naam, f"{van:%d-%m-%Y}", f"{rij.tot:%d-%m-%Y}")
            )
    return uit
