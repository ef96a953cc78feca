"""Voortgang op het scherm: één regel per stap, met de tijd die hij kostte."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

BEELDEN = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
WIS_REGEL = "\r\033[K"


class Scherm:
    """Schrijft stappen naar een terminal (met bewegend teken) of naar een bestand (met punten)."""

    def __init__(self, uit: TextIO | None = None) -> None:
        self.uit = uit if uit is not None else sys.stdout
        self.is_terminal = self.uit.isatty()

    def zeg(self, tekst: str) -> None:
        """Schrijft een regel en laat hem meteen zien."""
        print(tekst, file=self.uit, flush=True)

    @contextmanager
    def stap(self, naam: str) -> Iterator[None]:
        """Toont dat `naam` bezig is en sluit af met de verstreken seconden; een fout gaat gewoon door."""
        begin = time.monotonic()
        klaar = threading.Event()
        teken = threading.Thread(target=self._beweeg, args=(naam, begin, klaar), daemon=True)
        self._schrijf("" if self.is_terminal else f"{naam} …")
        teken.start()
        uitkomst = "mislukt"
        try:
            yield
            uitkomst = "klaar"
        except KeyboardInterrupt:
            uitkomst = "gestopt"
            raise
        finally:
            klaar.set()
            teken.join()
            kop = f"{WIS_REGEL}{naam} …" if self.is_terminal else ""
            self._schrijf(f"{kop} {uitkomst} ({time.monotonic() - begin:.0f} s)\n")

    def _beweeg(self, naam: str, begin: float, klaar: threading.Event) -> None:
        ronde = 0
        while not klaar.wait(0.15 if self.is_terminal else 5.0):
            if self.is_terminal:
                beeld = BEELDEN[ronde % len(BEELDEN)]
                self._schrijf(f"{WIS_REGEL}{beeld} {naam} … {time.monotonic() - begin:.0f} s")
            else:
                self._schrijf(".")
            ronde += 1

    def _schrijf(self, tekst: str) -> None:
        self.uit.write(tekst)
        self.uit.flush()
