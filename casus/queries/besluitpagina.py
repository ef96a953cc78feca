"""Alles wat één besluitpagina nodig heeft: `vind` is één query, `laad` vier, hoe lang de geschiedenis ook is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, literal, select, union_all
from sqlalchemy.orm import aliased, contains_eager, joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import (
    Aanbod,
    Advies,
    Besluit,
    Besluitstap,
    Bezwaar,
    Brief,
    Document,
    Gebruiker,
    Huishouden,
    Persoon,
    Woning,
    Zaak,
)
from casus.queries.besluitgang import Gang
from casus.queries.goedkeuring import ligt_bij
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules import mandaten, permissions
from casus.rules.besluiten import aandeel, ondergrens, reden_niet_aan_de_beurt, wacht_op
from casus.rules.mandaten import Niveau, Register, Vraag, functies_op
from casus.termijnen import dag_van, vandaag

PRECEDENTEN = 5
_MET_NAMEN = (
    joinedload(Besluit.zaak, innerjoin=True).joinedload(Zaak.huishouden, innerjoin=True),
    joinedload(Besluit.voorgesteld_door, innerjoin=True),
    joinedload(Besluit.besloten_door),
)
_WEG = "Dit besluit hoort bij een andere gemeente of bestaat niet."


@dataclass(frozen=True, slots=True)
class Precedent:
    """Eerder besluit over hetzelfde in een andere zaak, zonder naam, nummer of dag: niemand is eruit te herkennen."""

    jaar: int
    maand: int
    bedrag_cent: int | None
    uitkomst: str
    personen: int


@dataclass(frozen=True, slots=True)
class Ruimte:
    """Wat er na dit besluit overblijft van één grens of budget, in centen; onder nul is het te veel.

    `wat` is 'besluit', 'zaak', 'contract' (van de mandaatregel) of 'budget' (van dit jaar).
    """

    wat: str
    grens_cent: int
    gebruikt_cent: int
    nu_cent: int

    @property
    def over_cent(self) -> int:
        """Wat overblijft."""
        return self.grens_cent - self.gebruikt_cent - self.nu_cent


@dataclass(frozen=True, slots=True)
class Besluitpagina:
    """Eén besluit met wat wie beslist of terugkijkt nodig heeft.

    `delen` zijn de andere besluiten waarmee het bedrag wordt opgeteld. `niveau` is wat het register vandaag zegt, met
    de reden; `reden_niet` is waarom deze actor het niet kan nemen (None als hij dat kan, of als er al is beslist).
    """

    besluit: Besluit
    register: Register
    vraag: Vraag
    niveau: Niveau
    reden_niet: str | None
    gang: Gang
    eerder: Sequence[Besluit]
    delen: Sequence[Besluit]
    personen: Sequence[Persoon]
    aanbod: Aanbod | None
    brieven: Sequence[Brief]
    bezwaren: Sequence[Bezwaar]
    precedenten: Sequence[Precedent]
    ruimte: Sequence[Ruimte]

    @property
    def adviezen(self) -> Sequence[Advies]:
        """De adviezen, op volgorde van vragen."""
        return self.gang.adviezen

    @property
    def stappen(self) -> Sequence[Besluitstap]:
        """De stappen, op volgorde."""
        return self.gang.stappen

    @property
    def wacht_op(self) -> str:
        """Bij wie het voorstel nu ligt, ook als de klok nog niet liep."""
        return wacht_op(self.adviezen, self.stappen, vandaag())

    @property
    def herzien_door(self) -> Besluit | None:
        """Het toegekende besluit dat dit besluit wijzigde of introk."""
        return next((b for b in self.eerder if b.herziet_id == self.besluit.id and b.status == "toegekend"), None)


def vind(session: CasusSessie, besluit_id: UUID) -> Besluit:
    """Het besluit met zaak, huishouden en namen; één query. Raises NietGevonden."""
    vraag = select(Besluit).where(Besluit.id == besluit_id).options(*_MET_NAMEN)
    besluit = session.scalars(vraag).one_or_none()
    if besluit is None:
        raise NietGevonden(_WEG)
    return besluit


def vind_met_documenten(session: CasusSessie, besluit_id: UUID) -> tuple[Besluit, list[Document]]:
    """Als `vind`, met de nagekeken documenten van de zaak, het nieuwste eerst; één query. Raises NietGevonden."""
    bij_zaak = and_(
        Document.gemeente_id == Besluit.gemeente_id, Document.zaak_id == Besluit.zaak_id, Document.status == "schoon"
    )
    vraag = (
        select(Besluit, Document)
        .outerjoin(Document, bij_zaak)
        .where(Besluit.id == besluit_id)
        .order_by(Document.op.desc(), Document.id.desc())
        .options(*_MET_NAMEN)
    )
    rijen = session.execute(vraag).all()
    if not rijen:
        raise NietGevonden(_WEG)
    return rijen[0][0], [rij[1] for rij in rijen if rij[1] is not None]


def laad(
    session: CasusSessie, actor: Actor, besluit: Besluit, getoetst: tuple[Register, Vraag] | None = None
) -> Besluitpagina:
    """De hele pagina; vier queries, of twee met `getoetst` (het register en de vraag van de lijst ernaast).

    `besluit` heeft zijn zaak geladen. Raises NietGevonden, GeenRecht.

    Een opdrachtgever ziet alleen wat bij hem kwam; de rest van de gemeente bestaat voor hem niet (AVG art. 5).
    """
    permissions.check_besluit_inzien(actor, besluit)
    register, vraag = getoetst or (laad_register(session), maak_vraag(session, besluit))
    alles = _Alles.laad(session, besluit)
    gang = Gang(alles.van(Advies), alles.van(Besluitstap))
    _check_kwam_bij(actor, register, besluit, gang)
    eerder = alles.van(Besluit)
    return Besluitpagina(
        besluit=besluit,
        register=register,
        vraag=vraag,
        niveau=mandaten.laagste_niveau(register, vraag),
        reden_niet=_reden_niet(actor, besluit, register, vraag, gang),
        gang=gang,
        eerder=eerder,
        delen=[b for b in eerder if _telt_samen(besluit, b)],
        personen=alles.van(Persoon),
        aanbod=next(iter(alles.van(Aanbod)), None),
        brieven=alles.van(Brief),
        bezwaren=alles.van(Bezwaar),
        precedenten=_precedenten(session, besluit),
        ruimte=[*_ruimte(actor, register, vraag), *_budget(vraag)],
    )


def _reden_niet(actor: Actor, besluit: Besluit, register: Register, vraag: Vraag, gang: Gang) -> str | None:
    """Waarom deze actor het besluit nu niet kan nemen: eerst om het register, dan om de gang van het voorstel."""
    if besluit.status != "voorgesteld":
        return None
    grens = ondergrens(besluit, aandeel(actor, gang.adviezen, gang.stappen).doorgezet_naar)
    redenen = (
        mandaten.reden_niet_beslissen(actor, register, vraag),
        reden_niet_aan_de_beurt(actor, besluit, gang.adviezen, gang.stappen, register, vraag.dag),
        mandaten.reden_niet_beslissen(actor, register, vraag, grens),
    )
    return next((reden for reden in redenen if reden), None)


def _check_kwam_bij(actor: Actor, register: Register, besluit: Besluit, gang: Gang) -> None:
    """Of het bij een niveau van de actor kwam, of er nu ligt: wat in zijn lijst staat, kan hij ook openen."""
    if permissions.mag(actor, "zaken.inzien") or besluit.besloten_door_id == actor.gebruiker_id:
        return
    functies = functies_op(register, actor.gemeente_id, actor.gebruiker_id, vandaag())
    langs = {besluit.laagste_niveau, *(stap.naar_niveau for stap in gang.stappen)}
    if not langs & {functie.niveau for functie, _ in functies} and not ligt_bij(register, actor, besluit):
        raise NietGevonden(_WEG)


def _telt_samen(besluit: Besluit, ander: Besluit) -> bool:
    """Of een ander besluit bij dezelfde verplichting hoort: zelfde soort, en gevraagd of toegekend."""
    zelfde = ander.soort == besluit.soort and ander.bedrag_cent is not None
    return zelfde and ander.status in ("voorgesteld", "toegekend") and ander.id != besluit.herziet_id


class _Alles:
    """De rijen rond een besluit, in één query als rijen met een soort ervoor."""

    def __init__(self, rijen: Sequence[Any]) -> None:
        self._rijen = rijen

    @classmethod
    def laad(cls, session: CasusSessie, besluit: Besluit) -> _Alles:
        return cls(session.execute(_ALLES, _sleutels(besluit)).unique().all())

    def van(self, model: type[Any]) -> list[Any]:
        """De rijen van deze tabel, op volgorde van ontstaan."""
        gevonden = {id(een): een for rij in self._rijen for een in rij if isinstance(een, model)}
        return sorted(gevonden.values(), key=_volgorde)


def _volgorde(rij: Any) -> Any:
    return rij.volgnummer if isinstance(rij, Persoon) else rij.id


def _sleutels(besluit: Besluit) -> Mapping[str, UUID]:
    return {
        "gemeente": besluit.gemeente_id,
        "besluit": besluit.id,
        "zaak": besluit.zaak_id,
        "huishouden": besluit.zaak.huishouden_id,
    }


_GEMEENTE, _BESLUIT = bindparam("gemeente", type_=Uuid()), bindparam("besluit", type_=Uuid())
_ZAAK, _HUISHOUDEN = bindparam("zaak", type_=Uuid()), bindparam("huishouden", type_=Uuid())
_EERDER = 50


def _alles() -> Select[*tuple[Any, ...]]:
    modellen = (Advies, Besluitstap, Besluit, Persoon, Aanbod, Brief, Bezwaar)
    samen = union_all(*_delen()).subquery()
    vraag: Select[*tuple[Any, ...]] = select(*modellen).select_from(samen)
    for model in modellen:
        zelfde = and_(model.gemeente_id == _GEMEENTE, model.id == samen.c.id, samen.c.soort == model.__tablename__)
        vraag = vraag.outerjoin(model, zelfde)
    vraag = vraag.outerjoin(Woning, and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id))
    wie = {model: aliased(Gebruiker) for model in (Advies, Besluitstap, Besluit)}
    vraag = vraag.outerjoin(wie[Advies], wie[Advies].id == Advies.gegeven_door_id)
    vraag = vraag.outerjoin(wie[Besluitstap], wie[Besluitstap].id == Besluitstap.door_id)
    vraag = vraag.outerjoin(wie[Besluit], wie[Besluit].id == Besluit.besloten_door_id)
    return vraag.options(
        contains_eager(Aanbod.woning),
        contains_eager(Advies.gegeven_door, alias=wie[Advies]),
        contains_eager(Besluitstap.door, alias=wie[Besluitstap]),
        contains_eager(Besluit.besloten_door, alias=wie[Besluit]),
    )


def _delen() -> list[Select[*tuple[Any, ...]]]:
    """Per tabel de sleutels van wat bij dit besluit hoort."""
    bij = [
        _rijen(Advies).where(Advies.besluit_id == _BESLUIT),
        _rijen(Besluitstap).where(Besluitstap.besluit_id == _BESLUIT),
        _rijen(Brief).where(Brief.besluit_id == _BESLUIT),
        _rijen(Bezwaar).where(Bezwaar.besluit_id == _BESLUIT),
        _rijen(Persoon).where(Persoon.huishouden_id == _HUISHOUDEN),
    ]
    eerder = _rijen(Besluit).where(Besluit.zaak_id == _ZAAK, Besluit.id != _BESLUIT)
    aanbod = _rijen(Aanbod).where(Aanbod.zaak_id == _ZAAK).order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc())
    begrensd = (eerder.order_by(Besluit.id.desc()).limit(_EERDER), aanbod.limit(1))
    return [*bij, *(select(deel.subquery()) for deel in begrensd)]


def _rijen(model: type[Any]) -> Select[*tuple[Any, ...]]:
    return select(literal(model.__tablename__).label("soort"), model.id.label("id")).where(
        model.gemeente_id == _GEMEENTE
    )


_ALLES = _alles()


# --- precedenten en ruimte ---


def _precedenten(session: CasusSessie, besluit: Besluit) -> list[Precedent]:
    """De laatste besluiten over hetzelfde in andere zaken; één query."""
    rijen = (
        select(Besluit.besloten_op, Besluit.bedrag_cent, Besluit.status, Huishouden.aantal_personen)
        .join(Zaak, and_(Zaak.gemeente_id == Besluit.gemeente_id, Zaak.id == Besluit.zaak_id))
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .where(Besluit.gemeente_id == besluit.gemeente_id, Besluit.soort == besluit.soort)
        .where(Besluit.besloten_op.is_not(None), Besluit.zaak_id != besluit.zaak_id)
        .order_by(Besluit.besloten_op.desc())
        .limit(PRECEDENTEN)
    )
    return [
        Precedent(*_maand(op), bedrag, uitkomst, personen)
        for op, bedrag, uitkomst, personen in session.execute(rijen)
        if op is not None
    ]


def _maand(op: datetime) -> tuple[int, int]:
    dag = dag_van(op)
    return dag.year, dag.month


def _budget(vraag: Vraag) -> list[Ruimte]:
    """Wat er na dit besluit van het jaarbudget overblijft."""
    budget = vraag.budget
    return [Ruimte("budget", budget.grens_cent, budget.verbruikt_cent, vraag.bedrag_cent or 0)] if budget else []


def _ruimte(actor: Actor, register: Register, vraag: Vraag) -> list[Ruimte]:
    """De grenzen van de regel waarop het besluit van deze actor zou rusten, met wat er al op is."""
    if not vraag.bedrag_cent:
        return []
    rijen = mandaten.geldige_rijen(register, vraag)
    mijn = {f.id for f, _ in functies_op(register, actor.gemeente_id, actor.gebruiker_id, vraag.dag)}
    rij = next((rij for rij in rijen if rij.functie_id in mijn), rijen[0] if rijen else None)
    if rij is None:
        return []
    grenzen = (
        ("besluit", rij.bedrag_tot_cent, vraag.eerder_cent),
        ("zaak", rij.bedrag_zaak_cent, vraag.zaak_cent),
        ("contract", rij.bedrag_contract_cent, vraag.contract_cent),
    )
    return [Ruimte(wat, grens, op, vraag.bedrag_cent) for wat, grens, op in grenzen if grens is not None]
