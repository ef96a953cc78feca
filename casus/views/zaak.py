"""Eén zaak op één pagina, en de stappen die er vandaan gaan."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import contactmomenten, inzien, meldingen, notities, opschorten, overgang, verbanden
from casus.actions import volgen as volg_acties
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.extensions import database, sleutelbos
from casus.models import Notitie
from casus.queries import zaakpagina
from casus.queries.beeld import laad_zaak
from casus.queries.keuzes import keuzes
from casus.queries.zaakonderdeel import laad_notitie, laad_verband
from casus.rules import permissions
from casus.termijnen import NEDERLAND, nu, vandaag
from casus.views.schermen import zaakformulieren as formulieren
from casus.views.schermen.tijdlijnscherm import lees_uitsnede
from casus.views.schermen.zaakscherm import maak_scherm
from casus.web import limieten
from casus.web.formulier import invoer, nummer, tekst, versie
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.meldingen import meld
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import kwam_van, naar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("zaak", __name__)


def _naar_zaak(zaaknummer: str, melding: str) -> Antwoord:
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer), melding)


@bp.get("/zaken/<zaaknummer>")
@leest("zaken.inzien")
def toon(zaaknummer: str) -> Antwoord:
    """Alles van één huishouden."""
    pagina = zaakpagina.laad(sessie(), zaaknummer, lees_uitsnede(request.args))
    inzien.leg_vast(database(), actor=actor(), wat="zaak", zaak_id=pagina.zaak.id)
    return render_template("zaak/toon.html", kwam_van=kwam_van(), **maak_scherm(pagina, actor()))


@bp.post("/zaken/<zaaknummer>/bsn")
@writes("zaak.bewerken", opnieuw=toon, eigen_transacties=True, tweede_factor=True)
def bsn(zaaknummer: str) -> Antwoord:
    """Toont één BSN op de pagina zelf, na een code: het nummer komt nooit in een adres of een melding terecht."""
    limieten.tel_bsn(str(actor().gebruiker_id))
    wie = nummer(tekst("persoon")) if tekst("persoon") else None
    vraag = {"zaaknummer": zaaknummer, "persoon_id": wie, "reden": tekst("reden")}
    getoond = inzien.toon_bsn(database(), sleutelbos(), actor=actor(), **vraag)  # type: ignore[arg-type]  # gemengd
    pagina = zaakpagina.laad(sessie(), zaaknummer)
    getoonde = {wie: getoond} if wie else {}
    return render_template("zaak/toon.html", kwam_van=kwam_van(), **maak_scherm(pagina, actor(), getoonde))


@bp.get("/zaken/<zaaknummer>/overgang/<code>")
@leest("zaken.inzien")
def overgang_formulier(zaaknummer: str, code: str) -> Antwoord:
    """Het formulier bij een stap in het proces."""
    pagina = zaakpagina.laad_stand(sessie(), zaaknummer)
    if code not in pagina.wf.overgangen:
        raise NietGevonden("Deze stap bestaat niet in het proces van deze zaak.")
    velden = [pagina.wf.veld(veld) for veld in pagina.wf.overgang(code).velden]
    opties = keuzes(sessie(), actor(), velden, pagina.beeld)
    return render_template("formulier.html", s=formulieren.bij_overgang(pagina, code, opties, actor()))


@bp.post("/zaken/<zaaknummer>/overgang/<code>")
@writes("overgang.uitvoeren", opnieuw=overgang_formulier)
def overgang_zetten(zaaknummer: str, code: str) -> Antwoord:
    """Zet een stap in het proces."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    overgang.execute(sessie(), zaak, code, actor=actor(), versie=versie(), invoer=invoer())
    return _naar_zaak(zaaknummer, "De stap is gezet. Kijk wie er nu aan zet is.")


