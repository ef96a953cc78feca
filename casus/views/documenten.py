"""Documenten van een zaak: toevoegen, bekijken als bladen, ophalen, en een nieuwe versie."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from casus.actions import documenten, inzien
from casus.actions.documenten import Ontvangen
from casus.documentkeuring.soorten import MET_BLADEN
from casus.errors import CasusFout, InvoerFout, NietGevonden, VeldFout
from casus.extensions import database, instellingen, voorbeelden
from casus.models import Document
from casus.opslag import lees
from casus.queries.documenten import laad_reeks, laad_schoon
from casus.queries.zaakpagina import laad_kop
from casus.views.schermen import documentscherm
from casus.web.formulier import bestand as ingestuurd
from casus.web.formulier import tekst, versie
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.limieten import DOCUMENTEN, LEZEN, tel
from casus.web.nadien import document_nakijken, nadien
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("documenten", __name__)


def _ontvangen() -> Ontvangen:
    """Het ingestuurde bestand met wat erbij is getypt. Raises InvoerFout, TooManyRequests."""
    tel("document", str(actor().gebruiker_id), DOCUMENTEN)
    if (gekozen := ingestuurd("bestand")) is None:
        raise InvoerFout([VeldFout("bestand", "Kies een bestand.")])
    return Ontvangen(*gekozen, titel=tekst("naam"), toelichting=tekst("toelichting"))


def _kijk_zo_na(document: Document) -> None:
    nadien(document_nakijken(document.gemeente_id, document.id, document.naam))


def _inhoud(document: Document) -> bytes:
    tel("document lezen", str(actor().gebruiker_id), LEZEN)
    return lees(instellingen().instance / "documenten", document.bestand, document.sha256)


def _bladen(document: Document) -> int | None:
    """Hoeveel bladen er te zien zijn; None als er geen voorbeeld is. Een dossier van casus zelf wordt hier geteld."""
    if document.status != "schoon" or document.mediatype not in MET_BLADEN:
        return None
    try:
        return document.bladen or voorbeelden().aantal(document.bestand, document.mediatype, lambda: _inhoud(document))
    except CasusFout:
        return None


@bp.get("/zaken/<zaaknummer>/documenten/nieuw")
@leest("document.toevoegen")
def formulier(zaaknummer: str) -> Antwoord:
    """Een bestand kiezen voor een zaak."""
    return render_template("documenten_bij_zaak/nieuw.html", s=documentscherm.nieuw(laad_kop(sessie(), zaaknummer)))


@bp.post("/zaken/<zaaknummer>/documenten/nieuw")
@writes("document.toevoegen", opnieuw=formulier)
def toevoegen(zaaknummer: str) -> Antwoord:
    """Neemt een bestand aan; het nakijken gebeurt meteen daarna."""
    zaak = gaat_over(laad_kop(sessie(), zaaknummer))
    map_ = instellingen().instance / "documenten"
    _kijk_zo_na(documenten.voeg_toe(sessie(), zaak, actor=actor(), map_=map_, ontvangen=_ontvangen()))
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer) + "#documenten", "Het document is ontvangen.")


@bp.get("/documenten/<uuid:document_id>")
@leest("zaken.inzien")
def toon(document_id: UUID) -> Antwoord:
    """Een document als bladen, met zijn versies. Kijken wordt vastgelegd."""
    reeks = laad_reeks(sessie(), document_id)
    document = reeks.gekozen
    if document.status == "schoon":
        inzien.leg_eens_vast(database(), actor=actor(), wat=f"document {document.id}", zaak_id=document.zaak_id)
    scherm = documentscherm.maak_scherm(reeks, _bladen(document), request.args.get("vanaf", "1"))
    return render_template("documenten_bij_zaak/toon.html", s=scherm)


@bp.get("/documenten/<uuid:document_id>/blad/<int:nr>.png")
@leest("zaken.inzien")
def blad(document_id: UUID, nr: int) -> Antwoord:
    """Eén blad als beeld: door casus getekend, dus nooit het bestand zelf."""
    document = laad_schoon(sessie(), document_id)
    if document.mediatype not in MET_BLADEN or (document.bladen is not None and not 1 <= nr <= document.bladen):
        raise NietGevonden
    beeld = voorbeelden().blad(document.bestand, document.mediatype, nr, lambda: _inhoud(document))
    inzien.leg_eens_vast(database(), actor=actor(), wat=f"document {document.id}", zaak_id=document.zaak_id)
    return Response(beeld, mimetype="image/png")


@bp.get("/documenten/<uuid:document_id>/bestand")
@leest("zaken.inzien")
def bestand(document_id: UUID) -> Antwoord:
    """Het schone bestand, altijd om op te slaan en nooit om in de browser te openen."""
    document = laad_schoon(sessie(), document_id)
    inhoud = _inhoud(document)
    inzien.leg_vast(database(), actor=actor(), wat=f"document {document.id}", zaak_id=document.zaak_id)
    antwoord = Response(inhoud, mimetype=document.mediatype)
    antwoord.headers["Content-Disposition"] = documentscherm.bijlage(document.naam)
    return antwoord


@bp.get("/documenten/<uuid:document_id>/versie")
@leest("document.toevoegen")
def versieformulier(document_id: UUID) -> Antwoord:
    """Een bestand kiezen dat dit document vervangt."""
    return render_template("documenten_bij_zaak/nieuw.html", s=documentscherm.versie(laad_reeks(sessie(), document_id)))


@bp.post("/documenten/<uuid:document_id>/versie")
@writes("document.toevoegen", opnieuw=versieformulier)
def nieuwe_versie(document_id: UUID) -> Antwoord:
    """Neemt een nieuwe versie aan; de vorige blijven te lezen."""
    reeks = laad_reeks(sessie(), document_id)
    gaat_over(reeks.zaak)
    map_, na = instellingen().instance / "documenten", versie()
    nieuw = documenten.nieuwe_versie(sessie(), reeks, actor=actor(), map_=map_, ontvangen=_ontvangen(), versie=na)
    _kijk_zo_na(nieuw)
    return naar(url_for("documenten.toon", document_id=nieuw.id), "De nieuwe versie is ontvangen.")
