"""Wanneer een afgeronde taak weer open mag: zuiver, op verzonnen beelden."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.models import Aanbod, Huishouden, Inburgering, Zaak
from casus.workflows.gevolgen import GEVOLG_ZET, GEVOLGEN, HEROPENBAAR
from casus.workflows.heropenen import (
    Gezet,
    Nasleep,
    begonnen,
    heropen_redenen,
    heropenbaar,
    ongedaan_redenen,
)
from tests.unit.workflows.bouw import VANDAAG, WF, actor, besluit, moment, taak

INGE = actor("casemanager", "wonen", "jurist")
NU = moment(VANDAAG) + timedelta(hours=2)
NIETS = Nasleep()


def beeld(*taken: SimpleNamespace, toestand: str = "match_gezocht", sinds=None, besluiten=()) -> SimpleNamespace:
    zaak = SimpleNamespace(toestand=toestand, toestand_sinds=sinds or moment(VANDAAG) - timedelta(days=9))
    return SimpleNamespace(zaak=zaak, taken=list(taken), besluiten=list(besluiten))


def klaar(soort: str | None, **anders) -> SimpleNamespace:
    velden = {"gereed_door_id": INGE.gebruiker_id, "gepland_op": None, "wacht_tot": None}
    return taak(soort, "gereed", **velden | anders)


def open_(soort: str | None, **anders) -> SimpleNamespace:
    return taak(soort, **{"gepland_op": None, "wacht_tot": None, "gereed_door_id": None, **anders})


def redenen(af: SimpleNamespace, bij: SimpleNamespace, nasleep: Nasleep | None = NIETS, wie=INGE, op=NU):
    return heropen_redenen(WF, af, bij, nasleep, wie, op)


def test_elk_gevolg_dat_terug_kan_bestaat_en_zet_bestaande_kolommen():
    modellen = {"zaak": Zaak, "huishouden": Huishouden, "aanbod": Aanbod, "inburgering": Inburgering}
    assert HEROPENBAAR <= GEVOLGEN
    for plaatsen in GEVOLG_ZET.values():
        for tabel, kolommen in plaatsen.items():
            assert set(kolommen) <= set(modellen[tabel].__table__.c.keys())


def test_welke_taken_van_het_proces_ooit_heropend_kunnen_worden():
    nooit = {code for code, soort in WF.taken.items() if not heropenbaar(soort)}
    stappen_en_antwoorden, brief_is_weg = {"WO-04", "WO-06", "WO-11", "JU-04", "JU-05"}, {"JU-06"}
    assert nooit == stappen_en_antwoorden | brief_is_weg
    assert heropenbaar(None), "een eigen taak altijd"


def test_binnen_een_dag_door_wie_afrondde_of_de_teammanager():
    af = klaar("CM-03")
    assert redenen(af, beeld(af)) == ()
    assert redenen(af, beeld(af), wie=actor("teammanager")) == ()
    assert "Alleen wie deze taak afrondde" in redenen(af, beeld(af), wie=actor("casemanager"))[0]
    precies = moment(VANDAAG) + timedelta(hours=24)
    assert redenen(af, beeld(af), op=precies) == ()
    assert "24 uur" in redenen(af, beeld(af), op=precies + timedelta(seconds=1))[0]


def test_ongedaan_maken_kan_tien_minuten_en_alleen_zelf():
    af = klaar("CM-03")
    vlot, laat = moment(VANDAAG) + timedelta(minutes=10), moment(VANDAAG) + timedelta(minutes=11)
    assert ongedaan_redenen(WF, af, beeld(af), Nasleep(), INGE, vlot) == ()
    assert "Heropen de taak met een reden" in ongedaan_redenen(WF, af, beeld(af), Nasleep(), INGE, laat)[0]
    assert ongedaan_redenen(WF, af, beeld(af), Nasleep(), actor("teammanager"), vlot)


@pytest.mark.parametrize("code", ["WO-06", "WO-04", "JU-04"])
def test_een_ja_of_een_stap_gaat_niet_terug(code: str):
    af = klaar(code)
    assert len(redenen(af, beeld(af, toestand="woning_aangeboden"))) == 1


def test_zonder_bewaarde_nasleep_kan_het_niet():
    af = klaar("CM-03")
    assert "niet bewaard" in redenen(af, beeld(af), None)[0]


def test_een_stap_die_de_taak_nodig_had_houdt_haar_dicht():
    af = klaar("CM-02")
    later = beeld(af, sinds=moment(VANDAAG) + timedelta(hours=1))
    assert "Voor die stap was deze taak nodig" in redenen(af, later)[0]
    assert redenen(klaar("CM-03"), beeld(sinds=later.zaak.toestand_sinds)) == (), "CM-03 is nergens voor nodig"
    gesloten = beeld(af, toestand="gesloten", sinds=moment(VANDAAG) + timedelta(hours=1))
    assert "hoort deze taak niet meer bij" in redenen(klaar("CM-03"), gesloten)[0]


def test_een_besluit_dat_erop_rust_houdt_haar_dicht():
    af = klaar("WO-03")
    for status, dicht in (("voorgesteld", True), ("toegekend", True), ("ingetrokken", False), ("afgewezen", False)):
        rust = besluit("voordracht", status, titel="Voordracht")
        assert bool(redenen(af, beeld(af, besluiten=[rust]))) is dicht, status
    eerder = besluit("voordracht", "toegekend", op=VANDAAG - timedelta(days=1), titel="Voordracht")
    assert redenen(af, beeld(af, besluiten=[eerder])) == ()


def test_een_vervolgtaak_waaraan_is_begonnen_houdt_haar_dicht():
    af, vervolg = klaar("WO-03"), open_("WO-05")
    uit = Nasleep(taken={str(vervolg.id): ""})
    assert redenen(af, beeld(af, vervolg), uit) == ()
    for begin in ({"behandelaar_id": uuid4()}, {"gepland_op": VANDAAG}, {"wacht_tot": VANDAAG}, {"verlengd_met": 3}):
        bezig = SimpleNamespace(**vars(vervolg) | begin)
        assert "al begonnen" in redenen(af, beeld(af, bezig), uit)[0]
    gedaan = SimpleNamespace(**vars(vervolg) | {"status": "gereed", "gereed_op": NU})
    assert "al afgerond" in redenen(af, beeld(af, gedaan), uit)[0]
    van_een_ander = Nasleep()
    assert redenen(af, beeld(af, SimpleNamespace(**vars(vervolg) | {"gepland_op": VANDAAG})), van_een_ander) == ()


def test_wie_de_vervolgtaak_meteen_kreeg_is_nog_niet_begonnen():
    bob = uuid4()
    assert not begonnen(open_("WO-05", behandelaar_id=bob), str(bob))
    assert begonnen(open_("WO-05"), str(bob)), "hij legde haar terug"


def test_een_taak_die_hierop_wachtte_en_al_af_is_houdt_haar_dicht():
    af = klaar("WO-01")
    daarna = klaar("WO-02", gereed_op=moment(VANDAAG) + timedelta(hours=1))
    eerder = klaar("WO-02", gereed_op=moment(VANDAAG) - timedelta(days=1))
    assert "wachtte hierop" in redenen(af, beeld(af, daarna))[0]
    assert redenen(af, beeld(af, eerder)) == ()


def test_staat_er_al_een_nieuwe_dan_blijft_zij_dicht():
    af, nieuw = klaar("WO-03"), open_("WO-03")
    assert "al een nieuwe taak" in redenen(af, beeld(af, nieuw))[0]
    assert redenen(af, beeld(af, nieuw), Nasleep(taken={str(nieuw.id): ""})) == (), "die komt uit het afronden zelf"


json_waarden = st.none() | st.integers() | st.text(max_size=8)


@given(
    st.dictionaries(st.text(max_size=8), st.tuples(st.none() | st.text(max_size=8), st.none() | st.text(max_size=8))),
    st.lists(st.builds(Gezet, st.just("zaak"), st.uuids().map(str), st.text(max_size=5), json_waarden, json_waarden)),
    st.dictionaries(st.uuids().map(str), st.just("") | st.uuids().map(str)),
    st.sampled_from([("", ""), ("COA", "2026-07-13")]),
)
def test_de_nasleep_komt_uit_json_terug_zoals_zij_was(ankers, gezet, taken, wachtte):
    nasleep = Nasleep("", *wachtte, ankers, tuple(gezet), taken)
    assert Nasleep.uit_json(nasleep.als_json()) == nasleep
    assert Nasleep.uit_json({}) == Nasleep()
