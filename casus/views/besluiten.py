"""Een besluit voorstellen, volgen en verantwoorden: van het formulier tot de pagina van het genomen besluit."""

from __future__ import annotations

import inspect
from uuid import UUID

from flask import Blueprint, make_response, render_template, request, url_for

from casus.actions import adviezen, besluiten, besluitstappen, collegebesluiten, inzien
from casus.actions.besluitproef import proef
from casus.actions.besluitvoorstel import Voorstel
from casus.errors import CasusFout, InvoerFout, NietGevonden, VeldFout
from casus.extensions import database, instellingen
from casus.models import Besluit, Woning
from casus.queries import besluitpagina, voordracht, zaakpagina
from casus.queries.beeld import laad_besluit, laad_taak, laad_zaak
from casus.queries.keuzes import bij_voorstel, keuzes, te_kiezen
from casus.queries.zaakpagina import Zaakstand
from casus.termijnen import vandaag
from casus.views.schermen import besluitscherm_pagina, voordrachtscherm
from casus.views.schermen import besluitscherm_voorstel as voorstelscherm
from casus.web.formulier import invoer, nummer, onthoud, tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.keuring import keur, nagekeken
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("besluiten", __name__)


@bp.get("/zaken/<zaaknummer>/besluiten/nieuw")
@leest("zaken.inzien")
def kies(zaaknummer: str) -> Antwoord:
    """Welk soort besluit."""
    zaak = zaakpagina.laad_kop(sessie(), zaaknummer)
    return render_template("besluiten/kies.html", zaak=zaak, soorten=voorstelscherm.soorten(actor()))


@bp.get("/zaken/<zaaknummer>/besluiten/nieuw/<code>")
@leest("zaken.inzien")
def formulier(zaaknummer: str, code: str) -> Antwoord:
    """Het formulier om één soort besluit voor te stellen."""
    return _formulier(zaakpagina.laad_stand(sessie(), zaaknummer), code)


@bp.post("/zaken/<zaaknummer>/besluiten/nieuw/<code>/voorbeeld")
@leest("zaken.inzien")
def voorbeeld(zaaknummer: str, code: str) -> Antwoord:
    """Keurt het voorstel en laat zien wie erover zou beslissen. Verandert niets."""
    pagina = zaakpagina.laad_stand(sessie(), zaaknummer)
    doel = url_for("besluiten.voorstellen", zaaknummer=zaaknummer, code=code)
    try:
        naar_wie = proef(sessie(), pagina.zaak, actor=actor(), soort=code, inhoud=_inhoud(pagina, code))
    except NietGevonden:
        raise
    except CasusFout as fout:
        onthoud(doel, fout)
        return make_response(_formulier(pagina, code), fout.status)
    onthoud(doel)
    return _formulier(pagina, code, naar_wie.titel, naar_wie.zin)


