"""De toewijzing: tegen alle mogelijkheden op kleine gevallen, en tegen de LP-grens van HiGHS op grotere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from casus.rules.passendgeval import Plek, Vraag
from casus.rules.passendrun import (
    WONINGTYPEN,
    Opdracht,
    denkbeeldig,
    opdracht_uit,
    reken,
    vingerafdruk,
    wat_als,
)
from casus.rules.passendveel import Paren, TeVeelParen, toets_veel
from casus.rules.toewijsrekenen import bovengrens, paar_zwaarst
from casus.rules.toewijzing import Paar, Toewijzing, WensenBotsen, los_op
from tests.unit.rules.voorbeelden_passend import DAG, PARAMETERS, losse_plekken, losse_vragen


def vraag(sleutel: str, personen: int = 1, wacht: int = 0, **anders: object) -> Vraag:
    alleen = {"alleen": personen == 1}
    return Vraag(sleutel=sleutel, gemeente="a", personen=personen, slaapkamers=1, wacht_dagen=wacht, **alleen | anders)


def plek(sleutel: str, slaapkamers: int = 3, **anders: object) -> Plek:
    vast = {"gemeente": "a", "huur_cent": 40_000, "contractsoort": "ONB", "beschikbaar_van": DAG} | anders
    return Plek(sleutel=sleutel, slaapkamers=slaapkamers, **vast)


def losse_paren(huizen: Sequence[Vraag], woningen: int, welke: dict[tuple[int, int], int]) -> Paren:
    """Paren zonder regels: (huishouden, woning) → score."""
    volgorde = sorted(welke)
    rij, kolom = (np.array([paar[kant] for paar in volgorde], np.int32) for kant in (0, 1))
    score = np.array([welke[paar] for paar in volgorde], np.int32)
    plekken = tuple(plek(f"w{nummer:03d}") for nummer in range(woningen))
    return Paren(tuple(huizen), plekken, rij, kolom, score, np.zeros(len(volgorde), np.bool_))


def alle_mogelijkheden(paren: Paren, vast: Collection[Paar], nooit: Collection[Paar]) -> tuple[int, int, int]:
    """Het beste van elke verdeling die kan: (personen, wachtdagen, score)."""
    scores = {(huis, woning): score for huis, woning, score, _ in paren}
    beste = (0, 0, 0)
    keuzes = []
    for een in paren.huishoudens:
        eigen = [paar for paar in vast if paar[0] == een.sleutel]
        vrij = [paar for paar in scores if paar[0] == een.sleutel and paar not in nooit]
        keuzes.append(eigen or [None, *vrij])
    for keuze in product(*keuzes):
        gekozen = [paar for paar in keuze if paar is not None]
        if len({woning for _, woning in gekozen}) < len(gekozen):
            continue
        huizen = {een.sleutel: een for een in paren.huishoudens}
        som = (
            sum(huizen[huis].personen for huis, _ in gekozen),
            sum(huizen[huis].wacht_dagen for huis, _ in gekozen),
            sum(scores.get(paar, 0) for paar in gekozen),
        )
        beste = max(beste, som)
    return beste


def sommen(uitkomst: Toewijzing) -> tuple[int, int, int]:
    return uitkomst.personen, uitkomst.wachtdagen, uitkomst.score


@st.composite
def kleine_gevallen(draw: st.DrawFn) -> tuple[Paren, list[Paar], list[Paar]]:
    huizen = [
        vraag(f"h{n}", draw(st.integers(1, 4)), draw(st.sampled_from([0, 5, 5, 9])))
        for n in range(draw(st.integers(0, 5)))
    ]
    aantal = draw(st.integers(0, 5))
    mogelijk = st.tuples(st.integers(0, len(huizen) - 1), st.integers(0, aantal - 1))
    welke = draw(st.dictionaries(mogelijk, st.integers(0, 100), max_size=14)) if huizen and aantal else {}
    paren = losse_paren(huizen, aantal, welke)
    alles = [(een.sleutel, ander.sleutel) for een in paren.huishoudens for ander in paren.woningen]
    vast: list[Paar] = []
    for paar in draw(st.lists(st.sampled_from(alles), max_size=2)) if alles else []:
        if all(paar[0] != huis and paar[1] != woning for huis, woning in vast):
            vast.append(paar)
    nooit = [paar for paar in draw(st.lists(st.sampled_from(alles), max_size=3)) if paar not in vast] if alles else []
    return paren, vast, nooit


@settings(max_examples=150)
@given(kleine_gevallen())
def test_beter_dan_de_beste_van_alle_mogelijkheden_kan_niet(geval: tuple[Paren, list[Paar], list[Paar]]):
    paren, vast, nooit = geval
    uitkomst = los_op(paren.huishoudens, paren, vast, nooit)
    assert sommen(uitkomst) == alle_mogelijkheden(paren, vast, nooit)
    assert uitkomst.personen == uitkomst.grens and uitkomst.bewezen
    assert set(vast) <= set(uitkomst.paren) and not set(nooit) & set(uitkomst.paren)
    assert set(uitkomst.niet_passend) == set(vast) - {(huis, woning) for huis, woning, _, _ in paren}
    assert len({huis for huis, _ in uitkomst.paren}) == len({w for _, w in uitkomst.paren}) == len(uitkomst.paren)


def willekeurig(huizen: int, woningen: int, per_huis: int, zaad: int) -> Paren:
    toeval = Random(zaad)
    vragen = [vraag(f"h{n:04d}", toeval.choice([1, 1, 1, 2, 4, 6]), toeval.randrange(90)) for n in range(huizen)]
    welke = {(n, toeval.randrange(woningen)): toeval.randrange(101) for n in range(huizen) for _ in range(per_huis)}
    return losse_paren(vragen, woningen, welke)


def lp_grens(paren: Paren, gewicht: np.ndarray) -> float:
    """De waarde van de LP: ieder huishouden en iedere woning hoogstens één keer."""
    aantal, een = len(paren), np.ones(len(paren))
    per_huis = csr_array((een, (paren.rij, np.arange(aantal))), shape=(len(paren.huishoudens), aantal))
    per_woning = csr_array((een, (paren.kolom, np.arange(aantal))), shape=(len(paren.woningen), aantal))
    alles = vstack([per_huis, per_woning])
    uitslag = linprog(-gewicht, A_ub=alles, b_ub=np.ones(alles.shape[0]), bounds=(0, 1), method="highs")
    assert uitslag.success
    return -float(uitslag.fun)


@pytest.mark.parametrize(("huizen", "woningen"), [(150, 150), (200, 120), (120, 200), (2000, 2000)])
def test_de_lp_grens_van_highs_is_onze_uitkomst(huizen: int, woningen: int):
    paren = willekeurig(huizen, woningen, min(8, 8000 // huizen), zaad=huizen)
    uitkomst = los_op(paren.huishoudens, paren)
    personen = np.array([een.personen for een in paren.huishoudens])[paren.rij]
    assert uitkomst.personen == uitkomst.grens == round(lp_grens(paren, personen), 6)
    wacht = np.array([een.wacht_dagen for een in paren.huishoudens])[paren.rij]
    # Samen in één doel, met ruimte genoeg: personen, dan wachten, dan score. Klein genoeg voor de tolerantie van de LP.
    wachten = personen * 1e5 + wacht
    assert uitkomst.personen * 1e5 + uitkomst.wachtdagen == pytest.approx(lp_grens(paren, wachten), rel=1e-9)
    assert uitkomst.bewezen


def test_een_groot_geval_is_bewezen_en_steeds_hetzelfde():
    paren = willekeurig(3000, 2500, 20, zaad=7)
    uitkomst = los_op(paren.huishoudens, paren)
    assert uitkomst.bewezen and uitkomst.personen == uitkomst.grens
    assert uitkomst == los_op(paren.huishoudens, paren)


@st.composite
def graven(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Een graaf van hoogstens vijf bij vijf, en een paring daarin die niet de beste hoeft te zijn."""
    paren = sorted(draw(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1)))
    gewicht = draw(st.lists(st.integers(1, 20), min_size=len(paren), max_size=len(paren)))
    begin = np.searchsorted([rij for rij, _ in paren], np.arange(6))
    bij = np.full(5, -1)
    for rij, kolom in draw(st.permutations(paren))[: draw(st.integers(0, 5))]:
        if bij[rij] < 0 and kolom not in bij:
            bij[rij] = kolom
    return begin, np.array([kolom for _, kolom in paren]), np.array(gewicht), bij


