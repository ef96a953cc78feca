"""Waarheen een antwoord doorverwijst: alleen naar een eigen pagina (veiligheid E4)."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from casus.web.bewaard import dit_formulier, pak_in
from casus.web.meldingen import Soort, meld

GEEN_DOEL = frozenset({"static", "inloggen.toon", "inloggen.uit"})


LIJSTEN = {
    "werkvoorraad.lijst": "Mijn taken",
    "werkvoorraad.rollen": "Mijn rollen",
    "werkvoorraad.team": "Team",
    "werkvoorraad.gevolgd": "Gevolgd",
    "zaken.lijst": "Zaken",
    "zaken.gevonden": "Gevonden zaken",
    "team.toon": "Hoe het team ervoor staat",
    "signalen.lijst": "Signalen",
    "goedkeuren.lijst": "Ter goedkeuring",
    "aanbiedingen.lijst": "Aanbiedingen",
    "matching.toon": "De verdeling",
}
"""Pagina's waar men een zaak uit kiest, met hoe de weg terug heet."""


def kwam_van() -> tuple[str, str]:
    """De lijst waaruit deze pagina is geopend (adres, naam); Mijn taken als dat niet te zien is."""
    delen = urlsplit(request.referrer or "")
    if delen.netloc == request.host:
        endpoint = _endpoint(delen.path)
        if endpoint in LIJSTEN:
            return f"{delen.path}?{delen.query}".rstrip("?"), LIJSTEN[endpoint]
    return url_for("werkvoorraad.lijst"), LIJSTEN["werkvoorraad.lijst"]


def veilig(doel: str) -> str | None:
    """Het doel zelf als het een pagina van casus is, anders None.

    Eén schuine streep vooraan, geen backslash, geen besturingstekens, en een route die met GET bestaat.
    """
    if not doel.startswith("/") or doel.startswith("//") or "\\" in doel or not doel.isprintable() or " " in doel:
        return None
    delen = urlsplit(doel)
    if delen.scheme or delen.netloc:
        return None
    return doel if _endpoint(delen.path) not in (None, *GEEN_DOEL) else None


def _endpoint(pad: str) -> str | None:
    """De naam van de pagina die met GET op dit pad staat."""
    adapter = current_app.url_map.bind(request.host.partition(":")[0])
    try:
        endpoint, _ = adapter.match(pad, method="GET")
    except (HTTPException, RequestRedirect, MethodNotAllowed):
        return None
    return str(endpoint)


def naar(doel: str, melding: str = "", soort: Soort = "gereed") -> Response:
    """Verwijst na een geslaagde POST door met 303, met een melding boven de volgende pagina."""
    if melding:
        meld(melding, soort)
    return redirect(doel, code=303)


def naar_inloggen() -> Response:
    """Naar het inlogscherm, en daarna terug naar de gevraagde pagina. Wat er was getypt, gaat mee."""
    if bewaard := dit_formulier():
        scherm = render_template("inloggen.html", doel="", als="", demo={}, bewaard=pak_in(bewaard))
        return make_response(scherm, 401)
    doel = request.full_path.rstrip("?") if request.method == "GET" else ""
    vraag = f"?next={quote(doel, safe='/')}" if doel and doel != "/" and veilig(doel) else ""
    return naar(url_for("inloggen.toon") + vraag)
