"""Het formulier met de afspraken en de prognose van één corporatie en jaar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.queries.prestaties import Vastgelegd
from casus.rules.prestaties import KOLOMMEN, veldnaam
from casus.vocab import PROGNOSETYPEN


@dataclass(frozen=True, slots=True)
class Vakje:
    """Eén vakje: zijn naam, wat er staat, en de hele vraag voor wie het hoort."""

    naam: str
    waarde: int | None
    vraag: str


@dataclass(frozen=True, slots=True)
class Prestatieformulier:
    """De tabel om in te vullen."""

    corporatie_id: str
    corporatie: str
    jaar: int
    koppen: Sequence[str]
    rijen: Sequence[tuple[str, Sequence[Vakje]]]
    bron: str


def maak_formulier(al: Vastgelegd, jaar: int) -> Prestatieformulier:
    """Wat er al vastligt, in een tabel van typen maal de afspraak en vier kwartalen."""
    koppen = ["Afspraak", *(f"{kolom}e kwartaal" for kolom in KOLOMMEN[1:])]
    rijen = [
        (
            titel[:1].upper() + titel[1:],
            [_vakje(al, kolom, kop, code) for kolom, kop in zip(KOLOMMEN, koppen, strict=True)],
        )
        for code, titel in PROGNOSETYPEN.items()
    ]
    bron = next((rij.bron for rij in al.afspraken.values() if rij.bron), "")
    return Prestatieformulier(str(al.corporatie.id), al.corporatie.naam, jaar, koppen, rijen, bron)


def _vakje(al: Vastgelegd, kolom: str, kop: str, code: str) -> Vakje:
    rij = al.afspraken.get(code) if kolom == "afspraak" else al.prognoses.get((int(kolom), code))
    return Vakje(veldnaam(kolom, code), rij.aantal if rij else None, f"{PROGNOSETYPEN[code]}, {kop}")
