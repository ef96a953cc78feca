"""`casus match`: een verdeling uitrekenen en laten zien; dezelfde berekening als op het scherm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click

from casus.actions import matchruns
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json
from casus.db import Bereik, CasusSessie
from casus.models import Matchrun
from casus.queries import matchruns as queries
from casus.queries.regiokaarten import laad_regio
from casus.rules.passendrun import WONINGTYPEN


@click.command("match")
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@click.option("--regio", is_flag=True, help="De hele regio, met kaarten zonder naam of nummer.")
@click.option(
    "--extra",
    metavar="SOORT=AANTAL",
    multiple=True,
    help=f"Reken ook met woningen die er niet zijn. Soorten: {', '.join(WONINGTYPEN)}.",
)
@optie_als
@optie_json
def match(gemeente: str, regio: bool, extra: tuple[str, ...], als: str, als_json: bool) -> None:
    """Rekent uit welke woning bij welk huishouden past, als alles in één keer wordt verdeeld.

    Biedt niets aan en houdt niets vast. De berekening wordt bewaard en staat ook in casus onder Matching.
    """
    aantallen = _aantallen(extra)
    with database().lezen() as session:
        gemeente_id = gemeente_met_code(session, gemeente).id
    actor = actor_in(gemeente_id, als)
    kaarten = laad_regio(database(), gemeente_id) if regio else None
    omvang = "regio" if regio else "gemeente"
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        run = matchruns.bereken(session, actor=actor, omvang=omvang, kaarten=kaarten)
        if aantallen:
            run = matchruns.bereken(session, actor=actor, omvang=omvang, wat_als=aantallen, basis=run)
        regels = _regels(session, run)
    if als_json:
        toon_json({"id": run.id, "personen": run.personen, "grens": run.grens, "paren": regels})
        return
    for regel in regels:
        click.echo(f"{regel['score']:>4}  {regel['huishouden']:<32} {regel['woning']}")
    bewezen = "; meer kan niet, dat is bewezen" if run.personen == run.grens else ""
    click.echo(f"{run.personen} personen met een woning, hoogstens {run.grens}{bewezen}. Er is niets aangeboden.")


def _aantallen(extra: tuple[str, ...]) -> dict[str, int]:
    """Per soort het aantal. Raises UsageError."""
    uit = {}
    for een in extra:
        soort, _, aantal = een.partition("=")
        if soort not in WONINGTYPEN or not aantal.isdecimal():
            raise click.UsageError(f"{een}: schrijf SOORT=AANTAL, bijvoorbeeld studio=2.")
        uit[soort] = int(aantal)
    return uit


def _regels(session: CasusSessie, run: Matchrun) -> list[dict[str, Any]]:
    """De paren met hun namen; wat van een ander is houdt zijn kaartnaam."""
    paren = run.uitkomst["paren"]
    namen = queries.namen(session, _ids(paar["huishouden"] for paar in paren))
    adressen = queries.adressen(session, _ids(paar["woning"] for paar in paren))
    huizen = {str(id_): f"{naam.naam} ({naam.zaaknummer})" for id_, naam in namen.items()}
    woningen = {str(id_): f"{woning.adres}, {woning.plaats}" for id_, woning in adressen.items()}
    return [
        {
            "huishouden": huizen.get(paar["huishouden"], paar["huishouden"]),
            "woning": woningen.get(paar["woning"], paar["woning"]),
            "score": paar["score"],
        }
        for paar in paren
    ]


def _ids(sleutels: Any) -> list[UUID]:
    uit = []
    for sleutel in sleutels:
        try:
            uit.append(UUID(sleutel))
        except ValueError:  # een kaart van een andere gemeente, of een woning die er niet is
            continue
    return uit
