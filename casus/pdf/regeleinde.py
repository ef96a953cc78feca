"""Geen stroom in de PDF eindigt op een CR: met de LF voor `endstream` erachter leest een strenge controle die als één
regeleinde, en klopt `Length` niet meer (ISO 19005-3, 6.1.6.1). Zonder dit keurde zij 4 van 60 proefdossiers af.
"""

from __future__ import annotations

import base64
import re
import zlib
from typing import Any

import pydyf  # type: ignore[import-untyped]  # pydyf heeft geen types

CR = b"\r"
_STROOM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")
POGINGEN = 8
"""Zoveel keer wordt een dossier hoogstens geschreven; bijna altijd is één keer genoeg."""


def herpak_stromen(pdf: Any) -> None:
    """Wat ingepakt op een CR zou eindigen, krijgt een leesbare jas eromheen: die eindigt altijd op `~>`."""
    for deel in pdf.objects:
        if isinstance(deel, pydyf.Stream) and deel.compress:
            rauw = b"\n".join(stuk if isinstance(stuk, bytes) else _bytes(stuk) for stuk in deel.stream)
            if zlib.adler32(rauw) & 0xFF == ord(CR):  # de controlesom is het slot van wat zlib schrijft (RFC 1950)
                deel.stream, deel.compress = [base64.a85encode(zlib.compress(rauw, level=9)) + b"~>"], False
                deel.extra["Filter"] = pydyf.Array(["/ASCII85Decode", "/FlateDecode"])


def _bytes(stuk: Any) -> bytes:
    return stuk.data if isinstance(stuk, pydyf.Object) else str(stuk).encode("ascii")


def vul_op(pdf: Any, aantal: int) -> None:
    """Spaties in de catalogus: die betekenen niets, maar de stroom met objecten eindigt dan anders."""
    pdf.catalog["Type"] = "/Catalog" + " " * aantal


def eindigt_op_cr(pdf: bytes) -> bool:
    """Of er een stroom is waarvan de laatste byte een CR is."""
    return any(pdf[m.end() + int(m[1]) - 1 : m.end() + int(m[1])] == CR for m in _STROOM.finditer(pdf))
