"""Het portaal van een corporatie: dossiers ophalen en antwoorden op voordrachten."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import portaal as acties
from casus.extensions import database
from casus.views.schermen import portaalscherm
from casus.views.schermen.dossierbestand import als_bijlage, inhoud_van
from casus.web import limieten
from casus.web.formulier import invoer, nummer
from casus.web.gebruik import actor, bereik, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("portaal", __name__)


@bp.get("/portaal/code")
@leest("portaal.binnengaan")
def bewijs() -> Antwoord:
    """De tweede factor, één keer per keer inloggen; zonder code-app eerst die instellen."""
    return render_template("portaal/bewijs.html")


@bp.post("/portaal/code")
@writes("portaal.binnengaan", opnieuw=bewijs, tweede_factor=True)
def bevestigen() -> Antwoord:
    """De code was goed: verder naar het portaal."""
    return naar(url_for("portaal.begin"))


@bp.get("/portaal")
@leest("portaal.inzien")
def begin() -> Antwoord:
    """Wat er op de corporatie wacht, wat loopt, en welke dossiers klaarstaan."""
    na = request.args.get("na", "")
    return render_template("portaal/begin.html", **portaalscherm.begin(sessie(), actor(), nummer(na) if na else None))


@bp.post("/portaal/dossiers/<uuid:verstrekking_id>")
@writes("portaal.ophalen", eigen_transacties=True)
def ophalen(verstrekking_id: UUID) -> Antwoord:
    """Het bestand; wie het ophaalt en wanneer, wordt vastgelegd."""
    limieten.tel("dossier", str(actor().gebruiker_id), limieten.LEZEN)
    with database().unit_of_work(bereik()) as session:
        dossier = acties.haal_dossier_op(session, verstrekking_id, actor=actor())
        inhoud = inhoud_van(session, dossier)
    return als_bijlage(inhoud)


@bp.get("/portaal/voordrachten/<uuid:aanbod_id>")
@leest("portaal.inzien")
def voordracht(aanbod_id: UUID) -> Antwoord:
    """Eén voordracht: de woning, het dossier, en wat de corporatie kan antwoorden."""
    return render_template("portaal/voordracht.html", **portaalscherm.voordracht(sessie(), actor(), aanbod_id))


@bp.post("/portaal/voordrachten/<uuid:aanbod_id>/akkoord")
@writes("portaal.antwoorden", opnieuw=voordracht)
def akkoord(aanbod_id: UUID) -> Antwoord:
    """De corporatie is akkoord."""
    return _antwoord(aanbod_id, "akkoord", "Uw akkoord is vastgelegd. De gemeente doet het huishouden het aanbod.")


@bp.post("/portaal/voordrachten/<uuid:aanbod_id>/afwijzen")
@writes("portaal.antwoorden", opnieuw=voordracht)
def afwijzen(aanbod_id: UUID) -> Antwoord:
    """De corporatie wijst de voordracht af, met een reden."""
    return _antwoord(aanbod_id, "afwijzen", "Uw antwoord is vastgelegd. De gemeente zoekt verder.")


@bp.post("/portaal/voordrachten/<uuid:aanbod_id>/bezichtigen")
@writes("portaal.antwoorden", opnieuw=voordracht)
def bezichtigen(aanbod_id: UUID) -> Antwoord:
    """Wanneer het huishouden de woning kan bekijken."""
    melding = "De bezichtiging is doorgegeven. De casemanager vertelt het aan het huishouden."
    return _antwoord(aanbod_id, "bezichtigen", melding)


def _antwoord(aanbod_id: UUID, wat: str, melding: str) -> Antwoord:
    acties.antwoord(sessie(), aanbod_id, actor=actor(), code=portaalscherm.CODES[wat], invoer=invoer())
    return naar(url_for("portaal.voordracht", aanbod_id=aanbod_id), melding)
