"""De webtoepassing in elkaar gezet; geen gedrag van zichzelf."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import TracebackType

import structlog
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.datastructures import ImmutableDict
from werkzeug.middleware.proxy_fix import ProxyFix

from casus import extensions, views
from casus.config import Instellingen
from casus.db import maak_database
from casus.documentkeuring.keurmeester import Keurmeester
from casus.documentkeuring.voorbeelden import Voorbeelden
from casus.pdf.kind import Renderer
from casus.web import inpakken, kopregels, logboek, meldingen, sjablonen
from casus.web.cookies import SessiesOpDeServer

ExcInfo = tuple[type, BaseException, TracebackType | None]
MAX_VERZOEK = 26 * 1024 * 1024
"""Een bestand van 25 MB met de rest van zijn formulier (veiligheid E8)."""


class Webtoepassing(Flask):
    """Flask, met een logboek waarin geen tekst van een fout komt, en zonder methoden die niemand heeft genoemd."""

    # hier en niet in de instellingen: de route van de vaste bestanden ontstaat al in Flask zelf
    default_config = ImmutableDict({**Flask.default_config, "PROVIDE_AUTOMATIC_OPTIONS": False})

    def log_exception(self, exc_info: ExcInfo | tuple[None, None, None]) -> None:
        """Een fout die zelfs de foutpagina tegenhield."""
        structlog.get_logger("casus.fouten").error("foutpagina mislukt", exc_info=exc_info[1])


def bouw(instellingen: Instellingen) -> Flask:
    """Een toepassing voor deze instellingen."""
    logboek.stel_in()
    app = Webtoepassing("casus")
    sleutels = instellingen.sleutelbos
    app.config.update(
        SECRET_KEY=sleutels.sessie[0],
        SECRET_KEY_FALLBACKS=list(sleutels.sessie[1:]),
        TRUSTED_HOSTS=list(instellingen.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=MAX_VERZOEK,
        WTF_CSRF_TIME_LIMIT=None,  # een formulier geldt zolang de sessie geldt
        WTF_CSRF_SSL_STRICT=False,  # de herkomst wordt al gekeurd met Origin en Sec-Fetch-Site
        RATELIMIT_STORAGE_URI=instellingen.limieten,
    )
    app.extensions["casus.instellingen"] = instellingen
    app.extensions["casus.sleutelbos"] = sleutels
    app.extensions["casus.database"] = maak_database(instellingen.database_url)
    app.extensions["casus.renderer"] = Renderer()
    app.extensions["casus.keurmeester"] = keurmeester = Keurmeester(instellingen.clamd, haast=True)
    app.extensions["casus.voorbeelden"] = Voorbeelden(instellingen.instance / "voorbeelden", keurmeester)
    app.session_interface = SessiesOpDeServer()
    app.jinja_env.undefined = StrictUndefined
    if n := instellingen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]  # zo hoort het bij Flask
    _verbind(app)
    return app


def _verbind(app: Flask) -> None:
    inpakken.registreer(app)
    kopregels.registreer(app)
    app.after_request(meldingen.bewaar)
    extensions.csrf.init_app(app)
    extensions.login.init_app(app)
    extensions.login.session_protection = None  # de sessie staat op de server en hangt niet aan een browserkenmerk
    extensions.limiter.init_app(app)
    sjablonen.registreer(app)
    for module in sorted(een.name for een in iter_modules(views.__path__)):
        view = import_module(f"casus.views.{module}")
        if hasattr(view, "bp"):
            app.register_blueprint(view.bp)
        if hasattr(view, "registreer"):
            view.registreer(app)