@given(graven())
def test_de_grens_is_er_ook_voor_een_slechte_paring_en_klopt_alleen_voor_de_beste(geval: tuple[np.ndarray, ...]):
    begin, kolom, gewicht, bij = geval

    def waarde(paring: np.ndarray) -> int:
        rij = np.repeat(np.arange(5), np.diff(begin))
        return int(gewicht[kolom == paring[rij]].sum())

    beste = paar_zwaarst(begin, kolom, gewicht, 5)
    assert bovengrens(begin, kolom, gewicht, beste, 5) == waarde(beste) >= waarde(bij)
    grens = bovengrens(begin, kolom, gewicht, bij, 5)
    assert grens >= waarde(beste), "een grens is nooit te laag, hoe slecht de paring ook is"
    assert (grens == waarde(bij)) <= (waarde(bij) == waarde(beste)), "wat niet het beste is, wordt nooit bewezen"


def test_wat_niet_meer_exact_kan_wordt_geweigerd(monkeypatch: pytest.MonkeyPatch):
    paren = losse_paren([vraag("a"), vraag("b", 2)], 2, {(0, 0): 50, (1, 1): 60})
    monkeypatch.setattr("casus.rules.toewijsrekenen.EXACT", 900)
    with pytest.raises(TeVeelParen, match="exact"):
        los_op(paren.huishoudens, paren)


