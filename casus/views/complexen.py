"""Complexen: de lijst, één complex met zijn plekken en taken, vastleggen en verbeteren, en alle complextaken."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import complexen, inzien
from casus.errors import InvoerFout, VeldFout
from casus.extensions import database
from casus.queries import complexen as vragen
from casus.queries.bladen import Plek
from casus.queries.gebruikers import collegas, per_rol
from casus.queries.woningen import corporaties
from casus.rules.rechten import RECHTEN
from casus.rules.woningcodes import WOONVORMEN
from casus.termijnen import vandaag
from casus.views.schermen import complexscherm
from casus.web.formulier import nummer, tekst, versie
from casus.web.gebruik import actor, sessie
from casus.web.meldingen import meld
from casus.web.navigatie import teller
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("complexen", __name__)
teller("complexen.taken", "complextaak.doen")(vragen.telling)
LOOPT_AF = timedelta(days=90)
"""Zo lang vooruit staat wat afloopt tussen de taken: een nieuwe vergunning kost weken."""


@bp.get("/complexen")
@leest("woningen.inzien")
def lijst() -> Antwoord:
    """De complexen van de gemeente, met hoeveel er vrij is en wat er nog moet."""
    blad = vragen.lijst(sessie(), Plek.lees(request.args.get("na")))
    scherm = complexscherm.bladen(blad, "complexen.lijst")
    return render_template("complexen/lijst.html", s=scherm, woonvormen=WOONVORMEN)


@bp.get("/complexen/taken")
@leest("woningen.inzien")
def taken() -> Antwoord:
    """Wat bij complexen nog moet, en wat binnen drie maanden afloopt."""
    blad = vragen.taken(sessie(), vandaag() + LOOPT_AF, Plek.lees(request.args.get("na")))
    return render_template("complexen/taken.html", s=complexscherm.bladen(blad, "complexen.taken"))


@bp.get("/complexen/<uuid:complex_id>")
@leest("woningen.inzien")
def toon(complex_id: UUID) -> Antwoord:
    """Eén complex: plekken, wie er woont, en de taken."""
    return _teken(complex_id)


def _teken(complex_id: UUID) -> str:
    pagina = vragen.laad(sessie(), complex_id)
    if any(plek.huishouden for plek in pagina.woningen):
        inzien.leg_eens_vast(database(), actor=actor(), wat=f"wie in complex {complex_id} woont")
    wie = vragen.bewoners_van(sessie(), pagina.complex)
    mensen = per_rol(collegas(sessie(), actor(), *sorted(RECHTEN["complextaak.doen"].rollen)))[""]
    return render_template("complexen/toon.html", s=complexscherm.maak_scherm(pagina, wie, mensen, actor()))


@bp.get("/complexen/nieuw")
@leest("woning.vastleggen")
def nieuw() -> Antwoord:
    """Een complex vastleggen."""
    return render_template("complexen/formulier.html", s=complexscherm.nieuw_formulier(corporaties(sessie())))


@bp.post("/complexen/nieuw")
@writes("woning.vastleggen", opnieuw=nieuw)
def maak() -> Antwoord:
    """Legt het complex vast, met de taken die bij zijn woonvorm horen."""
    gegevens = complexscherm.lees(request.form)
    if not tekst("corporatie"):
        raise InvoerFout([VeldFout("corporatie", "Kies een corporatie.")])
    van = nummer(tekst("corporatie"))
    complex_ = complexen.leg_vast(sessie(), actor=actor(), corporatie_id=van, gegevens=gegevens)
    return _terug(complex_.id, "Het complex is vastgelegd. Kijk welke taken erbij horen.")


@bp.get("/complexen/<uuid:complex_id>/wijzigen")
@leest("woning.vastleggen")
def wijzig(complex_id: UUID) -> Antwoord:
    """De gegevens van een complex verbeteren."""
    complex_ = vragen.laad_complex(sessie(), complex_id)
    return render_template("complexen/formulier.html", s=complexscherm.wijzigformulier(complex_))


@bp.post("/complexen/<uuid:complex_id>/wijzigen")
@writes("woning.vastleggen", opnieuw=wijzig)
def bewaar(complex_id: UUID) -> Antwoord:
    """Legt de wijziging vast."""
    complex_, gegevens = vragen.laad_complex(sessie(), complex_id), complexscherm.lees(request.form)
    anders = complexen.wijzig_complex(sessie(), complex_, actor=actor(), versie=versie(), gegevens=gegevens)
    return _terug(complex_id, "Het complex is gewijzigd." if anders else "Er is niets veranderd.")


def _terug(complex_id: UUID, melding: str = "") -> Antwoord:
    return naar(url_for("complexen.toon", complex_id=complex_id), melding)


# --- de taken ---


def taakpagina(complextaak_id: UUID) -> Antwoord:
    """De pagina van het complex van deze taak, om opnieuw te tekenen wat was getypt."""
    return _teken(vragen.laad_taak(sessie(), complextaak_id).complex_id)


def _dag(veld: str) -> date | None:
    dag = ontleed_dag(tekst(veld), vandaag()) if tekst(veld) else None
    if tekst(veld) and dag is None:
        raise InvoerFout([VeldFout(veld, "Schrijf de dag als 18-11-2026.")])
    return dag


@bp.post("/complexen/taken/<uuid:complextaak_id>/geven")
@writes("complextaak.doen", opnieuw=taakpagina)
def geven(complextaak_id: UUID) -> Antwoord:
    """Geeft de taak aan een collega, of legt haar terug."""
    taak = vragen.laad_taak(sessie(), complextaak_id)
    aan = nummer(tekst("behandelaar")) if tekst("behandelaar") else None
    complexen.geef_taak(sessie(), taak, actor=actor(), aan_id=aan)
    return _terug(taak.complex_id, f"‘{taak.titel}’ {'heeft een behandelaar' if aan else 'is van niemand meer'}.")


@bp.post("/complexen/taken/<uuid:complextaak_id>/gereed")
@writes("complextaak.doen", opnieuw=taakpagina)
def gereed(complextaak_id: UUID) -> Antwoord:
    """Rondt de taak af, met wat er is geregeld en tot wanneer het geldt."""
    taak, tot = vragen.laad_taak(sessie(), complextaak_id), _dag("geldig_tot")
    complexen.rond_taak_af(sessie(), taak, actor=actor(), toelichting=tekst("toelichting"), geldig_tot=tot)
    meld(f"‘{taak.titel}’ is klaar.", terug=url_for("complexen.heropenen", complextaak_id=complextaak_id))
    return _terug(taak.complex_id)


@bp.post("/complexen/taken/<uuid:complextaak_id>/heropenen")
@writes("complextaak.doen", opnieuw=taakpagina)
def heropenen(complextaak_id: UUID) -> Antwoord:
    """Zet de taak weer open."""
    taak, uiterlijk = vragen.laad_taak(sessie(), complextaak_id), _dag("uiterlijk")
    complexen.heropen_taak(sessie(), taak, actor=actor(), uiterlijk=uiterlijk)
    return _terug(taak.complex_id, f"‘{taak.titel}’ staat weer open.")
