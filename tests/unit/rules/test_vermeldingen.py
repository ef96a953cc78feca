"""Vermeldingen in een notitie: gevonden zoals mensen ze typen, en nooit een teken kwijt of te veel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.rules.vermeldingen import Afloop, genoemd, in_stukken, zonder_collega
from casus.zoekvorm import zoekvorm

TEAM = {1: "Bart Reimerink", 2: "Şükran Çelik-Yılmaz", 3: "Jan de Vries", 4: "Jan de Vries-Bos", 5: "Fatma d'Angelo"}


@pytest.mark.parametrize(
    ("tekst", "wie"),
    [
        ("@Bart Reimerink weet jij dat?", {1}),
        ("vraag het @bart  reimerink.", {1}),
        ("(@BART REIMERINK)", {1}),
        ("@Sukran Celik Yilmaz en @Şükran Çelik‑Yılmaz", {2}),
        ("@Jan de Vries-Bos", {4}),
        ("@Jan de Vries, bel je?", {3}),
        ("@Jan de Vries - Bos", {4}),
        ("@Fatma dAngelo @Fatma d’Angelo", {5}),
        ("@Bart", {1}),
        ("@bart, bel je? @SUKRAN ook", {1, 2}),
        ("@Bart weet dat", {1}),
        ("@Bart Smit", set()),
        ("@Jan", set()),
        ("@jan bel je?", set()),
        ("@ Bart Reimerink", set()),
        ("bart@Bart Reimerink", set()),
        ("@Bart Reimerinks", set()),
        ("@Bart\nReimerink", {1}),
        ("@Jan @de Vries", set()),
        ("@Bart Reimerink@Jan de Vries", {1}),
        ("Bart Reimerink", set()),
        ("@", set()),
        ("", set()),
    ],
)
def test_wie_er_wordt_genoemd(tekst, wie):
    assert genoemd(tekst, TEAM) == wie


@pytest.mark.parametrize(
    ("tekst", "los"),
    [
        ("@Bart en @Fatma d'Angelo, mail bart@gemeente.example om @14.00 uur", []),
        ("@Piet weet het", [("@Piet", ())]),
        ("@Bart Smit!", [("@Bart Smit", ())]),
        ("@jan bel je? @Jan de Vries wel", [("@jan", ("Jan de Vries", "Jan de Vries-Bos"))]),
        ("@Piet en @Piet", [("@Piet", ())]),
    ],
)
def test_wie_niet_een_collega_is(tekst, los):
    assert zonder_collega(tekst, TEAM.values()) == los


def test_de_afloop_in_woorden():
    afloop = Afloop(["Bart Reimerink"], ["Fatma d'Angelo"], ["@Piet"], [("@jan", ["Jan de Vries", "Jan Bos"])])
    assert afloop.let_op and not Afloop(["Bart Reimerink"]).let_op and Afloop().zin == ""
    assert afloop.zin == (
        "Bart Reimerink krijgt een signaal. Fatma d'Angelo krijgt geen signaal: die heeft dat uitgezet."
        " @Piet krijgt geen signaal: zo heet niemand in het team. @jan krijgt geen signaal: dat kan Jan de Vries of"
        " Jan Bos zijn. Schrijf de hele naam."
    )


def test_de_langste_naam_gaat_voor_en_alleen_de_vermelding_valt_op():
    stukken = in_stukken("Voor @jan de vries-bos en <b>@Bart Reimerink</b>!", list(TEAM.values()))
    assert [(stuk.tekst, stuk.naam) for stuk in stukken] == [
        ("Voor ", ""),
        ("@jan de vries-bos", "Jan de Vries-Bos"),
        (" en <b>", ""),
        ("@Bart Reimerink", "Bart Reimerink"),
        ("</b>!", ""),
    ]


def test_dezelfde_naam_twee_keer_is_twee_mensen():
    assert genoemd("@ada bos", {1: "Ada Bos", 2: "Áda Bos", 3: "Ada Bosch"}) == {1, 2}


@given(st.text(), st.lists(st.text()))
def test_stukken_zijn_samen_de_tekst(tekst, namen):
    stukken = in_stukken(tekst, namen)
    assert "".join(stuk.tekst for stuk in stukken) == tekst
    assert all(stuk.tekst for stuk in stukken)
    assert all(stuk.naam == "" or (stuk.naam in namen and stuk.tekst.startswith("@")) for stuk in stukken)


NAAM = st.lists(st.text(st.characters(categories=("L",)), min_size=1), min_size=1, max_size=4).map(" ".join)


@given(st.text(), NAAM, st.text(), st.lists(NAAM))
def test_elke_naam_in_elke_tekst(voor, naam, na, anderen):
    """Een naam die in letters te schrijven is, wordt overal gevonden, tenzij een langere naam er ook past."""
    collegas = {0: naam, **dict(enumerate(anderen, start=1))}
    tekst = f"{voor} @{naam}\n{na}"
    wie = genoemd(tekst, collegas)
    assert wie <= set(collegas)
    # niet elke letter is er een voor de zoekvorm: Chinees wordt een scheiding
    if all(zoekvorm(teken).isalnum() for teken in naam if teken != " "):
        assert 0 in wie


@given(st.text())
def test_de_woorden_zijn_die_van_de_zoekvorm(tekst):
    from casus.rules.vermeldingen import _woorden

    assert " ".join(woord.vorm for woord in _woorden(tekst)) == zoekvorm(tekst)
