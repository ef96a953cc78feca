"""Virussen: de proefhandtekening kent casus zelf; de rest vraagt het aan clamd, als dat is ingesteld."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from casus.documentkeuring.soorten import Geweigerd
from casus.errors import CasusFout

EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""De handtekening waarmee iedereen een scanner kan proberen; in delen, anders is dit bestand zelf verdacht."""
GEDULD: Final = 20.0
"""Seconden die clamd over één bestand mag doen, verbinden inbegrepen."""
_ZIN = "In dit bestand is een virus gevonden. Het is niet bewaard. Neem contact op met uw helpdesk."
_STUK = 1 << 16
_LANGSTE_ANTWOORD = 4096


class ScannerWeg(CasusFout):
    """De virusscanner antwoordt niet of geeft een fout; het bestand blijft in quarantaine."""

    status = 503

    def __init__(self) -> None:
        super().__init__("De virusscanner antwoordt niet. Het document wordt nagekeken zodra hij er weer is.")


def keur_handtekening(inhoud: bytes) -> None:
    """Raises Geweigerd als de proefhandtekening erin staat."""
    if EICAR in inhoud:
        raise Geweigerd(_ZIN)


@dataclass(frozen=True, slots=True)
class Clamd:
    """Een clamd op een socket van deze machine (`unix:/pad`) of op het netwerk (`tcp://host:3310`)."""

    adres: str
    geduld: float = GEDULD

    def __post_init__(self) -> None:
        self._doel()

    def keur(self, inhoud: bytes) -> None:
        """Laat clamd het bestand zien (INSTREAM). Raises Geweigerd bij een vondst, ScannerWeg zonder antwoord."""
        try:
            antwoord = self._vraag(inhoud)
        except OSError:
            raise ScannerWeg from None
        if antwoord == b"stream: OK":
            return
        if antwoord.startswith(b"stream: ") and antwoord.endswith(b" FOUND"):
            raise Geweigerd(_ZIN)
        raise ScannerWeg

    def _doel(self) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
        delen = urlsplit(self.adres)
        if delen.scheme == "unix" and delen.path.startswith("/"):
            return socket.AF_UNIX, delen.path
        if delen.scheme == "tcp" and delen.hostname:
            return socket.AF_INET, (delen.hostname, delen.port or 3310)
        raise ValueError("CASUS_CLAMD is unix:/pad/naar/clamd.ctl of tcp://host:3310.")

    def _vraag(self, inhoud: bytes) -> bytes:
        familie, doel = self._doel()
        einde = time.monotonic() + self.geduld
        if familie == socket.AF_UNIX:
            verbinding = socket.socket(familie, socket.SOCK_STREAM)
        else:
            verbinding = socket.create_connection(doel, timeout=self.geduld)  # type: ignore[arg-type]  # hier een paar
        with verbinding:
            verbinding.settimeout(self.geduld)
            if familie == socket.AF_UNIX:
                verbinding.connect(doel)
            verbinding.sendall(b"zINSTREAM\0")
            for plaats in range(0, len(inhoud), _STUK):
                stuk = inhoud[plaats : plaats + _STUK]
                verbinding.settimeout(_over(einde))
                verbinding.sendall(struct.pack(">I", len(stuk)) + stuk)
            verbinding.sendall(struct.pack(">I", 0))
            return _lees(verbinding, einde)


def _over(einde: float) -> float:
    """Hoeveel seconden er nog zijn. Raises TimeoutError als het op is: een langzame scanner telt als geen scanner."""
    over = einde - time.monotonic()
    if over <= 0:
        raise TimeoutError
    return over


def _lees(verbinding: socket.socket, einde: float) -> bytes:
    antwoord = b""
    while b"\0" not in antwoord and len(antwoord) < _LANGSTE_ANTWOORD:
        verbinding.settimeout(_over(einde))
        if not (stuk := verbinding.recv(_LANGSTE_ANTWOORD)):
            break
        antwoord += stuk
    return antwoord.partition(b"\0")[0].strip()
