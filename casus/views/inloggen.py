"""Inloggen, een gemeente kiezen en uitloggen."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as Antwoord

from casus.errors import CasusFout, InvoerFout, VeldFout
from casus.extensions import database, instellingen
from casus.queries.actoren import gemeenten_van
from casus.views.schermen import bewaardscherm
from casus.web import aanmelden
from casus.web.bewaard import pak_uit
from casus.web.formulier import tekst, van_verzoek
from casus.web.gebruik import ingelogd
from casus.web.toegang import met_login, publiek
from casus.web.verwijzing import naar, veilig

bp = Blueprint("inloggen", __name__)


@bp.get("/inloggen")
@publiek
def toon() -> str:
    """Het inlogscherm."""
    doel = request.args.get("next", "")
    return render_template(
        "inloggen.html", doel=veilig(doel) or "", als=request.args.get("als", ""), demo=_demo(), bewaard=""
    )


@bp.post("/inloggen")
@publiek
def in_() -> Antwoord:
    """Inloggen met e-mailadres en wachtwoord."""
    doel = veilig(request.form.get("next", "")) or url_for("weergave.begin")
    try:
        mislukt = aanmelden.meld_aan(tekst("email")[:254], request.form.get("wachtwoord", "")[:1000])
    except CasusFout as fout:
        return _nog_eens(fout)
    if mislukt is None:
        return _verder() or naar(doel)
    antwoord = _nog_eens(InvoerFout([VeldFout("email", aanmelden.MISLUKT)]))
    antwoord.call_on_close(mislukt.leg_vast)
    return antwoord


@bp.post("/uitloggen")
@publiek
def uit() -> Antwoord:
    """Uitloggen: de sessie eindigt op de server."""
    aanmelden.meld_af()
    return naar(url_for("inloggen.toon"), "U bent uitgelogd.")


@bp.get("/gemeente")
@met_login
def gemeenten() -> str:
    """Kiezen in welke gemeente u werkt."""
    wie = ingelogd()
    if wie is None:
        raise BadRequest
    kaart = request.form.get("bewaard", "")
    mijn = gemeenten_van(database(), wie.gebruiker.id)
    return render_template("gemeente.html", gemeenten=mijn, nu=wie.gemeente, bewaard=kaart)


@bp.post("/gemeente")
@met_login
def kies() -> Antwoord:
    """Verder in de gekozen gemeente."""
    wie = ingelogd()
    if wie is None:
        raise BadRequest
    try:
        aanmelden.kies_gemeente(wie, tekst("gemeente"))
    except InvoerFout as fout:
        g.formulier = van_verzoek(fout)
        return make_response(gemeenten(), fout.status)
    return _verder() or naar(url_for("weergave.begin"))


def _verder() -> Antwoord | None:
    """Het formulier dat openstond toen de sessie verliep, zoals het was; niemand stuurt het ongezien in.

    Wie eerst een gemeente moet kiezen, houdt het formulier bij zich tot hij dat heeft gedaan.
    """
    bewaard, wie = pak_uit(request.form.get("bewaard", "")), ingelogd()
    if bewaard is None or wie is None:
        return None
    if wie.gemeente is None:
        return make_response(gemeenten())
    return bewaardscherm.verder(bewaard)


def _nog_eens(fout: CasusFout) -> Response:
    g.formulier = van_verzoek(fout)
    doel, kaart = veilig(request.form.get("next", "")) or "", request.form.get("bewaard", "")
    return make_response(render_template("inloggen.html", doel=doel, als="", demo=_demo(), bewaard=kaart), fout.status)


def _demo() -> dict[str, Any]:
    """De inloggegevens van een installatie met voorbeeldgegevens; nooit in productie.

    `open` is de gemeente waarvan de lijst openstaat: die van wie is gekozen, anders die met de meeste mensen.
    """
    pad = instellingen().instance / "demo.json"
    if instellingen().productie or not pad.exists():
        return {}
    gegevens: dict[str, Any] = json.loads(pad.read_text(encoding="utf-8"))
    mensen = gegevens["gebruikers"]
    gekozen = [een["gemeente"] for een in mensen if een["email"] == request.args.get("als")]
    meeste = Counter(een["gemeente"] for een in mensen).most_common(1)
    return {**gegevens, "open": gekozen[0] if gekozen else meeste[0][0] if meeste else ""}
