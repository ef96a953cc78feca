"""`casus mandaat rapport`: per functie wat zij in een jaar besloot."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from casus.actions.mandaatexport import neem_mee
from casus.bedragen import euro
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json
from casus.db import Bereik
from casus.queries import mandaatrapport as vragen

_JAAR = click.IntRange(2000, 2999)


@click.command(name="rapport")
@click.argument("jaar", type=_JAAR)
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@click.option(
    "--csv", "uit", type=click.Path(dir_okay=False, path_type=Path), help="Schrijft elk besluit naar dit bestand."
)
@optie_json
@optie_als
def rapport(jaar: int, gemeente: str, uit: Path | None, als_json: bool, als: str) -> None:
    """Toont per functie wat zij in JAAR besloot. Met --csv staat in de keten wie het meenam, en is --als nodig."""
    with database().lezen() as session:
        gemeente_id = gemeente_met_code(session, gemeente).id
    with database().lezen(Bereik.van(gemeente_id)) as session:
        if uit is not None:
            wie = actor_in(gemeente_id, als)
            uit.write_bytes(neem_mee(database(), session, actor=wie, jaar=jaar, alles=True))
            click.echo(f"De besluiten van {jaar} staan in {uit}.")
            return
        regels = vragen.rapport(session, jaar)
    if als_json:
        toon_json([asdict(regel) for regel in regels])
        return
    for regel in regels:
        _toon(regel)
    samen = vragen.totaal(regels)
    click.echo(f"{samen['besluiten']} besluiten, waarvan {samen['zonder_vier_ogen']} zonder vier ogen.")


def _toon(regel: vragen.Functieregel) -> None:
    aantallen = f"{regel.besluiten:>5} besluiten ({regel.toegekend} toegekend, {regel.afgewezen} afgewezen)"
    hogerop = f"{regel.opgehoogd + regel.doorgezet} hogerop, {regel.vervanging} als vervanger"
    click.echo(
        f"{regel.titel:<32} {aantallen}  {euro(regel.bedrag_cent)}  {hogerop}, middelste duur {regel.dagen:g} dagen"
    )
