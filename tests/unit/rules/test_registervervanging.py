"""Vervanging is nooit ruimer dan wat zij vervangt: elke dag geteld, met een tweede, domme lezing ernaast."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.models import Functiehouder, Vervanging
from casus.rules.registervervanging import LANGST, Plan, keur, laatste_dag, te_lang
from tests.unit.rules.voorbeelden import AMBTELIJK, COLLEGE, DAG, TEAMMANAGER, functie, houder, nr, vervanging

EEN = timedelta(days=1)


def plan(wie: str = "Fatma", van: int = 0, tot: int = 5, bij: Any = TEAMMANAGER) -> Plan:
    return Plan(bij, nr(wie), DAG + van * EEN, DAG + tot * EEN)


def zin(gekozen: Plan, houders: Any = (), eerder: Any = ()) -> str:
    fouten = keur(gekozen, houders, eerder, DAG)
    return f"{fouten[0].veld}: {fouten[0].zin}" if fouten else ""


BOB = houder("Bob", TEAMMANAGER, tot=DAG + 10 * EEN)


@pytest.mark.parametrize(
    ("gekozen", "verwacht"),
    [
        (plan(), ""),
        (plan(tot=10), ""),
        (plan(tot=11), "tot: Op 14"),
        (plan(van=-1), "van: Kies vandaag of een dag daarna."),
        (plan(tot=-1), "tot: Kies een laatste dag op of na"),
        (plan(tot=LANGST.days + 1), "tot: Vervang hoogstens een jaar."),
        (plan("Bob"), "vervanger: Deze collega heeft de functie in deze dagen zelf"),
        (plan(bij=COLLEGE), "functie: Het college vervangt u niet hier"),
        (plan(bij=AMBTELIJK), "van: Op 3"),
        (plan(bij=functie("partner", 1, extern=True)), "functie: Deze functie is van een andere organisatie."),
    ],
)
def test_wie_wie_mag_vervangen(gekozen: Plan, verwacht: str):
    gezegd = zin(gekozen, [BOB])
    assert gezegd.startswith(verwacht) and bool(gezegd) is bool(verwacht)


def test_een_vervanger_per_houder():
    eerder = [vervanging("Fatma", TEAMMANAGER, DAG + 2 * EEN, DAG + 3 * EEN)]
    assert zin(plan("Gijs"), [BOB], eerder).startswith("van: Op 5")
    assert zin(plan("Fatma"), [BOB], eerder).startswith("vervanger: Deze collega vervangt deze functie al")
    assert zin(plan("Gijs", tot=1), [BOB], eerder) == ""
    assert zin(plan("Gijs"), [BOB, houder("Els", TEAMMANAGER)], eerder) == ""


# Een tweede lezing, dag voor dag

MENSEN = ("Bob", "Els", "Fatma", "Gijs")
DAGEN = range(-3, 14)
perioden = st.tuples(st.sampled_from(MENSEN), st.integers(-3, 12), st.integers(0, 8))


def _houders(rijen: list[tuple[str, int, int]]) -> list[Functiehouder]:
    return [houder(wie, TEAMMANAGER, DAG + van * EEN, DAG + (van + duur) * EEN) for wie, van, duur in rijen]


def _vervangingen(rijen: list[tuple[str, int, int]]) -> list[Vervanging]:
    uit = [vervanging(wie, TEAMMANAGER, DAG + van * EEN, DAG + (van + duur) * EEN) for wie, van, duur in rijen]
    for rij in uit:
        rij.id = uuid4()
    return uit


def _op(rijen: Any, dag: date) -> list[Any]:
    return [rij for rij in rijen if rij.van <= dag <= (rij.tot or date.max)]


@given(st.lists(perioden, max_size=3), st.lists(perioden, max_size=3), perioden)
def test_een_goedgekeurde_vervanging_is_op_geen_enkele_dag_ruimer(houders_: Any, eerder_: Any, nieuw: Any):
    wie, van, duur = nieuw
    houders, eerder = _houders(houders_), _vervangingen(eerder_)
    gekozen = plan(wie, van, van + duur)
    fouten = keur(gekozen, houders, eerder, DAG)
    dagen = [gekozen.van + n * EEN for n in range(duur + 1)]
    genoeg = all(len(_op(houders, dag)) > len(_op(eerder, dag)) for dag in dagen)
    zelf = any(rij.gebruiker_id == nr(wie) for dag in dagen for rij in (*_op(houders, dag), *_op(eerder, dag)))
    assert (not fouten) is (van >= 0 and genoeg and not zelf)


@given(st.lists(perioden, max_size=3), st.lists(perioden, max_size=4))
def test_na_het_inkorten_is_geen_vervanging_meer_te_lang(houders_: Any, rijen: Any):
    houders, alle = _houders(houders_), _vervangingen(rijen)
    for rij in te_lang(TEAMMANAGER.id, houders, alle):
        tot = laatste_dag(rij, houders, [ander for ander in alle if ander is not rij])
        if tot < rij.van:
            alle.remove(rij)
        else:
            rij.tot = tot
    for dag in (DAG + n * EEN for n in DAGEN):
        assert len(_op(alle, dag)) <= max(len(_op(houders, dag)), 0)
