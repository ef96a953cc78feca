"""De schermen van een bundel: wat erin gaat, en hoe het ermee staat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casus.actions.dossierbundels import SOORTEN
from casus.models import Corporatie, Dossierbundel
from casus.queries.dossierbundels import Keuze, Regel
from casus.termijnen import vandaag
from casus.vocab import meervoud
from casus.workflows.velden import ontleed_dag

STAND = {
    "wacht": ("wacht", "begint zo"),
    "bezig": ("wacht", "bezig"),
    "klaar": ("gereed", "klaar"),
    "mislukt": ("te-laat", "niet gelukt"),
    "gestopt": ("slot", "gestopt"),
}


def week(van: str, tot: str) -> tuple[date, date]:
    """De gekozen dagen; zonder keuze de week van vandaag, van maandag tot en met zondag."""
    nu = vandaag()
    maandag = nu - timedelta(days=nu.weekday())
    eerste, laatste = ontleed_dag(van, nu) or maandag, ontleed_dag(tot, nu) or maandag + timedelta(days=6)
    return min(eerste, laatste), max(eerste, laatste)


@dataclass(frozen=True, slots=True)
class Bundelkeuze:
    """Het scherm om een bundel te maken."""

    corporaties: Sequence[Corporatie]
    gekozen: Corporatie | None
    van: date
    tot: date
    dossiers: Sequence[Keuze]
    eerder: Sequence[Dossierbundel]

    @property
    def keuzes(self) -> list[tuple[str, str]]:
        """De corporaties als keuze."""
        return [(str(een.id), een.naam) for een in self.corporaties]

    @property
    def vakjes(self) -> list[tuple[str, str]]:
        """De dossiers als keuze."""
        return [(str(een.id), f"{een.huishouden}, {een.zaaknummer}") for een in self.dossiers]

    @property
    def soorten(self) -> list[tuple[str, str]]:
        """ZIP of PDF."""
        return list(SOORTEN.items())

    def stand(self, bundel: Dossierbundel) -> tuple[str, str]:
        """Pictogram en woord."""
        return STAND[bundel.status]


@dataclass(frozen=True, slots=True)
class Bundelstand:
    """Het scherm van één bundel."""

    bundel: Dossierbundel
    regels: Sequence[Regel]

    @property
    def loopt(self) -> bool:
        """Of er nog aan wordt gewerkt."""
        return self.bundel.status in ("wacht", "bezig")

    @property
    def stand(self) -> tuple[str, str]:
        """Pictogram en woord."""
        return STAND[self.bundel.status]

    @property
    def zin(self) -> str:
        """Hoe ver het is, in één zin."""
        aantal = meervoud(self.bundel.aantal, "dossier", "dossiers")
        zinnen = {
            "klaar": f"Alle {aantal} zitten erin." if self.bundel.aantal > 1 else "Het dossier zit erin.",
            "gestopt": f"Gestopt na {self.bundel.gedaan} van {aantal}. De gemaakte dossiers staan bij de zaken.",
            "mislukt": self.bundel.reden,
        }
        return zinnen.get(self.bundel.status, f"{self.bundel.gedaan} van {aantal}")
