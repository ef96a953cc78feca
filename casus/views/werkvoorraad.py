"""Mijn taken: het volgende ding, met zijn datum."""

from __future__ import annotations

from typing import get_args

from flask import Blueprint, render_template, request

from casus.queries.bladen import Plek
from casus.queries.toestanden import processen
from casus.queries.werkvoorraad import mijn_taken, tel_taken
from casus.termijnen import Urgentie, vandaag
from casus.views.schermen.werklijst import TITELS, aantal_tekst, groepen
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest

bp = Blueprint("werkvoorraad", __name__)


@bp.get("/werkvoorraad")
@leest("taken.inzien")
def lijst() -> Antwoord:
    """Mijn open taken en wat in mijn rollen nog niemand heeft."""
    gekozen = request.args.get("uiterlijk", "")
    groep = gekozen if gekozen in get_args(Urgentie) else None
    rol = request.args.get("rol") or None
    na = Plek.lees(request.args.get("na"))
    blad = mijn_taken(sessie(), actor(), na=na, groep=groep, rol=rol)  # type: ignore[arg-type]  # net getoetst
    tellen = tel_taken(sessie(), actor())
    wfs = processen(sessie(), {rij.workflowversie_id for rij in blad.rijen})
    inhoud = {"groepen": groepen(blad.rijen, tellen, wfs, vandaag()), "blad": blad, "tellen": tellen}
    keuze = {"uiterlijk": groep or "", "rol": rol or "", "rollen": sorted(actor().rollen)}
    return render_template("werkvoorraad/lijst.html", **inhoud, keuze=keuze, titels=TITELS, aantal=aantal_tekst)
