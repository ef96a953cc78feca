"""De werkvoorraad: open taken van mij, en van mijn rollen wat nog niemand heeft, op volgorde van hun datum.

Elke rol krijgt een eigen tak met een eigen volgorde en grens, zodat de database per tak de eerste rijen van een index
leest en stopt. `rol = ANY(…)` zou alle open taken van die rollen sorteren.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)

from casus.actor import Actor
from casus.db import CasusSessie, vast
from casus.models import Gebruiker, Huishouden, Taak, Zaak
from casus.queries.bladen import BEGIN, Blad, Plek, snijd
from casus.termijnen import Urgentie, einde_week, vandaag

GROEPEN: tuple[Urgentie, ...] = ("te_laat", "vandaag", "week", "later")
TEL_TOT = 1000
"""Verder wordt niet geteld: '1.000+' zegt genoeg, en het tellen blijft even duur hoe lang de lijst ook wordt."""


class TaakRij(NamedTuple):
    """Alles wat één regel van de werkvoorraad laat zien. Zonder `van_mij` heeft nog niemand de taak."""

    id: UUID
    soort: str | None
    titel: str
    rol: str
    uiterlijk: date
    fatale_datum: date | None
    voorlopig: bool
    versie: int
    van_mij: bool
    zaaknummer: str
    toestand: str
    workflowversie_id: UUID
    opgeschort_sinds: date | None
    huishouden: str
    personen: int
    casemanager: str | None

    @property
    def plek(self) -> Plek:
        """De plaats in de lijst."""
        return Plek(self.uiterlijk, self.id)


_VAN_TAAK = TaakRij._fields[: TaakRij._fields.index("van_mij")]


def grenzen(dag: date) -> Mapping[Urgentie, tuple[date, date]]:
    """De eerste en laatste dag van elke groep. Een week loopt tot en met zondag."""
    zondag = einde_week(dag)
    morgen = dag + timedelta(days=1)
    return {
        "te_laat": (date.min, dag - timedelta(days=1)),
        "vandaag": (dag, dag),
        "week": (morgen, zondag),
        "later": (zondag + timedelta(days=1), date.max),
    }


def _van_mij(ook_van_mij: bool, rollen: int) -> list[ColumnElement[bool]]:
    """Per tak de voorwaarde: mijn eigen taken, en per rol de taken zonder behandelaar."""
    takken: list[ColumnElement[bool]] = [Taak.behandelaar_id == bindparam("ik", type_=Uuid())] if ook_van_mij else []
    for nummer in range(rollen):
        takken.append(and_(Taak.rol == bindparam(f"rol{nummer}"), Taak.behandelaar_id.is_(None)))
    return takken


def _in_periode() -> ColumnElement[bool]:
    return and_(
        Taak.gemeente_id == bindparam("gemeente", type_=Uuid()),
        Taak.status == literal_column("'open'"),  # letterlijk, anders past de deelindex niet
        Taak.uiterlijk.between(bindparam("van", type_=Date()), bindparam("tot", type_=Date())),
    )


@lru_cache(maxsize=64)
def _lijst(ook_van_mij: bool, rollen: int, terug: bool, begin: bool) -> Select[Any]:
    """De hele lijst als één opdracht. Gebouwd per aantal rollen; de waarden gaan als parameters mee."""
    sleutel = tuple_(Taak.uiterlijk, Taak.id)
    vanaf = tuple_(bindparam("na_dag", type_=Date()), bindparam("na_id", type_=Uuid()))
    volgorde = (Taak.uiterlijk.desc(), Taak.id.desc()) if terug else (Taak.uiterlijk, Taak.id)
    kolommen = [getattr(Taak, naam) for naam in (*_VAN_TAAK, "gemeente_id", "zaak_id")]
    kolommen.append(Taak.behandelaar_id.is_not(None).label("van_mij"))
    takken = []
    for voorwaarde in _van_mij(ook_van_mij, rollen):
        tak = select(*kolommen).where(_in_periode(), voorwaarde).order_by(*volgorde).limit(bindparam("aantal"))
        if not begin:
            tak = tak.where(sleutel < vanaf if terug else sleutel > vanaf)
        takken.append(select(tak.subquery()))
    samen = union_all(*takken).subquery()
    eerst = (samen.c.uiterlijk.desc(), samen.c.id.desc()) if terug else (samen.c.uiterlijk, samen.c.id)
    taak = select(samen).order_by(*eerst).limit(bindparam("aantal")).subquery()
    return vast(_met_zaak(taak, terug))


def _met_zaak(taak: Any, terug: bool) -> Select[Any]:
    volgorde = (taak.c.uiterlijk.desc(), taak.c.id.desc()) if terug else (taak.c.uiterlijk, taak.c.id)
    return (
        select(
            *(taak.c[naam] for naam in (*_VAN_TAAK, "van_mij")),
            Zaak.zaaknummer,
            Zaak.toestand,
            Zaak.workflowversie_id,
            Zaak.opgeschort_sinds,
            Huishouden.naam,
            Huishouden.aantal_personen,
            Gebruiker.naam,
        )
        .select_from(taak)
        .join(Zaak, and_(Zaak.gemeente_id == taak.c.gemeente_id, Zaak.id == taak.c.zaak_id))
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .outerjoin(Gebruiker, Gebruiker.id == Zaak.casemanager_id)
        .order_by(*volgorde)
    )


def _parameters(actor: Actor, rol: str | None) -> tuple[dict[str, Any], bool, int]:
    """De waarden bij de takken. Met een gekozen rol valt de tak van eigen taken weg."""
    rollen = sorted(actor.rollen if rol is None else actor.rollen & {rol})
    waarden: dict[str, Any] = {"gemeente": actor.gemeente_id, "ik": actor.gebruiker_id}
    waarden |= {f"rol{nummer}": naam for nummer, naam in enumerate(rollen)}
    return waarden, rol is None, len(rollen)


def mijn_taken(
    session: CasusSessie,
    actor: Actor,
    *,
    na: Plek | None = None,
    aantal: int = 50,
    groep: Urgentie | None = None,
    rol: str | None = None,
) -> Blad[TaakRij]:
    """Open taken van de actor en vrije taken van zijn rollen, op uiterste dag; één query, hoe lang de lijst ook is.

    `rol` beperkt tot de vrije taken van één eigen rol, `groep` tot één groep van dagen.
    """
    waarden, ook_van_mij, rollen = _parameters(actor, rol)
    if not ook_van_mij and not rollen:
        return Blad((), None, None)
    van, tot = grenzen(vandaag())[groep] if groep else (date.min, date.max)
    plek = na or BEGIN
    waarden |= {"van": van, "tot": tot, "na_dag": plek.dag, "na_id": plek.id, "aantal": aantal + 1}
    opdracht = _lijst(ook_van_mij, rollen, plek.terug, na is None)
    rijen = [TaakRij._make(rij) for rij in session.execute(opdracht, waarden)]
    return snijd(rijen, aantal, na, lambda rij: rij.plek)


@lru_cache(maxsize=32)
def _telling(ook_van_mij: bool, rollen: int) -> Select[Any]:
    """Per tak en per groep hooguit `TEL_TOT` + 1 rijen van de index."""
    delen = []
    for voorwaarde in _van_mij(ook_van_mij, rollen):
        for groep in GROEPEN:
            van, tot = bindparam(f"{groep}_van", type_=Date()), bindparam(f"{groep}_tot", type_=Date())
            rijen = (
                select(Taak.id)
                .where(
                    Taak.gemeente_id == bindparam("gemeente", type_=Uuid()),
                    Taak.status == literal_column("'open'"),
                    voorwaarde,
                    Taak.uiterlijk.between(van, tot),
                )
                .limit(TEL_TOT + 1)
                .subquery()
            )
            delen.append(select(literal(groep).label("groep"), func.count().label("aantal")).select_from(rijen))
    samen = union_all(*delen).subquery()
    return vast(select(samen.c.groep, samen.c.aantal))


def tel_taken(session: CasusSessie, actor: Actor) -> Mapping[Urgentie, int]:
    """Hoeveel taken in elke groep, elk geteld tot en met `TEL_TOT` + 1; één query."""
    waarden, ook_van_mij, rollen = _parameters(actor, None)
    for groep, (van, tot) in grenzen(vandaag()).items():
        waarden |= {f"{groep}_van": van, f"{groep}_tot": tot}
    tellen: Counter[Urgentie] = Counter(dict.fromkeys(GROEPEN, 0))
    rijen: Sequence[Any] = session.execute(_telling(ook_van_mij, rollen), waarden).all()
    for groep, aantal in rijen:
        tellen[groep] += aantal
    return tellen
