"""De kopregels die op elk antwoord staan (veiligheid E1), en de controle waar een verzoek vandaan komt (E2)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

KOPREGELS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        "publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
    ),
}
GEHEIM = ("/d/", "/uitnodiging/", "/agenda/")
"""Hier is het adres zelf het geheim. De herkomst blijft staan, want daaraan ziet casus of een formulier van haar is."""
JAAR = 31536000
VERANDERT = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class VreemdeHerkomst(BadRequest):
    """Een formulier dat op een andere site is ingevuld."""


def registreer(app: Flask) -> None:
    """Zet de kopregels op elk antwoord, ook op fouten en bestanden."""
    app.before_request(_keur_herkomst)
    app.before_request(_keur_tekens)
    app.after_request(_zet)


def _keur_herkomst() -> None:
    """Raises VreemdeHerkomst als de browser zegt dat dit verzoek van een andere site komt."""
    if request.method not in VERANDERT:
        return
    herkomst = request.headers.get("Origin")
    if herkomst is not None and urlsplit(herkomst).netloc != request.host:
        raise VreemdeHerkomst("Het formulier komt van een andere site.")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise VreemdeHerkomst("Het formulier komt van een andere site.")


def _keur_tekens() -> None:
    """Raises BadRequest bij een nulteken: geen mens typt het, en PostgreSQL kan het niet bewaren."""
    velden = (*request.args.items(multi=True), *request.form.items(multi=True))
    if "\0" in request.path or any("\0" in deel for paar in velden for deel in paar):
        raise BadRequest("Het formulier is niet compleet.")


def _zet(antwoord: Response) -> Response:
    antwoord.headers.update(KOPREGELS)
    if request.path.startswith(GEHEIM):
        antwoord.headers["Referrer-Policy"] = "strict-origin"
    if request.endpoint == "static" and antwoord.status_code in (200, 206, 304):
        # het adres draagt een vingerafdruk van de inhoud; zonder die wordt telkens gevraagd of het nog klopt
        antwoord.headers["Cache-Control"] = f"public, max-age={JAAR}, immutable" if "v" in request.args else "no-cache"
    else:
        antwoord.headers["Cache-Control"] = "no-store"
        antwoord.headers["Vary"] = "Cookie"
    return antwoord
