"""Het herstelblad: verbeteren, opnieuw inlezen en klaar; en nooit een formule."""

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from casus.importers.herstelblad import HERSTELKOLOM, maak_herstelblad
from casus.importers.koppelingen import lees_koppelingen
from casus.importers.koppelregels import KoppelingenBestand
from tests.unit.importers.bladen import GEGEVENS, KOP, VANDAAG, als_csv, kind, lees, rij


def open_blad(bestand: KoppelingenBestand) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(maak_herstelblad(bestand))).worksheets[0]


def opgeslagen(blad: Worksheet) -> bytes:
    uit = io.BytesIO()
    blad.parent.save(uit)
    return uit.getvalue()


def gekleurd(blad: Worksheet, nummer: int) -> list[str]:
    return [KOP[cel.column - 1] for cel in blad[nummer] if cel.fill.fill_type and cel.column <= len(KOP)]


@pytest.mark.parametrize("soort", ["xlsx", "csv"])
def test_het_blad_heeft_alle_wachtende_rijen_en_dezelfde_fouten(soort: str):
    naam = f"koppelingen_met_gebreken.{soort}"
    eerst = lees_koppelingen(GEGEVENS / naam, naam, VANDAAG)
    opnieuw = lees_koppelingen(maak_herstelblad(eerst), "herstel.xlsx", VANDAAG)
    assert opnieuw.gelezen_rijen == len(eerst.ruw)
    assert opnieuw.huishoudens == ()
    # alleen de rijen van wachtende huishoudens staan erop, in dezelfde volgorde en met dezelfde meldingen
    nieuw = {oud: nummer for nummer, oud in enumerate(sorted(eerst.ruw), start=2)}
    verwacht = {(nieuw[m.rij], m.kolom, m.gebrek) for m in eerst.fouten if m.rij in eerst.ruw}
    assert {(m.rij, m.kolom, m.gebrek) for m in opnieuw.fouten} == verwacht


def test_verbeteren_en_opnieuw_inlezen_geeft_alle_huishoudens():
    eerst = lees_koppelingen(GEGEVENS / "koppelingen_met_gebreken.xlsx", "a.xlsx", VANDAAG)
    blad = open_blad(eerst)
    kolom = {cel.value: cel.column for cel in blad[1]}
    nieuw = {oud: nummer for nummer, oud in enumerate(sorted(eerst.ruw), start=2)}
    goed: dict[str, Any] = {
        "geboortedatum_toekomst": datetime(1952, 3, 1),
        "bsn_elfproef": None,
        "koppeldatum_voor_vergunning": datetime(2025, 4, 17),
        "gemeente_onbekend": "Aalten",
        "v_nummer_leeg": "9000000001",
    }
    for melding in eerst.echte_fouten:
        if melding.gebrek == "dubbele_rij":
            blad.delete_rows(nieuw[melding.rij])
        else:
            blad.cell(nieuw[melding.rij], kolom[melding.kolom]).value = goed[melding.gebrek]
    # rij 41 hoort bij een ander huishouden dan rij 16 en kreeg een eigen koppeldatum
    blad.cell(nieuw[41], kolom["Koppeldatum"]).value = datetime(2025, 2, 9)
    opnieuw = lees_koppelingen(opgeslagen(blad), "herstel.xlsx", VANDAAG)
    assert (opnieuw.echte_fouten, opnieuw.aantal_huishoudens) == ((), len(eerst.tegengehouden))


def test_de_cel_met_de_fout_is_gekleurd_en_de_laatste_kolom_zegt_het_in_woorden():
    blad = open_blad(lees(rij(BSN="999900001", Achternaam="Abdi "), kind()))
    assert [cel.value for cel in blad[1]] == [*KOP, HERSTELKOLOM]
    assert gekleurd(blad, 2) == ["BSN", "Achternaam"]
    assert blad["C2"].fill.fgColor.rgb != blad["D2"].fill.fgColor.rgb
    uitleg = blad.cell(2, len(KOP) + 1).value
    assert "Rij 2 in uw bestand." in uitleg
    assert "BSN: Dit BSN voldoet niet aan de elfproef." in uitleg
    assert gekleurd(blad, 3) == []
    assert "wacht op een andere rij" in blad.cell(3, len(KOP) + 1).value


def test_goede_huishoudens_staan_er_niet_op():
    blad = open_blad(lees(rij(), rij(Zaaknummer_COA="K2", V_nummer=None, BSN=None)))
    assert [cel.value for cel in blad["A"]] == ["Zaaknummer COA", "K2"]


def test_een_nummer_met_voorloopnul_blijft_tekst_en_een_datum_een_datum():
    blad = open_blad(lees(rij(V_nummer="0123456789", BSN="999900001")))
    assert (blad["B2"].value, blad["B2"].data_type) == ("0123456789", "s")
    assert (blad["F2"].value, blad["F2"].number_format) == (datetime(1987, 2, 26), "DD-MM-YYYY")


def test_een_datum_uit_csv_is_op_het_blad_een_datum():
    blad = open_blad(lees_koppelingen(als_csv(rij(BSN="999900001", Geboortedatum="00-00-1991")), "a.csv", VANDAAG))
    assert (blad["Q2"].value, blad["F2"].value) == (datetime(2025, 6, 3), "00-00-1991")


@pytest.mark.parametrize(
    "gevaar", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://example.invalid";"klik")']
)
@pytest.mark.parametrize("bron", ["xlsx", "csv"])
def test_tekst_die_een_formule_lijkt_wordt_er_geen(gevaar: str, bron: str):
    rijen = rij(BSN="999900001", Opmerking=gevaar)
    eerst = lees(rijen) if bron == "xlsx" else lees_koppelingen(als_csv(rijen), "a.csv", VANDAAG)
    cel = open_blad(eerst)["X2"]
    assert cel.data_type == "s"
    assert cel.quotePrefix
    assert cel.value.strip() == gevaar.strip()


def test_ook_een_kolomnaam_wordt_geen_formule():
    blad = open_blad(lees([*rij(BSN="999900001"), "x"], kop=[*KOP, "=1+1"]))
    assert (blad["Y1"].value, blad["Y1"].data_type) == ("=1+1", "s")


def test_een_herstelblad_van_een_herstelblad_heeft_de_extra_kolom_een_keer():
    eerst = lees(rij(BSN="999900001"))
    tweede = lees_koppelingen(maak_herstelblad(eerst), "herstel.xlsx", VANDAAG)
    assert [cel.value for cel in open_blad(tweede)[1]] == [*KOP, HERSTELKOLOM]


def test_vreemde_waarden_maken_geen_onleesbaar_blad():
    bestand = lees_koppelingen(
        als_csv(rij(BSN="999900001", Opmerking="bel\x07 \x0bna", Voornamen=float("inf"))), "a.csv", VANDAAG
    )
    assert open_blad(bestand)["X2"].value == "bel na"
