"""De lijst van een corporatie inlezen: kiezen, proef, inlezen, en het herstelblad voor wat wacht."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, render_template, request

from casus.actions.woningimport import Woninginlezer, laad_corporatie
from casus.errors import InvoerFout, VeldFout
from casus.extensions import database, instellingen, sleutelbos
from casus.importers.herstelblad import maak_herstelblad
from casus.importers.woningen import lees_woningen
from casus.queries.woningen import corporaties
from casus.termijnen import vandaag
from casus.views.schermen.aanlevering import Aanlevering, gooi_weg, haal_op, leg_weg
from casus.views.schermen.woningimportscherm import maak_scherm
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes

bp = Blueprint("woningimport", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _map() -> Path:
    return instellingen().instance / "aangeleverd"


def _opgehaald() -> Aanlevering:
    return haal_op(_map(), sleutelbos(), actor().gebruiker_id, tekst("kaartje"))


def _teken(bestand: Aanlevering, *, proef: bool) -> tuple[str, bool]:
    """De pagina met de uitslag, en of er nog rijen wachten."""
    gelezen = lees_woningen(bestand.inhoud, bestand.naam, vandaag())
    corporatie = laad_corporatie(sessie(), tekst("corporatie"))
    inlezer = Woninginlezer(database(), actor(), corporatie.id, tekst("meteen") == "ja", proef)
    scherm = maak_scherm(bestand, gelezen, inlezer.importeer(gelezen), corporatie, proef=proef)
    pagina = render_template("woningen/uitslag.html", **scherm, meteen=tekst("meteen"))
    return pagina, bool(gelezen.tegengehouden)


@bp.get("/woningen/inlezen")
@leest("woning.vastleggen")
def kies() -> Antwoord:
    """Een bestand en een corporatie kiezen."""
    keuzes = [(str(een.id), een.naam) for een in corporaties(sessie())]
    return render_template("woningen/kies.html", corporaties=keuzes)


@bp.post("/woningen/inlezen/proef")
@writes("woning.vastleggen", opnieuw=kies, eigen_transacties=True)
def proef() -> Antwoord:
    """Laat per rij zien wat er zou gebeuren, en verandert niets."""
    aangeleverd = request.files.get("bestand")
    fouten = [] if tekst("corporatie") else [VeldFout("corporatie", "Kies van welke corporatie deze lijst is.")]
    if aangeleverd is None or not aangeleverd.filename:
        raise InvoerFout([*fouten, VeldFout("bestand", "Kies een bestand: XLSX of CSV.")])
    if fouten:
        raise InvoerFout(fouten)
    naam, inhoud = Path(aangeleverd.filename).name, aangeleverd.read()
    return _teken(leg_weg(_map(), sleutelbos(), actor().gebruiker_id, naam, inhoud), proef=True)[0]


@bp.post("/woningen/inlezen")
@writes("woning.vastleggen", opnieuw=kies, eigen_transacties=True)
def inlezen() -> Antwoord:
    """Leest de goede rijen in. Nog een keer insturen verandert niets."""
    bestand = _opgehaald()
    pagina, wacht = _teken(bestand, proef=False)
    if not wacht:
        gooi_weg(_map(), bestand.kaartje)
    return pagina


@bp.post("/woningen/inlezen/herstelblad")
@writes("woning.vastleggen", opnieuw=kies, eigen_transacties=True)
def herstelblad() -> Antwoord:
    """De rijen die wachten als XLSX, om te verbeteren."""
    bestand = _opgehaald()
    inhoud = maak_herstelblad(lees_woningen(bestand.inhoud, bestand.naam, vandaag()))
    antwoord = Response(inhoud, mimetype=XLSX)
    antwoord.headers.set("Content-Disposition", "attachment", filename="te-verbeteren.xlsx")
    return antwoord
