"""`casus woningen`: de lijst van een corporatie inlezen, en tonen wat er is."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from casus.actions.woningimport import Woninginlezer, WoningUitslag, laad_corporatie
from casus.bedragen import euro
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json
from casus.db import Bereik
from casus.importers.gebreken import FOUT
from casus.importers.herstelblad import maak_herstelblad
from casus.importers.woningen import WoningBestand, lees_woningen
from casus.queries import woningen as vragen
from casus.rules import permissions, woningcodes
from casus.termijnen import vandaag
from casus.workflows.woningproces import woningproces


@click.group(name="woningen")
def groep() -> None:
    """Leest lijsten met woningen in en toont ze."""


@groep.command()
@click.argument("bestand", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@click.option("--corporatie", metavar="CODE", required=True, help="Code of naam van de corporatie.")
@click.option("--meteen", is_flag=True, help="Nieuwe woningen meteen beschikbaar maken als niets dat tegenhoudt.")
@click.option("--proef", is_flag=True, help="Toont wat er zou gebeuren en verandert niets.")
@click.option(
    "--herstelblad",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Bewaar de rijen die wachten hier als XLSX, om te verbeteren.",
)
@optie_als
@optie_json
def importeer(
    bestand: Path,
    gemeente: str,
    corporatie: str,
    meteen: bool,
    proef: bool,
    herstelblad: Path | None,
    als: str,
    als_json: bool,
) -> None:
    """Leest de lijst van een corporatie (XLSX of CSV), één rij per woning.

    Goede rijen worden woningen; een rij met een fout wacht. Hetzelfde bestand nog eens inlezen verandert niets. Sluit
    af met 1 als er fouten zijn.
    """
    with database().lezen() as session:
        gemeente_id, van = gemeente_met_code(session, gemeente).id, laad_corporatie(session, corporatie).id
    gelezen = lees_woningen(bestand.read_bytes(), bestand.name, vandaag())
    uitslag = Woninginlezer(database(), actor_in(gemeente_id, als), van, meteen, proef).importeer(gelezen)
    if herstelblad is not None and gelezen.tegengehouden:
        herstelblad.write_bytes(maak_herstelblad(gelezen))
    _toon_json(gelezen, uitslag) if als_json else _toon(gelezen, uitslag, proef)
    if any(melding.ernst == FOUT for melding in uitslag.fouten):
        sys.exit(1)


def _toon_json(gelezen: WoningBestand, uitslag: WoningUitslag) -> None:
    tellen = {wat: uitslag.aantal(wat) for wat in ("nieuw", "gewijzigd", "ongewijzigd", "geweigerd")}
    fouten = [asdict(melding) for melding in uitslag.fouten]
    wacht = list(gelezen.tegengehouden)
    toon_json({"rijen": gelezen.gelezen_rijen, **tellen, "tegengehouden": wacht, "fouten": fouten})


def _toon(gelezen: WoningBestand, uitslag: WoningUitslag, proef: bool) -> None:
    click.echo(f"{len(gelezen.woningen)} woningen zonder fout, {gelezen.gelezen_rijen} rijen gelezen.")
    if proef:
        for regel in uitslag.regels:
            click.echo(f"  rij {regel.rij}: {regel.adres} {regel.wat} {regel.toelichting}".rstrip())
    for wat in ("nieuw", "gewijzigd", "ongewijzigd", "geweigerd"):
        click.echo(f"  {uitslag.aantal(wat)} {wat}")
    for melding in uitslag.fouten:
        waar = f"rij {melding.rij}" + (f", {melding.kolom}" if melding.kolom else "")
        click.echo(f"  {melding.ernst} {waar}: {melding.melding}")
    if gelezen.tegengehouden:
        click.echo(f"{len(gelezen.tegengehouden)} rijen wachten. Verbeter ze en lees het bestand opnieuw in.")


@groep.command()
@click.argument("gemeente")
@click.option("--status", type=click.Choice(sorted(woningproces().statussen)), help="Alleen deze status.")
@click.option("--aantal", type=click.IntRange(1, 1000), default=50, show_default=True, help="Hoogstens zoveel.")
@optie_als
@optie_json
def lijst(gemeente: str, status: str | None, aantal: int, als: str, als_json: bool) -> None:
    """Toont de woningen van GEMEENTE, wat het eerst vrij is bovenaan."""
    with database().lezen() as session:
        gemeente_id = gemeente_met_code(session, gemeente).id
    rijen: list[vragen.Woningrij] = []
    keuze, na, wie = vragen.Keuze(status=status or vragen.ALLE), None, actor_in(gemeente_id, als)
    permissions.check(wie, "woningen.inzien")
    with database().lezen(Bereik.van(gemeente_id)) as session:
        while len(rijen) < aantal:
            blad = vragen.lijst(session, wie, keuze, na)
            rijen += blad.rijen
            na = blad.volgende
            if na is None:
                break
    if als_json:
        toon_json([rij._asdict() for rij in rijen[:aantal]])
        return
    for rij in rijen[:aantal]:
        soort = woningcodes.naam("detailsoort", rij.detailsoort)
        maat = f"{rij.slaapkamers} slk {rij.oppervlakte:>4} m2"
        click.echo(f"{rij.beschikbaar_van}  {rij.status:<13} {rij.adres:<32} {soort:<22} {maat} {euro(rij.huur_cent)}")
