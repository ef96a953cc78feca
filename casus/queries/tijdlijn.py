"""De tijdlijn van een zaak: elke gebeurtenis één Nederlandse zin, met wie en wanneer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select

from casus.db import CasusSessie
from casus.models import Contactmoment, Gebeurtenis, GebeurtenisInhoud, Notitie
from casus.vocab import gebeurtenis_zin

REGELS = 30
MIJLPALEN = ("overgang", "contactmoment")
"""Deze gebeurtenissen horen altijd op de pagina van de zaak, ook als er daarna veel is gebeurd."""


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén gebeurtenis. `tekst` is wat er bij een notitie of contact is geschreven."""

    nr: int
    soort: str
    wie: str
    zin: str
    op: datetime
    resultaat: str
    gegevens: Mapping[str, Any]
    tekst: str = ""

    @property
    def rest(self) -> str:
        """De zin zonder de naam vooraan, zodat die naam vet kan staan."""
        return self.zin.removeprefix(self.wie) if self.zin.startswith(self.wie) else self.zin

    @property
    def begint_met_naam(self) -> bool:
        """Of de zin met de naam van de actor begint."""
        return self.zin.startswith(self.wie)


def _vraag(zaak_id: UUID) -> Select[*tuple[Any, ...]]:
    gemeente, object_ = Gebeurtenis.gemeente_id, Gebeurtenis.object_id
    bij_inhoud = and_(GebeurtenisInhoud.gemeente_id == gemeente, GebeurtenisInhoud.id == Gebeurtenis.id)
    return (
        select(
            Gebeurtenis.nr,
            Gebeurtenis.soort,
            Gebeurtenis.actor_naam,
            Gebeurtenis.tijdstip,
            Gebeurtenis.resultaat,
            GebeurtenisInhoud.gegevens,
            Notitie.tekst,
            Contactmoment.verslag,
        )
        .outerjoin(GebeurtenisInhoud, bij_inhoud)
        .outerjoin(Notitie, and_(Notitie.gemeente_id == gemeente, Notitie.id == object_))
        .outerjoin(Contactmoment, and_(Contactmoment.gemeente_id == gemeente, Contactmoment.id == object_))
        .where(Gebeurtenis.zaak_id == zaak_id)
        .order_by(Gebeurtenis.nr.desc())
    )


def _regel(rij: Row[*tuple[Any, ...]]) -> Regel:
    nr, soort, wie, op, resultaat, inhoud, notitie, verslag = rij
    gegevens = json.loads(inhoud) if inhoud else {}
    if resultaat == "geweigerd":
        soort = "geweigerd"
    zin = gebeurtenis_zin(soort, wie, gegevens)
    return Regel(nr, soort, wie, zin, op, resultaat, gegevens, notitie or verslag or "")


def tijdlijn(session: CasusSessie, zaak_id: UUID, *, voor: int | None = None, aantal: int = REGELS) -> Sequence[Regel]:
    """De laatste gebeurtenissen van de zaak, nieuwste eerst; `voor` bladert verder terug vanaf dat nummer."""
    vraag = _vraag(zaak_id)
    if voor is not None:
        vraag = vraag.where(Gebeurtenis.nr < voor)
    return [_regel(rij) for rij in session.execute(vraag.limit(aantal))]


def tijdlijn_met_mijlpalen(session: CasusSessie, zaak_id: UUID, *, aantal: int = REGELS) -> Sequence[Regel]:
    """De laatste gebeurtenissen en alle mijlpalen, nieuwste eerst; één query."""
    laatste = select(func.max(Gebeurtenis.nr)).where(Gebeurtenis.zaak_id == zaak_id).scalar_subquery()
    vraag = _vraag(zaak_id).where(or_(Gebeurtenis.nr > laatste - aantal, Gebeurtenis.soort.in_(MIJLPALEN)))
    return [_regel(rij) for rij in session.execute(vraag)]
