"""Het warme kindproces dat dossiers tekent, en de kant van de ouder ervan.

Een apart proces omdat Pango de interpreter kan laten omvallen, omdat grenzen op rekentijd en geheugen per proces
gelden, en omdat een warm proces per dossier een halve seconde scheelt. Ouder en kind spreken JSON met de lengte ervoor
over stdin en stdout. Als de ouder verdwijnt, sluit stdin en stopt het kind. Dit bestand is ook het programma van het
kind: `python -m casus.pdf.kind`.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import logging
import os
import resource
import struct
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from pydantic import BaseModel

from casus.pdf.fouten import ZONDER_UITLEG, LettertypeFout, PangoOntbreekt, PdfFout, PdfMislukt
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.soorten import SOORTEN, soort_van

REKENTIJD = 30
"""Seconden rekentijd per dossier."""
WANDTIJD = 45.0
"""Seconden die een dossier hoogstens duurt, wachten inbegrepen."""
GEHEUGEN = 1 << 30
"""Bytes adresruimte van het kind: 1 GiB."""
DOSSIERS_PER_KIND = 1000
"""Daarna komt er een vers kind, zodat een lek nooit groot wordt."""

_LENGTE = struct.Struct(">I")
_MEER_DAN_EEN_DOSSIER = 32 << 20
_OMGEVING = ("PATH", "PYTHONPATH", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""Wat het kind van de omgeving krijgt; sleutels en wachtwoorden van casus zitten daar niet bij."""
_LETTERLIJST = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{map}</cachedir></fontconfig>
"""
"""Fontconfig zonder één map: de letters van de computer bestaan niet voor een dossier, alleen die van het stijlblad."""
_BIBLIOTHEKEN = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
)
_log = logging.getLogger(__name__)


def _laadbaar(namen: tuple[str, ...]) -> bool:
    for naam in namen:
        with contextlib.suppress(OSError):
            ctypes.CDLL(naam)
            return True
    return False


@cache
def pango_aanwezig() -> bool:
    """Of alle bibliotheken er zijn die het tekenen nodig heeft. Laadt WeasyPrint niet.

    Het antwoord geldt voor de duur van dit proces; na het installeren van Pango moet casus opnieuw starten.
    """
    return all(_laadbaar(namen) for namen in _BIBLIOTHEKEN)


def _stuur(pijp: IO[bytes], *berichten: bytes) -> None:
    for bericht in berichten:
        pijp.write(_LENGTE.pack(len(bericht)) + bericht)
    pijp.flush()


def _ontvang(pijp: IO[bytes]) -> bytes:
    """Eén bericht. Heft EOFError als de andere kant weg is of onzin stuurt."""
    kop = pijp.read(_LENGTE.size)
    lengte = _LENGTE.unpack(kop)[0] if len(kop) == _LENGTE.size else -1
    if not 0 <= lengte <= _MEER_DAN_EEN_DOSSIER:
        raise EOFError
    bericht = pijp.read(lengte)
    if len(bericht) != lengte:
        raise EOFError
    return bericht


def _omgeving(eigen_map: Path) -> dict[str, str]:
    letterlijst = eigen_map / "fonts.conf"
    letterlijst.write_text(_LETTERLIJST.format(map=eigen_map), encoding="utf-8")
    eigen = {"LC_ALL": "C.UTF-8", "HOME": str(eigen_map), "TMPDIR": str(eigen_map), "FONTCONFIG_FILE": str(letterlijst)}
    return {naam: os.environ[naam] for naam in _OMGEVING if naam in os.environ} | eigen


class _Kind:
    """Eén lopend kindproces. Wie het vraagt, houdt het slot van de Renderer vast."""

    def __init__(self, wandtijd: float, rekentijd: int, geheugen: int) -> None:
        self._wandtijd = wandtijd
        self.ouder = os.getpid()
        self.dossiers = 0
        self._map = tempfile.TemporaryDirectory(prefix="casus-pdf-")
        self._proces = subprocess.Popen(  # noqa: S603 - alleen eigen argumenten
            [sys.executable, "-m", "casus.pdf.kind", str(rekentijd), str(geheugen)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # meldingen van WeasyPrint kunnen namen van mensen bevatten
            cwd=Path(__file__).resolve().parents[2],
            env=_omgeving(Path(self._map.name)),
        )
        self._in, self._uit = cast(IO[bytes], self._proces.stdin), cast(IO[bytes], self._proces.stdout)
        self.pid = self._proces.pid

    @property
    def leeft(self) -> bool:
        return self._proces.poll() is None

    def vraag(self, opdracht: bytes) -> tuple[dict[str, Any], bytes]:
        """Eén dossier: het antwoord en de PDF. Heft EOFError of OSError als het kind wegvalt of de wandtijd om is."""
        self.dossiers += 1
        wekker = threading.Timer(self._wandtijd, self._proces.kill)
        wekker.daemon = True
        wekker.start()
        try:
            _stuur(self._in, opdracht)
            antwoord: dict[str, Any] = json.loads(_ontvang(self._uit))
            return antwoord, _ontvang(self._uit)
        finally:
            wekker.cancel()

    def stop(self) -> None:
        """Beëindigt het kind en ruimt zijn map op. Een kind van een ander proces (na fork) blijft met rust."""
        if self.ouder == os.getpid():
            self._proces.kill()
            self._proces.wait()
            self._map.cleanup()
        for pijp in (self._in, self._uit):
            with contextlib.suppress(OSError):
                pijp.close()


class Renderer:
    """Maakt dossiers in één warm kindproces; draden wachten op elkaar. Maak er één per proces van de webserver."""

    def __init__(self, *, wandtijd: float = WANDTIJD, rekentijd: int = REKENTIJD, geheugen: int = GEHEUGEN) -> None:
        self._grenzen = (wandtijd, rekentijd, geheugen)
        self._slot = threading.Lock()
        self._kind: _Kind | None = None

    def start(self) -> None:
        """Zet het kind vast klaar, zonder te wachten tot het warm is. Heft PangoOntbreekt."""
        with self._slot:
            self._zorg_voor_kind()

    def teken(self, gegevens: BaseModel, huisstijl: Huisstijl) -> bytes:
        """Het document als PDF, van welke soort ook (casus/pdf/soorten.py). Start zo nodig een kind.

        Heft PangoOntbreekt; PdfMislukt als het kind omvalt of te lang doet; LettertypeFout, BronGeweigerd of
        HuisstijlFout als het document zelf niet kan.
        """
        velden = {"gegevens": gegevens.model_dump(mode="json"), "huisstijl": huisstijl.model_dump(mode="json")}
        with self._slot:
            return self._teken(
                self._zorg_voor_kind(), json.dumps({"soort": soort_van(gegevens).code, **velden}).encode()
            )

    def close(self) -> None:
        """Stopt het kind. Een volgend document start er weer een."""
        with self._slot:
            self._ruim_op()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self.close()

    def _zorg_voor_kind(self) -> _Kind:
        if not pango_aanwezig():
            raise PangoOntbreekt
        kind = self._kind
        if kind and (kind.ouder != os.getpid() or not kind.leeft or kind.dossiers >= DOSSIERS_PER_KIND):
            self._ruim_op()
        self._kind = self._kind or _Kind(*self._grenzen)
        return self._kind

    def _ruim_op(self) -> None:
        kind, self._kind = self._kind, None
        if kind:
            kind.stop()

    def _teken(self, kind: _Kind, opdracht: bytes) -> bytes:
        try:
            antwoord, pdf = kind.vraag(opdracht)
        except (EOFError, OSError, ValueError) as fout:
            self._ruim_op()
            _log.error("kindproces voor documenten viel weg na %s dossiers", kind.dossiers)
            raise PdfMislukt from fout
        if not (naam := antwoord.get("fout")):
            return pdf
        if naam == LettertypeFout.__name__:
            raise LettertypeFout(antwoord["tekens"])
        if naam == PdfMislukt.__name__:
            self._ruim_op()
            _log.error("dossier mislukt in het kindproces: %s", antwoord["soort"])
        raise ZONDER_UITLEG[naam]()


def _begrens(rekentijd: int) -> None:
    """Geeft dit proces nog `rekentijd` seconden rekentijd; daarna stopt het besturingssysteem het (SIGXCPU)."""
    verbruik = resource.getrusage(resource.RUSAGE_SELF)
    grens = int(verbruik.ru_utime + verbruik.ru_stime) + rekentijd + 1
    resource.setrlimit(resource.RLIMIT_CPU, (grens, resource.RLIM_INFINITY))


def _sluit_af(geheugen: int) -> None:
    """Geen geheugendump (daar staan namen in) en een grens aan het geheugen, waar het besturingssysteem die kent."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS kent RLIMIT_AS niet
        resource.setrlimit(resource.RLIMIT_AS, (geheugen, geheugen))


