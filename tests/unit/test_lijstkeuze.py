"""Een adres wordt een keuze en weer hetzelfde adres; wat niet bestaat telt niet mee."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.errors import NietGevonden
from casus.queries.lijstfilters import grenzen
from casus.queries.lijstkeuze import FILTERS, PERIODEN, Keuze, lees_filters, lees_keuze
from casus.queries.lijstplek import Lijstplek
from casus.termijnen import urgentie
from casus.views.schermen.lijstkolommen import kolommen_van, lees_kolommen

GOED = {
    "uiterlijk": "te_laat",
    "rol": "wonen",
    "toestand": "match_gezocht",
    "soort": "WO-01",
    "gemeente": "alle",
    "corporatie": str(uuid4()),
    "casemanager": "mij",
    "behandelaar": "geen",
    "wacht": "wacht",
    "gepland": "week",
    "sorteer": "huishouden",
    "richting": "af",
}


def test_een_adres_overleeft_de_reis():
    keuze = lees_keuze({**GOED, "lijst": "team"})
    assert keuze.argumenten() == GOED
    assert keuze.lijst == "team" and keuze.aflopend and keuze.filtert and not keuze.gegroepeerd
    assert lees_filters("team", urlencode(GOED)) == keuze


def test_elke_filter_is_hier_geprobeerd():
    assert set(FILTERS) <= set(GOED)


@pytest.mark.parametrize("naam", sorted(GOED))
@pytest.mark.parametrize("waarde", ["onzin!", "x" * 400, "\x00", "' or 1=1 --", "00000000"])
def test_een_verzonnen_waarde_telt_niet_mee(naam, waarde):
    assert lees_keuze({naam: waarde}).argumenten() in ({}, {naam: waarde})
    if naam not in ("toestand", "soort"):
        assert lees_keuze({naam: waarde}) == Keuze()


@given(st.dictionaries(st.sampled_from([*GOED, "lijst"]), st.text()), st.text())
def test_geen_enkel_adres_is_een_fout(argumenten, zoek):
    keuze = lees_keuze(argumenten, zoek=zoek)
    assert lees_keuze({**keuze.argumenten(), "lijst": keuze.lijst}) == keuze.zonder_tekst()
    assert "zoek" not in keuze.argumenten()


@given(st.text(max_size=300))
def test_geen_enkel_verborgen_veld_is_een_fout(filters):
    lees_filters("mijn", filters)


def test_vrije_tekst_wordt_vergelijkbaar_gemaakt():
    assert lees_keuze({}, zoek="  Çelik  DOE-2026 ").woorden == ("celik", "doe", "2026")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates())
def test_elke_dag_hoort_in_precies_een_periode(vandaag, dag):
    raak = [naam for naam in PERIODEN if grenzen(vandaag)[naam][0] <= dag <= grenzen(vandaag)[naam][1]]
    assert [naam for naam in raak if not naam.startswith("tm_")] == [(groep := urgentie(dag, vandaag))]
    assert ("tm_vandaag" in raak) is (groep in ("te_laat", "vandaag"))
    assert ("tm_week" in raak) is (groep != "later")


@pytest.mark.parametrize("terug", [False, True])
@pytest.mark.parametrize(("waarde", "op_dag"), [(date(2026, 11, 24), True), ("çelik.de 'wit'", False), ("", False)])
def test_een_plek_overleeft_de_reis(waarde, op_dag, terug):
    plek = Lijstplek(1, waarde, UUID(int=7), terug)
    assert Lijstplek.lees(plek.tekst(), op_dag=op_dag) == plek


@pytest.mark.parametrize("tekst", ["x", "v0", "v9.00.2026-11-24", "v0.zz.2026-11-24", f"q0.{'0' * 32}.2026-11-24", ""])
def test_een_verzonnen_plek_bestaat_niet(tekst):
    with pytest.raises(NietGevonden):
        Lijstplek.lees(tekst, op_dag=True)
    with pytest.raises(NietGevonden):
        Lijstplek.lees(f"v0.{'0' * 32}.2026-13-01", op_dag=True)


def test_kolommen_reizen_met_de_gebruiker():
    assert kolommen_van({}, "mijn", meer_gemeenten=False) == ("toestand", "rol")
    eigen = {"kolommen": {"mijn": ["corporatie", "onzin", "gemeente"]}}
    assert kolommen_van(eigen, "mijn", meer_gemeenten=False) == ("gemeente", "corporatie")
    assert kolommen_van(eigen, "team", meer_gemeenten=True)[0] == "gemeente"
    assert kolommen_van({"kolommen": "stuk"}, "mijn", meer_gemeenten=False) == ("toestand", "rol")
    assert lees_kolommen(["rol", "taak", "x"]) == ("rol",)
