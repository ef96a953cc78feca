"""Ter goedkeuring: wat op een besluit wacht, het besluit zelf, terug met een vraag, en hogerop."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from casus.actions import besluitbulk, besluiten, besluitstappen
from casus.extensions import database
from casus.queries import besluitpagina, goedkeuring, voorstelplek
from casus.queries.beeld import laad_besluit
from casus.views.schermen import besluitscherm, besluitscherm_pagina, besluitscherm_samen
from casus.views.schermen.besluitscherm_voorstel import soort_van
from casus.web.formulier import formulier, nummer, tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.navigatie import teller
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("goedkeuren", __name__)


teller("goedkeuren.lijst", "besluit.beslissen")(voorstelplek.telling)


@bp.get("/goedkeuren")
@leest("besluit.beslissen")
def lijst() -> Antwoord:
    """Alles wat op mij wacht, met het eerste voorstel open."""
    wacht = goedkeuring.wachtend(sessie(), actor())
    return render_template("goedkeuren/toon.html", **besluitscherm.maak_scherm(sessie(), actor(), wacht, None))


@bp.get("/goedkeuren/<uuid:besluit_id>")
@leest("besluit.beslissen")
def toon(besluit_id: UUID) -> Antwoord:
    """Eén voorstel op één pagina; wacht het niet meer, dan de pagina van het besluit."""
    wacht = goedkeuring.wachtend(sessie(), actor(), ook=besluit_id)
    if besluitscherm.wacht_nog(wacht, besluit_id):
        scherm = besluitscherm.maak_scherm(sessie(), actor(), wacht, besluit_id)
        return render_template("goedkeuren/toon.html", **scherm)
    besluit = besluitpagina.vind(sessie(), besluit_id)
    if not formulier().mis:
        return redirect(url_for("besluiten.toon", besluit_id=besluit.id))
    pagina = besluitpagina.laad(sessie(), actor(), besluit)
    return render_template("besluiten/toon.html", s=besluitscherm_pagina.maak_scherm(pagina, actor()))


@bp.post("/goedkeuren/<uuid:besluit_id>")
@writes("besluit.beslissen", opnieuw=toon, tweede_factor=True)
def beslissen(besluit_id: UUID) -> Antwoord:
    """Neemt het besluit over wat er op het scherm stond."""
    besluit = besluitpagina.vind(sessie(), besluit_id)
    gaat_over(besluit.zaak)
    gezien = besluitscherm.wat_gezien(sessie(), actor(), besluit, tekst("gezien"))
    besluiten.beslis(
        sessie(),
        besluit,
        actor=actor(),
        uitkomst=besluitscherm.lees_uitkomst(tekst("uitkomst")),
        motivering=tekst("motivering"),
        voorwaarden_bevestigd=tekst("voorwaarden_bevestigd") == "ja",
        gezien=gezien,
    )
    return naar(url_for("goedkeuren.lijst"), f"{besluit.titel} is {besluit.status}.")


@bp.post("/goedkeuren/<uuid:besluit_id>/vraag")
@writes("besluit.beslissen", opnieuw=toon)
def vragen(besluit_id: UUID) -> Antwoord:
    """Legt het voorstel terug met een vraag."""
    besluit = laad_besluit(sessie(), besluit_id)
    gaat_over(besluit.zaak)
    besluitstappen.leg_terug(sessie(), besluit, actor=actor(), vraag=tekst("vraag"))
    return naar(url_for("goedkeuren.lijst"), f"Uw vraag over ‘{besluit.titel}’ is gesteld.")


@bp.post("/goedkeuren/<uuid:besluit_id>/doorzetten")
@writes("besluit.beslissen", opnieuw=toon)
def doorzetten(besluit_id: UUID) -> Antwoord:
    """Legt het voorstel een niveau hoger."""
    besluit = laad_besluit(sessie(), besluit_id)
    gaat_over(besluit.zaak)
    besluitstappen.zet_door(sessie(), besluit, actor=actor(), reden=tekst("reden"))
    return naar(url_for("goedkeuren.lijst"), f"‘{besluit.titel}’ is doorgezet.")


@bp.get("/goedkeuren/samen/<code>")
@leest("besluit.beslissen")
def samen(code: str) -> Antwoord:
    """Alles van één soort dat wacht, met per voorstel wat er kan."""
    soort, wacht = soort_van(code), goedkeuring.wachtend(sessie(), actor())
    gekozen = besluitscherm_samen.van_soort(wacht, code)
    bij = besluitscherm_samen.laad_bij(sessie(), gekozen)
    s = besluitscherm_samen.maak_scherm(soort, wacht, gekozen, bij, actor())
    return render_template("goedkeuren/samen.html", s=s)


@bp.post("/goedkeuren/samen/<code>")
@writes("besluit.beslissen", opnieuw=samen, eigen_transacties=True, tweede_factor=True)
def beslis_samen(code: str) -> Antwoord:
    """Neemt de aangevinkte besluiten, elk op zichzelf, en laat zien hoe elk afliep."""
    soort, wacht = soort_van(code), goedkeuring.wachtend(sessie(), actor())
    gekozen = besluitscherm_samen.van_soort(wacht, code)
    bij, toen = besluitscherm_samen.laad_bij(sessie(), gekozen), request.form.getlist("gezien")
    opdracht = besluitbulk.Opdracht(
        code,
        besluitscherm.lees_uitkomst(tekst("uitkomst")),
        tekst("motivering"),
        tekst("voorwaarden_bevestigd") == "ja",
        besluitscherm_samen.veranderd(wacht, gekozen, bij, toen),
    )
    keuze, gezien = _keuze(), besluitscherm_samen.wat_gezien(wacht, gekozen)
    uitslagen = besluitbulk.beslis_samen(database(), actor=actor(), opdracht=opdracht, keuze=keuze, gezien=gezien)
    s = besluitscherm_samen.maak_uitkomst(soort, gekozen, uitslagen, opdracht.uitkomst)
    return render_template("goedkeuren/uitslag.html", s=s)


def _keuze() -> list[UUID]:
    return [nummer(id_) for id_ in request.form.getlist("besluit")]
