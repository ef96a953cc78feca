"""Berekende verdelingen teruglezen: de lijst, één run, en hoe de huishoudens en woningen erin heten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, exists, or_, select
from sqlalchemy.orm import defer, joinedload

from casus.db import CasusSessie
from casus.errors import GeenBereik, NietGevonden
from casus.models import Aanbod, Huishouden, Matchrun, Matchwens, Parameter, Taak, Woning, Zaak
from casus.queries.bladen import Blad, Plek, snijd
from casus.queries.matching import MATCHTAAK, ZOEKT
from casus.rules.parameters import standaard, waarde_op
from casus.termijnen import dag_van, nu, vandaag
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
    """De verdelingen die nu gelden; één vraag. Een nieuwere van dezelfde omvang komt ervoor in de plaats."""
    hier = gemeente_van(session)
    vraag = select(Matchrun.id, Matchrun.op, geldig_dagen(hier)).where(Matchrun.id.in_(laatste(hier)))
    return [run_id for run_id, op, dagen in session.execute(vraag) if is_vers(op, dagen)]


def verdeling_met(session: CasusSessie, zaak_id: UUID, woning_id: UUID) -> Verdeling | None:
    """De verdeling die nu geldt en dit huishouden deze woning geeft; één vraag."""
    hier = gemeente_van(session)
    kolommen = (Matchrun.id, Matchrun.op, Matchrun.uitkomst, geldig_dagen(hier))
    rijen = session.execute(select(*kolommen).where(Matchrun.id.in_(laatste(hier))).order_by(Matchrun.omvang))
    return volgt((Run._make(rij) for rij in rijen), zaak_id, woning_id)


class Run(NamedTuple):
    """Een verdeling die misschien nog geldt. `dagen`: hoe lang dat is volgens de gemeente; None is niet vastgesteld."""

    id: UUID
    op: datetime
    uitkomst: Mapping[str, Any]
    dagen: str | None


def volgt(runs: Iterable[Run], zaak_id: UUID, woning_id: UUID) -> Verdeling | None:
    """De eerste hiervan die nog geldt en dit huishouden deze woning geeft."""
    gezocht = (str(zaak_id), str(woning_id))
    for run in runs:
        paren = ((paar["huishouden"], paar["woning"]) for paar in run.uitkomst["paren"])
        if is_vers(run.op, run.dagen) and gezocht in paren:
            return Verdeling(run.id, run.op)
    return None


def gemeente_van(session: CasusSessie) -> UUID:
    """De ene gemeente van deze sessie. Raises GeenBereik."""
    if session.bereik.schrijf is None:
        raise GeenBereik("Een verdeling hoort bij een gemeente.")
    return session.bereik.schrijf


def laatste(gemeente_id: UUID) -> list[ScalarSelect[UUID]]:
    """De laatste uitgerekende verdeling per omvang. Met extra woningen telt zij niet, en zonder woningen (grens 0)
    valt er niets te volgen."""
    tellen = (Matchrun.gemeente_id == gemeente_id, Matchrun.soort == "verdeling", Matchrun.grens > 0)
    nieuwste = (Matchrun.op.desc(), Matchrun.id.desc())
    return [
        select(Matchrun.id).where(*tellen, Matchrun.omvang == omvang).order_by(*nieuwste).limit(1).scalar_subquery()
        for omvang in ("gemeente", "regio")
    ]


def geldig_dagen(gemeente_id: UUID) -> ScalarSelect[str]:
    """De parameter van de gemeente die zegt hoe lang een verdeling telt, als deelvraag."""
    dag, einde = vandaag(), Parameter.geldig_tot
    vraag = select(Parameter.waarde).where(Parameter.gemeente_id == gemeente_id, Parameter.sleutel == GELDIG)
    geldt = vraag.where(Parameter.geldig_van <= dag, or_(einde.is_(None), einde >= dag))
    return geldt.order_by(Parameter.geldig_van.desc()).limit(1).scalar_subquery()


def is_vers(op: datetime, dagen: str | None) -> bool:
    """Of een verdeling van toen nu nog telt."""
    hoe_lang = dagen if dagen is not None else waarde_op(standaard(), GELDIG, vandaag())
    return op >= nu() - timedelta(days=int(hoe_lang or 0))


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
