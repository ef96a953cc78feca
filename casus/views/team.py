"""Het teamoverzicht: hoe het team ervoor staat, voor het hele team te zien."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from casus.views.schermen.teamscherm import PERIODEN, maak_team
from casus.web.gebruik import actor, gemeente, sessie
from casus.web.toegang import Antwoord, leest

bp = Blueprint("team", __name__)


@bp.get("/team")
@leest("team.inzien")
def toon() -> Antwoord:
    """Werk, doorlooptijd, in- en uitstroom, de taakstelling, wie vastzit en wie een thuis kreeg."""
    scherm = maak_team(sessie(), actor(), request.args.get("periode", ""))
    return render_template("team/toon.html", s=scherm, perioden=PERIODEN, code=gemeente().code)
