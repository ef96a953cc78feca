"""`casus demo`: een half jaar om in rond te kijken."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from casus.cli.omgeving import database, sleutelbos
from casus.config import instance
from casus.demo.laden import EERSTE, WACHTWOORD, ZAKEN, Demo
from casus.errors import Weigering
from casus.rules.zinnen import rol_tekst
from casus.web.wachtwoorden import hash_wachtwoord


@click.command()
@click.option("--leeg", is_flag=True, help="Gemeenten, gebruikers, mandaten en corporaties, maar geen zaken.")
@click.option("--zaken", default=ZAKEN, show_default=True, type=click.IntRange(0), help="Hoeveel zaken, voor volume.")
@click.option("--zaad", default=2026, show_default=True, help="Hetzelfde zaad geeft dezelfde demo.")
def demo(leeg: bool, zaken: int, zaad: int) -> None:
    """Laadt de demo één keer; raakt een installatie met andere gegevens niet aan.

    Alle mensen, corporaties en adressen zijn bedacht. De datums liggen rond vandaag.
    """
    if os.environ.get("CASUS_OMGEVING") == "productie":
        raise Weigering("De demo start niet in productie: het wachtwoord is bij iedereen bekend.")
    aantal = 0 if leeg else zaken
    bestand = instance() / "demo.json"
    with click.progressbar(
        length=aantal, label="Zaken", file=sys.stderr, hidden=aantal == 0 or not sys.stderr.isatty()
    ) as balk:
        maker = Demo(database(), sleutelbos(), bestand, hash_wachtwoord(WACHTWOORD), zaad, balk.update)
        nieuw = maker.laad(aantal)
    click.echo("De demo staat klaar." if nieuw else "De demo stond al klaar; er is niets veranderd.")
    _toon_wie(bestand)


def _toon_wie(bestand: Path) -> None:
    gegevens = json.loads(bestand.read_text(encoding="utf-8"))
    click.echo("\nInloggen als:")
    for wie in gegevens["gebruikers"]:
        if wie["gemeente"] == EERSTE:
            click.echo(f"  {rol_tekst(wie['rol']):<26} {wie['email']:<46} {wie['naam']}")
    click.echo(f"Wachtwoord voor iedereen: {gegevens['wachtwoord']}")
    click.echo("Code bij een besluit of export: staat op het scherm, onder het veld ‘Code’.")
    click.echo("Andere gemeenten: vervang doetinchem door aalten, berkelland, bronckhorst, oostgelre, …\n")
