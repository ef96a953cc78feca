"""Zaken zoeken op nummer, naam, adres, corporatie en tekst; binnen de gemeente, de beste eerst, nooit achter.

Hooguit vier queries: de zaken met waar zij het woord hebben, en van wat er op de pagina komt de teksten, de namen en
de adressen om te laten zien waarom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Executable, Select, Uuid, and_, bindparam, func, literal, select, union_all

from casus.actor import Actor
from casus.db import CasusSessie, vast
from casus.models import Aanbod, Contactmoment, Corporatie, Gebruiker, Notitie, Persoon, Woning, Zaak
from casus.queries.opzoeken import per_id, zoek_op
from casus.queries.zaken import ZaakRij, rijen
from casus.queries.zoekindex import TEL_TOT, Vorm, treffers, waarden
from casus.rules.zoekterm import Zoekterm, ontleed

MEESTE_ZAKEN = 50
TEKSTEN_PER_ZAAK = 2
Zoekhash = Callable[[str, str], str]


class Tekst(NamedTuple):
    """Een notitie of contactmoment waarin is gevonden. `wie` schreef haar, of met wie was het contact."""

    id: UUID
    soort: str
    wie: str
    op: datetime
    tekst: str


@dataclass(frozen=True, slots=True)
class Gevonden:
    """Eén zaak, en van wie het gezochte nummer is of in welke teksten de woorden staan (ids)."""

    zaak: ZaakRij
    van: str = ""
    teksten: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Wat is gevonden. `aantal` zaken; met `meer` zijn het er in elk geval zoveel."""

    term: Zoekterm
    zaken: Sequence[Gevonden] = ()
    aantal: int = 0
    meer: bool = False
    teksten: Mapping[UUID, Tekst] = field(default_factory=dict)
    namen: Mapping[UUID, Sequence[str]] = field(default_factory=dict)
    adressen: Mapping[UUID, Sequence[str]] = field(default_factory=dict)


def zoek(session: CasusSessie, actor: Actor, tekst: str, zoekhash: Zoekhash) -> Uitslag:
    """Zoekt in de gemeente van de actor. Een BSN of V-nummer alleen exact en met de sleutel (veiligheid C7)."""
    term = ontleed(tekst)
    if term.nummer and (van := _op_nummer(session, actor, term, zoekhash)):
        return Uitslag(term, van, len(van))
    return Uitslag(term) if term.te_kort else _op_woorden(session, actor, term)


class Nummer(NamedTuple):
    """Een zaak die bij haar hele nummer is genoemd."""

    id: UUID
    zaaknummer: str


def heel_zaaknummer(session: CasusSessie, tekst: str) -> Nummer | None:
    """De zaak als precies haar nummer is getypt: dan hoeft niemand te kiezen."""
    nummer = ontleed(tekst).zaaknummer
    if not nummer:
        return None
    rij = session.execute(select(Zaak.id, Zaak.zaaknummer).where(Zaak.zaaknummer == nummer)).one_or_none()
    return Nummer._make(rij) if rij else None


def _op_nummer(session: CasusSessie, actor: Actor, term: Zoekterm, zoekhash: Zoekhash) -> list[Gevonden]:
    gezocht = {"gemeente": actor.gemeente_id, "hash": zoekhash(term.soort, term.nummer)}
    rijen_ = session.execute(_OP_BSN if term.soort == "bsn" else _OP_V_NUMMER, gezocht)
    return [Gevonden(ZaakRij._make(rij[:-2]), f"{rij[-2]} {rij[-1]}") for rij in rijen_]


def _op_woorden(session: CasusSessie, actor: Actor, term: Zoekterm) -> Uitslag:
    vorm = Vorm(session.get_bind().dialect.name, len(term.woorden), term.alleen_kop)
    rijen_ = session.execute(_opdracht(vorm), waarden(vorm, actor.gemeente_id, term.woorden)).all()
    if not rijen_:
        return Uitslag(term)
    per_zaak = [list(groep) for _, groep in groupby(rijen_, key=lambda rij: rij.id)]
    zaken = [
        Gevonden(
            ZaakRij._make(groep[0][: len(ZaakRij._fields)]), teksten=tuple(r.object_id for r in groep if r.object_id)
        )
        for groep in per_zaak
    ]
    zaak_ids = [een.zaak.id for een in zaken]
    return Uitslag(
        term,
        zaken,
        aantal=rijen_[0].aantal,
        meer=rijen_[0].meeste > TEL_TOT,
        teksten=_lees_teksten(session, vorm.dialect, [tekst for een in zaken for tekst in een.teksten]),
        namen=_per_zaak(session, _vraag_namen(vorm.dialect), zaak_ids, " "),
        adressen={} if term.alleen_kop else _per_zaak(session, _vraag_adressen(vorm.dialect), zaak_ids, ", "),
    )


