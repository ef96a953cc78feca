"""Hoe lang elke stap hoort te duren (2, 10 en 2 weken), hoe lang zij duurde, en wanneer een zaak vastzit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7
AANGEBODEN, GEHUISVEST = "woning_aangeboden", "gehuisvest"


@dataclass(frozen=True, slots=True)
class Fase:
    """Een stap van de afspraak. `toestanden` zijn waar de zaak dan staat; bij koppelen is er nog geen zaak."""

    code: str
    titel: str
    norm: str
    toestanden: tuple[str, ...]


FASEN = (
    Fase("koppelen", "Koppelen", "norm_koppelen_dagen", ()),
    Fase("woning", "Woning vinden", "norm_huisvesten_dagen", ("toegewezen", "match_gezocht")),
    Fase("verhuizen", "Verhuizen", "norm_verhuizen_dagen", (AANGEBODEN, "inburgering_gekoppeld")),
)
ONDERWEG = tuple(toestand for fase in FASEN for toestand in fase.toestanden)
"""De toestanden waarin een zaak op weg is naar huis."""


@dataclass(frozen=True, slots=True)
class Normen:
    """De afspraken in dagen, zoals de gemeente ze heeft vastgelegd (domein §2.1: COA en gemeenten, geen wet)."""

    koppelen: int = 14
    huisvesten: int = 70
    verhuizen: int = 14

    @classmethod
    def uit(cls, waarden: Mapping[str, str]) -> Normen:
        """Uit de parameters die vandaag gelden; wat ontbreekt, is de landelijke afspraak."""
        gelezen = {naam: waarden.get(f"norm_{naam}_dagen", "") for naam in ("koppelen", "huisvesten", "verhuizen")}
        return cls(**{naam: int(waarde) for naam, waarde in gelezen.items() if waarde})

    def van(self, fase: Fase) -> int:
        """De norm van één stap."""
        return {"koppelen": self.koppelen, "woning": self.huisvesten, "verhuizen": self.verhuizen}[fase.code]

    @property
    def thuis(self) -> int:
        """Van koppeling tot gehuisvest."""
        return self.huisvesten + self.verhuizen

    def vast_gekoppeld_voor(self, vandaag: date) -> date:
        """Wie voor deze dag is gekoppeld en nog geen woning heeft, zit vast."""
        return vandaag - timedelta(days=self.huisvesten)

    def vast_verhuist_voor(self, vandaag: date) -> date:
        """Wie voor deze dag in de stap kwam waarin hij verhuist, zit vast."""
        return vandaag - timedelta(days=self.verhuizen)


def mediaan(per_duur: Mapping[int, int]) -> float | None:
    """De middelste duur van een telling per aantal dagen; bij een even aantal het midden van de middelste twee."""
    aantal = sum(per_duur.values())
    if not aantal:
        return None
    gezien, laag = 0, None
    for duur in sorted(per_duur):
        gezien += per_duur[duur]
        if laag is None and gezien * 2 >= aantal:
            laag = duur
        if gezien * 2 > aantal:
            return ((laag if laag is not None else duur) + duur) / 2
    return None


def weken(dagen: float) -> float:
    """Dagen als weken met één cijfer achter de komma, een half naar boven."""
    return int(dagen * 10 / WEEK + 0.5) / 10
