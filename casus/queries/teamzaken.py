"""De zaken die het teamoverzicht bij naam noemt: wie vastzit en waarom, en wie pas een thuis kreeg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)

from casus.actor import Actor
from casus.db import CasusSessie, Tijdstip, vast
from casus.models import Aanbod, Besluit, Gebruiker, Huishouden, Taak, Verloop, Woning, Zaak
from casus.queries.team import TEL_TOT
from casus.queries.zaakkeuze import begin_van, vast_per_toestand
from casus.rules.doorlooptijd import FASEN, GEHUISVEST, Normen
from casus.rules.vastzitten import Reden, Taakfeit, over_norm, reden
from casus.termijnen import dag_van, vandaag

MEESTE = 6
"""Zoveel zaken staan er met naam; de rest staat in de lijst."""
_GEMEENTE = bindparam("gemeente", type_=Uuid())


@dataclass(frozen=True, slots=True)
class Vast:
    """Een zaak die langer in haar stap is dan de norm. `weken` zijn hele weken sinds de koppeling."""

    zaaknummer: str
    huishouden: str
    personen: int
    weken: int
    over: int
    reden: Reden


@dataclass(frozen=True, slots=True)
class Vastzittend:
    """De zaken die het langst over de norm zijn, en hoeveel er zijn, geteld tot `TEL_TOT` + 1."""

    aantal: int
    zaken: Sequence[Vast]


class Succes(NamedTuple):
    """Een huishouden dat een thuis kreeg. Zonder aanbod is het adres leeg."""

    zaaknummer: str
    huishouden: str
    personen: int
    koppeldatum: date
    op: datetime
    adres: str | None
    plaats: str | None


def vastzittend(session: CasusSessie, actor: Actor, normen: Normen) -> Vastzittend:
    """Wie vastzit, langst over de norm eerst, met de reden uit taken en voorstellen; één query."""
    dag = vandaag()
    rijen = session.execute(_vast(normen, dag), {"gemeente": actor.gemeente_id}).all()
    per_zaak: dict[UUID, list[Any]] = {}
    for rij in rijen:
        per_zaak.setdefault(rij.zaak_id, []).append(rij)
    zaken = sorted(
        (_zaak(van_zaak, normen, dag) for van_zaak in per_zaak.values()), key=lambda zaak: (-zaak.over, zaak.zaaknummer)
    )
    return Vastzittend(int(rijen[0].totaal) if rijen else 0, zaken[:MEESTE])


def _zaak(rijen: Sequence[Any], normen: Normen, dag: date) -> Vast:
    zaak = rijen[0]
    taken = [
        Taakfeit(
            rij.titel,
            rij.rol,
            rij.uiterlijk,
            rij.bij,
            rij.wacht_op,
            rij.wacht_tot,
            rij.blokkade_soort,
            rij.blokkade,
        )
        for rij in rijen
        if rij.titel is not None
    ]
    return Vast(
        zaak.zaaknummer,
        zaak.huishouden,
        zaak.personen,
        (dag - zaak.koppeldatum).days // 7,
        over_norm(zaak.toestand, zaak.koppeldatum, dag_van(zaak.toestand_sinds), normen, dag),
        reden(zaak.opgeschort_sinds, zaak.voorstel, taken, dag),
    )


@lru_cache(maxsize=8)
def _vast(normen: Normen, dag: date) -> Select[Any]:
    """Per toestand de eerste zaken van haar index, met hun open taken; gebouwd per dag."""
    zoekt = len(FASEN[1].toestanden)
    hier = list(enumerate(vast_per_toestand(normen, dag)))
    eerste = [_eerste(welke, Zaak.koppeldatum if nr < zoekt else Zaak.toestand_sinds) for nr, welke in hier]
    gekozen = union_all(*eerste).subquery()
    totaal = select(func.sum(union_all(*(_aantal(welke) for _, welke in hier)).subquery().c.aantal)).scalar_subquery()
    bij_zaak = (Taak.gemeente_id == _GEMEENTE, Taak.zaak_id == Zaak.id, Taak.status == literal_column("'open'"))
    return vast(
        select(*_kolommen(), totaal.label("totaal"))
        .select_from(gekozen)
        .join(Zaak, and_(Zaak.gemeente_id == _GEMEENTE, Zaak.id == gekozen.c.id))
        .join(Huishouden, and_(Huishouden.gemeente_id == _GEMEENTE, Huishouden.id == Zaak.huishouden_id))
        .outerjoin(Taak, and_(*bij_zaak))
        .outerjoin(Gebruiker, Gebruiker.id == Taak.behandelaar_id)
        .order_by(Zaak.koppeldatum, Zaak.id, Taak.uiterlijk, Taak.id)
    )


def _kolommen() -> list[Any]:
    """Wat er van een zaak, haar voorstel en haar taken nodig is om te zeggen waarom zij vastzit."""
    voorstel = (
        select(func.min(Besluit.titel))
        .where(Besluit.gemeente_id == _GEMEENTE, Besluit.zaak_id == Zaak.id, Besluit.status == "voorgesteld")
        .scalar_subquery()
    )
    return [
        *(Zaak.id.label("zaak_id"), Zaak.zaaknummer, Zaak.toestand, Zaak.toestand_sinds, Zaak.koppeldatum),
        *(Zaak.opgeschort_sinds, Huishouden.naam.label("huishouden"), Huishouden.aantal_personen.label("personen")),
        *(voorstel.label("voorstel"), Taak.titel, Taak.rol, Taak.uiterlijk, Taak.wacht_op, Taak.wacht_tot),
        *(Taak.blokkade_soort, Taak.blokkade, Gebruiker.naam.label("bij")),
    ]


def _eerste(welke: ColumnElement[bool], langst: Any) -> Select[Any]:
    rijen = (
        select(Zaak.id).where(Zaak.gemeente_id == _GEMEENTE, welke).order_by(langst, Zaak.id).limit(MEESTE).subquery()
    )
    return select(rijen.c.id)


def _aantal(welke: ColumnElement[bool]) -> Select[Any]:
    rijen = select(Zaak.id).where(Zaak.gemeente_id == _GEMEENTE, welke).limit(TEL_TOT + 1).subquery()
    return select(func.count().label("aantal")).select_from(rijen)


_PAS = (
    select(Verloop.zaak_id, Verloop.tot.label("op"))
    .where(Verloop.gemeente_id == _GEMEENTE, Verloop.naar == literal_column(f"'{GEHUISVEST}'"))
    .where(Verloop.tot >= bindparam("van", type_=Tijdstip()), Verloop.tot < bindparam("tot", type_=Tijdstip()))
    .order_by(Verloop.tot.desc())
    .limit(MEESTE)
    .subquery()
)
_JA = and_(Aanbod.gemeente_id == _GEMEENTE, Aanbod.zaak_id == Zaak.id, Aanbod.status.in_(("geaccepteerd", "afgerond")))
_SUCCESSEN = vast(
    select(
        *(Zaak.zaaknummer, Huishouden.naam, Huishouden.aantal_personen, Zaak.koppeldatum),
        *(_PAS.c.op, Woning.adres, Woning.plaats),
    )
    .select_from(_PAS)
    .join(Zaak, and_(Zaak.gemeente_id == _GEMEENTE, Zaak.id == _PAS.c.zaak_id))
    .join(Huishouden, and_(Huishouden.gemeente_id == _GEMEENTE, Huishouden.id == Zaak.huishouden_id))
    .outerjoin(Aanbod, _JA)
    .outerjoin(Woning, and_(Woning.gemeente_id == _GEMEENTE, Woning.id == Aanbod.woning_id))
    .order_by(_PAS.c.op.desc(), Zaak.id)
)


def successen(session: CasusSessie, actor: Actor, vanaf: date) -> Sequence[Succes]:
    """De huishoudens die vanaf een dag gehuisvest werden, laatste eerst, hooguit `MEESTE`; één query."""
    tot = begin_van(vandaag() + timedelta(days=1))
    waarden = {"gemeente": actor.gemeente_id, "van": begin_van(vanaf), "tot": tot}
    return [Succes._make(rij) for rij in session.execute(_SUCCESSEN, waarden)]
