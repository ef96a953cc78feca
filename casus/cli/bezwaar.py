"""`casus bezwaar`: wat openstaat, wie het behandelt, en de ontvangst bevestigen; dezelfde regels als op het scherm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click
from sqlalchemy import select

from casus.actions import bezwaren
from casus.actor import Actor
from casus.cli.omgeving import (
    actor_in,
    database,
    gemeente_met_code,
    gemeente_van_zaak,
    optie_als,
    optie_json,
    toon_json,
    zoek_gebruiker,
)
from casus.db import Bereik, CasusSessie
from casus.errors import NietGevonden
from casus.models import Bezwaar
from casus.queries.bezwaren import Bezwaarrij, laad_bezwaar, open_bezwaren
from casus.rules import permissions
from casus.termijnen import dag_kort, vandaag


@click.group("bezwaar")
def groep() -> None:
    """Toont open bezwaren, wijst ze toe en bevestigt de ontvangst."""


@groep.command()
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@optie_als
@optie_json
def lijst(gemeente: str, als: str, als_json: bool) -> None:
    """Toont de open bezwaren op laatste dag, hoogstens de eerste vijftig."""
    with database().lezen() as session:
        gemeente_id = gemeente_met_code(session, gemeente).id
    permissions.check(actor_in(gemeente_id, als), "bezwaren.inzien")
    with database().lezen(Bereik.van(gemeente_id)) as session:
        rijen = [_regel(rij) for rij in open_bezwaren(session).rijen]
    if als_json:
        toon_json(rijen)
        return
    for rij in rijen:
        wie = rij["behandelaar"] or "nog niemand"
        click.echo(f"{rij['nummer']}  {dag_kort(rij['laatste_dag'], vandaag()):<12} {rij['besluit']}\n    {wie}")
    click.echo(f"{len(rijen)} {'bezwaar' if len(rijen) == 1 else 'bezwaren'}")


def _regel(rij: Bezwaarrij) -> dict[str, Any]:
    zelf = ("nummer", "ontvangen_op", "gepost_op", "bevestigd_op")
    erbij = ("zaaknummer", "besluit", "behandelaar", "laatste_dag")
    return {naam: getattr(rij.bezwaar, naam) for naam in zelf} | {naam: getattr(rij, naam) for naam in erbij}


@groep.command()
@click.argument("nummer")
@click.option("--aan", metavar="EMAIL", required=True, help="Wie het bezwaar behandelt.")
@optie_als
def toewijzen(nummer: str, aan: str, als: str) -> None:
    """Geeft een bezwaar aan iemand die niet bij het bestreden besluit was betrokken."""
    gemeente_id, actor = _waar(nummer, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        wie = zoek_gebruiker(session, aan)
        bezwaren.wijs_toe(session, _zoek(session, nummer), actor=actor, aan_id=wie.id)
    click.echo(f"{wie.naam} behandelt het bezwaar {nummer.strip().upper()}.")


@groep.command()
@click.argument("nummer")
@click.option("--commissie", is_flag=True, help="Een adviescommissie adviseert: dan is de termijn twaalf weken.")
@optie_als
def bevestigen(nummer: str, commissie: bool, als: str) -> None:
    """Bevestigt de ontvangst met een brief en rondt de taak ervoor af."""
    gemeente_id, actor = _waar(nummer, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        rij = bezwaren.bevestig(session, _zoek(session, nummer), actor=actor, commissie=commissie)
        dag = dag_kort(bezwaren.laatste_dag(rij), vandaag())
    click.echo(f"De ontvangst is bevestigd. Beslissen uiterlijk {dag}.")


def _waar(nummer: str, als: str) -> tuple[UUID, Actor]:
    gemeente_id = gemeente_van_zaak(nummer.strip().upper().rpartition("-Z")[0])
    return gemeente_id, actor_in(gemeente_id, als)


def _zoek(session: CasusSessie, nummer: str) -> Bezwaar:
    gevonden = session.scalar(select(Bezwaar.id).where(Bezwaar.nummer == nummer.strip().upper()))
    if gevonden is None:
        raise NietGevonden(f"Er is geen bezwaar met nummer {nummer}.")
    return laad_bezwaar(session, gevonden)