@lru_cache(maxsize=32)
def _opdracht(vorm: Vorm) -> Select[*tuple[Any, ...]]:
    """De zaken van deze bladzijde met hun teksten, en hoeveel er in het geheel zijn."""
    t = treffers(vorm).cte("treffer")
    regel = select(t.c.zaak_id, t.c.soort, t.c.object_id, func.min(t.c.klasse).label("klasse"))
    regel_ = regel.group_by(t.c.zaak_id, t.c.soort, t.c.object_id).cte("regel")
    tekst = select(
        regel_.c.zaak_id,
        regel_.c.object_id,
        func.row_number()
        .over(partition_by=regel_.c.zaak_id, order_by=(regel_.c.klasse, regel_.c.object_id.desc()))
        .label("nr"),
    )
    tekst_ = tekst.where(regel_.c.soort != "zaak").subquery()
    beste = _beste(vorm, regel_).cte("beste")
    vol = select(func.count().label("aantal")).select_from(t).group_by(t.c.klasse).subquery()
    meeste = select(func.max(vol.c.aantal)).scalar_subquery()
    return vast(
        rijen()
        .add_columns(beste.c.aantal, meeste.label("meeste"), tekst_.c.object_id)
        .join(beste, and_(beste.c.id == Zaak.id, Zaak.gemeente_id == bindparam("gemeente", type_=Uuid())))
        .outerjoin(tekst_, and_(tekst_.c.zaak_id == beste.c.id, tekst_.c.nr <= TEKSTEN_PER_ZAAK))
        .order_by(beste.c.plaats, tekst_.c.nr)
    )


def _beste(vorm: Vorm, regel: Any) -> Select[*tuple[Any, ...]]:
    """De zaken die het best passen: waar het woord staat, dan open voor gesloten, dan de jongste koppeling."""
    per = select(regel.c.zaak_id, func.min(regel.c.klasse).label("klasse")).group_by(regel.c.zaak_id).subquery()
    zaken = select(Zaak.id, Zaak.gesloten_op.is_not(None).label("gesloten"), Zaak.koppeldatum).where(
        Zaak.gemeente_id == bindparam("gemeente", type_=Uuid())
    )
    z = zoek_op(vorm.dialect, zaken, Zaak.id, per.c.zaak_id)
    volgorde = (per.c.klasse, z.c.gesloten, z.c.koppeldatum.desc(), z.c.id.desc())
    return (
        select(
            z.c.id,
            func.count().over().label("aantal"),
            func.row_number().over(order_by=volgorde).label("plaats"),
        )
        .select_from(per)
        .join(z, z.c.id == per.c.zaak_id)
        .order_by(*volgorde)
        .limit(MEESTE_ZAKEN)
    )


_SAMEN = and_(Persoon.gemeente_id == Zaak.gemeente_id, Persoon.huishouden_id == Zaak.huishouden_id)


def _met_hash(kolom: Any) -> Select[*tuple[Any, ...]]:
    vraag = rijen().add_columns(Persoon.voornamen, Persoon.achternaam).join(Persoon, _SAMEN)
    vraag = vraag.where(Persoon.gemeente_id == bindparam("gemeente", type_=Uuid()), kolom == bindparam("hash"))
    return vast(vraag.order_by(Zaak.koppeldatum.desc(), Zaak.id.desc()).limit(MEESTE_ZAKEN))


_OP_BSN, _OP_V_NUMMER = _met_hash(Persoon.bsn_hash), _met_hash(Persoon.v_nummer_hash)
_NOTITIES = select(
    Notitie.id, literal("notitie").label("soort"), Gebruiker.naam.label("wie"), Notitie.op, Notitie.tekst
).join(Gebruiker, Gebruiker.id == Notitie.door_id)
_CONTACTEN = select(
    Contactmoment.id,
    Contactmoment.soort,
    Contactmoment.met.label("wie"),
    Contactmoment.op,
    Contactmoment.verslag.label("tekst"),
)
_NAMEN = select(Zaak.id, Persoon.volgnummer.label("plek"), Persoon.voornamen, Persoon.achternaam).join(Persoon, _SAMEN)
_ADRESSEN = (
    select(Aanbod.zaak_id, Aanbod.voorgedragen_op.label("plek"), Woning.adres, Woning.postcode, Woning.plaats)
    .add_columns(Corporatie.naam)
    .join(Woning, and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id))
    .join(Corporatie, Corporatie.id == Woning.corporatie_id)
)


@lru_cache(maxsize=2)
def _vraag_teksten(dialect: str) -> Executable:
    notities = per_id(dialect, _NOTITIES, Notitie.id)
    return vast(union_all(notities, per_id(dialect, _CONTACTEN, Contactmoment.id)))


@lru_cache(maxsize=2)
def _vraag_namen(dialect: str) -> Executable:
    namen = per_id(dialect, _NAMEN, Zaak.id)
    return vast(namen.order_by(namen.selected_columns.plek))


@lru_cache(maxsize=2)
def _vraag_adressen(dialect: str) -> Executable:
    adressen = per_id(dialect, _ADRESSEN, Aanbod.zaak_id)
    return vast(adressen.order_by(adressen.selected_columns.plek.desc()))


def _lees_teksten(session: CasusSessie, dialect: str, ids: Sequence[UUID]) -> Mapping[UUID, Tekst]:
    if not ids:
        return {}
    return {rij.id: Tekst._make(rij) for rij in session.execute(_vraag_teksten(dialect), {"ids": ids})}


def _per_zaak(
    session: CasusSessie, vraag: Executable, zaak_ids: Sequence[UUID], tussen: str
) -> Mapping[UUID, Sequence[str]]:
    per: dict[UUID, list[str]] = defaultdict(list)
    for zaak_id, _, *delen in session.execute(vraag, {"ids": zaak_ids}):
        per[zaak_id].append(tussen.join(delen))
    return per
