"""De termijnen van Awb art. 7:10 op vaste voorbeelden, en wat altijd waar moet zijn, wat er ook gebeurt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.models import Besluit, Bezwaar
from casus.rules import bezwaar as regels
from casus.rules.bezwaar import Termijn, laatste_dag
from casus.termijnen import is_werkdag
from tests.unit.rules.voorbeelden import nr

DAGEN = st.dates(date(2024, 1, 1), date(2032, 12, 31))
WEKEN = st.integers(0, 6)


def d(tekst: str) -> date:
    return date.fromisoformat(tekst)


@pytest.mark.parametrize(
    ("termijn", "dag"),
    [
        (Termijn(d("2026-06-01")), "2026-07-13"),
        (Termijn(d("2026-06-01"), commissie=True), "2026-08-24"),
        (Termijn(d("2026-06-01"), verdaagd_weken=6), "2026-08-24"),
        (Termijn(d("2026-06-01"), stil=14), "2026-07-27"),
        (Termijn(d("2026-06-01"), uitstel_tot=d("2026-09-05")), "2026-09-05"),
        (Termijn(d("2026-06-01"), uitstel_tot=d("2026-06-20")), "2026-07-13"),
        # 25 december 2026 is een vrijdag: via Tweede Kerstdag en de zondag naar maandag (Atw art. 1)
        (Termijn(d("2026-11-13")), "2026-12-28"),
        # achttien weken: de Algemene termijnenwet verschuift een einde boven twaalf weken niet (art. 4)
        (Termijn(d("2026-08-21"), commissie=True, verdaagd_weken=6), "2026-12-25"),
    ],
)
def test_voorbeelden(termijn: Termijn, dag: str):
    assert laatste_dag(termijn) == d(dag)


@given(DAGEN, st.booleans(), WEKEN, st.integers(0, 200))
def test_de_laatste_dag_is_nooit_te_vroeg_en_hooguit_een_paar_vrije_dagen_later(tot, commissie, weken, stil):
    t = Termijn(tot, commissie, weken, stil)
    kaal = tot + timedelta(weeks=t.weken + weken, days=stil)
    assert kaal <= laatste_dag(t) <= kaal + timedelta(days=4)
    if t.weken + weken <= 12:
        assert is_werkdag(laatste_dag(t))
    else:
        assert laatste_dag(t) == kaal


@given(DAGEN, st.booleans(), st.integers(0, 5), st.integers(0, 100))
def test_meer_tijd_maakt_de_dag_nooit_eerder(tot, commissie, weken, stil):
    dag = laatste_dag(Termijn(tot, commissie, weken, stil))
    assert laatste_dag(Termijn(tot, commissie, weken + 1, stil)) > dag
    assert laatste_dag(Termijn(tot, commissie, weken, stil + 1)) >= dag
    assert laatste_dag(Termijn(tot, True, weken, stil)) >= dag
    assert laatste_dag(Termijn(tot, commissie, weken, stil, tot)) == dag


@given(DAGEN, st.integers(-60, 60), st.integers(1, 60), st.integers(0, 90))
def test_herstellen_geeft_nooit_meer_stilstand_dan_niets_doen(bezwaar_tot, begin, lang, na):
    verzocht = bezwaar_tot + timedelta(days=begin)
    tot = verzocht + timedelta(days=lang)
    niets = regels.stilstand(bezwaar_tot, verzocht, tot)
    hersteld = regels.stilstand(bezwaar_tot, verzocht, tot, verzocht + timedelta(days=na))
    assert 0 <= hersteld <= niets <= lang
    if begin >= 0:  # de beslistermijn loopt al: elke dag na het verzoek telt
        assert niets == lang
        assert hersteld == (lang if na > lang else max(na - 1, 0))


@given(DAGEN, st.booleans(), WEKEN, st.integers(0, 40), st.integers(1, 40), st.integers(0, 60))
def test_hervatten_maakt_de_laatste_dag_nooit_later_dan_tijdens_de_stilstand(tot, commissie, weken, begin, lang, na):
    verzocht = tot + timedelta(days=begin)
    rij = Bezwaar(commissie=commissie, verdaagd_weken=weken, opgeschort_dagen=3, status="ontvangen")
    rij.opgeschort_sinds, rij.opgeschort_tot = verzocht, verzocht + timedelta(days=lang)
    lopend = laatste_dag(regels.van(rij, tot))
    extra = regels.stilstand(tot, verzocht, rij.opgeschort_tot, verzocht + timedelta(days=na))
    rij.opgeschort_sinds = rij.opgeschort_tot = None
    rij.opgeschort_dagen += extra
    assert laatste_dag(regels.van(rij, tot)) <= lopend


@pytest.mark.parametrize(
    ("ontvangen", "gepost", "dagen"),
    [
        ("2026-06-01", None, 0),
        ("2026-06-02", None, 1),
        ("2026-06-08", "2026-06-01", 0),
        ("2026-06-09", "2026-06-01", 8),
        ("2026-06-08", "2026-06-02", 7),
    ],
)
def test_te_laat_en_de_post(ontvangen: str, gepost: str | None, dagen: int):
    assert regels.dagen_te_laat(d(ontvangen), d("2026-06-01"), d(gepost) if gepost else None) == dagen


@pytest.mark.parametrize(("weken", "al", "fout"), [(6, 0, 0), (1, 5, 0), (2, 5, 1), (0, 0, 1), (7, 0, 1), (1, 6, 1)])
def test_verdagen_kan_samen_hooguit_zes_weken(weken: int, al: int, fout: int):
    assert len(regels.verdaag_fouten(weken, "Het horen kon niet eerder.", al)) == fout
    assert len(regels.verdaag_fouten(weken, " ", al)) == fout + 1


@pytest.mark.parametrize(
    ("verzocht", "tot", "veld"),
    [
        ("2026-06-10", "2026-06-24", None),
        (None, "2026-06-24", "verzocht_op"),
        ("2026-05-31", "2026-06-24", "verzocht_op"),
        ("2026-06-13", "2026-06-24", "verzocht_op"),
        ("2026-06-10", None, "herstel_tot"),
        ("2026-06-10", "2026-06-10", "herstel_tot"),
        ("2026-06-10", "2027-06-10", "herstel_tot"),
        ("2026-06-10", "2026-06-11", "herstel_tot"),
    ],
)
def test_opschorten_vraagt_een_verzoek_en_een_laatste_dag(verzocht, tot, veld):
    dagen = (d(verzocht) if verzocht else None, d(tot) if tot else None)
    fouten = regels.opschort_fouten(*dagen, "De gronden ontbreken.", d("2026-06-01"), d("2026-06-12"))
    assert [fout.veld for fout in fouten] == ([veld] if veld else [])


@given(DAGEN, st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 60), st.none() | st.integers(0, 70)), max_size=6))
def test_geen_dag_staat_twee_keer_stil(bezwaar_tot, verzoeken):
    """Wat er ook na elkaar wordt gevraagd: de stilstand samen is nooit meer dan de dagen waarop zij was."""
    stil, vorige, dagen = 0, None, set()
    for begin, lang, na in verzoeken:
        verzocht, op = bezwaar_tot + timedelta(days=begin), bezwaar_tot + timedelta(days=40)
        tot = verzocht + timedelta(days=lang)
        grenzen = (bezwaar_tot - timedelta(days=60), op, vorige)
        if any(fout.veld == "verzocht_op" for fout in regels.opschort_fouten(verzocht, tot, "x", *grenzen)):
            continue
        hersteld = None if na is None else verzocht + timedelta(days=na)
        stil += regels.stilstand(bezwaar_tot, verzocht, tot, hersteld)
        vorige = tot if hersteld is None else regels.einde_stilstand(verzocht, tot, hersteld)
        eerste = max(verzocht, bezwaar_tot) + timedelta(days=1)
        dagen |= {eerste + timedelta(days=nr_) for nr_ in range(max((vorige - eerste).days + 1, 0))}
    assert stil == len(dagen)


def test_opschorten_weigert_een_verzoek_van_tijdens_de_vorige_stilstand():
    vraag = (d("2026-06-24"), "De gronden ontbreken.", d("2026-06-01"), d("2026-06-12"))
    (fout,) = regels.opschort_fouten(d("2026-06-09"), *vraag, d("2026-06-10"))
    assert fout.veld == "verzocht_op" and "stond al stil tot en met 10-06-2026" in fout.zin
    assert regels.opschort_fouten(d("2026-06-10"), *vraag, d("2026-06-10")) == []


def test_uitstel_vraagt_een_latere_dag_een_grond_en_een_reden():
    assert regels.uitstel_fouten(d("2026-08-01"), "indiener", "Mail van 3 juli.", d("2026-07-13")) == []
    fouten = regels.uitstel_fouten(d("2026-07-13"), "", "", d("2026-07-13"))
    assert [fout.veld for fout in fouten] == ["uitstel_tot", "grond", "reden"]


def test_de_staat_van_een_bezwaar():
    oud = Bezwaar(status="ontvangen")
    assert regels.staat(oud, d("2026-07-14"), d("2026-07-13")) == "te_laat"
    assert regels.staat(oud, d("2026-07-13"), d("2026-07-13")) == "loopt"
    rij = Bezwaar(status="ontvangen", beslis_uiterlijk=d("2026-07-13"))
    assert regels.staat(rij, d("2026-07-13")) == "loopt"
    assert regels.staat(rij, d("2026-07-14")) == "te_laat"
    rij.opgeschort_sinds, rij.opgeschort_tot = d("2026-06-10"), d("2026-06-24")
    assert [regels.staat(rij, d(dag)) for dag in ("2026-06-24", "2026-06-25")] == ["stil", "loopt"]
    rij.status = "ongegrond"
    assert regels.staat(rij, d("2026-09-01")) == "klaar"


@pytest.mark.parametrize(
    ("soort", "status", "uitkomst", "brief"),
    [
        ("inrichtingskrediet", "afgewezen", None, "afgewezen"),
        ("beslissing_op_bezwaar", "toegekend", "gegrond", "toegekend"),
        ("beslissing_op_bezwaar", "toegekend", "ongegrond", "afgewezen"),
        ("beslissing_op_bezwaar", "toegekend", "niet_ontvankelijk", "afgewezen"),
        ("beslissing_op_bezwaar", "afgewezen", "gegrond", ""),
        ("beslissing_op_bezwaar", "toegekend", None, "toegekend"),
    ],
)
def test_de_brief_volgt_de_uitkomst_van_het_bezwaar_en_niet_die_van_het_voorstel(soort, status, uitkomst, brief):
    besluit = Besluit(soort=soort, status=status, gegevens={"bezwaar_uitkomst": uitkomst})
    assert regels.briefuitkomst(besluit) == brief


def test_wie_betrokken_was_behandelt_het_bezwaar_niet():
    besluit = Besluit(voorgesteld_door_id=nr("Anna"), besloten_door_id=nr("Bob"))
    waarom = {naam: regels.reden_niet_behandelen(nr(naam), besluit, {nr("Carla")}) for naam in ("Anna", "Bob", "Carla")}
    assert all("Awb art." in str(zin) for zin in waarom.values())
    assert "10:3 lid 3" in str(waarom["Bob"])
    assert regels.reden_niet_behandelen(nr("Fatma"), besluit, {nr("Carla")}) is None


def test_de_uitleg_noemt_elke_stap():
    t = Termijn(d("2026-06-01"), True, 2, 5, d("2026-12-01"))
    zinnen = list(regels.uitleg(t, d("2026-06-20")))
    assert len(zinnen) == 5
    assert all(f"(lid {lid})" in zin or f"lid {lid})" in zin for lid, zin in zip((1, 3, 2, 4), zinnen[1:], strict=True))
