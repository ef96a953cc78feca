"""Aanbiedingen: de lijst voor wonen, en het dossier van een weigering voor het COA."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, request

from casus.actions import inzien
from casus.actions.dossierinhoud import huisstijl
from casus.errors import NietGevonden
from casus.extensions import database, renderer
from casus.queries import aanbod as vragen
from casus.queries import weigering as papieren
from casus.queries.bladen import Plek
from casus.queries.zaakpagina import laad_stand
from casus.views.schermen import aanbodscherm
from casus.views.schermen.documentscherm import bijlage
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.limieten import DOCUMENTEN, tel
from casus.web.toegang import Antwoord, leest

bp = Blueprint("aanbiedingen", __name__)


@bp.get("/aanbiedingen")
@leest("aanbiedingen.inzien")
def lijst() -> Antwoord:
    """Elk aanbod waarin nog iets moet gebeuren, wat te laat is bovenaan."""
    gekozen, na = _corporatie(request.args.get("corporatie", "")), Plek.lees(request.args.get("na"))
    blad = vragen.lopende(sessie(), gekozen, na)
    s = aanbodscherm.maak_lijst(blad, vragen.per_corporatie(sessie()), gekozen)
    return render_template("aanbiedingen/lijst.html", s=s)


def _corporatie(tekst: str) -> UUID | None:
    try:
        return UUID(tekst) if tekst else None
    except ValueError:
        raise NietGevonden("Deze corporatie bestaat niet. Ga terug naar alle aanbiedingen.") from None


@bp.get("/zaken/<zaaknummer>/weigering")
@leest("zaken.inzien")
def weigering(zaaknummer: str) -> Antwoord:
    """Het dossier van de laatste weigering: de feiten van het aanbod, om te lezen en te printen."""
    return render_template("aanbiedingen/weigering.html", s=_weigering(zaaknummer))


@bp.get("/zaken/<zaaknummer>/weigering.pdf")
@leest("zaken.inzien")
def weigering_pdf(zaaknummer: str) -> Antwoord:
    """Hetzelfde dossier als PDF, op het papier van de gemeente."""
    tel("document", str(actor().gebruiker_id), DOCUMENTEN)
    gegevens, gemeente = papieren.papier(sessie(), _weigering(zaaknummer), actor().naam)
    antwoord = Response(renderer().teken(gegevens, huisstijl(gemeente)), mimetype="application/pdf")
    antwoord.headers["Content-Disposition"] = bijlage(f"weigering-{zaaknummer}.pdf")
    return antwoord


def _weigering(zaaknummer: str) -> papieren.Weigering:
    stand = laad_stand(sessie(), zaaknummer)
    weigering = papieren.stel_samen(stand)
    inzien.leg_vast(database(), actor=actor(), wat="weigering", zaak_id=gaat_over(stand.zaak).id)
    return weigering
