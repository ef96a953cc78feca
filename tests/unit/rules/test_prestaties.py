"""Prestatieafspraken: types, maten, de stand van een afspraak, en wat er in het formulier mag staan."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.errors import InvoerFout
from casus.rules.prestaties import (
    MATEN,
    Instroom,
    Mismatch,
    Prestatie,
    Typeregel,
    lees,
    mismatchzin,
    stand,
    vergelijk,
    woningtype,
)
from casus.vocab import PROGNOSETYPEN


def prestatie(**prognose: int) -> Prestatie:
    return Prestatie(UUID(int=1), "Sité", {code: Typeregel(prognose=aantal) for code, aantal in prognose.items()})


@pytest.mark.parametrize(
    ("zelfstandig", "slaapkamers", "soort"),
    [(False, 1, "kamer"), (True, 0, "studio"), (True, 3, "slaapkamers_3"), (True, 6, "slaapkamers_4")],
)
def test_het_type_van_een_woning(zelfstandig: bool, slaapkamers: int, soort: str):
    assert woningtype(zelfstandig, slaapkamers) == soort


@given(st.booleans(), st.integers(0, 12))
def test_elk_type_is_een_type_van_prognose_en_afspraak(zelfstandig: bool, slaapkamers: int):
    assert woningtype(zelfstandig, slaapkamers) in PROGNOSETYPEN


def test_vraag_en_prognose_per_maat():
    maten = vergelijk([1, 1, 1, 2, 5], [prestatie(kamer=1, studio=1), prestatie(slaapkamers_3=4, slaapkamers_4=1)])
    assert maten == [Mismatch("1", 3, 2), Mismatch("2", 1, 0), Mismatch("3", 0, 4), Mismatch("4", 1, 1)]
    assert mismatchzin(maten) == (
        "Te weinig woningen: 1 met tot en met 1 slaapkamer en 1 met 2 slaapkamers. Meer dan nodig: 4 met 3 slaapkamers."
    )
    assert mismatchzin(vergelijk([], [])) == "Er zoekt niemand en er is geen prognose."
    assert mismatchzin(vergelijk([1], [prestatie(studio=1)])) == "Voor elke maat is er genoeg."


@pytest.mark.parametrize(
    ("jaar", "kwartaal", "dag", "personen"),
    [
        (2026, 3, date(2026, 7, 1), 15),
        (2026, 4, date(2026, 7, 1), 15),
        (2026, 3, date(2026, 10, 1), 0),
        (2026, 4, date(2026, 10, 1), 30),
        (2026, 1, date(2026, 10, 1), 0),
        (2027, 1, date(2026, 10, 1), 15),
    ],
)
def test_wat_rest_is_verdeeld_over_de_kwartalen_die_nog_komen(jaar: int, kwartaal: int, dag: date, personen: int):
    instroom = Instroom(taakstelling=40, achterstand=5, gehad=15, eerder=[(1, 1)])
    assert instroom.bekend and instroom.personen(jaar, kwartaal, dag) == personen


def test_wie_komt_heeft_de_maten_van_het_laatste_jaar():
    instroom = Instroom(40, 0, 0, eerder=[(1, 1), (1, 1), (2, 3), (6, 5)])
    komend = instroom.huishoudens(20)
    assert komend == {"1": 4, "2": 2, "4": 2}
    maten = vergelijk([1], [prestatie(studio=6)], komend)
    assert [een.verschil for een in maten] == [1, -2, 0, -2]
    assert not Instroom(None, 0, 0, [(1, 1)]).bekend and not Instroom(40, 0, 0, []).bekend
    assert Instroom(None, 9, 0, [(1, 1)]).personen(2027, 1, date(2026, 1, 1)) == 0
    assert Instroom(10, -30, 0, [(1, 1)]).personen(2026, 4, date(2026, 10, 1)) == 0, "een voorsprong vraagt niets"


@given(st.integers(0, 500), st.integers(0, 500), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_samen_komen_de_kwartalen_op_de_opgave_uit(taakstelling: int, gehad: int, dag: date):
    instroom = Instroom(taakstelling, 0, gehad, [(1, 1)])
    helft = (1, 2) if dag.month <= 6 else (3, 4)
    samen = sum(instroom.personen(2026, kwartaal, dag) for kwartaal in helft)
    assert 0 <= samen - max(taakstelling - gehad, 0) <= 1


@given(st.lists(st.integers(0, 9)))
def test_niemand_valt_buiten_de_maten(normen: list[int]):
    maten = vergelijk(normen, [])
    assert sum(een.huishoudens for een in maten) == len(normen) and [een.maat for een in maten] == list(MATEN)


def test_de_stand_van_een_afspraak():
    assert stand(Typeregel(None, geleverd=3)) == ""
    assert stand(Typeregel(4, geleverd=3)) == "nog 1 woning"
    assert stand(Typeregel(3, geleverd=3)) == "gehaald"
    assert stand(Typeregel(1, geleverd=3)) == "gehaald, 2 meer"


def test_samen_en_de_middelste_duur():
    een = Prestatie(
        UUID(int=1), "Sité", {"kamer": Typeregel(2, None, 1, 1, 1), "studio": Typeregel(None, None, 4, 2, 0)}
    )
    assert een.samen == Typeregel(2, None, 5, 3, 1) and een.middelste_duur is None
    een.dagen.update([10, 30, 50])
    assert een.middelste_duur == 30


def test_het_formulier_leest_getallen_en_noemt_elk_vakje_dat_niet_klopt():
    assert lees({("afspraak", "studio"): " 4 ", ("1", "kamer"): "", ("9", "kamer"): "1", ("1", "villa"): "1"}) == {
        ("afspraak", "studio"): 4,
        ("1", "kamer"): None,
    }
    with pytest.raises(InvoerFout) as fout:
        lees({("afspraak", "studio"): "vier", ("3", "kamer"): "-1", ("4", "kamer"): "10000", ("2", "kamer"): "²"})
    assert [een.veld for een in fout.value.fouten] == ["studio-afspraak", "kamer-3", "kamer-4", "kamer-2"]
