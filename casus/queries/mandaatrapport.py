"""Verantwoording per jaar: wat elke functie besloot, hoe lang dat duurde, en wat er hogerop ging (Awb art. 10:6).

Een besluit telt in het jaar waarin het is genomen, bij de functie van toen: die staat in de kopie bij het besluit, dus
een later register verandert het rapport niet meer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from statistics import median
from typing import Any, Final, Literal, NamedTuple, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Besluit, Besluitstap, Functie, Gebruiker
from casus.rules import permissions
from casus.termijnen import NEDERLAND, dag_van

PER_BLAD: Final = 50
Wat = Literal["alle", "toegekend", "afgewezen", "opgehoogd", "doorgezet", "vervanging", "zonder_vier_ogen"]
WAT: Final[tuple[Wat, ...]] = get_args(Wat)
"""Waarop een getal van het rapport uitkomt."""


@dataclass(frozen=True, slots=True)
class Functieregel:
    """Eén functie in één jaar. `bedrag_cent` is wat is toegekend; `dagen` de middelste duur, van voorstel tot besluit.

    `zonder_vier_ogen` hoort altijd nul te zijn: wie voorstelt, beslist niet.
    """

    functie: str
    titel: str
    niveau: int
    besluiten: int
    toegekend: int
    afgewezen: int
    bedrag_cent: int
    opgehoogd: int
    doorgezet: int
    vervanging: int
    zonder_vier_ogen: int
    dagen: float


class _Rij(NamedTuple):
    functie: str
    titel: str
    niveau: int
    status: str
    bedrag_cent: int | None
    voorgesteld_op: datetime
    besloten_op: datetime
    vervanging: bool
    zelf: bool
    opgehoogd: int
    doorgezet: int


class Besluitregel(NamedTuple):
    """Eén besluit van de lijst onder een getal. Geen namen van het huishouden: ook de accountant leest mee."""

    id: UUID
    nummer: str
    titel: str
    status: str
    bedrag_cent: int | None
    voorgesteld_op: datetime
    besloten_op: datetime
    functie: str
    door: str
    mandaat: str | None
    vervanging: bool


_WIE = Besluit.mandaat_kopie["beslist_door"]
_functie_code: ColumnElement[str] = _WIE["functie"].as_string()
_VERVANGING: ColumnElement[bool] = func.coalesce(Besluit.mandaat_kopie["als_vervanger"].as_boolean(), False)


def rapport(session: CasusSessie, jaar: int) -> list[Functieregel]:
    """Per functie wat zij in dit jaar besloot, het laagste niveau eerst; één query. Alleen functies met een besluit."""
    per: dict[str, list[_Rij]] = {}
    for een in session.execute(_rijen(jaar)):
        rij = _Rij._make(een)
        per.setdefault(rij.functie, []).append(rij)
    return sorted((_regel(rijen) for rijen in per.values()), key=lambda regel: (regel.niveau, regel.titel))


def totaal(regels: Sequence[Functieregel]) -> Mapping[str, int]:
    """De som van elk getal over alle functies."""
    velden = ("besluiten", "toegekend", "afgewezen", "bedrag_cent", "opgehoogd", "doorgezet", "vervanging")
    return {veld: sum(getattr(regel, veld) for regel in regels) for veld in (*velden, "zonder_vier_ogen")}


def jaren(session: CasusSessie) -> list[int]:
    """De jaren met een besluit, het laatste eerst; één query."""
    eerste, laatste = session.execute(select(func.min(Besluit.besloten_op), func.max(Besluit.besloten_op))).one()
    if eerste is None or laatste is None:
        return []
    return list(range(dag_van(laatste).year, dag_van(eerste).year - 1, -1))


def _in(jaar: int) -> ColumnElement[bool]:
    begin, einde = (datetime.combine(date(j, 1, 1), time(), NEDERLAND).astimezone(UTC) for j in (jaar, jaar + 1))
    return and_(Besluit.besloten_op >= begin, Besluit.besloten_op < einde)


def _stappen(soort: str) -> ColumnElement[int]:
    bij_besluit = and_(Besluitstap.gemeente_id == Besluit.gemeente_id, Besluitstap.besluit_id == Besluit.id)
    return select(func.count()).where(bij_besluit, Besluitstap.soort == soort).correlate(Besluit).scalar_subquery()


def _rijen(jaar: int) -> Select[*tuple[Any, ...]]:
    return select(
        _functie_code,
        Besluit.besloten_functie,
        _WIE["niveau"].as_integer(),
        Besluit.status,
        Besluit.bedrag_cent,
        Besluit.voorgesteld_op,
        Besluit.besloten_op,
        _VERVANGING,
        Besluit.voorgesteld_door_id == Besluit.besloten_door_id,
        _stappen("opgehoogd"),
        _stappen("doorgezet"),
    ).where(_in(jaar))


def _regel(rijen: Sequence[_Rij]) -> Functieregel:
    laatste = max(rijen, key=lambda rij: rij.besloten_op)
    toegekend = [rij for rij in rijen if rij.status == "toegekend"]
    return Functieregel(
        functie=laatste.functie,
        titel=laatste.titel,
        niveau=laatste.niveau,
        besluiten=len(rijen),
        toegekend=len(toegekend),
        afgewezen=len(rijen) - len(toegekend),
        bedrag_cent=sum(rij.bedrag_cent or 0 for rij in toegekend),
        opgehoogd=sum(rij.opgehoogd > 0 for rij in rijen),
        doorgezet=sum(rij.doorgezet > 0 for rij in rijen),
        vervanging=sum(rij.vervanging for rij in rijen),
        zonder_vier_ogen=sum(rij.zelf for rij in rijen),
        dagen=float(median(_duren(rijen))),
    )


def _duren(rijen: Iterable[_Rij]) -> Iterator[int]:
    """Hele kalenderdagen van voorstel tot besluit; op dezelfde dag is nul."""
    for rij in rijen:
        yield (dag_van(rij.besloten_op) - dag_van(rij.voorgesteld_op)).days


# De besluiten onder een getal


def besluiten(
    session: CasusSessie,
    jaar: int,
    functie: str = "",
    wat: Wat = "alle",
    na: str = "",
    hoogstens: int = PER_BLAD,
    *,
    voor: Actor | None = None,
) -> tuple[Sequence[Besluitregel], str]:
    """De besluiten van een jaar, van één functie (leeg: alle) en van één getal, op nummer, vanaf het nummer `na`.

    Met waar het volgende blad begint (leeg: er is niet meer); één query. Wie geen zaken ziet (`voor`), krijgt alleen
    wat bij zijn functie kwam (AVG art. 5).
    """
    vraag = _besluitvraag(jaar).where(*_voorwaarden(functie, wat), Besluit.nummer > na)
    if voor is not None and not permissions.mag(voor, "zaken.inzien"):
        vraag = vraag.where(_kwam_bij(voor))
    rijen = [Besluitregel._make(rij) for rij in session.execute(vraag.limit(hoogstens + 1))]
    return rijen[:hoogstens], rijen[hoogstens - 1].nummer if len(rijen) > hoogstens else ""


def _kwam_bij(actor: Actor) -> ColumnElement[bool]:
    """Wat de actor besloot, of wat op of langs het niveau van een functie van hem kwam."""
    eigen = and_(Functie.gemeente_id == actor.gemeente_id, Functie.code.in_(sorted(actor.functies)))
    niveaus = select(Functie.niveau).where(eigen)
    bij_besluit = and_(Besluitstap.gemeente_id == Besluit.gemeente_id, Besluitstap.besluit_id == Besluit.id)
    langs = select(Besluitstap.id).where(bij_besluit, Besluitstap.naar_niveau.in_(niveaus)).correlate(Besluit).exists()
    op = or_(Besluit.vereist_niveau.in_(niveaus), Besluit.laagste_niveau.in_(niveaus))
    return or_(Besluit.besloten_door_id == actor.gebruiker_id, op, langs)


def _besluitvraag(jaar: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Besluit.id,
            Besluit.nummer,
            Besluit.titel,
            Besluit.status,
            Besluit.bedrag_cent,
            Besluit.voorgesteld_op,
            Besluit.besloten_op,
            Besluit.besloten_functie,
            Gebruiker.naam,
            Besluit.mandaat_kopie["nr"].as_string(),
            _VERVANGING,
        )
        .join(Gebruiker, Gebruiker.id == Besluit.besloten_door_id)
        .where(_in(jaar))
        .order_by(Besluit.nummer)
    )


def _voorwaarden(functie: str, wat: Wat) -> Iterator[ColumnElement[bool]]:
    if functie:
        yield _functie_code == functie
    match wat:
        case "toegekend" | "afgewezen":
            yield Besluit.status == wat
        case "opgehoogd" | "doorgezet":
            yield _stappen(wat) > 0
        case "vervanging":
            yield _VERVANGING
        case "zonder_vier_ogen":
            yield Besluit.voorgesteld_door_id == Besluit.besloten_door_id
        case "alle":
            return
