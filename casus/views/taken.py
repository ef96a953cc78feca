"""Eén taak: bekijken, pakken, terugleggen, overdragen, verlengen en afronden."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for

from casus.actions import taken
from casus.errors import InvoerFout, VeldFout
from casus.models import Taak
from casus.queries import taakpagina
from casus.queries.beeld import laad_taak
from casus.queries.gebruikers import collegas
from casus.queries.keuzes import keuzes
from casus.views.schermen.taakscherm import maak_scherm
from casus.views.schermen.terugweg import terugweg
from casus.web.formulier import invoer, nummer, tekst, versie
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.meldingen import meld
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("taken", __name__)


def _laad(taak_id: UUID) -> Taak:
    taak = laad_taak(sessie(), taak_id)
    gaat_over(taak.zaak)
    return taak


@bp.get("/taken/<uuid:taak_id>")
@leest("taken.inzien")
def toon(taak_id: UUID) -> Antwoord:
    """Het formulier van één taak, met wat er hierna gebeurt."""
    taak, pagina = taakpagina.laad(sessie(), taak_id)
    soort = pagina.wf.taken.get(taak.soort or "")
    velden = [pagina.wf.veld(code) for code in soort.velden] if soort else []
    opties = keuzes(sessie(), actor(), velden, pagina.beeld)
    mensen = [(str(c.id), c.naam) for c in collegas(sessie(), actor(), taak.rol) if c.id != taak.behandelaar_id]
    return render_template("taken/toon.html", **maak_scherm(taak, pagina, opties, mensen, actor()))


@bp.post("/taken/<uuid:taak_id>/pakken")
@writes("taak.bewerken", opnieuw=toon)
def pakken(taak_id: UUID) -> Antwoord:
    """Neemt een vrije taak op zich."""
    taak = taken.pak(sessie(), _laad(taak_id), actor=actor(), versie=versie())
    meld(f"U hebt de taak ‘{taak.titel}’ gepakt.", terug=url_for("taken.terugleggen", taak_id=taak.id))
    return naar(terugweg(url_for("taken.toon", taak_id=taak.id)))


@bp.post("/taken/<uuid:taak_id>/terugleggen")
@writes("taak.bewerken", opnieuw=toon)
def terugleggen(taak_id: UUID) -> Antwoord:
    """Geeft een taak terug aan de rol."""
    taak = taken.laat_los(sessie(), _laad(taak_id), actor=actor())
    return naar(url_for("werkvoorraad.lijst"), f"De taak ‘{taak.titel}’ ligt weer bij de rol.")


@bp.post("/taken/<uuid:taak_id>/overdragen")
@writes("taak.bewerken", opnieuw=toon)
def overdragen(taak_id: UUID) -> Antwoord:
    """Geeft een taak aan een collega."""
    if not tekst("aan"):
        raise InvoerFout([VeldFout("aan", "Kies een collega die de taak overneemt.")])
    aan, uitleg = nummer(tekst("aan")), tekst("toelichting")
    taken.draag_over(sessie(), _laad(taak_id), actor=actor(), aan_id=aan, toelichting=uitleg, versie=versie())
    return naar(url_for("werkvoorraad.lijst"), "De taak is overgedragen.")


@bp.post("/taken/<uuid:taak_id>/verlengen")
@writes("taak.bewerken", opnieuw=toon)
def verlengen(taak_id: UUID) -> Antwoord:
    """Verschuift de datum van een taak, met een reden."""
    dagen = int(tekst("dagen")) if tekst("dagen").isdecimal() and len(tekst("dagen")) < 5 else 0
    taken.verleng(sessie(), _laad(taak_id), actor=actor(), dagen=dagen, reden=tekst("reden"), versie=versie())
    return naar(url_for("taken.toon", taak_id=taak_id), "De datum is verschoven.")


@bp.post("/taken/<uuid:taak_id>/afronden")
@writes("taak.bewerken", opnieuw=toon)
def afronden(taak_id: UUID) -> Antwoord:
    """Rondt een taak af."""
    taak = taken.rond_af(sessie(), _laad(taak_id), actor=actor(), versie=versie(), invoer=invoer())
    return naar(terugweg(url_for("werkvoorraad.lijst")), f"Afgerond: {taak.titel} ({taak.zaak.zaaknummer}).")
