"""Wat binnen een rij, een huishouden en een bestand bij elkaar moet passen: één gebrek, één melding."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.importers import huishoudregels
from casus.importers.gebreken import BestandFout
from casus.importers.koppelingen import lees_koppelingen
from tests.unit.importers.bladen import KOP, VANDAAG, als_csv, gebreken, kind, lees, rij


@pytest.mark.parametrize(
    ("kolom", "waarde", "gebrek"),
    [
        ("Zaaknummer_COA", None, "verplicht_leeg"),
        ("Achternaam", "  ", "verplicht_leeg"),
        ("Geboortedatum", None, "verplicht_leeg"),
        ("Geslacht", None, "verplicht_leeg"),
        ("Relatie", None, "verplicht_leeg"),
        ("Datum_vergunning", None, "verplicht_leeg"),
        ("Koppeldatum", None, "verplicht_leeg"),
        ("V_nummer", None, "v_nummer_leeg"),
        ("V_nummer", "123", "v_nummer_onjuist"),
        ("BSN", "999900001", "bsn_elfproef"),
        ("BSN", "x", "bsn_onjuist"),
        ("Geslacht", "groen", "waarde_onbekend"),
        ("Relatie", "buurman", "waarde_onbekend"),
        ("Woonbeperking", "zwembad", "waarde_onbekend"),
        ("Plaatsingsindicatie", "zin in", "waarde_onbekend"),
        ("Verwachte nareis (aantal)", "veel", "waarde_onbekend"),
        ("Geboortedatum", "ooit", "datum_onleesbaar"),
        ("Koppeldatum", "=Q3+1", "datum_onleesbaar"),
        ("Koppeldatum", datetime(2052, 6, 3), "datum_buiten_bereik"),
        ("Koppeldatum", datetime(2025, 5, 17), "koppeldatum_voor_vergunning"),
        ("Geldig_tot", datetime(2025, 5, 18), "geldig_tot_voor_vergunning"),
        ("Gemeentecode", "GM0222", "gemeente_tegenstrijdig"),
        ("Gemeentecode", "GM9999", "gemeente_onbekend"),
        ("Achternaam", "#VERW!", "celfout"),
        ("Voornamen", "x" * 201, "tekst_te_lang"),
    ],
)
def test_een_fout_in_een_rij_is_een_melding_en_houdt_het_huishouden_tegen(kolom: str, waarde: Any, gebrek: str):
    bestand = lees(rij(**{kolom: waarde}))
    assert [(m.rij, m.gebrek, m.ernst) for m in bestand.fouten] == [(2, gebrek, "fout")]
    assert (bestand.huishoudens, bestand.tegengehouden[0].rijen) == ((), (2,))


@pytest.mark.parametrize(
    ("kolom", "waarde", "gebrek"),
    [
        ("Tolk_nodig", "Arabisch", "waarde_onbekend"),
        ("Opleiding", "zwemdiploma", "waarde_onbekend"),
        ("Inkomen", "veel", "waarde_onbekend"),
        ("Gemeentecode", "GM1876 ", "spaties"),
        ("Koppelgemeente", "Bronckhorst ", "spaties"),
        ("BSN", " 999913001", "spaties"),
        ("Achternaam", "=A1", "formule"),
        ("Voornamen", "Y?lmaz", "teken_verloren"),
        ("Geboortedatum", "26-02-1987", "datum_tekst_nl"),
        ("Koppeldatum", "3 juni 2025", "datum_tekst_nl"),
    ],
)
def test_een_waarschuwing_houdt_niets_tegen(kolom: str, waarde: Any, gebrek: str):
    bestand = lees(rij(**{kolom: waarde}))
    assert [(m.rij, m.gebrek, m.ernst) for m in bestand.fouten] == [(2, gebrek, "waarschuwing")]
    assert bestand.aantal_huishoudens == 1


def test_een_melding_wijst_naar_de_kolom_zoals_zij_in_het_bestand_heet():
    kop = ["Vreemdelingennummer" if titel == "V-nummer" else titel for titel in KOP]
    (melding,) = lees(rij(V_nummer="123456"), kop=kop).fouten
    assert (melding.kolom, melding.waarde) == ("Vreemdelingennummer", "•••456")


def test_een_huishouden_zonder_hoofdpersoon():
    bestand = lees(kind(), kind())
    assert gebreken(bestand) == [(2, "geen_hoofdpersoon")]


def test_een_onleesbare_relatie_is_niet_ook_nog_een_ontbrekende_hoofdpersoon():
    assert gebreken(lees(rij(Relatie="baas"), kind())) == [(2, "waarde_onbekend")]


def test_meer_hoofdpersonen():
    bestand = lees(rij(), kind(Relatie="hoofdpersoon"), kind())
    assert gebreken(bestand) == [(3, "meer_hoofdpersonen")]
    assert "in rij 2" in bestand.fouten[0].melding


@pytest.mark.parametrize(("kolom", "waarde"), [("Koppeldatum", datetime(2025, 6, 4)), ("Gemeentecode", "GM0222")])
def test_de_rij_die_afwijkt_van_de_meeste_krijgt_de_melding(kolom: str, waarde: Any):
    naam = {"Koppelgemeente": None} if kolom == "Gemeentecode" else {}
    afwijkend = {**naam, kolom: waarde}
    assert gebreken(lees(rij(**afwijkend), kind(), kind())) == [(2, "huishouden_tegenstrijdig")]
    assert gebreken(lees(rij(), kind(), kind(**afwijkend))) == [(4, "huishouden_tegenstrijdig")]
    # staan er evenveel tegenover elkaar, dan is de hoofdpersoon de maat
    assert gebreken(lees(kind(**afwijkend), rij())) == [(2, "huishouden_tegenstrijdig")]


def test_een_fout_in_een_cel_is_niet_ook_nog_een_tegenstrijdigheid():
    assert gebreken(lees(rij(Koppeldatum=datetime(2025, 5, 1)), kind())) == [(2, "koppeldatum_voor_vergunning")]
    assert gebreken(lees(rij(), kind(Koppelgemeente="Bronkhorst", Gemeentecode=None))) == [(3, "gemeente_onbekend")]


def test_gegevens_van_het_huishouden_mogen_op_een_rij_staan():
    leeg = {
        "Koppelgemeente": None,
        "Gemeentecode": None,
        "Koppeldatum": None,
        "Datum_vergunning": None,
        "Geldig_tot": None,
    }
    (huishouden,) = lees(kind(**leeg), rij(), kind(**leeg)).huishoudens
    assert (huishouden.gemeentecode, len(huishouden.personen)) == ("GM1876", 3)
    bestand = lees(rij(**leeg), kind(**leeg))
    assert gebreken(bestand) == [(2, "verplicht_leeg")] * 3


def test_de_koppeldatum_wordt_ook_over_rijen_heen_vergeleken_met_de_vergunning():
    bestand = lees(rij(Koppeldatum=None), kind(Datum_vergunning=None, Koppeldatum=datetime(2025, 5, 1)))
    assert gebreken(bestand) == [(2, "koppeldatum_voor_vergunning")]


def test_een_vergunning_mag_per_persoon_verschillen_en_die_van_de_hoofdpersoon_telt():
    (huishouden,) = lees(kind(Datum_vergunning=datetime(2025, 6, 1)), rij()).huishoudens
    assert huishouden.vergunningdatum == datetime(2025, 5, 18).date()


def test_samenvoegen_van_wat_de_rijen_zeggen():
    (huishouden,) = lees(
        rij(Woonbeperking="lift", Plaatsingsindicatie="arbeidscontract"),
        kind(
            Woonbeperking="rolstoel", Plaatsingsindicatie="medische behandeling; arbeidscontract", COA_locatie="Almelo"
        ),
        kind(**{"Verwachte nareis (aantal)": 2}),
    ).huishoudens
    assert huishouden.woonbeperking == "rolstoel"
    assert huishouden.koppelredenen == ("arbeidscontract", "medische_behandeling")
    assert (huishouden.verwachte_nareis, huishouden.coa_locatie) == (2, "Zutphen")


def test_zaaknummers_die_alleen_in_schrijfwijze_verschillen_zijn_een_huishouden():
    bestand = lees(rij(Zaaknummer_COA="k1"), kind(Zaaknummer_COA="K1 "))
    assert (bestand.aantal_huishoudens, bestand.aantal_personen) == (1, 2)


def test_een_dubbele_rij_krijgt_alleen_die_melding():
    fout = rij(Achternaam="  Abdi ", BSN="999900001")
    assert gebreken(lees(fout, kind(), fout)) == [(2, "bsn_elfproef"), (2, "spaties"), (4, "dubbele_rij")]
    bestand = lees(rij(), rij(Achternaam="Abdi "))
    assert gebreken(bestand) == [(3, "dubbele_rij")]
    assert "rij 2" in bestand.fouten[0].melding


def test_een_v_nummer_bij_twee_huishoudens_houdt_beide_tegen():
    bestand = lees(
        rij(),
        rij(Zaaknummer_COA="K2", Voornamen="Omar", BSN=None),
        rij(Zaaknummer_COA="K3", V_nummer="9000000001", BSN=None),
    )
    assert gebreken(bestand) == [(2, "v_nummer_dubbel"), (3, "v_nummer_dubbel")]
    assert [huishouden.coa_nummer for huishouden in bestand.huishoudens] == ["K3"]


def test_een_persoon_die_twee_keer_gekoppeld_is_krijgt_een_melding_per_rij():
    assert gebreken(lees(rij(), rij(Zaaknummer_COA="K2"))) == [(2, "v_nummer_dubbel"), (3, "v_nummer_dubbel")]


def test_een_bsn_bij_twee_personen(monkeypatch: pytest.MonkeyPatch):
    assert gebreken(lees(rij(), kind(BSN="999913001"))) == [(2, "bsn_dubbel"), (3, "bsn_dubbel")]
    twee = rij(), rij(Zaaknummer_COA="K2", V_nummer="9000000001")
    assert gebreken(lees(*twee)) == [], "nummers uit de testreeks komen in proefgegevens bij meer mensen voor"
    monkeypatch.setattr(huishoudregels, "TESTREEKS_BSN", "0000")
    assert gebreken(lees(*twee)) == [(2, "bsn_dubbel"), (3, "bsn_dubbel")]


def test_een_totaalregel_is_een_melding():
    leeg = [None] * len(KOP)
    bestand = lees(rij(), [*leeg[:-1], "Totaal 1"])
    assert gebreken(bestand) == [(3, "rij_onvolledig")]
    assert bestand.aantal_huishoudens == 1


def test_een_rij_zonder_zaaknummer_staat_alleen():
    bestand = lees(rij(), kind(Zaaknummer_COA=None), kind(Zaaknummer_COA=None))
    assert [huishouden.rijen for huishouden in bestand.tegengehouden] == [(3,), (4,)]
    assert bestand.aantal_huishoudens == 1


CEL = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
    st.integers(0, 10**10),
    st.sampled_from(["K1", "K2", "man", "hoofdpersoon", "kind", "GM0222", "Aalten", "=1"]),
    st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(2100, 1, 1)),
)


@settings(max_examples=60)
@given(st.lists(st.lists(CEL, min_size=1, max_size=len(KOP) + 2), min_size=1, max_size=8))
def test_willekeurige_cellen_geven_altijd_een_uitkomst_die_klopt(rijen: list[list[Any]]):
    try:
        bestand = lees_koppelingen(als_csv(*rijen, code="utf-8"), "a.csv", VANDAAG)
    except BestandFout as weigering:
        assert weigering.zin
        return
    wachtend = [nummer for huishouden in bestand.tegengehouden for nummer in huishouden.rijen]
    goed = [persoon.rij for huishouden in bestand.huishoudens for persoon in huishouden.personen]
    assert len(wachtend) + len(goed) == bestand.gelezen_rijen
    assert set(wachtend).isdisjoint(goed)
    assert {melding.rij for melding in bestand.echte_fouten} <= set(wachtend)


@settings(max_examples=60)
@given(st.sampled_from(KOP), CEL)
def test_een_willekeurige_cel_in_een_goede_rij(kolom: str, waarde: Any):
    bestand = lees_koppelingen(als_csv(rij(**{kolom: waarde}), kind()), "a.csv", VANDAAG)
    assert bestand.gelezen_rijen == 2
    assert bool(bestand.echte_fouten) == bool(bestand.tegengehouden)
