"""Opmaak van getallen en data, de tekens van het lettertype, en de woorden op papier."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

import pytest
from fontTools.ttLib import TTFont

from casus.pdf import opmaak
from casus.pdf.tekens import BESTANDEN, LETTERTYPEN
from casus.pdf.voordracht import Toegankelijkheidslabel
from casus.pdf.weergave import Tegel, weergave
from casus.tekens import bezwaar, drukbaar, ontbrekende_tekens, tekenset
from tests.unit.pdf.voorbeelden import HUISHOUDENS, gegevens, huisstijl, velden


@pytest.mark.parametrize(
    ("gekregen", "verwacht"),
    [
        (opmaak.datum(date(2026, 12, 14)), "14 december 2026"),
        (opmaak.datum_kort(date(2027, 3, 1)), "1 mrt. 2027"),
        (opmaak.aantal(1, "persoon", "personen"), "1 persoon"),
        (opmaak.aantal(0, "persoon", "personen"), "0 personen"),
        (opmaak.telwoord(12), "twaalf"),
        (opmaak.telwoord(13), "13"),
        (opmaak.kwartaal("2027-Q2"), "2e kwartaal 2027"),
    ],
)
def test_opmaak_met_vaste_spaties(gekregen: str, verwacht: str):
    assert gekregen == verwacht.replace(" ", "\u00a0")


def test_de_hoogste_huur_staat_in_euro_met_een_vaste_spatie():
    assert _rijen("gezin")["Hoogste huur"] == "€\u00a0764,14 per maand"
    assert _rijen("alleen")["Hoogste huur"] == "€\u00a01.064,50 per maand"


@pytest.mark.parametrize("label", get_args(Toegankelijkheidslabel))
def test_elk_label_heeft_een_zin_en_een_tegel_die_past(label: str):
    for lift in (True, False):
        woning = velden()["woning"] | {"toegankelijkheidslabel": label, "begane_grond_of_lift": lift}
        v = weergave(gegevens(woning=woning), huisstijl())
        assert f"({label})" in {rij.label: rij.waarde for rij in v.woning}["Toegankelijkheid"]
        assert len(v.kort[4].groot) <= 14


@pytest.mark.parametrize(
    ("moment", "verwacht"),
    [
        (datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "2 juli 2026 om 00.05 uur"),
        (datetime(2026, 11, 23, 9, 42, tzinfo=UTC), "23 november 2026 om 10.42 uur"),
    ],
)
def test_een_tijdstip_is_nederlandse_tijd(moment: datetime, verwacht: str):
    assert opmaak.tijdstip(moment).replace("\u00a0", " ") == verwacht


@pytest.mark.parametrize(
    "tekst", ["Çelik-Yılmaz", "Ngô Thị Hương", "Šimůnková Łukasz Ærø ß", "✓ – × → ● €", "a\u00a0b\u2002c\td\n"]
)
def test_namen_in_latijns_schrift_kunnen_op_papier(tekst: str):
    assert ontbrekende_tekens(tekst) == ""


@pytest.mark.parametrize(
    ("tekst", "ontbreekt"),
    [("Samir سمير", "سمير"), ("Олена", "Олена"), ("Mia 🙂🙂 x", "🙂"), ("a\u202eb", "\u202e"), ("東京", "東京")],
)
def test_wat_niet_op_papier_kan_wordt_genoemd(tekst: str, ontbreekt: str):
    assert ontbrekende_tekens(tekst) == ontbreekt


def _rijen(naam: str) -> dict[str, str]:
    v = weergave(HUISHOUDENS[naam], huisstijl())
    delen = (v.brief, v.contact, v.huishouden, v.woning, v.inkomen, v.start, v.begeleiding, v.doelgroep)
    return {rij.label: rij.waarde for deel in delen for rij in deel}


@pytest.mark.parametrize("naam", HUISHOUDENS)
def test_geen_rij_en_geen_tegel_is_leeg(naam: str):
    v = weergave(HUISHOUDENS[naam], huisstijl())
    assert all(label.strip() and waarde.strip() for label, waarde in _rijen(naam).items())
    assert all(waarde.strip() for _, waarden in v.huurders.rijen for waarde in waarden)
    assert len(v.kort) == 6
    assert all(tegel.groot and tegel.klein for tegel in v.kort)
    assert not any("None" in str(deel) for deel in (v.kort, v.huurders, v.brief, *_rijen(naam).values()))


def test_wat_er_niet_is_valt_weg_of_krijgt_een_antwoord():
    v, rijen = weergave(HUISHOUDENS["alleen"], huisstijl()), _rijen("alleen")
    assert v.huurders.koppen == ("Wie", "Hoofdhuurder")
    assert v.doelgroep == [] and v.medebewoners == [] and v.vervangt == ""
    assert "Organisatie" not in rijen and "Reden voor dit gebied" not in rijen
    assert rijen["Medebewoners"] == "Geen" and rijen["Gebied"] == "Geen eis"
    assert dict(v.huurders.rijen)["Telefoon"] == ("Niet bekend",)
    assert v.kop == "Een woning voor één persoon"


def test_een_verbetering_noemt_het_dossier_dat_vervalt():
    zin = weergave(HUISHOUDENS["groot"], huisstijl()).vervangt.replace("\u00a0", " ")
    assert zin == "Dit dossier vervangt het dossier van 20 november 2026, nummer 2. Verwijder het oude dossier."


def test_volwassen_medebewoners_tellen_niet_als_kind():
    huishouden = {
        "aantal_personen": 4,
        "medebewoners": [{"relatie": "Moeder", "leeftijd": 70}, {"relatie": "Zoon", "leeftijd": 17}],
    }
    tegel = weergave(gegevens(huishouden=huishouden), huisstijl()).kort[0]
    assert tegel.klein.replace("\u00a0", " ") == "3 volwassenen en 1 kind"


@pytest.mark.parametrize(
    ("label", "lift", "verwacht"),
    [
        ("ROL", False, Tegel("gelijkvloers", "Rolstoel", "rolstoelwoning")),
        ("ROL", True, Tegel("gelijkvloers", "Rolstoel", "begane grond of lift nodig")),
        (None, True, Tegel("gelijkvloers", "Geen trap", "begane grond of lift nodig")),
        ("ZON", False, Tegel("gelijkvloers", "Geen eis", "aan toegankelijkheid")),
    ],
)
def test_de_tegel_over_toegankelijkheid(label: str | None, lift: bool, verwacht: Tegel):
    woning = velden()["woning"] | {"toegankelijkheidslabel": label, "begane_grond_of_lift": lift}
    assert weergave(gegevens(woning=woning), huisstijl()).kort[4] == verwacht


def test_de_tekens_zijn_die_van_beide_letters():
    sets = []
    for bestand in BESTANDEN:
        with TTFont(LETTERTYPEN / bestand, lazy=True) as letter:
            sets.append(frozenset(letter.getBestCmap()))
    assert tekenset() == sets[0] & sets[1]


def test_een_onleesbaar_teken_krijgt_een_vierkant_en_een_zin():
    assert drukbaar("Mia 🙂 x\u202e") == "Mia □ x"
    assert bezwaar("Çelik") == "" and "О л" in bezwaar("Ол") and "U+202E" in bezwaar("a\u202e")
