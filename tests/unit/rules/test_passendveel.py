"""Veel paren tegelijk geven precies wat de gewone regels en de gewone score per paar geven."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.rules.passendbeleid import beleid_op
from casus.rules.passendgeval import Geval, Plek, Vraag
from casus.rules.passendheid import toets
from casus.rules.passendscore import score
from casus.rules.passendveel import TeVeelParen, toets_veel
from tests.unit.rules.voorbeelden_passend import (
    DAG,
    PARAMETERS,
    REISTIJDEN,
    losse_plekken,
    losse_vragen,
    parameters_met_gaten,
    veel,
)


@settings(max_examples=200)
@given(losse_vragen(), losse_plekken(), parameters_met_gaten())
def test_een_paar_is_als_de_gewone_regels(vraag, plek, parameters):
    paren = toets_veel([vraag], [plek], parameters, DAG, reistijden=REISTIJDEN)
    geval = Geval(vraag, plek, parameters, DAG)
    gewoon = toets(geval)
    assert bool(len(paren)) is gewoon.past
    if gewoon.past:
        verwacht = score(geval, beleid_op(parameters, DAG), REISTIJDEN).totaal
        assert list(paren) == [("h", "w", verwacht, bool(gewoon.onbekend))]


@given(st.data())
def test_veel_paren_zijn_als_elk_paar_apart(data: st.DataObject):
    vragen, plekken = veel(data.draw)
    parameters = data.draw(parameters_met_gaten())
    beleid = beleid_op(parameters, DAG)
    paren = toets_veel(vragen, plekken, parameters, DAG, reistijden=REISTIJDEN)
    verwacht = [
        (vraag.sleutel, plek.sleutel, score(geval, beleid, REISTIJDEN).totaal, bool(gewoon.onbekend))
        for vraag in sorted(vragen, key=lambda een: een.sleutel)
        for plek in sorted(plekken, key=lambda een: een.sleutel)
        if (gewoon := toets(geval := Geval(vraag, plek, parameters, DAG))).past
    ]
    assert list(paren) == verwacht


@given(st.data())
def test_elke_gemeente_toetst_haar_eigen_woningen(data: st.DataObject):
    vragen, plekken = veel(data.draw)
    parameters, andere = data.draw(parameters_met_gaten()), data.draw(parameters_met_gaten())
    andere = {**andere, "kamer_tolerantie": data.draw(st.sampled_from(["0", "2"]))}
    per_gemeente, beleid = {"Zandbergen": andere}, beleid_op(parameters, DAG)
    paren = toets_veel(vragen, plekken, parameters, DAG, reistijden=REISTIJDEN, per_gemeente=per_gemeente)
    verwacht = [
        (vraag.sleutel, plek.sleutel, score(geval, beleid, REISTIJDEN).totaal, bool(gewoon.onbekend))
        for vraag in sorted(vragen, key=lambda een: een.sleutel)
        for plek in sorted(plekken, key=lambda een: een.sleutel)
        if (gewoon := toets(geval := Geval(vraag, plek, per_gemeente.get(plek.gemeente, parameters), DAG))).past
    ]
    assert list(paren) == verwacht


def plek(sleutel: str) -> Plek:
    return Plek(sleutel=sleutel, gemeente="a", huur_cent=1, slaapkamers=1, contractsoort="ONB", beschikbaar_van=DAG)


def test_een_dubbele_sleutel_wordt_geweigerd():
    with pytest.raises(ValueError, match="woning komt meer dan eens"):
        toets_veel([], [plek("w"), plek("w")], PARAMETERS, DAG)


def test_te_veel_paren_wordt_gezegd(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("casus.rules.passendtabel.MEESTE_PAREN", 3)
    vragen = [Vraag(sleutel=f"h{n}", gemeente="a", personen=1, slaapkamers=1, alleen=True) for n in range(2)]
    with pytest.raises(TeVeelParen):
        toets_veel(vragen, [plek("w0"), plek("w1")], PARAMETERS, DAG)
