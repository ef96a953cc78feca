"""Wat er uit een verdeling komt, de ruilkaart, en de openbare tekst: zonder database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.models import Huishouden, Persoon, Woning
from casus.rules.matchrun import uitkomst, waarom_geen
from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendgeval import Plek, Vraag
from casus.rules.passendrun import Opdracht, opdracht_uit
from casus.rules.ruilkaarten import Kaart, als_plek, als_vraag, maak_kaart, maak_woningkaart, velden
from casus.rules.slaapkamers import slaapkamers_nodig
from casus.views.schermen.tekstscherm import laad, lees

DAG = date(2026, 11, 24)
PARAMETERS = waarden_op(standaard(), DAG)
A, B = "Aalten", "Bronckhorst"


def vraag(sleutel: str, gemeente: str = A, **anders: object) -> Vraag:
    return Vraag(**{"sleutel": sleutel, "gemeente": gemeente, "personen": 1, "slaapkamers": 1, **anders})


def plek(sleutel: str, gemeente: str = A, **anders: object) -> Plek:
    vast = {"huur_cent": 50_000, "slaapkamers": 1, "contractsoort": "ONB", "beschikbaar_van": DAG}
    return Plek(**{"sleutel": sleutel, "gemeente": gemeente, **vast, **anders})


def opdracht(vragen: list[Vraag], plekken: list[Plek], **anders: object) -> Opdracht:
    return Opdracht(DAG, vragen, plekken, PARAMETERS, **anders)


def test_een_paar_draagt_zijn_punten_in_delen():
    (paar,) = uitkomst(opdracht([vraag("h")], [plek("w")]))["paren"]
    assert (paar["huishouden"], paar["woning"]) == ("h", "w")
    assert paar["score"] == sum(punten for _, punten, _, _ in paar["delen"]) and len(paar["delen"]) == 6


def test_wie_zonder_blijft_hoort_welke_woning_naar_een_ander_ging():
    lang, kort = vraag("lang", wacht_dagen=90), vraag("kort", wacht_dagen=7)
    uit = uitkomst(opdracht([kort, lang], [plek("w")]))
    assert [paar["huishouden"] for paar in uit["paren"]] == ["lang"]
    assert uit["zonder"] == [{"huishouden": "kort", "past": ["w"], "aantal": 1}]


def test_wie_nergens_past_hoort_welke_regel_tegenhoudt():
    groot = vraag("groot", personen=6, slaapkamers=5)
    wat = opdracht([groot], [plek("a"), plek("b"), plek("duur", huur_cent=99_000, slaapkamers=6)])
    assert uitkomst(wat)["zonder"] == [{"huishouden": "groot", "past": [], "aantal": 0}]
    assert waarom_geen(wat, "groot") == [("H4", 2), ("H2", 1)]


def test_de_volgorde_van_de_invoer_telt_niet():
    vragen = [vraag(f"h{nr}", wacht_dagen=nr) for nr in range(3)]
    plekken = [plek(f"w{nr}") for nr in range(2)]
    uitkomsten = [uitkomst(opdracht(list(een), plekken[::-1])) for een in permutations(vragen)]
    assert all(een == uitkomsten[0] for een in uitkomsten)
    assert uitkomst(opdracht_uit(opdracht(vragen, plekken).als_json())) == uitkomsten[0]


def test_een_regio_ruilt_niet_meer_dan_nodig_is():
    overal = frozenset({A, B})
    vragen = [vraag("a", A, ook_in=overal), vraag("b", B, ook_in=overal), vraag("b2", B, ook_in=overal)]
    uit = uitkomst(opdracht(vragen, [plek("wa", A), plek("wb", B)]), regio=True)
    paren = {(paar["huishouden"], paar["woning"]) for paar in uit["paren"]}
    assert ("a", "wa") in paren and uit["personen"] == uit["zonder_ruil"] == 2
    zonder_thuis = uitkomst(opdracht(vragen[1:], [plek("wa", A)]), regio=True)
    assert (zonder_thuis["zonder_ruil"], zonder_thuis["personen"]) == (0, 1)
    assert zonder_thuis["per_gemeente"] == [
        {"gemeente": A, "zoekt": 0, "woningen": 1, "zonder_ruil": 0, "met_ruil": 0},
        {"gemeente": B, "zoekt": 2, "woningen": 0, "zonder_ruil": 0, "met_ruil": 1},
    ]


@given(
    st.lists(st.tuples(st.sampled_from((A, B)), st.integers(1, 4), st.integers(0, 60)), min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from((A, B)), st.integers(1, 3)), min_size=1, max_size=4),
)
def test_liever_thuis_kost_niemand_een_woning(huizen: list[tuple[str, int, int]], plekken: list[tuple[str, int]]):
    overal = frozenset({A, B})
    vragen = [
        vraag(f"h{nr}", gemeente, personen=n, slaapkamers=n, wacht_dagen=dagen, ook_in=overal)
        for nr, (gemeente, n, dagen) in enumerate(huizen)
    ]
    wat = opdracht(vragen, [plek(f"w{nr}", g, slaapkamers=k) for nr, (g, k) in enumerate(plekken)])
    met, gewoon = uitkomst(wat, regio=True), uitkomst(wat)
    assert (met["personen"], met["wachtdagen"], met["grens"]) == (
        gewoon["personen"],
        gewoon["wachtdagen"],
        gewoon["grens"],
    )
    gemeente = {een.sleutel: een.gemeente for een in (*wat.huishoudens, *wat.woningen)}
    thuis = [sum(gemeente[p["huishouden"]] == gemeente[p["woning"]] for p in een["paren"]) for een in (met, gewoon)]
    assert thuis[0] >= thuis[1]


# --- de ruilkaart ---

GEBOREN = {"0-11": "2020-01-01", "12-17": "2011-01-01", "18-20": "2007-01-01", "21+": "1990-01-01", "?": "0000-00-00"}


def gezin(*banden: str, **anders: object) -> tuple[Huishouden, list[Persoon]]:
    vast = {"woonbeperking": "geen", "koppelreden_hard": False, "gebied": "", "nareis_aantal": 0, "koppelredenen": []}
    vast |= {"gebied_reden": "familie"}
    mensen = [
        Persoon(relatie="hoofdpersoon" if nr == 0 else "ander", geslacht="man", geboortedatum=GEBOREN[band])
        for nr, band in enumerate(banden)
    ]
    return Huishouden(**{**vast, **anders}), mensen


def kaart(*banden: str, **anders: object) -> tuple[Kaart, list[Persoon]]:
    huishouden, mensen = gezin(*banden, **anders)
    return maak_kaart(A, huishouden, mensen, date(2026, 10, 1), DAG, (A, B)), mensen


@given(st.lists(st.sampled_from(sorted(GEBOREN)), min_size=1, max_size=7))
def test_een_kaart_zegt_voor_de_regels_hetzelfde_als_het_gezin(banden: list[str]):
    een, mensen = kaart(*banden)
    uit = als_vraag(een, "x", (A, B))
    assert uit.slaapkamers == slaapkamers_nodig(mensen, DAG) and uit.personen == len(banden)
    assert sum(een.leeftijden.values()) == len(banden) and uit.leeftijd_onbekend == ("?" in banden)
    volwassen = [band for band in banden if band in ("18-20", "21+", "?")]
    assert uit.alleen == (None if banden == ["?"] else len(banden) == 1 and bool(volwassen))


def test_een_kaart_noemt_alleen_een_gemeente_als_gebied():
    assert kaart("21+", gebied="bij zus Fatima in Bronckhorst, Dorpsstraat 3")[0].gebied == B
    assert kaart("21+", gebied="bij zus Fatima")[0].gebied == ""


@pytest.mark.parametrize(("hard", "waar"), [(True, frozenset()), (False, frozenset({A, B}))])
def test_een_harde_koppelreden_houdt_het_huishouden_in_zijn_gemeente(hard: bool, waar: frozenset[str]):
    assert als_vraag(kaart("21+", koppelreden_hard=hard)[0], "x", (A, B)).ook_in == waar


def test_een_woningkaart_heeft_geen_adres():
    woning = Woning(
        adres="Kanariestraat 9", postcode="7000 AA", plaats=A, slaapkamers=2, huur_cent=60_000, toegankelijkheid="ZON",
        verdieping=2, lift=False, contractsoort="ONB", beschikbaar_van=DAG, eind_op=None,
    )  # fmt: skip
    een = maak_woningkaart(A, woning)
    assert "Kanarie" not in str(velden(een)) and "7000" not in str(velden(een))
    assert als_plek(een, "x").trap and replace(als_plek(een, "x"), trap=False).slaapkamers == 2


# --- de openbare tekst ---


def test_de_tekst_kent_koppen_lijsten_tabellen_en_geen_html():
    tekst = lees(
        "# Titel\n\nEen **vette** [link](https://x.nl).\n\n## Kop\n\n- een\n  verder\n- twee\n"
        "\n| a | b |\n|---|---|\n| 1 | <b> |\n"
    )
    assert tekst.titel == "Titel"
    assert [blok.soort for blok in tekst.blokken] == ["alinea", "h2", "lijst", "tabel"]
    assert (
        tekst.blokken[0].rijen[0][0][1] == ("vet", "vette", "") and tekst.blokken[0].rijen[0][0][3][2] == "https://x.nl"
    )
    assert tekst.blokken[2].rijen[0][0] == [("tekst", "een verder", "")]
    assert tekst.blokken[3].rijen[1][1] == [("tekst", "<b>", "")]


def test_de_tekst_voor_het_algoritmeregister_is_er_en_heeft_een_titel():
    tekst = laad("algoritmeregister.md")
    assert tekst.titel and len(tekst.blokken) > 5
