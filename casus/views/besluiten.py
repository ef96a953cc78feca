"""Een besluit voorstellen, en een eigen voorstel intrekken."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import besluiten
from casus.errors import NietGevonden
from casus.queries import zaakpagina
from casus.queries.beeld import laad_besluit, laad_taak, laad_zaak
from casus.queries.keuzes import bij_voorstel, keuzes
from casus.termijnen import vandaag
from casus.views.schermen import besluitscherm
from casus.web.formulier import invoer, nummer, tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.registers import besluitsoorten, besluitvelden

bp = Blueprint("besluiten", __name__)


@bp.get("/zaken/<zaaknummer>/besluiten/nieuw")
@leest("zaken.inzien")
def kies(zaaknummer: str) -> Antwoord:
    """Welk soort besluit."""
    zaak = zaakpagina.laad_kop(sessie(), zaaknummer)
    return render_template("besluiten/kies.html", zaak=zaak, soorten=besluitscherm.soorten(actor()))


@bp.get("/zaken/<zaaknummer>/besluiten/nieuw/<code>")
@leest("zaken.inzien")
def formulier(zaaknummer: str, code: str) -> Antwoord:
    """Het formulier om één soort besluit voor te stellen."""
    pagina = zaakpagina.laad_stand(sessie(), zaaknummer)
    if code not in besluitsoorten():
        raise NietGevonden("Dit soort besluit bestaat niet.")
    velden = [besluitvelden()[veld] for veld in besluitsoorten()[code].velden]
    opties = bij_voorstel(keuzes(sessie(), actor(), velden, pagina.beeld), pagina.beeld)
    taak = request.args.get("taak", "") or tekst("taak")
    return render_template("formulier.html", s=besluitscherm.voorstel(pagina, code, opties, actor()), taak=taak)


@bp.post("/zaken/<zaaknummer>/besluiten/nieuw/<code>")
@writes("besluit.voorstellen", opnieuw=formulier)
def voorstellen(zaaknummer: str, code: str) -> Antwoord:
    """Stelt een besluit voor."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    if code not in besluitsoorten():
        raise NietGevonden("Dit soort besluit bestaat niet.")
    gelezen = besluitscherm.lees_voorstel(code, invoer(), vandaag())
    taak = laad_taak(sessie(), nummer(tekst("taak"))) if tekst("taak") else None
    besluit = besluiten.stel_voor(sessie(), zaak, actor=actor(), soort=code, taak=taak, **gelezen)
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer), f"Voorgesteld: {besluit.titel}. Het wacht op een besluit.")


@bp.post("/besluiten/<uuid:besluit_id>/intrekken")
@writes("besluit.voorstellen")
def intrekken(besluit_id: UUID) -> Antwoord:
    """Trekt een eigen voorstel in."""
    besluit = laad_besluit(sessie(), besluit_id)
    zaak = gaat_over(besluit.zaak)
    besluiten.trek_in(sessie(), besluit, actor=actor(), reden=tekst("reden"))
    return naar(url_for("zaak.toon", zaaknummer=zaak.zaaknummer) + "#besluiten", "Het voorstel is ingetrokken.")
