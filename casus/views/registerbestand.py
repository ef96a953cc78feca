"""Een mandaatregister inlezen: kiezen, bekijken wat het zou doen, en vastleggen als één besluit."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, render_template, request, url_for

from casus.actions.mandaatregister import MAP, stel_vast
from casus.errors import InvoerFout, VeldFout, Weigering
from casus.extensions import instellingen, sleutelbos
from casus.importers.mandaatregister import Registerbestand, lees_register
from casus.queries.mandaatregister import Mandaatregister, laad
from casus.views.schermen.aanlevering import gooi_weg, haal_op, leg_weg
from casus.views.schermen.registerformulier import lees_besluit, met_plek, voorbeeld
from casus.web.formulier import bestand, tekst, versie
from casus.web.gebruik import actor, sessie
from casus.web.keuring import keur
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("registerbestand", __name__)


def _map() -> Path:
    return instellingen().instance / "aangeleverd"


def _gelezen(staat: Mandaatregister) -> Registerbestand:
    """Het bestand van het kaartje, opnieuw gelezen. Raises Weigering als het er niet meer is."""
    gehaald = haal_op(_map(), sleutelbos(), actor().gebruiker_id, request.values.get("kaartje", ""))
    return lees_register(gehaald.inhoud, gehaald.naam, staat.woorden)


@bp.get("/mandaatregister/inlezen")
@leest("inrichting.beheren")
def kies() -> Antwoord:
    """Een bestand kiezen."""
    return render_template("mandaatregister/kies.html")


@bp.post("/mandaatregister/inlezen")
@writes("inrichting.beheren", opnieuw=kies)
def bekijk() -> Antwoord:
    """Legt het bestand weg en laat zien wat het zou doen."""
    if (gekozen := bestand("bestand")) is None:
        raise InvoerFout([VeldFout("bestand", "Kies een bestand: XLSX of CSV.")])
    naam, inhoud = Path(gekozen[0]).name, gekozen[1]
    lees_register(inhoud, naam, laad(sessie(), actor().gemeente_id).woorden)
    kaartje = leg_weg(_map(), sleutelbos(), actor().gebruiker_id, naam, inhoud).kaartje
    return naar(url_for("registerbestand.proef", kaartje=kaartje))


@bp.get("/mandaatregister/inlezen/proef")
@leest("inrichting.beheren")
def proef() -> Antwoord:
    """Wat het bestand zou veranderen, met het besluit om het vast te leggen."""
    staat = laad(sessie(), actor().gemeente_id)
    kaartje = request.values.get("kaartje", "")
    return render_template("mandaatregister/proef.html", s=voorbeeld(staat, _gelezen(staat), kaartje))


@bp.post("/mandaatregister/inlezen/vastleggen")
@writes("inrichting.beheren", opnieuw=proef, tweede_factor=True, vooraf=keur("document"))
def vastleggen() -> Antwoord:
    """Legt het hele bestand vast als één besluit, of niets."""
    gelezen = _gelezen(laad(sessie(), actor().gemeente_id))
    if not gelezen.goed:
        raise Weigering("In dit bestand staan nog fouten. Verbeter ze en kies het bestand opnieuw.")
    map_, gezien = instellingen().instance / MAP, versie()
    try:
        besluit = stel_vast(sessie(), actor=actor(), map_=map_, rijen=gelezen.rijen, versie=gezien, **lees_besluit())
    except InvoerFout as fout:
        raise met_plek(fout) from None
    gooi_weg(_map(), tekst("kaartje"))
    return naar(url_for("mandaatregister.toon"), f"Besluit {besluit.besluitnummer} is vastgelegd.")
