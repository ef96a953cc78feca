"""De lijst van woningen: de keuze uit het adres, en de woorden bij elke regel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import url_for

from casus.bedragen import euro
from casus.models import Corporatie
from casus.queries.bladen import Blad, Plek
from casus.queries.complexen import Taakrij
from casus.queries.woningen import ALLE, Keuze, Woningrij
from casus.rules import woningcodes
from casus.rules.woningcodes import WOONVORMEN
from casus.rules.zinnen import zin
from casus.termijnen import dag_kort, vandaag
from casus.views.schermen.getallen import geteld
from casus.vocab import meervoud
from casus.workflows.velden import ontleed_dag
from casus.workflows.woningproces import woningproces

KLEUR: Final[Mapping[str, str]] = {
    "gemeld": "vandaag",
    "beschikbaar": "gereed",
    "voorgedragen": "wacht",
    "verhuurd": "later",
    "ingetrokken": "slot",
}
"""De kleur en het pictogram van een status; een status die het proces erbij krijgt, is neutraal."""


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén woning op de lijst."""

    rij: Woningrij
    soort: str
    label: str
    maten: str
    bereikbaar: str
    huur: str
    kleur: str
    status: str
    vrij: str


@dataclass(frozen=True, slots=True)
class Lijstscherm:
    """De lijst met haar filters."""

    regels: Sequence[Regel]
    telling: str
    keuze: Keuze
    corporaties: Sequence[Corporatie]
    statussen: Sequence[tuple[str, str]]
    woonvormen: Sequence[tuple[str, str]]
    dringend: Sequence[Taakrij]
    vorige: str | None
    volgende: str | None


def lees_keuze(argumenten: Mapping[str, str]) -> Keuze:
    """De keuze uit een adres. Wat niet bestaat, telt niet mee."""
    status, woonvorm = argumenten.get("status", ""), argumenten.get("woonvorm", "")
    slaap = argumenten.get("slaapkamers", "")
    return Keuze(
        corporatie_id=_id(argumenten.get("corporatie", "")),
        status=status if status == ALLE or status in woningproces().statussen else "",
        slaapkamers=int(slaap) if slaap.isascii() and slaap.isdecimal() and len(slaap) < 3 else None,
        woonvorm=woonvorm if woonvorm in WOONVORMEN else "",
        vrij_op=ontleed_dag(argumenten.get("vrij", ""), vandaag()),
        complex_id=_id(argumenten.get("complex", "")),
    )


def _id(tekst: str) -> UUID | None:
    try:
        return UUID(tekst)
    except ValueError:
        return None


def adres(keuze: Keuze, na: Plek | None = None) -> str:
    """De lijst met deze keuze; hetzelfde adres geeft altijd dezelfde vraag."""
    return url_for(
        "woningen.lijst",
        corporatie=keuze.corporatie_id,
        status=keuze.status or None,
        slaapkamers=keuze.slaapkamers,
        woonvorm=keuze.woonvorm or None,
        vrij=keuze.vrij_op.isoformat() if keuze.vrij_op else None,
        complex=keuze.complex_id,
        na=na.tekst() if na else None,
    )


def maak_lijst(
    keuze: Keuze, blad: Blad[Woningrij], aantal: int, corporaties: Sequence[Corporatie], dringend: Sequence[Taakrij]
) -> Lijstscherm:
    """De woorden en adressen om de rijen heen."""
    return Lijstscherm(
        regels=[regel(rij, vandaag()) for rij in blad.rijen],
        telling="1 woning" if aantal == 1 else f"{geteld(aantal)} woningen",
        keuze=keuze,
        corporaties=corporaties,
        statussen=[*((code, zin(een.titel)) for code, een in woningproces().statussen.items()), (ALLE, "Alle")],
        woonvormen=[(code, zin(naam)) for code, naam in WOONVORMEN.items()],
        dringend=dringend,
        vorige=adres(keuze, blad.vorige) if blad.vorige else None,
        volgende=adres(keuze, blad.volgende) if blad.volgende else None,
    )


def regel(rij: Woningrij, dag: date) -> Regel:
    """Eén woning in woorden."""
    status = woningproces().statussen[rij.status]
    return Regel(
        rij,
        zin(woningcodes.naam("detailsoort", rij.detailsoort)),
        woningcodes.naam("energielabel", rij.energielabel) if rij.energielabel else "",
        maten(rij.slaapkamers, rij.oppervlakte),
        bereikbaar(rij.verdieping, rij.lift, rij.toegankelijkheid),
        euro(rij.huur_cent),
        KLEUR.get(rij.status, "later"),
        status.titel,
        dag_kort(rij.beschikbaar_van, dag),
    )


def maten(slaapkamers: int, oppervlakte: int) -> str:
    """'3 slaapkamers, 92 m²'."""
    return f"{meervoud(slaapkamers, 'slaapkamer', 'slaapkamers')}, {oppervlakte}\N{NO-BREAK SPACE}m²"


def bereikbaar(verdieping: int, lift: bool, label: str) -> str:
    """'begane grond', '2e verdieping met lift, rollatorwoning'."""
    waar = "begane grond" if verdieping == 0 else "souterrain" if verdieping < 0 else f"{verdieping}e verdieping"
    hoe = "" if verdieping == 0 else " met lift" if lift else " zonder lift"
    return waar + hoe + ("" if label == "ZON" else f", {woningcodes.naam('toegankelijkheid', label)}")
