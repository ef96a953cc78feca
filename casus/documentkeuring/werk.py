"""Wat het kindproces met een bestand doet: de enige plek waar een vreemd bestand wordt geopend.

Het laadt alleen wat dit ene bestand nodig heeft: het kind leeft kort, en wat er niet is kan ook niet stuk.
"""

from __future__ import annotations

from typing import Any

from casus.documentkeuring.soorten import SOORTEN, Geweigerd, Soort

Antwoord = tuple[dict[str, Any], list[bytes]]
_TE_GROOT = "Het bestand wordt te groot om te bewaren. Maak het kleiner en probeer het nog een keer."
_GROOTST_SCHOON = 60 * 1024 * 1024


def keur(inhoud: bytes, soort: str) -> Antwoord:
    """Het schone bestand en zijn bladen, of de zin waarom het geweigerd is."""
    try:
        schoon, bladen = _maak_schoon(inhoud, SOORTEN[soort])
        if len(schoon) > _GROOTST_SCHOON:
            raise Geweigerd(_TE_GROOT)
    except Geweigerd as fout:
        return {"reden": fout.zin, "bladen": None}, []
    return {"reden": "", "bladen": bladen}, [schoon]


def _maak_schoon(inhoud: bytes, soort: Soort) -> tuple[bytes, int | None]:
    if soort.achtervoegsel == "pdf":
        from casus.documentkeuring import pdf

        return pdf.maak_schoon(inhoud)
    if soort.bladen:
        from casus.documentkeuring import afbeelding

        return afbeelding.maak_schoon(inhoud, soort), 1
    from casus.documentkeuring import kantoor

    return kantoor.maak_schoon(inhoud, soort), None


def teken(inhoud: bytes, mediatype: str, eerste: int, aantal: int) -> Antwoord:
    """Een reeks bladen als PNG, en hoeveel er in het geheel zijn."""
    from casus.documentkeuring import tekenaar

    bladen, beelden = tekenaar.teken(inhoud, mediatype, eerste, aantal)
    return {"bladen": bladen}, beelden
