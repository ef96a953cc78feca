"""Eén taak: bekijken, pakken, geven, inplannen, laten wachten, afronden en heropenen; en een eigen taak erbij."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import inzien, taken, taken_eigen, taken_heropenen, taken_wachten
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.extensions import database
from casus.models import Taak
from casus.queries import taakpagina, zaakpagina
from casus.queries.beeld import definitie, laad_taak, laad_zaak
from casus.queries.gebruikers import collegas
from casus.queries.keuzes import keuzes, te_kiezen
from casus.queries.nasleep import nasleep_van, sporen_van
from casus.queries.volgende import volgende_taak
from casus.rules.planning import wacht_waarschuwing
from casus.termijnen import dag_kort, nu, vandaag
from casus.views.schermen import taakformulieren as formulieren
from casus.views.schermen.taakscherm import maak_scherm
from casus.views.schermen.terugweg import terugweg
from casus.web.formulier import invoer, nummer, tekst, versie
from casus.web.gebruik import actor, gaat_over, ingelogd, sessie
from casus.web.meldingen import meld
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.heropenen import heropen_redenen, heropenbaar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("taken", __name__)


def _laad(taak_id: UUID) -> Taak:
    taak = laad_taak(sessie(), taak_id)
    gaat_over(taak.zaak)
    return taak


def _dag(veld: str, leeg: str) -> date:
    """De dag die in dit veld is getypt. Raises InvoerFout."""
    dag = ontleed_dag(tekst(veld), vandaag(), "vooruit")
    if dag is None:
        zin = f"Schrijf de dag als 18-11-2026. U vulde ‘{tekst(veld)[:40]}’ in." if tekst(veld) else leeg
        raise InvoerFout([VeldFout(veld, zin)])
    return dag


def _terug(taak_id: UUID) -> str:
    return terugweg(url_for("taken.toon", taak_id=taak_id))


def _wil_volgende() -> bool:
    """Wat op het formulier is gekozen, anders de voorkeur van de gebruiker."""
    gekozen, wie = request.form.getlist("volgende"), ingelogd()
    return gekozen[-1] == "ja" if gekozen else bool(wie and wie.gebruiker.voorkeuren.get("volgende"))


@bp.get("/taken/<uuid:taak_id>")
@leest("taken.inzien")
def toon(taak_id: UUID) -> Antwoord:
    """Het formulier van één taak, met wat er hierna gebeurt."""
    taak, pagina = taakpagina.laad(sessie(), taak_id)
    inzien.leg_eens_vast(database(), actor=actor(), wat=f"taak {taak.id}", zaak_id=pagina.zaak.id)
    soort = pagina.wf.taken.get(taak.soort or "")
    velden = [pagina.wf.veld(code) for code in soort.velden] if soort else []
    woningen = te_kiezen(sessie(), actor(), velden, pagina.beeld, request.values.get("woning", ""))
    opties = keuzes(sessie(), actor(), velden, pagina.beeld, woningen)
    sporen = sporen_van(sessie(), taak)
    return render_template("taken/toon.html", **maak_scherm(taak, pagina, opties, actor(), sporen, _wil_volgende()))


@bp.post("/taken/<uuid:taak_id>/pakken")
@writes("taak.bewerken", opnieuw=toon)
def pakken(taak_id: UUID) -> Antwoord:
    """Neemt een vrije taak op zich."""
    taak = taken.pak(sessie(), _laad(taak_id), actor=actor(), versie=versie())
    meld(f"U hebt de taak ‘{taak.titel}’ gepakt.", terug=url_for("taken.terugleggen", taak_id=taak.id))
    return naar(_terug(taak.id))


@bp.post("/taken/<uuid:taak_id>/terugleggen")
@writes("taak.bewerken", opnieuw=toon)
def terugleggen(taak_id: UUID) -> Antwoord:
    """Geeft een taak terug aan de rol."""
    taak = taken.laat_los(sessie(), _laad(taak_id), actor=actor())
    return naar(terugweg(url_for("werkvoorraad.lijst")), f"De taak ‘{taak.titel}’ ligt weer bij de rol.")


@bp.get("/taken/<uuid:taak_id>/overdragen")
@leest("taken.inzien")
def overdragen_formulier(taak_id: UUID) -> Antwoord:
    """Kiezen wie de taak overneemt, of krijgt als zij nog van niemand is."""
    taak, stand = taakpagina.laad(sessie(), taak_id)
    mensen = [(str(c.id), c.tekst) for c in collegas(sessie(), actor(), taak.rol) if c.id != taak.behandelaar_id]
    return render_template("taken/formulier.html", s=formulieren.overdragen(taak, stand, actor(), mensen))


@bp.post("/taken/<uuid:taak_id>/overdragen")
@writes("taak.bewerken", opnieuw=overdragen_formulier)
def overdragen(taak_id: UUID) -> Antwoord:
    """Geeft een taak aan een collega."""
    if not tekst("aan"):
        raise InvoerFout([VeldFout("aan", "Kies een collega die de taak krijgt.")])
    aan, uitleg = nummer(tekst("aan")), tekst("toelichting")
    taak = taken.draag_over(sessie(), _laad(taak_id), actor=actor(), aan_id=aan, toelichting=uitleg, versie=versie())
    zin = f"De taak ‘{taak.titel}’ is overgedragen. Uw collega krijgt een signaal."
    return naar(terugweg(url_for("werkvoorraad.lijst")), zin)


@bp.get("/taken/<uuid:taak_id>/inplannen")
@leest("taken.inzien")
def inplannen_formulier(taak_id: UUID) -> Antwoord:
    """Een eigen dag kiezen."""
    taak, stand = taakpagina.laad(sessie(), taak_id)
    return render_template("taken/formulier.html", s=formulieren.inplannen(taak, stand, actor()))


@bp.post("/taken/<uuid:taak_id>/inplannen")
@writes("taak.bewerken", opnieuw=inplannen_formulier)
def inplannen(taak_id: UUID) -> Antwoord:
    """Zet de taak op een eigen dag, of haalt die dag weg."""
    weg = tekst("wissen") == "ja"
    dag = None if weg else _dag("gepland_op", "Vul in op welke dag u de taak doet, bijvoorbeeld 18-11-2026.")
    reden = tekst("gepland_reden")
    taken.plan(sessie(), _laad(taak_id), actor=actor(), op=dag, reden=reden, versie=versie())
    zin = f"De taak staat op {dag_kort(dag, vandaag())}." if dag else "De eigen dag is weg. De termijn telt weer."
    return naar(_terug(taak_id), zin)


@bp.get("/taken/<uuid:taak_id>/wachten")
@leest("taken.inzien")
def wachten_formulier(taak_id: UUID) -> Antwoord:
    """Kiezen op wie de taak wacht, en tot wanneer."""
    taak, stand = taakpagina.laad(sessie(), taak_id)
    return render_template("taken/formulier.html", s=formulieren.wachten(taak, stand, actor()))


@bp.post("/taken/<uuid:taak_id>/wachten")
@writes("taak.bewerken", opnieuw=wachten_formulier)
def wachten(taak_id: UUID) -> Antwoord:
    """Laat de taak wachten op een ander."""
    taak, tot = _laad(taak_id), _dag("wacht_tot", "Vul in tot welke dag u wacht, bijvoorbeeld 18-11-2026.")
    taken_wachten.laat_wachten(sessie(), taak, actor=actor(), op=tekst("wacht_op"), tot=tot, versie=versie())
    let_op = wacht_waarschuwing(tot, taak.fatale_datum)
    zin = f"De taak wacht op {taak.wacht_op} tot {dag_kort(tot, vandaag())}. {let_op}".strip()
    meld(zin, "wacht", terug=url_for("taken.oppakken", taak_id=taak_id))
    return naar(_terug(taak_id))


@bp.post("/taken/<uuid:taak_id>/oppakken")
@writes("taak.bewerken", opnieuw=toon)
def oppakken(taak_id: UUID) -> Antwoord:
    """Beëindigt het wachten."""
    taken_wachten.pak_weer_op(sessie(), _laad(taak_id), actor=actor())
    return naar(_terug(taak_id), "De taak is weer aan de beurt.")


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
    """Rondt een taak af, en opent de volgende als de gebruiker dat wil."""
    taak = taken.rond_af(sessie(), _laad(taak_id), actor=actor(), versie=versie(), invoer=invoer())
    soort = definitie(sessie(), taak.zaak).taken.get(taak.soort or "")
    terug = url_for("taken.ongedaan", taak_id=taak.id) if heropenbaar(soort) else ""
    meld(f"Afgerond: {taak.titel} ({taak.zaak.zaaknummer}).", terug=terug)
    volgende = volgende_taak(sessie(), actor()) if _wil_volgende() else None
    if volgende is not None:
        return naar(url_for("taken.toon", taak_id=volgende))
    return naar(terugweg(url_for("werkvoorraad.lijst")))


@bp.post("/taken/<uuid:taak_id>/ongedaan")
@writes("taak.bewerken", opnieuw=toon)
def ongedaan(taak_id: UUID) -> Antwoord:
    """Draait het afronden meteen terug."""
    taak = taken_heropenen.maak_ongedaan(sessie(), _laad(taak_id), actor=actor())
    terug = url_for("taken.toon", taak_id=taak.id) if taak.gegevens else url_for("werkvoorraad.lijst")
    return naar(terugweg(terug), f"De taak ‘{taak.titel}’ staat weer open.")


@bp.get("/taken/<uuid:taak_id>/heropenen")
@leest("taken.inzien")
def heropenen_formulier(taak_id: UUID) -> Antwoord:
    """Opschrijven waarom een afgeronde taak weer open moet."""
    taak, stand = taakpagina.laad(sessie(), taak_id)
    redenen = heropen_redenen(stand.wf, taak, stand.beeld, nasleep_van(sessie(), taak), actor(), nu())
    return render_template("taken/formulier.html", s=formulieren.heropenen(taak, stand, redenen))


@bp.post("/taken/<uuid:taak_id>/heropenen")
@writes("taak.bewerken", opnieuw=heropenen_formulier)
def heropenen(taak_id: UUID) -> Antwoord:
    """Opent een afgeronde taak weer."""
    taken_heropenen.heropen(sessie(), _laad(taak_id), actor=actor(), reden=tekst("reden"), versie=versie())
    return naar(
        url_for("taken.toon", taak_id=taak_id), "De taak staat weer open. Rond haar opnieuw af als zij klaar is."
    )


@bp.post("/taken/<uuid:taak_id>/vervallen")
@writes("taak.bewerken", opnieuw=toon)
def laat_vervallen(taak_id: UUID) -> Antwoord:
    """Laat een eigen taak vervallen."""
    taken_eigen.laat_vervallen(sessie(), _laad(taak_id), actor=actor(), reden=tekst("reden"), versie=versie())
    return naar(terugweg(url_for("werkvoorraad.lijst")), "De taak is vervallen.")


@bp.get("/eigen-taak")
@leest("taken.inzien")
def nieuw_kies() -> Antwoord:
    """Eerst kiezen bij welke zaak de eigen taak hoort."""
    gevraagd = request.args.get("zaaknummer", "").strip().upper()
    try:
        zaak = laad_zaak(sessie(), gevraagd) if gevraagd else None
    except NietGevonden:
        return render_template("taken/kies_zaak.html", gevraagd=gevraagd, fout="Deze zaak bestaat niet."), 404
    if zaak is not None:
        return naar(url_for("taken.nieuw_formulier", zaaknummer=zaak.zaaknummer))
    return render_template("taken/kies_zaak.html", gevraagd="", fout="")


@bp.get("/zaken/<zaaknummer>/eigen-taak")
@leest("taken.inzien")
def nieuw_formulier(zaaknummer: str) -> Antwoord:
    """Het formulier voor een eigen taak."""
    stand = zaakpagina.laad_stand(sessie(), zaaknummer)
    return render_template("taken/formulier.html", s=formulieren.eigen_taak(stand, collegas(sessie(), actor())))


@bp.post("/zaken/<zaaknummer>/eigen-taak")
@writes("taak.bewerken", opnieuw=nieuw_formulier)
def nieuw(zaaknummer: str) -> Antwoord:
    """Voegt een eigen taak toe aan de zaak."""
    zaak = gaat_over(laad_zaak(sessie(), zaaknummer))
    taken_eigen.voeg_toe(
        sessie(),
        zaak,
        actor=actor(),
        titel=tekst("titel"),
        rol=tekst("rol"),
        toelichting=tekst("toelichting"),
        behandelaar_id=nummer(tekst("behandelaar")) if tekst("behandelaar") else None,
        streefdatum=ontleed_dag(tekst("streefdatum"), vandaag(), "vooruit"),
    )
    return naar(url_for("zaak.toon", zaaknummer=zaaknummer), "De taak staat bij de zaak.")
