"""Het mandaatrapport: per jaar wat elke functie besloot, met de besluiten onder elk getal."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from casus.queries import mandaatrapport as vragen
from casus.views.schermen import mandaatrapportscherm as scherm
from casus.web import limieten
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes

bp = Blueprint("mandaatrapport", __name__)


@bp.get("/mandaatrapport")
@leest("mandaatrapport.inzien")
def toon() -> Antwoord:
    """Het rapport van één jaar."""
    jaar = scherm.lees_jaar(request.values.get("jaar", ""))  # ook na een code die niet klopte
    regels, jaren = vragen.rapport(sessie(), jaar), vragen.jaren(sessie())
    return render_template("mandaatrapport/toon.html", s=scherm.maak_rapport(jaar, regels, jaren))


@bp.get("/mandaatrapport/besluiten")
@leest("mandaatrapport.besluiten")
def besluiten() -> Antwoord:
    """De besluiten onder één getal van het rapport, voor zover de actor ze ziet."""
    keuze = scherm.lees_keuze(request.args)
    getal, na = (keuze.jaar, keuze.functie, keuze.wat), request.args.get("na", "")
    rijen, volgende = vragen.besluiten(sessie(), *getal, na, voor=actor())
    return render_template("mandaatrapport/besluiten.html", s=scherm.maak_lijst(keuze, rijen, volgende))


@bp.post("/mandaatrapport/exporteer")
@writes("mandaatrapport.exporteren", opnieuw=toon, eigen_transacties=True, tweede_factor=True)
def exporteer() -> Antwoord:
    """Het rapport of de besluiten ervan als CSV, voor de accountant; na een code."""
    limieten.tel("exporteren", str(actor().gebruiker_id), limieten.EXPORTEREN)
    return scherm.maak_bestand(scherm.lees_jaar(tekst("jaar")), alles=tekst("soort") == "besluiten")
