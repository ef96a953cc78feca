"""Matching: woningen voor een huishouden, huishoudens voor een woning, en een verdeling voor iedereen tegelijk."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import inzien, matchwensen
from casus.actions import matchruns as acties
from casus.actions import reistijden as reistijdacties
from casus.extensions import database
from casus.models import Matchrun
from casus.queries import matching, matchruns, zaakpagina
from casus.queries import reistijden as vragen_reistijd
from casus.queries.beeld import laad_zaak
from casus.queries.bladen import Plek
from casus.queries.matchvoorstel import beleid_van, huishoudens_voor, woningen_voor
from casus.queries.regiokaarten import in_regio, laad_regio
from casus.rules.passendrun import WONINGTYPEN
from casus.rules.passendscore import naamsleutel
from casus.views.schermen import (
    matchkandidaten,
    matchrunscherm,
    matchwachtscherm,
    matchwoningen,
    reistijdscherm,
    tekstscherm,
)
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.meldingen import meld
from casus.web.tegelijk import gezien
from casus.web.toegang import Antwoord, leest, publiek, writes
from casus.web.verwijzing import naar, veilig

bp = Blueprint("matching", __name__)
ALGORITME = "algoritmeregister.md"


def _id(naam: str) -> UUID | None:
    """Een id uit het adres; None als er geen staat. Raises NietGevonden als het er geen is."""
    waarde = request.args.get(naam, "")
    return nummer(waarde) if waarde else None


def _vanaf() -> int:
    """De eerste regel van het blad, vanaf nul."""
    waarde = request.args.get("vanaf", "0")
    return int(waarde) if re.fullmatch(r"[0-9]{1,6}", waarde) else 0


def _aantal(soort: str) -> int:
    """Hoeveel woningen van deze soort; leeg is geen, iets anders dan een getal is -1 en wordt geweigerd."""
    waarde = tekst(soort)
    return 0 if not waarde else int(waarde) if re.fullmatch(r"[0-9]{1,4}", waarde) else -1


def _naar_run(run: Matchrun, melding: str = "") -> Antwoord:
    return naar(url_for("matching.toon", matchrun_id=run.id), melding)


@bp.get("/zaken/<zaaknummer>/woningen")
@leest("woningen.inzien")
def woningen(zaaknummer: str) -> Antwoord:
    """Wat past er bij dit huishouden, in welke volgorde, en waarom een andere woning niet."""
    gekozen, gezocht = _id("woning"), request.args.get("adres", "").strip()[:80]
    gegevens = matching.laad_huishouden(sessie(), zaaknummer, gekozen)
    gevonden = matching.zoek_woning(sessie(), gezocht)
    inzien.leg_vast(database(), actor=actor(), wat="woningen bij het huishouden", zaak_id=gegevens.zoekenden[0].zaak.id)
    alles = request.args.get("alles") == "ja"
    s = matchwoningen.maak_scherm(gegevens, woningen_voor(gegevens), gekozen, gezocht, gevonden, alles)
    return render_template("matching/woningen.html", s=s)


@bp.get("/woningen/<uuid:woning_id>/kandidaten")
@leest("woningen.inzien")
def kandidaten(woning_id: UUID) -> Antwoord:
    """Welke huishoudens passen er bij deze woning, in de volgorde van het beleid."""
    gegevens = matching.laad_woning(sessie(), woning_id)
    inzien.leg_vast(database(), actor=actor(), wat=f"kandidaten voor woning {woning_id}")
    paren, beleid = huishoudens_voor(gegevens), beleid_van(gegevens).zin()
    s = matchkandidaten.maak_scherm(gegevens, paren, beleid, request.args.get("alles") == "ja")
    return render_template("matching/kandidaten.html", s=s)


@bp.get("/matching")
@leest("matching.inzien")
def lijst() -> Antwoord:
    """Een verdeling uitrekenen, de eerdere verdelingen, en wat er is vastgezet of uitgesloten."""
    blad = matchruns.lijst(sessie(), Plek.lees(request.args.get("na")))
    regio = in_regio(sessie(), actor().gemeente_id)
    return render_template("matching/lijst.html", blad=blad, wensen=matchruns.wensen(sessie()), regio=regio)


@bp.post("/matching/uitrekenen")
@writes("matching.gebruiken", opnieuw=lijst)
def uitrekenen() -> Antwoord:
    """Rekent een verdeling voor de gemeente uit; er wordt niets aangeboden."""
    return _naar_run(acties.bereken(sessie(), actor=actor()))


@bp.post("/matching/regio")
@writes("matching.regio", opnieuw=lijst)
def regio_uitrekenen() -> Antwoord:
    """Rekent een verdeling voor de regio uit, met kaarten zonder naam of nummer."""
    wie = actor()
    kaarten = laad_regio(database(), wie.gemeente_id) if in_regio(sessie(), wie.gemeente_id) else None
    return _naar_run(acties.bereken(sessie(), actor=wie, omvang="regio", kaarten=kaarten))


@bp.get("/matching/<uuid:matchrun_id>")
@leest("matching.inzien")
def toon(matchrun_id: UUID) -> Antwoord:
    """Een verdeling: wie waar, wie zonder en waarom."""
    run, vanaf = matchruns.laad_run(sessie(), matchrun_id), _vanaf()
    if acties.wacht(run) or "fout" in run.uitkomst or request.args.get("stil"):
        return render_template("matching/wacht.html", s=matchwachtscherm.maak_scherm(run))
    basis = matchruns.laad_run(sessie(), run.basis_id) if run.basis_id else None
    zaken, woningen = matchrunscherm.te_noemen(run, vanaf, basis)
    namen = matchrunscherm.Namen(matchruns.namen(sessie(), zaken), matchruns.adressen(sessie(), woningen))
    inzien.leg_vast(database(), actor=actor(), wat=f"verdeling {run.id}")
    ouder = run.soort == "verdeling" and run.grens > 0 and run.id not in matchruns.geldige(sessie())
    s = matchrunscherm.maak_scherm(run, basis, vanaf, namen)
    return render_template("matching/toon.html", run=run, s=s, ouder=ouder)


@bp.post("/matching/<uuid:matchrun_id>/opnieuw")
@writes("matching.gebruiken", opnieuw=toon)
def opnieuw(matchrun_id: UUID) -> Antwoord:
    """Rekent dezelfde invoer opnieuw uit, en zegt of er hetzelfde uit komt."""
    run = matchruns.laad_run(sessie(), matchrun_id)
    gelijk = acties.herhaal(sessie(), run, actor=actor())
    if gelijk is None:
        return _naar_run(run, "Casus rekent dit opnieuw uit. Ververs over een minuut: de uitslag staat onderaan.")
    if gelijk:
        return _naar_run(run, "Opnieuw uitgerekend met dezelfde invoer: precies dezelfde uitkomst.")
    zin = "Opnieuw uitgerekend met dezelfde invoer: er komt iets anders uit. Meld dit aan de beheerder."
    return naar(url_for("matching.toon", matchrun_id=run.id), zin, "te-laat")


@bp.post("/matching/<uuid:matchrun_id>/wat-als")
@writes("matching.gebruiken", opnieuw=toon)
def wat_als(matchrun_id: UUID) -> Antwoord:
    """Rekent met dezelfde invoer en extra woningen."""
    basis = matchruns.laad_run(sessie(), matchrun_id)
    aantallen = {soort: _aantal(soort) for soort in WONINGTYPEN}
    return _naar_run(acties.bereken(sessie(), actor=actor(), omvang=basis.omvang, wat_als=aantallen, basis=basis))


@bp.get("/matching/wens")
@leest("matching.inzien")
def wens_formulier() -> Antwoord:
    """Een huishouden en een woning vastzetten of uitsluiten, met de reden."""
    zaaknummer, woning_id = request.values.get("zaak", ""), nummer(request.values.get("woning", ""))
    zaak, woning = zaakpagina.laad_kop(sessie(), zaaknummer), matching.laad_een_woning(sessie(), woning_id)
    terug = veilig(request.values.get("terug", "")) or url_for("matching.woningen", zaaknummer=zaaknummer)
    return render_template(
        "matching/wens.html",
        zaaknummer=zaaknummer,
        woning_id=woning.id,
        huishouden=zaak.huishouden.naam,
        woning=f"{woning.adres}, {woning.plaats}",
        actie=url_for("matching.wens"),
        terug=terug,
        soort=request.args.get("soort", ""),
    )


@bp.post("/matching/wens")
@writes("matching.gebruiken", opnieuw=wens_formulier)
def wens() -> Antwoord:
    """Legt de wens vast."""
    zaak = gaat_over(laad_zaak(sessie(), tekst("zaak")))
    woning = matching.laad_een_woning(sessie(), nummer(tekst("woning")))
    gezet = matchwensen.zet_wens(sessie(), zaak, woning, actor=actor(), soort=tekst("soort"), reden=tekst("reden"))
    wat = "vastgezet" if gezet.soort == "vast" else "uitgesloten"
    meld(f"{woning.adres} is {wat} voor dit huishouden.", terug=url_for("matching.wens_weg", wens_id=gezet.id))
    return naar(veilig(tekst("terug")) or url_for("matching.woningen", zaaknummer=zaak.zaaknummer))


@bp.post("/matching/wensen/<uuid:wens_id>/weg")
@writes("matching.gebruiken")
def wens_weg(wens_id: UUID) -> Antwoord:
    """Haalt een wens weg."""
    wens = matchwensen.haal_weg(sessie(), matchwensen.laad_wens(sessie(), wens_id), actor=actor())
    woord = "vastgezet" if wens.soort == "vast" else "uitgesloten"
    return naar(url_for("matching.lijst"), f"De wens is weg: dit huishouden en deze woning zijn niet meer {woord}.")


@bp.get("/matching/reistijden")
@leest("matching.inzien")
def reistijden() -> Antwoord:
    """Hoe lang het reizen is, per gebied; `gebied` is het gebied dat open staat."""
    gebied, hier = request.values.get("gebied", "").strip()[:200], veilig(request.values.get("terug", "")) or ""
    alle = vragen_reistijd.alle(sessie(), gebied)
    gekozen = next((een for een in alle if naamsleutel(een.gebied) == naamsleutel(gebied)), None)
    bij = {"alle": alle, "gekozen": gekozen, "hier": hier}
    return render_template("matching/reistijden.html", **bij, s=reistijdscherm.maak_scherm(gekozen))


@bp.post("/matching/reistijden")
@writes("matching.gebruiken", opnieuw=reistijden)
def reistijden_bewaar() -> Antwoord:
    """Legt de minuten naar één gebied vast."""
    gebied = tekst("gebied")[:200]
    alle = vragen_reistijd.alle(sessie(), gebied)
    plaatsen = [p for een in alle if naamsleutel(een.gebied) == naamsleutel(gebied) for p, _ in een.minuten]
    velden, stond = {plaats: vragen_reistijd.veld_van(plaats) for plaats in plaatsen}, gezien()
    minuten = {plaats: tekst(veld) for plaats, veld in velden.items()}
    was = {plaats: stond[veld] for plaats, veld in velden.items() if veld in stond}
    anders = reistijdacties.leg_vast(sessie(), actor=actor(), gebied=gebied, minuten=minuten, was=was)
    adres = veilig(tekst("terug")) or url_for("matching.reistijden", gebied=gebied)
    return naar(adres, "De reistijden zijn vastgelegd." if anders else "Er is niets veranderd.")


@bp.get("/algoritme")
@publiek
def algoritme() -> Antwoord:
    """De openbare uitleg van de berekening, in de vorm van het algoritmeregister."""
    return render_template("matching/algoritme.html", t=tekstscherm.laad(ALGORITME))
