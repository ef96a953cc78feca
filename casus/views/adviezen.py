"""Advies geven over een voorstel van een ander: wat er op mijn rollen wacht, en één advies."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for

from casus.actions import adviezen as acties
from casus.queries import adviezen, besluitpagina
from casus.views.schermen import besluitscherm_delen, besluitscherm_pagina
from casus.web.formulier import tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.navigatie import teller
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("adviezen", __name__)


teller("adviezen.lijst", "advies.geven")(adviezen.telling)


@bp.get("/adviezen")
@leest("advies.geven")
def lijst() -> Antwoord:
    """Wat er op mijn rollen wacht, en wat ik eerder gaf."""
    wacht, eerder = adviezen.wachtend(sessie(), actor()), adviezen.gegeven(sessie(), actor())
    return render_template("adviezen/lijst.html", wacht=wacht, eerder=eerder, oordeel=besluitscherm_delen.OORDEEL)


@bp.get("/adviezen/<uuid:advies_id>")
@leest("advies.geven")
def toon(advies_id: UUID) -> Antwoord:
    """Eén voorstel, met het formulier voor mijn advies."""
    advies = adviezen.laad(sessie(), advies_id)
    pagina = besluitpagina.laad(sessie(), actor(), advies.besluit)
    return render_template(
        "adviezen/toon.html", advies=advies, s=besluitscherm_pagina.bij_advies(pagina, advies, actor())
    )


@bp.post("/adviezen/<uuid:advies_id>")
@writes("advies.geven", opnieuw=toon)
def geven(advies_id: UUID) -> Antwoord:
    """Geeft het advies; daarna staat het vast."""
    advies = adviezen.laad(sessie(), advies_id)
    gaat_over(advies.besluit.zaak)
    oordeel = besluitscherm_delen.lees_oordeel(tekst("oordeel"))
    acties.geef_advies(sessie(), advies, actor=actor(), oordeel=oordeel, toelichting=tekst("toelichting"))
    return naar(url_for("adviezen.lijst"), f"Uw advies over ‘{advies.besluit.titel}’ is gegeven.")
