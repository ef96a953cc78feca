"""Bezoekers op een echte server: ieder met zijn eigen verbinding, met of zonder denktijd tussen twee bladzijden."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

WACHT_OP_START = 60.0


@dataclass(frozen=True, slots=True)
class Antwoord:
    """Status, kopregels, aantal ontvangen bytes van de inhoud, en ms tot de eerste byte."""

    status: int
    kop: Mapping[str, str]
    inhoud: bytes
    eerste_byte: float


class Lijn:
    """Eén verbinding die open blijft, zoals die van een browser."""

    def __init__(self, poort: int) -> None:
        self._poort, self._stekker = poort, self._bel(poort)

    @staticmethod
    def _bel(poort: int) -> socket.socket:
        stekker = socket.create_connection(("127.0.0.1", poort), timeout=30)
        stekker.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return stekker

    def vraag(self, verzoek: bytes) -> Antwoord:
        """Stuurt een verzoek en leest het hele antwoord."""
        begin = time.perf_counter()
        self._stekker.sendall(verzoek)
        binnen = self._stekker.recv(65536)
        eerste = (time.perf_counter() - begin) * 1000
        while b"\r\n\r\n" not in binnen:
            binnen += self._lees()
        kop, _, inhoud = binnen.partition(b"\r\n\r\n")
        regels = kop.decode("latin-1").split("\r\n")
        velden = {naam.lower(): waarde.strip() for naam, _, waarde in (regel.partition(":") for regel in regels[1:])}
        lengte = int(velden.get("content-length", "0"))
        while len(inhoud) < lengte:
            inhoud += self._lees()
        return Antwoord(int(regels[0].split()[1]), velden, inhoud, eerste)

    def _lees(self) -> bytes:
        stuk = self._stekker.recv(65536)
        if not stuk:
            raise ConnectionError("De server verbrak de verbinding.")
        return stuk

    def sluit(self) -> None:
        """Hangt op."""
        self._stekker.close()


def get(pad: str, sleutel: str = "", poort: int = 0) -> bytes:
    """Een verzoek zoals een browser het stuurt."""
    cookie = f"Cookie: casus={sleutel}\r\n" if sleutel else ""
    kop = f"GET {pad} HTTP/1.1\r\nHost: 127.0.0.1:{poort}\r\nAccept-Encoding: gzip\r\n"
    return f"{kop}Accept: text/html\r\n{cookie}\r\n".encode()


@dataclass(slots=True)
class Ronde:
    """Wat de bezoekers samen zagen."""

    tijden: list[float] = field(default_factory=list)
    mis: list[int] = field(default_factory=list)
    duur: float = 0.0

    @property
    def per_seconde(self) -> float:
        """Bladzijden per seconde."""
        return len(self.tijden) / self.duur


Bladzijde = Callable[[int], bytes]


def bezoek(poort: int, bladzijde: Bladzijde, bezoekers: int, seconden: float, denktijd: float) -> Ronde:
    """Laat `bezoekers` tegelijk bladzijden vragen. `denktijd`: hoelang iemand gemiddeld kijkt; 0 is zo snel als kan."""
    ronde, stop = Ronde(), threading.Event()
    mensen = [_Bezoeker(nr, Lijn(poort), bladzijde, bezoekers, denktijd) for nr in range(bezoekers)]
    draden = [threading.Thread(target=mens.kijk, args=(stop,)) for mens in mensen]
    begin = time.perf_counter()
    for draad in draden:
        draad.start()
    time.sleep(seconden)
    stop.set()
    for draad in draden:
        draad.join()
    ronde.duur = time.perf_counter() - begin
    for mens in mensen:
        ronde.tijden += mens.tijden
        ronde.mis += mens.mis
    return ronde


@dataclass(slots=True)
class _Bezoeker:
    nr: int
    lijn: Lijn
    bladzijde: Bladzijde
    stap: int
    denktijd: float
    tijden: list[float] = field(default_factory=list)
    mis: list[int] = field(default_factory=list)

    def kijk(self, stop: threading.Event) -> None:
        """Vraagt bladzijde na bladzijde, tot het stopt."""
        toeval, beurt = Random(self.nr), self.nr
        stop.wait(toeval.random() * self.denktijd)
        while not stop.is_set():
            antwoord = self.lijn.vraag(self.bladzijde(beurt))
            if antwoord.status == 200:
                self.tijden.append(antwoord.eerste_byte)
            else:
                self.mis.append(antwoord.status)
            beurt += self.stap
            if self.denktijd:
                stop.wait(toeval.expovariate(1 / self.denktijd))
        self.lijn.sluit()


def vrije_poort() -> int:
    """Een poort waarop nu niemand luistert."""
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        return int(proef.getsockname()[1])


@contextmanager
def draaiende(opdracht: Sequence[str], poort: int, omgeving: Mapping[str, str]) -> Iterator[None]:
    """Een server als kindproces, tot hij luistert, en weer weg na afloop."""
    proces = subprocess.Popen([sys.executable, *opdracht], env={**os.environ, **omgeving})
    try:
        _wacht(proces, poort)
        yield
    finally:
        proces.send_signal(signal.SIGTERM)
        try:
            proces.wait(20)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.wait()


def _wacht(proces: subprocess.Popen[bytes], poort: int) -> None:
    einde = time.monotonic() + WACHT_OP_START
    while time.monotonic() < einde:
        if proces.poll() is not None:
            raise RuntimeError("De server stopte bij het starten.")
        try:
            socket.create_connection(("127.0.0.1", poort), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("De server luistert niet.")
