"""Een bestand voor een rekenblad: geen enkele tekst wordt een formule, en er gaat niets verloren."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from casus.export import lijkt_formule, maak_csv, maak_xlsx, veilige_tekst

EVIL = ["=1+1", "+31 6", "-2", "@som(a1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("tekst", EVIL)
def test_wat_op_een_formule_lijkt_is_tekst(tekst):
    assert lijkt_formule(tekst)
    assert veilige_tekst(tekst) == f"'{tekst}"
    blad = load_workbook(io.BytesIO(maak_xlsx("Lijst", ["Taak"], [[tekst]]))).active
    assert blad["A2"].data_type == "s"
    assert blad["A2"].quotePrefix


@pytest.mark.parametrize("tekst", ["Familie Tekle", "", "3 = drie", "Bel: 06", "a-b", "'t Hof"])
def test_gewone_tekst_blijft_zoals_zij_is(tekst):
    assert veilige_tekst(tekst) == tekst


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))))
def test_een_csv_is_terug_te_lezen_en_heeft_geen_enkele_formule(teksten):
    inhoud = maak_csv(["Kop"], [[tekst] for tekst in teksten]).decode("utf-8-sig")
    rijen = list(csv.reader(io.StringIO(inhoud, newline=""), delimiter=";"))
    terug = [rij[0] if rij else "" for rij in rijen[1:]]
    assert [cel.removeprefix("'") if lijkt_formule(cel[1:]) else cel for cel in terug] == teksten
    assert not any(lijkt_formule(cel) for cel in terug)


def test_dagen_zijn_dagen_en_leeg_is_leeg():
    rij = [date(2026, 11, 24), None, 3]
    assert "24-11-2026;;3" in maak_csv(["a", "b", "c"], [rij]).decode("utf-8-sig")
    blad = load_workbook(io.BytesIO(maak_xlsx("Mijn taken", ["a", "b", "c"], [rij]))).active
    assert blad["A2"].value.date() == date(2026, 11, 24)
    assert blad["A2"].number_format == "DD-MM-YYYY"
    assert (blad["B2"].value, blad["C2"].value) == (None, 3)


def test_tekens_die_xlsx_niet_kent_vallen_weg():
    blad = load_workbook(io.BytesIO(maak_xlsx("x" * 50, ["a"], [["een\x0btwee" + "z" * 40_000]]))).active
    assert blad["A2"].value.startswith("eentwee")
    assert len(blad["A2"].value) <= 32_767
