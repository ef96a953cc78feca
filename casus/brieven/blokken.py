"""Waar een brief uit bestaat: koppen, alinea's, punten, feiten en de ondertekening. Meer maakt een sjabloon niet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final, Literal

KOP_BESLUIT: Final = "Besluit"
KOP_GEWONE_TAAL: Final = "In gewone taal"
"""De samenvatting (B1, korte zinnen); op papier staat zij in een kader bovenaan."""
Bloksoort = Literal["titel", "kop", "alinea", "punt", "feiten", "adres", "ondertekening"]
_ONZICHTBAAR = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_WIT = re.compile(r"[ \t\r\n\v\f]+")
_NIEUWE_ALINEA = re.compile(r"(?:[ \t]*(?:\r\n?|\n|\u2028|\u2029))+")


@dataclass(frozen=True, slots=True)
class Blok:
    """Eén stuk van een brief. `regels` horen bij een adres of ondertekening, `feiten` (label, waarde) bij de tabel."""

    soort: Bloksoort
    tekst: str = ""
    regels: tuple[str, ...] = ()
    feiten: tuple[tuple[str, str], ...] = ()

    def als_json(self) -> dict[str, Any]:
        """Zoals het blok bij de brief wordt bewaard."""
        return {
            "soort": self.soort,
            "tekst": self.tekst,
            "regels": list(self.regels),
            "feiten": [list(paar) for paar in self.feiten],
        }


def schone_tekst(tekst: str) -> str:
    """Eén regel: samengestelde letters (NFC), enkele spaties, niets onzichtbaars. Een vaste spatie blijft."""
    zonder = (teken for teken in unicodedata.normalize("NFC", tekst) if teken in "\t\r\n\v\f" or not _weg(teken))
    return _WIT.sub(" ", "".join(zonder)).strip(" ")


def alineas(tekst: str) -> list[str]:
    """De regels van een getypte tekst, elk als schone alinea; lege vallen weg."""
    return [schoon for deel in _NIEUWE_ALINEA.split(tekst) if (schoon := schone_tekst(deel))]


def _weg(teken: str) -> bool:
    return unicodedata.category(teken) in _ONZICHTBAAR
