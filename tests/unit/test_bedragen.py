from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.bedragen import decimaal, euro, naar_cent


@pytest.mark.parametrize(
    ("cent", "tekst"),
    [
        (0, "€ 0"),
        (1, "€ 0,01"),
        (100, "€ 1"),
        (8_333, "€ 83,33"),
        (420_000, "€ 4.200"),
        (71_302, "€ 713,02"),
        (10_000_000, "€ 100.000"),
        (123_456_789, "€ 1.234.567,89"),
        (-5, "€ -0,05"),
    ],
)
def test_euro(cent: int, tekst: str):
    assert euro(cent) == tekst.replace(" ", "\N{NO-BREAK SPACE}")


@given(st.integers(-(10**12), 10**12))
def test_heen_en_terug(cent: int):
    assert naar_cent(decimaal(cent)) == cent
    gelezen = euro(cent).removeprefix("€\N{NO-BREAK SPACE}").replace(".", "").replace(",", ".")
    assert naar_cent(gelezen) == cent


@pytest.mark.parametrize(
    ("bedrag", "cent"), [("713.02", 71_302), ("5", 500), (Decimal("0.1"), 10), ("29400", 2_940_000)]
)
def test_naar_cent(bedrag: str | Decimal, cent: int):
    assert naar_cent(bedrag) == cent


@pytest.mark.parametrize("bedrag", ["", "vijf", "1,50", "0.001", "NaN", "Infinity"])
def test_geen_bedrag(bedrag: str):
    with pytest.raises(ValueError, match="is geen bedrag"):
        naar_cent(bedrag)
