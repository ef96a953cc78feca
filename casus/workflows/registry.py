"""Versies van processen: de huidige uit het pakket, en elke eerdere uit haar bewaarde tekst."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from casus.workflows.definition import Workflow, lees_bestand
from casus.workflows.registers import (
    BESLUITSOORTEN_BESTAND,
    ROLLEN_BESTAND,
    Besluitsoort,
    Rol,
    besluitsoort,
    besluitsoorten,
    pakket_tekst,
    rollen,
)
from casus.workflows.woningproces import WONING_BESTAND

__all__ = [
    "Besluitsoort",
    "Rol",
    "besluitsoort",
    "besluitsoorten",
    "bestanden",
    "codes",
    "huidige",
    "rollen",
    "uit_tekst",
]

NASLAG = frozenset({ROLLEN_BESTAND, BESLUITSOORTEN_BESTAND, WONING_BESTAND})


@lru_cache(maxsize=256)
def uit_tekst(tekst: str) -> Workflow:
    """Het proces van deze tekst; dezelfde tekst geeft hetzelfde object.

    Raises tomllib.TOMLDecodeError of pydantic.ValidationError. Fouten in de samenhang vindt `problems`.
    """
    return Workflow(lees_bestand(tekst), tekst)


@cache
def bestanden() -> dict[str, str]:
    """De procesbestanden van het pakket: bestandsnaam met tekst."""
    namen = (b.name for b in resources.files("casus.workflows").iterdir() if b.name.endswith(".toml"))
    return {naam: pakket_tekst(naam) for naam in sorted(namen) if naam not in NASLAG}


@cache
def huidige(code: str) -> Workflow:
    """De versie van dit proces die met casus meekomt. Raises KeyError als er geen proces met deze code is."""
    for tekst in bestanden().values():
        wf = uit_tekst(tekst)
        if wf.code == code:
            return wf
    raise KeyError(code)


def codes() -> tuple[str, ...]:
    """De codes van alle processen van het pakket."""
    return tuple(uit_tekst(tekst).code for tekst in bestanden().values())
