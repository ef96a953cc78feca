"""Nummers, keuzes, aantallen en tekst: wat casus begrijpt en wat niet."""

import unicodedata
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus import vocab
from casus.importers.datums import lees_datum, lees_geboortedatum
from casus.importers.gebreken import Gelezen
from casus.importers.gemeenten import gemeentenamen, lees_gemeente
from casus.importers.tekst import is_formule, lees_tekst, ruwe_tekst, schoon, sleutel
from casus.importers.waarden import lees_aantal, lees_bsn, lees_ja_nee, lees_keuze, lees_keuzes, lees_v_nummer
from casus.importers.woorden import waarden
from tests.unit.importers.bladen import VANDAAG
from tests.unit.importers.test_datums import GRENZEN


def uitkomst(gelezen: Gelezen) -> tuple:
    return gelezen.waarde, *(gebrek.code for gebrek in gelezen.gebreken)


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("999913001", ("999913001",)),
        (999913001, ("999913001",)),
        (999913001.0, ("999913001",)),
        (" 9999.13.001 ", ("999913001",)),
        ("99990003", ("099990003",)),
        (None, (None,)),
        ("", (None,)),
        ("999900001", (None, "bsn_elfproef")),
        ("000000000", (None, "bsn_elfproef")),
        ("12345", (None, "bsn_onjuist")),
        ("9999130011", (None, "bsn_onjuist")),
        ("onbekend", (None, "bsn_onjuist")),
        ("٩٩٩٩١٣٠٠١", (None, "bsn_onjuist")),
        ("9,99913E+08", (None, "bsn_onjuist")),
    ],
)
def test_bsn(cel, verwacht: tuple):
    assert uitkomst(lees_bsn(cel)) == verwacht


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("9063302945", ("9063302945",)),
        (9063302945, ("9063302945",)),
        ("V9063302945", ("9063302945",)),
        ("V-nummer: 906 330 2945", ("9063302945",)),
        ("906.330.2945", ("9063302945",)),
        (None, (None, "v_nummer_leeg")),
        (" ", (None, "v_nummer_leeg")),
        ("906330294", (None, "v_nummer_onjuist")),
        ("90633029451", (None, "v_nummer_onjuist")),
        ("9,06E+09", (None, "v_nummer_onjuist")),
        ("x063302945", (None, "v_nummer_onjuist")),
    ],
)
def test_v_nummer(cel, verwacht: tuple):
    assert uitkomst(lees_v_nummer(cel)) == verwacht


def test_een_afgerond_nummer_krijgt_uitleg():
    assert "Excel heeft het nummer afgerond" in lees_v_nummer("9,06E+09").gebreken[0].melding
    assert "Excel" not in lees_v_nummer("906").gebreken[0].melding


@pytest.mark.parametrize(
    ("soort", "cel", "verwacht"),
    [
        ("geslacht", "Man", ("man",)),
        ("geslacht", "V", ("vrouw",)),
        ("geslacht", "onbekend", ("onbekend",)),
        ("geslacht", None, (None,)),
        ("geslacht", "ja", (None, "waarde_onbekend")),
        ("relatie", "HOOFDPERSOON", ("hoofdpersoon",)),
        ("relatie", "Echtgenote", ("partner",)),
        ("relatie", "dochter", ("kind",)),
        ("relatie", "broer/zus", ("broer_zus",)),
        ("relatie", "buurman", (None, "waarde_onbekend")),
        ("woonbeperking", "n.v.t.", (None,)),
        ("opleiding", "Voortgezet onderwijs", ("voortgezet_onderwijs",)),
    ],
)
def test_keuze(soort: str, cel, verwacht: tuple):
    assert uitkomst(lees_keuze(cel, soort)) == verwacht


