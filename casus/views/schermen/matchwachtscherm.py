"""De pagina van een verdeling die de werker nog uitrekent: bij welke stap hij is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.models import Matchrun
from casus.rules.matchrun import STAPPEN


@dataclass(frozen=True, slots=True)
class Wachtscherm:
    """Een verdeling die de werker uitrekent: bij welke stap hij is, of dat zij klaar is of niet kon."""

    run: Matchrun
    fout: str
    klaar: bool
    stap: int
    stappen: Sequence[str]

    @property
    def loopt(self) -> bool:
        """Of er nog aan wordt gerekend."""
        return not (self.klaar or self.fout)

    @property
    def gedaan(self) -> int:
        """Hoeveel stappen er af zijn; die van nu telt nog niet."""
        return max(0, self.stap - 1)

    @property
    def zin(self) -> str:
        """Hoe ver het is, in één zin."""
        if not self.stap:
            return "Casus begint zo."
        return f"{self.stappen[self.stap - 1]}: stap {self.stap} van {len(self.stappen)}."


def maak_scherm(run: Matchrun) -> Wachtscherm:
    """Hoe het met een verdeling staat."""
    codes = [code for code in STAPPEN if code != "zonder_ruil" or run.omvang == "regio"]
    stap = codes.index(run.uitkomst["stap"]) + 1 if run.uitkomst.get("stap") in codes else 0
    fout, klaar = run.uitkomst.get("fout", ""), not run.uitkomst.get("wacht")
    return Wachtscherm(run, fout, klaar and not fout, stap, [STAPPEN[code] for code in codes])
