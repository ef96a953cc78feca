"""Antwoorden ingepakt met gzip. De lengte verraadt niets: elk antwoord krijgt vulling van willekeurige lengte.

Zonder die vulling kan iemand die tekst op een pagina kan krijgen, uit de lengte een CSRF-teken raden (BREACH). Zij
staat in het veld van gzip voor een bestandsnaam, dat elke browser overslaat.
"""

from __future__ import annotations

import gzip
import io
import secrets
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

KLEINSTE = 700
"""Korter dan dit wordt het er niet kleiner van."""
SOORTEN = ("text/html", "text/css", "text/javascript", "image/svg+xml", "text/calendar")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def registreer(app: Flask) -> None:
    """Pakt elk antwoord in, als de browser dat wil."""
    app.after_request(pak_in)


def pak_in(antwoord: Response) -> Response:
    """Vervangt de inhoud door de ingepakte; een bestand dat wordt gestreamd blijft zoals het is."""
    if antwoord.mimetype not in SOORTEN or antwoord.status_code < 200 or "Content-Encoding" in antwoord.headers:
        return antwoord
    antwoord.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip") or antwoord.status_code in (204, 206, 304):
        return antwoord
    if request.endpoint == "static":
        return _vast(antwoord)
    inhoud = antwoord.get_data()
    if len(inhoud) >= KLEINSTE:
        _zet(
            antwoord, _ingepakt(inhoud, 5, "".join(secrets.choice(_LETTERS) for _ in range(secrets.randbelow(64) + 1)))
        )
    return antwoord


def _vast(antwoord: Response) -> Response:
    """Een vast bestand wordt één keer per proces ingepakt; zijn adres verandert mee met zijn inhoud."""
    pad = Path(str(current_app.static_folder)) / str((request.view_args or {}).get("filename", ""))
    antwoord.direct_passthrough = False
    _zet(antwoord, _bestand(pad, pad.stat().st_mtime_ns))
    return antwoord


@lru_cache(maxsize=64)
def _bestand(pad: Path, _gewijzigd: int) -> bytes:
    return _ingepakt(pad.read_bytes(), 9, "")


def _ingepakt(inhoud: bytes, niveau: int, vulling: str) -> bytes:
    doel = io.BytesIO()
    with gzip.GzipFile(vulling, "wb", niveau, doel, mtime=0) as pakker:
        pakker.write(inhoud)
    return doel.getvalue()


def _zet(antwoord: Response, inhoud: bytes) -> None:
    antwoord.set_data(inhoud)
    antwoord.headers["Content-Encoding"] = "gzip"
    antwoord.headers.pop("ETag", None)
