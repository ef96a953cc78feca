"""`casus verify`: elke keten van gebeurtenissen nagaan."""

from __future__ import annotations

import sys
from contextlib import closing
from itertools import islice

import click
from sqlalchemy import func, select

from casus import config
from casus.bereik import overal
from casus.db import maak_database
from casus.gebeurtenissen import Breuk, verifieer
from casus.models import Gebeurtenis, Gemeente, Keten


@click.command()
@click.option("--alles", is_flag=True, help="Stopt niet bij de eerste breuk.")
def verify(alles: bool) -> None:
    """Gaat elke keten van gebeurtenissen na; afsluitcode 1 bij de eerste breuk, met haar plaats."""
    db = maak_database(config.database_url())
    with db.lezen(overal(db)) as session:
        namen = {str(id_): naam for id_, naam in session.execute(select(Gemeente.id, Gemeente.naam))}
        ketens = session.scalar(select(func.count()).select_from(Keten))
        schakels = session.scalar(select(func.count()).select_from(Gebeurtenis))
        click.echo(f"{ketens} ketens met {schakels} gebeurtenissen worden nagegaan.", err=True)
        gevonden = False
        with closing(verifieer(session)) as breuken:
            for breuk in breuken if alles else islice(breuken, 1):
                click.echo(_plaats(breuk, namen), err=True)
                gevonden = True
    db.engine.dispose()
    if gevonden:
        sys.exit(1)
    click.echo("Alle ketens zijn ongebroken.")


def _plaats(breuk: Breuk, namen: dict[str, str]) -> str:
    gemeente = namen.get(breuk.gemeente_id, breuk.gemeente_id)
    keten = "keten van de gemeente zelf" if breuk.keten_id == breuk.gemeente_id else f"keten {breuk.keten_id}"
    return f"{gemeente}, {keten}, schakel {breuk.nr}: {breuk.zin}"
