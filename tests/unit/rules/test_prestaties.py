"""Prestatieafspraken: types, maten, de stand van een afspraak, en wat er in het formulier mag staan."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.errors import InvoerFout
from casus.rules.prestaties import (
    MATEN,
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
