"""Wat iemand had getypt toen zijn sessie verliep, met de titels van de velden en namen in plaats van kenmerken."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import make_response, render_template
from werkzeug.wrappers import Response

from casus.actor import Actor
from casus.db import CasusSessie
from casus.queries.gebruikers import collegas
from casus.web import hervatten
from casus.web.bewaard import Bewaard
from casus.web.gebruik import actor, lezend
from casus.workflows import registry
from casus.workflows.definition import Veld

_TITELS = {
    "aan": "Aan wie",
    "gepland_op": "Op welke dag",
    "gepland_reden": "Waarom later",
    "wacht_op": "Waarop u wacht",
    "wacht_tot": "Tot welke dag",
    "verslag": "Verslag",
}


def verder(bewaard: Bewaard, status: int = 200) -> Response:
    """Het formulier zoals het was; is die pagina er niet meer, dan wat er was getypt, om alsnog te versturen.

    Alleen na de keuze van een gemeente.
    """
    antwoord = hervatten.teken(bewaard)
    if antwoord is None:
        with lezend() as session:
            rijen = getypt(session, actor(), bewaard)
        antwoord = make_response(render_template("verder.html", b=bewaard, getypt=rijen, waar=hervatten.waar(bewaard)))
    antwoord.status_code = status
    return antwoord


def getypt(session: CasusSessie, wie: Actor, bewaard: Bewaard) -> list[tuple[str, str]]:
    """Per veld de titel en wat er was ingevuld. Een kenmerk wordt een naam; kent u die hier niet, dan 'uw keuze'."""
    velden, namen = _velden(), {str(een.id): een.naam for een in collegas(session, wie)}
    return [
        (_titel(naam, velden.get(naam)), _woorden(waarde, velden.get(naam), namen))
        for naam, waarde in bewaard.getypt.items()
    ]


def _velden() -> dict[str, Veld]:
    return {code: veld for proces in registry.codes() for code, veld in registry.huidige(proces).velden.items()}


def _titel(naam: str, veld: Veld | None) -> str:
    return veld.titel if veld else _TITELS.get(naam, naam.replace("_", " ").capitalize())


def _woorden(waarde: str, veld: Veld | None, namen: Mapping[str, str]) -> str:
    delen = waarde.split(", ")
    if veld and all(deel in veld.keuzes for deel in delen):
        return ", ".join(veld.keuzes[deel] for deel in delen)
    if all(_is_kenmerk(deel) for deel in delen):
        return ", ".join(namen.get(deel, "uw keuze") for deel in delen)
    return waarde


def _is_kenmerk(tekst: str) -> bool:
    try:
        UUID(tekst)
    except ValueError:
        return False
    return len(tekst) == 36