def test_een_onbekend_woord_noemt_wat_wel_kan():
    assert "broer zus" in lees_keuze("buurman", "relatie").gebreken[0].melding
    ruim = lees_keuze("zwemdiploma", "opleiding", streng=False)
    assert (ruim.waarde, ruim.fout, ruim.gebreken[0].code) == (None, False, "waarde_onbekend")


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        (None, ()),
        ("arbeidscontract", ("arbeidscontract",)),
        ("eerstegraads familie in regio", ("eerstegraads_familie",)),
        ("Arbeidscontract; medische behandeling", ("arbeidscontract", "medische_behandeling")),
        ("werk,\nnareis / werk", ("arbeidscontract", "gezinshereniging")),
        ("werk, zin in", None),
    ],
)
def test_keuzes(cel, verwacht: tuple[str, ...] | None):
    assert lees_keuzes(cel, "koppelredenen").waarde == verwacht


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("ja", (True,)),
        ("J", (True,)),
        (True, (True,)),
        (1, (True,)),
        ("Nee", (False,)),
        (False, (False,)),
        (None, (None,)),
        ("soms", (None, "waarde_onbekend")),
    ],
)
def test_ja_nee(cel, verwacht: tuple):
    assert uitkomst(lees_ja_nee(cel, "tolk_nodig")) == verwacht


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        (0, (0,)),
        (3.0, (3,)),
        ("03", (3,)),
        (30, (30,)),
        (None, (None,)),
        ("-", (None,)),
        (31, (None, "waarde_onbekend")),
        (-1, (None, "waarde_onbekend")),
        (2.5, (None, "waarde_onbekend")),
        ("drie", (None, "waarde_onbekend")),
        ("9" * 10_000, (None, "waarde_onbekend")),
        ("²", (None, "waarde_onbekend")),
    ],
)
def test_aantal(cel, verwacht: tuple):
    assert uitkomst(lees_aantal(cel)) == verwacht


@pytest.mark.parametrize(
    ("code", "naam", "verwacht"),
    [
        ("GM0222", "Doetinchem", ("GM0222",)),
        (None, "doetinchem ", ("GM0222",)),
        (None, "Gemeente Doetinchem", ("GM0222",)),
        (None, "Súdwest-Fryslân", ("GM1900",)),
        (None, "Sudwest Fryslan", ("GM1900",)),
        (None, "Hengelo", ("GM0164",)),
        (None, "Den Haag", ("GM0518",)),
        (None, "'s-Gravenhage", ("GM0518",)),
        (None, "GM0222", ("GM0222",)),
        ("0222", None, ("GM0222",)),
        (222, None, ("GM0222",)),
        ("gm222", "", ("GM0222",)),
        (None, None, (None,)),
        (None, "Doetinghem", (None, "gemeente_onbekend")),
        (None, "Bergen", (None, "gemeente_onbekend")),
        (None, "Atlantis", (None, "gemeente_onbekend")),
        ("GM9999", "Doetinchem", (None, "gemeente_onbekend")),
        ("GM0222", "Aalten", (None, "gemeente_tegenstrijdig")),
    ],
)
def test_gemeente(code, naam, verwacht: tuple):
    assert uitkomst(lees_gemeente(code, naam)) == verwacht


@pytest.mark.parametrize(
    ("naam", "vraag"),
    [
        ("Doetinghem", "Bedoelt u Doetinchem?"),
        ("Winterswyk", "Bedoelt u Winterswijk?"),
        ("Bergen", "Bedoelt u Bergen (NH.) of Bergen (L.)?"),
    ],
)
def test_een_bijna_goede_gemeente_krijgt_een_voorstel(naam: str, vraag: str):
    assert vraag in lees_gemeente(None, naam).gebreken[0].melding


def test_een_onbekende_gemeente_krijgt_geen_wild_voorstel():
    assert "Bedoelt u" not in lees_gemeente(None, "Qwertystad").gebreken[0].melding


