"""Het hoofdmenu: wat deze actor mag openen, en waar hij begint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app, g, request, url_for
from sqlalchemy import ScalarSelect, Select, select

from casus.db import vast
from casus.rules import permissions
from casus.termijnen import vandaag
from casus.web.gebruik import actor, lezend

Telvraag = Callable[[], ScalarSelect[int]]
_TELLERS: dict[str, tuple[str, Telvraag]] = {}
SIGNALEN = "signalen.lijst"
"""De bel boven elke pagina telt mee met de ingangen van het menu."""


@dataclass(frozen=True, slots=True)
class Ingang:
    """Eén ingang van het menu. `wat` maakt het aantal voorleesbaar: '6 besluiten wachten'.

    `als_er_is`: staat er alleen als er iets wacht, of als men er is. `ook`: andere delen die hieronder vallen.
    """

    endpoint: str
    titel: str
    recht: str
    wat: str = ""
    als_er_is: bool = False
    ook: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Menuregel:
    """Een ingang zoals hij op het scherm staat."""

    titel: str
    url: str
    hier: bool
    aantal: int | None
    wat: str


INGANGEN = (
    Ingang("werkvoorraad.lijst", "Werkvoorraad", "taken.inzien"),
    Ingang("zaken.lijst", "Zaken", "zaken.inzien"),
    Ingang("matching.lijst", "Matching", "matching.inzien"),
    Ingang("woningen.lijst", "Woningen", "woningen.inzien", ook=("woningimport", "prestaties")),
    Ingang("complexen.taken", "Complextaken", "complextaak.doen", "complextaken zijn aan de beurt", als_er_is=True),
    Ingang("aanbiedingen.lijst", "Aanbiedingen", "aanbiedingen.inzien"),
    Ingang("team.toon", "Team", "team.inzien"),
    Ingang("goedkeuren.lijst", "Ter goedkeuring", "besluit.beslissen", "besluiten wachten"),
    Ingang("adviezen.lijst", "Adviezen", "advies.geven", "adviezen wachten", als_er_is=True),
    Ingang("portaal.begin", "Voordrachten en dossiers", "portaal.inzien"),
    Ingang("portaalwoningen.lijst", "Uw woningen", "portaal.woningen"),
    Ingang("portaalprognose.toon", "Prognose", "portaal.prognose"),
    Ingang("portaalcollegas.lijst", "Uw collega's", "portaal.collegas"),
    Ingang("koppelingen.kies", "Koppelingen", "inrichting.beheren"),
    Ingang("sjablonen.lijst", "Brieven", "inrichting.beheren"),
    Ingang("mandaatregister.toon", "Mandaatregister", "inrichting.beheren"),
    Ingang("profielen.lijst", "Dossierprofielen", "inrichting.beheren"),
    Ingang("waarden.lijst", "Waarden", "inrichting.beheren"),
)


def teller(endpoint: str, recht: str) -> Callable[[Telvraag], Telvraag]:
    """Hangt een aantal achter een ingang: de functie geeft de telling als deelvraag, niet het getal.

    Haar parameters: `gemeente`, `ik`, `functies` en `rollen` (die van de actor) en `dag` (vandaag).
    """

    def versier(functie: Telvraag) -> Telvraag:
        _TELLERS[endpoint] = recht, functie
        return functie

    return versier


def _tel() -> Mapping[str, int]:
    """Alle aantallen van dit verzoek, in één query."""
    if "aantallen" not in g:
        wie, g.aantallen = actor(), {}
        mijn = tuple(endpoint for endpoint, (recht, _) in _TELLERS.items() if permissions.mag(wie, recht))
        if mijn:
            waarden: dict[str, Any] = {"gemeente": wie.gemeente_id, "ik": wie.gebruiker_id, "dag": vandaag()}
            waarden |= {"functies": sorted(wie.functies), "rollen": sorted(wie.rollen)}
            with lezend() as session:
                rij = session.execute(_telvraag(mijn), waarden).one()
            g.aantallen = dict(zip(mijn, rij, strict=True))
    return g.aantallen  # type: ignore[no-any-return]  # flask.g is niet getypeerd


@lru_cache(maxsize=16)
def _telvraag(endpoints: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return vast(select(*(_TELLERS[endpoint][1]() for endpoint in endpoints)))


def aantal(endpoint: str) -> int:
    """Het aantal achter een ingang, voor een pagina die hetzelfde getal noemt als het menu."""
    return _tel().get(endpoint, 0)


def nieuwe_signalen() -> int | None:
    """Hoeveel signalen nog niet zijn gelezen; None voor wie er geen krijgt (voor sjablonen)."""
    return _tel().get(SIGNALEN)


def _open(ingang: Ingang) -> bool:
    return ingang.endpoint in current_app.view_functions and permissions.mag(actor(), ingang.recht)


def _staat_er(ingang: Ingang) -> bool:
    hier = ingang.endpoint.partition(".")[0] == request.blueprint
    return not ingang.als_er_is or hier or bool(_tel().get(ingang.endpoint))


def hoofdmenu() -> list[Menuregel]:
    """De ingangen die deze actor mag openen."""
    deel = request.blueprint
    return [
        Menuregel(
            titel=ingang.titel,
            url=url_for(ingang.endpoint),
            hier=deel in (ingang.endpoint.partition(".")[0], *ingang.ook),
            aantal=_tel().get(ingang.endpoint),
            wat=ingang.wat,
        )
        for ingang in INGANGEN
        if _open(ingang) and _staat_er(ingang)
    ]


def beginpagina() -> str | None:
    """Het adres waar deze actor na het inloggen begint; None als hij hier niets te doen heeft."""
    return next((url_for(ingang.endpoint) for ingang in INGANGEN if _open(ingang)), None)
