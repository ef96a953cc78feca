"""De lijst van een corporatie: kolommen op naam, waarden zoals mensen ze schrijven, en elk gebrek met rij en kolom."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.importers.gebreken import BestandFout, Fout
from casus.importers.herstelblad import maak_herstelblad
from casus.importers.kopregels import velden
from casus.importers.woningen import BOEK, WoningBestand, lees_woningen
from casus.importers.woningwaarden import lees_bedrag, lees_code, lees_getal
from casus.rules import woningcodes
from tests import woninglijsten as lijst

VANDAAG = date(2026, 7, 6)


def lees(rijen: Any, **anders: Any) -> WoningBestand:
    return lees_woningen(lijst.als_xlsx(rijen, **anders), "lijst.xlsx", VANDAAG)


def gebreken(bestand: WoningBestand, rij: int) -> tuple[str, ...]:
    return tuple(sorted({melding.gebrek for melding in bestand.fouten if melding.rij == rij}))


@pytest.mark.parametrize("vorm", ["xlsx", "csv"])
def test_een_schone_lijst_heeft_geen_gebreken(vorm: str):
    inhoud = (lijst.als_xlsx if vorm == "xlsx" else lijst.als_csv)(lijst.schoon())
    bestand = lees_woningen(inhoud, f"lijst.{vorm}", VANDAAG)
    assert (len(bestand.woningen), bestand.fouten, bestand.tegengehouden) == (40, (), ())
    eerste = bestand.woningen[0].gegevens
    assert eerste["adres"] == "Populierenlaan 1" and eerste["beschikbaar_van"] == date(2026, 9, 1)
    assert eerste["corporatie_nummer"] == "VHE00001" and eerste["subsidiabel_cent"] == 1250


def test_xlsx_en_csv_geven_hetzelfde():
    een, twee = (
        lees_woningen(maak(lijst.schoon()), f"x.{soort}", VANDAAG)
        for maak, soort in ((lijst.als_xlsx, "xlsx"), (lijst.als_csv, "csv"))
    )
    assert [w.gegevens for w in een.woningen] == [w.gegevens for w in twee.woningen]


def test_elk_bekend_gebrek_wordt_gemeld_en_niets_anders():
    bestand = lees([rij for rij, _ in lijst.GEBREKEN])
    for nummer, (_, verwacht) in enumerate(lijst.GEBREKEN, start=2):
        assert gebreken(bestand, nummer) == tuple(sorted(verwacht)), f"rij {nummer}"
    assert bestand.tegengehouden == lijst.WACHT
    assert len(bestand.woningen) == len(lijst.GEBREKEN) - len(lijst.WACHT) - 1, "de gelijke rij telt niet mee"


def test_elke_melding_is_een_zin_met_de_kolom_uit_het_bestand():
    bestand = lees([rij for rij, _ in lijst.GEBREKEN])
    for melding in bestand.fouten:
        assert melding.melding.endswith((".", "?")), melding
        assert melding.kolom in ("", *lijst.KOP)


def test_het_herstelblad_is_zelf_weer_te_lezen_en_voert_niets_uit():
    bestand = lees([rij for rij, _ in lijst.GEBREKEN])
    blad = maak_herstelblad(bestand)
    weer = lees_woningen(blad, "te-verbeteren.xlsx", VANDAAG)
    assert weer.gelezen_rijen == len(lijst.WACHT) and not weer.woningen
    cellen = [cel for rij in openpyxl.load_workbook(io.BytesIO(blad)).worksheets[0] for cel in rij]
    assert not [cel for cel in cellen if cel.data_type == "f"]


def test_de_code_van_vera_en_haar_naam_gelden_altijd():
    for veld in ("detailsoort", "toegankelijkheid", "contractsoort", "energielabel"):
        for code, naam in woningcodes.geldig(veld, VANDAAG).items():
            assert lees_code(code, veld, VANDAAG).waarde == code
            assert lees_code(naam.upper(), veld, VANDAAG).waarde == code


def test_een_lege_of_ontbrekende_kolom_is_een_zin():
    kop = [titel for titel in lijst.KOP if titel not in ("Postcode", "Kale huur")]
    zonder = [waarde for titel, waarde in zip(lijst.KOP, lijst.rij(1), strict=True) if titel in kop]
    with pytest.raises(BestandFout) as fout:
        lees([zonder], kop=kop)
    assert fout.value.zinnen == (
        "De kolom Postcode ontbreekt. Voeg haar toe aan de kopregel en vul haar per woning in.",
        "De kolom Kale huur of Rekenhuur ontbreekt. Voeg er één toe aan de kopregel en vul haar per woning in.",
    )


def test_een_kolom_die_casus_niet_kent_wordt_gemeld():
    bestand = lees([[*lijst.rij(1), "ja"]], kop=[*lijst.KOP, "Zonnepanelen"])
    assert [(f.gebrek, f.kolom) for f in bestand.fouten] == [("kolom_onbekend", "Zonnepanelen")]
    assert "zonnepanelen" not in str(bestand.woningen[0].gegevens).lower()


@pytest.mark.parametrize("inhoud", [b"", b"a;b;c\n1;2;3\n", b"%PDF-1.7"])
def test_wat_geen_lijst_is_zegt_waarom(inhoud: bytes):
    with pytest.raises(BestandFout):
        lees_woningen(inhoud, "lijst.csv", VANDAAG)


def test_geen_naam_staat_bij_twee_kolommen():
    assert len(velden(BOEK)) == 27


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.none()))
def test_elke_cel_geeft_een_waarde_of_een_zin(cel: Any):
    gelezen = [lees_bedrag(cel), lees_getal(cel, "verdieping")]
    gelezen += [lees_code(cel, veld, VANDAAG) for veld in ("detailsoort", "energielabel", "woonvorm")]
    for een in gelezen:
        assert een.waarde is None or not een.fout
        assert all(gebrek.melding.endswith((".", "?")) for gebrek in een.gebreken)


def test_een_fout_toont_de_cel_maar_kort():
    bestand = lees([lijst.rij(1, Opmerkingen="x" * 3000)])
    melding: Fout = bestand.fouten[0]
    assert len(melding.waarde) <= 80


def test_anders_geschreven_is_dezelfde_woning():
    """Zoals bij het vastleggen: '1 A' en '1a' zijn één huis, ook met een ander nummer van de corporatie."""
    een = lijst.rij(1, **{"Toevoeging": "A"})
    ander = lijst.rij(2, **{"Huisnummer": "1a", "Straatnaam": "POPULIERENLAAN", "Postcode": een[4], "Slaapkamers": 2})
    bestand = lees([een, ander])
    assert [gebreken(bestand, rij) for rij in (2, 3)] == [("dubbele_woning",)] * 2 and bestand.woningen == ()
