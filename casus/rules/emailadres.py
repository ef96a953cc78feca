"""Of iets een e-mailadres is waar één mens post op krijgt."""

from __future__ import annotations

import re
from typing import Final

MEESTE_TEKENS: Final = 254
"""RFC 5321 par. 4.5.3.1.3, zonder de haken."""
ZIN: Final = "Vul een e-mailadres in, bijvoorbeeld i.wolters@voorbeeld.nl."
_DEEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_VORM = re.compile(rf"[A-Za-z0-9._%+'-]{{1,64}}@(?:{_DEEL}\.)+[A-Za-z]{{2,63}}")


def lees(tekst: str) -> str | None:
    """Het adres in kleine letters, of None als het er geen is; ook meer adressen achter elkaar zijn er geen."""
    adres = tekst.strip()
    return adres.casefold() if len(adres) <= MEESTE_TEKENS and _VORM.fullmatch(adres) else None
