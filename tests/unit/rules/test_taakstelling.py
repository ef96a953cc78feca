"""De taakstelling: gepubliceerde getallen, naar boven afronden, en waar het team op een dag zou moeten zijn."""

import csv
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.rules.taakstelling import (
    Halfjaar,
    aandeel,
    bekende_halfjaren,
    bron_van,
    inwoners_nederland,
    landelijke_reeks,
    op_schema,
    opgave,
    verstreken,
)

TWEEDE = Halfjaar(2026, 2)


def inwoners() -> dict[str, int]:
    tekst = files("casus.data").joinpath("gemeenten_2024.csv").read_text(encoding="utf-8")
    return {rij["gemeentenaam"]: int(rij["inwoners_2024_01_01"]) for rij in csv.DictReader(tekst.splitlines())}


@pytest.mark.parametrize(
    ("naam", "eerste", "tweede"),
    [
        ("Aalten", 23, 20),
        ("Berkelland", 37, 32),
        ("Bronckhorst", 31, 27),
        ("Doetinchem", 50, 44),
        ("Oost Gelre", 26, 22),
        ("Oude IJsselstreek", 33, 29),
        ("Winterswijk", 25, 22),
        ("Schiermonnikoog", 1, 1),
        ("Amsterdam", 779, 675),
    ],
)
def test_de_getallen_van_2025(naam, eerste, tweede):
    mensen = inwoners()[naam]
    assert (aandeel(15_000, mensen, 17_942_942), aandeel(13_000, mensen, 17_942_942)) == (eerste, tweede)


def test_heel_nederland_telt_op_tot_meer_dan_het_landelijke_getal():
    som = {
        vg: sum(aandeel(vg, mensen, inwoners_nederland()) for mensen in inwoners().values()) for vg in (15000, 13000)
    }
    assert som == {15000: 15170, 13000: 13164}


@given(st.integers(0, 60_000), st.integers(0, 1_000_000), st.integers(1, 20_000_000))
def test_het_aandeel_is_het_kleinste_hele_getal_dat_genoeg_is(landelijk, mensen, nederland):
    deel = aandeel(landelijk, mensen, nederland)
    assert deel * nederland >= landelijk * mensen > (deel - 1) * nederland


@pytest.mark.parametrize(("landelijk", "mensen", "nederland"), [(-1, 1, 1), (1, -1, 1), (1, 1, 0)])
def test_onmogelijke_getallen_worden_geweigerd(landelijk, mensen, nederland):
    with pytest.raises(ValueError, match="inwoners"):
        aandeel(landelijk, mensen, nederland)


def test_alleen_2025_is_precies_te_berekenen():
    assert bekende_halfjaren() == [Halfjaar(2025, 1), Halfjaar(2025, 2)]
    assert landelijke_reeks()[Halfjaar(2025, 1)].personen == 15_000
    assert Halfjaar(2026, 1) not in landelijke_reeks()
    assert Halfjaar(2018, 2) not in landelijke_reeks()
    assert bron_van(Halfjaar(2025, 2), 59_623).startswith("13.000 × 59.623 / 17.942.942 inwoners op 1 januari 2024")


@pytest.mark.parametrize(("personen", "achterstand", "moet"), [(40, 4, 44), (40, -6, 34), (5, -9, 0)])
def test_achterstand_komt_erbij_en_voorsprong_gaat_eraf(personen, achterstand, moet):
    assert opgave(personen, achterstand) == moet


@pytest.mark.parametrize(
    ("dag", "code"),
    [(date(2026, 1, 1), "2026-I"), (date(2026, 6, 30), "2026-I"), (date(2026, 7, 1), "2026-II")],
)
def test_een_dag_valt_in_zijn_halfjaar(dag, code):
    halfjaar = Halfjaar.van(dag)
    assert halfjaar.code == code
    assert Halfjaar.lees(code) == halfjaar
    assert halfjaar.eerste_dag <= dag <= halfjaar.laatste_dag
    assert halfjaar.vorige.laatste_dag == halfjaar.eerste_dag - timedelta(days=1)
    assert [maand.day for maand in halfjaar.maanden()] == [1] * 6


@pytest.mark.parametrize("code", ["2026", "2026-III", "II-2026", "", "2026-2"])
def test_een_andere_code_is_geen_halfjaar(code):
    with pytest.raises(ValueError, match="2026-II"):
        Halfjaar.lees(code)


@pytest.mark.parametrize(
    ("dag", "moet"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 31), 7),
        (date(2026, 8, 31), 15),
        (date(2026, 9, 30), 22),
        (date(2026, 10, 31), 29),
        (date(2026, 11, 24), 35),
        (date(2026, 12, 31), 44),
        (date(2027, 1, 1), 44),
    ],
)
def test_op_schema_is_een_zesde_per_maand(dag, moet):
    assert op_schema(44, TWEEDE, dag) == moet


@given(st.dates(date(2026, 6, 1), date(2027, 1, 31)))
def test_het_schema_loopt_nooit_terug(dag):
    assert Fraction(0) <= verstreken(TWEEDE, dag) <= verstreken(TWEEDE, dag + timedelta(days=1)) <= 1
