"""Welke soorten bestanden bij een zaak mogen, en wat zonder openen al te zien is: naam, omvang en eerste tekens."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

MB: Final = 1024 * 1024
GROOTSTE: Final = 25 * MB
"""Bytes per bestand (veiligheid E8)."""
LANGSTE_NAAM: Final = 120
"""Tekens, met het achtervoegsel erbij."""
ACCEPT: Final = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"

_OOXML = "application/vnd.openxmlformats-officedocument."
_SAMENGESTELD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SOORTEN_ZIN = "Kies een pdf, jpg, png, docx of xlsx."
_ANDERS: Final = {
    "doc": "Sla het document eerst op als docx of pdf.",
    "docm": "Sla het document eerst op als docx: macro's kunnen niet.",
    "xls": "Sla de werkmap eerst op als xlsx.",
    "xlsm": "Sla de werkmap eerst op als xlsx: macro's kunnen niet.",
    "heic": "Sla de foto eerst op als jpg.",
    "odt": "Sla het document eerst op als docx of pdf.",
    "ods": "Sla de werkmap eerst op als xlsx.",
}


@dataclass(frozen=True, slots=True)
class Soort:
    """Een soort bestand: achtervoegsel, mediatype, waar de inhoud mee begint en hoe zij heet."""

    achtervoegsel: str
    mediatype: str
    begin: bytes
    naam: str
    bladen: bool = False


SOORTEN: Final = {
    soort.achtervoegsel: soort
    for soort in (
        Soort("pdf", "application/pdf", b"%PDF-", "pdf", bladen=True),
        Soort("jpg", "image/jpeg", b"\xff\xd8\xff", "jpg-afbeelding", bladen=True),
        Soort("png", "image/png", b"\x89PNG\r\n\x1a\n", "png-afbeelding", bladen=True),
        Soort("docx", f"{_OOXML}wordprocessingml.document", b"PK\x03\x04", "Word-document"),
        Soort("xlsx", f"{_OOXML}spreadsheetml.sheet", b"PK\x03\x04", "Excel-werkmap"),
    )
}
MET_BLADEN: Final = frozenset(soort.mediatype for soort in SOORTEN.values() if soort.bladen)
"""De mediatypes waarvan een voorbeeld te tekenen is."""


class Geweigerd(Exception):
    """Dit bestand komt er niet in; `zin` zegt waarom en wat de gebruiker kan doen."""

    def __init__(self, zin: str) -> None:
        super().__init__(zin)
        self.zin = zin


def herken(naam: str, inhoud: bytes) -> Soort:
    """De soort van een bestand, gezien zijn naam, omvang en eerste tekens. Raises Geweigerd."""
    if not inhoud:
        raise Geweigerd("Het bestand is leeg. Kies een ander bestand.")
    if len(inhoud) > GROOTSTE:
        raise Geweigerd(te_groot(len(inhoud)))
    soort = soort_van(naam)
    if inhoud.startswith(_SAMENGESTELD) and soort.begin == b"PK\x03\x04":
        raise Geweigerd(
            "Dit bestand heeft een wachtwoord of komt uit een oude versie van Office. "
            f"Sla het zonder wachtwoord op als {soort.achtervoegsel}."
        )
    if not inhoud.startswith(soort.begin):
        raise Geweigerd(
            f"De naam eindigt op .{achtervoegsel(naam)}, maar de inhoud is geen {soort.naam}. "
            "Sla het bestand opnieuw op en probeer het nog een keer."
        )
    return soort


def soort_van(naam: str) -> Soort:
    """De soort die bij het achtervoegsel hoort. Raises Geweigerd als die niet mag."""
    einde = achtervoegsel(naam)
    soort = SOORTEN.get("jpg" if einde == "jpeg" else einde)
    if soort is None:
        wat = f"Een bestand dat op .{einde[:10]} eindigt, kan niet." if einde else "De naam heeft geen achtervoegsel."
        raise Geweigerd(f"{wat} {_ANDERS.get(einde, _SOORTEN_ZIN)}")
    return soort


def te_groot(omvang: int) -> str:
    """'Het bestand is 31 MB. Kies een bestand tot 25 MB.' Dicht bij de grens in tienden, naar boven afgerond."""
    tienden = math.ceil(omvang * 10 / MB)
    in_helen = tienden >= 300 or tienden % 10 == 0
    tekst = str(round(omvang / MB)) if in_helen else f"{tienden // 10},{tienden % 10}"
    return f"Het bestand is {tekst} MB. Kies een bestand tot {GROOTSTE // MB} MB."


def achtervoegsel(naam: str) -> str:
    """Wat na de laatste punt staat, in kleine letters; leeg als er geen is."""
    voor, punt, einde = naam.strip().lower().rpartition(".")
    return einde if punt and voor and re.fullmatch(r"[a-z0-9]{1,20}", einde) else ""


def nette_naam(naam: str, soort: Soort) -> str:
    """De naam zoals casus hem bewaart: zonder map, zonder onzichtbare tekens, met het achtervoegsel van zijn soort.

    Tekens die de leesrichting omkeren horen daarbij: daarmee lijkt een naam op iets anders te eindigen.
    """
    laatste = unicodedata.normalize("NFC", naam.replace("\\", "/")).rpartition("/")[2]
    zichtbaar = "".join(teken if unicodedata.category(teken)[0] != "C" else " " for teken in laatste)
    stam = PurePosixPath(zichtbaar).stem if achtervoegsel(zichtbaar) in (*SOORTEN, "jpeg") else zichtbaar
    stam = " ".join(stam.split()).strip(". ")[: LANGSTE_NAAM - 5].strip(". ")
    return f"{stam or 'document'}.{soort.achtervoegsel}"
