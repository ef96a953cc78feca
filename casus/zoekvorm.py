"""Namen vergelijkbaar maken: zonder hoofdletters, accenten en leestekens."""

from __future__ import annotations

import re
import unicodedata

# Letters die Unicode niet in een letter en een accent splitst.
_LOS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"})


def zoekvorm(tekst: str) -> str:
    """'Çelik-Yılmaz' wordt 'celik yilmaz'; spaties en leestekens worden één spatie."""
    kaal = unicodedata.normalize("NFKD", tekst.casefold().translate(_LOS))
    letters = "".join(teken for teken in kaal if not unicodedata.combining(teken))
    return re.sub(
        r"[^a-z0-9]+", " ", letters.translate(_LOS).replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    ).strip()
