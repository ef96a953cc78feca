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
from casus.views.schermen.werklijst import aantal_tekst
from casus.views.schermen.zaaklijst import regels, toestandkeuzes
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
    toestand, van = request.args.get("toestand", ""), request.args.get("van", "")
    wie = actor().gebruiker_id if van == "mij" else None
    na = Plek.lees(request.args.get("na"))
    blad = vragen.lijst(sessie(), actor(), toestand=toestand or None, casemanager_id=wie, na=na)
    aantal = vragen.tel(sessie(), actor(), toestand=toestand or None, casemanager_id=wie)
    rijen = regels(blad.rijen, processen(sessie(), {rij.workflowversie_id for rij in blad.rijen}))
    keuze = {"toestand": toestand, "van": van, "toestanden": toestandkeuzes()}
    return render_template("zaken/lijst.html", blad=blad, regels=rijen, aantal=aantal_tekst(aantal), keuze=keuze)


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
