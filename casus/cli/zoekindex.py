"""`casus zoekindex`: nagaan of zoeken klopt met de zaken, en het zo nodig opnieuw opbouwen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from uuid import UUID

import click
from sqlalchemy import select

from casus.actions.zoekindex import herbouw as herbouw_deel
from casus.cli.omgeving import database, gemeente_met_code
from casus.db import Bereik
from casus.models import Gemeente
from casus.queries.zoekregels import afwijkingen

_optie = click.option("--gemeente", "code", metavar="CODE", help="Alleen deze gemeente (CBS-code of naam).")


@click.group()
def groep() -> None:
    """Controleert en herbouwt waarop zaken te vinden zijn."""


@groep.command()
@_optie
def herbouw(code: str | None) -> None:
    """Bouwt de zoekindex opnieuw op uit de zaken; nodig na een migratie, daarna blijft hij vanzelf bij."""
    for gemeente in _gemeenten(code):
        click.echo(f"{gemeente.naam}: {_herbouw(gemeente.id)} regels.")


@groep.command()
@_optie
def keur(code: str | None) -> None:
    """Gaat na of elke zaak, notitie en elk contact te vinden is zoals het er staat; afsluitcode 1 bij een afwijking."""
    gevonden = 0
    for gemeente in _gemeenten(code):
        with database().lezen(Bereik.van(gemeente.id)) as session:
            for zin in afwijkingen(session):
                click.echo(f"{gemeente.naam}: {zin}", err=True)
                gevonden += 1
    if gevonden:
        click.echo("Herstel met: casus zoekindex herbouw", err=True)
        sys.exit(1)
    click.echo("De zoekindex klopt.")


def _gemeenten(code: str | None) -> Sequence[Gemeente]:
    with database().lezen() as session:
        if code:
            return [gemeente_met_code(session, code)]
        return session.scalars(select(Gemeente).order_by(Gemeente.naam)).all()


def _herbouw(gemeente_id: UUID) -> int:
    """Per keer een paar honderd zaken in een eigen transactie: wie werkt, wacht hooguit even."""
    totaal, na = 0, None
    while True:
        with database().unit_of_work(Bereik.van(gemeente_id)) as session:
            aantal, na = herbouw_deel(session, na=na)
        if na is None:
            return totaal
        totaal += aantal
