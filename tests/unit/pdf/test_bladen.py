"""Ruilkaart, overdracht, volledig dossier, inzage en weigering op papier, het wachtwoord, de letters en de bundel."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import page
import pikepdf
import pypdf
import pytest
from pydantic import ValidationError

from casus.pdf.bundel import Deel, als_pdf
from casus.pdf.dossierblad import BladGegevens, RuilkaartGegevens, to_json
from casus.pdf.fouten import LettertypeFout
from casus.pdf.kind import Renderer, pango_aanwezig
from casus.pdf.letterkeuring import keur_letters
from casus.pdf.soorten import soort_van
from casus.pdf.wachtwoord import beveilig, nieuw_wachtwoord
from tests.integration.dossiers.conftest import kleine_pdf
from tests.unit.pdf.bladen import BLADEN, KAART, MENSEN, feit, kop
from tests.unit.pdf.test_vijandig import XSS, _elementen
from tests.unit.pdf.voorbeelden import huisstijl
from tests.unit.rules.test_dossierprofielen import met_kanaries
from tests.unit.rules.voorbeelden import gezin

if not pango_aanwezig():
    pytest.skip("Pango ontbreekt op deze computer", allow_module_level=True)

NORMEN = [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1]


@pytest.fixture(scope="module")
def bladen(renderer: Renderer) -> dict[str, bytes]:
    return {naam: renderer.teken(gegevens, huisstijl()) for naam, gegevens in BLADEN.items()}


def zonder_kenmerk(tekst: str) -> str:
    """Het kenmerk van een ruilkaart is toeval: daarin staat soms vanzelf een jaartal."""
    return re.sub(r"RK-[0-9A-F]{8}", "RK", tekst)


def _tekst(pdf: bytes) -> str:
    return " ".join(" ".join(blad.extract_text().split()) for blad in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("naam", BLADEN)
def test_geldig_met_merk_bijlage_en_eigen_letters(bladen: dict[str, bytes], naam: str):
    pdf, gegevens = bladen[naam], BLADEN[naam]
    for norm in NORMEN:
        assert page.validate_pdf_bytes(pdf, profile=norm).failures == []
    keur_letters(pdf)
    lezer = pypdf.PdfReader(io.BytesIO(pdf))
    assert 2 <= len(lezer.pages) <= (2 if naam == "weigering" else 5)
    for nr, blad in enumerate(lezer.pages, 1):
        tekst = " ".join(blad.extract_text().split())
        assert f"Alleen voor {gegevens.ontvanger}" in tekst and gegevens.kenmerk in tekst
        assert f"pagina {nr} van {len(lezer.pages)}" in tekst
    with pikepdf.open(io.BytesIO(pdf)) as document:
        [bijlage] = document.attachments.values()
        assert bijlage.get_file().read_bytes() == to_json(gegevens)
        assert str(document.Root.Lang) == "nl" and gegevens.kenmerk in str(document.docinfo.Title)


@pytest.mark.parametrize("naam", BLADEN)
def test_elk_veld_staat_op_het_papier_en_in_de_bijlage(bladen: dict[str, bytes], naam: str):
    kaal = _tekst(bladen[naam]).replace(" ", "")
    velden = json.loads(to_json(BLADEN[naam]))["velden"]
    for deel in BLADEN[naam].delen:
        assert deel.veld in velden
        kop_ = deel.titel if hasattr(deel, "waarde") or not deel.rijen else deel.koppen[0]
        assert kop_.replace(" ", "") in kaal


def test_dezelfde_gegevens_geven_dezelfde_bytes(renderer: Renderer, bladen: dict[str, bytes]):
    assert renderer.teken(BLADEN["inzage"], huisstijl()) == bladen["inzage"]


@pytest.mark.parametrize("tekst", XSS)
def test_een_vijandige_naam_of_notitie_voegt_geen_element_toe(tekst: str):
    from casus.pdf.maken import html_van

    def met(waarde: str) -> BladGegevens:
        delen: list[dict[str, Any]] = [
            feit("huishouden.naam", waarde, waarde, waarde),
            feit("huishouden.leeftijdsgroepen", waarde, waarde, [waarde, waarde]),
            {**MENSEN, "groep": waarde, "titel": waarde, "koppen": [waarde] * 3, "rijen": [[waarde] * 3]},
        ]
        soort = type(BLADEN["overdracht"])
        return soort.model_validate(kop(waarde, delen=delen, ontvanger=waarde, kenmerk=waarde, gemaakt_door=waarde))

    assert _elementen(html_van(met(tekst), huisstijl())) == _elementen(html_van(met("gewoon"), huisstijl()))


def test_een_ruilkaart_weigert_een_zaaknummer_en_een_lijst_van_mensen():
    for anders in ({"kenmerk": "WHV-2026-00042", "delen": KAART}, {"kenmerk": "RK-00000000", "delen": [MENSEN]}):
        with pytest.raises(ValidationError):
            RuilkaartGegevens.model_validate(kop("Ruilkaart", **anders))
    with pytest.raises(ValidationError):
        RuilkaartGegevens.model_validate(kop("Ruilkaart", kenmerk="RK-00000000", delen=[*KAART, KAART[0]]))


def test_elke_soort_heeft_een_eigen_veilige_naam_voor_de_bijlage():
    namen = {soort_van(gegevens).bijlage_naam(gegevens) for gegevens in BLADEN.values()}
    assert len(namen) == len(BLADEN)
    assert all(naam.endswith(".json") and "/" not in naam for naam in namen)


def test_de_beveiligde_kopie_heeft_dezelfde_bladen_en_is_elke_keer_anders(bladen: dict[str, bytes]):
    woord = nieuw_wachtwoord()
    kopie, ander = beveilig(bladen["ruilkaart"], woord), beveilig(bladen["ruilkaart"], woord)
    assert kopie != ander and nieuw_wachtwoord() != woord
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(kopie), password="")
    with pikepdf.open(io.BytesIO(kopie), password=woord) as document:
        assert document.encryption.R == 6 and document.encryption.bits == 256
        assert document.allow.accessibility and document.allow.print_highres
        assert len(document.pages) == len(pypdf.PdfReader(io.BytesIO(bladen["ruilkaart"])).pages)


@pytest.mark.parametrize("letter", ["ABCDEF+DejaVu-Sans", "Helvetica", "ABCDEF+Casus-Sans-Italic"])
def test_een_vreemde_letter_in_het_bestand_valt_op(letter: str):
    with pytest.raises(LettertypeFout):
        keur_letters(kleine_pdf("x", letter))


def test_wat_geen_pdf_is_of_geen_letter_heeft_valt_op():
    with pikepdf.new() as leeg:
        leeg.add_blank_page()
        uit = io.BytesIO()
        leeg.save(uit)
    for pdf in (b"", b"%PDF-1.7 x", uit.getvalue()):
        with pytest.raises(LettertypeFout):
            keur_letters(pdf)


def test_een_bundel_houdt_volgorde_tags_en_bladwijzers(bladen: dict[str, bytes]):
    delen = [Deel(f"{nr}. {naam}", pdf) for nr, (naam, pdf) in enumerate(bladen.items(), 1)]
    bundel = als_pdf(delen, "Alle bladen")
    assert bundel == als_pdf(delen, "Alle bladen")
    assert page.validate_pdf_bytes(bundel, profile=page.ValidationProfile.PDF_UA_1).failures == []
    keur_letters(bundel)
    lezer = pypdf.PdfReader(io.BytesIO(bundel))
    begin, verwacht = 0, []
    for deel in delen:
        verwacht.append((deel.titel, begin))
        begin += len(pypdf.PdfReader(io.BytesIO(deel.pdf)).pages)
    assert [(een.title, lezer.get_destination_page_number(een)) for een in lezer.outline] == verwacht
    assert [blad.extract_text() for blad in lezer.pages] == [
        blad.extract_text() for deel in delen for blad in pypdf.PdfReader(io.BytesIO(deel.pdf)).pages
    ]


@pytest.mark.parametrize("code", ["voordracht", "ruilkaart", "overdracht_gemeente", "weigering_coa"])
def test_geen_kanarie_op_papier_of_in_de_bijlage(renderer: Renderer, code: str):
    pdf = renderer.teken(met_kanaries(code, gezin(), woonbeperking="rolstoel"), huisstijl())
    with pikepdf.open(io.BytesIO(pdf)) as document:
        bijlagen = " ".join(een.get_file().read_bytes().decode() for een in document.attachments.values())
    alles = zonder_kenmerk(f"{_tekst(pdf)} {bijlagen}")
    for spoor in ("KANARIE", "1911", "424242", "VRIJ-"):
        assert spoor not in alles, spoor
