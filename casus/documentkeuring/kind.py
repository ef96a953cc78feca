"""Het kindproces dat een vreemd bestand opent: één bestand, één proces, en dan is het weg.

Grenzen: rekentijd, geheugen, wandtijd, geen bestanden schrijven, geen geheimen in de omgeving. Ouder en kind praten
over stdin (het bestand) en stdout (een kop in JSON met de lengte ervoor, dan de delen). Dit is ook het programma:
`python -m casus.documentkeuring.kind rekentijd geheugen wandtijd opdracht`.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

REKENTIJD = 20
"""Seconden rekentijd per bestand."""
WANDTIJD = 30.0
"""Seconden die een bestand hoogstens duurt."""
GEHEUGEN = 1 << 30
"""Bytes adresruimte: 1 GiB."""
GROOTSTE_ANTWOORD = 80 << 20

_LENGTE = struct.Struct(">I")
_OMGEVING = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
_GESTOPT = frozenset({-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})


class KindWeg(Exception):
    """Het kindproces viel om op dit bestand. `te_lang`: de wandtijd was om; `gestopt`: iemand sluit casus af."""

    def __init__(self, *, te_lang: bool = False, gestopt: bool = False) -> None:
        super().__init__()
        self.te_lang, self.gestopt = te_lang, gestopt


@dataclass(frozen=True, slots=True)
class Grenzen:
    """Wat één bestand mag kosten."""

    rekentijd: int = REKENTIJD
    geheugen: int = GEHEUGEN
    wandtijd: float = WANDTIJD


def vraag(opdracht: dict[str, Any], inhoud: bytes, grenzen: Grenzen) -> tuple[dict[str, Any], list[bytes]]:
    """Laat een vers kindproces deze opdracht doen. Raises KindWeg."""
    proces, om = _start(opdracht, grenzen), threading.Event()

    def tijd_om() -> None:
        om.set()
        proces.kill()

    wekker = threading.Timer(grenzen.wandtijd, tijd_om)
    wekker.daemon = True
    wekker.start()
    try:
        return _praat(proces, inhoud)
    except (OSError, ValueError, KeyError) as fout:
        proces.kill()
        raise KindWeg(te_lang=om.is_set(), gestopt=proces.wait() in _GESTOPT) from fout
    finally:
        wekker.cancel()
        wekker.join()
        _ruim_op(proces)


def _start(opdracht: dict[str, Any], grenzen: Grenzen) -> subprocess.Popen[bytes]:
    argumenten = [str(waarde) for waarde in asdict(grenzen).values()]
    return subprocess.Popen(  # noqa: S603 - alleen eigen argumenten
        [sys.executable, "-B", "-m", "casus.documentkeuring.kind", *argumenten, json.dumps(opdracht)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # meldingen kunnen stukken van het bestand bevatten
        cwd=Path(__file__).resolve().parents[2],
        env={naam: os.environ[naam] for naam in _OMGEVING if naam in os.environ} | {"LC_ALL": "C.UTF-8"},
        start_new_session=True,  # ctrl+c in een terminal is voor casus, niet voor een half nagekeken bestand
    )


def _praat(proces: subprocess.Popen[bytes], inhoud: bytes) -> tuple[dict[str, Any], list[bytes]]:
    assert proces.stdin is not None and proces.stdout is not None  # noqa: S101 - beide zijn een pijp
    with contextlib.suppress(BrokenPipeError):  # dan is het kind al weg en zegt het lege antwoord dat
        proces.stdin.write(inhoud)
        proces.stdin.close()
    antwoord = proces.stdout.read(GROOTSTE_ANTWOORD + 1)
    if len(antwoord) > GROOTSTE_ANTWOORD or len(antwoord) < _LENGTE.size or proces.wait() != 0:
        raise ValueError
    begin = _LENGTE.size + _LENGTE.unpack_from(antwoord)[0]
    kop: dict[str, Any] = json.loads(antwoord[_LENGTE.size : begin])
    delen = []
    for lengte in kop["delen"]:
        delen.append(antwoord[begin : begin + lengte])
        begin += lengte
    if begin != len(antwoord):
        raise ValueError
    return kop, delen


def _ruim_op(proces: subprocess.Popen[bytes]) -> None:
    if proces.poll() is None:
        proces.kill()
    proces.wait()
    for pijp in (proces.stdin, proces.stdout):
        if pijp is not None:
            with contextlib.suppress(OSError):
                pijp.close()


# --- de kant van het kind ---


def _begrens(rekentijd: int, geheugen: int, wandtijd: float) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # geen geheugendump: daar staat het bestand in
    resource.setrlimit(resource.RLIMIT_CPU, (rekentijd, rekentijd))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS kent RLIMIT_AS niet
        resource.setrlimit(resource.RLIMIT_AS, (geheugen, geheugen))
    signal.alarm(int(wandtijd) + 5)  # voor als de ouder er niet meer is om op te letten


def _voer_uit(opdracht: dict[str, Any], inhoud: bytes) -> tuple[dict[str, Any], list[bytes]]:
    from casus.documentkeuring.werk import keur, teken

    return keur(inhoud, **opdracht) if opdracht.pop("doe") == "keur" else teken(inhoud, **opdracht)


def main(rekentijd: str, geheugen: str, wandtijd: str, opdracht: str) -> None:
    """Het programma van het kind."""
    uit = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # wat een bibliotheek op stdout zet, mag het antwoord niet breken
    _begrens(int(rekentijd), int(geheugen), float(wandtijd))
    kop, delen = _voer_uit(json.loads(opdracht), sys.stdin.buffer.read())
    tekst = json.dumps(kop | {"delen": [len(deel) for deel in delen]}).encode()
    uit.write(_LENGTE.pack(len(tekst)) + tekst + b"".join(delen))
    uit.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
