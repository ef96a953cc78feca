"""Inplannen en laten wachten: nooit na de fatale datum zonder reden, nooit op een dag die voorbij is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casus.rules.planning import LANGSTE_PARTIJ, VERSTE, plan_fouten, wacht_fouten, wacht_nog, wacht_waarschuwing

VANDAAG = date(2026, 11, 24)
dagen = st.dates(VANDAAG - timedelta(days=900), VANDAAG + timedelta(days=900))


@given(dagen, st.sampled_from(["", " \n", "De familie is op reis."]), st.none() | dagen)
def test_een_plan_dat_mag_ligt_nooit_na_de_fatale_datum_zonder_reden(op: date, reden: str, fataal: date | None):
    mag = not plan_fouten(op, reden, fataal, VANDAAG)
    assert mag == (VANDAAG <= op <= VANDAAG + VERSTE and (fataal is None or op <= fataal or bool(reden.strip())))


@given(dagen, st.none() | dagen)
def test_een_reden_maakt_een_plan_nooit_slechter(op: date, fataal: date | None):
    assert len(plan_fouten(op, "Daarom.", fataal, VANDAAG)) <= len(plan_fouten(op, "", fataal, VANDAAG))


@given(st.text(max_size=120), dagen)
def test_wachten_dat_mag_is_op_iemand_en_tot_na_vandaag(op: str, tot: date):
    mag = not wacht_fouten(op, tot, VANDAAG)
    assert mag == (0 < len(op.strip()) <= LANGSTE_PARTIJ and VANDAAG < tot <= VANDAAG + VERSTE)
    if mag:
        assert wacht_nog(tot, VANDAAG)
        assert not wacht_nog(tot, tot), "op de dag zelf is de taak weer aan de beurt"


def test_elk_veld_krijgt_zijn_eigen_zin():
    assert [fout.veld for fout in plan_fouten(None, "", None, VANDAAG)] == ["gepland_op"]
    assert [fout.veld for fout in plan_fouten(VANDAAG, "", VANDAAG - timedelta(days=1), VANDAAG)] == ["gepland_reden"]
    assert [fout.veld for fout in wacht_fouten("", VANDAAG, VANDAAG)] == ["wacht_op", "wacht_tot"]
    assert "23 november 2026" in plan_fouten(VANDAAG, "", date(2026, 11, 23), VANDAAG)[0].zin.replace("\xa0", " ")


def test_wachten_voorbij_de_fatale_datum_geeft_een_waarschuwing():
    assert wacht_waarschuwing(VANDAAG, VANDAAG) == wacht_waarschuwing(VANDAAG, None) == ""
    assert "schuift niet op" in wacht_waarschuwing(VANDAAG, VANDAAG - timedelta(days=1))
    assert not wacht_nog(None, VANDAAG)
