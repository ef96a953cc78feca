"""`casus gemeente`: wie doet er mee in deze installatie."""

from __future__ import annotations

import click
from sqlalchemy import select

from casus.actions.inrichting import installatie, richt_gemeente_in, voeg_corporatie_toe, voeg_gemeente_toe
from casus.cli import taakstelling
from casus.cli.omgeving import database, optie_json, toon_json
from casus.db import Bereik
from casus.models import Corporatie, Gemeente
from casus.termijnen import vandaag


@click.group(name="gemeente")
def groep() -> None:
    """Voegt gemeenten en corporaties toe."""


groep.add_command(taakstelling.groep)


@groep.command()
@click.argument("code")
@click.option("--afkorting", required=True, help="Drie hoofdletters voor het zaaknummer, bijvoorbeeld DOE.")
@click.option("--accent", default="#14365c", show_default=True, help="Kleur in documenten, donker genoeg op wit.")
def toevoegen(code: str, afkorting: str, accent: str) -> None:
    """Voegt een gemeente toe (CBS-code of naam), met het voorbeeldregister en de standaardparameters."""
    with database().unit_of_work() as session:
        account = installatie(session)
        gemeente = voeg_gemeente_toe(session, code, afkorting=afkorting.upper(), accent=accent)
    with database().unit_of_work(Bereik.van(gemeente.id)) as session:
        richt_gemeente_in(session, gemeente.id, account.id, vandaag())
    click.echo(f"{gemeente.naam} doet mee. Voeg nu gebruikers toe met: casus gebruiker toevoegen")


@groep.command()
@click.argument("code")
@click.option("--naam", required=True, help="De naam van de corporatie.")
@click.option("--email", required=True, help="Adres voor vragen over een voordracht.")
@click.option("--telefoon", default="", help="Telefoonnummer.")
def corporatie(code: str, naam: str, email: str, telefoon: str) -> None:
    """Voegt een corporatie toe die voordrachten kan krijgen."""
    with database().unit_of_work() as session:
        voeg_corporatie_toe(session, code=code.lower(), naam=naam, email=email, telefoon=telefoon)
    click.echo(f"{naam} kan nu voordrachten krijgen.")


@groep.command()
@optie_json
def lijst(als_json: bool) -> None:
    """Toont de gemeenten en corporaties van deze installatie."""
    with database().lezen() as session:
        gemeenten = session.execute(
            select(Gemeente.code, Gemeente.afkorting, Gemeente.naam).order_by(Gemeente.naam)
        ).all()
        corporaties = session.execute(select(Corporatie.code, Corporatie.naam).order_by(Corporatie.naam)).all()
    if als_json:
        leden = [{"code": g.code, "afkorting": g.afkorting, "naam": g.naam} for g in gemeenten]
        toon_json({"gemeenten": leden, "corporaties": [{"code": c.code, "naam": c.naam} for c in corporaties]})
        return
    for gemeente in gemeenten:
        click.echo(f"{gemeente.code}  {gemeente.afkorting}  {gemeente.naam}")
    for corporatie in corporaties:
        click.echo(f"corporatie  {corporatie.code:<14} {corporatie.naam}")
