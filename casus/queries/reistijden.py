"""De reistijden van een gemeente, en welke er nog te vullen zijn."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, select

from casus.db import CasusSessie
from casus.models import Huishouden, Reistijd, Woning, Zaak
from casus.queries.matching import ZOEKT
from casus.rules.passendscore import naamsleutel


class Naar(NamedTuple):
    """Eén gebied: per plaats met woningen de minuten, None als zij nog ontbreken."""

    gebied: str
    minuten: Sequence[tuple[str, int | None]]

    @property
    def ontbreekt(self) -> int:
        """Voor hoeveel plaatsen er nog niets is ingevuld."""
        return sum(aantal is None for _, aantal in self.minuten)


def veld_van(plaats: str) -> str:
    """De naam van het veld bij deze plaats, 'van-laag-keppel-1f0c9a3e': ook ‘Bergen (L)’ en ‘Bergen L’ verschillen."""
    naam = naamsleutel(plaats)
    return f"van-{re.sub(r'[^a-z0-9]+', '-', naam)}-{hashlib.sha256(naam.encode()).hexdigest()[:8]}"


def naar(session: CasusSessie, gebied: str) -> list[Reistijd]:
    """De reistijden naar dit gebied, hoe het ook is geschreven."""
    rijen = session.scalars(select(Reistijd).order_by(Reistijd.plaats, Reistijd.id)).all()
    return [een for een in rijen if naamsleutel(een.gebied) == naamsleutel(gebied)]


def alle(session: CasusSessie, ook: str = "") -> list[Naar]:
    """Elk gebied dat iemand die zoekt nodig heeft of dat al is ingevuld, met elke plaats met woningen; drie vragen.

    `ook`: een gebied dat erbij staat, ook als niemand het nodig heeft. Een plaats met de naam van het gebied telt niet:
    daar is reizen niet nodig.
    """
    tijden = session.scalars(select(Reistijd).order_by(Reistijd.id)).all()
    gebieden = {naamsleutel(een.gebied): een.gebied for een in tijden}
    gebieden |= {naamsleutel(een): een for een in [*_gevraagd(session), ook] if naamsleutel(een)}
    bekend = {(naamsleutel(een.gebied), naamsleutel(een.plaats)): een.minuten for een in tijden}
    plaatsen = _plaatsen(session) | {naamsleutel(een.plaats): een.plaats for een in tijden}
    return [
        Naar(naam, [(plaats, bekend.get((gebied, een))) for een, plaats in sorted(plaatsen.items()) if een != gebied])
        for gebied, naam in sorted(gebieden.items())
    ]


def _gevraagd(session: CasusSessie) -> Sequence[str]:
    van_zaak = and_(Zaak.gemeente_id == Huishouden.gemeente_id, Zaak.huishouden_id == Huishouden.id)
    vraag = select(Huishouden.gebied).join(Zaak, van_zaak).where(Huishouden.gebied != "").distinct()
    return sorted(session.scalars(vraag.where(Zaak.toestand == ZOEKT, Zaak.gesloten_op.is_(None))).all())


def _plaatsen(session: CasusSessie) -> dict[str, str]:
    vraag = select(Woning.plaats).where(Woning.status != "ingetrokken").distinct()
    return {naamsleutel(een): een for een in sorted(session.scalars(vraag).all()) if naamsleutel(een)}
