"""De hele regio voor een verdeling, als kaarten zonder naam, nummer of adres (domein §7.1, invariant 4).

Nagekeken: dit is naast casus/bereik.py de enige plek die voor een verdeling in meer gemeenten tegelijk kijkt. Wat hier
uit komt, is een kaart; alleen wat van de eigen gemeente is, houdt zijn id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from casus.bereik import van_regio
from casus.db import Bereik, CasusSessie, Database
from casus.models import Gemeente
from casus.queries.matching import Zoekend, alle_zoekenden, vrije_woningen
from casus.queries.woningklaar import aan_te_bieden
from casus.rules.ruilkaarten import Kaart, Woningkaart, maak_kaart, maak_woningkaart, velden
from casus.termijnen import vandaag

_K = TypeVar("_K", Kaart, Woningkaart)


@dataclass(frozen=True, slots=True)
class Kaarten:
    """De regio op één dag. Een sleutel is een id van de eigen gemeente, of een andere gemeente met een nummer.

    `stil`: van hoeveel eigen huishoudens de klok stilstaat; die doen niet mee.
    """

    gemeenten: Sequence[str]
    eigen: str
    huishoudens: Mapping[str, Kaart]
    woningen: Mapping[str, Woningkaart]
    stil: int = 0


def in_regio(session: CasusSessie, gemeente_id: UUID) -> bool:
    """Of deze gemeente een regio heeft met andere gemeenten van deze installatie."""
    eigen = select(Gemeente.regio_id).where(Gemeente.id == gemeente_id).scalar_subquery()
    ander = select(Gemeente.id).where(Gemeente.regio_id == eigen, Gemeente.id != gemeente_id).limit(1)
    return session.scalar(ander) is not None


def laad_regio(db: Database, gemeente_id: UUID) -> Kaarten:
    """Wie er in de regio zoekt en welke zelfstandige woningen er vrij zijn, als kaarten; vijf vragen.

    Kamers en gedeelde woningen doen niet mee: of die passen, hangt af van wie er al woont.
    """
    bereik: Bereik = van_regio(db, gemeente_id)
    with db.lezen(bereik) as session:
        namen = dict(session.execute(select(Gemeente.id, Gemeente.naam).where(Gemeente.id.in_(bereik.lees))).all())
        alle = alle_zoekenden(session)
        zoekenden = [een for een in alle if een.doet_mee and een.personen]
        vrij_nu = aan_te_bieden(session, vrije_woningen(session), vandaag())
        woningen = [een for een in vrij_nu if een.zelfstandig]
    huishoudens = {een.zaak.id: _kaart(een, namen) for een in zoekenden}
    vrij = {een.id: maak_woningkaart(namen[een.gemeente_id], een) for een in woningen}
    eigen = {een.zaak.id for een in zoekenden if een.zaak.gemeente_id == gemeente_id}
    eigen |= {een.id for een in woningen if een.gemeente_id == gemeente_id}
    stil = sum(een.stil and een.zaak.gemeente_id == gemeente_id for een in alle)
    kaarten = (_zonder_id(huishoudens, eigen), _zonder_id(vrij, eigen))
    return Kaarten(sorted(namen.values()), namen[gemeente_id], *kaarten, stil)


def _kaart(een: Zoekend, namen: Mapping[UUID, str]) -> Kaart:
    gemeente = namen[een.zaak.gemeente_id]
    return maak_kaart(gemeente, een.huishouden, een.personen, een.zaak.koppeldatum, vandaag(), namen.values())


def _zonder_id(kaarten: Mapping[UUID, _K], eigen: set[UUID]) -> dict[str, _K]:
    """Wat van een ander is, krijgt een volgnummer. De volgorde is die van de kaarten zelf: zij verraadt geen id."""
    uit = {str(sleutel): kaart for sleutel, kaart in kaarten.items() if sleutel in eigen}
    anderen = (kaart for sleutel, kaart in kaarten.items() if sleutel not in eigen)
    for nr, kaart in enumerate(sorted(anderen, key=lambda een: repr(velden(een))), 1):
        uit[f"{kaart.gemeente} {nr}"] = kaart
    return uit
