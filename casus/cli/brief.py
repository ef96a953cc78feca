"""`casus brief`: de teksten van brieven bekijken, nakijken, ophalen en bewaren."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import func, select

from casus.actions.briefsjablonen import bewaar, briefsoort, zet_terug
from casus.brieven.keuring import keur as keur_tekst
from casus.brieven.soorten import briefsoorten, pakket_tekst
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json
from casus.db import Bereik
from casus.models import Briefsjabloon
from casus.queries.brieven import eigen_versies, geldend_sjabloon


@click.group(name="brief")
def groep() -> None:
    """Beheert de teksten van brieven."""


def _gemeente(code: str) -> UUID:
    with database().lezen() as session:
        return gemeente_met_code(session, code).id


@groep.command()
@click.option("--gemeente", metavar="CODE", default="", help="Toont ook welke teksten van de gemeente zelf zijn.")
@optie_json
def lijst(gemeente: str, als_json: bool) -> None:
    """Toont de soorten brieven."""
    eigen: dict[str, int] = {}
    if gemeente:
        with database().lezen(Bereik.van(_gemeente(gemeente))) as session:
            eigen = eigen_versies(session)
    rijen = [{"code": s.code, "titel": s.titel, "eigen_versie": eigen.get(s.code)} for s in briefsoorten().values()]
    if als_json:
        return toon_json(rijen)
    for rij in rijen:
        versie = f"  eigen tekst, versie {rij['eigen_versie']}" if rij["eigen_versie"] else ""
        click.echo(f"{rij['code']:<34} {rij['titel']}{versie}")


@groep.command()
@click.argument("code")
@click.option("--gemeente", metavar="CODE", default="", help="De tekst van deze gemeente; zonder: die van casus.")
@click.option("--uit", type=click.Path(dir_okay=False, path_type=Path), help="Bestand; zonder: op het scherm.")
def haal(code: str, gemeente: str, uit: Path | None) -> None:
    """Haalt de tekst van brief CODE op, om in een bestand te wijzigen."""
    briefsoort(code)
    tekst = pakket_tekst(code)
    if gemeente:
        with database().lezen(Bereik.van(_gemeente(gemeente))) as session:
            tekst = geldend_sjabloon(session, code).tekst
    if uit is None:
        return click.echo(tekst, nl=False)
    uit.write_text(tekst, encoding="utf-8")
    click.echo(f"{uit}: de tekst van {code}")


@groep.command()
@click.argument("code")
@click.argument("bestand", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def keur(code: str, bestand: Path) -> None:
    """Kijkt een tekst voor brief CODE na; noemt elke fout met haar regel. Afsluitcode 1 als er een is."""
    gebreken = keur_tekst(_lees(bestand), briefsoort(code))
    for gebrek in gebreken:
        click.echo(f"{bestand}:{gebrek.regel}: {gebrek.zin}")
    if gebreken:
        raise SystemExit(1)
    click.echo(f"Geen fouten in {bestand}.", err=True)


@groep.command()
@click.argument("code")
@click.argument("bestand", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@click.option("--terug", is_flag=True, help="Terug naar de tekst van casus.")
@optie_als
def zet(code: str, bestand: Path | None, gemeente: str, terug: bool, als: str) -> None:
    """Bewaart BESTAND als tekst van brief CODE voor een gemeente, als het klopt."""
    if terug == (bestand is not None):
        raise click.UsageError("Geef een bestand, of --terug.")
    gemeente_id = _gemeente(gemeente)
    actor = actor_in(gemeente_id, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        laatste = session.scalar(select(func.max(Briefsjabloon.versie)).where(Briefsjabloon.soort == code)) or 0
        if bestand is None:
            rij = zet_terug(session, actor=actor, code=code, versie=laatste)
        else:
            rij = bewaar(session, actor=actor, code=code, tekst=_lees(bestand), versie=laatste)
        versie = rij.versie
    click.echo(f"{code}: versie {versie} bewaard.")


def _lees(bestand: Path) -> str:
    try:
        return bestand.read_text(encoding="utf-8")
    except UnicodeDecodeError as fout:
        raise click.BadParameter("Dit bestand is geen leesbare tekst. Bewaar het als UTF-8.") from fout
