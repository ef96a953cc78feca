"""De zoekregels zoals zij horen te zijn, uit de zaken zelf; en waar de bewaarde daarvan afwijken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, select

from casus.db import CasusSessie
from casus.models import Aanbod, Contactmoment, Corporatie, Huishouden, Notitie, Persoon, Woning, Zaak, Zoekregel
from casus.rules.zoekterm import indexwoorden, nummerwoorden

PER_KEER = 500


class Regel(NamedTuple):
    """Eén zoekregel."""

    zaak_id: UUID
    soort: str
    object_id: UUID
    naam: str
    tekst: str

    @property
    def sleutel(self) -> tuple[str, UUID]:
        """Waarover de regel gaat."""
        return self.soort, self.object_id


def kopregel(zaak_id: UUID, zaaknummer: str, namen: Sequence[str], adressen: Sequence[str]) -> Regel:
    """De regel van de zaak zelf. `namen` is alles waaraan men het huishouden kent, het COA-nummer meegerekend."""
    nummers = " ".join(dict.fromkeys(nummerwoorden(zaaknummer)))
    naam = " ".join(dict.fromkeys(f"{nummers} {indexwoorden(zaaknummer, *namen)}".split()))
    return Regel(zaak_id, "zaak", zaak_id, naam, indexwoorden(*adressen))


def notitieregel(zaak_id: UUID, notitie_id: UUID, tekst: str) -> Regel:
    """De regel van een notitie."""
    return Regel(zaak_id, "notitie", notitie_id, "", indexwoorden(tekst))


def contactregel(zaak_id: UUID, contact_id: UUID, met: str, verslag: str) -> Regel:
    """De regel van een contactmoment."""
    return Regel(zaak_id, "contactmoment", contact_id, "", indexwoorden(met, verslag))


def kopregels(session: CasusSessie, zaak_ids: Sequence[UUID]) -> list[Regel]:
    """De regels van deze zaken zelf; drie queries, hoeveel het er ook zijn."""
    namen: dict[UUID, list[str]] = defaultdict(list)
    adressen: dict[UUID, list[str]] = defaultdict(list)
    zaken = session.execute(_zaken(zaak_ids)).all()
    for huishouden_id, achternaam, voornamen in session.execute(_personen([zaak.huishouden_id for zaak in zaken])):
        namen[huishouden_id] += [achternaam, voornamen]
    for zaak_id, *adres in session.execute(_adressen(zaak_ids)):
        adressen[zaak_id] += adres
    return [
        kopregel(zaak.id, zaak.zaaknummer, [zaak.naam, zaak.coa_nummer, *namen[zaak.huishouden_id]], adressen[zaak.id])
        for zaak in zaken
    ]


def _zaken(zaak_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    van = and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id)
    kolommen = (Zaak.id, Zaak.zaaknummer, Zaak.huishouden_id, Huishouden.naam, Huishouden.coa_nummer)
    return select(*kolommen).join(Huishouden, van).where(Zaak.id.in_(zaak_ids)).order_by(Zaak.id)


def _personen(huishouden_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    vraag = select(Persoon.huishouden_id, Persoon.achternaam, Persoon.voornamen)
    return vraag.where(Persoon.huishouden_id.in_(huishouden_ids)).order_by(Persoon.volgnummer, Persoon.id)


def _adressen(zaak_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """Ook van een aanbod dat niet doorging: 'wie was dat ook weer van de Kastanjehof?'"""
    return (
        select(Aanbod.zaak_id, Woning.adres, Woning.postcode, Woning.plaats, Corporatie.naam)
        .join(Woning, and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id))
        .join(Corporatie, Corporatie.id == Woning.corporatie_id)
        .where(Aanbod.zaak_id.in_(zaak_ids))
        .order_by(Aanbod.voorgedragen_op, Aanbod.id)
    )


def tekstregels(session: CasusSessie, zaak_ids: Sequence[UUID]) -> list[Regel]:
    """De regels van de notities en contactmomenten bij deze zaken; twee queries."""
    notities = select(Notitie.zaak_id, Notitie.id, Notitie.tekst).where(Notitie.zaak_id.in_(zaak_ids))
    contacten = select(Contactmoment.zaak_id, Contactmoment.id, Contactmoment.met, Contactmoment.verslag)
    return [
        *(notitieregel(*rij) for rij in session.execute(notities.order_by(Notitie.id))),
        *(
            contactregel(*rij)
            for rij in session.execute(contacten.where(Contactmoment.zaak_id.in_(zaak_ids)).order_by(Contactmoment.id))
        ),
    ]


def zaken_na(session: CasusSessie, na: UUID | None, *, op_slot: bool = False) -> Sequence[UUID]:
    """De volgende `PER_KEER` zaken; met `op_slot` wachten wijzigingen tot de transactie klaar is."""
    vraag = select(Zaak.id).order_by(Zaak.id).limit(PER_KEER)
    vraag = vraag if na is None else vraag.where(Zaak.id > na)
    return session.scalars(vraag.with_for_update() if op_slot else vraag).all()


def afwijkingen(session: CasusSessie) -> Iterator[str]:
    """Elke zoekregel die mist, anders is of te veel is, als zin. Gaat alle zaken na die de sessie mag lezen."""
    na = None
    while zaak_ids := zaken_na(session, na):
        na = zaak_ids[-1]
        waar = {regel.sleutel: regel for regel in (*kopregels(session, zaak_ids), *tekstregels(session, zaak_ids))}
        echt = {regel.sleutel: regel for regel in _bewaard(session, zaak_ids)}
        for soort, object_id in sorted(waar.keys() | echt.keys(), key=str):
            sleutel = (soort, object_id)
            if waar.get(sleutel) != echt.get(sleutel):
                wat = "ontbreekt" if sleutel not in echt else "is te veel" if sleutel not in waar else "loopt achter"
                yield f"De zoekregel van {soort} {object_id} {wat}."


def _bewaard(session: CasusSessie, zaak_ids: Sequence[UUID]) -> list[Regel]:
    kolommen = (Zoekregel.zaak_id, Zoekregel.soort, Zoekregel.object_id, Zoekregel.naam, Zoekregel.tekst)
    return [Regel(*rij) for rij in session.execute(select(*kolommen).where(Zoekregel.zaak_id.in_(zaak_ids)))]