def _antwoord(opdracht: bytes) -> tuple[dict[str, Any], bytes]:
    """Voert één opdracht uit. Een onverwachte fout meldt alleen zijn soort: de tekst kan namen bevatten."""
    from casus.pdf.maken import document_pdf

    velden = json.loads(opdracht)
    try:
        huisstijl = Huisstijl.model_validate(velden["huisstijl"])
        return {}, document_pdf(SOORTEN[velden["soort"]].model.model_validate(velden["gegevens"]), huisstijl)
    except LettertypeFout as fout:
        return {"fout": LettertypeFout.__name__, "tekens": fout.tekens}, b""
    except PdfFout as fout:
        return {"fout": type(fout).__name__, "soort": ""}, b""
    except Exception as fout:
        return {"fout": PdfMislukt.__name__, "soort": type(fout).__name__}, b""


def _ruim_zelden_op() -> None:
    """Tijdens een gewoon document ruimt Python niet op: er valt dan nog niets vrij. Dat scheelt een tiende."""
    gc.freeze()  # wat warm is, blijft
    gc.set_threshold(300_000, 10, 10)


def main(rekentijd: int, geheugen: int) -> None:
    """Het programma van het kind: opdracht lezen, tekenen, antwoorden, tot stdin sluit."""
    uit = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # wat een bibliotheek op stdout zet, mag het antwoord niet breken
    _sluit_af(geheugen)
    _begrens(rekentijd)
    from casus.pdf.maken import opwarmen

    opwarmen()
    _ruim_zelden_op()
    while True:
        try:
            opdracht = _ontvang(sys.stdin.buffer)
        except EOFError:
            return
        _begrens(rekentijd)
        antwoord, pdf = _antwoord(opdracht)
        _stuur(uit, json.dumps(antwoord).encode(), pdf)
        gc.collect()  # de aanroeper is intussen bezig met wat hij kreeg


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
