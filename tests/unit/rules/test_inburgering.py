from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.errors import Weigering
from casus.rules.inburgering import inburgeringstermijn, is_plichtig, pip_deadline
from casus.rules.parameters import standaard, waarden_op
from tests.unit.rules.voorbeelden import persoon

DAG = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("geboren", "plichtig"),
    [
        ("2008-11-23", False),
        ("2008-11-22", True),
        ("1990-05-05", True),
        ("1959-11-23", True),
        ("1959-11-22", False),
        ("2008-11-00", False),
        ("2008-00-00", False),
        ("2007-00-00", True),
        ("1959-00-00", True),
        ("1958-00-00", False),
        ("0000-00-00", True),
        ("2020-02-29", False),
    ],
)
def test_wie_plichtig_is(geboren: str, plichtig: bool):
    assert is_plichtig(persoon(geboortedatum=geboren), DAG) is plichtig


def test_de_aow_leeftijd_stijgt_met_de_jaren():
    in_2028 = date(2028, 2, 1)
    assert is_plichtig(persoon(geboortedatum="1961-01-15"), in_2028), "67 jaar en 17 dagen, grens 67 jaar en 3 maanden"
    assert not is_plichtig(
        persoon(geboortedatum="1961-01-15"), in_2028, {"meerderjarig_jaren": "18", "aow_leeftijd_maanden": "804"}
    )


def test_zonder_parameter_een_zin_en_geen_gok():
    with pytest.raises(Weigering, match="aow_leeftijd_maanden"):
        is_plichtig(persoon(geboortedatum="1990-01-01"), DAG, {"meerderjarig_jaren": "18"})


@given(
    st.dates(date(1900, 1, 1), DAG), st.sampled_from(["nationaliteit", "herkomstland", "taal", "geslacht", "opleiding"])
)
def test_alleen_leeftijd_telt(geboren: date, veld: str):
    tekst = geboren.isoformat()
    assert is_plichtig(persoon(geboortedatum=tekst), DAG) is is_plichtig(
        persoon(geboortedatum=tekst, **{veld: "anders"}), DAG
    )


KENNISGEVING, BRP = date(2026, 3, 2), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("kennisgeving", "brp", "informatie", "deadline"),
    [
        (KENNISGEVING, BRP, None, date(2026, 6, 10)),
        (BRP, KENNISGEVING, None, date(2026, 6, 10)),
        (KENNISGEVING, BRP, date(2026, 5, 1), date(2026, 6, 10)),
        (KENNISGEVING, BRP, date(2026, 6, 5), date(2026, 6, 19)),
        (None, BRP, None, None),
        (KENNISGEVING, None, None, None),
    ],
)
def test_pip_deadline(kennisgeving: date | None, brp: date | None, informatie: date | None, deadline: date | None):
    assert pip_deadline(kennisgeving, brp, informatie_ontvangen=informatie) == deadline


def test_pip_deadline_volgt_de_parameter():
    waarden = waarden_op(standaard(), BRP) | {"pip_dagen": "10"}
    assert pip_deadline(KENNISGEVING, BRP, parameters=waarden) == BRP + timedelta(days=10)


def test_termijn_begint_na_de_dagtekening_en_duurt_drie_jaar():
    termijn = inburgeringstermijn(date(2026, 5, 31))
    assert (termijn.start, termijn.einde) == (date(2026, 6, 1), date(2029, 6, 1))
    assert inburgeringstermijn(date(2026, 5, 31), verlengd_maanden=6).einde == date(2029, 12, 1)
    assert inburgeringstermijn(date(2028, 2, 28)).einde == date(2031, 2, 28), "29 februari"
