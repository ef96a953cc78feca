"""Een dossier voor een corporatie: zien wat er weggaat, versturen, en precies terugzien wat er is verstuurd."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from casus.actions import dossiers, inzien
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.extensions import database, instellingen
from casus.opslag import lees
from casus.queries.dossiers import laad_verstrekking
from casus.queries.woningen import corporaties
from casus.queries.zaakpagina import laad_kop
from casus.views.schermen.dossierscherm import maak_scherm
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.nadien import dossier_maken, nadien
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("dossiers", __name__)


@bp.get("/zaken/<zaaknummer>/dossier")
@leest("dossier.versturen")
def toon(zaaknummer: str) -> Antwoord:
    """Wat er naar de gekozen corporatie gaat, veld voor veld."""
    zaak, alle = laad_kop(sessie(), zaaknummer), corporaties(sessie())
    keuze = request.args.get("corporatie", "") or tekst("corporatie")
    gekozen = next((een for een in alle if str(een.id) == keuze), None)
    return render_template("dossiers/toon.html", **maak_scherm(sessie(), zaak, alle, gekozen, actor()))


@bp.post("/zaken/<zaaknummer>/dossier")
@writes("dossier.versturen", opnieuw=toon)
def versturen(zaaknummer: str) -> Antwoord:
    """Legt vast wat er weggaat; de PDF wordt meteen daarna gemaakt."""
    zaak = gaat_over(laad_kop(sessie(), zaaknummer))
    if not tekst("corporatie"):
        raise InvoerFout([VeldFout("corporatie", "Kies de corporatie die het dossier krijgt.")])
    aanvraag = dossiers.vraag_aan(sessie(), zaak, actor=actor(), corporatie_id=nummer(tekst("corporatie")))
    nadien(dossier_maken(aanvraag.gemeente_id, aanvraag.id))
    doel = url_for("zaak.toon", zaaknummer=zaaknummer) + "#documenten"
    return naar(doel, "Het dossier is vastgelegd. U vindt het bij de documenten.")


@bp.get("/zaken/<zaaknummer>/verstrekkingen/<uuid:verstrekking_id>/pdf")
@leest("zaken.inzien")
def pdf(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Het bestand zoals het is verstuurd, byte voor byte."""
    verstrekking = laad_verstrekking(sessie(), zaaknummer, verstrekking_id)
    document = verstrekking.document
    if document is None:
        raise NietGevonden("Dit dossier wordt nog gemaakt. Probeer het over een minuut opnieuw.")
    inhoud = lees(instellingen().instance / "documenten", document.bestand, document.sha256)
    inzien.leg_vast(database(), actor=actor(), wat=f"dossier {verstrekking.id}", zaak_id=verstrekking.zaak_id)
    antwoord = Response(inhoud, mimetype=document.mediatype)
    antwoord.headers.set("Content-Disposition", "attachment", filename=f"dossier-{zaaknummer}.pdf")
    return antwoord
