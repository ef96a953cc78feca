"""`casus worker`: doet wat na een transactie klaarstaat."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import click
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError

from casus.actions.signaalmail import VANAF_UUR, zet_dagmails_klaar
from casus.actions.uitgaand import Uitgang, laat_klok_lopen
from casus.actions.volhouden import houd_vol, onthoud_overgeslagen
from casus.actor import INSTALLATIE, Actor
from casus.cli.omgeving import database, sleutelbos
from casus.config import base_url, clamd, instance
from casus.documentkeuring.keurmeester import Keurmeester
from casus.mail import Postbode
from casus.models import Gebruiker
from casus.pdf.kind import Renderer
from casus.termijnen import NEDERLAND, nu, vandaag
from casus.web import logboek

KLOK_OPNIEUW = timedelta(minutes=30)
"""Na zoveel tijd loopt de klok nog eens als zij iets oversloeg: een slot is dan weg, en wat kapot is niet te druk."""


@click.command()
@click.option("--eenmaal", is_flag=True, help="Doet wat er nu klaarstaat en stopt.")
@click.option("--pauze", default=2.0, show_default=True, help="Seconden tussen twee keer kijken.")
def worker(eenmaal: bool, pauze: float) -> None:
    """Verstuurt berichten, maakt dossiers en brieven, kijkt documenten na, doet grote verdelingen en bulkwerk.

    Eén keer per dag loopt de klok: taken, normen, woningen, signalen, besluiten die te lang liggen, en opruimen.
    """
    logboek.stel_in()
    stop = threading.Event()
    for teken in (signal.SIGTERM, signal.SIGINT):
        signal.signal(teken, lambda *_: stop.set())
    with Renderer() as renderer:
        uitgang, gedaan_op = maak_uitgang(renderer), Gedaan()
        while not stop.is_set():
            try:
                gedaan = _ronde(uitgang, gedaan_op)
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


@dataclass
class Gedaan:
    """Op welke dag dit proces het dagelijkse werk voor het laatst deed. Nog een keer mag altijd."""

    klok: date | None = None
    dagmail: date | None = None
    klok_vanaf: datetime | None = None
    """Eerder loopt de klok vandaag niet nog eens; None als zij vandaag niets oversloeg."""

    def klok_nodig(self) -> bool:
        """Of de klok vandaag nog niet liep, of iets oversloeg en het weer mag proberen."""
        return self.klok != vandaag() or (self.klok_vanaf is not None and nu() >= self.klok_vanaf)


def _ronde(uitgang: Uitgang, gedaan: Gedaan) -> int:
    """Eén keer kijken; de klok loopt één keer per dag, en pas als er een gemeente is ingericht.

    Wat niet lukt, houdt het andere werk niet op en komt de volgende ronde opnieuw.
    """
    verwerkt = 0
    with houd_vol("klok"), onthoud_overgeslagen() as overgeslagen:
        if gedaan.klok_nodig() and (klok := _klok()) is not None:
            laat_klok_lopen(database(), klok)
            gedaan.klok, gedaan.klok_vanaf = vandaag(), nu() + KLOK_OPNIEUW if overgeslagen else None
    with houd_vol("dagelijkse mail"):
        if gedaan.dagmail != vandaag() and nu().astimezone(NEDERLAND).hour >= VANAF_UUR:
            zet_dagmails_klaar(database())
            gedaan.dagmail = vandaag()
    with houd_vol("outbox"):
        verwerkt = uitgang.verwerk(database())
    return verwerkt


def maak_uitgang(renderer: Renderer) -> Uitgang:
    """De buitenwereld van deze installatie, uit de omgeving gelezen."""
    postbode = Postbode(
        os.environ.get("CASUS_SMTP_URL", ""), os.environ.get("CASUS_AFZENDER", "casus@localhost"), instance() / "post"
    )
    return Uitgang(renderer, instance() / "documenten", postbode, base_url(), Keurmeester(clamd()), sleutelbos())


def _klok() -> Actor | None:
    with database().lezen() as session:
        gebruiker = session.scalars(select(Gebruiker).where(Gebruiker.email == INSTALLATIE)).one_or_none()
    return Actor(gebruiker.id, gebruiker.naam, gebruiker.id, herkomst="worker") if gebruiker else None
