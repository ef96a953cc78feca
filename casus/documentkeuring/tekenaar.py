"""Bladen van een document als beeld. Draait in het kindproces."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from casus.documentkeuring.afbeelding import open_beeld

BREED, HOOG = 1100, 2200
"""Punten waar een blad in past: goed leesbaar op een scherm, klein genoeg om te versturen."""
_SCHERPST = 3.0
_KLEUREN = 256


def teken(inhoud: bytes, mediatype: str, eerste: int, aantal: int) -> tuple[int, list[bytes]]:
    """Hoeveel bladen er zijn, en `aantal` daarvan vanaf `eerste` (vanaf 1) als PNG."""
    if mediatype != "application/pdf":
        return 1, [_png(open_beeld(inhoud, ("JPEG", "PNG")))]
    with pypdfium2.PdfDocument(inhoud) as pdf:
        pdf.init_forms()  # zonder deze staan ingevulde velden er niet op; scripts kent deze bouw niet
        nummers = range(eerste - 1, min(eerste - 1 + aantal, len(pdf)))
        return len(pdf), [_png(beeld) for beeld in _bladen(pdf, nummers)]


def _bladen(pdf: pypdfium2.PdfDocument, nummers: range) -> Iterator[Image.Image]:
    for nummer in nummers:
        blad = pdf[nummer]
        breed, hoog = blad.get_size()
        schaal = min(BREED / max(breed, 1), HOOG / max(hoog, 1), _SCHERPST)
        yield blad.render(scale=schaal).to_pil()
        blad.close()


def _png(beeld: Image.Image) -> bytes:
    beeld = beeld if beeld.mode in ("L", "RGB") else _op_wit(beeld)
    beeld.thumbnail((BREED, HOOG))
    uit = io.BytesIO()
    (beeld if beeld.mode == "L" else beeld.quantize(_KLEUREN)).save(uit, "PNG", optimize=True)
    return uit.getvalue()


def _op_wit(beeld: Image.Image) -> Image.Image:
    """Doorzichtig wordt wit, zoals papier."""
    if beeld.mode.startswith("I"):
        return beeld.point(lambda waarde: waarde / 256).convert("L")
    met = beeld.convert("RGBA")
    wit = Image.new("RGBA", met.size, "white")
    return Image.alpha_composite(wit, met).convert("RGB")
