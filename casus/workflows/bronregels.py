"""Waar in de tekst staat wat: tomllib bewaart geen plaatsen, dus lezen wij de koppen en sleutels nog een keer.

Het is geen tweede TOML-lezer: de tekst is al goedgekeurd. Alleen koppen, sleutels, tekst en haken tellen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Pad = tuple[str | int, ...]
_KOP = re.compile(r"\s*(\[\[|\[)\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_SLEUTEL = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_DEEL = re.compile(r"""[\w-]+|"([^"]*)"|'([^']*)'""")
_TEKEN = re.compile(r'"""|\'\'\'|\\.|["\'#\[\]{}]')


@dataclass(slots=True)
class _Stand:
    """Of de volgende regel nog bij dezelfde waarde hoort: een open haak, of tekst over meer regels."""

    haken: int = 0
    tekst: str = ""

    def lees(self, regel: str) -> None:
        for teken in (m.group() for m in _TEKEN.finditer(regel)):
            if self.tekst:
                self.tekst = "" if teken == self.tekst else self.tekst
            elif teken == "#":
                break
            elif teken in "[{":
                self.haken += 1
            elif teken in "]}":
                self.haken -= 1
            elif not teken.startswith("\\"):
                self.tekst = teken
        if len(self.tekst) == 1:
            self.tekst = ""

    @property
    def open(self) -> bool:
        return self.haken > 0 or bool(self.tekst)


@dataclass(slots=True)
class Bronregels:
    """De regelnummers (vanaf 1) van elke kop en sleutel in een TOML-tekst."""

    tekst: str
    plekken: dict[Pad, tuple[int, int]] = field(default_factory=dict)
    _aantal: dict[Pad, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        stand, tabel, sleutel = _Stand(), Pad(), None
        for nummer, regel in enumerate(self.tekst.splitlines(), 1):
            if stand.open and sleutel is not None:
                self.plekken[sleutel] = (self.plekken[sleutel][0], nummer)
            elif kop := _KOP.match(regel):
                tabel, sleutel = self._kop(kop[1] == "[[", _delen(kop[2]), nummer), None
                continue
            elif gevonden := _SLEUTEL.match(regel):
                sleutel = tabel + _delen(gevonden[1])
                self.plekken.setdefault(sleutel, (nummer, nummer))
                regel = regel[gevonden.end() :]
            stand.lees(regel)

    def _kop(self, lijst: bool, delen: Pad, nummer: int) -> Pad:
        pad: Pad = ()
        for deel in delen[:-1]:
            pad = (*pad, deel)
            if pad in self._aantal:
                pad = (*pad, self._aantal[pad])
        pad = (*pad, delen[-1])
        if lijst:
            self._aantal[pad] = self._aantal.get(pad, -1) + 1
            pad = (*pad, self._aantal[pad])
        self.plekken.setdefault(pad, (nummer, nummer))
        return pad

    def regel(self, pad: Pad, waarde: str | None = None) -> int:
        """De regel van dit pad, of van het langste deel ervan dat er staat.

        Met `waarde`: de regel binnen die sleutel waarop die waarde staat, als de waarde over meer regels loopt.
        """
        while pad and pad not in self.plekken:
            pad = pad[:-1]
        begin, einde = self.plekken.get(pad, (1, 1))
        if waarde is not None:
            regels = self.tekst.splitlines()
            for nummer in range(begin, einde + 1):
                if re.search(rf"""["']{re.escape(waarde)}["']|\b{re.escape(waarde)}\s*=""", regels[nummer - 1]):
                    return nummer
        return begin


def _delen(naam: str) -> Pad:
    return tuple(m[1] or m[2] or m[0] for m in _DEEL.finditer(naam))
