"""Wat er met een woning gebeurde: haar stappen, aan wie zij is aangeboden, en wat er aan haar is gewijzigd."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, func, literal, select, union_all

from casus.db import CasusSessie, vast
from casus.models import Aanbod, Gebeurtenis, GebeurtenisInhoud, Gebruiker, Huishouden, Woning, Woningverloop, Zaak

MEESTE_REGELS: Final = 200
"""Zoveel staan er hooguit op de pagina van een woning, het nieuwste eerst."""
_STAP, _AANBOD, _WIJZIGING = range(1, 4)


class Stapregel(NamedTuple):
    """Eén stap in het leven van een woning, met wie haar zette en voor welke zaak."""

    verloop: Woningverloop
    door: str
    zaaknummer: str | None


class Aanbodregel(NamedTuple):
    """Eén aanbod van de woning, met het huishouden."""

    aanbod: Aanbod
    zaaknummer: str
    huishouden: str


class Wijziging(NamedTuple):
    """Eén keer dat de gegevens veranderden: per veld wat er stond en wat er kwam te staan, zoals bewaard."""

    op: datetime
    door: str
    velden: Mapping[str, tuple[str, str]]


@dataclass(slots=True)
class Geschiedenis:
    """Alles wat er met een woning gebeurde, elk deel het nieuwste eerst."""

    verloop: list[Stapregel] = field(default_factory=list)
    aanbiedingen: list[Aanbodregel] = field(default_factory=list)
    wijzigingen: list[Wijziging] = field(default_factory=list)


def laad_geschiedenis(session: CasusSessie, woning: Woning) -> Geschiedenis:
    """De geschiedenis van deze woning; één query."""
    uit, waarden = Geschiedenis(), {"gemeente": woning.gemeente_id, "woning": woning.id}
    for nr, stap, door, aanbod, zaaknummer, huishouden, naam, op, inhoud in session.execute(_VRAAG, waarden):
        if nr == _STAP:
            uit.verloop.append(Stapregel(stap, door, zaaknummer))
        elif nr == _AANBOD:
            uit.aanbiedingen.append(Aanbodregel(aanbod, zaaknummer, huishouden))
        else:
            velden = json.loads(inhoud).get("velden", {}) if inhoud else {}
            uit.wijzigingen.append(Wijziging(op, naam, {veld: (was, wordt) for veld, (was, wordt) in velden.items()}))
    return uit


# Drie lijstjes in één vraag: eerst welke, dan de rijen zelf.
_GEMEENTE, _WONING = bindparam("gemeente", type_=Uuid()), bindparam("woning", type_=Uuid())


def _rij(nr: int, model: Any, op: Any) -> Select[Any]:
    return select(literal(nr).label("nr"), model.id.label("id"), op.label("op")).where(model.gemeente_id == _GEMEENTE)


_REGELS = union_all(
    _rij(_STAP, Woningverloop, Woningverloop.op).where(Woningverloop.woning_id == _WONING),
    _rij(_AANBOD, Aanbod, Aanbod.voorgedragen_op).where(Aanbod.woning_id == _WONING),
    _rij(_WIJZIGING, Gebeurtenis, Gebeurtenis.tijdstip).where(
        Gebeurtenis.object_id == _WONING,
        # vast in de vraag, want dan past de index
        Gebeurtenis.soort == literal("woning_gewijzigd", literal_execute=True),
    ),
).subquery()


def _bij(nr: int, model: Any) -> ColumnElement[bool]:
    return and_(_REGELS.c.nr == nr, model.gemeente_id == _GEMEENTE, model.id == _REGELS.c.id)


_VRAAG = vast(
    select(
        *(_REGELS.c.nr, Woningverloop, Gebruiker.naam, Aanbod, Zaak.zaaknummer, Huishouden.naam),
        *(Gebeurtenis.actor_naam, Gebeurtenis.tijdstip, GebeurtenisInhoud.gegevens),
    )
    .select_from(_REGELS)
    .outerjoin(Woningverloop, _bij(_STAP, Woningverloop))
    .outerjoin(Gebruiker, Gebruiker.id == Woningverloop.door_id)
    .outerjoin(Aanbod, _bij(_AANBOD, Aanbod))
    .outerjoin(
        Zaak, and_(Zaak.gemeente_id == _GEMEENTE, Zaak.id == func.coalesce(Woningverloop.zaak_id, Aanbod.zaak_id))
    )
    .outerjoin(Huishouden, and_(Huishouden.gemeente_id == _GEMEENTE, Huishouden.id == Zaak.huishouden_id))
    .outerjoin(Gebeurtenis, _bij(_WIJZIGING, Gebeurtenis))
    .outerjoin(GebeurtenisInhoud, _bij(_WIJZIGING, GebeurtenisInhoud))
    .order_by(_REGELS.c.op.desc(), _REGELS.c.id.desc())
    .limit(MEESTE_REGELS)
)
