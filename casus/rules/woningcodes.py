"""De codes van VERA waarmee een woning wordt beschreven, met hun geldigheid (CC0; casus/data/SOURCES.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from casus.rules import vera
from casus.rules.zinnen import dag_tekst
from casus.vocab import TOEGANKELIJKHEID, WONINGSOORTEN

_LIJSTEN: Final[Mapping[str, tuple[str, str]]] = {
    "eenheidsoort": ("EENHEIDSOORT", ""),
    "detailsoort": ("EENHEIDDETAILSOORT", "EENHEIDSOORT.WOO"),
    "energielabel": ("ENERGIELABEL", ""),
    "toegankelijkheid": ("TOEGANKELIJKHEIDSLABEL", ""),
    "contractsoort": ("OVEREENKOMSTDETAILSOORT", "OVEREENKOMSTSOORT.HUU"),
}
"""Per kolom van een woning: de lijst van VERA, en onder welke soort zij valt (leeg: de hele lijst)."""
_CONTRACTEN: Final[Mapping[str, str]] = {
    "ONB": "onbepaalde tijd",
    "TIJ": "tijdelijk contract",
    "FLE": "flexcontract",
    "KAM": "kamergewijze verhuur",
    "JON": "jongerencontract",
    "FRI": "friendscontract",
    "CAM": "campuscontract",
    "MID": "midstaycontract",
    "SHS": "shortstaycontract",
}
_EIGEN: Final[Mapping[str, Mapping[str, str]]] = {
    "detailsoort": WONINGSOORTEN,
    "toegankelijkheid": TOEGANKELIJKHEID,
    "contractsoort": _CONTRACTEN,
}
"""Namen die casus op het scherm al anders schrijft dan VERA."""

WOONVORMEN: Final[Mapping[str, str]] = {
    "regulier": "gewone verhuur",
    "tussenvoorziening": "tussenvoorziening",
    "doorstroomlocatie": "doorstroomlocatie",
    "kamergewijs": "kamergewijze verhuur",
    "gemengd": "gemengd wonen",
    "getransformeerd": "verbouwd zorg- of schoolgebouw",
}
"""Hoe er in een woning of complex wordt gewoond. Dit onderscheid is van casus: VERA kent het niet."""
KAMER: Final = "KAM"
"""De detailsoort van een kamer: onzelfstandig. Dezelfde code is als contractsoort kamergewijze verhuur."""


@dataclass(frozen=True, slots=True)
class Code:
    """Eén code, geldig van en tot en met een dag (None: open)."""

    code: str
    naam: str
    van: date | None
    tot: date | None

    def geldt_op(self, dag: date) -> bool:
        """Of de code op deze dag te gebruiken is."""
        return (self.van is None or self.van <= dag) and (self.tot is None or dag <= self.tot)


@cache
def codes(veld: str) -> Mapping[str, Code]:
    """Alle codes van dit veld, ook vervallen. Staat een code er twee keer in, dan telt de laatste."""
    lijst, ouder = _LIJSTEN[veld]
    eigen = _EIGEN.get(veld, {})
    rijen = [r for r in vera.rijen() if r["Soort"] == lijst and ouder in ("", r["Parent"])]
    return {
        r["Code"]: Code(
            r["Code"],
            eigen.get(r["Code"]) or _naam(r["Naam"]),
            vera.dag_uit(r["Begindatum"]),
            vera.dag_uit(r["Einddatum"]),
        )
        for r in rijen
    }


def geldig(veld: str, dag: date) -> Mapping[str, str]:
    """De codes die op deze dag gelden, met hun naam; eerst de namen die casus zelf kent."""
    gelden = {code: een.naam for code, een in codes(veld).items() if een.geldt_op(dag)}
    eigen = [code for code in _EIGEN.get(veld, {}) if code in gelden]
    return {code: gelden[code] for code in (*eigen, *(c for c in gelden if c not in eigen))}


def naam(veld: str, code: str) -> str:
    """De naam van een code, ook als zij niet meer geldt; een onbekende code staat er zelf."""
    gevonden = codes(veld).get(code)
    return gevonden.naam if gevonden else code


def reden_niet(veld: str, code: str, dag: date) -> str | None:
    """Waarom deze code niet kan; None als zij op deze dag geldt."""
    gevonden = codes(veld).get(code)
    if gevonden is None:
        return f"De code ‘{code[:20]}’ staat niet in VERA {_LIJSTEN[veld][0]}. Kies een code uit de lijst."
    if gevonden.tot is not None and gevonden.tot < dag:
        return f"De code {code} geldt niet meer sinds {dag_tekst(gevonden.tot)}. Kies een andere."
    if gevonden.van is not None and gevonden.van > dag:
        return f"De code {code} geldt pas vanaf {dag_tekst(gevonden.van)}. Kies een andere."
    return None


def _naam(tekst: str) -> str:
    return tekst if len(tekst) <= 5 else tekst[:1].lower() + tekst[1:]
