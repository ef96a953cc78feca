"""Namen vergelijkbaar maken: zonder hoofdletters, accenten en leestekens."""

from __future__ import annotations

import re
import unicodedata

# Letters die Unicode niet in een letter en een accent splitst.
_LOS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"})

_ANDERS = re.compile(r"[^a-z0-9]+")


def zoekvorm(tekst: str) -> str:
    """'Çelik-Yılmaz' wordt 'celik yilmaz'; spaties en leestekens worden één spatie."""
    letters = tekst.lower() if tekst.isascii() else _kaal(tekst)  # de meeste tekst heeft geen accenten
    return _ANDERS.sub(" ", letters.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")).strip()


def _kaal(tekst: str) -> str:
    kaal = unicodedata.normalize("NFKD", tekst.casefold().translate(_LOS))
    return "".join(teken for teken in kaal if not unicodedata.combining(teken)).translate(_LOS)
