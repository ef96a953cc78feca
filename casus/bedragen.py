"""Bedragen in hele centen, en hoe ze in een zin staan."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

VASTE_SPATIE = "\N{NO-BREAK SPACE}"
_GETYPT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(\d{1,2}|--?))?|(\d{1,7})\.(\d{1,2})")


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


def ontleed(tekst: str) -> int | None:
    """Centen uit wat iemand typte of in een lijst zette: '4.200', '€ 689,2', '689.20', '650,-'; None als het niet kan.

    Een punt met drie cijfers erachter scheidt duizenden; met een of twee cijfers erachter scheidt zij de centen.
    """
    kaal = re.sub(r"[€\s\u00a0\u202f]|EUR", "", tekst, flags=re.IGNORECASE)
    gevonden = _GETYPT.fullmatch(kaal)
    if gevonden is None:
        return None
    heel, centen = gevonden[1] or gevonden[3], gevonden[2] or gevonden[4] or ""
    return int(heel.replace(".", "")) * 100 + int(centen.strip("-").ljust(2, "0"))
