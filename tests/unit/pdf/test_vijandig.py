"""Een sjabloon of een veld dat kwaad wil: geen bestand, geen verbinding, geen extra element, geen vreemde letter."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import html5lib
import page
import pikepdf
import pypdf
import pytest
from jinja2 import UndefinedError

from casus.pdf.fouten import BronGeweigerd, HuisstijlFout, LettertypeFout
from casus.pdf.huisstijl import basis
from casus.pdf.kind import pango_aanwezig
from casus.pdf.voordracht import VoordrachtGegevens
from tests.unit.pdf.voorbeelden import gegevens, huisstijl, velden

if not pango_aanwezig():
    pytest.skip("Pango ontbreekt op deze computer", allow_module_level=True)

from casus.pdf import maken
from casus.pdf.bronnen import ADRES, Bronnen

KANARIE = "KANARIE-IN-EEN-BESTAND"
BIJLAGE = maken.Bijlage("leeg.json", "leeg", b"{}", datetime(2026, 1, 1, tzinfo=UTC))
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014.icc:ResourceWarning")  # van WeasyPrint zelf

XSS = (
    "<script>alert(1)</script>",
    "<b>vet</b>",
    "</title><h1>x</h1>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<link rel=attachment href=file:///etc/passwd>",
    "</td></tr></table><h2>Anders</h2>",
    "<!-- weg",
    "--><p>x",
    "]]><x>",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "<style>*{display:none}</style>",
    "</style><p>",
    "{{ 7*7 }}",
    "{% raw %}",
    "<base href=//a.example>",
    '" data-merk="Openbaar',
    "javascript:alert(1)",
    "<a href='http://a.example'>klik</a>",
)
TEKSTVELDEN: tuple[tuple[Any, ...], ...] = (
    ("zaaknummer",),
    ("ontvanger",),
    ("doel",),
    ("gemaakt_door",),
    ("contactpersoon", "naam"),
    ("contactpersoon", "functie"),
    ("contactpersoon", "telefoon"),
    ("contactpersoon", "email"),
    ("hoofdhuurder", "naam"),
    ("hoofdhuurder", "telefoon"),
    ("hoofdhuurder", "voorkeurstaal"),
    ("medehuurder", "naam"),
    ("huishouden", "medebewoners", 0, "relatie"),
    ("woning", "gebied"),
    ("begeleiding", "organisatie"),
    ("vervangt", "nummer"),
)


@pytest.fixture
def luisteraar() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def kanarie(tmp_path: Path) -> Path:
    bestand = tmp_path / "kanarie.svg"
    bestand.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{KANARIE}</text></svg>')
    return bestand


def _adressen(luisteraar: socket.socket, kanarie: Path) -> dict[str, str]:
    poort = luisteraar.getsockname()[1]
    return {
        "file": kanarie.as_uri(),
        "http": f"http://127.0.0.1:{poort}/x.svg",
        "data": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "ftp": f"ftp://127.0.0.1:{poort}/x.svg",
        "onbekend": f"{ADRES}bestaat-niet.svg",
        "omhoog": f"{ADRES}../../../../etc/passwd",
        "lijkt-op": f"https://bronnen.casus.invalid.localhost:{poort}/personen.svg",
        "zonder-schema": f"//127.0.0.1:{poort}/x.svg",
    }


def _teken(html: str, extra_css: str = "", bronnen: dict[str, bytes] | None = None) -> bytes:
    heel = f'<html lang="nl"><head><title>x</title></head><body><h1>x</h1><p>x</p>{html}</body></html>'
    return maken.render(heel, basis() + extra_css, BIJLAGE, bronnen)


def _niemand_belde(luisteraar: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        luisteraar.accept()


@pytest.mark.parametrize("soort", ["file", "http", "data", "ftp", "onbekend", "omhoog", "lijkt-op", "zonder-schema"])
@pytest.mark.parametrize(
    "vorm",
    [
        '<img src="{}" alt="x">',
        '<object data="{}"></object>',
        '<embed src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<div style="background: url(&quot;{}&quot;)">x</div>',
        '<style>@import "{}";</style>',
        '<style>p::before {{ content: url("{}") }}</style>',
        '<style>@font-face {{ font-family: Kwaad; src: url("{}") }}</style>',
        '<svg width="9" height="9"><title>x</title><image href="{}" width="9" height="9"/></svg>',
    ],
)
def test_een_bron_van_buiten_breekt_het_document_af(luisteraar: socket.socket, kanarie: Path, vorm: str, soort: str):
    with pytest.raises(BronGeweigerd):
        _teken(vorm.format(_adressen(luisteraar, kanarie)[soort]))
    _niemand_belde(luisteraar)


@pytest.mark.parametrize("soort", ["file", "http"])
@pytest.mark.parametrize(
    "regel", ["p {{ background: url('{}') }}", "p {{ list-style: url('{}'); display: list-item }}"]
)
def test_ook_een_stijlblad_haalt_niets_van_buiten(luisteraar: socket.socket, kanarie: Path, regel: str, soort: str):
    with pytest.raises(BronGeweigerd):
        _teken("", regel.format(_adressen(luisteraar, kanarie)[soort]))
    _niemand_belde(luisteraar)


@pytest.mark.parametrize("soort", ["file", "http"])
def test_een_beeld_dat_zelf_iets_opvraagt_wordt_ook_geweigerd(luisteraar: socket.socket, kanarie: Path, soort: str):
    adres = _adressen(luisteraar, kanarie)[soort]
    beeld = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{adres}" width="9" height="9"/></svg>'
    )
    with pytest.raises(BronGeweigerd):
        _teken(f'<img src="kwaad-{soort}.svg" alt="x">', bronnen={f"kwaad-{soort}.svg": beeld.encode()})
    _niemand_belde(luisteraar)


@pytest.mark.parametrize(
    "html",
    [
        '<base href="{}"><p>x',
        '<table background="{}"><tr><td>x</table>',
        '<body background="{}">',
        '<iframe src="{}"></iframe>',
        '<script src="{}"></script>',
        '<meta http-equiv="refresh" content="0; url={}">',
        '<video src="{}" poster="{}"></video>',
    ],
)
def test_wat_weasyprint_niet_opvraagt_komt_er_ook_niet_in(luisteraar: socket.socket, kanarie: Path, html: str):
    for soort in ("file", "http"):
        pdf = _teken(html.replace("{}", _adressen(luisteraar, kanarie)[soort]))
        with pikepdf.open(io.BytesIO(pdf)) as open_pdf:
            assert not any(KANARIE.encode() in deel.read_bytes() for deel in open_pdf.objects if _is_stroom(deel))
    _niemand_belde(luisteraar)


def _is_stroom(deel: Any) -> bool:
    return isinstance(deel, pikepdf.Stream)


def test_alleen_genoemde_bronnen_bestaan():
    bronnen = Bronnen({"extra.svg": b"<svg/>"})
    assert bronnen.fetch(f"{ADRES}extra.svg").read() == b"<svg/>"
    assert bronnen.fetch(f"{ADRES}personen.svg").content_type == "image/svg+xml"
    for fout in (ADRES, f"{ADRES}documenten.css", f"{ADRES}extra.svg?", "extra.svg", f"{ADRES.upper()}extra.svg"):
        with pytest.raises(ValueError, match="buiten casus"):
            bronnen.fetch(fout)


def _elementen(html: str) -> list[tuple[str, tuple[str, ...]]]:
    boom = html5lib.parse(html, namespaceHTMLElements=False)
    return [(str(deel.tag), tuple(sorted(deel.attrib))) for deel in boom.iter()]


def _met_overal(tekst: str) -> VoordrachtGegevens:
    invoer: Any = velden(vervangt={"datum": "2026-11-20", "nummer": "2"})
    for *stappen, laatste in TEKSTVELDEN:
        deel = invoer
        for stap in stappen:
            deel = deel[stap]
        deel[laatste] = tekst
    return VoordrachtGegevens.model_validate(invoer)


@pytest.mark.parametrize("tekst", XSS)
def test_een_veld_voegt_geen_element_toe(tekst: str):
    gewoon, html = maken.html_van(_met_overal("gewoon"), huisstijl()), maken.html_van(_met_overal(tekst), huisstijl())
    assert _elementen(html) == _elementen(gewoon)
    lezen = "".join(html5lib.parse(html, namespaceHTMLElements=False).itertext())
    assert lezen.count(tekst) >= len(TEKSTVELDEN)


def _tags(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as open_pdf:
        delen = [deel for deel in open_pdf.objects if isinstance(deel, pikepdf.Dictionary)]
        return sorted(str(deel.S) for deel in delen if deel.get("/Type") == "/StructElem" and deel.S != "/NonStruct")


def test_in_de_pdf_zijn_vijandige_velden_gewone_tekst():
    tekst = "</td><h2>Openbaar</h2><a href='http://a.example'>x</a><script>alert(1)</script>"
    pdf = maken.document_pdf(_met_overal(tekst), huisstijl())
    zonder_regels = {"/P", "/TD", "/TH", "/LBody", "/Span", "/H1"}
    gewoon = [tag for tag in _tags(maken.document_pdf(_met_overal("gewoon"), huisstijl())) if tag not in zonder_regels]
    assert [tag for tag in _tags(pdf) if tag not in zonder_regels] == gewoon
    assert not any("/Annots" in blad for blad in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert page.validate_pdf_bytes(pdf, profile="ua1").is_compliant


def test_een_teken_zonder_letter_wordt_genoemd_en_er_komt_geen_pdf():
    with pytest.raises(LettertypeFout) as fout:
        maken.document_pdf(gegevens(doel="Voor Олена 🙂"), huisstijl())
    assert fout.value.tekens == "Олена🙂"
    assert "О л е н а 🙂" in fout.value.zin and "BRP" in fout.value.zin


def test_een_vreemde_letter_in_het_bestand_wordt_geweigerd(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("casus.pdf.naverwerking.LETTERNAMEN", frozenset({b"Casus-Sans"}))
    with pytest.raises(LettertypeFout):
        maken.document_pdf(gegevens(), huisstijl())


def test_het_briefhoofd_van_een_andere_gemeente_wordt_geweigerd():
    with pytest.raises(HuisstijlFout):
        maken.document_pdf(gegevens(), huisstijl(gemeente="Bergeinde"))


def test_een_onbekend_veld_in_een_sjabloon_is_een_fout():
    with pytest.raises(UndefinedError):
        maken._sjablonen().from_string("{{ v.bsn }}").render(v=object())
