"""Gegevens van het huishouden: invullen wat een regel over woningen mist."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from casus.actions import huishoudens, inzien
from casus.extensions import database
from casus.queries import zaakpagina
from casus.queries.beeld import laad_zaak
from casus.rules.zinnen import opsomming
from casus.views.schermen import huishoudscherm
from casus.web.formulier import invoer, tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.tegelijk import gezien
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar, veilig

bp = Blueprint("huishouden", __name__)


@bp.get("/zaken/<zaaknummer>/huishouden")
@leest("zaken.inzien")
def formulier(zaaknummer: str) -> Antwoord:
    """Het formulier met wat er nu is vastgelegd."""
    stand = zaakpagina.laad_stand(sessie(), zaaknummer)
    inzien.leg_eens_vast(database(), actor=actor(), wat="gegevens van het huishouden", zaak_id=stand.zaak.id)
    terug = veilig(request.values.get("terug", "")) or ""
    return render_template("huishouden/formulier.html", s=huishoudscherm.maak_scherm(stand, terug))


@bp.post("/zaken/<zaaknummer>/huishouden")
@writes("zaak.bewerken", opnieuw=formulier)
def bewaar(zaaknummer: str) -> Antwoord:
    """Legt vast wat er is veranderd."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    wat = huishoudens.vul_aan(sessie(), zaak, actor=actor(), was=gezien(), invoer=invoer())
    zin = f"Vastgelegd: {opsomming(wat, 'en')}." if wat else "Er is niets veranderd."
    return naar(veilig(tekst("terug")) or url_for("zaak.toon", zaaknummer=zaaknummer, _anchor="huishouden"), zin)
