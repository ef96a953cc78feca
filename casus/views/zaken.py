"""De lijst van zaken, en zoeken op zaaknummer en naam."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from flask import Blueprint, render_template, request, url_for

from casus.actions import inzien
from casus.errors import NietGevonden
from casus.extensions import database, sleutelbos
from casus.queries import zaken as vragen
from casus.queries.bladen import Plek
from casus.queries.toestanden import processen
from casus.queries.zaakkeuze import MEEGETELD
from casus.views.schermen.zaaklijst import lees_keuze, maak_lijst, regels
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest
from casus.web.verwijzing import naar

bp = Blueprint("zaken", __name__)
MEESTE_TEKENS = 200


@bp.get("/zaken")
@leest("zaken.inzien")
def lijst() -> Antwoord:
    """De zaken van de gemeente, langst gekoppeld eerst."""
    keuze = lees_keuze(request.args, actor())
    blad = vragen.lijst(sessie(), actor(), keuze, na=Plek.lees(request.args.get("na")))
    rijen = regels(blad.rijen, processen(sessie(), {rij.workflowversie_id for rij in blad.rijen}))
    personen = vragen.tel_personen(sessie(), actor(), keuze) if keuze.wat == MEEGETELD else None
    scherm = maak_lijst(keuze, vragen.tel(sessie(), actor(), keuze), personen, blad)
    return render_template("zaken/lijst.html", s=scherm, blad=blad, regels=rijen)


@bp.post("/zaken/zoeken")
@leest("zaken.inzien")
def zoek() -> Antwoord:
    """Door naar wat is gevonden. De zoekterm gaat versleuteld mee: geen naam in een adres, en Terug blijft werken."""
    return naar(url_for("zaken.gevonden", term=sleutelbos().versleutel(tekst("q")[:MEESTE_TEKENS])))


@bp.get("/zaken/gevonden")
@leest("zaken.inzien")
def gevonden() -> Antwoord:
    """Zaken op nummer of naam. Er wordt niets van de zoekterm bewaard."""
    q = _gezocht(request.args.get("term", ""))
    treffers = vragen.zoek(sessie(), actor(), q)
    rijen = regels(treffers, processen(sessie(), {rij.workflowversie_id for rij in treffers}))
    inzien.leg_vast(database(), actor=actor(), wat=f"gezocht, {len(treffers)} gevonden")
    return render_template("zaken/gevonden.html", regels=rijen, q=q, meeste=vragen.MEESTE_TREFFERS)


def _gezocht(term: str) -> str:
    try:
        return sleutelbos().ontsleutel(term) if term else ""
    except InvalidToken:
        raise NietGevonden("Deze zoekopdracht bestaat niet meer. Zoek opnieuw.") from None