def test_eerst_personen_dan_wachten_dan_score():
    huizen = [vraag("a", 1, 300), vraag("b", 4, 0), vraag("c", 4, 10)]
    paren = losse_paren(huizen, 1, {(0, 0): 100, (1, 0): 90, (2, 0): 10})
    assert los_op(huizen, paren).paren == (("c", "w000"),)
    twee = losse_paren([vraag("a", 2), vraag("b", 2)], 1, {(0, 0): 40, (1, 0): 41})
    assert los_op(twee.huishoudens, twee).paren == (("b", "w000"),)


def test_wensen_die_botsen_worden_geweigerd():
    paren = losse_paren([vraag("a"), vraag("b")], 2, {(0, 0): 1, (1, 1): 1})
    for vast, nooit in (
        ([("a", "w000"), ("a", "w001")], []),
        ([("a", "w000"), ("b", "w000")], []),
        ([("a", "w000")], [("a", "w000")]),
        ([("x", "w000")], []),
        ([("a", "x")], []),
    ):
        with pytest.raises(WensenBotsen):
            los_op(paren.huishoudens, paren, vast, nooit)


def test_vast_telt_ook_als_het_niet_past_en_wie_niet_meedoet_krijgt_niets():
    paren = losse_paren([vraag("a", 3), vraag("b")], 2, {(0, 0): 50, (1, 0): 60})
    uitkomst = los_op(paren.huishoudens, paren, vast=[("b", "w001")])
    assert uitkomst.paren == (("a", "w000"), ("b", "w001")) and uitkomst.niet_passend == (("b", "w001"),)
    assert (uitkomst.personen, uitkomst.grens, uitkomst.score) == (4, 4, 50)
    assert los_op(paren.huishoudens[1:], paren).paren == (("b", "w000"),)
    assert "bewezen" in uitkomst.zin


# De hele opdracht


@st.composite
def opdrachten(draw: st.DrawFn) -> Opdracht:
    vragen = [draw(losse_vragen(f"h{n}")) for n in range(draw(st.integers(0, 5)))]
    plekken = [draw(losse_plekken(f"w{n}")) for n in range(draw(st.integers(0, 5)))]
    return Opdracht(DAG, vragen, plekken, PARAMETERS, reistijden={("Oost", "Stad"): 40})


