"""Bedragen in hele centen, en hoe ze in een zin staan."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

VASTE_SPATIE = "\N{NO-BREAK SPACE}"


def euro(cent: int) -> str:
    """Het bedrag zoals het op het scherm en in een brief staat: '€ 4.200', centen alleen als die er zijn ('€ 83,33').

    Tussen het teken en het getal staat een vaste spatie, zodat een bedrag nooit over twee regels breekt.
    """
    heel, centen = divmod(abs(cent), 100)
    tekst = f"{heel:,}".replace(",", ".") + (f",{centen:02d}" if centen else "")
    return f"€{VASTE_SPATIE}{'-' if cent < 0 else ''}{tekst}"


def naar_cent(bedrag: str | Decimal) -> int:
    """Centen van een bedrag met een decimale punt ('713.02'), zoals in gegevensbestanden.

    Heft ValueError als het geen bedrag is of als er delen van centen in staan: afronden is een keuze van de bron.
    """
    try:
        centen = Decimal(bedrag) * 100
    except InvalidOperation as fout:
        raise ValueError(f"{bedrag!r} is geen bedrag") from fout
    if not centen.is_finite() or centen != centen.to_integral_value():
        raise ValueError(f"{bedrag!r} is geen bedrag in hele centen")
    return int(centen)


def decimaal(cent: int) -> str:
    """Het bedrag voor een programma: '764.14', altijd twee decimalen en een punt."""
    return f"{Decimal(cent) / 100:.2f}"
