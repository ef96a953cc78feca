"""Een paar views zoals een scherm ze schrijft, om de deuren zelf te testen."""

from __future__ import annotations

from flask import Blueprint, g, render_template_string
from sqlalchemy import func, select, update

from casus.errors import Conflict, GeenRecht, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.models import Teller
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("proef", __name__)
PAGINA = """{% extends "base.html" %}{% from "components/formulier.html" import veld, verborgen %}
{% set f = formulier(url_for("proef.schrijf")) %}
{% block titel %}Proef{% endblock %}{% block inhoud %}<h1>Proef {{ aantal }}</h1>
<form method="post" action="{{ url_for('proef.schrijf') }}">{{ verborgen() }}{{ veld(f, "naam", "Naam") }}
{{ veld(f, "uitleg", "Uitleg", "tekstvak") }}<button class="knop">Schrijven</button></form>{% endblock %}"""
MET_CODE = """{% extends "base.html" %}{% from "components/formulier.html" import veld, verborgen, bewijsveld %}
{% set f = formulier(url_for("proef.beslis")) %}
{% block titel %}Proef{% endblock %}{% block inhoud %}<h1>Proef {{ aantal }}</h1>
<form method="post" action="{{ url_for('proef.beslis') }}">{{ verborgen() }}{{ veld(f, "naam", "Naam") }}
{{ veld(f, "uitleg", "Uitleg", "tekstvak") }}{{ bewijsveld(f) }}
<button class="knop">Besluiten</button></form>{% endblock %}"""
FOUTEN = {
    "veld": InvoerFout([VeldFout("naam", "Vul een naam in.")]),
    "regel": Weigering("Dat kan nu niet. Leg eerst de reactie vast."),
    "recht": GeenRecht("Alleen de jurist kan dit."),
    "ander": Conflict("Bart Reimerink rondde deze taak om 10.42 uur al af."),
    "weg": NietGevonden(),
}


@bp.get("/proef")
@leest("zaken.inzien")
def toon() -> str:
    return render_template_string(PAGINA, aantal=sessie().scalar(select(func.sum(Teller.laatste))))


@bp.get("/proef/schrijft-toch")
@leest("zaken.inzien")
def stiekem() -> str:
    _tel_op()
    return "dit kan niet"


@bp.post("/proef")
@writes("zaak.bewerken", opnieuw=toon)
def schrijf():
    """Verandert eerst iets en weigert dan pas: alles moet terug."""
    _tel_op()
    if fout := FOUTEN.get(tekst("naam")):
        raise fout
    if tekst("naam") == "stuk":
        raise ZeroDivisionError("999912345")
    return naar("/proef", f"Geschreven: {tekst('naam')}.")


@bp.get("/proef/met-code")
@leest("zaken.inzien")
def met_code() -> str:
    return render_template_string(MET_CODE, aantal=sessie().scalar(select(func.sum(Teller.laatste))))


@bp.post("/proef/met-code")
@writes("zaak.bewerken", opnieuw=met_code, tweede_factor=True)
def beslis():
    """Zoals een besluit: alleen met een verse code."""
    _tel_op()
    if fout := FOUTEN.get(tekst("naam")):
        raise fout
    return naar("/proef", f"Besloten: {tekst('naam')}.")


@bp.post("/proef/kaal")
@writes("zaak.bewerken")
def kaal():
    _tel_op()
    raise FOUTEN[tekst("naam")]


@bp.post("/proef/jurist")
@writes("inrichting.beheren", opnieuw=toon)
def beheer():
    raise AssertionError("hier komt niemand zonder recht")


@bp.post("/proef/geen-doorverwijzing")
@writes("zaak.bewerken")
def vergeten() -> str:
    _tel_op()
    return "vergeten"


def _tel_op() -> None:
    sessie().flush()
    eigen = Teller.soort == "proef"
    if not sessie().execute(update(Teller).where(eigen).values(laatste=Teller.laatste + 1)).rowcount:
        sessie().add(Teller(gemeente_id=actor().gemeente_id, soort="proef", jaar=2026, laatste=1))
    g.geteld = True
