"""De lijst van zaken, en zoeken: op nummer, naam, adres, corporatie en tekst."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from casus.actions import inzien
from casus.extensions import database, sleutelbos
from casus.queries import zaken as vragen
from casus.queries import zoeken
from casus.queries.bladen import Plek
from casus.queries.toestanden import processen
from casus.queries.zaakkeuze import MEEGETELD
from casus.termijnen import vandaag
from casus.views.schermen import zoekscherm
from casus.views.schermen.zaaklijst import lees_keuze, maak_lijst, regels
from casus.web import zoekvraag
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest
from casus.web.verwijzing import naar

bp = Blueprint("zaken", __name__)


@bp.get("/zaken")
@leest("zaken.inzien")
def lijst() -> Antwoord:
    """De zaken van de gemeente, langst gekoppeld eerst."""
    keuze = lees_keuze(request.args, actor())
    blad = vragen.lijst(sessie(), actor(), keuze, na=Plek.lees(request.args.get("na")))
    rijen = regels(blad.rijen, processen(sessie(), {rij.workflowversie_id for rij in blad.rijen}))
    personen = vragen.tel_personen(sessie(), actor(), keuze) if keuze.wat == MEEGETELD else None
    scherm = maak_lijst(keuze, vragen.tel(sessie(), actor(), keuze), personen, blad)
    return render_template("zaken/lijst.html", s=scherm, blad=blad, regels=rijen)


@bp.get("/zaken/zoeken")
@leest("zaken.inzien")
def zoekpagina() -> Antwoord:
    """Het zoekveld met wat er te zoeken is."""
    return render_template("zaken/zoeken.html")


@bp.post("/zaken/zoeken")
@leest("zaken.inzien")
def zoek() -> Antwoord:
    """Door naar wat is gevonden, of bij een heel zaaknummer meteen naar de zaak.

    De zoekterm gaat versleuteld mee: geen naam of nummer in een adres, en Terug blijft werken.
    """
    q = tekst("q")
    if not q:
        return naar(url_for("zaken.zoekpagina"))
    if zaak := zoeken.heel_zaaknummer(sessie(), q):
        inzien.leg_vast(database(), actor=actor(), wat="gezocht op zaaknummer, 1 gevonden", zaak_id=zaak.id)
        return naar(url_for("zaak.toon", zaaknummer=zaak.zaaknummer))
    return naar(url_for("zaken.gevonden", term=zoekvraag.pak_in(q)))


@bp.get("/zaken/gevonden")
@leest("zaken.inzien")
def gevonden() -> Antwoord:
    """De zaken waarin het staat, het best passende eerst. Er wordt niets van de zoekterm bewaard."""
    q = zoekvraag.pak_uit(request.args.get("term", ""))
    if q is None:
        return naar(url_for("zaken.zoekpagina"), "Deze zoekopdracht is verlopen. Zoek opnieuw.", "later")
    uitslag = zoeken.zoek(sessie(), actor(), q, sleutelbos().zoekhash)
    bekend = processen(sessie(), {een.zaak.workflowversie_id for een in uitslag.zaken})
    scherm = zoekscherm.maak(uitslag, bekend, vandaag())
    wat, zaak_id = zoekscherm.logregel(uitslag), zoekscherm.enige(uitslag)
    inzien.leg_vast(database(), actor=actor(), wat=wat, zaak_id=zaak_id)
    return render_template("zaken/gevonden.html", scherm=scherm, q=q, te_kort=uitslag.term.te_kort)
