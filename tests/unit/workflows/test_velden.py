"""Wat iemand typt wordt een waarde, of een zin bij het veld."""

import json
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.errors import InvoerFout
from casus.termijnen import dag_kort, dagen_in_woorden
from casus.workflows.definition import Veld
from casus.workflows.velden import lees, ontleed_dag
from tests.unit.workflows.bouw import VANDAAG, WF


def bron(**velden):
    return SimpleNamespace(velden={code: Veld(code=code, titel=code, **v) for code, v in velden.items()})


def een(soort, waarde, **anders):
    return lees(bron(x={"soort": soort, **anders}), ["x"], {"x": waarde}, VANDAAG)["x"]


def fout(soort, waarde, **anders) -> str:
    with pytest.raises(InvoerFout) as gevangen:
        een(soort, waarde, **anders)
    assert [f.veld for f in gevangen.value.fouten] == ["x"]
    return gevangen.value.fouten[0].zin


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [
        ("18-11-2026", "2026-11-18"), ("18/11/2026", "2026-11-18"), ("18.11.2026", "2026-11-18"),
        ("18 11 2026", "2026-11-18"), ("2026-11-18", "2026-11-18"), ("8-1", "2027-01-08"), ("18 nov", "2026-11-18"),
        ("18 november 2026", "2026-11-18"), ("3 maart 2025", "2025-03-03"), ("3 mrt. 2025", "2025-03-03"),
        ("Vandaag", "2026-11-24"), ("gisteren", "2026-11-23"), ("eergisteren", "2026-11-22"), ("morgen", "2026-11-25"),
        (" 29-2-2024 ", "2024-02-29"),
    ],
)  # fmt: skip
def test_een_dag_mag_op_veel_manieren(tekst, dag):
    assert een("datum", tekst) == dag


@pytest.mark.parametrize(
    ("tekst", "vooruit", "terug", "vrij"),
    [
        ("ma 30 nov", "2026-11-30", None, "2026-11-30"),
        ("maandag 30 november 2026", "2026-11-30", "2026-11-30", "2026-11-30"),
        ("Vr. 20 nov", None, "2026-11-20", "2026-11-20"),
        ("maandag", "2026-11-30", "2026-11-23", "2026-11-30"),
        ("dinsdag", "2026-12-01", "2026-11-17", "2026-12-01"),
        ("do", "2026-11-26", "2026-11-19", "2026-11-26"),
        ("over 3 dagen", "2026-11-27", "2026-11-27", "2026-11-27"),
        ("over 1 dag", "2026-11-25", "2026-11-25", "2026-11-25"),
        ("over een week", "2026-12-01", "2026-12-01", "2026-12-01"),
        ("over 2 weken", "2026-12-08", "2026-12-08", "2026-12-08"),
        ("4 dagen geleden", "2026-11-20", "2026-11-20", "2026-11-20"),
        ("15 jan", "2027-01-15", "2026-01-15", "2027-01-15"),
        ("15-1", "2027-01-15", "2026-01-15", "2027-01-15"),
        ("1 okt", "2027-10-01", "2026-10-01", "2026-10-01"),
        ("24 nov", "2026-11-24", "2026-11-24", "2026-11-24"),
        ("29 feb", "2028-02-29", "2024-02-29", "2028-02-29"),
        ("di 30 nov", None, None, None),
        ("over dagen", None, None, None),
        ("over 3 dagen geleden", None, None, None),
        ("3 dagen", None, None, None),
    ],
)
def test_wat_casus_zelf_schrijft_leest_casus_ook(tekst, vooruit, terug, vrij):
    for kant, dag in (("vooruit", vooruit), ("terug", terug), ("", vrij)):
        if dag is not None or kant == "" or vrij is None:
            assert ontleed_dag(tekst, VANDAAG, kant) == (date.fromisoformat(dag) if dag else None)


