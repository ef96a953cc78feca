"""Een jpg of png nakijken en opnieuw schrijven, zodat er alleen beeld overblijft. Draait in het kindproces."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, ImageOps

from casus.documentkeuring.soorten import Geweigerd, Soort

MEESTE_PUNTEN = 50_000_000
"""Punten per beeld (veiligheid E8), gekeurd op de kop: daarna pas wordt het beeld uitgepakt."""
KWALITEIT = 90
_KAPOT = "Het beeld is beschadigd en niet te openen. Sla het opnieuw op en probeer het nog een keer."
_MODI_PNG = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}


def open_beeld(inhoud: bytes, formaten: tuple[str, ...]) -> Image.Image:
    """Het beeld, rechtop, na de keuring van zijn omvang. Raises Geweigerd."""
    Image.MAX_IMAGE_PIXELS = None  # de grens hieronder geldt, en die is een weigering in plaats van een waarschuwing
    try:
        with warnings.catch_warnings(), _alleen_hele_beelden():
            warnings.simplefilter("ignore")
            beeld = Image.open(io.BytesIO(inhoud), formats=formaten)
            _keur_omvang(beeld)
            beeld.load()
            return ImageOps.exif_transpose(beeld)
    except Geweigerd:
        raise
    except Exception:  # Pillow geeft op kapotte beelden vrijwel elke soort fout
        raise Geweigerd(_KAPOT) from None


@contextmanager
def _alleen_hele_beelden() -> Iterator[None]:
    """Een afgekapt beeld is kapot, ook als een bibliotheek in dit proces (WeasyPrint) Pillow ruimer heeft gezet."""
    stand = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = stand


def _keur_omvang(beeld: Image.Image) -> None:
    breed, hoog = beeld.size
    if breed * hoog > MEESTE_PUNTEN:
        grens = f"{MEESTE_PUNTEN // 1_000_000} miljoen punten"
        raise Geweigerd(f"Het beeld is {breed} bij {hoog} punten. Maak het kleiner: tot {grens}.")


def maak_schoon(inhoud: bytes, soort: Soort) -> bytes:
    """Hetzelfde beeld zonder metadata, profielen, tweede beelden en wat er nog achteraan hing. Raises Geweigerd."""
    jpeg = soort.achtervoegsel == "jpg"
    beeld = open_beeld(inhoud, ("JPEG", "MPO") if jpeg else ("PNG",))
    if jpeg:
        beeld = beeld if beeld.mode in ("L", "RGB") else beeld.convert("RGB")
    elif beeld.mode not in _MODI_PNG or "transparency" in beeld.info:
        beeld = beeld.convert("RGBA")
    beeld.info.clear()
    uit = io.BytesIO()
    if jpeg:
        beeld.save(uit, "JPEG", quality=KWALITEIT, exif=b"", icc_profile=None)
    else:
        beeld.save(uit, "PNG", exif=b"", icc_profile=None)
    return uit.getvalue()
