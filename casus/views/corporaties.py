"""Mensen van corporaties: wie er bij kan, uitnodigen, en de toegang beëindigen."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for

from casus.actions import uitnodigingen
from casus.extensions import sleutelbos
from casus.queries import corporaties as vragen
from casus.views.schermen.corporatiescherm import bij_beeindigen, lijst_scherm
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("corporaties", __name__)


@bp.get("/corporaties")
@leest("corporatie.uitnodigen")
def lijst() -> Antwoord:
    """Per corporatie wie er toegang heeft en wie is uitgenodigd."""
    return render_template("portaal/corporaties.html", **lijst_scherm(sessie(), actor()))


@bp.get("/corporaties/uitnodigen")
@leest("corporatie.uitnodigen")
def uitnodigen() -> Antwoord:
    """Het formulier om iemand uit te nodigen."""
    return render_template("portaal/uitnodigen.html", keuzes=lijst_scherm(sessie(), actor())["keuzes"])


@bp.post("/corporaties/uitnodigen")
@writes("corporatie.uitnodigen", opnieuw=uitnodigen, tweede_factor=True)
def versturen() -> Antwoord:
    """Verstuurt de uitnodiging."""
    wie, gekozen = {"naam": tekst("naam"), "email": tekst("email")}, tekst("corporatie")
    corporatie_id = nummer(gekozen) if gekozen else None
    u = uitnodigingen.nodig_uit(sessie(), actor=actor(), corporatie_id=corporatie_id, bos=sleutelbos(), **wie)
    zin = f"De uitnodiging aan {u.naam} gaat naar {u.email}. Zij werkt een week."
    return naar(url_for("corporaties.lijst"), zin)


@bp.post("/corporaties/uitnodigingen/<uuid:uitnodiging_id>/intrekken")
@writes("corporatie.uitnodigen", opnieuw=lijst)
def intrekken(uitnodiging_id: UUID) -> Antwoord:
    """De uitnodiging werkt niet meer."""
    uitnodiging = vragen.laad_uitnodiging(sessie(), actor(), uitnodiging_id)
    uitnodigingen.trek_in(sessie(), uitnodiging, actor=actor())
    return naar(url_for("corporaties.lijst"), f"De uitnodiging aan {uitnodiging.naam} werkt niet meer.")


@bp.get("/corporaties/toegang/<uuid:lid_id>")
@leest("corporatie.uitnodigen")
def toegang(lid_id: UUID) -> Antwoord:
    """Eén persoon met toegang, en het formulier om die te beëindigen."""
    return render_template("portaal/toegang.html", **bij_beeindigen(sessie(), actor(), lid_id))


@bp.post("/corporaties/toegang/<uuid:lid_id>/beeindigen")
@writes("corporatie.uitnodigen", opnieuw=toegang, tweede_factor=True)
def beeindigen(lid_id: UUID) -> Antwoord:
    """Beëindigt de toegang, meteen."""
    lid, gebruiker, _ = vragen.laad_mens(sessie(), actor(), lid_id)
    uitnodigingen.beeindig(sessie(), lid, gebruiker, actor=actor())
    zin = f"{gebruiker.naam} kan er niet meer bij, en is uitgelogd."
    return naar(url_for("corporaties.lijst"), zin)
