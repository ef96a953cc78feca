"""De werkvoorraad: Mijn taken, Mijn rollen, Team en Gevolgd, met filters in het adres en zoeken daarbuiten."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template

from casus.queries.lijstkeuze import MEESTE_TEKENS
from casus.views.schermen.lijstadres import adres, keuze_uit_formulier
from casus.views.schermen.lijstscherm import maak_lijst
from casus.web.formulier import tekst
from casus.web.toegang import Antwoord, leest
from casus.web.verwijzing import naar

bp = Blueprint("werkvoorraad", __name__)
SJABLOON = "werkvoorraad/lijst.html"


@bp.get("/werkvoorraad")
@leest("taken.inzien")
def lijst() -> Antwoord:
    """Mijn open taken, en die van wie ik vandaag vervang."""
    return render_template(SJABLOON, **maak_lijst("mijn"))


@bp.get("/werkvoorraad/rollen")
@leest("taken.inzien")
def rollen() -> Antwoord:
    """Wat in mijn rollen nog niemand heeft."""
    return render_template(SJABLOON, **maak_lijst("rollen"))


@bp.get("/werkvoorraad/team")
@leest("taken.inzien")
def team() -> Antwoord:
    """Alle open taken van de gemeente."""
    return render_template(SJABLOON, **maak_lijst("team"))


@bp.get("/werkvoorraad/gevolgd")
@leest("taken.inzien")
def gevolgd() -> Antwoord:
    """De open taken van de zaken die ik volg."""
    return render_template(SJABLOON, **maak_lijst("gevolgd"))


@bp.post("/werkvoorraad/zoeken")
@leest("taken.inzien")
def zoek() -> Antwoord:
    """Door naar dezelfde lijst met een zoekterm. Die gaat versleuteld mee: geen naam in een adres of logboek."""
    return naar(adres(replace(keuze_uit_formulier(), zoek=tekst("q")[:MEESTE_TEKENS])))
