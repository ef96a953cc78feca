import csv
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.models import Parameter
from casus.rules.parameters import Standaardwaarde, cent, getal, standaard, waarde_op, waarden_op

DAG = date(2026, 7, 1)


def rij(waarde: str, van: date, tot: date | None = None, sleutel: str = "x") -> Standaardwaarde:
    return Standaardwaarde(sleutel, waarde, van, "bron", tot)


RIJEN = [
    rij("1", date(2025, 1, 1), date(2025, 12, 31)),
    rij("2", date(2026, 1, 1)),
    rij("9", date(2025, 1, 1), sleutel="y"),
]


@pytest.mark.parametrize(
    ("dag", "waarde"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), "1"),
        (date(2025, 12, 31), "1"),
        (date(2026, 1, 1), "2"),
        (date(2050, 1, 1), "2"),
    ],
)
def test_waarde_op_een_dag(dag: date, waarde: str | None):
    assert waarde_op(RIJEN, "x", dag) == waarde
    assert waarden_op(RIJEN, dag).get("x") == waarde


def test_bij_overlap_telt_de_laatst_begonnen():
    rijen = [rij("nieuw", date(2026, 6, 1)), rij("oud", date(2026, 1, 1))]
    assert waarde_op(rijen, "x", DAG) == waarden_op(rijen, DAG)["x"] == "nieuw"


def test_een_rij_van_de_gemeente_werkt_net_zo():
    parameter = Parameter(sleutel="x", waarde="7", geldig_van=date(2026, 1, 1), geldig_tot=None, bron="raad")
    assert waarde_op([parameter], "x", DAG) == "7"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=6), st.integers(0, 12))
def test_waarden_op_is_waarde_op_voor_elke_sleutel(perioden: list[tuple[int, int]], dag: int):
    rijen = [
        rij(str(n), date(2026, 1, 1 + van), date(2026, 1, 1 + van + duur)) for n, (van, duur) in enumerate(perioden)
    ]
    gelijk_begin = len({van for van, _ in perioden}) < len(perioden)
    gevonden = waarde_op(rijen, "x", date(2026, 1, 1 + dag))
    if not gelijk_begin:
        assert waarden_op(rijen, date(2026, 1, 1 + dag)).get("x") == gevonden
    assert (gevonden is None) is not any(van <= dag <= van + duur for van, duur in perioden)


def test_getal_en_bedrag():
    assert (getal({"x": "14"}, "x"), getal({}, "x")) == (14, None)
    assert (cent({"x": "713.02"}, "x"), cent({}, "x")) == (71_302, None)


# De standaardwaarden


def test_elke_standaardwaarde_heeft_een_bron_en_geen_overlap():
    gezien: dict[str, date | None] = {}
    for blok in standaard():
        assert blok.bron and blok.waarde and blok.sleutel.isidentifier()
        if blok.sleutel in gezien:
            vorige = gezien[blok.sleutel]
            assert vorige is not None and vorige < blok.geldig_van, blok.sleutel
        gezien[blok.sleutel] = blok.geldig_tot


def test_de_huurgrenzen_zijn_die_van_het_gegevensbestand():
    tekst = files("casus.data").joinpath("parameters_2026.csv").read_text(encoding="utf-8")
    eigen = {(blok.sleutel, blok.geldig_van): blok for blok in standaard()}
    for regel in csv.DictReader(tekst.splitlines()):
        blok = eigen[regel["sleutel"], date.fromisoformat(regel["geldig_vanaf"])]
        assert blok.waarde == regel["waarde"]
        assert (blok.geldig_tot.isoformat() if blok.geldig_tot else "") == regel["geldig_tot"]
        if "bevestigd" not in regel["zekerheid"] or "controleren" in regel["zekerheid"]:
            assert "controleren" in blok.bron, f"{blok.sleutel} moet nog worden nagekeken"


@pytest.mark.parametrize(
    ("sleutel", "waarde"),
    [
        ("norm_koppelen_dagen", "14"),
        ("norm_huisvesten_dagen", "70"),
        ("norm_verhuizen_dagen", "14"),
        ("kamer_tolerantie", "1"),
        ("aow_leeftijd_maanden", "804"),
    ],
)
def test_bekende_normen(sleutel: str, waarde: str):
    assert waarde_op(standaard(), sleutel, DAG) == waarde
