"""Wat er aan een PDF van WeasyPrint nog moet gebeuren om PDF/A-3a en PDF/UA-1 tegelijk te zijn.

Bronnen: ISO 14289-1 (PDF/UA-1) 5, 7.5 en 7.8; ISO 19005-3 (PDF/A-3) 6.6.2.3 en 6.8; ISO 32000-1 14.8.2.2.
Objecten worden nooit vrijgegeven: dan verdwijnen latere nummers zonder dat een controle dat meldt.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]  # pydyf heeft geen types

from casus.pdf.fouten import LettertypeFout
from casus.pdf.regeleinde import herpak_stromen, vul_op

LETTERNAMEN = frozenset({b"Casus-Sans", b"Casus-Sans-Semi-Bold"})
_PDFUA = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def _nummer(verwijzing: bytes) -> int:
    return int(verwijzing.split()[0])


def _schrijf_metadata(pdf: Any) -> None:
    """XMP leesbaar (niet ingepakt) en met de claim op PDF/UA-1 plus de uitleg van dat veld die PDF/A eist."""
    metadata = pdf.objects[_nummer(pdf.catalog["Metadata"])]
    xmp = b"\n".join(metadata.stream)
    voor, einde, na = xmp.rpartition(b"</rdf:RDF>")
    metadata.stream = [voor + _PDFUA + einde + na]
    metadata.compress = False


def _boom(pdf: Any) -> Iterator[tuple[int, bool]]:
    """Elk element dat aan de boom hangt: nummer, en of het in een tabelkop staat."""
    wortel = pdf.objects[_nummer(pdf.catalog["StructTreeRoot"])]
    wachtrij = [(_nummer(kind), False) for kind in wortel["K"]]
    while wachtrij:
        nummer, in_kop = wachtrij.pop()
        yield nummer, in_kop
        element = pdf.objects[nummer]
        in_kop = in_kop or element["S"] == "/THead"
        wachtrij.extend((_nummer(kind), in_kop) for kind in element["K"] if isinstance(kind, bytes))


def _richt_koppen(pdf: Any, boom: dict[int, bool]) -> None:
    """Elke TH zegt of hij boven een kolom of voor een rij staat."""
    for nummer, in_kop in boom.items():
        element = pdf.objects[nummer]
        if element["S"] == "/TH":
            element["A"]["Scope"] = "/Column" if in_kop else "/Row"


def _wees_merk_aan(pdf: Any, boom: dict[int, bool]) -> None:
    """Het merk boven en onder de bladen is geen inhoud: het wordt een artefact, zijn losse elementen worden leeg."""
    per_blad: dict[bytes, set[int]] = {}
    for nummer, element in enumerate(pdf.objects):
        if isinstance(element, pydyf.Dictionary) and element.get("Type") == "/StructElem" and nummer not in boom:
            per_blad.setdefault(element["Pg"], set()).update(kind for kind in element["K"] if isinstance(kind, int))
            element.clear()
    ouders = pdf.objects[_nummer(pdf.objects[_nummer(pdf.catalog["StructTreeRoot"])]["ParentTree"])]["Nums"]
    for blad_verwijzing, nummers in per_blad.items():
        blad = pdf.objects[_nummer(blad_verwijzing)]
        vakken = ouders[ouders.index(blad["StructParents"]) + 1]
        for nummer in nummers:
            vakken[nummer] = "null"
        _maak_artefact(pdf.objects[_nummer(blad["Contents"])].stream, nummers)


def _maak_artefact(stroom: list[Any], nummers: set[int]) -> None:
    for plaats, deel in enumerate(stroom):
        if isinstance(deel, pydyf.Dictionary) and deel.get("MCID") in nummers:
            stroom[plaats - 1] = "/Artifact"
            stroom[plaats] = pydyf.Dictionary({"Type": "/Pagination"})


def _controleer_letters(pdf: Any) -> None:
    """Een letter die niet laadt is stil: dan staat er een andere in het bestand. Heft LettertypeFout."""
    delen = [deel for deel in pdf.objects if isinstance(deel, pydyf.Dictionary)]
    namen = {deel["FontName"].partition(b"+")[2] for deel in delen if deel.get("Type") == "/FontDescriptor"}
    getekend = any(deel.get("Type") == "/Font" and deel["Subtype"] == "/Type3" for deel in delen)
    if not namen or getekend or not namen <= LETTERNAMEN:
        raise LettertypeFout


def naverwerken(_document: Any, pdf: Any, *, opvulling: int = 0) -> None:
    """De afwerking die WeasyPrint aanroept vlak voor het schrijven. Heft LettertypeFout bij een vreemde letter."""
    _controleer_letters(pdf)
    boom = dict(_boom(pdf))
    _wees_merk_aan(pdf, boom)
    _richt_koppen(pdf, boom)
    _schrijf_metadata(pdf)
    if "AF" in pdf.catalog:  # WeasyPrint noemt elke bijlage twee keer
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    vul_op(pdf, opvulling)
    herpak_stromen(pdf)