@given(st.integers(1, 180))
def test_elke_dag_zoals_casus_hem_toont_is_in_te_vullen(verder):
    dag = VANDAAG + timedelta(days=verder)
    for tekst in (dag_kort(dag, VANDAAG), dagen_in_woorden(dag, VANDAAG)):
        assert ontleed_dag(tekst, VANDAAG, "vooruit") == dag
    assert ontleed_dag(dag_kort(dag - timedelta(days=200), VANDAAG), VANDAAG, "terug") == dag - timedelta(days=200)


def test_zonder_jaar_is_het_de_dag_aan_de_goede_kant():
    assert een("datum", "15 jan", vanaf_vandaag=True) == "2027-01-15"
    assert een("datum", "15 dec", tot_vandaag=True) == "2025-12-15"


@pytest.mark.parametrize(
    "tekst", ["29-2-2026", "31-11-2026", "18-11-26", "straks", "18 foo 2026", "0-0-2026", "1-13-2026"]
)
def test_wat_geen_dag_is(tekst):
    assert fout("datum", tekst) == f"Schrijf de dag als 18-11-2026. U vulde ‘{tekst}’ in."


@pytest.mark.parametrize(
    ("tekst", "tijd"),
    [
        ("14.30", "14:30"),
        ("9:05", "09:05"),
        ("14u30", "14:30"),
        ("14 uur", "14:00"),
        ("14.30 uur", "14:30"),
        ("0", "00:00"),
    ],
)
def test_een_tijd_mag_op_veel_manieren(tekst, tijd):
    assert een("tijd", tekst) == tijd


@pytest.mark.parametrize("tekst", ["24.00", "14.60", "half drie", "14.3", "1430", "-1"])
def test_wat_geen_tijd_is(tekst):
    assert fout("tijd", tekst) == f"Schrijf de tijd als 14.30. U vulde ‘{tekst}’ in."


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_elke_dag_gaat_heen_en_terug(dag):
    for tekst in (dag.isoformat(), f"{dag:%d-%m-%Y}", f"{dag.day}/{dag.month}/{dag.year}"):
        assert ontleed_dag(tekst, VANDAAG) == dag


def test_de_grenzen_van_een_dag():
    assert fout("datum", "25-11-2026", tot_vandaag=True) == "Kies een dag tot en met vandaag. U vulde 25-11-2026 in."
    assert fout("datum", "gisteren", vanaf_vandaag=True) == "Kies een dag vanaf vandaag. U vulde 23-11-2026 in."
    assert een("datum", "vandaag", tot_vandaag=True) == een("datum", "vandaag", vanaf_vandaag=True) == "2026-11-24"
    assert "kan niet kloppen" in fout("datum", "1-1-1066")


@pytest.mark.parametrize(
    ("tekst", "centen"),
    [
        ("4200", 420000), ("4.200", 420000), ("€ 4.200,50", 420050), ("€\u00a04.200", 420000), ("83,33", 8333),
        ("83.33", 8333), ("4200,-", 420000), ("4.20", 420), ("1.234.567,89", 123456789), ("0", 0),
    ],
)  # fmt: skip
def test_bedragen_zijn_centen(tekst, centen):
    assert een("bedrag", tekst) == centen


@pytest.mark.parametrize("tekst", ["veel", "-5", "4,2", "4.2", "1,234.50", "4.2000", "12 34 x"])
def test_wat_geen_bedrag_is(tekst):
    assert fout("bedrag", tekst).startswith("Schrijf het bedrag als 4.200")


def test_getal_keuze_ja_nee_en_verwijzing():
    sleutel = uuid4()
    assert een("getal", "12") == 12
    assert fout("getal", "12,5").startswith("Schrijf een heel getal")
    assert fout("getal", "21", hoogstens=20) == "Kies een getal tot en met 20. U vulde 21 in."
    assert een("keuze", "a", keuzes={"a": "A"}) == "a"
    assert fout("keuze", "b", keuzes={"a": "A"}) == "Kies een van de mogelijkheden."
    assert een("ja_nee", "ja") is True
    assert een("ja_nee", ["nee", "on"]) is True  # een aankruisvakje met een verborgen nee
    assert een("ja_nee", "", verplicht=False) is False
    assert fout("ja_nee", "") == "Kies ja of nee."
    assert fout("ja_nee", "misschien") == "Kies ja of nee."
    assert een("persoon", str(sleutel).upper()) == str(sleutel)
    assert fout("woning", "Kastanjehof 14") == "Kies een woning."


