"""Woningen: de lijst met filters, één woning met alles erbij, en wat nu als keuze in een veld kan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import (
    Aanbod,
    Complex,
    Complextaak,
    Corporatie,
    Parameter,
    Taak,
    Woning,
    Zaak,
)
from casus.queries.bladen import Blad, Plek, snijd
from casus.queries.complexen import bezet_naast
from casus.queries.matching import MATCHTAAK, ZOEKT
from casus.queries.woninggeschiedenis import Geschiedenis, laad_geschiedenis
from casus.rules.parameters import waarden_op
from casus.termijnen import vandaag
from casus.workflows.woningproces import woningproces

MEESTE_KEUZES = 200
PER_BLAD: Final = 50
TEL_TOT: Final = 1000
"""Verder wordt niet geteld: '1.000+' zegt genoeg."""
ALLE: Final = "alle"
"""De keuze voor elke status, ook die in rust."""
_WEG: Final = "Deze woning hoort bij een andere gemeente of bestaat niet."


@dataclass(frozen=True, slots=True)
class Keuze:
    """Welke woningen op de lijst staan. Leeg of None: maakt niet uit. `slaapkamers` is het minste aantal.

    Zonder `status` staat er niet op wat in rust is (verhuurd, ingetrokken); met `ALLE` wel.
    """

    corporatie_id: UUID | None = None
    status: str = ""
    slaapkamers: int | None = None
    woonvorm: str = ""
    vrij_op: date | None = None
    complex_id: UUID | None = None

    @property
    def gefilterd(self) -> bool:
        """Of er iets is gekozen."""
        return self != Keuze()


class Woningrij(NamedTuple):
    """Eén regel van de lijst."""

    id: UUID
    adres: str
    plaats: str
    detailsoort: str
    kamers: int
    slaapkamers: int
    oppervlakte: int
    huur_cent: int
    energielabel: str
    toegankelijkheid: str
    verdieping: int
    lift: bool
    woonvorm: str
    status: str
    beschikbaar_van: date
    corporatie: str
    complex: str | None

    @property
    def plek(self) -> Plek:
        """De plaats in de lijst."""
        return Plek(self.beschikbaar_van, self.id)


@dataclass(frozen=True, slots=True)
class Woningpagina:
    """Eén woning met haar corporatie en complex, de taken daarvan, en wat er met haar gebeurde."""

    woning: Woning
    taken: Sequence[Complextaak]
    geschiedenis: Geschiedenis
    bezet: int = 0


def beschikbaar(session: CasusSessie, actor: Actor, gekozen: Collection[UUID] = ()) -> Sequence[Woning]:
    """Woningen die nu voor een aanbod gekozen kunnen worden, eerst wat het eerst vrij is; met de corporatie erbij.

    `gekozen` staat er altijd bij als het vrij is, ook als er meer woningen zijn dan in een lijst passen.
    """
    eerst = Woning.id.in_(list(gekozen))
    return session.scalars(
        select(Woning)
        .where(Woning.gemeente_id == actor.gemeente_id, Woning.status == "beschikbaar")
        .order_by(eerst.desc(), Woning.beschikbaar_van, Woning.id)
        .limit(MEESTE_KEUZES)
        .options(joinedload(Woning.corporatie, innerjoin=True))
    ).all()


def zaken_met_match(session: CasusSessie, woning_id: UUID) -> Sequence[tuple[UUID, UUID | None]]:
    """De zaken die nog zoeken en waarvan de laatste match deze woning is, elk met haar casemanager; één query."""
    later = aliased(Taak)
    nieuwer = exists().where(
        later.gemeente_id == Taak.gemeente_id,
        later.zaak_id == Taak.zaak_id,
        later.soort == MATCHTAAK,
        later.status == "gereed",
        later.gereed_op > Taak.gereed_op,
    )
    vraag = (
        select(Zaak.id, Zaak.casemanager_id)
        .join(Taak, and_(Taak.gemeente_id == Zaak.gemeente_id, Taak.zaak_id == Zaak.id))
        .where(Zaak.toestand == ZOEKT, Taak.soort == MATCHTAAK, Taak.status == "gereed", ~nieuwer)
        .where(Taak.gegevens["woning"].as_string() == str(woning_id))
        .order_by(Zaak.id)
    )
    return [(rij[0], rij[1]) for rij in session.execute(vraag)]


def wordt_begeleid(session: CasusSessie, woning_id: UUID) -> bool:
    """Of in deze woning een huishouden woont waarvan de zaak nog loopt; één query."""
    vraag = (
        select(Aanbod.id)
        .join(Zaak, and_(Zaak.gemeente_id == Aanbod.gemeente_id, Zaak.id == Aanbod.zaak_id))
        .where(Aanbod.woning_id == woning_id, Aanbod.status == "geaccepteerd", Zaak.gesloten_op.is_(None))
        .limit(1)
    )
    return session.scalar(vraag) is not None


def corporaties(session: CasusSessie) -> Sequence[Corporatie]:
    """Alle corporaties van de installatie, op naam."""
    return session.scalars(select(Corporatie).order_by(Corporatie.naam)).all()


def grenzen(session: CasusSessie) -> dict[str, str]:
    """De parameters van de gemeente die vandaag gelden, voor wat vreemd is aan een huur; één query."""
    return waarden_op(session.scalars(select(Parameter)).all(), vandaag())


def lijst(session: CasusSessie, actor: Actor, keuze: Keuze, na: Plek | None = None) -> Blad[Woningrij]:
    """De woningen van de gemeente, wat het eerst vrij is bovenaan; één query per blad."""
    terug = na is not None and na.terug
    sleutel = tuple_(Woning.beschikbaar_van, Woning.id)
    volgorde = (Woning.beschikbaar_van.desc(), Woning.id.desc()) if terug else (Woning.beschikbaar_van, Woning.id)
    vraag = _gekozen(_rijen(), actor, keuze)
    if na is not None:
        vraag = vraag.where(sleutel < tuple_(na.dag, na.id) if terug else sleutel > tuple_(na.dag, na.id))
    rijen = session.execute(vraag.order_by(*volgorde).limit(PER_BLAD + 1))
    return snijd([Woningrij._make(rij) for rij in rijen], PER_BLAD, na, lambda rij: rij.plek)


def tel(session: CasusSessie, actor: Actor, keuze: Keuze) -> int:
    """Hoeveel woningen de lijst heeft, geteld tot en met `TEL_TOT` + 1; één query."""
    gekozen = _gekozen(select(Woning.id), actor, keuze).limit(TEL_TOT + 1).subquery()
    return session.scalar(select(func.count()).select_from(gekozen)) or 0


def _rijen() -> Select[*tuple[object, ...]]:
    return (
        select(
            *(Woning.id, Woning.adres, Woning.plaats, Woning.detailsoort, Woning.kamers, Woning.slaapkamers),
            *(Woning.oppervlakte, Woning.huur_cent, Woning.energielabel, Woning.toegankelijkheid, Woning.verdieping),
            *(Woning.lift, Woning.woonvorm, Woning.status, Woning.beschikbaar_van, Corporatie.naam, Complex.naam),
        )
        .join(Corporatie, Corporatie.id == Woning.corporatie_id)
        .outerjoin(Complex, and_(Complex.gemeente_id == Woning.gemeente_id, Complex.id == Woning.complex_id))
    )


def _gekozen(
    vraag: Select[*tuple[object, ...]] | Select[UUID], actor: Actor, keuze: Keuze
) -> Select[*tuple[object, ...]]:
    voorwaarden = [Woning.gemeente_id == actor.gemeente_id]
    if keuze.corporatie_id is not None:
        voorwaarden.append(Woning.corporatie_id == keuze.corporatie_id)
    if keuze.status != ALLE:
        gewoon = [code for code, status in woningproces().statussen.items() if not status.rust]
        voorwaarden.append(Woning.status.in_([keuze.status] if keuze.status else gewoon))
    if keuze.slaapkamers is not None:
        voorwaarden.append(Woning.slaapkamers >= keuze.slaapkamers)
    if keuze.woonvorm:
        voorwaarden.append(Woning.woonvorm == keuze.woonvorm)
    if keuze.vrij_op is not None:
        voorwaarden.append(Woning.beschikbaar_van <= keuze.vrij_op)
    if keuze.complex_id is not None:
        voorwaarden.append(Woning.complex_id == keuze.complex_id)
    return vraag.where(*voorwaarden)


def laad_woning(session: CasusSessie, woning_id: UUID) -> Woning:
    """De woning met haar corporatie en complex; één query. Raises NietGevonden."""
    return _met_bezet(session, woning_id)[0]


def _met_bezet(session: CasusSessie, woning_id: UUID) -> tuple[Woning, int]:
    vraag = select(Woning, bezet_naast()).where(Woning.id == woning_id)
    erbij = (joinedload(Woning.corporatie, innerjoin=True), joinedload(Woning.complex))
    rij = session.execute(vraag.options(*erbij)).one_or_none()
    if rij is None:
        raise NietGevonden(_WEG)
    return rij[0], rij[1]


def laad(session: CasusSessie, woning_id: UUID) -> Woningpagina:
    """De pagina van één woning; drie queries, of twee zonder complex. Raises NietGevonden."""
    woning, bezet = _met_bezet(session, woning_id)
    taken = select(Complextaak).where(Complextaak.complex_id == woning.complex_id, Complextaak.verplicht)
    return Woningpagina(
        woning,
        session.scalars(taken.order_by(Complextaak.uiterlijk, Complextaak.id)).all() if woning.complex_id else (),
        laad_geschiedenis(session, woning),
        bezet,
    )
