"""Aanbiedingen: het lopende aanbod van een zaak, de lijst voor wonen, en hoe lang iemand heeft om te antwoorden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, and_, bindparam, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.models import Aanbod, Besluit, Corporatie, Huishouden, Parameter, Woning, Zaak
from casus.queries.bladen import BEGIN, Blad, Plek, snijd
from casus.rules.parameters import getal, standaard, waarden_op
from casus.termijnen import vandaag
from casus.vocab import AANBOD_LOOPT

PER_BLAD: Final = 50
TEL_TOT: Final = 1000


def lopend_aanbod(session: CasusSessie, zaak_id: UUID) -> Aanbod | None:
    """Het lopende aanbod van deze zaak met zijn woning, of None; één query."""
    vraag = select(Aanbod).where(Aanbod.zaak_id == zaak_id, Aanbod.status.in_(AANBOD_LOOPT))
    return session.scalars(vraag.options(joinedload(Aanbod.woning, innerjoin=True))).one_or_none()


def dagen(session: CasusSessie, sleutel: str) -> int:
    """Zoveel dagen als de gemeente vandaag voor deze termijn heeft ingericht, of anders de waarde van casus zelf."""
    dag = vandaag()
    eigen = waarden_op(session.scalars(select(Parameter).where(Parameter.sleutel == sleutel)).all(), dag)
    return getal({**waarden_op(standaard(), dag), **eigen}, sleutel) or 0


def termijn(session: CasusSessie, sleutel: str) -> date:
    """De laatste dag van een termijn die vandaag begint."""
    return vandaag() + timedelta(days=dagen(session, sleutel))


class Aanbodrij(NamedTuple):
    """Eén aanbod op de lijst. `uiterlijk` is de laatste dag voor een antwoord; in het jaar 9999 als er geen loopt."""

    aanbod: Aanbod
    zaaknummer: str
    huishouden: str
    personen: int
    corporatie: str
    besluitstatus: str | None
    uiterlijk: date


class Percorporatie(NamedTuple):
    """Zoveel aanbiedingen van één corporatie wachten, en zoveel daarvan al te lang."""

    id: UUID
    naam: str
    aantal: int
    te_laat: int


# Een termijn loopt alleen zolang die ene partij moet antwoorden. Wat is aangenomen, staat onder wat nog wacht.
_UITERLIJK = func.coalesce(
    case(
        (and_(Aanbod.status == "voorgedragen", Aanbod.corporatie_antwoord == ""), Aanbod.antwoord_voor),
        (Aanbod.status == "aangeboden", Aanbod.reageer_voor),
        (Aanbod.status == "geaccepteerd", literal(date.max, Date())),
    ),
    literal(date.max - timedelta(days=1), Date()),
    type_=Date(),
)
# De waarden staan letterlijk in de opdracht: alleen dan herkent PostgreSQL de voorwaarde van de index ix_aanbod_wacht.
_LOOPT = or_(
    Aanbod.status.in_(bindparam("lopend", AANBOD_LOOPT, expanding=True, literal_execute=True)),
    and_(Aanbod.status == bindparam("geweigerd", "geweigerd", literal_execute=True), Aanbod.oordeel.is_(None)),
)

# Wie er woont, wacht nergens meer op; het aanbod houdt de woning nog wel vast.
_NOG_NIET_THUIS = or_(Aanbod.status != "geaccepteerd", Woning.status != "verhuurd")


def lopende(session: CasusSessie, corporatie_id: UUID | None = None, na: Plek | None = None) -> Blad[Aanbodrij]:
    """De aanbiedingen waarin nog iets moet gebeuren, wat het eerst af moet bovenaan; één query per blad."""
    vraag = _rijen()
    if corporatie_id is not None:
        vraag = vraag.where(Woning.corporatie_id == corporatie_id)
    plek, sleutel = na or BEGIN, tuple_(_UITERLIJK, Aanbod.id)
    if plek.terug:
        vraag = vraag.where(sleutel < tuple_(plek.dag, plek.id)).order_by(_UITERLIJK.desc(), Aanbod.id.desc())
    else:
        vraag = vraag.where(sleutel > tuple_(plek.dag, plek.id)).order_by(_UITERLIJK, Aanbod.id)
    rijen = [Aanbodrij._make(rij) for rij in session.execute(vraag.limit(PER_BLAD + 1))]
    return snijd(rijen, PER_BLAD, na, lambda rij: Plek(rij.uiterlijk, rij.aanbod.id))


def _rijen() -> Select[Aanbod, str, str, int, str, str, date]:
    return (
        select(
            Aanbod,
            Zaak.zaaknummer,
            Huishouden.naam,
            Huishouden.aantal_personen,
            Corporatie.naam,
            Besluit.status,
            _UITERLIJK,
        )
        .join(Aanbod.woning)
        .join(Corporatie, Corporatie.id == Woning.corporatie_id)
        .join(Aanbod.zaak)
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .outerjoin(Besluit, and_(Besluit.gemeente_id == Aanbod.gemeente_id, Besluit.id == Aanbod.besluit_id))
        .where(_LOOPT, _NOG_NIET_THUIS)
        .options(joinedload(Aanbod.woning, innerjoin=True))
    )


def per_corporatie(session: CasusSessie) -> Sequence[Percorporatie]:
    """Wie er aanbiedingen heeft lopen, op naam; telt niet verder dan duizend. Eén query."""
    lopen = (
        select(Woning.corporatie_id, _UITERLIJK.label("uiterlijk"))
        .select_from(Aanbod)
        .join(Aanbod.woning)
        .where(_LOOPT, _NOG_NIET_THUIS)
        .limit(TEL_TOT + 1)
        .subquery()
    )
    te_laat = func.sum(case((lopen.c.uiterlijk < vandaag(), 1), else_=0))
    vraag = (
        select(Corporatie.id, Corporatie.naam, func.count(), te_laat)
        .join(lopen, lopen.c.corporatie_id == Corporatie.id)
        .group_by(Corporatie.id, Corporatie.naam)
        .order_by(Corporatie.naam)
    )
    return [Percorporatie(id_, naam, int(aantal), int(laat)) for id_, naam, aantal, laat in session.execute(vraag)]


def te_lang(session: CasusSessie, hoogstens: int) -> Sequence[Aanbod]:
    """De aanbiedingen waarvan de termijn voorbij is, met hun zaak; één query."""
    uiterlijk = _UITERLIJK
    vraag = (
        select(Aanbod)
        .where(_LOOPT, uiterlijk < vandaag())
        .order_by(uiterlijk, Aanbod.id)
        .options(joinedload(Aanbod.zaak, innerjoin=True))
    )
    return session.scalars(vraag.limit(hoogstens)).all()
