"""Veel taken tegelijk: het voorbeeld, beginnen, volgen hoe ver het is, stoppen en ongedaan maken."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from casus.actions import bulk as acties
from casus.actions.bulkhandelingen import Opdracht
from casus.errors import InvoerFout
from casus.models import Bulk
from casus.queries import bulk as queries
from casus.queries.gebruikers import collegas
from casus.views.schermen.bulkkeuze import keuze
from casus.views.schermen.bulkscherm import Voorbeeld, beeld_van, overzicht
from casus.views.schermen.terugweg import terugweg
from casus.web.formulier import invoer, tekst
from casus.web.gebruik import actor, sessie
from casus.web.nadien import bulk_uitvoeren, nadien
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("bulk", __name__)


def _laad(bulk_id: UUID) -> Bulk:
    return queries.laad(sessie(), bulk_id, actor().gebruiker_id)


@bp.post("/bulk/voorbeeld")
@leest("taken.inzien")
def voorbeeld() -> Antwoord:
    """Wat er met elke gekozen taak gaat gebeuren. Verandert niets."""
    gekozen = keuze(sessie(), actor())
    acties.keur_aantal(len(gekozen))
    opdracht, _ = Opdracht.lees(sessie(), tekst("handeling"), _velden(), actor=actor())
    taken = queries.gekozen(sessie(), gekozen)
    scherm = Voorbeeld.maak(opdracht, taken, len(gekozen), collegas(sessie(), actor()), actor())
    terug = terugweg(url_for("werkvoorraad.lijst"))
    return render_template("bulk/voorbeeld.html", s=scherm, velden=_velden(), terug=terug)


@bp.post("/bulk")
@writes("taak.bewerken", opnieuw=voorbeeld)
def begin() -> Antwoord:
    """Begint; weinig taken zijn meteen klaar, bij meer gaat de werker verder."""
    opdracht, fouten = Opdracht.lees(sessie(), tekst("handeling"), _velden(), actor=actor())
    if fouten:
        raise InvoerFout(fouten)
    gekozen, lijst_ = keuze(sessie(), actor()), terugweg(url_for("werkvoorraad.lijst"))
    return _verder(acties.begin(sessie(), actor=actor(), opdracht=opdracht, keuze=gekozen, lijst=lijst_))


@bp.get("/bulk")
@leest("taken.inzien")
def lijst() -> Antwoord:
    """Wat de gebruiker het laatst met veel taken tegelijk deed."""
    return render_template("bulk/lijst.html", regels=overzicht(queries.recente(sessie(), actor().gebruiker_id)))


@bp.get("/bulk/<uuid:bulk_id>")
@leest("taken.inzien")
def toon(bulk_id: UUID) -> Antwoord:
    """Hoe ver het is; daarna de uitkomst per taak."""
    bulk, na = _laad(bulk_id), queries.Plaats.lees(request.args.get("na", ""))
    beeld = beeld_van(bulk, queries.stand(sessie(), bulk.id))
    regels = None if beeld.loopt else queries.regels(sessie(), bulk.id, na)
    return render_template("bulk/toon.html", s=beeld, regels=regels)


@bp.post("/bulk/<uuid:bulk_id>/stop")
@writes("taak.bewerken", opnieuw=toon)
def stop(bulk_id: UUID) -> Antwoord:
    """Laat de rest zoals zij is."""
    return _verder(acties.stop(sessie(), _laad(bulk_id), actor=actor()), meteen=True)


@bp.post("/bulk/<uuid:bulk_id>/terug")
@writes("taak.bewerken", opnieuw=toon)
def terug(bulk_id: UUID) -> Antwoord:
    """Zet alle taken terug zoals zij waren."""
    return _verder(acties.draai_terug(sessie(), _laad(bulk_id), actor=actor()))


def _velden() -> dict[str, str]:
    return {naam: waarde.strip() for naam, waarde in invoer().items() if isinstance(waarde, str)}


def _verder(bulk: Bulk, meteen: bool = False) -> Response:
    werk = acties.zet_klaar(sessie(), bulk)
    if meteen or bulk.aantal <= acties.METEEN:
        nadien(bulk_uitvoeren(werk))
    return naar(url_for("bulk.toon", bulk_id=bulk.id))
