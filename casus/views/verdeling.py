"""Wie nieuwe taken krijgt: de schakelaars van de gemeente, en de vaste gezichten van één zaak."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from casus.actions import vaste_gezichten, verdeling
from casus.queries import zaakpagina
from casus.queries.beeld import laad_zaak
from casus.queries.gebruikers import collegas, per_rol
from casus.queries.vaste_gezichten import houders
from casus.queries.verdeling import schakelaars
from casus.views.schermen.verdelingscherm import TEAMROLLEN, formulier_team
from casus.web.formulier import nummer, tekst, versie
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("verdeling", __name__)


@bp.get("/team/werkverdeling")
@leest("werkverdeling.instellen")
def toon() -> Antwoord:
    """Hoe nieuwe taken worden verdeeld."""
    return render_template("verdeling/toon.html", stand=schakelaars(sessie()))


@bp.post("/team/werkverdeling")
@writes("werkverdeling.instellen", opnieuw=toon)
def instellen() -> Antwoord:
    """Verandert hoe nieuwe taken worden verdeeld, vanaf vandaag."""
    vast, minst = tekst("vast_gezicht") == "ja", tekst("minst_belast") == "ja"
    wat = verdeling.stel_in(sessie(), actor=actor(), vast_gezicht=vast, minst_belast=minst)
    return naar(url_for("verdeling.toon"), f"Vanaf nu: {' en '.join(wat)}.")


@bp.get("/zaken/<zaaknummer>/team")
@leest("zaken.inzien")
def team_formulier(zaaknummer: str) -> Antwoord:
    """De vaste gezichten van een zaak."""
    stand = zaakpagina.laad_stand(sessie(), zaaknummer)
    mensen, nu_al = per_rol(collegas(sessie(), actor())), houders(sessie(), stand.zaak)
    return render_template("formulier.html", s=formulier_team(stand, mensen, nu_al))


@bp.post("/zaken/<zaaknummer>/team")
@writes("zaak.bewerken", opnieuw=team_formulier)
def team(zaaknummer: str) -> Antwoord:
    """Verandert de vaste gezichten van een zaak."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    keuze = {rol: nummer(tekst(rol)) if tekst(rol) else None for rol in TEAMROLLEN}
    anders = vaste_gezichten.wijzig_team(sessie(), zaak, actor=actor(), versie=versie(), team=keuze)
    zin = "Het team van deze zaak is gewijzigd." if anders else "U hebt niets veranderd."
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer), zin)
