"""Een dossier: zien wat er weggaat, versturen, verbeteren, intrekken, en precies terugzien wat er is verstuurd."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as Antwoordobject

from casus.actions import dossierkopie, dossiers, inzien
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.extensions import database, instellingen, sleutelbos
from casus.models import Document, Verstrekking, Zaak
from casus.opslag import lees
from casus.queries.dossiers import VASTE_ONTVANGERS, laad_te_verbeteren, laad_verstrekking, versies_van
from casus.queries.zaakpagina import laad_kop
from casus.rules import dossierprofielen
from casus.rules.dossierprofielen import VOORDRACHT
from casus.views.schermen import verbeterscherm
from casus.views.schermen.documentscherm import bijlage
from casus.views.schermen.dossierscherm import WIE, adres, maak_scherm, verstuurd
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, bereik, gaat_over, sessie
from casus.web.limieten import DOCUMENTEN, LEZEN, tel
from casus.web.nadien import dossier_maken, nadien
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("dossiers", __name__)
_EEN = "/zaken/<zaaknummer>/verstrekkingen/<uuid:verstrekking_id>"


def _keuze(naam: str) -> str:
    return tekst(naam) or request.args.get(naam, "")


def _map() -> dict[str, object]:
    return {"bos": sleutelbos(), "map_": instellingen().instance / "documenten"}


def _laad(zaaknummer: str, verstrekking_id: UUID) -> tuple[Zaak, Verstrekking]:
    zaak = gaat_over(laad_kop(sessie(), zaaknummer))
    return zaak, laad_verstrekking(sessie(), zaaknummer, verstrekking_id)


@bp.get("/zaken/<zaaknummer>/dossier")
@leest("dossier.maken")
def toon(zaaknummer: str) -> Antwoord:
    """Wat er naar de gekozen ontvanger gaat, veld voor veld, en wat niet."""
    zaak, profiel = laad_kop(sessie(), zaaknummer), _keuze("profiel") or VOORDRACHT
    s = maak_scherm(sessie(), zaak, profiel, _keuze("ontvanger"), actor(), request.values.getlist("erbij"))
    if s.delen:
        inzien.leg_vast(database(), actor=actor(), wat=f"voorbeeld van dossier {profiel}", zaak_id=zaak.id)
    return render_template("dossiers/toon.html", s=s)


@bp.post("/zaken/<zaaknummer>/dossier")
@writes("dossier.maken", opnieuw=toon)
def versturen(zaaknummer: str) -> Antwoord:
    """Legt vast wat er weggaat; de PDF wordt meteen daarna gemaakt."""
    zaak, profiel, keuze = gaat_over(laad_kop(sessie(), zaaknummer)), tekst("profiel") or VOORDRACHT, tekst("ontvanger")
    soort = dossierprofielen.profiel(profiel).ontvanger_soort
    if not keuze:
        raise InvoerFout([VeldFout("ontvanger", f"{WIE[soort].removesuffix('?')}: maak eerst een keuze.")])
    tel("document", str(actor().gebruiker_id), DOCUMENTEN)
    wie = None if keuze in VASTE_ONTVANGERS else nummer(keuze)
    wat = {"profiel": profiel, "ontvanger_id": wie, "erbij": request.form.getlist("erbij"), "gezien": tekst("gezien")}
    return _gemaakt(zaak, dossiers.vraag_aan(sessie(), zaak, actor=actor(), **wat))  # type: ignore[arg-type]  # gemengd


def _gemaakt(zaak: Zaak, aanvraag: Verstrekking) -> Antwoordobject:
    nadien(dossier_maken(aanvraag.gemeente_id, aanvraag.id))
    return naar(adres(zaak.zaaknummer, aanvraag), f"Het dossier voor {aanvraag.ontvanger} is vastgelegd.")


@bp.get(_EEN)
@leest("zaken.inzien")
def verstrekking(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Een verstuurd dossier: wat het is, hoe het met de toegang staat, en zijn andere versies."""
    zaak, dossier = _laad(zaaknummer, verstrekking_id)
    s = verstuurd(zaak, dossier, versies_van(sessie(), dossier), actor())
    return render_template("dossiers/verstrekking.html", s=s)


