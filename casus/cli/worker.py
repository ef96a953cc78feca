"""`casus worker`: doet wat na een transactie klaarstaat."""

from __future__ import annotations

import os
import signal
import threading
from datetime import date

import click
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError

from casus.actions.uitgaand import Uitgang, laat_klok_lopen
from casus.actor import INSTALLATIE, Actor
from casus.cli.omgeving import database
from casus.config import instance
from casus.mail import Postbode
from casus.models import Gebruiker
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
        uitgang, dag = maak_uitgang(renderer), None
        while not stop.is_set():
            try:
                dag, gedaan = _ronde(uitgang, dag)
            except (OperationalError, InterfaceError) as fout:
                if eenmaal:
                    raise
                click.echo(
                    f"De database antwoordt niet ({type(fout).__name__}). De werker probeert het opnieuw.", err=True
                )
                gedaan = 0
            if eenmaal:
                click.echo(f"{gedaan} verwerkt.")
                return
            stop.wait(pauze)


def _ronde(uitgang: Uitgang, dag: date | None) -> tuple[date | None, int]:
    """Eén keer kijken; de klok loopt één keer per dag, en pas als er een gemeente is ingericht."""
    if dag != vandaag() and (klok := _klok()) is not None:
        laat_klok_lopen(database(), klok)
        dag = vandaag()
    return dag, uitgang.verwerk(database())


def maak_uitgang(renderer: Renderer) -> Uitgang:
    """De buitenwereld van deze installatie, uit de omgeving gelezen."""
    postbode = Postbode(
        os.environ.get("CASUS_SMTP_URL", ""), os.environ.get("CASUS_AFZENDER", "casus@localhost"), instance() / "post"
    )
    return Uitgang(renderer, instance() / "documenten", postbode)


def _klok() -> Actor | None:
    with database().lezen() as session:
        gebruiker = session.scalars(select(Gebruiker).where(Gebruiker.email == INSTALLATIE)).one_or_none()
    return Actor(gebruiker.id, gebruiker.naam, gebruiker.id, herkomst="worker") if gebruiker else None
