"""Wat er dit jaar uit een budget is toegekend, en hoe groot het budget is: rijen bij de vraag aan het register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from casus.bedragen import naar_cent
from casus.db import CasusSessie, Tijdstip
from casus.models import Besluit, Bezwaar, Parameter
from casus.rules.registerrijen import Budget
from casus.termijnen import NEDERLAND, vandaag
from casus.workflows.registers import besluitsoorten

VERBRUIK: Final = "verbruik"
BUDGET: Final = "budget"
_NIETS = cast(null(), Uuid())
_BESTREDEN = and_(Bezwaar.besluit_id == Besluit.id, Bezwaar.gemeente_id == Besluit.gemeente_id)


def sleutel_van(besluit: Besluit) -> str:
    """De parameter met het jaarbudget waaruit dit besluit komt; leeg als er geen bedrag of geen budget is."""
    soort = besluitsoorten().get(besluit.soort)
    return soort.budget if soort is not None and besluit.bedrag_cent else ""


def herroepen() -> ColumnElement[bool]:
    """Of een gegrond bezwaar dit besluit herriep, zonder nieuw besluit (Awb art. 7:11 lid 2)."""
    op_bezwaar = aliased(Besluit)
    beslissing = and_(op_bezwaar.id == Bezwaar.beslissing_id, op_bezwaar.gemeente_id == Bezwaar.gemeente_id)
    gegrond = select(Bezwaar.id).join(op_bezwaar, beslissing).where(_BESTREDEN, Bezwaar.zaak_id == Besluit.zaak_id)
    wordt = op_bezwaar.gegevens["bestreden_wordt"].as_string()
    return gegrond.where(Bezwaar.status == "gegrond", wordt == "herroepen").correlate(Besluit).exists()


class Welk(NamedTuple):
    """Een jaarbudget met de soorten besluiten die eruit gaan; `nr` wijst de gemeente aan in de waarden van `nodig`."""

    nr: int
    sleutel: str
    soorten: tuple[str, ...]


def nodig(besluiten: Iterable[Besluit]) -> tuple[tuple[Welk, ...], dict[str, Any]]:
    """De budgetten waaruit deze besluiten komen, en de waarden waarmee `delen` ernaar vraagt."""
    paren = sorted({(besluit.gemeente_id, sleutel) for besluit in besluiten if (sleutel := sleutel_van(besluit))})
    gemeenten = sorted({gemeente_id for gemeente_id, _ in paren})
    waarden = {_naam(nr): gemeente_id for nr, gemeente_id in enumerate(gemeenten)}
    dagen = {"budgetdag": vandaag(), "budgetjaar": _begin()} if paren else {}
    welke = tuple(Welk(gemeenten.index(gemeente_id), sleutel, _soorten(sleutel)) for gemeente_id, sleutel in paren)
    return welke, {**waarden, **dagen}


def _naam(nr: int) -> str:
    return f"budgetgemeente_{nr}"


def delen(welke: Iterable[Welk]) -> list[Select[*tuple[Any, ...]]]:
    """De rijen (soort, zaak_id, een, ander, tekst) over deze budgetten; `een` is de gemeente."""
    return [deel for welk in welke for deel in _van(welk)]


def _van(welk: Welk) -> tuple[Select[*tuple[Any, ...]], ...]:
    gemeente, sleutel = bindparam(_naam(welk.nr), type_=Uuid()), welk.sleutel
    begin, later = bindparam("budgetjaar", type_=Tijdstip()), aliased(Besluit)
    grens = _grens(gemeente, sleutel).subquery()
    herzien = select(later.id).where(later.gemeente_id == Besluit.gemeente_id, later.zaak_id == Besluit.zaak_id)
    herzien = herzien.where(later.herziet_id == Besluit.id, later.status == "toegekend")
    samen = cast(func.coalesce(func.sum(Besluit.bedrag_cent), 0), String)
    verbruik = (
        select(literal(VERBRUIK), _NIETS, gemeente, _NIETS, literal(f"{sleutel}=") + samen)
        .where(Besluit.gemeente_id == gemeente, Besluit.soort.in_(welk.soorten))
        .where(Besluit.status == "toegekend", Besluit.besloten_op >= begin, ~herzien.exists(), ~herroepen())
        .where(select(grens.c.waarde).exists())  # zonder budget valt er niets te tellen
    )
    tekst = literal(f"{sleutel}=") + grens.c.waarde
    return verbruik, select(literal(BUDGET), _NIETS, gemeente, _NIETS, tekst)


def _grens(gemeente: BindParameter[UUID], sleutel: str) -> Select[str]:
    dag = bindparam("budgetdag", type_=Date())
    return (
        select(Parameter.waarde)
        .where(Parameter.gemeente_id == gemeente, Parameter.sleutel == sleutel, Parameter.geldig_van <= dag)
        .where(or_(Parameter.geldig_tot.is_(None), Parameter.geldig_tot >= dag))
        .order_by(Parameter.geldig_van.desc())
        .limit(1)
    )


def _soorten(sleutel: str) -> tuple[str, ...]:
    return tuple(soort.code for soort in besluitsoorten().values() if soort.budget == sleutel)


def _begin() -> datetime:
    return datetime(vandaag().year, 1, 1, tzinfo=NEDERLAND)


def lees(besluit: Besluit, rijen: Iterable[Any], van_zaak: Sequence[Besluit]) -> Budget | None:
    """Het budget van dit besluit, uit de rijen van `delen`; None als niemand het heeft vastgesteld.

    `van_zaak` zijn de besluiten van zijn zaak die niet zijn herroepen. Wat is herzien, telt één keer: als het laatste.
    """
    sleutel = sleutel_van(besluit)
    mijn = {
        rij.soort: rij.tekst for rij in rijen if (rij.een, rij.tekst.split("=")[0]) == (besluit.gemeente_id, sleutel)
    }
    if not sleutel or BUDGET not in mijn:
        return None
    zelf = [b for b in van_zaak if b.id in (besluit.id, besluit.herziet_id) and b.status == "toegekend"]
    weg = {b.herziet_id for b in van_zaak if b.status == "toegekend"}
    geteld = [b for b in zelf if b.id not in weg and b.soort in _soorten(sleutel) and _dit_jaar(b)]
    samen = sum(b.bedrag_cent or 0 for b in geteld)
    was = sum(b.bedrag_cent or 0 for b in zelf if b.id == besluit.herziet_id)
    wat = sleutel.removeprefix("budget_").replace("_", " ")
    return Budget(wat, naar_cent(_waarde(mijn[BUDGET])), int(_waarde(mijn[VERBRUIK])) - samen, was)


def _dit_jaar(besluit: Besluit) -> bool:
    return besluit.besloten_op is not None and besluit.besloten_op >= _begin()


def _waarde(tekst: str) -> str:
    return tekst.partition("=")[2]


def houd_vast(session: CasusSessie, besluit: Besluit) -> None:
    """Houdt het budget op slot tot het einde van de transactie: anders zien twee besluiten elkaars bedrag niet."""
    if sleutel := sleutel_van(besluit):
        van = (Parameter.gemeente_id == besluit.gemeente_id, Parameter.sleutel == sleutel)
        session.execute(select(Parameter.id).where(*van).order_by(Parameter.id).with_for_update())
