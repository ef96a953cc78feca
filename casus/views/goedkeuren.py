"""Ter goedkeuring: wat op een besluit wacht, en het besluit zelf."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for

from casus.actions import besluiten
from casus.errors import InvoerFout, VeldFout
from casus.queries import goedkeuring
from casus.queries.beeld import laad_besluit
from casus.views.schermen import besluitscherm
from casus.web.formulier import tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.navigatie import teller
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("goedkeuren", __name__)


teller("goedkeuren.lijst", "besluit.beslissen")(goedkeuring.telling)


@bp.get("/goedkeuren")
@leest("besluit.beslissen")
def lijst() -> Antwoord:
    """Alles wat op mij wacht, met het eerste voorstel open."""
    wacht = goedkeuring.wachtend(sessie(), actor())
    return render_template("goedkeuren/toon.html", **besluitscherm.maak_scherm(sessie(), actor(), wacht, None))


@bp.get("/goedkeuren/<uuid:besluit_id>")
@leest("besluit.beslissen")
def toon(besluit_id: UUID) -> Antwoord:
    """Eén voorstel op één pagina."""
    wacht = goedkeuring.wachtend(sessie(), actor())
    return render_template("goedkeuren/toon.html", **besluitscherm.maak_scherm(sessie(), actor(), wacht, besluit_id))


@bp.post("/goedkeuren/<uuid:besluit_id>")
@writes("besluit.beslissen", opnieuw=toon)
def beslissen(besluit_id: UUID) -> Antwoord:
    """Neemt het besluit."""
    besluit = laad_besluit(sessie(), besluit_id)
    gaat_over(besluit.zaak)
    uitkomst = tekst("uitkomst")
    if uitkomst not in ("toegekend", "afgewezen"):
        raise InvoerFout([VeldFout("uitkomst", "Kies toekennen of afwijzen.")])
    besluiten.beslis(sessie(), besluit, actor=actor(), uitkomst=uitkomst, motivering=tekst("motivering"))  # type: ignore[arg-type]  # net getoetst
    woord = "toegekend" if uitkomst == "toegekend" else "afgewezen"
    return naar(url_for("goedkeuren.lijst"), f"{besluit.titel} is {woord}.")
