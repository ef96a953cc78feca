"""Een lijst met koppelingen inlezen: kiezen, proef, inlezen, en het herstelblad voor wat wacht."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, render_template, request
from sqlalchemy import select

from casus.actions.koppelingen import ImportUitslag, Inlezer
from casus.errors import InvoerFout, VeldFout
from casus.extensions import database, instellingen, sleutelbos
from casus.importers.herstelblad import maak_herstelblad
from casus.importers.koppelingen import lees_koppelingen
from casus.importers.koppelregels import KoppelingenBestand
from casus.models import Gemeente
from casus.termijnen import vandaag
from casus.views.schermen.aanlevering import Aanlevering, gooi_weg, haal_op, leg_weg
from casus.views.schermen.importscherm import maak_scherm
from casus.web.formulier import tekst
from casus.web.gebruik import actor
from casus.web.toegang import Antwoord, leest, writes

bp = Blueprint("koppelingen", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _map() -> Path:
    return instellingen().instance / "aangeleverd"


def _opgehaald() -> Aanlevering:
    return haal_op(_map(), sleutelbos(), actor().gebruiker_id, tekst("kaartje"))


def _lees(bestand: Aanlevering) -> KoppelingenBestand:
    """Alleen de rijen van de eigen gemeente: het scherm werkt altijd voor één gemeente."""
    with database().lezen() as session:
        code = session.scalars(select(Gemeente.code).where(Gemeente.id == actor().gemeente_id)).one()
    return lees_koppelingen(bestand.inhoud, bestand.naam, vandaag(), alleen_gemeente=code)


def _verwerk(bestand: Aanlevering, *, proef: bool) -> tuple[KoppelingenBestand, ImportUitslag]:
    wie = actor()
    gelezen = _lees(bestand)
    afdruk = hashlib.sha256(bestand.inhoud).hexdigest()
    inlezer = Inlezer(
        database(), sleutelbos(), lambda gemeente: wie if gemeente.id == wie.gemeente_id else None, afdruk, proef
    )
    return gelezen, inlezer.importeer(gelezen)


@bp.get("/koppelingen")
@leest("koppelingen.importeren")
def kies() -> Antwoord:
    """Een bestand kiezen."""
    return render_template("koppelingen/kies.html")


@bp.post("/koppelingen/proef")
@writes("koppelingen.importeren", opnieuw=kies, eigen_transacties=True)
def proef() -> Antwoord:
    """Laat per rij zien wat er zou gebeuren, en verandert niets."""
    aangeleverd = request.files.get("bestand")
    if aangeleverd is None or not aangeleverd.filename:
        raise InvoerFout([VeldFout("bestand", "Kies een bestand: XLSX of CSV.")])
    inhoud = aangeleverd.read()
    bestand = leg_weg(_map(), sleutelbos(), actor().gebruiker_id, Path(aangeleverd.filename).name, inhoud)
    scherm = maak_scherm(bestand, *_verwerk(bestand, proef=True), proef=True)
    return render_template("koppelingen/uitslag.html", **scherm)


@bp.post("/koppelingen/inlezen")
@writes("koppelingen.importeren", opnieuw=kies, eigen_transacties=True)
def inlezen() -> Antwoord:
    """Leest de goede huishoudens in. Nog een keer insturen verandert niets: elk huishouden heeft zijn nummer."""
    bestand = _opgehaald()
    scherm = maak_scherm(bestand, *_verwerk(bestand, proef=False), proef=False)
    if not scherm["tegengehouden"]:
        gooi_weg(_map(), bestand.kaartje)
    return render_template("koppelingen/uitslag.html", **scherm)


@bp.post("/koppelingen/herstelblad")
@writes("koppelingen.importeren", opnieuw=kies, eigen_transacties=True)
def herstelblad() -> Antwoord:
    """De tegengehouden rijen als XLSX, om te verbeteren."""
    bestand = _opgehaald()
    inhoud = maak_herstelblad(_lees(bestand))
    antwoord = Response(inhoud, mimetype=XLSX)
    antwoord.headers.set("Content-Disposition", "attachment", filename="te-verbeteren.xlsx")
    return antwoord
