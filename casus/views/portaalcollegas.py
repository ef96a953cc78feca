"""De collega's van een corporatie met toegang, en melden dat iemand er niet meer werkt."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for

from casus.actions import vertrek
from casus.queries import portaal as vragen
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("portaalcollegas", __name__)


@bp.get("/portaal/collegas")
@leest("portaal.collegas")
def lijst() -> Antwoord:
    """Wie van deze corporatie toegang heeft."""
    wie = {"corporatie": vragen.corporatie(sessie(), actor()), "mensen": vragen.collegas(sessie(), actor())}
    return render_template("portaal/collegas.html", **wie, mijn_id=actor().gebruiker_id)


@bp.post("/portaal/collegas/<uuid:lid_id>/vertrokken")
@writes("portaal.collegas", opnieuw=lijst)
def vertrokken(lid_id: UUID) -> Antwoord:
    """De gemeente hoort dat deze collega hier niet meer werkt."""
    collega = vertrek.meld(sessie(), lid_id, actor=actor())
    return naar(url_for("portaalcollegas.lijst"), f"De gemeente weet het. Zij beëindigt de toegang van {collega.naam}.")
