"""De lijst van zaken, en zoeken op zaaknummer en naam."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from casus.actions import inzien
from casus.extensions import database
from casus.queries import zaken as vragen
from casus.queries.bladen import Plek
from casus.queries.toestanden import processen
from casus.views.schermen.werklijst import aantal_tekst
from casus.views.schermen.zaaklijst import regels, toestandkeuzes
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest

bp = Blueprint("zaken", __name__)


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
    """Zaken op nummer of naam. Een POST, zodat geen naam in een adres of logboek komt; er wordt niets bewaard."""
    gevonden = vragen.zoek(sessie(), actor(), tekst("q"))
    rijen = regels(gevonden, processen(sessie(), {rij.workflowversie_id for rij in gevonden}))
    inzien.leg_vast(database(), actor=actor(), wat=f"gezocht, {len(gevonden)} gevonden")
    return render_template("zaken/gevonden.html", regels=rijen, q=tekst("q"), meeste=vragen.MEESTE_TREFFERS)
