"""Het hoofdmenu: wat deze actor mag openen, en waar hij begint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request, url_for

from casus.rules import permissions
from casus.web.gebruik import actor

_TELLERS: dict[str, Callable[[], int]] = {}


@dataclass(frozen=True, slots=True)
class Ingang:
    """Eén ingang van het menu. `wat` maakt het aantal voorleesbaar: '6 besluiten wachten'."""

    endpoint: str
    titel: str
    recht: str
    wat: str = ""


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
    Ingang("goedkeuren.lijst", "Ter goedkeuring", "besluit.beslissen", "besluiten wachten"),
    Ingang("koppelingen.kies", "Koppelingen", "inrichting.beheren"),
)


def teller(endpoint: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Hangt een aantal achter een ingang: `@teller("goedkeuren.lijst")` boven een functie zonder argumenten."""

    def versier(functie: Callable[[], int]) -> Callable[[], int]:
        _TELLERS[endpoint] = functie
        return functie

    return versier


def _open(ingang: Ingang) -> bool:
    return ingang.endpoint in current_app.view_functions and permissions.mag(actor(), ingang.recht)


def hoofdmenu() -> list[Menuregel]:
    """De ingangen die deze actor mag openen."""
    deel = request.blueprint
    return [
        Menuregel(
            titel=ingang.titel,
            url=url_for(ingang.endpoint),
            hier=ingang.endpoint.partition(".")[0] == deel,
            aantal=_TELLERS[ingang.endpoint]() if ingang.endpoint in _TELLERS else None,
            wat=ingang.wat,
        )
        for ingang in INGANGEN
        if _open(ingang)
    ]


def beginpagina() -> str | None:
    """Het adres waar deze actor na het inloggen begint; None als hij hier niets te doen heeft."""
    return next((url_for(ingang.endpoint) for ingang in INGANGEN if _open(ingang)), None)
