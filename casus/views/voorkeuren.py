"""Hoe iemand zelf wil werken: de volgende taak vanzelf, en toetsen aan of uit."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from casus.actions import voorkeuren
from casus.web.formulier import tekst
from casus.web.gebruik import actor, ingelogd, sessie
from casus.web.toegang import INGELOGD, Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("voorkeuren", __name__)


@bp.get("/voorkeuren")
@leest(INGELOGD)
def toon() -> Antwoord:
    """De keuzes van deze gebruiker."""
    wie = ingelogd()
    eigen = wie.gebruiker.voorkeuren if wie else {}
    return render_template("voorkeuren.html", volgende=eigen.get("volgende", False), toetsen=eigen.get("toetsen", True))


@bp.post("/voorkeuren")
@writes(INGELOGD, opnieuw=toon)
def bewaren() -> Antwoord:
    """Bewaart de keuzes."""
    keuzes = {"volgende": tekst("volgende") == "ja", "toetsen": tekst("toetsen") == "ja"}
    voorkeuren.bewaar(sessie(), actor().gebruiker_id, **keuzes)
    return naar(url_for("voorkeuren.toon"), "Uw voorkeuren zijn bewaard.")
