"""Een brief bij een zaak ophalen, en een brief die mislukte opnieuw laten maken."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, url_for

from casus.actions import brieven, inzien
from casus.errors import NietGevonden
from casus.extensions import database, instellingen
from casus.opslag import lees
from casus.queries.brieven import keur_inzage, laad_brief
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.limieten import DOCUMENTEN, LEZEN, tel
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("brieven", __name__)


@bp.get("/zaken/<zaaknummer>/brieven/<uuid:brief_id>/pdf")
@leest("besluiten.inzien")
def pdf(zaaknummer: str, brief_id: UUID) -> Antwoord:
    """De brief zoals hij is gemaakt, byte voor byte. Ophalen wordt vastgelegd."""
    stuk = laad_brief(sessie(), brief_id, zaaknummer)
    keur_inzage(stuk, actor())
    if stuk.document is None:
        raise NietGevonden("Deze brief is nog niet gemaakt. Kijk bij de zaak waarom.")
    tel("document lezen", str(actor().gebruiker_id), LEZEN)
    inhoud = lees(instellingen().instance / "documenten", stuk.document.bestand, stuk.document.sha256)
    inzien.leg_vast(database(), actor=actor(), wat=f"brief {stuk.brief.id}", zaak_id=stuk.zaak.id)
    antwoord = Response(inhoud, mimetype=stuk.document.mediatype)
    antwoord.headers.set("Content-Disposition", "attachment", filename=f"brief-{stuk.brief.nummer}.pdf")
    return antwoord


@bp.post("/zaken/<zaaknummer>/brieven/<uuid:brief_id>/opnieuw")
@writes("zaak.bewerken")
def opnieuw(zaaknummer: str, brief_id: UUID) -> Antwoord:
    """Laat een brief die mislukte opnieuw maken, met de gegevens van nu."""
    stuk = laad_brief(sessie(), brief_id, zaaknummer)
    gaat_over(stuk.zaak)
    tel("document", str(actor().gebruiker_id), DOCUMENTEN)
    brief = brieven.maak_opnieuw(sessie(), stuk.brief, actor=actor())
    zin = "De brief wordt opnieuw gemaakt." if brief.status == "aangevraagd" else brief.reden
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer) + "#documenten", zin)
