"""Meten, en een uitslag als tekst en als JSON. Tijden zijn milliseconden."""

from __future__ import annotations

import gc
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

DOEL = 3.0
"""Hoeveel keer de vloer ons cijfer hoogstens mag zijn (issue 2)."""


@dataclass(frozen=True, slots=True)
class Meting:
    """De tijden van één manier om hetzelfde te doen, in ms."""

    naam: str
    tijden: Sequence[float]
    rekentijden: Sequence[float] = ()

    def percentiel(self, nummer: int) -> float:
        """Het zoveelste percentiel (1 tot en met 99) in ms."""
        return quantiles(self.tijden, n=100, method="inclusive")[nummer - 1]

    @property
    def rekentijd(self) -> float:
        """De mediaan van de processortijd van dit proces (dus zonder server en schijf), in ms."""
        return median(self.rekentijden or (0.0,))

    def als_json(self) -> dict[str, Any]:
        """Naam, p10 (hoe het gaat als niemand stoort), p50, p95 en processortijd."""
        maten = {f"p{nummer}_ms": round(self.percentiel(nummer), 4) for nummer in (10, 50, 95)}
        return {"naam": self.naam, **maten, "processor_ms": round(self.rekentijd, 4)}


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Eén onderdeel op één database. Aan de eerste vloer wordt het doel gemeten; `fouten` geven exitcode 1."""

    onderdeel: str
    database: str
    onze: Meting
    vloeren: Sequence[Meting]
    feiten: dict[str, Any] = field(default_factory=dict)
    fouten: Sequence[str] = ()

    def verhouding(self, vloer: Meting) -> float:
        """Onze p50 gedeeld door die van een vloer."""
        return self.onze.percentiel(50) / vloer.percentiel(50)

    def als_json(self) -> dict[str, Any]:
        """Alles van dit onderdeel, met de verhouding per vloer."""
        vloeren = [{**vloer.als_json(), "verhouding": round(self.verhouding(vloer), 2)} for vloer in self.vloeren]
        return {
            "onderdeel": self.onderdeel,
            "database": self.database,
            "metingen": len(self.onze.tijden),
            "onze": self.onze.als_json(),
            "vloeren": vloeren,
            "verhouding": vloeren[0]["verhouding"],
            "doel": DOEL,
            "gehaald": self.verhouding(self.vloeren[0]) <= DOEL,
            "feiten": self.feiten,
            "fouten": list(self.fouten),
        }

    def als_tekst(self) -> str:
        """Een blok met een regel per meting."""
        regels = [f"{self.onderdeel} · {self.database} · {len(self.onze.tijden)} metingen"]
        kop = "".join(f"{naam:>9}" for naam in ("p10 ms", "p50 ms", "p95 ms", "cpu ms"))
        regels += [f"  {'':46}{kop}{'verhouding':>12}", _regel(self.onze, "")]
        regels += [_regel(vloer, f"{self.verhouding(vloer):.2f} ×") for vloer in self.vloeren]
        regels += [f"  {naam}: {waarde}" for naam, waarde in self.feiten.items()]
        return "\n".join([*regels, *(f"  FOUT: {fout}" for fout in self.fouten)])


def _regel(meting: Meting, verhouding: str) -> str:
    maten = (*map(meting.percentiel, (10, 50, 95)), meting.rekentijd)
    return f"  {meting.naam:46}{''.join(f'{maat:9.3f}' for maat in maten)}{verhouding:>12}"


def om_en_om(manieren: Sequence[tuple[str, Callable[[int], object]]], aantal: int, opwarmen: int = 0) -> list[Meting]:
    """Voert elke manier voor elk nummer uit, telkens met een andere als eerste, en meet na `opwarmen` nummers."""
    gc.collect()
    gc.freeze()  # wat de meting zelf bewaart (de opname van alle zaken) hoort niet in de vuilnisronde van één overgang
    tijden: dict[str, list[tuple[float, float]]] = {naam: [] for naam, _ in manieren}
    for nummer in range(aantal):
        draai = nummer % len(manieren)
        for naam, manier in (*manieren[draai:], *manieren[:draai]):
            begin, rekenen = perf_counter(), process_time()
            manier(nummer)
            duur = ((perf_counter() - begin) * 1000, (process_time() - rekenen) * 1000)
            if nummer >= opwarmen:
                tijden[naam].append(duur)
    return [Meting(naam, *zip(*paren, strict=True)) for naam, paren in tijden.items()]


def omgeving() -> dict[str, str]:
    """Waarop is gemeten, voor wie twee uitslagen naast elkaar legt."""
    return {"python": platform.python_version(), "machine": platform.machine(), "systeem": platform.system()}
