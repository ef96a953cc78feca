"""Wat er aan letters in een PDF zit, nagekeken in het bestand zelf en niet bij wie het maakte.

Een letter die niet laadt is stil: dan tekent de computer met een andere, en elke andere keuring vindt dat goed. Zo'n
bestand gaat nooit weg.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casus.pdf.fouten import LettertypeFout

if TYPE_CHECKING:
    import pikepdf

_SAMENGESTELD = ("/Type0", "/CIDFontType2", "/CIDFontType0")
LETTERS = frozenset({"Casus-Sans", "Casus-Sans-Semi-Bold"})


def keur_letters(pdf: bytes) -> None:
    """Elke letter in het bestand is Casus Sans en zit erin. Raises LettertypeFout."""
    import pikepdf  # pas hier: pikepdf laden kost een tiende seconde

    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            goed = [
                _is_eigen(deel)
                for deel in document.objects
                if isinstance(deel, pikepdf.Dictionary) and _is_letter(deel)
            ]
    except pikepdf.PdfError as fout:
        raise LettertypeFout from fout
    if not goed or not all(goed):
        raise LettertypeFout


def _is_letter(deel: pikepdf.Object) -> bool:
    return deel.get("/Type") in ("/Font", "/FontDescriptor")


def _is_eigen(deel: pikepdf.Object) -> bool:
    """Een samengestelde letter met de naam van Casus Sans; haar beschrijving heeft het bestand erbij."""
    if deel.Type == "/FontDescriptor":
        return _kaal(deel.get("/FontName")) in LETTERS and any(f"/FontFile{nr}" in deel for nr in ("2", "3"))
    return (
        deel.get("/Subtype") in ("/Type0", "/CIDFontType2", "/CIDFontType0") and _kaal(deel.get("/BaseFont")) in LETTERS
    )


def _kaal(naam: object) -> str:
    """De naam zonder schuine streep en zonder het merk van een deelverzameling."""
    return str(naam).removeprefix("/").rpartition("+")[2]
