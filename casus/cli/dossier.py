"""`casus dossier`: het PDF-dossier van een zaak, voor de ontvanger van een profiel."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actions.dossiers import maak_klaar, vraag_aan
from casus.cli.omgeving import actor_in, database, gemeente_van_zaak, optie_als
from casus.config import instance
from casus.db import Bereik, CasusSessie
from casus.errors import NietGevonden
from casus.models import Corporatie, Verstrekking, Zaak
from casus.opslag import lees
from casus.pdf.kind import Renderer
from casus.queries.beeld import laad_zaak
from casus.queries.dossiers import Ontvanger, ontvangers
from casus.rules.dossierprofielen import PROFIELEN, VOORDRACHT, Profiel


@click.command()
@click.argument("zaaknummer")
@click.option("--profiel", type=click.Choice(list(PROFIELEN)), default=VOORDRACHT, show_default=True)
@click.option("--ontvanger", default="", help="Naam of code van de corporatie, de gemeente, of naam van de persoon.")
@click.option(
    "--erbij",
    multiple=True,
    metavar="VELD",
    help="Wat u nakeek en wat ook meegaat, bijvoorbeeld team.notities bij een inzage. Mag vaker.",
)
@click.option(
    "--uit", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Waar de PDF komt te staan."
)
@optie_als
def dossier(zaaknummer: str, profiel: str, ontvanger: str, erbij: tuple[str, ...], uit: Path, als: str) -> None:
    """Maakt het dossier met alleen de velden van het profiel, en legt de verstrekking vast."""
    zaaknummer = zaaknummer.strip().upper()
    gemeente_id = gemeente_van_zaak(zaaknummer)
    actor, bereik, map_ = actor_in(gemeente_id, als), Bereik.van(gemeente_id), instance() / "documenten"
    with database().unit_of_work(bereik) as session:
        zaak = laad_zaak(session, zaaknummer)
        wie = _ontvanger(session, zaak, PROFIELEN[profiel], ontvanger)
        verstrekking = vraag_aan(session, zaak, actor=actor, profiel=profiel, ontvanger_id=wie.id, erbij=erbij)
    with Renderer() as renderer:
        maak_klaar(database(), gemeente_id, verstrekking.id, renderer, map_)
    with database().lezen(bereik) as session:
        vraag = select(Verstrekking).where(Verstrekking.id == verstrekking.id)
        gemaakt = session.scalars(vraag.options(joinedload(Verstrekking.document))).one()
        document = gemaakt.document
    if document is None:
        raise NietGevonden("Het dossier is nog niet gemaakt. Probeer het straks opnieuw.")
    uit.write_bytes(lees(map_, document.bestand, document.sha256))
    click.echo(f"{uit}: dossier {zaaknummer} voor {wie.naam}, SHA-256 {document.sha256}")


def _ontvanger(session: CasusSessie, zaak: Zaak, profiel: Profiel, naam: str) -> Ontvanger:
    """De ontvanger met deze naam, of de corporatie met deze code. Raises NietGevonden met wie er wel zijn."""
    code = select(Corporatie.naam).where(Corporatie.code == naam.lower())
    namen = {naam, f"Gemeente {naam}", session.scalar(code)}
    mogelijk = ontvangers(session, zaak, profiel)
    for een in mogelijk:
        if een.naam in namen or een.id is None:
            return een
    wie = ", ".join(een.naam for een in mogelijk)
    raise NietGevonden(f"Ontvanger {naam} is niet bekend. Kies uit: {wie}.")
