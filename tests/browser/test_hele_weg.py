"""De hele weg in een echte browser: van een lijst van het COA tot een gehuisvest huishouden, door vijf collega's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from casus.termijnen import vandaag
from tests.browser.collega import Collega
from tests.browser.conftest import axe, geef_code, server, venster

pytestmark = pytest.mark.browser

KOP = (
    "Zaaknummer COA;V-nummer;BSN;Achternaam;Voornamen;Geboortedatum;Geslacht;Relatie;Nationaliteit;Herkomstland;Taal;"
    "Tolk nodig;Datum vergunning;Geldig tot;Koppelgemeente;Gemeentecode;Koppeldatum;COA-locatie;Plaatsingsindicatie;"
    "Woonbeperking;Verwachte nareis (aantal);Opleiding;Inkomen;Opmerking"
)


@pytest.fixture(scope="module")
def leeg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Een installatie zonder zaken."""
    with server(tmp_path_factory.mktemp("leeg"), "--leeg") as adres:
        yield adres


@pytest.fixture
def lijst(tmp_path: Path) -> Path:
    """Eén gekoppeld huishouden van twee personen, zoals het COA het stuurt."""
    koppel = vandaag() - timedelta(days=5)
    data = [f"{koppel - timedelta(days=9):%d-%m-%Y}", f"{koppel + timedelta(days=1700):%d-%m-%Y}"]
    rest = f"{data[0]};{data[1]};Doetinchem;GM0222;{koppel:%d-%m-%Y};Ter Apel"
    rijen = [
        f"K9900001;9300000001;999951099;Tekle;Samuel;11-03-1988;man;hoofdpersoon;Eritrese;Eritrea;Tigrinya;ja;{rest};;geen;0;;geen;",
        f"K9900001;9300000002;;Tekle;Miriam;02-09-1991;vrouw;partner;Eritrese;Eritrea;Tigrinya;ja;{rest};;;0;;geen;",
    ]
    pad = tmp_path / "koppelingen.csv"
    pad.write_text("\n".join([KOP, *rijen]) + "\n", encoding="utf-8")
    return pad


def test_vijf_collegas_huisvesten_een_huishouden(browser: Browser, leeg: str, lijst: Path, tmp_path: Path) -> None:
    dag = f"{vandaag():%d-%m-%Y}"
    with venster(browser, 1280) as blad:
        wie = Collega(blad, leeg)

        wie.aan_de_beurt("casemanager")
        blad.goto(f"{leeg}/koppelingen")
        blad.get_by_label("Bestand").set_input_files(lijst)
        blad.get_by_role("button", name="Laten zien wat er zou gebeuren").click()
        blad.get_by_role("button", name="1 huishouden inlezen").click()
        blad.get_by_role("link", name="Tekle").click()
        gevonden = re.search(r"DOE-\d{4}-\d{5}", blad.url)
        assert gevonden
        wie.zaak = gevonden[0]
        wie.staat_op("Toegewezen")
        wie.taak("Koppeling registreren", casemanager="")
        wie.taak("Informatieprofiel controleren")
        wie.taak("Kennismaken met huishouden en COA", gesprek_op="gisteren", verslag="Kennisgemaakt, met tolk.")
        wie.stap("Profiel compleet")
        wie.staat_op("Match gezocht")
        wie.taak("Huisvestingsgesprek voeren", gesprek_op=dag)

        wie.aan_de_beurt("wonen")
        wie.taak("Woningbehoefte vaststellen", woonbeperking="geen")
        wie.taak("Match beoordelen en vastleggen", woning="", passend="ja")
        wie.naar_zaak()
        blad.get_by_role("link", name="Besluit voorstellen").click()
        blad.get_by_role("link", name="Woning aanbieden").click()
        waarom = "Dicht bij de school die het huishouden al bezocht."
        wie.vul({"voorstel": "Deze woning past: groot genoeg.", "woning": "", "keuze_reden": waarom})
        blad.get_by_role("button", name=re.compile("voorstellen", re.I)).click()
        _dossier_klopt(blad, wie, tmp_path)

        wie.aan_de_beurt("teammanager")
        blad.get_by_role("link", name=re.compile("Ter goedkeuring")).first.click()
        blad.get_by_label("Toekennen").check()
        geef_code(blad, blad.get_by_label("Code uit uw app"))
        blad.get_by_role("button", name="Besluit nemen").click()
        expect(blad.locator(".melding.s-gereed").first).to_be_visible()

        wie.aan_de_beurt("wonen")
        wie.stap("Woning aanbieden")
        wie.staat_op("Woning aangeboden")
        wie.taak("Bezichtiging en reactie vastleggen", bezichtigd_op=dag, reactie="ja")

        wie.aan_de_beurt("casemanager")
        wie.taak(
            "Maatschappelijke begeleiding aanmelden",
            begeleiding_organisatie="VluchtelingenWerk",
            begeleiding_bevestigd_op=dag,
        )
        wie.aan_de_beurt("jurist")
        wie.taak("Huurcontract toetsen", contractsoort="ONB", contractdatum=dag)
        wie.aan_de_beurt("inburgering")
        wie.stap("Inburgering koppelen", consulent="")
        wie.staat_op("Inburgering gekoppeld")

        wie.aan_de_beurt("casemanager")
        wie.taak("Verhuizing en sleutel plannen", sleuteldatum=dag)
        wie.taak("Inschrijving in de BRP bevestigen", brp_datum=dag)
        wie.stap("Gehuisvest melden")
        wie.staat_op("Gehuisvest")
        assert axe(blad) == []


def _dossier_klopt(blad: Page, wie: Collega, tmp_path: Path) -> None:
    wie.naar_zaak()
    blad.get_by_role("link", name="Dossier maken").click()
    blad.get_by_label("Welke corporatie?").select_option(label="Eikpunt Wonen")
    blad.get_by_role("button", name="Laten zien wat er weggaat").click()
    blad.get_by_role("button", name="Dossier maken voor Eikpunt Wonen").click()
    with blad.expect_download() as ophalen:
        blad.get_by_role("link", name="Ophalen (pdf)").click()
    pad = tmp_path / "dossier.pdf"
    ophalen.value.save_as(pad)
    with pikepdf.open(pad) as pdf:
        assert 2 <= len(pdf.pages) <= 4
        assert list(pdf.attachments)