@bp.get("/zaken/<zaaknummer>/melden/<code>")
@leest("zaken.inzien")
def melding_formulier(zaaknummer: str, code: str) -> Antwoord:
    """Het formulier bij iets dat van buiten komt."""
    pagina = zaakpagina.laad_stand(sessie(), zaaknummer)
    if code not in pagina.wf.meldingen:
        raise NietGevonden("Deze melding bestaat niet in het proces van deze zaak.")
    velden = [pagina.wf.veld(veld) for veld in pagina.wf.melding(code).velden]
    opties = keuzes(sessie(), actor(), velden, pagina.beeld)
    return render_template("formulier.html", s=formulieren.bij_melding(pagina, code, opties, actor()))


@bp.post("/zaken/<zaaknummer>/melden/<code>")
@writes("melding.doen", opnieuw=melding_formulier)
def melden(zaaknummer: str, code: str) -> Antwoord:
    """Legt iets vast dat van buiten komt."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    taken = meldingen.meld(sessie(), zaak, code, actor=actor(), versie=versie(), invoer=invoer())
    nieuw = f" Nieuwe taken: {', '.join(taken)}." if taken else ""
    return _naar_zaak(zaaknummer, f"Vastgelegd.{nieuw}")


@bp.get("/zaken/<zaaknummer>/stilzetten")
@leest("zaken.inzien")
def stilzetten_formulier(zaaknummer: str) -> Antwoord:
    """Het formulier om de normklok stil te zetten."""
    pagina = zaakpagina.laad_stand(sessie(), zaaknummer)
    return render_template("formulier.html", s=formulieren.stilzetten(pagina, actor()))


@bp.post("/zaken/<zaaknummer>/stilzetten")
@writes("zaak.bewerken", opnieuw=stilzetten_formulier)
def stilzetten(zaaknummer: str) -> Antwoord:
    """Zet de normklok stil."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    dag = ontleed_dag(tekst("herzien_op"), vandaag(), "vooruit")
    if dag is None:
        raise InvoerFout([VeldFout("herzien_op", "Vul in op welke dag u opnieuw kijkt, bijvoorbeeld 18-11-2026.")])
    opschorten.schort_op(sessie(), zaak, actor=actor(), versie=versie(), reden=tekst("reden"), herzien_op=dag)
    return _naar_zaak(zaaknummer, "De klok staat stil.")


@bp.post("/zaken/<zaaknummer>/hervatten")
@writes("zaak.bewerken", opnieuw=toon)
def hervatten(zaaknummer: str) -> Antwoord:
    """Laat de normklok weer lopen."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    opschorten.hervat(sessie(), zaak, actor=actor(), versie=versie())
    return _naar_zaak(zaaknummer, "De klok loopt weer. De data van de open taken zijn opgeschoven.")


@bp.post("/zaken/<zaaknummer>/notities")
@writes("notitie.schrijven", opnieuw=toon)
def notitie(zaaknummer: str) -> Antwoord:
    """Plaatst een notitie."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    rij = notities.schrijf(sessie(), zaak, actor=actor(), tekst=tekst("tekst"))
    return _naar_notitie(zaaknummer, rij, "De notitie is geplaatst.")


def _naar_notitie(zaaknummer: str, rij: Notitie, zin: str, eerder: str = "") -> Antwoord:
    """Terug naar de tijdlijn, met wie een signaal krijgt van zijn vermelding en wie niet."""
    afloop = notities.afloop(sessie(), rij, actor=actor(), eerder=eerder)
    melding = f"{zin} {afloop.zin}".strip()
    return naar(
        url_for("zaak.toon", zaaknummer=zaaknummer) + "#tijdlijn", melding, "wacht" if afloop.let_op else "gereed"
    )


@bp.get("/zaken/<zaaknummer>/notities/<uuid:notitie_id>/verbeteren")
@leest("zaken.inzien")
def notitie_verbeteren_formulier(zaaknummer: str, notitie_id: UUID) -> Antwoord:
    """Het formulier om een eigen notitie te verbeteren."""
    stand = zaakpagina.laad_stand(sessie(), zaaknummer)
    rij = laad_notitie(sessie(), stand.zaak, notitie_id)
    permissions.check_notitie_verbeteren(actor(), rij)
    return render_template("formulier.html", s=formulieren.notitie(stand, rij))


