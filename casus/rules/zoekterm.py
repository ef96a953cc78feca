"""Wat iemand zoekt: een BSN, een V-nummer, een zaaknummer of woorden. Te zien aan de vorm."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from stdnum.nl import bsn as elfproef

from casus.zoekvorm import zoekvorm

Zoeksoort = Literal["bsn", "v_nummer", "zaaknummer", "woorden"]
MEESTE_WOORDEN: Final = 8
LANGSTE_WOORD: Final = 40
"""Wat een woord langer is, telt niet mee: dat houdt de index klein en verandert niets aan wat wordt gevonden."""
_TUSSEN = re.compile(r"[\s.\-]")
_V_VOORAF = re.compile(r"[Vv](?:-?nummer|-?nr)?[\s.:\-]*(?=[0-9])")
_CIJFERS = re.compile(r"[0-9]+")
_ZAAKNUMMER = re.compile(r"[A-Za-z][A-Za-z0-9]{1,5}-[0-9][0-9-]*|[0-9]{4}-[0-9]+")
_HEEL_ZAAKNUMMER = re.compile(r"[A-Za-z][A-Za-z0-9]{1,5}-[0-9]{4}-[0-9]{3,9}")


@dataclass(frozen=True, slots=True)
class Zoekterm:
    """Een ontlede zoekterm. `nummer` is het BSN (negen cijfers) of V-nummer, anders leeg.

    `woorden` zijn in zoekvorm; elk is het begin van een woord. Bij een nummer is het dat ene, voor wie toch iets
    anders bedoelde.
    """

    soort: Zoeksoort
    woorden: tuple[str, ...]
    nummer: str = ""
    zaaknummer: str = ""

    @property
    def te_kort(self) -> bool:
        """Eén losse letter vindt bijna alles, en dus niets."""
        return not any(len(woord) > 1 or woord.isdigit() for woord in self.woorden)

    @property
    def alleen_kop(self) -> bool:
        """Een nummer staat bij de zaak zelf en wordt niet in teksten gezocht."""
        return self.soort != "woorden"


def ontleed(tekst: str) -> Zoekterm:
    """Ziet aan de vorm wat er wordt gezocht. `zaaknummer` is gevuld als het een heel zaaknummer is."""
    schoon = tekst.strip()
    if _ZAAKNUMMER.fullmatch(schoon):
        heel = schoon.upper() if _HEEL_ZAAKNUMMER.fullmatch(schoon) else ""
        return Zoekterm("zaaknummer", (schoon.replace("-", "").lower()[:LANGSTE_WOORD],), zaaknummer=heel)
    if v_nummer := als_v_nummer(cijfers := _TUSSEN.sub("", _V_VOORAF.sub("", schoon))):
        return Zoekterm("v_nummer", (cijfers,), v_nummer)
    if bsn := als_bsn(cijfers := _TUSSEN.sub("", schoon)):
        return Zoekterm("bsn", (cijfers,), bsn)
    return Zoekterm(
        "woorden", tuple(dict.fromkeys(w[:LANGSTE_WOORD] for w in zoekvorm(schoon).split()))[:MEESTE_WOORDEN]
    )


def als_bsn(cijfers: str) -> str:
    """Het BSN in negen cijfers als dit er een kan zijn (acht of negen cijfers, elfproef klopt), anders leeg."""
    if not _CIJFERS.fullmatch(cijfers) or len(cijfers) not in {8, 9}:
        return ""
    nummer = cijfers.zfill(9)
    return nummer if elfproef.is_valid(nummer) else ""


def als_v_nummer(cijfers: str) -> str:
    """Het V-nummer als dit er een kan zijn (tien cijfers), anders leeg."""
    return cijfers if len(cijfers) == 10 and _CIJFERS.fullmatch(cijfers) else ""


def indexwoorden(*teksten: str) -> str:
    """De woorden van deze teksten voor de index, elk één keer. Een BSN of V-nummer dat iemand opschreef, gaat niet mee:
    daarop wordt alleen met de sleutel gezocht (veiligheid C7)."""
    alle = (woord[:LANGSTE_WOORD] for tekst in teksten for woord in zoekvorm(tekst).split())
    return " ".join(dict.fromkeys(woord for woord in alle if not als_bsn(woord) and not als_v_nummer(woord)))


def nummerwoorden(zaaknummer: str) -> Iterable[str]:
    """Hoe een zaaknummer kan worden getypt: aan elkaar, alleen de cijfers, en alleen het volgnummer."""
    delen = zaaknummer.lower().split("-")
    return ("".join(delen), "".join(delen[1:]), delen[-1], delen[-1].lstrip("0") or "0")
