"""De waarden van de gemeente: wat geldt, wat afloopt, en een nieuwe waarde vastleggen."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from casus.actions import parameters
from casus.queries.parameters import rijen_van
from casus.rules.parametersoorten import soort
from casus.rules.zinnen import dag_tekst
from casus.termijnen import vandaag
from casus.views.schermen import waardenscherm
from casus.web.formulier import versie
from casus.web.gebruik import actor, sessie
from casus.web.meldingen import meld
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("waarden", __name__)


@bp.get("/inrichting/waarden")
@leest("inrichting.beheren")
def lijst() -> Antwoord:
    """Alle waarden per onderwerp, met bovenaan wat afloopt of ontbreekt."""
    return render_template("waarden/lijst.html", s=waardenscherm.lijst(rijen_van(sessie()), vandaag()))


@bp.get("/inrichting/waarden/<code>")
@leest("inrichting.beheren")
def toon(code: str) -> Antwoord:
    """Eén waarde: wat geldt, wat komt, wat was, en het formulier voor een nieuwe."""
    wat = soort(code)
    return render_template("waarden/toon.html", s=waardenscherm.scherm(wat, rijen_van(sessie(), code), vandaag()))


@bp.post("/inrichting/waarden/<code>")
@writes("inrichting.beheren", opnieuw=toon)
def vastleggen(code: str) -> Antwoord:
    """Legt een nieuwe waarde vast."""
    invoer = waardenscherm.lees(soort(code), request.form, vandaag())
    nieuw = parameters.leg_vast(sessie(), actor=actor(), naam=code, versie=versie(), **invoer._asdict())
    weg = url_for("waarden.weghalen", code=code, vanaf=nieuw.rij.geldig_van.isoformat(), versie=nieuw.kenteken)
    zin = f"Vastgelegd: {parameters.in_woorden(soort(code), nieuw.rij, None)}."
    meld(zin, terug=weg if nieuw.terug_te_draaien else "")
    return naar(url_for("waarden.toon", code=code))


@bp.post("/inrichting/waarden/<code>/weg")
@writes("inrichting.beheren", opnieuw=toon)
def weghalen(code: str) -> Antwoord:
    """Haalt een waarde weg die nog moet beginnen."""
    vanaf = waardenscherm.lees_begin(request.values.get("vanaf", ""))
    blijft = parameters.haal_weg(sessie(), actor=actor(), naam=code, vanaf=vanaf, versie=versie())
    zin = f"De waarde vanaf {dag_tekst(vanaf)} is weg."
    return naar(url_for("waarden.toon", code=code), f"{zin} {waardenscherm.wat_blijft(soort(code), blijft)}".strip())
