"""Het gebied dat een huishouden noemt: wat daarvan de gemeente uit mag, en welke gemeente het is.

Eén plek voor het dossier en voor de kaart van de regio: een gebied met een andere reden gaat nergens heen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from casus.models import Huishouden

REDENEN: Final = ("school", "werk", "zorg", "familie")
"""De soorten reden voor een gebied. Alles wat anders is ingevuld, blijft bij de gemeente."""


def gebied_naar_buiten(huishouden: Huishouden) -> str:
    """Het gebied, als de reden ervoor er een is die mee mag; anders leeg."""
    return (huishouden.gebied or "").strip() if huishouden.gebied_reden in REDENEN else ""


def blijft_hier(huishouden: Huishouden) -> bool:
    """Of er een gebied is genoemd dat niet meegaat."""
    return bool((huishouden.gebied or "").strip()) and not gebied_naar_buiten(huishouden)


def herkende_gemeente(gebied: str, regio: Iterable[str]) -> str:
    """De gemeente die in het gebied als heel woord staat; leeg als casus er geen herkent."""
    klein = gebied.casefold()
    heel = (naam for naam in sorted(regio) if re.search(rf"\b{re.escape(naam.casefold())}\b", klein))
    return next(heel, "")
