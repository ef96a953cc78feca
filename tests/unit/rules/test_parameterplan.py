"""Een nieuwe waarde eindigt de vorige, raakt niet wat al gold, en laat geen overlap achter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.errors import InvoerFout
from casus.rules.parameterplan import kenteken, loopt_af, ontbreekt, plan, stand, weer_tot
from casus.rules.parameters import Standaardwaarde, standaard, waarde_op

DAG = date(2026, 11, 24)
EEN = timedelta(days=1)


def rij(waarde: str, van: date, tot: date | None = None) -> Standaardwaarde:
    return Standaardwaarde("x", waarde, van, "bron", tot)


OUD = rij("1", date(2026, 1, 1), date(2026, 12, 31))
VOLGEND = rij("2", date(2027, 1, 1), date(2027, 12, 31))
OPEN = rij("3", date(2016, 1, 1))


@pytest.mark.parametrize(
    ("rijen", "nu", "straks", "gat"),
    [
        ([], None, (), DAG),
        ([OUD], OUD, (), date(2027, 1, 1)),
        ([OUD, VOLGEND], OUD, (VOLGEND,), date(2028, 1, 1)),
        ([VOLGEND], None, (VOLGEND,), DAG),
        ([OPEN], OPEN, (), None),
        ([OPEN, OUD], OUD, (), None),
        ([rij("1", date(2025, 1, 1), DAG - EEN)], None, (), DAG),
        ([rij("1", DAG, DAG), rij("2", DAG + EEN)], rij("1", DAG, DAG), (rij("2", DAG + EEN),), None),
    ],
)
def test_de_stand(rijen, nu, straks, gat):
    hoe = stand(rijen, DAG)
    assert (hoe.nu, hoe.straks, hoe.gat) == (nu, straks, gat)


def test_wat_was_staat_er_met_de_laatste_eerst():
    eerst, toen = rij("a", date(2024, 1, 1), date(2024, 12, 31)), rij("b", date(2025, 1, 1), date(2025, 12, 31))
    assert stand([eerst, OUD, toen], DAG).eerder == (toen, eerst)


@pytest.mark.parametrize(
    ("rijen", "vanaf", "tot", "zelfde", "eindigt", "tot_wordt"),
    [
        ([OPEN], DAG, None, None, (OPEN,), None),
        ([OUD], date(2027, 1, 1), date(2027, 12, 31), None, (), date(2027, 12, 31)),
        ([OUD], date(2026, 12, 1), None, None, (OUD,), None),
        ([OPEN, VOLGEND], date(2026, 12, 1), None, None, (OPEN,), date(2026, 12, 31)),
        ([OUD, VOLGEND], date(2027, 1, 1), None, VOLGEND, (), None),
        ([rij("1", date(2025, 1, 1), date(2025, 12, 31))], date(2026, 1, 1), None, None, (), None),
    ],
)
def test_het_plan(rijen, vanaf, tot, zelfde, eindigt, tot_wordt):
    gedaan = plan(rijen, vanaf, tot, DAG)
    assert (gedaan.zelfde_dag, gedaan.eindigt, gedaan.tot) == (zelfde, eindigt, tot_wordt)


@pytest.mark.parametrize(
    ("rijen", "vanaf", "tot", "veld", "zin"),
    [
        ([OPEN], DAG - EEN, None, "vanaf", "Wat al gold, verandert niet"),
        ([OUD], date(2026, 1, 1), None, "vanaf", "Wat al gold, verandert niet"),
        ([OPEN], DAG, DAG - EEN, "tot", "laatste dag"),
        ([], date(2026, 1, 1), DAG - EEN, "tot", "laatste dag"),
        ([OPEN, VOLGEND], DAG, date(2027, 1, 1), "tot", "Vanaf 1\N{NO-BREAK SPACE}januari 2027 staat er al een waarde"),
    ],
)
def test_wat_niet_kan(rijen, vanaf, tot, veld, zin):
    with pytest.raises(InvoerFout) as fout:
        plan(rijen, vanaf, tot, DAG)
    assert fout.value.fouten[0].veld == veld and zin in fout.value.zin


def _rijen(lengtes: list[tuple[int, int]]) -> list[Standaardwaarde]:
    """Rijen zonder overlap, met gaten ertussen, rond DAG; de laatste soms zonder einde."""
    dag, uit = DAG - timedelta(days=12), []
    for nr, (gat, lengte) in enumerate(lengtes):
        van = dag + timedelta(days=gat)
        tot = van + timedelta(days=lengte)
        uit.append(rij(str(nr), van, None if lengte == 5 and nr == len(lengtes) - 1 else tot))
        dag = tot + EEN
    return uit


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=5),
    st.integers(-6, 14),
    st.none() | st.integers(0, 6),
)
def test_na_een_plan_geen_overlap_en_het_verleden_blijft(lengtes, verschil, duur):
    rijen, vanaf = _rijen(lengtes), DAG + timedelta(days=verschil)
    try:
        gedaan = plan(rijen, vanaf, None if duur is None else vanaf + timedelta(days=duur), DAG)
    except InvoerFout:
        return
    na = [replace(een, geldig_tot=vanaf - EEN) if een in gedaan.eindigt else een for een in rijen]
    na = [een for een in na if een is not gedaan.zelfde_dag] + [rij("nieuw", vanaf, gedaan.tot)]
    for nr in range(-15, 30):
        dag = DAG + timedelta(days=nr)
        geldig = [een for een in na if een.geldig_van <= dag and (een.geldig_tot is None or een.geldig_tot >= dag)]
        assert len(geldig) <= 1
        was = waarde_op(rijen, "x", dag)
        if dag < DAG and was is not None:
            assert waarde_op(na, "x", dag) == was
    assert waarde_op(na, "x", vanaf) == "nieuw"


def test_een_waarde_krijgt_haar_eigen_einde_terug_maar_loopt_niet_in_de_volgende():
    assert weer_tot(None, None) is None
    assert weer_tot(None, VOLGEND) == date(2026, 12, 31) == weer_tot(date(2027, 6, 30), VOLGEND)
    assert weer_tot(date(2026, 11, 30), VOLGEND) == date(2026, 11, 30) == weer_tot(date(2026, 11, 30), None)


def test_een_standaardwaarde_ontbreekt_alleen_als_niets_haar_raakt():
    assert ontbreekt(VOLGEND, [OUD]) and ontbreekt(OPEN, [])
    voorbeeld = replace(VOLGEND, bron="Voorbeeld, gemeente stelt vast")
    assert ontbreekt(voorbeeld, []) and not ontbreekt(voorbeeld, [OUD]), "een voorbeeld vult geen volgend jaar in"
    assert not ontbreekt(VOLGEND, [OPEN]) and not ontbreekt(OPEN, [OUD]) and not ontbreekt(OUD, [OUD])


def test_het_kenteken_ziet_elke_wijziging():
    anders = [replace(OUD, waarde="9"), replace(OUD, bron="x"), replace(OUD, geldig_tot=None), VOLGEND]
    assert len({kenteken([een]) for een in (OUD, *anders)} | {kenteken([]), kenteken([OUD, VOLGEND])}) == 7
    assert kenteken([OUD, VOLGEND]) == kenteken([VOLGEND, OUD]) < 10**9


def test_de_grenzen_van_2026_lopen_af_en_wat_casus_niet_gebruikt_telt_niet():
    gaten = loopt_af(standaard(), DAG)
    assert gaten["daeb_huurgrens"] == gaten["budget_huur"] == date(2027, 1, 1)
    assert not {"daeb_inkomensgrens_eenpersoons", "aow_leeftijd_maanden", "kamer_tolerantie"} & set(gaten)
    assert loopt_af([], DAG)["kamer_tolerantie"] == DAG
