"""Het logboek van de webserver: één JSON-regel per voorval, zonder iets wat iemand heeft getypt (veiligheid C7)."""

from __future__ import annotations

import logging
import re
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger

_GEHEIM_ADRES = re.compile(r"(/agenda/|/d/[^/\s?#\"']+/|/uitnodiging/[^/\s?#\"']+/)[^/\s?#\"']+")


def stel_in() -> None:
    """Regels gaan naar de foutuitvoer van het proces."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="op"),
            _plek_van_de_fout,
            _zonder_geheim_adres,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _plek_van_de_fout(_logger: WrappedLogger, _methode: str, regel: EventDict) -> EventDict:
    """Waar het misging, met de soort fout. Niet de tekst ervan en geen variabelen: daarin kan een BSN staan."""
    fout = regel.pop("exc_info", None)
    if isinstance(fout, BaseException):
        regel["fout"] = type(fout).__name__
        regel["plek"] = [
            f"{deel.filename}:{deel.lineno} {deel.name}" for deel in traceback.extract_tb(fout.__traceback__)
        ]
    return regel


def _zonder_geheim_adres(_logger: WrappedLogger, _methode: str, regel: EventDict) -> EventDict:
    """Het adres van een agenda, een dossier of een uitnodiging is zelf het geheim: wie een logboek leest, mag er niets
    mee kunnen (veiligheid C7)."""
    return {naam: _verberg(waarde) for naam, waarde in regel.items()}


def _verberg(waarde: object) -> object:
    if isinstance(waarde, str):
        return _GEHEIM_ADRES.sub(r"\1…", waarde)
    if isinstance(waarde, dict):
        return {naam: _verberg(deel) for naam, deel in waarde.items()}
    return [_verberg(deel) for deel in waarde] if isinstance(waarde, list | tuple) else waarde
