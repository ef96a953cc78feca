"""De sleutels van deze installatie: versleutelen van BSN en V-nummer, en zoeken zonder ze te lezen.

Sleutels staan in `instance/sleutels.json` (0600), nieuwste eerst; oude blijven om te kunnen lezen (veiligheid F2).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_KAART = "\0"
"""Hiermee begint wat door de browser reist, en nooit wat is opgeslagen: het een gaat niet open als het ander."""


@dataclass(frozen=True)
class Sleutelbos:
    """Geheimen van één installatie. `versleutel` is omkeerbaar, `zoekhash` niet en is per doel verschillend.

    Wat door de browser reist, is een kaart: die gaat alleen open voor het doel waarvoor zij is gemaakt.
    """

    sessie: tuple[str, ...]
    gegevens: tuple[str, ...]
    zoeken: str

    @cached_property
    def _fernet(self) -> MultiFernet:
        return MultiFernet([Fernet(sleutel) for sleutel in self.gegevens])

    def versleutel(self, tekst: str) -> str:
        """Versleutelt een gegeven voor opslag. Raises ValueError als het eruitziet als een kaart."""
        if tekst.startswith(_KAART):
            raise ValueError("Een gegeven voor opslag begint niet met een nulteken.")
        return self._fernet.encrypt(tekst.encode()).decode()

    def ontsleutel(self, waarde: str) -> str:
        """Leest een gegeven uit de opslag. Raises cryptography.fernet.InvalidToken bij een vreemde sleutel of kaart."""
        tekst = self._fernet.decrypt(waarde.encode()).decode()
        if tekst.startswith(_KAART):
            raise InvalidToken
        return tekst

    def maak_kaart(self, tekst: str, *, doel: str) -> str:
        """Versleutelt wat door de browser reist, voor één doel."""
        return self._fernet.encrypt(f"{_KAART}{doel}{_KAART}{tekst}".encode()).decode()

    def lees_kaart(self, kaart: str, *, doel: str) -> str:
        """Leest wat door de browser reisde. Raises cryptography.fernet.InvalidToken bij een ander doel of een gegeven
        uit de opslag."""
        tekst, begin = self._fernet.decrypt(kaart.encode()).decode(), f"{_KAART}{doel}{_KAART}"
        if not tekst.startswith(begin):
            raise InvalidToken
        return tekst.removeprefix(begin)

    def zoekhash(self, doel: str, tekst: str) -> str:
        """HMAC-SHA256 om een BSN of V-nummer exact terug te vinden zonder het op te slaan."""
        return hmac.new(self.zoeken.encode(), f"{doel}:{tekst}".encode(), hashlib.sha256).hexdigest()


def nieuwe_sleutelbos() -> Sleutelbos:
    """Maakt verse geheimen."""
    return Sleutelbos((secrets.token_urlsafe(48),), (Fernet.generate_key().decode(),), secrets.token_urlsafe(48))


def laad_sleutelbos(map_: Path) -> Sleutelbos:
    """Leest de sleutels van de installatie, of maakt ze de eerste keer (alleen leesbaar voor de eigenaar)."""
    pad = map_ / "sleutels.json"
    if not pad.exists():
        map_.mkdir(parents=True, exist_ok=True)
        bos = nieuwe_sleutelbos()
        inhoud = json.dumps({"sessie": bos.sessie, "gegevens": bos.gegevens, "zoeken": bos.zoeken}, indent=1)
        tijdelijk = map_ / f".sleutels-{os.getpid()}-{secrets.token_hex(4)}.json"
        handvat = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handvat, "w") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        try:
            # link in plaats van rename: als een ander proces eerder was, gelden diens sleutels
            os.link(tijdelijk, pad)
        except FileExistsError:
            pass
        finally:
            tijdelijk.unlink()
    gegevens = json.loads(pad.read_text())
    return Sleutelbos(tuple(gegevens["sessie"]), tuple(gegevens["gegevens"]), gegevens["zoeken"])
