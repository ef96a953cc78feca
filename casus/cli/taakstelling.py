"""`casus gemeente taakstelling`: hoeveel personen een gemeente in een halfjaar moet huisvesten."""

from __future__ import annotations

import click
from sqlalchemy import select

from casus.actions.taakstellingen import zet_taakstelling
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json
from casus.db import Bereik
from casus.models import Gemeente, Taakstelling
from casus.rules.taakstelling import Halfjaar, aandeel, inwoners_nederland, opgave


@click.group(name="taakstelling")
def groep() -> None:
    """Toont, berekent en verbetert de taakstelling per halfjaar."""


def _gemeente(code: str) -> Gemeente:
    with database().lezen() as session:
        return gemeente_met_code(session, code)


def _halfjaar(_ctx: click.Context, _param: click.Parameter, waarde: str) -> Halfjaar:
    try:
        return Halfjaar.lees(waarde)
    except ValueError as fout:
        raise click.BadParameter(str(fout)) from None


@groep.command()
@click.argument("code")
@optie_json
def lijst(code: str, als_json: bool) -> None:
    """Toont wat er is vastgelegd, met de bron."""
    gemeente_id = _gemeente(code).id
    with database().lezen(Bereik.van(gemeente_id)) as session:
        rijen = session.scalars(select(Taakstelling).order_by(Taakstelling.jaar, Taakstelling.halfjaar)).all()
    if als_json:
        velden = ("jaar", "halfjaar", "personen", "achterstand", "bron")
        toon_json([{veld: getattr(rij, veld) for veld in velden} for rij in rijen])
        return
    for rij in rijen:
        samen = opgave(rij.personen, rij.achterstand)
        click.echo(f"{Halfjaar(rij.jaar, rij.halfjaar).code:<8} {samen:>5} personen   {rij.bron}")


@groep.command()
@click.argument("code")
@click.argument("halfjaar", callback=_halfjaar)
@click.option("--personen", type=int, help="De taakstelling zoals zij is vastgesteld.")
@click.option("--landelijk", type=click.IntRange(min=0), help="Het landelijke getal; casus rekent het aandeel uit.")
@click.option("--inwoners", type=click.IntRange(min=0), help="Inwoners van de gemeente, 1 januari van het jaar ervoor.")
@click.option("--inwoners-nederland", type=click.IntRange(min=1), help="Inwoners van Nederland op dezelfde dag.")
@click.option("--achterstand", type=int, default=0, help="Uit het vorige halfjaar; een voorsprong met een min.")
@click.option("--bron", required=True, help="Waar het getal staat, bijvoorbeeld de brief van de provincie.")
@optie_als
def zet(
    code: str,
    halfjaar: Halfjaar,
    personen: int | None,
    landelijk: int | None,
    inwoners: int | None,
    inwoners_nederland: int | None,
    achterstand: int,
    bron: str,
    als: str,
) -> None:
    """Legt de taakstelling van een halfjaar vast (2026-II), of verbetert haar."""
    gemeente = _gemeente(code)
    if (personen is None) == (landelijk is None):
        raise click.UsageError("Geef --personen, of --landelijk om het aandeel te laten berekenen.")
    if personen is None:
        personen = _bereken(gemeente, landelijk or 0, inwoners, inwoners_nederland)
    actor = actor_in(gemeente.id, als)
    with database().unit_of_work(Bereik.van(gemeente.id)) as session:
        zet_taakstelling(session, halfjaar, actor=actor, personen=personen, achterstand=achterstand, bron=bron)
    samen = opgave(personen, achterstand)
    click.echo(f"{gemeente.naam} huisvest in {halfjaar.code} {samen} personen: {personen}, achterstand {achterstand}.")


def _bereken(gemeente: Gemeente, landelijk: int, inwoners: int | None, nederland: int | None) -> int:
    """Zonder inwoners die van 1 januari 2024; alleen samen, want een breuk van twee peildagen klopt niet."""
    if (inwoners is None) != (nederland is None):
        raise click.UsageError("Geef --inwoners en --inwoners-nederland allebei, van dezelfde dag.")
    if inwoners is None or nederland is None:
        return aandeel(landelijk, gemeente.inwoners, inwoners_nederland())
    return aandeel(landelijk, inwoners, nederland)
