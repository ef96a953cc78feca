"""Wie er niet is en wie dan vervangt: melden, en eerder terug zijn."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, url_for

from casus.actions import afwezigheid as acties
from casus.errors import InvoerFout, VeldFout
from casus.queries import afwezigheid as vragen
from casus.queries.gebruikers import collegas, per_rol
from casus.queries.mandaat import laad_register
from casus.rules.rechten import ONTVANGERS
from casus.termijnen import vandaag
from casus.views.schermen.afwezigheidscherm import formulier_afwezig, met_rollen, over_besluiten, over_taken, regels
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("afwezigheid", __name__)


def _dagen() -> tuple[date, date]:
    """De eerste en de laatste dag. Raises InvoerFout voor elk veld waar geen dag in staat."""
    dagen = {veld: ontleed_dag(tekst(veld), vandaag(), "vooruit") for veld in ("van", "tot")}
    fouten = [
        VeldFout(veld, f"Vul de {'eerste' if veld == 'van' else 'laatste'} dag in, bijvoorbeeld 18-11-2026.")
        for veld, dag in dagen.items()
        if dag is None
    ]
    if fouten:
        raise InvoerFout(fouten)
    return dagen["van"] or vandaag(), dagen["tot"] or vandaag()


@bp.get("/afwezigheid")
@leest("afwezigheid.melden")
def lijst() -> Antwoord:
    """Wie er nu of later niet is, met het formulier om iemand af te melden."""
    iedereen = collegas(sessie(), actor())
    mensen, team = per_rol(iedereen)[""], met_rollen([c for c in iedereen if c.rol in ONTVANGERS])
    rijen = vragen.lopend_en_komend(sessie(), vandaag())
    regels_ = regels(rijen, iedereen, laad_register(sessie()), actor(), vandaag())
    return render_template("afwezigheid/lijst.html", regels=regels_, s=formulier_afwezig(mensen, team, actor()))


@bp.post("/afwezigheid")
@writes("afwezigheid.melden", opnieuw=lijst)
def melden() -> Antwoord:
    """Meldt iemand afwezig."""
    van, tot = _dagen()
    wie = nummer(tekst("gebruiker")) if tekst("gebruiker") else actor().gebruiker_id
    vervanger = nummer(tekst("vervanger")) if tekst("vervanger") else None
    rij = acties.meld_afwezig(sessie(), actor=actor(), gebruiker_id=wie, van=van, tot=tot, vervanger_id=vervanger)
    taken = over_taken(collegas(sessie(), actor()), rij)
    zin = taken.zin if vervanger else "Er is geen vervanger gekozen."
    besluiten = over_besluiten(vragen.lopend_en_komend(sessie(), vandaag()), rij, laad_register(sessie()), vandaag())
    melding = " ".join(("De afwezigheid is gemeld.", zin, *besluiten)).replace("  ", " ")
    return naar(url_for("afwezigheid.lijst"), melding, "gereed" if taken.alles else "wacht")


@bp.post("/afwezigheid/<uuid:afwezigheid_id>/beeindigen")
@writes("afwezigheid.melden", opnieuw=lijst)
def beeindigen(afwezigheid_id: UUID) -> Antwoord:
    """De collega is er weer."""
    rij = vragen.laad(sessie(), afwezigheid_id)
    acties.beeindig_afwezigheid(sessie(), rij, actor=actor())
    return naar(url_for("afwezigheid.lijst"), f"{rij.gebruiker.naam} is vanaf vandaag niet meer afwezig gemeld.")
