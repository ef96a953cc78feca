"""Een docx of xlsx nakijken en schoonmaken. Draait in het kindproces.

Geweigerd: macro's, ingesloten bestanden, koppelingen naar andere bestanden of bronnen, DDE, een eigen DTD, en alles wat
geen Word-document of Excel-werkmap is. Leeggemaakt: eigenschappen, voorbeeldplaatje, sjabloon en printerinstellingen.
Bron: ECMA-376 deel 2 (pakketten en relaties) en deel 1 15.2 (eigenschappen).
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from casus.documentkeuring.beeldmetadata import zonder_metadata
from casus.documentkeuring.pakket import KAPOT, pak_in, pak_uit
from casus.documentkeuring.soorten import Geweigerd, Soort
from casus.documentkeuring.virus import keur_handtekening

_MACROS = "Het bestand bevat macro's. Sla het op zonder macro's, of als pdf."
_BUITEN = "Het bestand haalt gegevens uit een ander bestand of van een ander adres. Sla het op als pdf."
_INGESLOTEN = "In het bestand zit een ander bestand. Haal dat eruit, of sla het bestand op als pdf."
_HOOFDDEEL: Final = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml", "document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml", "workbook"),
}
_XML = frozenset({".xml", ".rels", ".vml"})
_BEELD = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp", ".svg", ".odttf"})
_TYPEN = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIES = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_LETTERTYPE: Final = "application/vnd.openxmlformats-officedocument.obfuscatedfont"
_SCHAKEL = ("http://", "https://", "mailto:", "tel:", "#")
_WEG = frozenset({"attachedTemplate", "thumbnail", "printerSettings"})
"""Relaties die zonder verlies weg kunnen; waar het document ernaar verwijst, gaat de verwijzing mee."""
_VERWIJZINGEN = (
    (re.compile(rb"<w:attachedTemplate\b[^>]*?(/>|>\s*</w:attachedTemplate>)"), b""),
    (re.compile(rb"(<pageSetup\b[^>]*?)\sr:id=\"[^\"]*\""), rb"\1"),
)
_HAALT = re.compile(r"\b(DDE(AUTO)?|INCLUDE(TEXT|PICTURE))\b", re.IGNORECASE)
_FORMULE_HAALT = re.compile(
    r"\b(WEBSERVICE|IMAGE|RTD|STOCKHISTORY|CUBE[A-Z]+)\s*\(|\|[^|]*!|\[\d+\][^\[\]]*!", re.IGNORECASE
)
"""Functies van een werkmap die iets van een adres of een ander programma halen, DDE, en een andere werkmap."""
_TEKST = re.compile(r'"[^"]*"')
_FORMULES: Final = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_LEEG: Final = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_KOP = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def maak_schoon(inhoud: bytes, soort: Soort) -> bytes:
    """Hetzelfde document zonder wat iets doet of iemand verraadt. Raises Geweigerd."""
    delen = pak_uit(inhoud)
    for naam, deel in delen.items():
        keur_handtekening(deel)
        _keur_deel(naam)
        if _einde(naam) in _XML or _einde(naam) == ".svg":
            _keur_xml(deel)
    _keur_hoofddeel(delen, soort)
    return pak_in({naam: _schoon_deel(naam, deel) for naam, deel in delen.items() if not _vervalt(naam)})


def _keur_deel(naam: str) -> None:
    klein = naam.lower()
    if "vbaproject" in klein or "vbadata" in klein or "macrosheet" in klein or "activex" in klein:
        raise Geweigerd(_MACROS)
    if "/embeddings/" in klein or "afchunk" in klein:
        raise Geweigerd(_INGESLOTEN)
    if "/externallinks/" in klein or klein in ("xl/connections.xml", "xl/webextensions") or "/querytables/" in klein:
        raise Geweigerd(_BUITEN)
    if _einde(klein) not in _XML | _BEELD and "printersettings" not in klein:
        raise Geweigerd(_INGESLOTEN)


def _einde(naam: str) -> str:
    """Wat na de laatste punt staat; `.rels` heeft niets anders."""
    return "." + naam.lower().rpartition(".")[2]


def _keur_xml(deel: bytes) -> None:
    """Goedgevormd, UTF-8 en zonder DTD: dan leest elk programma hetzelfde als casus."""

    def weiger(*_: object) -> None:
        raise Geweigerd(KAPOT)

    def kop(_versie: str, codering: str | None, _los: int) -> None:
        if codering is not None and codering.lower() not in ("utf-8", "us-ascii"):
            weiger()

    lezer = expat.ParserCreate()
    lezer.StartDoctypeDeclHandler = weiger
    lezer.XmlDeclHandler = kop
    if deel.startswith((b"\xfe\xff", b"\xff\xfe")):
        weiger()
    try:
        lezer.Parse(deel, True)
    except expat.ExpatError:
        raise Geweigerd(KAPOT) from None


def _keur_hoofddeel(delen: dict[str, bytes], soort: Soort) -> None:
    """Raises Geweigerd als het hoofddeel er niet is, iets anders is of verkeerd is aangemeld."""
    naam, mediatype, wortel = _HOOFDDEEL[soort.achtervoegsel]
    geen = f"Dit is geen {soort.naam}. Sla het opnieuw op als {soort.achtervoegsel} en probeer het nog een keer."
    if naam not in delen or "[Content_Types].xml" not in delen:
        raise Geweigerd(geen)
    gemeld = ""
    for type_ in ElementTree.fromstring(delen["[Content_Types].xml"]):  # noqa: S314 - _keur_xml weigerde elke DTD
        soortnaam = type_.get("ContentType", "")
        if "macroenabled" in soortnaam.lower() or "vbaproject" in soortnaam.lower():
            raise Geweigerd(_MACROS)
        deelnaam = type_.get("PartName", "") or f".{type_.get('Extension', '')}"
        if _einde(deelnaam) in _BEELD and not soortnaam.lower().startswith(("image/", _LETTERTYPE)):
            raise Geweigerd(KAPOT)  # een programma leest een deel zoals het is aangemeld, niet zoals het heet
        if type_.tag == f"{_TYPEN}Override" and type_.get("PartName", "").lstrip("/") == naam:
            gemeld = soortnaam
    if not gemeld.endswith(mediatype):
        raise Geweigerd(geen)
    if ElementTree.fromstring(delen[naam]).tag.rpartition("}")[2] != wortel:  # noqa: S314 - idem
        raise Geweigerd(geen)


def _vervalt(naam: str) -> bool:
    klein = naam.lower()
    return "printersettings" in klein or klein.startswith("docprops/thumbnail")


def _schoon_deel(naam: str, deel: bytes) -> bytes:
    if naam in _LEEG:
        return _KOP + _LEEG[naam]
    if naam.endswith(".rels"):
        return _schone_relaties(deel)
    if _einde(naam) in _BEELD:
        return zonder_metadata(deel)
    _keur_formules(deel)
    _keur_velden(deel)  # ook buiten word/: de relaties bepalen waar het document staat, en niet de naam
    for verwijzing, zonder in _VERWIJZINGEN:
        deel = verwijzing.sub(zonder, deel)
    return deel


def _schone_relaties(deel: bytes) -> bytes:
    """De relaties zonder wat kan vervallen. Raises Geweigerd als er iets van buiten nodig is, behalve een link."""
    wortel = ElementTree.fromstring(deel)  # noqa: S314 - _keur_xml weigerde elke DTD
    for relatie in list(wortel):
        soort = relatie.get("Type", "").rpartition("/")[2]
        if soort in _WEG:
            wortel.remove(relatie)
        elif soort.lower() in ("vbaproject", "attachedtoolbars"):
            raise Geweigerd(_MACROS)
        elif relatie.get("TargetMode", "").lower() == "external":
            if soort != "hyperlink":
                raise Geweigerd(_BUITEN)
            if not relatie.get("Target", "").strip().lower().startswith(_SCHAKEL):
                relatie.set("Target", "about:blank")
    ElementTree.register_namespace("", _RELATIES.strip("{}"))
    relaties: bytes = ElementTree.tostring(wortel, encoding="utf-8", xml_declaration=True)
    return relaties


def _keur_velden(deel: bytes) -> None:
    """Raises Geweigerd als een veld van Word iets van elders ophaalt; de code kan over stukken zijn verdeeld."""
    if b"instr" not in deel:
        return
    code = []
    for element in ElementTree.fromstring(deel).iter():  # noqa: S314 - _keur_xml weigerde elke DTD
        naam = element.tag.rpartition("}")[2]
        if naam == "instrText":
            code.append(element.text or "")
        elif naam == "fldSimple":
            code += [" ", *(waarde for sleutel, waarde in element.attrib.items() if sleutel.endswith("instr")), " "]
    if _HAALT.search("".join(code)):
        raise Geweigerd(_BUITEN)


def _keur_formules(deel: bytes) -> None:
    """Raises Geweigerd als een formule van een werkmap iets van elders ophaalt (ECMA-376 deel 1 18.3.1.40)."""
    if b"spreadsheetml" not in deel:
        return
    for element in ElementTree.fromstring(deel).iter():  # noqa: S314 - _keur_xml weigerde elke DTD
        if element.tag.rpartition("}")[2] in _FORMULES and _haalt(element.text or ""):
            raise Geweigerd(_BUITEN)


def _haalt(formule: str) -> bool:
    """Of de formule iets van elders haalt; wat tussen aanhalingstekens staat, is tekst en doet niets."""
    return bool(_FORMULE_HAALT.search(_TEKST.sub('""', formule)))
