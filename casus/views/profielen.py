"""De dossierprofielen: lezen wie wat krijgt, een wijziging voorstellen, het advies van de FG, en het besluit."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from casus.actions import profielbesluiten
from casus.errors import InvoerFout, VeldFout
from casus.models import Profielbesluit
from casus.queries.dossierprofielen import laad_besluiten
from casus.queries.dossiers import laad_profiel
from casus.rules import dossierprofielen
from casus.termijnen import vandaag
from casus.views.schermen import profielscherm
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("profielen", __name__)


@bp.get("/dossierprofielen")
@leest("dossierprofiel.inzien")
def lijst() -> Antwoord:
    """Alle profielen, met de versie die vandaag geldt."""
    return render_template("dossiers/profielen.html", regels=profielscherm.lijst(laad_besluiten(sessie())))


@bp.get("/dossierprofielen/<code>")
@leest("dossierprofiel.inzien")
def toon(code: str) -> Antwoord:
    """Eén profiel: de velden, wat er nooit in kan, de versies, en een voorstel dat loopt."""
    dossierprofielen.profiel(code)
    s = profielscherm.scherm(sessie(), code, laad_besluiten(sessie(), code), actor())
    return render_template("dossiers/profiel.html", s=s)


@bp.get("/dossierprofielen/<code>/wijzigen")
@leest("dossierprofiel.voorstellen")
def formulier(code: str) -> Antwoord:
    """Een nieuwe versie voorstellen."""
    dossierprofielen.profiel(code)
    s = profielscherm.formulier(code, laad_besluiten(sessie(), code))
    return render_template("dossiers/profielvoorstel.html", **s)


@bp.post("/dossierprofielen/<code>/wijzigen")
@writes("dossierprofiel.voorstellen", opnieuw=formulier)
def voorstellen(code: str) -> Antwoord:
    """Doet een voorstel; daarna adviseert de FG."""
    velden = profielscherm.alle_velden(laad_profiel(sessie(), code), request.form.getlist("velden"))
    profielbesluiten.stel_voor(sessie(), actor=actor(), profiel=code, velden=velden, motivering=tekst("motivering"))
    return _verder(code, "Het voorstel is gedaan. Vraag nu advies aan de functionaris gegevensbescherming.")


@bp.post("/dossierprofielen/<code>/<int:nr>/advies")
@writes("dossierprofiel.adviseren", opnieuw=toon)
def adviseren(code: str, nr: int) -> Antwoord:
    """Legt het advies van de FG vast."""
    dag = ontleed_dag(tekst("op"), vandaag())
    if dag is None:
        raise InvoerFout([VeldFout("op", "Schrijf de dag van het advies als 18-11-2026.")])
    wat = {naam: tekst(naam) for naam in ("naam", "oordeel", "advies")}
    profielbesluiten.geef_fg_advies(sessie(), _besluit(code, nr), actor=actor(), op=dag, **wat)
    return _verder(code, "Het advies van de FG is vastgelegd. Nu kan een ander dan de voorsteller beslissen.")


@bp.post("/dossierprofielen/<code>/<int:nr>/besluit")
@writes("dossierprofiel.beslissen", opnieuw=toon, tweede_factor=True)
def beslissen(code: str, nr: int) -> Antwoord:
    """Beslist op het voorstel."""
    besluit, ja = _besluit(code, nr), tekst("uitkomst")
    if ja not in ("toekennen", "afwijzen"):
        raise InvoerFout([VeldFout("uitkomst", "Kies of u toekent of afwijst.")])
    van = ontleed_dag(tekst("geldig_van"), vandaag())
    if tekst("geldig_van") and van is None:
        raise InvoerFout([VeldFout("geldig_van", "Schrijf de dag als 18-11-2026.")])
    reden, toekennen = tekst("reden"), ja == "toekennen"
    profielbesluiten.beslis(sessie(), besluit, actor=actor(), toekennen=toekennen, reden=reden, geldig_van=van)
    return _verder(code, f"Versie {nr} is {besluit.status}.")


@bp.post("/dossierprofielen/<code>/<int:nr>/intrekken")
@writes("dossierprofiel.voorstellen", opnieuw=toon)
def intrekken(code: str, nr: int) -> Antwoord:
    """Trekt het eigen voorstel in."""
    profielbesluiten.trek_in(sessie(), _besluit(code, nr), actor=actor())
    return _verder(code, "Het voorstel is ingetrokken.")


def _besluit(code: str, nr: int) -> Profielbesluit:
    dossierprofielen.profiel(code)
    return profielbesluiten.zoek(sessie(), code, nr)


def _verder(code: str, melding: str) -> Response:
    return naar(url_for("profielen.toon", code=code), melding)
