"""Bundels: alle voordrachten van een week voor een corporatie in één bestand, met hoe ver het is."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from casus.actions import dossierbundels as acties
from casus.actions import inzien
from casus.errors import InvoerFout, NietGevonden, VeldFout, Weigering
from casus.extensions import database, instellingen
from casus.opslag import lees
from casus.queries import dossierbundels as queries
from casus.queries.woningen import corporaties
from casus.views.schermen.bundelscherm import Bundelkeuze, Bundelstand, week
from casus.views.schermen.documentscherm import bijlage
from casus.web import limieten
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, sessie
from casus.web.nadien import bundel_maken, nadien
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("bundels", __name__)


def _vraag(naam: str) -> str:
    return tekst(naam) or request.args.get(naam, "")


@bp.get("/dossierbundels")
@leest("dossier.versturen")
def lijst() -> Antwoord:
    """Kies een corporatie en dagen; daaronder wat er eerder is gebundeld."""
    van, tot = week(_vraag("van"), _vraag("tot"))
    alle, keuze = corporaties(sessie()), _vraag("corporatie")
    gekozen = next((een for een in alle if str(een.id) == keuze), None)
    dossiers = queries.te_bundelen(sessie(), gekozen.id, van, tot) if gekozen else ()
    if dossiers:
        inzien.leg_eens_vast(database(), actor=actor(), wat="keuze voor een dossierbundel")
    s = Bundelkeuze(alle, gekozen, van, tot, dossiers, queries.recente(sessie(), actor().gebruiker_id))
    return render_template("dossiers/bundels.html", s=s)


@bp.post("/dossierbundels")
@writes("dossier.versturen", opnieuw=lijst)
def begin() -> Antwoord:
    """Begint met bundelen; de werker gaat verder."""
    if not request.form.getlist("dossiers"):
        raise InvoerFout([VeldFout("dossiers", "Vink aan welke dossiers in de bundel gaan.")])
    van, tot = week(tekst("van"), tekst("tot"))
    gekozen = next((een for een in corporaties(sessie()) if str(een.id) == tekst("corporatie")), None)
    if gekozen is None:
        raise InvoerFout([VeldFout("corporatie", "Kies de corporatie die de bundel krijgt.")])
    ids = [nummer(id_) for id_ in request.form.getlist("dossiers")]
    wat = {"titel": acties.titel_voor(gekozen.naam, van, tot), "soort": tekst("soort")}
    bundel = acties.begin(sessie(), actor=actor(), corporatie_id=gekozen.id, dossiers=ids, **wat)
    nadien(bundel_maken(bundel.gemeente_id, bundel.id, bundel.aantal))
    return naar(url_for("bundels.toon", bundel_id=bundel.id))


@bp.get("/dossierbundels/<uuid:bundel_id>")
@leest("dossier.versturen")
def toon(bundel_id: UUID) -> Antwoord:
    """Hoe ver het is, en wat erin zit."""
    bundel = queries.laad(sessie(), bundel_id, actor().gebruiker_id)
    inzien.leg_eens_vast(database(), actor=actor(), wat=f"lijst van dossierbundel {bundel.id}")
    s = Bundelstand(bundel, queries.regels(sessie(), bundel_id))
    return render_template("dossiers/bundel.html", s=s)


@bp.post("/dossierbundels/<uuid:bundel_id>/stop")
@writes("dossier.versturen", opnieuw=toon)
def stop(bundel_id: UUID) -> Antwoord:
    """Stopt; de dossiers die er al zijn, blijven."""
    acties.stop(sessie(), queries.laad(sessie(), bundel_id, actor().gebruiker_id), actor=actor())
    return naar(url_for("bundels.toon", bundel_id=bundel_id), "De bundel is gestopt.")


@bp.post("/dossierbundels/<uuid:bundel_id>/bestand")
@writes("dossier.versturen", opnieuw=toon, eigen_transacties=True, tweede_factor=True)
def bestand(bundel_id: UUID) -> Antwoord:
    """De bundel om op te slaan, na een code. Wie haar meeneemt, wordt vastgelegd."""
    limieten.tel("exporteren", str(actor().gebruiker_id), limieten.EXPORTEREN)
    bundel = queries.laad(sessie(), bundel_id, actor().gebruiker_id)
    if bundel.bestand is None or bundel.sha256 is None:
        raise NietGevonden("Deze bundel is er nog niet. Wacht tot zij klaar is.")
    if reden := acties.beletsel(sessie(), bundel):
        raise Weigering(reden)
    inhoud = lees(instellingen().instance / "documenten", bundel.bestand, bundel.sha256)
    inzien.leg_vast(database(), actor=actor(), wat=f"dossierbundel {bundel.id}")
    antwoord = Response(inhoud, mimetype="application/zip" if bundel.soort == "zip" else "application/pdf")
    antwoord.headers["Content-Disposition"] = bijlage(f"{bundel.titel}.{bundel.soort}")
    return antwoord
