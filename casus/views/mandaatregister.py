"""Het mandaatregister: lezen op een dag, één regel met zijn versies, vergelijken, en als beheerder veranderen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from casus.actions.dossiers import huisstijl
from casus.actions.mandaatregister import MAP, stel_vast
from casus.errors import NietGevonden
from casus.export import CSV, XLSX, maak_csv, maak_xlsx
from casus.extensions import instellingen, renderer
from casus.opslag import lees
from casus.queries.mandaatregister import KOP, Mandaatregister, laad, laad_besluit
from casus.queries.registerpapier import papier
from casus.rules import permissions
from casus.rules.registerrij import Registerrij
from casus.termijnen import vandaag
from casus.views.schermen.documentscherm import bijlage
from casus.views.schermen.registerformulier import lees_besluit, lees_intrekking, lees_regel, regelformulier
from casus.views.schermen.registerscherm import registerscherm, verschilscherm
from casus.views.schermen.registerscherm import versies as alle_versies
from casus.web.formulier import versie
from casus.web.gebruik import actor, sessie
from casus.web.keuring import keur
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("mandaatregister", __name__)
PDF = "application/pdf"


def _staat() -> Mandaatregister:
    return laad(sessie(), actor().gemeente_id)


def _dag(naam: str, anders: date) -> date:
    return ontleed_dag(request.args.get(naam, ""), vandaag()) or anders


def _bestand(inhoud: bytes, mediatype: str, soort: str, dag: date) -> Response:
    antwoord = Response(inhoud, mimetype=mediatype)
    antwoord.headers["Content-Disposition"] = bijlage(f"mandaatregister-{dag:%Y-%m-%d}.{soort}")
    return antwoord


def _leg_vast(rij: Registerrij) -> str:
    """Eén regel als registerbesluit; geeft de melding."""
    map_ = instellingen().instance / MAP
    besluit = stel_vast(sessie(), actor=actor(), map_=map_, rijen=[rij], versie=versie(), **lees_besluit())
    return f"Besluit {besluit.besluitnummer} is vastgelegd. Het register is nu versie {besluit.versie}."


@bp.get("/mandaatregister")
@leest("mandaatregister.inzien")
def toon() -> Antwoord:
    """Het register op een dag, met de besluiten waarmee het veranderde."""
    beheer = permissions.mag(actor(), "inrichting.beheren")
    return render_template(
        "mandaatregister/toon.html", s=registerscherm(_staat(), _dag("op", vandaag()), beheer=beheer)
    )


@bp.get("/mandaatregister/verschil")
@leest("mandaatregister.inzien")
def verschil() -> Antwoord:
    """Wat er tussen twee dagen veranderde."""
    tot = _dag("tot", vandaag())
    van = _dag("van", date(tot.year, 1, 1))
    return render_template("mandaatregister/verschil.html", van=van, tot=tot, s=verschilscherm(_staat(), van, tot))


@bp.get("/mandaatregister/register.xlsx")
@leest("mandaatregister.inzien")
def xlsx() -> Antwoord:
    """Het hele register als rekenblad: van elke regel de laatste versie."""
    staat = _staat()
    return _bestand(maak_xlsx("Mandaatregister", KOP, staat.tabel(staat.laatste())), XLSX, "xlsx", vandaag())


@bp.get("/mandaatregister/register.csv")
@leest("mandaatregister.inzien")
def csv() -> Antwoord:
    """Het hele register als CSV."""
    staat = _staat()
    return _bestand(maak_csv(KOP, staat.tabel(staat.laatste())), CSV, "csv", vandaag())


@bp.get("/mandaatregister/register.pdf")
@leest("mandaatregister.inzien")
def pdf() -> Antwoord:
    """Het register op een dag om te drukken of te publiceren."""
    dag = _dag("op", vandaag())
    gegevens, gemeente = papier(sessie(), _staat(), dag, actor().naam)
    return _bestand(renderer().teken(gegevens, huisstijl(gemeente)), PDF, "pdf", dag)


@bp.get("/mandaatregister/regels/<nr>")
@leest("mandaatregister.inzien")
def regel(nr: str) -> Antwoord:
    """Eén regel met al zijn versies."""
    return render_template("mandaatregister/regel.html", nr=nr, versies=alle_versies(_staat(), nr, vandaag()))


@bp.get("/mandaatregister/nieuw")
@leest("inrichting.beheren")
def nieuw() -> Antwoord:
    """Een nieuwe regel, met het besluit erbij."""
    return render_template("mandaatregister/wijzig.html", s=regelformulier(_staat()))


@bp.post("/mandaatregister/nieuw")
@writes("inrichting.beheren", opnieuw=nieuw, tweede_factor=True, vooraf=keur("document"))
def toevoegen() -> Antwoord:
    """Legt een nieuwe regel vast als registerbesluit."""
    rij = lees_regel(_staat())
    return naar(url_for("mandaatregister.regel", nr=rij.nr), _leg_vast(rij))


@bp.get("/mandaatregister/regels/<nr>/wijzigen")
@leest("inrichting.beheren")
def wijzigen_formulier(nr: str) -> Antwoord:
    """Een nieuwe versie van een regel, met het besluit erbij."""
    staat = _staat()
    return render_template("mandaatregister/wijzig.html", s=regelformulier(staat, staat.versies(nr)[0]))


@bp.post("/mandaatregister/regels/<nr>/wijzigen")
@writes("inrichting.beheren", opnieuw=wijzigen_formulier, tweede_factor=True, vooraf=keur("document"))
def wijzigen(nr: str) -> Antwoord:
    """Legt een nieuwe versie vast; de vorige blijft staan zoals zij was."""
    staat = _staat()
    staat.versies(nr)
    return naar(url_for("mandaatregister.regel", nr=nr), _leg_vast(lees_regel(staat, nr)))


@bp.get("/mandaatregister/regels/<nr>/intrekken")
@leest("inrichting.beheren")
def intrekken_formulier(nr: str) -> Antwoord:
    """Een regel intrekken, met het besluit erbij."""
    staat = _staat()
    return render_template("mandaatregister/intrek.html", rij=staat.versies(nr)[0], versie=staat.versie)


@bp.post("/mandaatregister/regels/<nr>/intrekken")
@writes("inrichting.beheren", opnieuw=intrekken_formulier, tweede_factor=True, vooraf=keur("document"))
def intrekken(nr: str) -> Antwoord:
    """Trekt een regel in vanaf een dag."""
    rij = lees_intrekking(_staat().versies(nr)[0])
    return naar(url_for("mandaatregister.regel", nr=nr), _leg_vast(rij))


@bp.get("/mandaatregister/besluiten/<uuid:registerbesluit_id>/document")
@leest("mandaatregister.inzien")
def document(registerbesluit_id: UUID) -> Antwoord:
    """Het document bij een registerbesluit, altijd om op te slaan en nooit om in de browser te openen."""
    besluit = laad_besluit(sessie(), registerbesluit_id)
    if not besluit.document_sha256:
        raise NietGevonden("Bij dit besluit is geen document bewaard.")
    inhoud = lees(instellingen().instance / MAP, besluit.document_sha256, besluit.document_sha256)
    antwoord = Response(inhoud, mimetype=PDF)
    antwoord.headers["Content-Disposition"] = bijlage(besluit.document_naam)
    return antwoord