def test_alle_gemeenten_worden_herkend_aan_hun_eigen_naam_en_code():
    assert len(gemeentenamen()) == 342
    for code, naam in gemeentenamen().items():
        assert lees_gemeente(code, naam).waarde == code


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("Khalil", ("Khalil",)),
        ("  Khalil ", ("Khalil", "spaties")),
        ("al  Hamwi", ("al Hamwi", "spaties")),
        ("al\u00a0Hamwi", ("al Hamwi", "spaties")),
        ("Kha\u200blil", ("Khalil", "spaties")),
        ("Kha\x07lil", ("Khalil", "spaties")),
        ("\u202eKhalil", ("Khalil", "spaties")),
        ("Yılmaz", ("Yılmaz",)),
        ("Jose\u0301", ("José",)),
        ("O’mari", ("O’mari",)),
        ("een\r\ntwee", ("een twee",)),
        ("een_x000D_\ntwee", ("een twee",)),
        ("Y?lmaz", ("Y?lmaz", "teken_verloren")),
        ("Y\ufffdlmaz", ("Y\ufffdlmaz", "teken_verloren")),
        ("Omar?", ("Omar?",)),
        ("=1+1", ("=1+1", "formule")),
        ("-1+cmd|' /C calc'!A0", ("-1+cmd|' /C calc'!A0", "formule")),
        ("@SUM(A1)", ("@SUM(A1)", "formule")),
        ("- let op: belt liever", ("- let op: belt liever",)),
        ("+31 6 00000000", ("+31 6 00000000",)),
        ("#VERW!", (None, "celfout")),
        ("x" * 51, (None, "tekst_te_lang")),
        (12.0, ("12",)),
        (True, ("ja",)),
        (datetime(2025, 3, 12), ("12-03-2025",)),
        ("   ", (None,)),
        (None, (None,)),
    ],
)
def test_tekst(cel, verwacht: tuple):
    assert uitkomst(lees_tekst(cel, lengte=50, naam=True)) == verwacht


def test_een_vraagteken_in_een_opmerking_is_geen_verloren_letter():
    assert lees_tekst("belt?ja", lengte=50).gebreken == ()


def test_sleutel_ziet_geen_verschil_in_schrijfwijze():
    assert sleutel("V-nummer") == sleutel(" v_NUMMER ") == sleutel("Vnümmér") == "vnummer"


def test_de_waarden_zijn_die_van_de_woordenlijst_van_casus():
    assert set(waarden("relatie")) == set(vocab.RELATIES)
    assert waarden("woonbeperking") == tuple(vocab.WOONBEPERKINGEN)


CEL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"\d{0,4}[-/. ]\d{0,4}[-/. ]\d{0,5}", fullmatch=True),
)
LEZERS = (
    lees_bsn,
    lees_v_nummer,
    lees_aantal,
    lambda cel: lees_keuze(cel, "relatie"),
    lambda cel: lees_keuzes(cel, "koppelredenen"),
    lambda cel: lees_ja_nee(cel, "tolk_nodig"),
    lambda cel: lees_tekst(cel, lengte=20, naam=True),
    lambda cel: lees_gemeente(cel, None),
    lambda cel: lees_gemeente(None, cel),
    lambda cel: lees_datum(cel, **GRENZEN),
    lambda cel: lees_geboortedatum(cel, vandaag=VANDAAG),
)


@given(CEL)
def test_elke_cel_geeft_een_waarde_of_een_gebrek(cel):
    for lezer in LEZERS:
        gelezen = lezer(cel)
        assert not (gelezen.fout and gelezen.waarde is not None)
        assert all(gebrek.melding[0].isupper() and gebrek.melding[-1] in ".?" for gebrek in gelezen.gebreken)


@given(st.text())
def test_schone_tekst_is_klaar(tekst: str):
    klaar = schoon(tekst)
    assert schoon(klaar) == klaar == klaar.strip()
    assert unicodedata.is_normalized("NFC", klaar)
    assert "  " not in klaar


@given(st.sampled_from(["=", "+", "-", "@"]), st.text())
def test_is_formule_faalt_nooit(teken: str, rest: str):
    assert is_formule("=" + rest)
    is_formule(teken + rest)


def test_tijd_en_duur_worden_tekst():
    assert ruwe_tekst(time(12, 30)) == "12:30:00"
    assert ruwe_tekst(timedelta(hours=1)) == "1:00:00"
