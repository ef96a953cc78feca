"""Wat een camera of programma bij een beeld schrijft (plaats, toestel, maker) eruit, zonder de punten aan te raken.

Voor beelden ín een pdf, docx of xlsx; een los beeld wordt opnieuw geschreven (`afbeelding`).
Bronnen: ITU-T T.81 bijlage B (JPEG); PNG (W3C) 5.3 en 11.3.
"""

from __future__ import annotations

_SOS, _EOI = 0xDA, 0xD9
_ZONDER_LENGTE = frozenset({0x01, 0xD8, *range(0xD0, 0xD8)})
_JPEG_WEG = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""APP1 (Exif, XMP), APP2 (profiel) en verder, en COM. Zonder APP0 (JFIF) en APP14 (Adobe) klopt het beeld niet."""
_PNG_BEGIN = b"\x89PNG\r\n\x1a\n"
_PNG_BLIJFT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"IDAT", b"IEND"})


def zonder_metadata(beeld: bytes) -> bytes:
    """Het beeld zonder metadata; wat geen JPEG of PNG is, of niet te volgen, blijft zoals het is."""
    if beeld.startswith(b"\xff\xd8\xff"):
        return _jpeg(beeld)
    return _png(beeld) if beeld.startswith(_PNG_BEGIN) else beeld


def _jpeg(beeld: bytes) -> bytes:
    uit, plaats = [beeld[:2]], 2
    while plaats + 4 <= len(beeld):
        if beeld[plaats] != 0xFF:
            return beeld
        merk = beeld[plaats + 1]
        if merk in (_SOS, _EOI):
            return b"".join([*uit, beeld[plaats:]])
        if merk in _ZONDER_LENGTE or merk == 0xFF:
            einde = plaats + (1 if merk == 0xFF else 2)
        else:
            einde = plaats + 2 + int.from_bytes(beeld[plaats + 2 : plaats + 4])
        if merk not in _JPEG_WEG:
            uit.append(beeld[plaats:einde])
        plaats = einde
    return beeld


def _png(beeld: bytes) -> bytes:
    uit, plaats = [_PNG_BEGIN], len(_PNG_BEGIN)
    while plaats + 12 <= len(beeld):
        einde = plaats + 12 + int.from_bytes(beeld[plaats : plaats + 4])
        naam = beeld[plaats + 4 : plaats + 8]
        if naam in _PNG_BLIJFT:
            uit.append(beeld[plaats:einde])
        if naam == b"IEND":
            return b"".join(uit)
        plaats = einde
    return beeld
