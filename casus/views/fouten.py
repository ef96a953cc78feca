"""Wat de gebruiker ziet als iets niet kan of misgaat."""

from __future__ import annotations

import structlog
from flask import Flask, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    RequestEntityTooLarge,
    SecurityError,
    TooManyRequests,
)
from werkzeug.wrappers import Response

from casus.documentkeuring.soorten import te_groot
from casus.errors import CasusFout, GeenBereik
from casus.views.schermen.bewaardscherm import verder
from casus.web.bewaard import dit_formulier
from casus.web.foutpagina import NIET_AANGEKOMEN, foutpagina
from casus.web.gebruik import correlatie, ingelogd
from casus.web.verwijzing import naar_inloggen

GEEN_DATABASE = (OperationalError, InterfaceError, TimeoutError)
log = structlog.get_logger("casus.fouten")


def registreer(app: Flask) -> None:
    """Sluit de foutpagina's aan."""
    app.register_error_handler(CasusFout, _geweigerd)
    app.register_error_handler(CSRFError, _verlopen)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _onverwacht)


def _geweigerd(fout: CasusFout) -> Response:
    if isinstance(fout, GeenBereik):
        return _onverwacht(fout)
    return foutpagina(fout.status, fout.zin)


def _verlopen(fout: CSRFError) -> Response:
    """Zonder geldig teken: meestal is de sessie verlopen, en dan helpt opnieuw inloggen."""
    wie = ingelogd()
    if wie is None and request.endpoint != "inloggen.in_":
        return naar_inloggen()
    if wie is not None and wie.gemeente is not None and (bewaard := dit_formulier()):
        return verder(bewaard, 400)
    return foutpagina(400, "Dit formulier is verlopen. Ga terug, laad de pagina opnieuw en verstuur het nog een keer.")


def _http(fout: HTTPException) -> Response:
    if isinstance(fout, InternalServerError):
        return _onverwacht(fout.original_exception or fout)
    if isinstance(fout, SecurityError):  # een vreemde naam: dan is er ook geen eigen adres om naar te verwijzen
        return Response("Onder deze naam is casus niet bereikbaar.\n", 400, mimetype="text/plain")
    if fout.code is None or fout.code < 400:
        return fout.get_response()
    if isinstance(fout, TooManyRequests):
        wacht = int(str(fout.retry_after or 60))
        minuten = max(1, round(wacht / 60))
        woord = "minuut" if minuten == 1 else "minuten"
        return foutpagina(429, f"Dit is te vaak geprobeerd. Probeer het over {minuten} {woord} opnieuw.", wacht)
    antwoord = foutpagina(fout.code, _te_groot(fout))
    if fout.code == 405 and getattr(fout, "valid_methods", None):
        antwoord.headers["Allow"] = ", ".join(sorted(fout.valid_methods))  # type: ignore[attr-defined]  # MethodNotAllowed
    return antwoord


def _te_groot(fout: HTTPException) -> str:
    """Bij een te groot verzoek: hoe groot het was. Leeg als het daar niet om gaat."""
    omvang = request.content_length or 0
    return (
        f"{te_groot(omvang)} {NIET_AANGEKOMEN}"
        if isinstance(fout, RequestEntityTooLarge) and omvang > (request.max_content_length or omvang)
        else ""
    )


def _onverwacht(fout: BaseException) -> Response:
    """Zonder bijzonderheden op het scherm; die staan met hetzelfde kenmerk in het logboek."""
    if isinstance(fout, GEEN_DATABASE):
        log.error("database niet bereikbaar", kenmerk=correlatie(), fout=type(fout).__name__)
        return foutpagina(503)
    log.error("onverwachte fout", kenmerk=correlatie(), endpoint=request.endpoint, exc_info=fout)
    return foutpagina(500)
