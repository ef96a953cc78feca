"""De code-app van de demo: een vast geheim per account, zodat iedereen een besluit kan nemen. Nooit in productie."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from casus.db import Database
from casus.demo.inrichting import Collega
from casus.models import TweedeFactor
from casus.sleutels import Sleutelbos
from casus.termijnen import nu


def demogeheim(email: str) -> str:
    """Het geheim van dit demo-account: af te leiden uit het adres, dus van iedereen. Start niet in productie."""
    return base64.b32encode(hashlib.sha256(f"casus demo {email}".encode()).digest()[:20]).decode()


def koppel_apps(db: Database, bos: Sleutelbos, collegas: Iterable[Collega]) -> None:
    """Geeft elke collega van de demo een code-app."""
    with db.unit_of_work() as session:
        for collega in collegas:
            geheim = bos.versleutel(demogeheim(collega.email))
            session.add(TweedeFactor(gebruiker_id=collega.id, geheim=geheim, bevestigd_op=nu()))
