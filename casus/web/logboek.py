"""Het logboek van de webserver: één JSON-regel per voorval, zonder iets wat iemand heeft getypt (veiligheid C7)."""

from __future__ import annotations

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger


def stel_in() -> None:
    """Regels gaan naar de foutuitvoer van het proces."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="op"),
            _plek_van_de_fout,
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
