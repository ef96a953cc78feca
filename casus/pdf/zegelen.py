"""Het zegel zelf: een PAdES-handtekening zonder beeld, in een toevoeging achter de PDF (ISO 32000-1 12.8; PDF/A-3 en
PDF/UA-1 blijven gelden). Laadt pyHanko; roep het aan via `casus.pdf.zegel`.

Het hele pad van certificaten uit het bestand zit in het zegel. Wie later een tijdstempel of intrekkingsgegevens wil
toevoegen (B-T, B-LT) heeft het certificaat dus al. Casus haalt zelf niets van het netwerk.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata

from casus.pdf.zegel import ZegelFout

VELD = "Zegel"
WAAROM = "Verzegeld door de gemeente. De brief is daarna niet veranderd."


class _Toevoeging(IncrementalPdfFileWriter):
    """Schrijft achter de PDF en laat haar metadata staan: daarin staat dat het PDF/A-3 en PDF/UA-1 is."""

    def _update_meta(self) -> None:
        return


def zet_zegel(pdf: bytes, p12: bytes, geheim: str, moment: datetime) -> bytes:
    """De verzegelde PDF. Raises ZegelFout als het certificaat niet opengaat of op `moment` niet geldt."""
    ondertekenaar = _ondertekenaar(p12, geheim, moment)
    schrijver = _Toevoeging(io.BytesIO(pdf))
    veld = fields.SigFieldSpec(VELD, readable_field_name="Zegel van de gemeente")
    fields.append_signature_field(schrijver, veld)
    _hang_in_de_boom(schrijver)
    gegevens = PdfSignatureMetadata(
        field_name=VELD,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=WAAROM,
        name=ondertekenaar.subject_name,
    )
    zegel = signers.PdfSigner(gegevens, ondertekenaar)
    # pyHanko begint zelf een asyncio-lus; in een eigen thread mag dat ook waar er al een loopt
    with ThreadPoolExecutor(max_workers=1) as thread:
        uit = thread.submit(zegel.sign_pdf, schrijver, existing_fields_only=True).result()
    return bytes(uit.getbuffer())


def _ondertekenaar(p12: bytes, geheim: str, moment: datetime) -> Any:
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=geheim.encode() or None)
    except (ValueError, TypeError, AttributeError) as fout:
        raise ZegelFout("het certificaat gaat niet open met dit geheim") from fout
    geldig = signer.signing_cert["tbs_certificate"]["validity"]
    if not geldig["not_before"].native <= moment <= geldig["not_after"].native:
        raise ZegelFout("het certificaat geldt niet op deze dag")
    return signer


def _hang_in_de_boom(schrijver: Any) -> None:
    """Het veld van het zegel krijgt een plek in de structuur van het document (PDF/UA-1 7.18.4)."""
    blad_ref, _ = schrijver.find_page_for_modification(0)
    blad, boom = blad_ref.get_object(), schrijver.root["/StructTreeRoot"]
    zegel_ref = blad["/Annots"].raw_get(0)
    ouder_ref = boom["/K"].raw_get(0)
    nummers = boom["/ParentTree"]["/Nums"]
    sleutel = 1 + max(int(nummers[plek]) for plek in range(0, len(nummers), 2))
    verwijzing = _woordenboek(Type=_naam("OBJR"), Obj=zegel_ref, Pg=blad_ref)
    element = _woordenboek(Type=_naam("StructElem"), S=_naam("Form"), P=ouder_ref, Pg=blad_ref, K=verwijzing)
    element_ref = schrijver.add_object(element)
    ouder_ref.get_object()["/K"].append(element_ref)
    nummers.extend([_getal(sleutel), element_ref])
    zegel_ref.get_object()["/StructParent"] = _getal(sleutel)
    blad["/Tabs"] = _naam("S")
    for deel in (zegel_ref, ouder_ref, boom.raw_get("/ParentTree"), blad_ref):
        schrijver.mark_update(deel)


# pyHanko geeft zijn bouwstenen geen types
def _naam(naam: str) -> Any:
    return NameObject(f"/{naam}")


def _getal(getal: int) -> Any:
    maak: Any = NumberObject
    return maak(getal)


def _woordenboek(**delen: Any) -> Any:
    maak: Any = DictionaryObject
    return maak({_naam(naam): waarde for naam, waarde in delen.items()})
