"""De getekende bladen van een document, als bestanden bewaard. De map mag altijd leeg: wat weg is, wordt getekend."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

from casus.documentkeuring.keurmeester import Keurmeester, KeurmeesterBezet
from casus.errors import NietGevonden

BLOK = 5
"""Zoveel bladen tegelijk: een kindproces starten kost meer dan een blad tekenen."""
_WACHTTIJD = 10.0
_AANTAL = "bladen"


class Voorbeelden:
    """Bladen uit de bewaarmap, of anders getekend. `inhoud` wordt alleen gelezen als er iets te tekenen is."""

    def __init__(self, map_: Path, keurmeester: Keurmeester) -> None:
        self._map, self._keurmeester = map_, keurmeester
        self._sloten = [threading.Lock() for _ in range(16)]

    def aantal(self, bestand: str, mediatype: str, inhoud: Callable[[], bytes]) -> int:
        """Hoeveel bladen er zijn. Raises KeurmeesterBezet, NietTeTekenen."""
        bekend = self._lees(bestand, _AANTAL)
        return int(bekend) if bekend else self._teken(bestand, mediatype, 1, inhoud)[0]

    def blad(self, bestand: str, mediatype: str, nr: int, inhoud: Callable[[], bytes]) -> bytes:
        """Blad `nr` (vanaf 1) als PNG. Raises NietGevonden, KeurmeesterBezet, NietTeTekenen."""
        beeld, bekend = self._lees(bestand, str(nr)), self._lees(bestand, _AANTAL)
        if beeld is None and (not bekend or 1 <= nr <= int(bekend)):
            beeld = self._teken(bestand, mediatype, nr, inhoud)[1]
        if beeld is None:
            raise NietGevonden("Dit blad bestaat niet.")
        return beeld

    def _teken(self, bestand: str, mediatype: str, nr: int, inhoud: Callable[[], bytes]) -> tuple[int, bytes | None]:
        """Tekent het blok waar dit blad in zit; geeft hoeveel bladen er zijn, en dit blad als het bestaat."""
        slot = self._sloten[hash(bestand) % len(self._sloten)]
        if not slot.acquire(timeout=_WACHTTIJD):
            raise KeurmeesterBezet
        try:
            beeld, bekend = self._lees(bestand, str(nr)), self._lees(bestand, _AANTAL)
            if beeld is not None and bekend:  # wie net voor was, tekende dit blok
                return int(bekend), beeld
            eerste = (nr - 1) // BLOK * BLOK + 1
            aantal, beelden = self._keurmeester.teken(inhoud(), mediatype, eerste, BLOK)
            bladen = {str(eerste + plaats): een for plaats, een in enumerate(beelden)}
            self._bewaar(bestand, {**bladen, _AANTAL: str(aantal).encode()})
            return aantal, bladen.get(str(nr))
        finally:
            slot.release()

    def _lees(self, bestand: str, wat: str) -> bytes | None:
        with contextlib.suppress(OSError):
            return (self._map / bestand / wat).read_bytes()
        return None

    def _bewaar(self, bestand: str, stukken: dict[str, bytes]) -> None:
        """Een volle schijf is hier niet erg: dan wordt het blad een volgende keer weer getekend."""
        plek = self._map / bestand
        with contextlib.suppress(OSError):
            plek.mkdir(parents=True, exist_ok=True, mode=0o700)
            for wat, inhoud in stukken.items():
                tijdelijk = plek / f".{secrets.token_hex(8)}"
                handvat = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handvat, "wb") as uit:
                    uit.write(inhoud)
                tijdelijk.rename(plek / wat)