@bp.post("/zaken/<zaaknummer>/besluiten/nieuw/<code>")
@writes("besluit.voorstellen", opnieuw=formulier)
def voorstellen(zaaknummer: str, code: str) -> Antwoord:
    """Stelt een besluit voor, en vraagt het advies dat erbij is aangevinkt."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    rollen = voorstelscherm.lees_adviseurs(code, request.form.getlist("advies"))
    gelezen = voorstelscherm.lees_voorstel(code, invoer(), vandaag(), tekst("hoe"))
    herzien = {"herziet": laad_besluit(sessie(), nummer(tekst("herziet")))} if tekst("herziet") else {}
    taak = laad_taak(sessie(), nummer(tekst("taak"))) if tekst("taak") else None
    wat = {**gelezen, **herzien, "herziening": voorstelscherm.HERZIENING.get(tekst("hoe"), "")}
    besluit = besluiten.stel_voor(sessie(), zaak, actor=actor(), soort=code, taak=taak, **wat)
    for rol in rollen:
        adviezen.vraag_advies(sessie(), besluit, actor=actor(), rol=rol)
    wacht = "advies" if besluit.wacht_op == "advies" else "een besluit"
    return naar(
        url_for("besluiten.toon", besluit_id=besluit.id), f"Voorgesteld: {besluit.titel}. Het wacht op {wacht}."
    )


@bp.get("/besluiten/<uuid:besluit_id>")
@leest("besluiten.inzien")
def toon(besluit_id: UUID) -> Antwoord:
    """Eén besluit met alles waarop het rust."""
    pagina = _laad(besluit_id)
    inzien.leg_eens_vast(database(), actor=actor(), wat=f"besluit {besluit_id}", zaak_id=pagina.besluit.zaak_id)
    return render_template("besluiten/toon.html", s=besluitscherm_pagina.maak_scherm(pagina, actor()))


# Wie niet in het team zit, krijgt bij wat alleen het team doet de weigering zelf en niet deze pagina.
_voor_het_team = leest("zaken.inzien")(inspect.unwrap(toon))


@bp.post("/besluiten/<uuid:besluit_id>/intrekken")
@writes("besluit.voorstellen", opnieuw=_voor_het_team)
def intrekken(besluit_id: UUID) -> Antwoord:
    """Trekt een eigen voorstel in."""
    besluit = _over(besluit_id)
    besluiten.trek_in(sessie(), besluit, actor=actor(), reden=tekst("reden"))
    return naar(_adres(besluit), "Het voorstel is ingetrokken.")


@bp.post("/besluiten/<uuid:besluit_id>/voorleggen")
@writes("besluit.voorstellen", opnieuw=_voor_het_team)
def voorleggen(besluit_id: UUID) -> Antwoord:
    """Wijst iemand bij wie het voorstel ligt erop."""
    besluit = _over(besluit_id)
    if not tekst("aan"):
        raise InvoerFout([VeldFout("aan", "Kies aan wie u het voorlegt.")])
    wie = besluitstappen.leg_voor(sessie(), besluit, actor=actor(), aan=nummer(tekst("aan")))
    return naar(_adres(besluit), f"Het voorstel is voorgelegd aan {wie.naam}.")


@bp.post("/besluiten/<uuid:besluit_id>/antwoord")
@writes("besluit.voorstellen", opnieuw=_voor_het_team)
def antwoorden(besluit_id: UUID) -> Antwoord:
    """Beantwoordt de vraag van wie beslist."""
    besluit = _over(besluit_id)
    besluitstappen.beantwoord(sessie(), besluit, actor=actor(), antwoord=tekst("antwoord"))
    return naar(_adres(besluit), "Uw antwoord is gegeven. Het voorstel wacht weer op een besluit.")


@bp.post("/besluiten/<uuid:besluit_id>/advies")
@writes("advies.vragen", opnieuw=toon)
def advies_vragen(besluit_id: UUID) -> Antwoord:
    """Vraagt een andere rol om advies."""
    besluit = _over(besluit_id)
    adviezen.vraag_advies(sessie(), besluit, actor=actor(), rol=tekst("rol"), vraag=tekst("vraag"))
    return naar(_adres(besluit), "Het advies is gevraagd. Het besluit wacht erop.")


@bp.get("/besluiten/<uuid:besluit_id>/college")
@leest(collegebesluiten.RECHT)
def college(besluit_id: UUID) -> Antwoord:
    """Het formulier voor wat het college besloot."""
    besluit, documenten = besluitpagina.vind_met_documenten(sessie(), besluit_id)
    pagina = besluitpagina.laad(sessie(), actor(), besluit)
    return render_template("besluiten/college.html", s=besluitscherm_pagina.bij_college(pagina, documenten, actor()))


@bp.post("/besluiten/<uuid:besluit_id>/college")
@writes(collegebesluiten.RECHT, opnieuw=college, tweede_factor=True, vooraf=keur("bestand"))
def college_vastleggen(besluit_id: UUID) -> Antwoord:
    """Legt vast wat het college besloot, met nummer, dag en document."""
    besluit = _over(besluit_id)
    ingestuurd = nagekeken("bestand")
    stuk = collegebesluiten.Stuk(instellingen().instance / "documenten", ingestuurd) if ingestuurd else None
    gelezen = besluitscherm_pagina.lees_collegebesluit(invoer(), stuk, vandaag())
    collegebesluiten.leg_collegebesluit_vast(sessie(), besluit, actor=actor(), **gelezen)
    return naar(_adres(besluit), "Het collegebesluit is vastgelegd.")


def _laad(besluit_id: UUID) -> besluitpagina.Besluitpagina:
    return besluitpagina.laad(sessie(), actor(), besluitpagina.vind(sessie(), besluit_id))


def _over(besluit_id: UUID) -> Besluit:
    besluit = laad_besluit(sessie(), besluit_id)
    gaat_over(besluit.zaak)
    return besluit


def _adres(besluit: Besluit) -> str:
    return url_for("besluiten.toon", besluit_id=besluit.id)


def _formulier(pagina: Zaakstand, code: str, gaat_naar: str = "", waarom: str = "") -> str:
    velden, gekozen = voorstelscherm.velden_van(code), _uit("woning")
    woningen = te_kiezen(sessie(), actor(), velden, pagina.beeld, gekozen)
    opties = bij_voorstel(keuzes(sessie(), actor(), velden, pagina.beeld, woningen), pagina.beeld)
    herziening = voorstelscherm.lees_herziening(pagina, _uit("herziet"), _uit("hoe"))
    s = voorstelscherm.maak_scherm(pagina, code, opties, actor(), herziening, gekozen)
    woning = voordrachtscherm.de_woning(woningen, opties.get("woning", ()), gekozen)
    over = _over_de_woning(pagina, woning) if woning else None
    rest = {"taak": _uit("taak"), "gaat_naar": gaat_naar, "waarom": waarom}
    return render_template("besluiten/formulier.html", s=s, over=over, **rest)


def _over_de_woning(pagina: Zaakstand, woning: Woning) -> voordrachtscherm.Voordrachtscherm:
    profiel, verdeling = voordracht.laad(sessie(), pagina.zaak.id, woning.id)
    return voordrachtscherm.maak_scherm(pagina, woning, profiel, verdeling)


def _uit(naam: str) -> str:
    """Een waarde uit het adres, of uit het formulier dat net is ingestuurd."""
    return request.args.get(naam, "") or tekst(naam)


def _inhoud(pagina: Zaakstand, code: str) -> Voorstel:
    """Wat er is ingevuld, voor de proef. Raises InvoerFout, NietGevonden."""
    voorstelscherm.lees_adviseurs(code, request.form.getlist("advies"))
    herziening = voorstelscherm.lees_herziening(pagina, tekst("herziet"), tekst("hoe"))
    hoe = herziening.hoe if herziening else ""
    gelezen = voorstelscherm.lees_voorstel(code, invoer(), vandaag(), hoe)
    eerder = herziening.besluit if herziening else None
    return Voorstel(gelezen["voorstel"], gelezen["bedrag_cent"], gelezen["gegevens"], "", eerder, hoe)
