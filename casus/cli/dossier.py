"""`casus dossier`: het PDF-dossier van een zaak voor een corporatie."""

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
from casus.models import Corporatie, Verstrekking
from casus.opslag import lees
from casus.pdf.kind import Renderer
from casus.queries.beeld import laad_zaak


@click.command()
@click.argument("zaaknummer")
@click.option("--ontvanger", metavar="CORPORATIE", required=True, help="Naam of code van de corporatie.")
@click.option(
    "--uit", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Waar de PDF komt te staan."
)
@optie_als
def dossier(zaaknummer: str, ontvanger: str, uit: Path, als: str) -> None:
    """Maakt het dossier met alleen de velden van de witte lijst, en legt de verstrekking vast."""
    zaaknummer = zaaknummer.strip().upper()
    gemeente_id = gemeente_van_zaak(zaaknummer)
    actor, bereik, map_ = actor_in(gemeente_id, als), Bereik.van(gemeente_id), instance() / "documenten"
    with database().unit_of_work(bereik) as session:
        corporatie = _corporatie(session, ontvanger)
        zaak = laad_zaak(session, zaaknummer)
        verstrekking = vraag_aan(session, zaak, actor=actor, corporatie_id=corporatie.id)
    with Renderer() as renderer:
        maak_klaar(database(), gemeente_id, verstrekking.id, renderer, map_)
    with database().lezen(bereik) as session:
        vraag = select(Verstrekking).where(Verstrekking.id == verstrekking.id)
        gemaakt = session.scalars(vraag.options(joinedload(Verstrekking.document))).one()
        document = gemaakt.document
    if document is None:
        raise NietGevonden("Het dossier is nog niet gemaakt. Probeer het straks opnieuw.")
    uit.write_bytes(lees(map_, document.bestand, document.sha256))
    click.echo(f"{uit}: dossier {zaaknummer} voor {corporatie.naam}, SHA-256 {document.sha256}")


def _corporatie(session: CasusSessie, ontvanger: str) -> Corporatie:
    vraag = select(Corporatie).where((Corporatie.code == ontvanger.lower()) | (Corporatie.naam == ontvanger))
    corporatie = session.scalars(vraag).one_or_none()
    if corporatie is None:
        namen = ", ".join(session.scalars(select(Corporatie.naam).order_by(Corporatie.naam)))
        raise NietGevonden(f"Corporatie {ontvanger} is niet bekend. Kies uit: {namen}.")
    return corporatie
