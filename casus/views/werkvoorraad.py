"""De werkvoorraad: Mijn taken, Mijn rollen, Team en Gevolgd, met filters in het adres en zoeken daarbuiten."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request, url_for

from casus.actions.weergaven import zet_kolommen
from casus.queries.lijstkeuze import MEESTE_TEKENS
from casus.views.schermen.lijstadres import ENDPOINTS, adres, exportvraag, keuze_uit_formulier
from casus.views.schermen.lijstbestand import maak_bestand
from casus.views.schermen.lijstkolommen import lees_kolommen
from casus.views.schermen.lijstscherm import LIJSTTITELS, maak_lijst
from casus.views.schermen.terugweg import terugweg
from casus.web import limieten
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.navigatie import aantal
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("werkvoorraad", __name__)
SJABLOON = "werkvoorraad/lijst.html"


@bp.get("/werkvoorraad")
@leest("taken.inzien")
def lijst() -> Antwoord:
    """Mijn open taken, en die van wie ik vandaag vervang."""
    return render_template(SJABLOON, complextaken=aantal("complexen.taken"), **maak_lijst("mijn"))


@bp.get("/werkvoorraad/rollen")
@leest("taken.inzien")
def rollen() -> Antwoord:
    """Wat in mijn rollen nog niemand heeft."""
    return render_template(SJABLOON, complextaken=aantal("complexen.taken"), **maak_lijst("rollen"))


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


@bp.post("/werkvoorraad/kolommen")
@writes("weergave.bewaren")
def kolommen() -> Antwoord:
    """Bewaart welke kolommen deze lijst toont, bij de gebruiker."""
    lijst_ = keuze_uit_formulier().lijst
    zet_kolommen(sessie(), actor=actor(), lijst=lijst_, kolommen=lees_kolommen(request.form.getlist("kolom")))
    return naar(terugweg(url_for(ENDPOINTS[lijst_])), "De kolommen zijn aangepast.")


@bp.get("/werkvoorraad/exporteren")
@leest("lijst.exporteren")
def exportformulier() -> Antwoord:
    """Kiezen in welke vorm deze lijst meegaat."""
    keuze = keuze_uit_formulier()
    vraag, terug = exportvraag(keuze), adres(keuze)
    return render_template("werkvoorraad/exporteren.html", vraag=vraag, titel=LIJSTTITELS[keuze.lijst], terug=terug)


@bp.post("/werkvoorraad/exporteren")
@writes("lijst.exporteren", opnieuw=exportformulier, eigen_transacties=True, tweede_factor=True)
def exporteer() -> Antwoord:
    """De lijst van het scherm als bestand, na een code. Wie haar meeneemt, wordt vastgelegd."""
    limieten.tel("exporteren", str(actor().gebruiker_id), limieten.EXPORTEREN)
    return maak_bestand(keuze_uit_formulier(), "csv" if tekst("vorm") == "csv" else "xlsx")
