"""De virusscanner: een nagebootste clamd die INSTREAM spreekt, en alles wat er met hem mis kan gaan."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casus.documentkeuring import keurmeester as module
from casus.documentkeuring.keurmeester import Keurmeester
from casus.documentkeuring.soorten import Geweigerd
from casus.documentkeuring.virus import Clamd, ScannerWeg
from tests import documenten

Nep = Callable[..., "NepClamd"]


class NepClamd:
    """Leest een stroom zoals clamd hem leest en geeft een vast antwoord; None is: niets zeggen."""

    def __init__(self, luisteraar: socket.socket, antwoord: bytes | None) -> None:
        self.ontvangen: list[bytes] = []
        self._luisteraar, self._antwoord = luisteraar, antwoord
        self._klaar = threading.Event()
        self._draad = threading.Thread(target=self._bedien)
        self._draad.start()

    def _bedien(self) -> None:
        verbinding, _ = self._luisteraar.accept()
        with verbinding, verbinding.makefile("rb") as pijp:
            assert pijp.read(10) == b"zINSTREAM\0"
            inhoud = b""
            while lengte := struct.unpack(">I", pijp.read(4))[0]:
                inhoud += pijp.read(lengte)
            self.ontvangen.append(inhoud)
            if self._antwoord is None:
                self._klaar.wait(30)
            else:
                verbinding.sendall(self._antwoord)

    def stop(self) -> None:
        self._klaar.set()
        self._draad.join()
        self._luisteraar.close()


@pytest.fixture
def nep() -> Iterator[Nep]:
    lopend: list[NepClamd] = []

    def start(antwoord: bytes | None, pad: Path | None = None) -> tuple[NepClamd, str]:
        luisteraar = socket.socket(socket.AF_UNIX if pad else socket.AF_INET)
        luisteraar.bind(str(pad) if pad else ("127.0.0.1", 0))
        luisteraar.listen(1)
        adres = f"unix:{pad}" if pad else f"tcp://127.0.0.1:{luisteraar.getsockname()[1]}"
        lopend.append(NepClamd(luisteraar, antwoord))
        return lopend[-1], adres

    yield start
    for een in lopend:
        een.stop()


@pytest.mark.parametrize("op_schijf", [False, True])
def test_een_schoon_bestand_komt_heel_aan(nep, op_schijf, tmp_path):
    clamd, adres = nep(b"stream: OK\0", tmp_path / "c" if op_schijf else None)
    inhoud = bytes(range(256)) * 1000
    Clamd(adres).keur(inhoud)
    clamd.stop()
    assert clamd.ontvangen == [inhoud]


def test_een_vondst_is_een_weigering(nep):
    _, adres = nep(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    with pytest.raises(Geweigerd, match="Neem contact op met uw helpdesk"):
        Clamd(adres).keur(b"x")


@pytest.mark.parametrize(
    "antwoord", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK maar niet heus\0", b"", b"x" * 5000, b"\0"]
)
def test_een_fout_of_vreemd_antwoord_is_geen_goedkeuring(nep, antwoord):
    _, adres = nep(antwoord)
    with pytest.raises(ScannerWeg) as fout:
        Clamd(adres).keur(b"x")
    assert fout.value.zin == "De virusscanner antwoordt niet. Het document wordt nagekeken zodra hij er weer is."


def test_een_scanner_die_blijft_hangen_is_er_niet(nep):
    _, adres = nep(None)
    with pytest.raises(ScannerWeg):
        Clamd(adres, geduld=0.05).keur(b"x")


@pytest.mark.parametrize("adres", ["tcp://127.0.0.1:1", "unix:/bestaat/niet"])
def test_een_scanner_die_er_niet_is(adres):
    with pytest.raises(ScannerWeg):
        Clamd(adres).keur(b"x")


@pytest.mark.parametrize("adres", ["clamd", "unix:clamd.ctl", "http://x:3310", "tcp://"])
def test_een_adres_dat_geen_adres_is_valt_meteen_op(adres):
    with pytest.raises(ValueError, match="CASUS_CLAMD"):
        Keurmeester(adres)


def test_de_keurmeester_vraagt_de_scanner_voor_hij_iets_opent(nep, monkeypatch):
    monkeypatch.setattr(module, "vraag", lambda *_: pytest.fail("het bestand is toch geopend"))
    _, adres = nep(b"stream: Boos FOUND\0")
    assert "virus" in Keurmeester(adres).keur(documenten.pdf(), "x.pdf").reden
    with pytest.raises(ScannerWeg):
        Keurmeester("tcp://127.0.0.1:1").keur(documenten.pdf(), "x.pdf")


def test_wat_casus_zelf_al_weigert_gaat_niet_naar_de_scanner():
    assert "virus" in Keurmeester("tcp://127.0.0.1:1").keur(documenten.eicar(), "x.pdf").reden
