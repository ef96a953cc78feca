"""Een tekst uit docs/ als pagina: koppen, alinea's, lijsten en tabellen. Meer kent zij niet; HTML erin blijft tekst."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_DEEL: Final = re.compile(r"\*\*(?P<vet>[^*]+)\*\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\((?P<naar>[^)\s]+)\)")
_STREEP: Final = re.compile(r"^\|?[\s:|-]+\|?$")
_PUNT: Final = re.compile(r"^(?:[-*]|\d+\.)\s+")

Stuk = tuple[str, str, str]
"""Soort (tekst, vet, code of link), de woorden, en bij een link het adres."""


@dataclass(frozen=True, slots=True)
class Blok:
    """Eén deel van de tekst. `soort`: h2, h3, alinea, lijst, genummerd of tabel. Een lijst heeft één cel per rij."""

    soort: str
    rijen: Sequence[Sequence[Sequence[Stuk]]]


@dataclass(frozen=True, slots=True)
class Tekst:
    """Een hele tekst met haar titel."""

    titel: str
    blokken: Sequence[Blok]


@cache
def laad(naam: str) -> Tekst:
    """De tekst met deze bestandsnaam uit casus/data."""
    return lees(resources.files("casus.data").joinpath(naam).read_text(encoding="utf-8"))


def lees(bron: str) -> Tekst:
    """Ontleedt de tekst; de eerste kop is de titel."""
    blokken = [_blok(regels) for regels in _groepen(bron)]
    titel = next((blok for blok in blokken if blok.soort == "h1"), None)
    woorden = "".join(stuk[1] for stuk in titel.rijen[0][0]) if titel else ""
    return Tekst(woorden, [blok for blok in blokken if blok.soort != "h1"])


def _groepen(bron: str) -> Iterator[list[str]]:
    """Regels die bij elkaar horen: gescheiden door een lege regel, en een kop staat op zichzelf."""
    groep: list[str] = []
    for regel in [*bron.splitlines(), ""]:
        los = regel.startswith("#")
        if (not regel.strip() or los) and groep:
            yield groep
            groep = []
        if los:
            yield [regel]
        elif regel.strip():
            groep.append(regel.rstrip())


def _blok(regels: list[str]) -> Blok:
    eerste = regels[0]
    if eerste.startswith("#"):
        diep = len(eerste) - len(eerste.lstrip("#"))
        return Blok(f"h{min(diep, 3)}", [[_stukken(eerste.lstrip("# "))]])
    if eerste.startswith("|"):
        return Blok(
            "tabel", [[_stukken(cel) for cel in _cellen(regel)] for regel in regels if not _STREEP.match(regel)]
        )
    if _PUNT.match(eerste):
        soort = "lijst" if eerste[0] in "-*" else "genummerd"
        return Blok(soort, [[_stukken(_PUNT.sub("", punt))] for punt in _punten(regels)])
    return Blok("alinea", [[_stukken(" ".join(regel.strip() for regel in regels))]])


def _cellen(regel: str) -> list[str]:
    return [cel.strip() for cel in regel.strip().strip("|").split("|")]


def _punten(regels: list[str]) -> list[str]:
    """De punten van een lijst; een regel die inspringt hoort bij het punt erboven."""
    punten: list[str] = []
    for regel in regels:
        if _PUNT.match(regel) or not punten:
            punten.append(regel)
        else:
            punten[-1] += f" {regel.strip()}"
    return punten


def _stukken(tekst: str) -> list[Stuk]:
    stukken: list[Stuk] = []
    plek = 0
    for deel in _DEEL.finditer(tekst):
        stukken.append(("tekst", tekst[plek : deel.start()], ""))
        soort = str(deel.lastgroup if deel.lastgroup != "naar" else "link")
        stukken.append((soort, deel[soort], deel["naar"] or ""))
        plek = deel.end()
    stukken.append(("tekst", tekst[plek:], ""))
    return [stuk for stuk in stukken if stuk[1]]
