"""Wat iemand had getypt toen de sessie verliep: reist versleuteld door het inlogscherm, de server bewaart niets."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from flask import current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from casus.extensions import sleutelbos
from casus.web.formulier import Formulier

MEESTE_TEKENS = 200_000
DOEL = "formulier"
NOOIT = frozenset({"csrf_token", "wachtwoord", "code", "eerste_code"})


@dataclass(frozen=True, slots=True)
class Bewaard:
    """Een formulier dat nog verstuurd moet worden: waarheen, en alle velden behalve het oude CSRF-teken."""

    pad: str
    velden: list[tuple[str, str]]

    @property
    def getypt(self) -> dict[str, str]:
        """Wat er zelf was ingevuld."""
        waarden: dict[str, list[str]] = {}
        for naam, waarde in self.velden:
            waarden.setdefault(naam, []).append(waarde)
        return Formulier(self.pad, waarden).getypt


def dit_formulier() -> Bewaard | None:
    """Het formulier van dit verzoek, als er iets in was getypt."""
    velden = [(naam, w) for naam, rij in request.form.lists() for w in rij if naam not in NOOIT]
    bewaard = Bewaard(request.path, velden)
    past = sum(len(waarde) for _, waarde in velden) <= MEESTE_TEKENS
    return bewaard if request.method == "POST" and past and bewaard.getypt and _bestaat(request.path) else None


def pak_in(bewaard: Bewaard) -> str:
    """Versleuteld, voor een verborgen veld op het inlogscherm."""
    return sleutelbos().maak_kaart(json.dumps({"pad": bewaard.pad, "velden": bewaard.velden}), doel=DOEL)


def pak_uit(kaart: str) -> Bewaard | None:
    """Het formulier weer terug; None als de kaart leeg of niet van deze installatie is."""
    try:
        inhoud = json.loads(sleutelbos().lees_kaart(kaart, doel=DOEL)) if kaart else None
    except (InvalidToken, ValueError):
        return None
    if not inhoud or not _bestaat(inhoud["pad"]):
        return None
    return Bewaard(inhoud["pad"], [(naam, waarde) for naam, waarde in inhoud["velden"]])


def _bestaat(pad: str) -> bool:
    """Of dit een pagina van casus is die iets verandert; inloggen zelf telt niet."""
    try:
        endpoint, _ = current_app.url_map.bind(request.host.partition(":")[0]).match(pad, method="POST")
    except (HTTPException, RequestRedirect, MethodNotAllowed):
        return False
    return getattr(current_app.view_functions[endpoint], "deur", "") == "schrijft"