@given(opdrachten(), st.randoms(use_true_random=False))
def test_een_opdracht_is_te_bewaren_en_te_herhalen(opdracht: Opdracht, toeval: Random):
    invoer = json.loads(json.dumps(opdracht.als_json()))
    terug = opdracht_uit(invoer)
    assert terug.als_json() == invoer and reken(terug) == reken(opdracht)
    schud = Opdracht(
        DAG,
        toeval.sample(opdracht.huishoudens, len(opdracht.huishoudens)),
        toeval.sample(opdracht.woningen, len(opdracht.woningen)),
        dict(sorted(PARAMETERS.items(), reverse=True)),
        reistijden=opdracht.reistijden,
    )
    assert vingerafdruk(schud.als_json()) == vingerafdruk(invoer) and reken(schud) == reken(opdracht)


def test_een_andere_versie_wordt_niet_herhaald():
    invoer = Opdracht(DAG, [], [], {}).als_json() | {"versie": 99}
    with pytest.raises(ValueError, match="99"):
        opdracht_uit(invoer)


HERHAAL = """
import json, sys
from casus.rules.passendrun import opdracht_uit, reken
from casus.rules.passendveel import toets_veel
assert not {"numpy", "scipy"} & set(sys.modules), "wie niet rekent, laadt geen numpy"
print(reken(opdracht_uit(json.load(sys.stdin))))
"""


def test_een_ander_proces_rekent_hetzelfde():
    """Ook met een andere volgorde van verzamelingen in Python; en numpy wordt pas geladen als er wordt gerekend."""
    toeval = Random(5)
    vragen = [
        vraag(f"h{n}", toeval.choice([1, 1, 3]), toeval.choice([0, 7]), ook_in=frozenset("bcd")) for n in range(40)
    ]
    plekken = [plek(f"w{n}", toeval.randrange(5), gemeente=toeval.choice("abcd")) for n in range(30)]
    opdracht = Opdracht(DAG, vragen, plekken, PARAMETERS, vast=[("h1", "w1")], nooit=[("h2", "w2")])
    zaad = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    gezegd = subprocess.run(
        [sys.executable, "-c", HERHAAL],
        input=json.dumps(opdracht.als_json()),
        env=os.environ | {"PYTHONHASHSEED": zaad},
        capture_output=True,
        check=True,
        text=True,
    )
    assert gezegd.stdout.strip() == str(reken(opdracht))


@given(opdrachten(), st.sampled_from(sorted(WONINGTYPEN)), st.integers(0, 3))
def test_meer_woningen_huisvest_nooit_minder(opdracht: Opdracht, soort: str, aantal: int):
    gevolg = wat_als(opdracht, denkbeeldig(soort, aantal, "Waterhoven", PARAMETERS, DAG))
    assert gevolg.erbij >= 0 and gevolg.gevuld <= aantal
    assert aantal or gevolg.straks.paren == gevolg.nu.paren


def test_twee_studios_erbij_huisvesten_twee_mensen_meer():
    opdracht = Opdracht(DAG, [vraag(f"h{n}") for n in range(3)], [plek("w")], PARAMETERS)
    gevolg = wat_als(opdracht, denkbeeldig("studio", 2, "a", PARAMETERS, DAG))
    assert (gevolg.nu.personen, gevolg.straks.personen, gevolg.erbij, gevolg.gevuld) == (1, 3, 2, 2)


def test_de_regio_telt_alleen_wie_over_de_grens_mag():
    woningen = [plek("w", gemeente="b")]
    assert reken(Opdracht(DAG, [vraag("h")], woningen, PARAMETERS)).paren == ()
    mag = [vraag("h", ook_in=frozenset({"b"}))]
    assert reken(Opdracht(DAG, mag, woningen, PARAMETERS)).paren == (("h", "w"),)


def test_paren_komen_uit_de_regels():
    paren = toets_veel([vraag("h")], [plek("w", 0), plek("x", 1)], PARAMETERS, DAG)
    assert [(huis, woning) for huis, woning, _, _ in paren] == [("h", "w"), ("h", "x")]