@bp.post("/zaken/<zaaknummer>/notities/<uuid:notitie_id>/verbeteren")
@writes("notitie.schrijven", opnieuw=notitie_verbeteren_formulier)
def notitie_verbeteren(zaaknummer: str, notitie_id: UUID) -> Antwoord:
    """Verbetert een eigen notitie; de oude tekst blijft te lezen."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    rij = laad_notitie(sessie(), zaak, notitie_id)
    eerder = rij.tekst
    rij = notities.verbeter(sessie(), rij, actor=actor(), versie=versie(), tekst=tekst("tekst"))
    return _naar_notitie(zaaknummer, rij, "De notitie is verbeterd.", eerder)


@bp.post("/zaken/<zaaknummer>/volgen")
@writes("zaak.bewerken", opnieuw=toon)
def volgen(zaaknummer: str) -> Antwoord:
    """Volgt de zaak voortaan."""
    volg_acties.volg(sessie(), gaat_over(laad_zaak(sessie(), zaaknummer)), actor=actor())
    return _naar_zaak(zaaknummer, "U volgt deze zaak. Zij staat voortaan bij Gevolgd.")


@bp.post("/zaken/<zaaknummer>/niet-volgen")
@writes("zaak.bewerken", opnieuw=toon)
def niet_volgen(zaaknummer: str) -> Antwoord:
    """Volgt de zaak niet meer."""
    volg_acties.laat_gaan(sessie(), gaat_over(laad_zaak(sessie(), zaaknummer)), actor=actor())
    meld("U volgt deze zaak niet meer.", terug=url_for("zaak.volgen", zaaknummer=zaaknummer))
    return _naar_zaak(zaaknummer, "")


@bp.post("/zaken/<zaaknummer>/verbanden")
@writes("zaak.bewerken", opnieuw=toon)
def verband(zaaknummer: str) -> Antwoord:
    """Legt een verband met een andere zaak."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    rij = verbanden.leg(sessie(), zaak, actor=actor(), zaaknummer=tekst("zaaknummer"), soort=tekst("soort"))
    weg = url_for("zaak.verband_weg", zaaknummer=zaaknummer, verband_id=rij.id)
    meld("De zaken horen nu bij elkaar. Dat staat op allebei.", terug=weg)
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer) + "#verwant")


@bp.post("/zaken/<zaaknummer>/verbanden/<uuid:verband_id>/weg")
@writes("zaak.bewerken", opnieuw=toon)
def verband_weg(zaaknummer: str, verband_id: UUID) -> Antwoord:
    """Haalt een verband weg."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    verbanden.verbreek(sessie(), laad_verband(sessie(), zaak, verband_id), actor=actor())
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer) + "#verwant", "Het verband is weg, op beide zaken.")


@bp.get("/zaken/<zaaknummer>/contact")
@leest("zaken.inzien")
def contact_formulier(zaaknummer: str) -> Antwoord:
    """Het formulier om een contact vast te leggen."""
    pagina = zaakpagina.laad_stand(sessie(), zaaknummer)
    return render_template("formulier.html", s=formulieren.contact(pagina))


@bp.post("/zaken/<zaaknummer>/contact")
@writes("contactmoment.vastleggen", opnieuw=contact_formulier)
def contact(zaaknummer: str) -> Antwoord:
    """Legt een contact vast."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    dag = ontleed_dag(tekst("op"), vandaag(), "terug")
    if dag is None:
        raise InvoerFout([VeldFout("op", "Vul in wanneer het contact was, bijvoorbeeld 18-11-2026.")])
    moment = nu() if dag == vandaag() else datetime.combine(dag, time(12), NEDERLAND)
    gegevens = {"soort": tekst("soort"), "met": tekst("met"), "verslag": tekst("verslag"), "op": moment}
    contactmomenten.leg_vast(sessie(), zaak, actor=actor(), **gegevens, tolk=tekst("tolk") == "ja")  # type: ignore[arg-type]  # gemengde waarden
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer) + "#contact", "Het contact is vastgelegd.")
