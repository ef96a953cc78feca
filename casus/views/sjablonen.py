"""De teksten van brieven: bekijken, proberen met verzonnen gegevens, en een eigen tekst bewaren."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from casus.actions import briefsjablonen
from casus.actions.briefsjablonen import briefsoort
from casus.extensions import renderer
from casus.queries.brieven import geldend_sjabloon
from casus.views.schermen import sjabloonscherm
from casus.web.formulier import versie
from casus.web.gebruik import actor, sessie
from casus.web.limieten import DOCUMENTEN, tel
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("sjablonen", __name__)


@bp.get("/briefteksten")
@leest("inrichting.beheren")
def lijst() -> Antwoord:
    """Alle soorten brieven, en welke de gemeente zelf heeft geschreven."""
    besluiten, bezwaar = sjabloonscherm.lijst(sessie())
    return render_template("brieven/lijst.html", besluiten=besluiten, bezwaar=bezwaar)


@bp.get("/briefteksten/<code>")
@leest("inrichting.beheren")
def toon(code: str) -> Antwoord:
    """De tekst van één soort brief, met een voorbeeld."""
    return render_template("brieven/toon.html", s=sjabloonscherm.maak_scherm(sessie(), briefsoort(code)))


@bp.post("/briefteksten/<code>/voorbeeld")
@writes("inrichting.beheren", opnieuw=toon, eigen_transacties=True)
def voorbeeld(code: str) -> Antwoord:
    """Keurt de getypte tekst en toont haar met verzonnen gegevens; er wordt niets bewaard."""
    getypt = request.form.get("tekst", "")
    scherm = sjabloonscherm.maak_scherm(sessie(), briefsoort(code), getypt=getypt)
    return render_template("brieven/toon.html", s=scherm)


@bp.get("/briefteksten/<code>/proef.pdf")
@leest("inrichting.beheren")
def proef(code: str) -> Antwoord:
    """De geldende tekst als PDF op het briefhoofd van de gemeente, met verzonnen gegevens."""
    soort = briefsoort(code)
    tel("document", str(actor().gebruiker_id), DOCUMENTEN)
    gegevens, stijl = sjabloonscherm.proefbrief(sessie(), soort, geldend_sjabloon(sessie(), code).tekst, actor())
    antwoord = Response(renderer().teken(gegevens, stijl), mimetype="application/pdf")
    antwoord.headers.set("Content-Disposition", "attachment", filename=f"proef-{soort.code}.pdf")
    return antwoord


@bp.post("/briefteksten/<code>")
@writes("inrichting.beheren", opnieuw=toon)
def bewaar(code: str) -> Antwoord:
    """Bewaart een eigen tekst, als zij klopt."""
    rij = briefsjablonen.bewaar(
        sessie(), actor=actor(), code=code, tekst=request.form.get("tekst", ""), versie=versie()
    )
    return naar(url_for("sjablonen.toon", code=code), f"De tekst is bewaard als versie {rij.versie}.")


@bp.post("/briefteksten/<code>/terug")
@writes("inrichting.beheren", opnieuw=toon)
def terug(code: str) -> Antwoord:
    """Terug naar de tekst die met casus meekomt."""
    briefsjablonen.zet_terug(sessie(), actor=actor(), code=code, versie=versie())
    return naar(url_for("sjablonen.toon", code=code), "Deze brief heeft weer de tekst van casus.")
