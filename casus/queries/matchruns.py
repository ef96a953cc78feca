"""Berekende verdelingen teruglezen: de lijst, één run, en hoe de huishoudens en woningen erin heten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import defer, joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Aanbod, Huishouden, Matchrun, Matchwens, Taak, Woning, Zaak
from casus.queries.aanbod import dagen
from casus.queries.bladen import Blad, Plek, snijd
from casus.queries.matching import MATCHTAAK, ZOEKT
from casus.termijnen import dag_van, nu
from casus.vocab import AANBOD_LOOPT

GELDIG: Final = "verdeling_geldig_dagen"
"""De parameter die zegt hoeveel dagen een verdeling telt als het voorstel van casus."""


class Huishoudnaam(NamedTuple):
    """Hoe een huishouden in een verdeling op het scherm heet, en of er nu een woning voor te kiezen is.

    `taak` is de open taak waarin de match wordt vastgelegd; `loopt`: er is al een woning voorgedragen of aangeboden.
    """

    id: UUID
    zaaknummer: str
    naam: str
    personen: int
    zoekt: bool = False
    loopt: bool = False
    taak: UUID | None = None


class Verdeling(NamedTuple):
    """Een verdeling die nu geldt: de laatste van haar omvang, en niet te oud."""

    id: UUID
    op: datetime


class Wensregel(NamedTuple):
    """Een geldige wens met de namen erbij."""

    wens: Matchwens
    zaaknummer: str
    huishouden: str
    adres: str


def laad_run(session: CasusSessie, run_id: UUID) -> Matchrun:
    """De run met wie hem liet uitrekenen. Raises NietGevonden."""
    vraag = select(Matchrun).where(Matchrun.id == run_id).options(joinedload(Matchrun.door, innerjoin=True))
    run = session.scalars(vraag).one_or_none()
    if run is None:
        raise NietGevonden("Deze verdeling hoort bij een andere gemeente of bestaat niet.")
    return run


def lijst(session: CasusSessie, na: Plek | None = None, aantal: int = 20) -> Blad[Matchrun]:
    """De verdelingen van de gemeente, nieuwste eerst; zonder hun invoer en uitkomst."""
    terug = na is not None and na.terug
    vraag = (
        select(Matchrun)
        .options(
            joinedload(Matchrun.door, innerjoin=True),
            defer(Matchrun.invoer, raiseload=True),
            defer(Matchrun.uitkomst, raiseload=True),
        )
        .order_by(*((Matchrun.id,) if terug else (Matchrun.id.desc(),)))
        .limit(aantal + 1)
    )
    if na is not None:
        vraag = vraag.where(Matchrun.id > na.id if terug else Matchrun.id < na.id)
    return snijd(session.scalars(vraag).all(), aantal, na, lambda run: Plek(dag_van(run.op), run.id))


def geldige(session: CasusSessie) -> Sequence[UUID]:
    """De verdelingen die nu gelden; twee vragen. Een nieuwere van dezelfde omvang komt ervoor in de plaats."""
    return session.scalars(_geldig(session, Matchrun.id)).all()


def verdeling_met(session: CasusSessie, zaak_id: UUID, woning_id: UUID) -> Verdeling | None:
    """De verdeling die nu geldt en dit huishouden deze woning geeft; twee vragen."""
    gezocht = (str(zaak_id), str(woning_id))
    for run_id, op, uit in session.execute(_geldig(session, Matchrun.id, Matchrun.op, Matchrun.uitkomst)):
        if any((paar["huishouden"], paar["woning"]) == gezocht for paar in uit["paren"]):
            return Verdeling(run_id, op)
    return None


def _geldig(session: CasusSessie, *kolommen: Any) -> Select[Any]:
    """De laatste uitgerekende verdeling per omvang, zolang zij niet ouder is dan de gemeente wil. Met extra woningen
    telt zij niet, en zonder woningen (grens 0) valt er niets te volgen."""
    hier, sinds = session.bereik.schrijf, nu() - timedelta(days=dagen(session, GELDIG))
    tellen = (Matchrun.gemeente_id == hier, Matchrun.soort == "verdeling", Matchrun.grens > 0, Matchrun.op >= sinds)
    laatste = [
        select(Matchrun.id)
        .where(*tellen, Matchrun.omvang == omvang)
        .order_by(Matchrun.op.desc(), Matchrun.id.desc())
        .limit(1)
        .scalar_subquery()
        for omvang in ("gemeente", "regio")
    ]
    return select(*kolommen).where(Matchrun.id.in_(laatste)).order_by(Matchrun.omvang)


def wensen(session: CasusSessie, aantal: int = 100) -> Sequence[Wensregel]:
    """De geldige wensen met hun namen, nieuwste eerst."""
    vraag = (
        select(Matchwens, Zaak.zaaknummer, Huishouden.naam, Woning.adres)
        .join(Zaak, and_(Zaak.gemeente_id == Matchwens.gemeente_id, Zaak.id == Matchwens.zaak_id))
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .join(Woning, and_(Woning.gemeente_id == Matchwens.gemeente_id, Woning.id == Matchwens.woning_id))
        .where(Matchwens.vervallen_op.is_(None))
        .order_by(Matchwens.id.desc())
        .limit(aantal)
        .options(joinedload(Matchwens.door, innerjoin=True))
    )
    return [Wensregel(*rij) for rij in session.execute(vraag)]


def namen(session: CasusSessie, zaken: Iterable[UUID]) -> Mapping[UUID, Huishoudnaam]:
    """Hoe deze huishoudens nu heten; wie er niet meer is, ontbreekt."""
    loopt = and_(Aanbod.gemeente_id == Zaak.gemeente_id, Aanbod.zaak_id == Zaak.id, Aanbod.status.in_(AANBOD_LOOPT))
    open_ = and_(Taak.gemeente_id == Zaak.gemeente_id, Taak.zaak_id == Zaak.id, Taak.status == "open")
    taak = select(Taak.id).where(open_, Taak.soort == MATCHTAAK).order_by(Taak.id).limit(1).scalar_subquery()
    zoekt = and_(Zaak.toestand == ZOEKT, Zaak.opgeschort_sinds.is_(None), Zaak.gesloten_op.is_(None))
    wie = (Zaak.id, Zaak.zaaknummer, Huishouden.naam, Huishouden.aantal_personen)
    vraag = (
        select(*wie, zoekt, exists().where(loopt), taak)
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .where(Zaak.id.in_(list(zaken)))
    )
    return {rij[0]: Huishoudnaam(*rij) for rij in session.execute(vraag)}


def adressen(session: CasusSessie, woningen: Iterable[UUID]) -> Mapping[UUID, Woning]:
    """De woningen zoals zij nu zijn, met hun corporatie."""
    vraag = select(Woning).where(Woning.id.in_(list(woningen))).options(joinedload(Woning.corporatie, innerjoin=True))
    return {woning.id: woning for woning in session.scalars(vraag)}