@bp.get(f"{_EEN}/verbeteren")
@leest("dossier.maken")
def verbetering(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Wat er in een nieuwe versie verandert, en wat de ontvanger dan krijgt."""
    te = laad_te_verbeteren(sessie(), zaaknummer, verstrekking_id)
    s, wat = verbeterscherm.maak_scherm(sessie(), te, actor()), f"voorbeeld van dossier {te.dossier.profiel}"
    if s.delen:
        inzien.leg_vast(database(), actor=actor(), wat=wat, zaak_id=te.zaak.id)
    return render_template("dossiers/verbeteren.html", s=s)


@bp.post(f"{_EEN}/verbeteren")
@writes("dossier.maken", opnieuw=verbetering)
def verbeteren(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Een nieuwe versie met de gegevens van nu, die de oude noemt."""
    zaak, dossier = _laad(zaaknummer, verstrekking_id)
    tel("document", str(actor().gebruiker_id), DOCUMENTEN)
    return _gemaakt(zaak, dossiers.verbeter(sessie(), dossier, actor=actor(), gezien=tekst("gezien")))


@bp.post(f"{_EEN}/intrekken")
@writes("dossier.maken", opnieuw=verstrekking)
def intrekken(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """De ontvanger kan er meteen niet meer bij."""
    _, dossier = _laad(zaaknummer, verstrekking_id)
    dossiers.trek_in(sessie(), dossier, actor=actor())
    return naar(adres(zaaknummer, dossier), f"{dossier.ontvanger} kan niet meer bij dit dossier.")


@bp.post(f"{_EEN}/kopie")
@writes("dossier.maken", opnieuw=verstrekking)
def kopie(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Een kopie met een wachtwoord, naast het bewaarde origineel."""
    _, dossier = _laad(zaaknummer, verstrekking_id)
    dossierkopie.maak_kopie(sessie(), dossier, actor=actor(), **_map())  # type: ignore[arg-type]  # gemengd
    return naar(adres(zaaknummer, dossier), "De kopie met een wachtwoord is gemaakt. Bekijk hieronder het wachtwoord.")


@bp.post(f"{_EEN}/wachtwoord")
@writes("dossier.maken", opnieuw=verstrekking, eigen_transacties=True)
def wachtwoord(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Toont het wachtwoord op de pagina zelf: het komt nooit in een adres, een melding of een mail."""
    with database().unit_of_work(bereik()) as session:
        dossier = laad_verstrekking(session, zaaknummer, verstrekking_id)
        getoond = dossierkopie.toon_wachtwoord(session, dossier, actor=actor(), bos=sleutelbos())
    zaak, dossier = _laad(zaaknummer, verstrekking_id)
    s = verstuurd(zaak, dossier, versies_van(sessie(), dossier), actor(), getoond)
    return render_template("dossiers/verstrekking.html", s=s)


@bp.get(f"{_EEN}/pdf")
@leest("zaken.inzien")
def pdf(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Het bestand zoals het is verstuurd, byte voor byte."""
    dossier = laad_verstrekking(sessie(), zaaknummer, verstrekking_id)
    document = dossier.document
    if document is None:
        raise NietGevonden("Dit dossier wordt nog gemaakt. Probeer het over een minuut opnieuw.")
    inzien.leg_vast(database(), actor=actor(), wat=f"dossier {dossier.id}", zaak_id=dossier.zaak_id)
    return _bestand(document)


@bp.get(f"{_EEN}/beveiligd")
@leest("dossier.maken")
def beveiligd(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """De kopie met een wachtwoord, om te sturen."""
    dossier = laad_verstrekking(sessie(), zaaknummer, verstrekking_id)
    document = dossierkopie.laad_kopie(sessie(), dossier)
    inzien.leg_vast(database(), actor=actor(), wat=f"kopie van dossier {dossier.id}", zaak_id=dossier.zaak_id)
    return _bestand(document)


def _bestand(document: Document) -> Response:
    """Het bestand zelf, net zo vaak te lezen als elk ander document. Raises TooManyRequests."""
    tel("document lezen", str(actor().gebruiker_id), LEZEN)
    inhoud = lees(instellingen().instance / "documenten", document.bestand, document.sha256)
    antwoord = Response(inhoud, mimetype=document.mediatype)
    antwoord.headers["Content-Disposition"] = bijlage(document.naam)
    return antwoord
