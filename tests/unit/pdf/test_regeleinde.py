"""Geen stroom eindigt op een CR: een strenge controle leest die met de LF erachter als één regeleinde."""

import base64
import zlib

import page
import pydyf
import pytest

from casus.pdf import maken
from casus.pdf.regeleinde import eindigt_op_cr, herpak_stromen
from tests.unit.pdf.voorbeelden import gegevens, huisstijl

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014.icc:ResourceWarning")  # van WeasyPrint zelf


def _met_cr() -> bytes:
    """Inhoud die ingepakt op een CR eindigt."""
    return next(tekst for n in range(5_000) if zlib.compress(tekst := b"BT %d ET" % n, 9).endswith(b"\r"))


def test_een_stroom_op_cr_krijgt_een_jas_en_zegt_hetzelfde():
    pdf = pydyf.PDF()
    inhoud = _met_cr()
    stroom = pydyf.Stream([inhoud], {}, compress=True)
    pdf.add_object(stroom)
    assert eindigt_op_cr(b"<</Length %d>>\nstream\n" % len(zlib.compress(inhoud, 9)) + zlib.compress(inhoud, 9))
    herpak_stromen(pdf)
    (jas,) = stroom.stream
    assert stroom.compress is False and jas.endswith(b"~>")
    assert zlib.decompress(base64.a85decode(jas.removesuffix(b"~>"))) == inhoud


def test_een_gewone_stroom_blijft_zoals_hij_is():
    pdf = pydyf.PDF()
    stroom = pydyf.Stream([b"q Q"], {}, compress=True)
    pdf.add_object(stroom)
    herpak_stromen(pdf)
    assert stroom.stream == [b"q Q"] and stroom.compress


@pytest.mark.parametrize("nummer", [3, 12, 21, 30])
def test_dossiers_die_zonder_herpakken_werden_afgekeurd(nummer: int):
    pdf = maken.document_pdf(gegevens(zaaknummer=f"DOE-2026-{nummer:05d}"), huisstijl())
    assert not eindigt_op_cr(pdf)
    assert page.validate_pdf_bytes(pdf, profile="3a").is_compliant
