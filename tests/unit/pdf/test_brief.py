"""De brief op papier: geldig volgens twee normen, woord voor woord wat is vastgelegd, en niets meer dan tekst."""

from __future__ import annotations

import io
import json
from typing import Any

import html5lib
import page
import pikepdf
import pypdf
import pypdfium2
import pytest

from casus.brieven.soorten import briefsoorten
from casus.pdf.brief import BriefGegevens, to_json
from casus.pdf.fouten import HuisstijlFout, LettertypeFout
from casus.pdf.kind import Renderer
from tests.unit.pdf.brieven import brief
from tests.unit.pdf.test_vijandig import XSS
from tests.unit.pdf.voorbeelden import LANGE_NAAM, huisstijl

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014.icc:ResourceWarning")  # van WeasyPrint zelf
KREDIET = "inrichtingskrediet-toegekend"
NORMEN = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def kaal(pdf: bytes) -> str:
    """De tekst van alle bladen zonder wit, in de volgorde van het papier."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(blad.get_textpage().get_text_range().split()) for blad in document)
    finally:
        document.close()


def verwacht(gegevens: BriefGegevens) -> list[str]:
    """Elke tekst die op papier moet staan, in volgorde."""
    uit = [*gegevens.aan, gegevens.kenmerk, gegevens.contact.naam, *([gegevens.tolk] if gegevens.tolk else [])]
    for blok in gegevens.inhoud:
        paren = [tekst for paar in blok.feiten for tekst in paar]
        uit += [tekst for tekst in (blok.tekst, *blok.regels, *paren) if tekst]
    return uit


def keur(pdf: bytes) -> None:
    for norm in NORMEN:
        verslag = page.validate_pdf_bytes(pdf, profile=norm)
        assert [(fout.rule_id, fout.message) for fout in verslag.failures] == []
        assert verslag.is_compliant and verslag.rules.passed > 100


@pytest.mark.parametrize("code", briefsoorten())
def test_op_papier_staat_wat_is_vastgelegd(renderer: Renderer, code: str):
    gegevens = brief(code, alles=code.endswith("toegekend"))
    tekst, plek = kaal(renderer.teken(gegevens, huisstijl())), 0
    for stuk in verwacht(gegevens):
        plek = tekst.find("".join(stuk.split()), plek)
        assert plek >= 0, f"{stuk!r} ontbreekt of staat op de verkeerde plek"
    assert "24november2026" in tekst and ("Tolk" in tekst) is (gegevens.tolk is not None)


@pytest.mark.parametrize("code", [KREDIET, "beslissing_op_bezwaar-afgewezen", "verdaging_bezwaar"])
def test_geldig(renderer: Renderer, code: str):
    pdf = renderer.teken(brief(code), huisstijl())
    keur(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "nl" and "WHV-2026-00042-B07" in str(document.docinfo.Title)
        assert not any(sleutel in document.Root for sleutel in ("/OpenAction", "/AA", "/AcroForm"))
        assert not any("/Annots" in blad for blad in document.pages)


def test_de_bijlage_is_de_json_van_de_velden(renderer: Renderer):
    gegevens = brief(KREDIET)
    with pikepdf.open(io.BytesIO(renderer.teken(gegevens, huisstijl()))) as document:
        assert list(document.attachments) == ["brief-WHV-2026-00042-B07.json"]
        inhoud = document.attachments["brief-WHV-2026-00042-B07.json"].get_file().read_bytes()
    assert inhoud == to_json(gegevens)
    assert json.loads(inhoud)["velden"]["bedrag"] == "€\xa04.140"


def test_bladwijzers_noemen_de_uitkomst_en_elk_deel(renderer: Renderer):
    hoofd, delen = pypdf.PdfReader(io.BytesIO(renderer.teken(brief(KREDIET), huisstijl()))).outline
    assert hoofd.title == "U krijgt €\xa04.140 voor de inrichting van uw woning"
    namen = ["In gewone taal", "Besluit", "Gebruikte feiten", "Grondslag", "Motivering", "Ondertekening", "Bezwaar"]
    assert [deel.title for deel in delen] == namen


def test_dezelfde_gegevens_geven_dezelfde_bytes_ook_in_een_ander_proces(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
):
    gegevens = brief(KREDIET)
    eerste = renderer.teken(gegevens, huisstijl())
    assert renderer.teken(gegevens, huisstijl()) == eerste
    monkeypatch.setenv("PYTHONHASHSEED", "77")
    with Renderer() as ander:
        assert ander.teken(gegevens, huisstijl()) == eerste


def test_lange_teksten_lopen_door_en_staan_er_heel(renderer: Renderer):
    motivering = "\n".join(f"Alinea {nr}. " + "Dit is een lange zin over het huishouden. " * 12 for nr in range(40))
    lang = {"motivering": motivering, "naam": LANGE_NAAM, "contact_naam": LANGE_NAAM}
    gegevens = brief(KREDIET, waarden=lang, aan=[LANGE_NAAM, LANGE_NAAM], gemaakt_door=LANGE_NAAM)
    pdf = renderer.teken(gegevens, huisstijl())
    keur(pdf)
    lezer = pypdf.PdfReader(io.BytesIO(pdf))
    assert 5 <= len(lezer.pages) <= 10
    tekst = "".join("".join(blad.extract_text().split()) for blad in lezer.pages)
    assert all(f"Alinea{nr}." in tekst for nr in range(24)) and tekst.count(LANGE_NAAM) >= 2
    assert "uiterlijkop" in tekst and "handtekening." in tekst


# --- vijandige velden ---


def elementen(html: str) -> list[str]:
    boom = html5lib.parse(html, namespaceHTMLElements=False)
    return [str(element.tag) for element in boom.iter()]


def test_kwaad_in_elk_veld_geeft_geen_nieuw_element():
    pytest.importorskip("weasyprint")
    from casus.pdf.maken import html_van

    def html(tekst: str) -> str:
        waarden = dict.fromkeys(briefsoorten()[KREDIET].velden, tekst)
        anders: dict[str, Any] = dict.fromkeys(("kenmerk", "zaaknummer", "soort", "tolk", "gemaakt_door"), tekst)
        anders["contact"] = {"naam": tekst, "functie": tekst, "telefoon": tekst}
        return html_van(brief(KREDIET, waarden=waarden, aan=[tekst, tekst], **anders), huisstijl())

    gewoon = elementen(html("gewoon"))
    for kwaad in XSS:
        assert elementen(html(kwaad)) == gewoon, kwaad


def test_kwaad_komt_als_tekst_op_papier(renderer: Renderer):
    kwaad = "</p><h2>Anders</h2><script>alert(1)</script>{{ 7*7 }}"
    pdf = renderer.teken(brief(KREDIET, waarden={"motivering": kwaad}), huisstijl())
    assert "".join(kwaad.split()) in kaal(pdf)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).outline[1]) == 7


def test_een_teken_dat_er_niet_is_wordt_genoemd(renderer: Renderer):
    with pytest.raises(LettertypeFout) as fout:
        renderer.teken(brief(KREDIET, waarden={"motivering": "Naam سمير 😀"}), huisstijl())
    assert set("سمير😀") <= set(fout.value.tekens)


def test_het_briefhoofd_van_een_ander_kan_niet(renderer: Renderer):
    with pytest.raises(HuisstijlFout):
        renderer.teken(brief(KREDIET, gemeente="Zandoever"), huisstijl())
