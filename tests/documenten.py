"""Bestanden zoals mensen ze insturen, en zoals een aanvaller dat doet; elk ter plekke gemaakt."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from casus.documentkeuring.virus import EICAR

_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_OD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument."
KANARIE = b"KANARIE-IN-METADATA"
"""Staat overal in wat iemand zou verraden; in wat casus bewaart komt het niet meer voor."""


def pdf(bladen: int = 1, tekst: str = "Blad") -> bytes:
    """Een gewone pdf: op elk blad een regel tekst."""
    with pikepdf.new() as document:
        for nr in range(1, bladen + 1):
            blad = document.add_blank_page(page_size=(595, 842))
            letter = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            blad.Resources = Dictionary(Font=Dictionary(F1=letter))
            blad.Contents = document.make_stream(f"BT /F1 40 Tf 80 700 Td ({tekst} {nr}) Tj ET".encode())
        uit = io.BytesIO()
        document.save(uit, deterministic_id=True)
        return uit.getvalue()


def vijandige_pdf() -> bytes:
    """Scripts, acties, bijlagen en metadata op elke plek waar een pdf ze kan hebben."""
    with pikepdf.open(io.BytesIO(pdf(2))) as document:
        script = Dictionary(S=Name.JavaScript, JS=KANARIE.decode())
        starter = Dictionary(S=Name.Launch, F=KANARIE.decode(), Next=script)
        wortel, blad = document.Root, document.pages[0]
        wortel.OpenAction, wortel.AA = script, Dictionary(WC=starter)
        wortel.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", script])))
        document.attachments["geheim.txt"] = pikepdf.AttachedFileSpec(document, KANARIE, filename="geheim.txt")
        blad.AA = Dictionary(O=script)
        blad.PieceInfo = Dictionary(X=KANARIE.decode())
        bijlage = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], Contents=KANARIE.decode())
        knop = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=starter)
        bestand = Dictionary(S=Name.URI, URI=f"file:///{KANARIE.decode()}")
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[9, 9, 20, 20], A=bestand)
        goed = Dictionary(S=Name.URI, URI="https://voorbeeld.nl/")
        echt = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[9, 9, 20, 20], A=goed)
        vermomd = Dictionary(Type=Name.StructElem, S=Name.Launch, F=KANARIE.decode())
        sluw = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=vermomd)
        blad.Annots = Array([bijlage, document.make_indirect(knop), link, sluw, echt])
        foto = document.make_stream(jpg(exif=True))
        foto.Type, foto.Subtype, foto.Filter = Name.XObject, Name.Image, Name.DCTDecode
        foto.Width, foto.Height, foto.BitsPerComponent, foto.ColorSpace = 40, 30, 8, Name.DeviceRGB
        blad.Resources.XObject = Dictionary(I1=foto)
        document.docinfo["/Author"] = KANARIE.decode()
        with document.open_metadata() as xmp:
            xmp["dc:creator"] = [KANARIE.decode()]
        uit = io.BytesIO()
        document.save(uit)
        return uit.getvalue()


def pdf_met_wachtwoord() -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        uit = io.BytesIO()
        document.save(uit, encryption=pikepdf.Encryption(owner="geheim", user="geheim"))
        return uit.getvalue()


def jpg(breed: int = 40, hoog: int = 30, *, exif: bool = False) -> bytes:
    """Een foto; met `exif` staan plaats, toestel en een opmerking erin, en is zij een kwartslag gedraaid."""
    uit, beeld = io.BytesIO(), Image.new("RGB", (breed, hoog), (200, 30, 30))
    extra = {}
    if exif:
        kaart = Image.Exif()
        kaart[0x010F], kaart[0x0112] = KANARIE.decode(), 6
        extra = {"exif": kaart.tobytes(), "comment": KANARIE, "icc_profile": KANARIE * 4}
    beeld.save(uit, "JPEG", **extra)
    return uit.getvalue()


def png(breed: int = 40, hoog: int = 30, *, modus: str = "RGB") -> bytes:
    from PIL.PngImagePlugin import PngInfo

    uit, tekst = io.BytesIO(), PngInfo()
    tekst.add_text("Author", KANARIE.decode())
    Image.new(modus, (breed, hoog)).save(uit, "PNG", pnginfo=tekst)
    return uit.getvalue()


def png_kop(breed: int, hoog: int) -> bytes:
    """Alleen de kop van een beeld dat er niet is: zo groot is het bestand dus niet."""

    def stuk(naam: bytes, inhoud: bytes) -> bytes:
        return struct.pack(">I", len(inhoud)) + naam + inhoud + struct.pack(">I", zlib.crc32(naam + inhoud))

    kop = stuk(b"IHDR", struct.pack(">IIBBBBB", breed, hoog, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + kop + stuk(b"IDAT", zlib.compress(b"")) + stuk(b"IEND", b"")


def pakket(delen: Mapping[str, bytes | str]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam, inhoud)
    return uit.getvalue()


def docx_delen(tekst: str = "Verslag van het gesprek", *, relaties: str = "") -> dict[str, bytes | str]:
    """De delen van een Word-document; `relaties` zijn extra relaties van het hoofddeel."""
    hoofd = f"{_TYPE}wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_CT}"><Default Extension="rels" ContentType="x"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{hoofd}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_REL}">'
        f'<Relationship Id="r1" Type="{_OD}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{tekst}</w:t></w:r></w:p></w:body>'
        "</w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_REL}">{relaties}</Relationships>',
        "docProps/core.xml": f"<core><creator>{KANARIE.decode()}</creator></core>",
        "docProps/app.xml": f"<app>{KANARIE.decode()}</app>",
        "docProps/custom.xml": f"<custom>{KANARIE.decode()}</custom>",
    }


def docx(tekst: str = "Verslag van het gesprek", *, relaties: str = "", **extra: bytes | str) -> bytes:
    """Een Word-document; een dubbele liggende streep in een naam van `extra` is een schuine."""
    meer = {naam.replace("__", "/").replace("_punt_", "."): inhoud for naam, inhoud in extra.items()}
    return pakket({**docx_delen(tekst, relaties=relaties), **meer})


def relatie(soort: str, doel: str, buiten: bool = True) -> str:
    waar = ' TargetMode="External"' if buiten else ""
    return f'<Relationship Id="x{abs(hash(doel))}" Type="{_OD}/{soort}" Target="{doel}"{waar}/>'


def xlsx(formule: str = "") -> bytes:
    """Een echte Excel-werkmap, met in B1 een formule als die er is."""
    import openpyxl

    werkmap, uit = openpyxl.Workbook(), io.BytesIO()
    werkmap.active["A1"] = "Woning"
    if formule:
        werkmap.active["B1"] = f"={formule}"
    werkmap.properties.creator = KANARIE.decode()
    werkmap.save(uit)
    return uit.getvalue()


def bom() -> bytes:
    """Een docx die ingepakt klein is en uitgepakt 120 MB."""
    return pakket({**docx_delen(), "word/media/groot.emf": bytes(120 * 1024 * 1024)})


def liegende_bom() -> bytes:
    """Een docx waarvan de inhoudsopgave zegt dat het grote deel klein is."""
    ruw = bytearray(pakket({**docx_delen(), "word/media/groot.emf": bytes(8 * 1024 * 1024)}))
    plaats = ruw.rfind(b"PK\x01\x02", 0, ruw.rfind(b"word/media/groot.emf"))
    ruw[plaats + 24 : plaats + 28] = struct.pack("<I", 10)
    return bytes(ruw)


def eicar() -> bytes:
    return EICAR
