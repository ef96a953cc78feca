"""`casus gebruiker`: wie er in mag en als wat."""

from __future__ import annotations

import secrets
from uuid import UUID

import click
from sqlalchemy import select

from casus.actions.gebruikers import geef_rol, voeg_toe, zet_wachtwoord
from casus.actions.tweedefactor import verwijder
from casus.bereik import overal
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json, zoek_gebruiker
from casus.db import Bereik
from casus.errors import NietGevonden
from casus.gebeurtenissen import noteer
from casus.models import Gebruiker, Gemeente, Lidmaatschap
from casus.queries.actoren import gemeenten_van
from casus.queries.codeapp import laad_app
from casus.rules import permissions
from casus.web.wachtwoorden import hash_wachtwoord, lengte_klopt


@click.group(name="gebruiker")
def groep() -> None:
    """Voegt gebruikers toe, geeft rollen en wachtwoorden."""


_optie_gemeente = click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")


def _gemeente_id(code: str) -> UUID:
    with database().lezen() as session:
        return gemeente_met_code(session, code).id


@groep.command()
@optie_json
def lijst(als_json: bool) -> None:
    """Toont alle gebruikers met hun rollen per gemeente."""
    with database().lezen(overal(database())) as session:
        rijen = session.execute(
            select(Gebruiker.email, Gebruiker.naam, Gebruiker.actief, Gemeente.naam, Lidmaatschap.rol)
            .outerjoin(Lidmaatschap, Lidmaatschap.gebruiker_id == Gebruiker.id)
            .outerjoin(Gemeente, Gemeente.id == Lidmaatschap.gemeente_id)
            .order_by(Gebruiker.email, Gemeente.naam, Lidmaatschap.rol)
        ).all()
    if als_json:
        toon_json([dict(zip(("email", "naam", "actief", "gemeente", "rol"), rij, strict=True)) for rij in rijen])
        return
    for email, naam, actief, gemeente, rol in rijen:
        click.echo(f"{email:<44} {naam:<28} {gemeente or '-':<20} {rol or '-'}{'' if actief else ' (niet actief)'}")


@groep.command()
@click.argument("email")
@click.option("--naam", required=True, help="Voor- en achternaam.")
@click.option("--telefoon", default="", help="Telefoonnummer voor brieven en dossiers.")
@click.option("--rol", "rollen", multiple=True, required=True, help="Rol in de gemeente; mag vaker.")
@_optie_gemeente
@optie_als
def toevoegen(email: str, naam: str, telefoon: str, rollen: tuple[str, ...], gemeente: str, als: str) -> None:
    """Voegt een gebruiker toe met een of meer rollen."""
    gemeente_id = _gemeente_id(gemeente)
    actor = actor_in(gemeente_id, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        gebruiker = voeg_toe(session, actor=actor, naam=naam, email=email, telefoon=telefoon)
        for rol in rollen:
            geef_rol(session, gebruiker, actor=actor, rol=rol)
    click.echo(f"{gebruiker.naam} is toegevoegd. Zet een wachtwoord met: casus gebruiker wachtwoord {gebruiker.email}")


@groep.command()
@click.argument("email")
@click.argument("rol")
@_optie_gemeente
@optie_als
def rol(email: str, rol: str, gemeente: str, als: str) -> None:
    """Geeft een gebruiker een rol in een gemeente, vanaf vandaag."""
    gemeente_id = _gemeente_id(gemeente)
    actor = actor_in(gemeente_id, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        gebruiker = zoek_gebruiker(session, email)
        geef_rol(session, gebruiker, actor=actor, rol=rol)
    click.echo(f"{gebruiker.naam} heeft nu de rol {rol}.")


def _vraag_wachtwoord() -> str:
    return str(click.prompt("Wachtwoord", hide_input=True, confirmation_prompt=True))


@groep.command()
@click.argument("email")
@click.option("--nieuw", is_flag=True, help="Laat casus een wachtwoord kiezen en toon het één keer.")
@_optie_gemeente
@optie_als
def wachtwoord(email: str, nieuw: bool, gemeente: str, als: str) -> None:
    """Zet een wachtwoord (15 tot en met 128 tekens) en logt de gebruiker overal uit."""
    gekozen = secrets.token_urlsafe(18) if nieuw else _vraag_wachtwoord()
    if not lengte_klopt(gekozen):
        raise click.UsageError("Kies een wachtwoord van 15 tot en met 128 tekens.")
    gemeente_id = _gemeente_id(gemeente)
    actor = actor_in(gemeente_id, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        gebruiker = zoek_gebruiker(session, email)
        zet_wachtwoord(session, gebruiker, actor=actor, wachtwoord_hash=hash_wachtwoord(gekozen))
    click.echo(f"Het wachtwoord van {gebruiker.naam} is gewijzigd." + (f" Het is: {gekozen}" if nieuw else ""))


@groep.command(name="tweede-factor")
@click.argument("email")
@click.option("--wis", is_flag=True, help="Haal de code-app weg en log de gebruiker overal uit.")
@optie_als
def tweede_factor(email: str, wis: bool, als: str) -> None:
    """Zegt of een gebruiker een code-app heeft, of haalt haar weg: voor wie telefoon en herstelcodes kwijt is."""
    with database().lezen() as session:
        gebruiker = zoek_gebruiker(session, email)
        app = laad_app(session, gebruiker.id)
    if app is None:
        click.echo(f"{gebruiker.naam} heeft geen code-app.")
    elif not wis:
        click.echo(f"{gebruiker.naam} heeft een code-app en nog {len(app.herstelcodes)} herstelcodes.")
    else:
        _wis_codeapp(gebruiker, als)
        click.echo(f"De code-app van {gebruiker.naam} is weggehaald; {gebruiker.naam} is overal uitgelogd.")
        click.echo("Een nieuwe app koppelt de gebruiker zelf, na inloggen, met het wachtwoord.")


def _wis_codeapp(gebruiker: Gebruiker, als: str) -> None:
    """In één transactie, vastgelegd in elke gemeente waar de gebruiker werkt: overal gold dezelfde app."""
    actoren = [actor_in(gemeente.id, als) for gemeente in gemeenten_van(database(), gebruiker.id)]
    if not actoren:
        raise NietGevonden(f"{gebruiker.naam} werkt vandaag in geen enkele gemeente, en kan dus niet inloggen.")
    eerste, *andere = actoren
    with database().unit_of_work(Bereik.van(eerste.gemeente_id)) as session:
        verwijder(session, gebruiker, actor=eerste)
        for actor in andere:
            permissions.check(actor, "inrichting.beheren")
            session.bereik = Bereik.van(actor.gemeente_id)
            naam = {"naam": gebruiker.naam}
            noteer(session, actor=actor, soort="tweede_factor_verwijderd", object_=gebruiker, gegevens=naam)
