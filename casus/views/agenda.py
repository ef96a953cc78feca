"""Taken in een eigen agendaprogramma: het geheime adres, en het bestand dat daar staat."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from casus.actions import agenda as acties
from casus.agenda import schrijf
from casus.errors import NietGevonden
from casus.extensions import database, instellingen
from casus.queries import agenda as vragen
from casus.termijnen import nu
from casus.web import limieten
from casus.web.gebruik import actor, bereik, sessie
from casus.web.toegang import Antwoord, eerste_keer, leest, publiek, writes
from casus.web.verwijzing import naar

bp = Blueprint("agenda", __name__)
AL_GEMAAKT = "Het adres was al gemaakt. Het was alleen toen te zien; hebt u het niet, maak dan een nieuw adres."


@bp.get("/agenda/<geheim>.ics")
@publiek
def ics(geheim: str) -> Response:
    """De taken van wie dit adres kreeg. Onbekend en ingetrokken is hetzelfde: het bestaat niet."""
    afdruk = acties.vingerafdruk(geheim)
    with database().lezen() as session:
        wie = vragen.van_wie(session, afdruk)
    if wie is None:
        limieten.tel("agenda mis", request.remote_addr or "", limieten.AGENDA)
        raise NietGevonden
    limieten.tel("agenda", afdruk, limieten.AGENDA)
    return Response(schrijf(vragen.afspraken(database(), wie), nu()), mimetype="text/calendar")


@bp.get("/agenda")
@leest("taken.inzien")
def toon() -> Antwoord:
    """Of er een adres is, en wat ermee kan."""
    link = vragen.huidige_link(sessie(), actor().gebruiker_id)
    return render_template("signalen/agenda.html", link=link, adres="")


@bp.post("/agenda/maken")
@writes("taak.bewerken", opnieuw=toon, eigen_transacties=True)
def maak() -> Antwoord:
    """Maakt een adres en toont het deze ene keer; het staat in geen adresbalk, cookie of database."""
    with database().unit_of_work(bereik()) as session:
        if not eerste_keer(session):
            return naar(url_for("agenda.toon"), AL_GEMAAKT)
        geheim = acties.maak(session, actor=actor())
        link = vragen.huidige_link(session, actor().gebruiker_id)
    adres = instellingen().base_url + url_for("agenda.ics", geheim=geheim)
    return render_template("signalen/agenda.html", link=link, adres=adres)


@bp.post("/agenda/intrekken")
@writes("taak.bewerken", opnieuw=toon)
def trek_in() -> Antwoord:
    """Het adres doet het meteen niet meer."""
    acties.trek_in(sessie(), actor=actor())
    return naar(url_for("agenda.toon"), "Het adres is ingetrokken. Uw agenda krijgt niets meer van casus.")
