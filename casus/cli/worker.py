"""`casus worker`: doet wat na een transactie klaarstaat."""

from __future__ import annotations

import os
import signal
import threading

import click

from casus.actions.uitgaand import Uitgang, laat_klok_lopen
from casus.actor import INSTALLATIE, Actor
from casus.cli.omgeving import database, zoek_gebruiker
from casus.config import instance
from casus.mail import Postbode
from casus.pdf.kind import Renderer
from casus.termijnen import vandaag


@click.command()
@click.option("--eenmaal", is_flag=True, help="Doet wat er nu klaarstaat en stopt.")
@click.option("--pauze", default=2.0, show_default=True, help="Seconden tussen twee keer kijken.")
def worker(eenmaal: bool, pauze: float) -> None:
    """Verstuurt berichten, maakt dossiers en laat taken ontstaan die van de klok komen."""
    stop = threading.Event()
    for teken in (signal.SIGTERM, signal.SIGINT):
        signal.signal(teken, lambda *_: stop.set())
    with Renderer() as renderer:
        uitgang = maak_uitgang(renderer)
        dag = None
        while not stop.is_set():
            if dag != vandaag():
                laat_klok_lopen(database(), _klok())
                dag = vandaag()
            gedaan = uitgang.verwerk(database())
            if eenmaal:
                click.echo(f"{gedaan} verwerkt.")
                return
            stop.wait(pauze)


def maak_uitgang(renderer: Renderer) -> Uitgang:
    """De buitenwereld van deze installatie, uit de omgeving gelezen."""
    postbode = Postbode(
        os.environ.get("CASUS_SMTP_URL", ""), os.environ.get("CASUS_AFZENDER", "casus@localhost"), instance() / "post"
    )
    return Uitgang(renderer, instance() / "documenten", postbode)


def _klok() -> Actor:
    with database().lezen() as session:
        gebruiker = zoek_gebruiker(session, INSTALLATIE)
    return Actor(gebruiker.id, gebruiker.naam, gebruiker.id, herkomst="worker")
