"""De middelste duur en de normen van elke stap."""

from collections import Counter
from datetime import date
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.rules.doorlooptijd import FASEN, Normen, mediaan, weken


@given(st.lists(st.integers(0, 400), min_size=1))
def test_de_middelste_is_die_van_de_hele_rij(duren):
    assert mediaan(Counter(duren)) == median(duren)


def test_zonder_zaken_is_er_geen_middelste():
    assert mediaan({}) is None


@pytest.mark.parametrize(("dagen", "moet"), [(0, 0.0), (13, 1.9), (14, 2.0), (75.5, 10.8), (88, 12.6)])
def test_dagen_in_weken(dagen, moet):
    assert weken(dagen) == moet


def test_de_normen_komen_uit_de_parameters_en_anders_uit_de_afspraak():
    normen = Normen.uit({"norm_huisvesten_dagen": "84", "iets_anders": "x"})
    assert (normen.koppelen, normen.huisvesten, normen.verhuizen, normen.thuis) == (14, 84, 14, 98)
    assert [normen.van(fase) for fase in FASEN] == [14, 84, 14]
    assert normen.vast_gekoppeld_voor(date(2026, 11, 24)) == date(2026, 9, 1)
    assert normen.vast_verhuist_voor(date(2026, 11, 24)) == date(2026, 11, 10)
