"""Berekende verdelingen teruglezen: de lijst, één run, en hoe de huishoudens en woningen erin heten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import defer, joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Huishouden, Matchrun, Matchwens, Woning, Zaak
from casus.queries.bladen import Blad, Plek, snijd
from casus.termijnen import dag_van


class Huishoudnaam(NamedTuple):
    """Hoe een huishouden in een verdeling op het scherm heet."""

    id: UUID
    zaaknummer: str
    naam: str
    personen: int


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
    vraag: Select[UUID, str, str, int] = (
        select(Zaak.id, Zaak.zaaknummer, Huishouden.naam, Huishouden.aantal_personen)
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .where(Zaak.id.in_(list(zaken)))
    )
    return {rij[0]: Huishoudnaam(*rij) for rij in session.execute(vraag)}


def adressen(session: CasusSessie, woningen: Iterable[UUID]) -> Mapping[UUID, Woning]:
    """De woningen zoals zij nu zijn, met hun corporatie."""
    vraag = select(Woning).where(Woning.id.in_(list(woningen))).options(joinedload(Woning.corporatie, innerjoin=True))
    return {woning.id: woning for woning in session.scalars(vraag)}
