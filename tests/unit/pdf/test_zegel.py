"""Het zegel: een handtekening die klopt, op een bestand dat verder geldig blijft; en wat er mis kan gaan."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from casus.pdf.kind import Renderer
from casus.pdf.zegel import Zegel, ZegelFout, verzegel, zegel_van
from tests.unit.pdf.brieven import GEMAAKT, brief, certificaat
from tests.unit.pdf.test_brief import KREDIET, kaal, keur
from tests.unit.pdf.voorbeelden import huisstijl

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014.icc:ResourceWarning")  # van WeasyPrint zelf


@pytest.fixture(scope="module")
def pdf(renderer: Renderer) -> bytes:
    return renderer.teken(brief(KREDIET), huisstijl())


def _zegel(map_: Path, p12: bytes, geheim: str = "s3sam") -> Zegel:
    pad = map_ / "zegel.p12"
    pad.write_bytes(p12)
    return Zegel(pad, geheim)


def _oordeel(handtekening: Any, vertrouwen: ValidationContext) -> Any:
    """In een eigen thread: pyHanko begint een asyncio-lus en die van een browsertest loopt misschien nog."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(validate_pdf_signature, handtekening, vertrouwen).result()


def test_een_verzegelde_brief_klopt_en_blijft_geldig(pdf: bytes, tmp_path: Path):
    p12, hoofd = certificaat()
    uit = verzegel(pdf, _zegel(tmp_path, p12), GEMAAKT)
    assert uit.startswith(pdf) and kaal(uit) == kaal(pdf)
    keur(uit)
    [handtekening] = PdfFileReader(io.BytesIO(uit)).embedded_signatures
    wortel = asn1.Certificate.load(hoofd.public_bytes(Encoding.DER))
    vertrouwen = ValidationContext(trust_roots=[wortel], allow_fetching=False, moment=GEMAAKT)
    oordeel = _oordeel(handtekening, vertrouwen)
    assert oordeel.bottom_line and oordeel.intact and oordeel.valid and oordeel.trusted
    assert oordeel.coverage.name == "ENTIRE_FILE"
    assert str(handtekening.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"
    assert {een.subject.native["common_name"] for een in handtekening.other_embedded_certs} == {"Hoofd"}


def test_wie_er_iets_aan_verandert_breekt_het_zegel(pdf: bytes, tmp_path: Path):
    p12, hoofd = certificaat()
    uit = bytearray(verzegel(pdf, _zegel(tmp_path, p12), GEMAAKT))
    plek = uit.index(b"WHV-2026-00042-B07")
    uit[plek : plek + 3] = b"XXX"
    [handtekening] = PdfFileReader(io.BytesIO(bytes(uit))).embedded_signatures
    wortel = asn1.Certificate.load(hoofd.public_bytes(Encoding.DER))
    vertrouwen = ValidationContext(trust_roots=[wortel], allow_fetching=False, moment=GEMAAKT)
    assert not _oordeel(handtekening, vertrouwen).intact


def test_verzegelen_kan_ook_waar_al_een_asyncio_lus_loopt(pdf: bytes, tmp_path: Path):
    async def binnen_een_lus() -> bytes:
        return verzegel(pdf, _zegel(tmp_path, certificaat()[0]), GEMAAKT)

    assert asyncio.run(binnen_een_lus()).startswith(pdf)


def test_het_zegel_is_onzichtbaar_en_heeft_een_naam_voor_wie_het_hoort(pdf: bytes, tmp_path: Path):
    p12, _ = certificaat()
    with pikepdf.open(io.BytesIO(verzegel(pdf, _zegel(tmp_path, p12), GEMAAKT))) as document:
        [veld] = document.Root.AcroForm.Fields
        assert [int(getal) for getal in veld.Rect] == [0, 0, 0, 0] and str(veld.TU) == "Zegel van de gemeente"


@pytest.mark.parametrize(
    ("wat", "zin"),
    [
        ("geheim", "gaat niet open"),
        ("onzin", "gaat niet open"),
        ("weg", "is er niet"),
        ("oud", "geldt niet op deze dag"),
    ],
)
def test_een_certificaat_dat_niet_kan_zegt_waarom(pdf: bytes, tmp_path: Path, wat: str, zin: str):
    verlopen = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=9)
    p12 = b"geen p12" if wat == "onzin" else certificaat("s3sam", *(verlopen if wat == "oud" else ()))[0]
    zegel = _zegel(tmp_path, p12, "ander" if wat == "geheim" else "s3sam")
    if wat == "weg":
        zegel.pad.unlink()
    with pytest.raises(ZegelFout, match=zin) as fout:
        verzegel(pdf, zegel, GEMAAKT)
    assert str(tmp_path) not in fout.value.zin and zegel.geheim not in fout.value.zin


def test_elke_gemeente_heeft_haar_eigen_zegel_of_geen():
    env = {"CASUS_ZEGEL_GM0222": "/pad/doe.p12", "CASUS_ZEGEL_GM0222_GEHEIM": "stil"}
    assert zegel_van("GM0197", env) is None
    zegel = zegel_van("gm0222", env)
    assert zegel == Zegel(Path("/pad/doe.p12"), "stil") and "stil" not in repr(zegel)
