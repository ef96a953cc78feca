"""De eigen code-app: koppelen, vervangen, herstelcodes en weghalen."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from casus.actions import tweedefactor
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.extensions import sleutelbos
from casus.views.schermen.tweedefactorscherm import koppelscherm, mijn_app, terug
from casus.web import tweedefactor as bewijs
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import INGELOGD, Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("tweedefactor", __name__)
VERLOPEN = "Deze QR-code is verlopen. Scan de nieuwe QR-code, en vul de code in die uw app dan toont."


@bp.get("/tweede-factor")
@leest(INGELOGD)
def toon() -> Antwoord:
    """Mijn code-app."""
    return render_template("tweedefactor/toon.html", **mijn_app())


@bp.get("/tweede-factor/instellen")
@leest(INGELOGD)
def instellen() -> Antwoord:
    """Een QR-code om te scannen, en het veld voor de eerste code."""
    return render_template("tweedefactor/instellen.html", **koppelscherm())


@bp.post("/tweede-factor/instellen")
@writes(INGELOGD, opnieuw=instellen)
def koppelen() -> Antwoord:
    """Koppelt de eerste app; daarvoor is het wachtwoord nodig."""
    bewijs.keur_wachtwoord()
    codes = tweedefactor.koppel(sessie(), actor=actor(), geheim=_geheim(), code=tekst("eerste_code"), bos=sleutelbos())
    return _klaar(codes, "Uw code-app is gekoppeld.")


@bp.post("/tweede-factor/vervangen")
@writes(INGELOGD, opnieuw=instellen, tweede_factor=True)
def vervangen() -> Antwoord:
    """Zet een andere app in de plaats; daarvoor is een code van de oude nodig."""
    codes = tweedefactor.vervang(sessie(), actor=actor(), geheim=_geheim(), code=tekst("eerste_code"), bos=sleutelbos())
    return _klaar(codes, "Uw nieuwe code-app is gekoppeld. De oude werkt niet meer.")


@bp.post("/tweede-factor/herstelcodes")
@writes(INGELOGD, opnieuw=toon, tweede_factor=True)
def vernieuwen() -> Antwoord:
    """Maakt tien nieuwe herstelcodes."""
    codes = tweedefactor.vernieuw_herstelcodes(sessie(), actor=actor(), bos=sleutelbos())
    return _klaar(codes, "Er zijn nieuwe herstelcodes. De oude werken niet meer.")


@bp.get("/tweede-factor/herstelcodes")
@leest(INGELOGD)
def codes() -> Antwoord:
    """De herstelcodes die net zijn gemaakt: één keer."""
    return render_template("tweedefactor/codes.html", codes=bewijs.herstelcodes(), terug=terug())


@bp.post("/tweede-factor/verwijderen")
@writes(INGELOGD, opnieuw=toon, tweede_factor=True)
def verwijderen() -> Antwoord:
    """Haalt de app weg."""
    tweedefactor.verwijder(sessie(), bewijs.ik().gebruiker, actor=actor())
    bewijs.nieuwe_sessie(sessie(), bewezen=False)
    return naar(url_for("tweedefactor.toon"), "Uw code-app is weggehaald.")


@bp.get("/tweede-factor/demo")
@leest(INGELOGD)
def demo() -> Antwoord:
    """De code van dit moment, alleen in de demo."""
    if not bewijs.bewijs().demo:
        raise NietGevonden
    return render_template("tweedefactor/demo.html", code=bewijs.democode())


def _geheim() -> str:
    geheim = bewijs.pak_geheim_uit(tekst("kaartje"))
    if geheim is None:
        raise InvoerFout([VeldFout("eerste_code", VERLOPEN)])
    return geheim


def _klaar(codes: list[str], melding: str) -> Antwoord:
    """Na elke verandering een nieuwe sessie, en de codes op de volgende pagina."""
    bewijs.nieuwe_sessie(sessie(), bewezen=True)
    bewijs.toon_straks(codes)
    return naar(url_for("tweedefactor.codes", terug=terug() or None), melding)