def test_leeg_en_te_lang():
    assert fout("tekst", "  ") == "Vul dit in."
    assert fout("datum", "", leeg="Vul in vanaf welke dag de huur ingaat.") == "Vul in vanaf welke dag de huur ingaat."
    assert een("tekst", "", verplicht=False) is None
    assert fout("tekst", "x" * 201) == "De tekst is 201 tekens. Kort hem in tot 200."
    assert een("lange_tekst", "x" * 10_000) == "x" * 10_000


def test_alle_fouten_komen_tegelijk():
    with pytest.raises(InvoerFout) as gevangen:
        lees(WF, WF.taken["WO-06"].velden, {"bezichtigd_op": "25-11-2026", "reactie": "nee"}, VANDAAG)
    assert [f.veld for f in gevangen.value.fouten] == ["bezichtigd_op", "weigerreden"]


@pytest.mark.parametrize(
    ("reactie", "velden"),
    [("ja", {"huur_vanaf"}), ("nee", {"weigerreden"}), ("nadenken", set())],
)
def test_een_veld_telt_alleen_bij_het_antwoord_dat_erbij_hoort(reactie, velden):
    invoer = {"bezichtigd_op": "gisteren", "reactie": reactie, "weigerreden": "HUU", "huur_vanaf": "7-12-2026"}
    gelezen = lees(WF, WF.taken["WO-06"].velden, invoer, VANDAAG)
    assert set(gelezen) == {"bezichtigd_op", "reactie", "toelichting_vrij"} | velden


def test_een_voorwaarde_op_een_veld_dat_niet_op_het_formulier_staat_telt_niet():
    assert lees(WF, ["bijstand_ingang"], {"bijstand_ingang": "1-12-2026"}, VANDAAG) == {"bijstand_ingang": "2026-12-01"}
    form = ["bijstand_toegekend", "bijstand_ingang"]
    assert lees(WF, form, {"bijstand_toegekend": "nee"}, VANDAAG) == {"bijstand_toegekend": False}


def test_wat_niet_is_gevraagd_komt_er_niet_in():
    assert lees(WF, ["tvs_op"], {"tvs_op": "vandaag", "toestand": "gehuisvest"}, VANDAAG) == {"tvs_op": "2026-11-24"}


def goede_invoer(veld: Veld):
    if veld.soort == "keuze":
        return st.sampled_from(list(veld.keuzes))
    waarden = {
        "datum": st.integers(0, 300).map(lambda n: (VANDAAG - timedelta(days=n)).isoformat()),
        "ja_nee": st.sampled_from(["ja", "nee"]),
        "getal": st.integers(0, veld.hoogstens or 99).map(str),
        "bedrag": st.integers(0, 10**6).map(str),
        "tekst": st.just("Tekst"),
        "lange_tekst": st.just("Tekst"),
    }
    return waarden.get(veld.soort, st.uuids().map(str))


@given(st.data())
def test_elk_formulier_van_het_proces_kan_worden_ingevuld_en_past_in_json(data):
    soort = data.draw(st.sampled_from(sorted(WF.taken)))
    codes = WF.taken[soort].velden
    invoer = {code: data.draw(goede_invoer(WF.velden[code])) for code in codes}
    gelezen = lees(WF, codes, invoer, VANDAAG)
    assert json.loads(json.dumps(gelezen)) == gelezen


@given(st.dictionaries(st.sampled_from(sorted(WF.velden)), st.text(max_size=40)), st.sampled_from(sorted(WF.taken)))
def test_willekeurige_invoer_geeft_waarden_of_zinnen_en_nooit_iets_anders(invoer, soort):
    try:
        gelezen = lees(WF, WF.taken[soort].velden, invoer, VANDAAG)
    except InvoerFout as gevangen:
        assert all(f.zin.endswith((".", "?")) for f in gevangen.fouten)
    else:
        assert set(gelezen) <= set(WF.taken[soort].velden)
