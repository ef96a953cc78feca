"""Aan de vorm is te zien wat iemand zoekt, en geen tekst brengt een nummer van een persoon in de index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.rules.zoekterm import als_bsn, indexwoorden, nummerwoorden, ontleed


@pytest.mark.parametrize(
    ("tekst", "soort", "woorden", "nummer"),
    [
        ("Çelik-Yılmaz", "woorden", ("celik", "yilmaz"), ""),
        ("  tekle   TEKLE ", "woorden", ("tekle",), ""),
        ("DOE-2026-00042", "zaaknummer", ("doe202600042",), ""),
        ("doe-2026", "zaaknummer", ("doe2026",), ""),
        ("2026-00042", "zaaknummer", ("202600042",), ""),
        ("00042", "woorden", ("00042",), ""),
        ("999990019", "bsn", ("999990019",), "999990019"),
        ("9999.90.019", "bsn", ("999990019",), "999990019"),
        ("999990018", "woorden", ("999990018",), ""),
        ("12345672", "bsn", ("12345672",), "012345672"),
        ("2712345678", "v_nummer", ("2712345678",), "2712345678"),
        ("V-nummer: 271 234 5678", "v_nummer", ("2712345678",), "2712345678"),
        ("٢٧١٢٣٤٥٦٧٨", "woorden", (), ""),
        ("el-3", "zaaknummer", ("el3",), ""),
    ],
)
def test_de_vorm_zegt_wat_er_wordt_gezocht(tekst: str, soort: str, woorden: tuple[str, ...], nummer: str):
    term = ontleed(tekst)
    assert (term.soort, term.woorden, term.nummer) == (soort, woorden, nummer)


def test_alleen_een_heel_zaaknummer_is_heel():
    assert ontleed(" doe-2026-00042").zaaknummer == "DOE-2026-00042"
    assert [ontleed(tekst).zaaknummer for tekst in ("doe-2026", "2026-00042", "doe 2026 00042")] == ["", "", ""]


@pytest.mark.parametrize(("tekst", "kort"), [("x", True), ("x y", True), ("", True), ("xy", False), ("7", False)])
def test_een_losse_letter_is_te_kort(tekst: str, kort: bool):
    assert ontleed(tekst).te_kort is kort


def test_hooguit_acht_woorden_van_hooguit_veertig_tekens():
    term = ontleed(" ".join(f"{letter * 60}" for letter in "abcdefghijkl"))
    assert len(term.woorden) == 8 and {len(woord) for woord in term.woorden} == {40}


def test_een_nummer_van_een_persoon_gaat_de_index_niet_in():
    tekst = "Belde over 999990019 en V 2712345678, wil op 5 mei naar 7001 AB"
    assert indexwoorden(tekst) == "belde over en v wil op 5 mei naar 7001 ab"


@given(st.text())
def test_wat_de_index_ingaat_zijn_losse_woorden_van_letters_en_cijfers(tekst: str):
    woorden = indexwoorden(tekst).split(" ")
    assert len(set(woorden)) == len(woorden)
    assert all(not woord or (woord.isascii() and woord.isalnum() and woord == woord.lower()) for woord in woorden)
    assert not any(als_bsn(woord) for woord in woorden)


@given(st.text())
def test_elke_tekst_is_een_zoekterm(tekst: str):
    assert all(woord.isascii() and woord.isalnum() for woord in ontleed(tekst).woorden)


def test_hoe_een_zaaknummer_kan_worden_getypt():
    assert nummerwoorden("DOE-2026-00042") == ("doe202600042", "202600042", "00042", "42")
