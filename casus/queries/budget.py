"""Wat er dit jaar uit een budget is toegekend, en hoe groot het budget is: rijen bij de vraag aan het register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, cast, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from casus.bedragen import naar_cent
from casus.db import CasusSessie
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


def delen(besluiten: Iterable[Besluit]) -> list[Select[*tuple[Any, ...]]]:
    """De rijen (soort, zaak_id, een, ander, tekst) over de budgetten van deze besluiten; `een` is de gemeente."""
    welke = sorted({(besluit.gemeente_id, sleutel) for besluit in besluiten if (sleutel := sleutel_van(besluit))})
    return [deel for gemeente_id, sleutel in welke for deel in _van(gemeente_id, sleutel)]


def _van(gemeente_id: UUID, sleutel: str) -> tuple[Select[*tuple[Any, ...]], ...]:
    begin, later = _begin(), aliased(Besluit)
    grens = _grens(gemeente_id, sleutel).subquery()
    herzien = select(later.id).where(later.gemeente_id == Besluit.gemeente_id, later.zaak_id == Besluit.zaak_id)
    herzien = herzien.where(later.herziet_id == Besluit.id, later.status == "toegekend")
    samen = cast(func.coalesce(func.sum(Besluit.bedrag_cent), 0), String)
    verbruik = (
        select(literal(VERBRUIK), _NIETS, literal(gemeente_id, Uuid()), _NIETS, literal(f"{sleutel}=") + samen)
        .where(Besluit.gemeente_id == gemeente_id, Besluit.soort.in_(_soorten(sleutel)))
        .where(Besluit.status == "toegekend", Besluit.besloten_op >= begin, ~herzien.exists(), ~herroepen())
        .where(select(grens.c.waarde).exists())  # zonder budget valt er niets te tellen
    )
    tekst = literal(f"{sleutel}=") + grens.c.waarde
    return verbruik, select(literal(BUDGET), _NIETS, literal(gemeente_id, Uuid()), _NIETS, tekst)


def _grens(gemeente_id: UUID, sleutel: str) -> Select[str]:
    dag = vandaag()
    return (
        select(Parameter.waarde)
        .where(Parameter.gemeente_id == gemeente_id, Parameter.sleutel == sleutel, Parameter.geldig_van <= dag)
        .where(or_(Parameter.geldig_tot.is_(None), Parameter.geldig_tot >= dag))
        .order_by(Parameter.geldig_van.desc())
        .limit(1)
    )


def _soorten(sleutel: str) -> list[str]:
    return [soort.code for soort in besluitsoorten().values() if soort.budget == sleutel]


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
