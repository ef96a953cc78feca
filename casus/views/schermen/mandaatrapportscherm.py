"""Het mandaatrapport op het scherm en als bestand: elk getal leidt naar zijn besluiten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, url_for

from casus.actions.mandaatexport import TITELS, neem_mee
from casus.bedragen import euro
from casus.export import CSV
from casus.extensions import database
from casus.queries.mandaatrapport import WAT, Besluitregel, Functieregel, Wat, totaal
from casus.rules import permissions
from casus.termijnen import vandaag
from casus.vocab import BESLUITSTATUS, meervoud
from casus.web.gebruik import actor, sessie

EERSTE_JAAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Keuze:
    """Welk getal van het rapport; zonder functie alle functies."""

    jaar: int
    functie: str
    wat: Wat


@dataclass(frozen=True, slots=True)
class Getal:
    """Eén getal met waar het heen leidt; nul leidt nergens heen, en voor wie de besluiten niet ziet geen enkel getal.

    `let_op`: dit hoort nul te zijn.
    """

    tekst: str
    url: str
    wat: str
    let_op: bool = False


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén functie: haar naam, haar getallen, het bedrag en de middelste duur."""

    titel: str
    getallen: Sequence[Getal]
    bedrag: str
    duur: str


@dataclass(frozen=True, slots=True)
class Rapportscherm:
    """Het rapport van één jaar."""

    jaar: int
    jaren: Sequence[int]
    koppen: Sequence[str]
    regels: Sequence[Regel]
    samen: Regel | None
    zonder_vier_ogen: int


@dataclass(frozen=True, slots=True)
class Lijstscherm:
    """De besluiten onder één getal."""

    titel: str
    terug: str
    regels: Sequence[Besluitregel]
    status: Mapping[str, str]
    volgende: str | None


def lees_jaar(tekst: str) -> int:
    """Het gevraagde jaar; dit jaar als er geen of een onmogelijk jaar staat."""
    jaar = int(tekst) if tekst.isascii() and tekst.isdecimal() and len(tekst) == 4 else 0
    return jaar if EERSTE_JAAR <= jaar <= vandaag().year else vandaag().year


def lees_keuze(args: Mapping[str, str]) -> Keuze:
    """Het gevraagde getal uit het adres; wat niet bestaat, is alles."""
    wat = args.get("wat", "")
    return Keuze(lees_jaar(args.get("jaar", "")), args.get("functie", "")[:100], wat if wat in WAT else "alle")


def maak_rapport(jaar: int, regels: Sequence[Functieregel], jaren: Sequence[int]) -> Rapportscherm:
    """Het rapport met onderaan alles samen."""
    som = totaal(regels)
    samen = Regel("Samen", _getallen(jaar, "", som), euro(som["bedrag_cent"]), "") if regels else None
    return Rapportscherm(
        jaar,
        sorted({jaar, vandaag().year, *jaren}, reverse=True),
        [TITELS[wat] for wat in WAT],
        [_regel(jaar, regel) for regel in regels],
        samen,
        som["zonder_vier_ogen"],
    )


def _regel(jaar: int, regel: Functieregel) -> Regel:
    getallen = _getallen(jaar, regel.functie, {veld: getattr(regel, veld) for veld in ("besluiten", *WAT[1:])})
    return Regel(regel.titel, getallen, euro(regel.bedrag_cent), dagen(regel.dagen))


def _getallen(jaar: int, functie: str, aantallen: Mapping[str, int]) -> list[Getal]:
    return [_getal(jaar, functie, wat, aantallen["besluiten" if wat == "alle" else wat]) for wat in WAT]


def _getal(jaar: int, functie: str, wat: Wat, aantal: int) -> Getal:
    heen = aantal and permissions.mag(actor(), "mandaatrapport.besluiten")
    url = url_for("mandaatrapport.besluiten", jaar=jaar, functie=functie or None, wat=wat) if heen else ""
    return Getal(f"{aantal:,}".replace(",", "."), url, TITELS[wat], wat == "zonder_vier_ogen" and aantal > 0)


def dagen(aantal: float) -> str:
    """'dezelfde dag', '1 dag', '2,5 dagen'."""
    if not aantal:
        return "dezelfde dag"
    return meervoud(int(aantal), "dag", "dagen") if aantal == int(aantal) else f"{aantal:.1f} dagen".replace(".", ",")


def maak_lijst(keuze: Keuze, rijen: Sequence[Besluitregel], volgende: str) -> Lijstscherm:
    """De besluiten onder één getal, met het volgende blad."""
    wie = f", {rijen[0].functie}" if keuze.functie and rijen else ""
    adres = {"jaar": keuze.jaar, "functie": keuze.functie or None, "wat": keuze.wat}
    verder = url_for("mandaatrapport.besluiten", **adres, na=volgende) if volgende else None  # type: ignore[arg-type]  # gemengde waarden
    titel = f"{TITELS[keuze.wat]} in {keuze.jaar}{wie}"
    return Lijstscherm(titel, url_for("mandaatrapport.toon", jaar=keuze.jaar), rijen, BESLUITSTATUS, verder)


def maak_bestand(jaar: int, *, alles: bool) -> Response:
    """Het bestand, nadat is vastgelegd wie het meeneemt. `alles`: elk besluit een regel, anders elke functie."""
    inhoud = neem_mee(database(), sessie(), actor=actor(), jaar=jaar, alles=alles)
    antwoord = Response(inhoud, content_type=CSV)
    naam = f"mandaat{'besluiten' if alles else 'rapport'}-{jaar}.csv"
    antwoord.headers.set("Content-Disposition", "attachment", filename=naam)
    return antwoord
