"""`casus documenten`: het onderhoud van de documentenmap."""

from __future__ import annotations

import shutil
import time

import click

from casus.bereik import overal
from casus.cli.omgeving import database
from casus.config import instance
from casus.queries.documenten import wezen

BEWAARTIJD = 24 * 60 * 60
"""Seconden: zo lang kan een bestand wachten op de transactie die ernaar gaat verwijzen, en dat is ruim."""


@click.group()
def groep() -> None:
    """Ruimt bestanden op waar niets meer naar verwijst."""


@groep.command()
@click.option("--proef", is_flag=True, help="Noemt wat er weg kan en laat alles staan.")
def opruimen(proef: bool) -> None:
    """Verwijdert bestanden van afgebroken handelingen en de getekende bladen die opnieuw te tekenen zijn."""
    with database().lezen(overal(database())) as session:
        paden = wezen(session, instance() / "documenten", time.time() - BEWAARTIJD)
    for pad in paden:
        click.echo(pad.name)
        if not proef:
            pad.unlink(missing_ok=True)
    if not proef:
        shutil.rmtree(instance() / "voorbeelden", ignore_errors=True)
    click.echo(f"{len(paden)} {'te verwijderen' if proef else 'verwijderd'}.")
