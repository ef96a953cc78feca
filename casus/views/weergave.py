"""Kleine pagina's van de toepassing zelf: het begin, licht of donker, gezondheid en security.txt."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, make_response, render_template, request, url_for
from sqlalchemy import select, text, update
from werkzeug.wrappers import Response as Antwoord

from casus.errors import InvoerFout, VeldFout
from casus.extensions import database, instellingen
from casus.models import Gebruiker
from casus.termijnen import nu
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.navigatie import beginpagina
from casus.web.toegang import INGELOGD, leest, publiek, writes
from casus.web.verwijzing import naar, veilig

bp = Blueprint("weergave", __name__)
THEMAS = ("systeem", "licht", "donker")
GELDIG = timedelta(days=180)


@bp.get("/")
@leest(INGELOGD)
def begin() -> Antwoord | str:
    """Door naar de pagina waar deze gebruiker het meest aan heeft."""
    doel = beginpagina()
    return naar(doel) if doel else render_template("leeg.html")


@bp.post("/weergave")
@writes(INGELOGD)
def kies() -> Antwoord:
    """Licht, donker of zoals het apparaat; bewaard bij de gebruiker."""
    thema = tekst("thema")
    if thema not in THEMAS:
        raise InvoerFout([VeldFout("thema", "Kies een weergave uit de lijst.")])
    ik = Gebruiker.id == actor().gebruiker_id
    voorkeuren = sessie().scalars(select(Gebruiker.voorkeuren).where(ik)).one()
    sessie().execute(update(Gebruiker).where(ik).values(voorkeuren={**voorkeuren, "thema": thema}))
    return naar(veilig(request.form.get("terug", "")) or url_for("weergave.begin"), "De weergave is aangepast.")


@bp.get("/blijven")
@leest(INGELOGD)
def blijven() -> Antwoord | tuple[str, int]:
    """Houdt de sessie open voor wie daarom vraagt (WCAG 2.2.1); elk verzoek doet dat, dit geeft alleen niets terug."""
    return "", 204


@bp.get("/gezond")
@publiek
def gezond() -> Response:
    """Voor bewaking: 200 als de database antwoordt, anders 503."""
    with database().lezen() as session:
        session.execute(text("SELECT 1"))
    return _platte_tekst("gezond\n")


@bp.get("/.well-known/security.txt")
@publiek
def security_txt() -> Response:
    """Waar een beveiligingslek kan worden gemeld (RFC 9116)."""
    inst = instellingen()
    verloopt = (nu() + GELDIG).strftime("%Y-%m-%dT00:00:00Z")
    return _platte_tekst(
        f"Contact: {inst.contact}\nExpires: {verloopt}\nPreferred-Languages: nl, en\n"
        f"Canonical: {inst.base_url}/.well-known/security.txt\n"
    )


def _platte_tekst(inhoud: str) -> Response:
    antwoord = make_response(inhoud)
    antwoord.mimetype = "text/plain"
    return antwoord
