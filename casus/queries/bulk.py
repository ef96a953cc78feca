"""Veel taken tegelijk: de gekozen taken voor het voorbeeld, en hoe het met een bulk gaat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select, tuple_
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Bulk, Bulkregel, Huishouden, Taak, Zaak

PER_BLAD = 50
RECENT = 30
_WEG = "Dit werk is van een ander of bestaat niet."
_GEEN_BLAD = "Deze bladzijde bestaat niet. Ga terug naar het begin van de lijst."
# Eerst wat aandacht vraagt, dan de rest.
_RANG = ("geweigerd", "niet_terug", "overgeslagen", "wacht", "gelukt", "teruggedraaid")

_KOLOMMEN: tuple[Any, ...] = (
    *(Bulkregel.nr, Bulkregel.uitkomst, Bulkregel.reden),
    *(Taak.id, Taak.titel, Taak.rol),
    *(Zaak.zaaknummer, Huishouden.naam),
)


class Regel(NamedTuple):
    """Eén taak van een bulk, met haar uitkomst."""

    rang: int
    nr: int
    uitkomst: str
    reden: str
    taak_id: UUID
    titel: str
    rol: str
    zaaknummer: str
    huishouden: str


class Plaats(NamedTuple):
    """Waar een blad begint (of, bij `terug`, eindigt): de rang van de uitkomst en het nummer van de rij."""

    rang: int
    nr: int
    terug: bool = False

    def tekst(self) -> str:
        """Zoals de plaats in een adres staat."""
        return f"{'t' if self.terug else 'v'}{self.rang}.{self.nr}"

    @classmethod
    def lees(cls, tekst: str) -> Plaats | None:
        """De plaats uit een adres; leeg is het begin. Raises NietGevonden bij iets anders."""
        if not tekst:
            return None
        rang, _, nr = tekst[1:].partition(".")
        if tekst[0] not in "tv" or not (rang + nr).isascii() or not (rang.isdecimal() and nr.isdecimal()):
            raise NietGevonden(_GEEN_BLAD)
        if len(rang) > 2 or len(nr) > 6:
            raise NietGevonden(_GEEN_BLAD)
        return cls(int(rang), int(nr), tekst[0] == "t")


@dataclass(frozen=True, slots=True)
class Regels:
    """Eén blad van de uitkomsten."""

    rijen: Sequence[Regel]
    vorige: Plaats | None
    volgende: Plaats | None


def gekozen(session: CasusSessie, ids: Collection[UUID]) -> list[Taak]:
    """De taken van deze gemeente met deze ids, in de gekozen volgorde, met zaak en huishouden: één vraag."""
    met = joinedload(Taak.zaak, innerjoin=True).joinedload(Zaak.huishouden, innerjoin=True)
    gevonden = {taak.id: taak for taak in session.scalars(select(Taak).where(Taak.id.in_(list(ids))).options(met))}
    return [gevonden[id_] for id_ in ids if id_ in gevonden]


def laad(session: CasusSessie, bulk_id: UUID, gebruiker_id: UUID) -> Bulk:
    """De bulk als zij van deze gebruiker is. Raises NietGevonden."""
    bulk = session.scalars(select(Bulk).where(Bulk.id == bulk_id, Bulk.door_id == gebruiker_id)).one_or_none()
    if bulk is None:
        raise NietGevonden(_WEG)
    return bulk


def stand(session: CasusSessie, bulk_id: UUID) -> dict[str, int]:
    """Hoeveel rijen er per uitkomst zijn."""
    vraag = select(Bulkregel.uitkomst, func.count()).where(Bulkregel.bulk_id == bulk_id).group_by(Bulkregel.uitkomst)
    return dict(session.execute(vraag).all())


def recente(session: CasusSessie, gebruiker_id: UUID) -> Sequence[Bulk]:
    """Wat deze gebruiker het laatst met veel taken tegelijk deed, nieuwste eerst."""
    vraag = select(Bulk).where(Bulk.door_id == gebruiker_id).order_by(Bulk.gemaakt_op.desc(), Bulk.id.desc())
    return session.scalars(vraag.limit(RECENT)).all()


def regels(session: CasusSessie, bulk_id: UUID, na: Plaats | None) -> Regels:
    """Eén blad van de uitkomsten: geweigerd eerst, daarbinnen in de gekozen volgorde."""
    rang = case({uitkomst: nr for nr, uitkomst in enumerate(_RANG)}, value=Bulkregel.uitkomst)
    terug = na is not None and na.terug
    vraag = (
        select(rang, *_KOLOMMEN)
        .join(Taak, Taak.id == Bulkregel.taak_id)
        .join(Zaak, Zaak.id == Taak.zaak_id)
        .join(Huishouden, Huishouden.id == Zaak.huishouden_id)
        .where(Bulkregel.bulk_id == bulk_id)
        .order_by(*(kolom.desc() if terug else kolom for kolom in (rang, Bulkregel.nr)))
        .limit(PER_BLAD + 1)
    )
    if na is not None:
        hier, daar = tuple_(rang, Bulkregel.nr), tuple_(na.rang, na.nr)
        vraag = vraag.where(hier < daar if terug else hier > daar)
    return _blad([Regel._make(rij) for rij in session.execute(vraag)], na)


def _blad(rijen: list[Regel], na: Plaats | None) -> Regels:
    terug, meer = na is not None and na.terug, len(rijen) > PER_BLAD
    op_blad = rijen[:PER_BLAD][::-1] if terug else rijen[:PER_BLAD]
    if not op_blad:
        return Regels((), None, None)
    eerste, laatste = op_blad[0], op_blad[-1]
    vorige = Plaats(eerste.rang, eerste.nr, terug=True) if (meer if terug else na is not None) else None
    return Regels(op_blad, vorige, Plaats(laatste.rang, laatste.nr) if terug or meer else None)
