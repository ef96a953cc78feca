"""Bestanden van zaken op schijf: willekeurige naam, in één keer geplaatst, nooit overschreven."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from pathlib import Path

from casus.errors import CasusFout


class BestandWeg(CasusFout):
    """Het bestand staat niet (meer) in de documentenmap, of is veranderd."""

    status = 503


class SchijfVol(CasusFout):
    """Een bestand is niet te bewaren; er is niets half geschreven."""

    status = 503

    def __init__(self) -> None:
        super().__init__("Het bestand kon niet worden bewaard. Probeer het straks opnieuw of vraag de beheerder.")


def bewaar(map_: Path, inhoud: bytes) -> str:
    """Bewaart de inhoud en geeft de bestandsnaam. Een halve schrijfactie laat niets zichtbaars achter.

    Raises SchijfVol als het niet lukt.
    """
    try:
        map_.mkdir(parents=True, exist_ok=True)
        return _schrijf(map_, inhoud)
    except OSError as fout:
        raise SchijfVol from fout


def bewaar_op_som(map_: Path, inhoud: bytes) -> str:
    """Bewaart de inhoud onder haar SHA-256 en geeft die: dezelfde inhoud staat er één keer. Raises SchijfVol.

    Lees haar terug met `lees(map_, som, som)`.
    """
    som = hashlib.sha256(inhoud).hexdigest()
    try:
        map_.mkdir(parents=True, exist_ok=True)
        if not (map_ / som).is_file():
            _schrijf(map_, inhoud, som)
    except OSError as fout:
        raise SchijfVol from fout
    return som


def _schrijf(map_: Path, inhoud: bytes, naam: str = "") -> str:
    naam = naam or secrets.token_hex(16)
    tijdelijk = map_ / f".{naam}-{secrets.token_hex(8)}"
    handvat = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handvat, "wb") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        tijdelijk.rename(map_ / naam)
        _sync_map(map_)
    except OSError:
        with contextlib.suppress(OSError):
            tijdelijk.unlink()
        raise
    return naam


def verwijder(map_: Path, naam: str) -> None:
    """Haalt een bestand weg. Is dat er niet meer of lukt het niet, dan vindt `casus documenten opruimen` het later."""
    if re.fullmatch(r"[0-9a-f]{32}", naam):
        with contextlib.suppress(OSError):
            (map_ / naam).unlink()


def _sync_map(map_: Path) -> None:
    handvat = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(handvat)
    finally:
        os.close(handvat)


def lees(map_: Path, naam: str, sha256: str) -> bytes:
    """De inhoud zoals zij is bewaard. Raises BestandWeg als het bestand ontbreekt of is veranderd."""
    pad = map_ / naam
    if pad.parent != map_ or not pad.is_file():
        raise BestandWeg("Dit bestand staat niet meer in de documentenmap. Vraag de beheerder om de back-up.")
    inhoud = pad.read_bytes()
    if hashlib.sha256(inhoud).hexdigest() != sha256:
        raise BestandWeg("Dit bestand is veranderd sinds het werd bewaard. Vraag de beheerder om de back-up.")
    return inhoud
