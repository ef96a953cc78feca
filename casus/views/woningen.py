"""Woningen: de lijst, één woning met haar geschiedenis, vastleggen, verbeteren, en de stappen van haar weg."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from casus.actions import inzien, woningen, woningstappen
from casus.actions.woninginvoer import lees
from casus.extensions import database
from casus.queries import complexen as complexvragen
from casus.queries import woningen as vragen
from casus.queries.bladen import Plek
from casus.termijnen import plus_werkdagen, vandaag
from casus.views.schermen.woningblad import maak_blad
from casus.views.schermen.woningformulier import nieuw_formulier, wijzigformulier
from casus.views.schermen.woninglijst import lees_keuze, maak_lijst
from casus.web.formulier import tekst, versie
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.woningproces import woningproces

bp = Blueprint("woningen", __name__)
EERDER = 10
"""Zoveel werkdagen vooraf staan de taken van complexen boven de lijst."""


@bp.get("/woningen")
@leest("woningen.inzien")
def lijst() -> Antwoord:
    """De woningen van de gemeente, met filters; erboven wat bij complexen nog moet."""
    keuze, na = lees_keuze(request.args), Plek.lees(request.args.get("na"))
    blad, aantal = vragen.lijst(sessie(), actor(), keuze, na), vragen.tel(sessie(), actor(), keuze)
    dringend = complexvragen.dringend(sessie(), plus_werkdagen(vandaag(), EERDER)) if na is None else []
    scherm = maak_lijst(keuze, blad, aantal, vragen.corporaties(sessie()), dringend)
    return render_template("woningen/lijst.html", s=scherm)


@bp.get("/woningen/<uuid:woning_id>")
@leest("woningen.inzien")
def toon(woning_id: UUID) -> Antwoord:
    """Eén woning: alle feiten, haar complex, voor wie zij is aangeboden, en wat er nu kan."""
    pagina = vragen.laad(sessie(), woning_id)
    if pagina.geschiedenis.aanbiedingen:
        inzien.leg_eens_vast(database(), actor=actor(), wat=f"voor wie woning {woning_id} was")
    blad = maak_blad(pagina, vragen.grenzen(sessie()), actor())
    return render_template("woningen/toon.html", s=blad)


@bp.get("/woningen/nieuw")
@leest("woning.vastleggen")
def nieuw() -> Antwoord:
    """Een woning vastleggen."""
    keuzes, hier = (complexvragen.keuzes(sessie()), vragen.corporaties(sessie())), request.args.get("complex", "")
    scherm = nieuw_formulier(*keuzes, vandaag(), hier)
    return render_template("woningen/formulier.html", s=scherm)


@bp.post("/woningen/nieuw")
@writes("woning.vastleggen", opnieuw=nieuw)
def maak() -> Antwoord:
    """Legt de woning vast; zij is meteen beschikbaar als niets dat tegenhoudt."""
    gegevens, corporatie_id = lees(request.form, vandaag()), _corporatie()
    woning = woningen.leg_vast(sessie(), actor=actor(), corporatie_id=corporatie_id, gegevens=gegevens)
    nu = woningproces().statussen[woning.status].titel
    return naar(url_for("woningen.toon", woning_id=woning.id), f"De woning is vastgelegd en {nu}.")


def _corporatie() -> UUID | None:
    with suppress(ValueError):
        return UUID(tekst("corporatie"))
    return None


@bp.get("/woningen/<uuid:woning_id>/wijzigen")
@leest("woning.vastleggen")
def wijzig(woning_id: UUID) -> Antwoord:
    """De gegevens van een woning verbeteren."""
    woning = vragen.laad_woning(sessie(), woning_id)
    complexen = complexvragen.keuzes(sessie(), woning.corporatie_id)
    return render_template("woningen/formulier.html", s=wijzigformulier(woning, complexen, vandaag()))


@bp.post("/woningen/<uuid:woning_id>/wijzigen")
@writes("woning.vastleggen", opnieuw=wijzig)
def bewaar(woning_id: UUID) -> Antwoord:
    """Legt de wijziging vast, of zegt wie eerder was."""
    woning, gegevens = vragen.laad_woning(sessie(), woning_id), lees(request.form, vandaag())
    anders = woningen.wijzig_woning(sessie(), woning, actor=actor(), versie=versie(), gegevens=gegevens)
    zin = "De woning is gewijzigd." if anders else "Er is niets veranderd: alles stond er al zo."
    return naar(url_for("woningen.toon", woning_id=woning_id), zin, "gereed" if anders else "later")


@bp.post("/woningen/<uuid:woning_id>/stap")
@writes("woning.vastleggen", opnieuw=toon)
def stap(woning_id: UUID) -> Antwoord:
    """Zet één stap op de weg van de woning."""
    woning, code = vragen.laad_woning(sessie(), woning_id), tekst("stap")
    if code not in {een.code for een in woningproces().stappen if een.met_knop}:
        raise BadRequest("Deze stap bestaat niet.")
    woningstappen.zet(sessie(), woning, code, actor=actor(), reden=tekst("reden"))
    nu = woningproces().statussen[woning.status].titel
    return naar(url_for("woningen.toon", woning_id=woning_id), f"De woning is nu {nu}.")
