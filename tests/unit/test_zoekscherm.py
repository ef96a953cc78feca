"""Wat is gezocht staat gemarkeerd in de tekst zoals iemand haar schreef, met accenten en al."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.rules.zoekterm import ontleed
from casus.views.schermen.zoekscherm import LANG, knip, markeer


def gemarkeerd(tekst: str, term: str) -> str:
    return "".join(f"[{stuk.tekst}]" if stuk.raak else stuk.tekst for stuk in markeer(tekst, ontleed(term).woorden))


@pytest.mark.parametrize(
    ("tekst", "term", "verwacht"),
    [
        ("Familie Çelik-Yılmaz", "celik", "Familie [Çelik]-Yılmaz"),
        ("Familie Çelik-Yılmaz", "yil fam", "[Familie] Çelik-[Yılmaz]"),
        ("De schóól van d'Or’s zoon", "school dor", "De [schóól] van [d'Or’s] zoon"),
        ("Basisschool", "school", "Basisschool"),
        ("<b>school</b>", "b", "<[b]>school</[b]>"),
        ("Cafe\u0301 Noir", "cafe", "[Café] Noir"),
        ("", "x", ""),
    ],
)
def test_elk_woord_dat_zo_begint(tekst: str, term: str, verwacht: str):
    assert gemarkeerd(tekst, term) == verwacht


@given(st.text(), st.text())
def test_markeren_verandert_geen_letter(tekst: str, term: str):
    stukken = markeer(tekst, ontleed(term).woorden)
    assert "".join(stuk.tekst for stuk in stukken) == unicodedata.normalize("NFC", tekst)


def test_uit_een_lange_tekst_komt_het_stuk_met_het_woord():
    lang = f"{'Eerst iets anders. ' * 20}Vader belde over de school van Ruta. {'En nog meer. ' * 30}"
    stuk = "".join(deel.tekst for deel in knip(lang, ("school",)))
    assert stuk.startswith("… ") and stuk.endswith(" …") and "belde over de school van Ruta" in stuk
    assert len(stuk) <= LANG + 4


@pytest.mark.parametrize("tekst", ["Kort.", "  Met\n\n regels  en   spaties ", "x" * 500, "school " + "x" * 500])
def test_een_korte_of_vreemde_tekst_blijft_leesbaar(tekst: str):
    stuk = "".join(deel.tekst for deel in knip(tekst, ("school",)))
    assert stuk and "\n" not in stuk and len(stuk) <= LANG + 4
