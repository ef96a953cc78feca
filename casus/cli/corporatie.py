"""`casus corporatie`: wie van een corporatie in het portaal mag, uitnodigen, en de toegang meteen beëindigen."""

from __future__ import annotations

from uuid import UUID

import click
from sqlalchemy import select

from casus.actions.uitnodigingen import beeindig, nodig_uit
from casus.bereik import overal
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, sleutelbos, toon_json
from casus.db import Bereik
from casus.errors import NietGevonden
from casus.models import Corporatie, Gebruiker, Gemeente, Lidmaatschap
from casus.queries.actoren import lid_op
from casus.queries.corporaties import leden_met_email
from casus.rules.rechten import CORPORATIE
from casus.termijnen import vandaag


@click.group(name="corporatie")
def groep() -> None:
    """Geeft mensen van een corporatie toegang tot het portaal, en neemt die weer af."""


@groep.command()
@optie_json
def lijst(als_json: bool) -> None:
    """Toont wie er vandaag toegang heeft, per gemeente."""
    velden = ("gemeente", "corporatie", "naam", "email", "sinds")
    with database().lezen(overal(database())) as session:
        vraag = (
            select(Gemeente.naam, Corporatie.naam, Gebruiker.naam, Gebruiker.email, Lidmaatschap.van)
            .join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
            .join(Gemeente, Gemeente.id == Lidmaatschap.gemeente_id)
            .join(Corporatie, Corporatie.id == Lidmaatschap.corporatie_id)
            .where(Lidmaatschap.rol == CORPORATIE, lid_op(vandaag()))
            .order_by(Gemeente.naam, Corporatie.naam, Gebruiker.naam)
        )
        rijen = [dict(zip(velden, rij, strict=True)) for rij in session.execute(vraag)]
    if als_json:
        toon_json(rijen)
        return
    for rij in rijen:
        click.echo(f"{rij['gemeente']:<20} {rij['corporatie']:<28} {rij['naam']:<24} {rij['email']:<36} {rij['sinds']}")


@groep.command()
@click.argument("email")
@click.option("--naam", required=True, help="Voor- en achternaam.")
@click.option("--corporatie", "code", required=True, help="Code van de corporatie.")
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@optie_als
def uitnodigen(email: str, naam: str, code: str, gemeente: str, als: str) -> None:
    """Stuurt een uitnodiging; de werker verstuurt de mail."""
    with database().lezen() as session:
        gemeente_id = gemeente_met_code(session, gemeente).id
        corporatie_id = session.scalars(select(Corporatie.id).where(Corporatie.code == code.lower())).one_or_none()
    if corporatie_id is None:
        raise NietGevonden(f"Er is geen corporatie met code {code}. Kijk met: casus gemeente lijst")
    actor = actor_in(gemeente_id, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        wie = {"naam": naam, "email": email, "corporatie_id": corporatie_id}
        nodig_uit(session, actor=actor, bos=sleutelbos(), **wie)  # type: ignore[arg-type]  # gemengde waarden
    click.echo(f"De uitnodiging aan {naam} staat klaar en werkt een week.")


@groep.command(name="beeindig")
@click.argument("email")
@click.option("--gemeente", metavar="CODE", default="", help="Alleen in deze gemeente; zonder: overal.")
@optie_als
def beeindigen(email: str, gemeente: str, als: str) -> None:
    """Beëindigt de toegang meteen: uitgelogd, en ook links op dit e-mailadres werken niet meer."""
    gedaan = [naam for gemeente_id, naam in _waar(gemeente) if _beeindig_in(gemeente_id, email, als)]
    if not gedaan:
        raise NietGevonden(f"{email} heeft vandaag geen toegang tot het portaal.")
    click.echo(f"{email} kan er niet meer bij in: {', '.join(gedaan)}.")


def _waar(gemeente: str) -> list[tuple[UUID, str]]:
    with database().lezen() as session:
        gekozen = [gemeente_met_code(session, gemeente)] if gemeente else list(session.scalars(select(Gemeente)))
        return [(een.id, een.naam) for een in sorted(gekozen, key=lambda g: g.naam)]


def _beeindig_in(gemeente_id: UUID, email: str, als: str) -> bool:
    actor = actor_in(gemeente_id, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        leden = leden_met_email(session, email)
        for lid, gebruiker in leden:
            beeindig(session, lid, gebruiker, actor=actor)
    return bool(leden)
