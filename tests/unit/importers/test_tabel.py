"""Bestanden openen: de inhoud beslist, grenzen gelden, en elke weigering is een zin."""

import io
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.importers import tabel
from casus.importers.gebreken import BestandFout
from casus.importers.tabel import lees_tabellen
from tests.unit.importers.bladen import als_csv, rij, xlsx


def zip_met(**delen: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam.replace("__", "/"), inhoud)
    return uit.getvalue()


def herpak(inhoud: bytes, naam: str, deel: bytes) -> bytes:
    """Dezelfde werkmap met één onderdeel vervangen of toegevoegd."""
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for onderdeel in oud.namelist():
            if onderdeel != naam:
                nieuw.writestr(onderdeel, oud.read(onderdeel))
        nieuw.writestr(naam, deel)
    return uit.getvalue()


@pytest.mark.parametrize(
    ("inhoud", "naam", "deel_van_zin"),
    [
        (b"", "a.xlsx", "leeg"),
        (b" \r\n ", "a.csv", "leeg"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (b"%PDF-1.7", "a.xlsx", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.xls", "oud Excel-bestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.xlsx", "wachtwoord"),
        (b"a;b\n1;2", "a.ods", ".xlsx of .csv"),
        (b"a;b\n1;2", "a", ".xlsx of .csv"),
        (b"a;b\n1;2", "a.xlsx", "niet van Excel"),
        (xlsx(rij()), "a.csv", "inhoud is van Excel"),
        (zip_met(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "a.xlsx", "geen Excel-werkmap"),
        (zip_met(word__document=b"<x/>"), "a.xlsx", "geen Excel-werkmap"),
        (zip_met(xl__workbook=b"<x/>"), "a.xlsx", "geen Excel-werkmap"),
        (b"PK\x03\x04rommel", "a.xlsx", "beschadigd"),
        (xlsx(rij())[:2000], "a.xlsx", "beschadigd"),
        (b"a;b\x00c", "a.csv", "tekens"),
        (b"a;b\x81c", "a.csv", "tekens"),
        (b'a;b\n1;"open', "a.csv", "aanhalingsteken"),
        (b'a;b\n1;"een" twee', "a.csv", "aanhalingsteken"),
        (b"a" + b";" * 5000, "a.csv", "kolommen"),
    ],
)
def test_weigert_met_een_zin(inhoud: bytes, naam: str, deel_van_zin: str):
    with pytest.raises(BestandFout) as weigering:
        lees_tabellen(inhoud, naam)
    assert deel_van_zin in weigering.value.zin
    assert re.fullmatch(r"[A-Z].*[.!?]", weigering.value.zin)


def test_weigert_een_te_groot_bestand(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tabel, "BESTAND_MAX", 10)
    with pytest.raises(BestandFout, match="25 MB"):
        lees_tabellen(b"a;b\n1;2\n3;4", "a.csv")


def test_weigert_een_zipbom():
    bom = herpak(xlsx(rij()), "xl/media/nul.bin", b"\0" * (tabel.UITGEPAKT_MAX + 1))
    assert len(bom) < 1024 * 1024
    with pytest.raises(BestandFout, match="te groot"):
        lees_tabellen(bom, "a.xlsx")


def test_weigert_te_veel_onderdelen():
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        for nummer in range(tabel.ONDERDELEN_MAX + 1):
            archief.writestr(f"{nummer}", b"")
    with pytest.raises(BestandFout, match="te groot"):
        lees_tabellen(uit.getvalue(), "a.xlsx")


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_weigert_eigen_entiteiten(code: str):
    with zipfile.ZipFile(io.BytesIO(xlsx(rij()))) as archief:
        blad = archief.read("xl/worksheets/sheet1.xml").decode()
    bom = "" if code == "utf-8" else "\ufeff"
    dtd = bom + '<!DOCTYPE worksheet [<!ENTITY lol "lol">]>' + blad[blad.index("<worksheet") :]
    assert lees_tabellen(herpak(xlsx(rij()), "xl/worksheets/sheet1.xml", blad.encode()), "a.xlsx")
    with pytest.raises(BestandFout, match="beschadigd"):
        lees_tabellen(herpak(xlsx(rij()), "xl/worksheets/sheet1.xml", dtd.encode(code)), "a.xlsx")


def test_weigert_macros():
    with pytest.raises(BestandFout, match="macro's"):
        lees_tabellen(herpak(xlsx(rij()), "xl/vbaProject.bin", b"x"), "a.xlsx")


@pytest.mark.parametrize("maak", [xlsx, als_csv])
def test_weigert_te_veel_rijen(maak, monkeypatch: pytest.MonkeyPatch):
    naam = "a.xlsx" if maak is xlsx else "a.csv"
    monkeypatch.setattr(tabel, "RIJEN_MAX", 3)
    assert len(lees_tabellen(maak(["1"], ["2"], ["3"], kop=["a"]), naam)[0].rijen) == 4
    with pytest.raises(BestandFout, match="rijen"):
        lees_tabellen(maak(["1"], ["2"], ["3"], ["4"], kop=["a"]), naam)


def test_rijnummers_zijn_die_van_excel_ook_bij_lege_rijen():
    gelezen = lees_tabellen(xlsx([None, " "], ["x", 1], kop=[]), "a.xlsx")[0]
    assert [(r.nummer, r.cellen) for r in gelezen.rijen] == [(3, ("x", 1))]
    gelezen = lees_tabellen(b"\r\n;;\r\nx;1;\r\n", "a.csv")[0]
    assert [(r.nummer, r.cellen) for r in gelezen.rijen] == [(3, ("x", "1"))]


def test_een_regeleinde_in_een_cel_is_geen_nieuwe_rij():
    gelezen = lees_tabellen(b'a;b\r\n"een\r\ntwee";2\r\n3;4', "a.csv")[0]
    assert [r.nummer for r in gelezen.rijen] == [1, 2, 3]


@pytest.mark.parametrize("scheiding", [";", ",", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_elke_smaak(scheiding: str, code: str):
    inhoud = als_csv(
        ["Şahin" if code != "cp1252" else "Çelik", 'zegt "hoi"; ja, nee'],
        kop=["naam", "tekst"],
        scheiding=scheiding,
        code=code,
    )
    gelezen = lees_tabellen(inhoud, "a.csv")[0]
    assert gelezen.rijen[1].cellen == ("Şahin" if code != "cp1252" else "Çelik", 'zegt "hoi"; ja, nee')


def test_sep_regel_van_excel_telt_niet_als_rij():
    assert lees_tabellen(b"sep=|\r\na|b\r\n1|2", "a.csv")[0].rijen[0] == tabel.Rij(1, ("a", "b"))


def test_een_formule_blijft_tekst_en_wordt_niet_uitgerekend():
    cellen = (
        lees_tabellen(xlsx(["=1+1", '=HYPERLINK("http://example.invalid";"klik")'], kop=["a", "b"]), "a.xlsx")[0]
        .rijen[1]
        .cellen
    )
    assert cellen == ("=1+1", '=HYPERLINK("http://example.invalid";"klik")')


def test_verborgen_bladen_en_een_onjuiste_omvang_doen_niet_mee():
    werkmap = openpyxl.load_workbook(io.BytesIO(xlsx(["x", datetime(2025, 1, 2)], kop=["a", "b"])))
    werkmap.create_sheet("geheim").append(["verborgen"])
    werkmap["geheim"].sheet_state = "hidden"
    uit = io.BytesIO()
    werkmap.save(uit)
    with zipfile.ZipFile(uit) as archief:
        blad = archief.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:B2"', b'ref="A1:A1"')
    (gelezen,) = lees_tabellen(herpak(uit.getvalue(), "xl/worksheets/sheet1.xml", blad), "a.xlsx")
    assert [r.cellen for r in gelezen.rijen] == [("a", "b"), ("x", datetime(2025, 1, 2))]


def _probeer(inhoud: bytes, naam: str) -> None:
    try:
        lees_tabellen(inhoud, naam)
    except BestandFout as weigering:
        assert weigering.zin


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a"]))
def test_willekeurige_bytes_geven_altijd_een_tabel_of_een_zin(inhoud: bytes, naam: str):
    _probeer(inhoud, naam)
    _probeer(b"PK\x03\x04" + inhoud, naam)


HEEL = xlsx(rij(), rij())


@given(st.integers(0, len(HEEL) - 1), st.binary(min_size=1, max_size=8))
def test_een_beschadigde_werkmap_geeft_altijd_een_tabel_of_een_zin(plaats: int, rommel: bytes):
    _probeer(HEEL[:plaats] + rommel + HEEL[plaats + len(rommel) :], "a.xlsx")


BLAD = zipfile.ZipFile(io.BytesIO(HEEL)).read("xl/worksheets/sheet1.xml")


@given(
    st.integers(0, len(BLAD) - 1), st.sampled_from([b"<", b"9", b"</row>", b'r="Z99"', b"NaN", b"1e999", b't="d"', b""])
)
def test_een_beschadigd_werkblad_geeft_altijd_een_tabel_of_een_zin(plaats: int, rommel: bytes):
    _probeer(herpak(HEEL, "xl/worksheets/sheet1.xml", BLAD[:plaats] + rommel + BLAD[plaats + 1 :]), "a.xlsx")
