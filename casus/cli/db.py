"""`casus db`: de database bijwerken, terugdraaien en nakijken."""

from __future__ import annotations

import sys

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from casus import config, migraties
from casus.actions.parameters import vul_aan
from casus.actor import INSTALLATIE
from casus.cli.omgeving import actor_in, database
from casus.db import Bereik
from casus.models import Gemeente
from casus.vocab import meervoud

ZOEKEN = "008"
"""De stap die de zoekindex maakt, leeg."""


@click.group(name="db")
def groep() -> None:
    """Bouwt de database op en controleert haar."""


@groep.command()
@click.argument("stap", default="head")
def upgrade(stap: str) -> None:
    """Werkt de database bij tot en met STAP (standaard de laatste). Nog een keer uitvoeren kan geen kwaad.

    Gemeenten krijgen daarna de standaardwaarden die nieuw zijn (casus waarde lijst).
    """
    eerder = migraties.stand(config.eigenaar_url())
    migraties.upgrade(config.database_url(), config.eigenaar_url(), stap)
    _zeg_stand()
    if stap == "head":
        _vul_waarden_aan()
    if eerder is not None and eerder < ZOEKEN <= (migraties.stand(config.eigenaar_url()) or ""):
        click.echo("Bestaande zaken zijn pas te vinden na: casus zoekindex herbouw")


@groep.command()
@click.argument("stap", default="-1")
@click.option("--ja", is_flag=True, help="Vraagt niet om bevestiging.")
def downgrade(stap: str, ja: bool) -> None:
    """Draait de database terug tot STAP: een nummer, -1 (één stap, de standaard; typ dan -- ervoor) of base (alles)."""
    if not ja:
        click.confirm("Wat in de teruggedraaide tabellen staat, gaat verloren. Doorgaan?", abort=True)
    migraties.downgrade(config.database_url(), config.eigenaar_url(), stap)
    _zeg_stand()


@groep.command()
def check() -> None:
    """Kijkt of tabellen, rechten en instellingen kloppen; afsluitcode 1 als er iets niet klopt."""
    try:
        zinnen = migraties.controleer(config.database_url())
    except OperationalError:
        zinnen = ["De database is niet bereikbaar. Klopt CASUS_DATABASE_URL, en draait de server?"]
    for zin in zinnen:
        click.echo(zin, err=True)
    if zinnen:
        sys.exit(1)
    click.echo("De database klopt met deze versie van casus.")


def _vul_waarden_aan() -> None:
    """Standaardwaarden die met deze versie meekwamen, in elke gemeente; wat een gemeente zelf vastlegde, blijft."""
    with database().lezen() as session:
        gemeenten = session.execute(select(Gemeente.id, Gemeente.naam).order_by(Gemeente.naam)).all()
    for gemeente_id, naam in gemeenten:
        actor = actor_in(gemeente_id, INSTALLATIE)
        with database().unit_of_work(Bereik.van(gemeente_id)) as session:
            nieuw = vul_aan(session, actor=actor)
        if nieuw:
            click.echo(f"{naam} kreeg {meervoud(len(nieuw), 'nieuwe waarde', 'nieuwe waarden')}: {'; '.join(nieuw)}.")


def _zeg_stand() -> None:
    stap = migraties.stand(config.eigenaar_url())
    click.echo(f"De database staat op stap {stap}." if stap else "De database is leeg.")
