"""De geheimen van een uitnodiging en een link: af te leiden uit hun id en de sleutel van de installatie.

Zo hoeft een geheim nergens te worden bewaard: in de database staat alleen een hash, en de mail erover wordt pas bij
het versturen gemaakt. Zonder de sleutel is uit een id niets af te leiden (HMAC-SHA256).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final, Literal
from uuid import UUID

from casus.sleutels import Sleutelbos

Doel = Literal["uitnodiging", "dossierlink"]
_CIJFERS: Final = 8


def geheim_van(bos: Sleutelbos, doel: Doel, id_: UUID) -> str:
    """Het geheim in het adres: 256 bits, in een adres te gebruiken."""
    return bos.zoekhash(f"geheim {doel}", str(id_))


def vingerafdruk(geheim: str) -> str:
    """SHA-256 van een geheim; alleen deze staat in de database."""
    return hashlib.sha256(geheim.encode()).hexdigest()


def nieuwe_code() -> str:
    """Acht cijfers om door te bellen of te sms'en: '4821 0397'."""
    cijfers = f"{secrets.randbelow(10**_CIJFERS):0{_CIJFERS}d}"
    return f"{cijfers[:4]} {cijfers[4:]}"


def codehash(bos: Sleutelbos, link_id: UUID, code: str) -> str:
    """De hash van een code, bij elke link een andere. Spaties en streepjes tellen niet."""
    return bos.zoekhash(f"dossiercode {link_id}", re.sub(r"[\s-]", "", code)[:40])
