"""Een docx of xlsx als zip: uitpakken met grenzen en weer inpakken. Draait in het kindproces."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from casus.documentkeuring.soorten import Geweigerd

MEESTE_DELEN: Final = 500
GROOTST_UITGEPAKT: Final = 100 * 1024 * 1024
"""Bytes van alle delen samen (veiligheid E8)."""
KAPOT: Final = "Het bestand is beschadigd en niet te openen. Sla het opnieuw op en probeer het nog een keer."
_TE_VEEL = "Het bestand is uitgepakt te groot. Sla het op als pdf en probeer het nog een keer."
_NAAM = re.compile(r"[A-Za-z0-9_\[\]()%+ .~/-]{1,250}")
_VAST = (1980, 1, 1, 0, 0, 0)
"""De tijd van elk deel: wanneer iemand opsloeg, hoeft niemand te weten."""
_INGEPAKT = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BZh",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
)
_INGESLOTEN = "In het bestand zit een ander bestand. Haal dat eruit, of sla het bestand op als pdf."


def pak_uit(inhoud: bytes) -> dict[str, bytes]:
    """De delen van het pakket op naam. Raises Geweigerd bij een bom, een vreemde naam of een bestand in het bestand."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            return _lees_delen(archief)
    except Geweigerd:
        raise
    except Exception:  # zipfile geeft op kapotte archieven vrijwel elke soort fout
        raise Geweigerd(KAPOT) from None


def _lees_delen(archief: zipfile.ZipFile) -> dict[str, bytes]:
    rijen = archief.infolist()
    if len(rijen) > MEESTE_DELEN or sum(rij.file_size for rij in rijen) > GROOTST_UITGEPAKT:
        raise Geweigerd(_TE_VEEL)
    delen: dict[str, bytes] = {}
    over = GROOTST_UITGEPAKT
    for rij in rijen:
        _keur_deel(rij, delen)
        if rij.is_dir():
            continue
        with archief.open(rij) as deel:
            delen[rij.filename] = deel.read(over + 1)
        over -= len(delen[rij.filename])
        if over < 0:
            raise Geweigerd(_TE_VEEL)
        if delen[rij.filename].startswith(_INGEPAKT):
            raise Geweigerd(_INGESLOTEN)
    return delen


def _keur_deel(rij: zipfile.ZipInfo, eerder: dict[str, bytes]) -> None:
    """Geen naam die ergens anders heen wijst, geen deel dat twee keer voorkomt, geen wachtwoord."""
    stukken = rij.filename.removesuffix("/").split("/")
    if not _NAAM.fullmatch(rij.filename) or "" in stukken or ".." in stukken or "." in stukken:
        raise Geweigerd(KAPOT)
    if rij.filename.lower() in {naam.lower() for naam in eerder} or rij.flag_bits & 0x1:
        raise Geweigerd(KAPOT)
    if rij.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Geweigerd(KAPOT)


def pak_in(delen: dict[str, bytes]) -> bytes:
    """Een nieuw pakket van deze delen, zonder tijden, opmerkingen of wat er tussen de delen stond."""
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(zipfile.ZipInfo(naam, _VAST), inhoud, zipfile.ZIP_DEFLATED)
    return uit.getvalue()
