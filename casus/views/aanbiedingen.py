"""Aanbiedingen: de lijst voor wonen, en het dossier van een weigering voor het COA."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from casus.errors import NietGevonden
from casus.queries import aanbod as vragen
from casus.queries.bladen import Plek
from casus.queries.zaakpagina import laad_stand
from casus.views.schermen import aanbodscherm
from casus.views.schermen.weigerscherm import maak_weigering
from casus.web.gebruik import gaat_over, sessie
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
    stand = laad_stand(sessie(), zaaknummer)
    gaat_over(stand.zaak)
    return render_template("aanbiedingen/weigering.html", s=maak_weigering(stand))
