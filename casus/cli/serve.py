"""`casus serve`: de webserver, en zo nodig de werker ernaast."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from casus.config import OnveiligeInstelling, lees_instellingen

EIGEN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
DRADEN = 8
"""Zoveel verzoeken tegelijk per webproces: elk gebruikt hoogstens twee van de zestien verbindingen (casus/db.py)."""
STOPTIJD = 10
"""Seconden die een web- of werkerproces krijgt om af te maken waar het mee bezig is."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres waarop de server luistert.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort van de server.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Aantal webprocessen.")
@click.option("--met-werker/--zonder-werker", default=False, help="Start ook `casus worker`: berichten en dossiers.")
def serve(host: str, port: int, workers: int, met_werker: bool) -> None:
    """Start de webserver.

    Met SQLite is één webproces genoeg. Achter een reverse proxy: zet CASUS_BASE_URL, CASUS_TRUSTED_HOSTS en
    CASUS_PROXIES (hoeveel proxies er voor staan).
    """
    vul_aan(os.environ, host, port)
    try:
        instellingen = lees_instellingen()
    except OnveiligeInstelling as fout:
        raise click.ClickException(
            "casus start zo niet in productie.\n" + "\n".join(f"- {r}" for r in fout.redenen)
        ) from None
    _keur_poort(host, port)
    server = Server(
        "casus:create_app",
        host,
        port,
        interface=Interfaces.WSGI,
        workers=workers,
        factory=True,
        websockets=False,
        blocking_threads=DRADEN,
        backpressure=4 * DRADEN,
        workers_kill_timeout=STOPTIJD,  # een webproces dat nog opstart, hoort het verzoek om te stoppen niet
        log_level=LogLevels.error,
    )
    click.echo(f"casus staat klaar op {instellingen.base_url} (stoppen met ctrl+c)")
    with werker() if met_werker else _niets():
        server.serve()


def vul_aan(env: MutableMapping[str, str], host: str, port: int) -> None:
    """Zet het adres dat bij deze poort hoort, als het niet is ingesteld.

    Wie buiten productie uitdrukkelijk op een ander adres laat luisteren, bereikt casus onder een naam die hier niet
    bekend is; dan mag elke naam.
    """
    zichtbaar = host if host in EIGEN_MACHINE else socket.gethostname()
    env.setdefault("CASUS_BASE_URL", f"http://{f'[{zichtbaar}]' if ':' in zichtbaar else zichtbaar}:{port}")
    if host not in EIGEN_MACHINE and env.get("CASUS_OMGEVING") != "productie":
        env.setdefault("CASUS_TRUSTED_HOSTS", "*")


def _keur_poort(host: str, port: int) -> None:
    familie = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(familie, socket.SOCK_STREAM) as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind((host, port))
        except OSError:
            raise click.ClickException(f"Poort {port} is al in gebruik. Kies een andere met --port.") from None


@contextmanager
def _niets() -> Iterator[None]:
    yield


@contextmanager
def werker() -> Iterator[None]:
    """De werker als kindproces, zolang de server draait; hij maakt af waar hij mee bezig is."""
    opdracht = [sys.executable, "-c", "from casus.cli import main; main(['worker'])"]
    proces = subprocess.Popen(opdracht)  # noqa: S603  # een vaste opdracht, niets van buiten
    try:
        yield
    finally:
        proces.terminate()
        try:
            proces.wait(STOPTIJD)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.wait()
