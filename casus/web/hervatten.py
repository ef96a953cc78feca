"""Na een verlopen sessie weer verder, in het formulier zelf, met alles wat erin was getypt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, request, url_for
from flask.ctx import RequestContext
from markupsafe import escape
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BuildError
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from casus.web.bewaard import Bewaard
from casus.web.cookies import websessie
from casus.web.toegang import niet_verstuurd

NOG_NIET = "U was even weg. Wat u had ingevuld, staat er nog. Kijk het na en verstuur het alsnog."


def teken(bewaard: Bewaard) -> Response | None:
    """De pagina van het formulier, gevuld zoals het was. None als niet alles wat was getypt erop terugkomt."""
    velden = MultiDict([*bewaard.velden])
    omgeving = EnvironBuilder(bewaard.pad, base_url=request.host_url, method="POST", data=velden).get_environ()
    # dezelfde sessie, maar met het verzoek van toen: de pagina leest daar haar zaak, haar keuzes en haar adres uit
    with RequestContext(current_app._get_current_object(), omgeving, session=websessie()):  # type: ignore[attr-defined]  # een LocalProxy
        antwoord = niet_verstuurd(NOG_NIET)
    return antwoord if antwoord is not None and _staat_erop(bewaard, antwoord.get_data(as_text=True)) else None


def _staat_erop(bewaard: Bewaard, pagina: str) -> bool:
    nieuw = bewaard.getypt.keys()  # wat hij liet staan kan een ander intussen hebben veranderd: web/tegelijk.py
    getypt = [waarde for naam, waarde in bewaard.velden if naam in nieuw and waarde.strip()]
    return f'action="{escape(bewaard.pad)}"' in pagina and all(str(escape(waarde)) in pagina for waarde in getypt)


def waar(bewaard: Bewaard) -> str:
    """Het adres van de pagina waar het formulier op staat; het begin als die er niet is."""
    adapter = current_app.url_map.bind(request.host.partition(":")[0])
    endpoint, argumenten = adapter.match(bewaard.pad, method="POST")
    opnieuw = getattr(current_app.view_functions[endpoint], "opnieuw", None)
    return _adres(opnieuw, argumenten) or url_for("weergave.begin")


def _adres(pagina: Callable[..., Any] | None, argumenten: Mapping[str, Any]) -> str:
    for regel in current_app.url_map.iter_rules():
        if current_app.view_functions[regel.endpoint] is pagina and "GET" in (regel.methods or ()):
            try:
                return url_for(regel.endpoint, **{naam: argumenten[naam] for naam in regel.arguments})
            except (BuildError, KeyError):
                return ""
    return ""
