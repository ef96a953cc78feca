"""De opdrachtregel van casus: `casus --help` is een kaart van het product."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from casus.errors import CasusFout, Conflict, NietGevonden

# naam → (module, eigenschap, één regel uitleg); pas geladen als de opdracht wordt gebruikt.
OPDRACHTEN = {
    "serve": ("casus.cli.serve", "serve", "Start de webserver."),
    "worker": ("casus.cli.worker", "worker", "Verwerkt wat klaarstaat: berichten, dossiers en de klok."),
    "db": ("casus.cli.db", "groep", "Bouwt de database op en controleert haar."),
    "demo": ("casus.cli.demo", "demo", "Laadt een verzonnen half jaar in de Achterhoek."),
    "gemeente": ("casus.cli.gemeente", "groep", "Voegt gemeenten en corporaties toe."),
    "gebruiker": ("casus.cli.gebruiker", "groep", "Voegt gebruikers toe, geeft rollen en wachtwoorden."),
    "corporatie": ("casus.cli.corporatie", "groep", "Geeft mensen van een corporatie toegang, en neemt die af."),
    "import": ("casus.cli.importeren", "groep", "Leest lijsten in."),
    "woningen": ("casus.cli.woningen", "groep", "Leest lijsten met woningen in en toont ze."),
    "zaken": ("casus.cli.zaken", "zaken", "Toont en filtert zaken."),
    "zaak": ("casus.cli.zaken", "zaak", "Toont één zaak: toestand, taken, en wat nu kan."),
    "besluit": ("casus.cli.besluit", "groep", "Toont wat op een besluit wacht, en neemt besluiten."),
    "bezwaar": ("casus.cli.bezwaar", "groep", "Toont open bezwaren, wijst ze toe en bevestigt ze."),
    "match": ("casus.cli.matching", "match", "Rekent uit welke woning bij welk huishouden past."),
    "dossier": ("casus.cli.dossier", "dossier", "Maakt het PDF-dossier voor een ontvanger."),
    "brief": ("casus.cli.brief", "groep", "Beheert de teksten van brieven."),
    "documenten": ("casus.cli.documenten", "groep", "Ruimt bestanden op waar niets meer naar verwijst."),
    "mandaat": ("casus.cli.mandaat", "groep", "Toont, vergelijkt, controleert en leest het mandaatregister."),
    "waarde": ("casus.cli.waarde", "groep", "Toont en legt vast waarmee casus rekent."),
    "workflow": ("casus.cli.workflow", "groep", "Controleert en toont het proces, en zet lopende zaken over."),
    "zoekindex": ("casus.cli.zoekindex", "groep", "Controleert en herbouwt waarop zaken te vinden zijn."),
    "verify": ("casus.cli.verify", "verify", "Controleert elke keten van gebeurtenissen."),
}

AFSLUITCODES = """\b
Afsluitcodes:
  0  gelukt
  1  er is iets gevonden (een fout in een bestand, proces of keten, of een waarde die gaat ontbreken)
  2  de opdracht is verkeerd getypt
  3  geweigerd: het mag niet of kan nog niet
  4  niet gevonden
  5  een ander was eerder"""


class _Groep(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(OPDRACHTEN)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in OPDRACHTEN:
            return None
        module, eigenschap, _ = OPDRACHTEN[cmd_name]
        opdracht: click.Command = getattr(importlib.import_module(module), eigenschap)
        return opdracht

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Opdrachten"):
            formatter.write_dl([(naam, uitleg) for naam, (_, _, uitleg) in OPDRACHTEN.items()])


@click.group(cls=_Groep, epilog=AFSLUITCODES, context_settings={"help_option_names": ["--help", "-h"]})
def groep() -> None:
    """casus: van toegewezen naar thuis. Werkplek en zakenregister van het opgaveteam."""


def main(argv: Sequence[str] | None = None) -> None:
    """Start de opdrachtregel; elke weigering is één zin en een afsluitcode."""
    try:
        groep.main(args=argv, prog_name="casus", standalone_mode=True)
    except CasusFout as fout:
        click.echo(fout.zin, err=True)
        sys.exit(4 if isinstance(fout, NietGevonden) else 5 if isinstance(fout, Conflict) else 3)
