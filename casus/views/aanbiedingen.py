"""Aanbiedingen: de lijst voor wonen, en wat het COA van een weigering krijgt."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from casus.actions import inzien
from casus.errors import NietGevonden
from casus.extensions import database
from casus.queries import aanbod as vragen
from casus.queries.bladen import Plek
from casus.queries.zaakpagina import laad_kop
from casus.views.schermen import aanbodscherm, weigeringscherm
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest

bp = Blueprint("aanbiedingen", __name__)


@bp.get("/aanbiedingen")
@leest("aanbiedingen.inzien")
def lijst() -> Antwoord:
    """Elk aanbod waarin nog iets moet gebeuren, wat te laat is bovenaan."""
    gekozen, na = _corporatie(request.args.get("corporatie", "")), Plek.lees(request.args.get("na"))
    blad = vragen.lopende(sessie(), gekozen, na)
    if blad.rijen:
        inzien.leg_eens_vast(database(), actor=actor(), wat="lijst van aanbiedingen")
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
    """De laatste weigering: wat het COA ervan krijgt en wat niet. Maken gaat zoals elk dossier."""
    zaak = laad_kop(sessie(), zaaknummer)
    s = weigeringscherm.maak(sessie(), zaak, actor(), request.args.getlist("erbij"))
    inzien.leg_vast(database(), actor=actor(), wat="weigering", zaak_id=zaak.id)
    return render_template("aanbiedingen/weigering.html", s=s)
