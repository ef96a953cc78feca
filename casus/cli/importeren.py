"""`casus import koppelingen`: een lijst van het COA wordt zaken."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict
from pathlib import Path

import click

from casus.actions.koppelingen import ImportUitslag, Inlezer
from casus.actor import Actor
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, sleutelbos, toon_json
from casus.importers.gebreken import FOUT
from casus.importers.herstelblad import maak_herstelblad
from casus.importers.koppelingen import lees_koppelingen
from casus.importers.koppelregels import KoppelingenBestand
from casus.models import Gemeente
from casus.termijnen import vandaag


@click.group(name="import")
def groep() -> None:
    """Leest lijsten in."""


@groep.command()
@click.argument("bestand", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gemeente", metavar="CODE", help="Alleen deze gemeente (CBS-code of naam).")
@click.option("--proef", is_flag=True, help="Toont wat er zou gebeuren en verandert niets.")
@click.option(
    "--herstelblad",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Bewaar de tegengehouden rijen hier als XLSX, om te verbeteren.",
)
@optie_als
@optie_json
def koppelingen(
    bestand: Path, gemeente: str | None, proef: bool, herstelblad: Path | None, als: str, als_json: bool
) -> None:
    """Leest een lijst met koppelingen (XLSX of CSV), één rij per persoon.

    Goede huishoudens worden zaken; een huishouden met een fout wacht in zijn geheel. Hetzelfde bestand nog eens inlezen
    verandert niets. Sluit af met 1 als er fouten zijn.
    """
    inhoud = bestand.read_bytes()
    gelezen = lees_koppelingen(inhoud, bestand.name, vandaag(), alleen_gemeente=_code(gemeente))
    uitslag = _verwerk(gelezen, inhoud, als, proef, stil=als_json)
    if herstelblad is not None and gelezen.tegengehouden:
        herstelblad.write_bytes(maak_herstelblad(gelezen))
    _toon_json(gelezen, uitslag) if als_json else _toon(gelezen, uitslag, proef)
    if any(melding.ernst == FOUT for melding in uitslag.fouten):
        sys.exit(1)


def _code(gemeente: str | None) -> str | None:
    if gemeente is None:
        return None
    with database().lezen() as session:
        return gemeente_met_code(session, gemeente).code


def _verwerk(gelezen: KoppelingenBestand, inhoud: bytes, als: str, proef: bool, stil: bool) -> ImportUitslag:
    def actor_voor(gemeente: Gemeente) -> Actor:
        return actor_in(gemeente.id, als)

    with click.progressbar(
        length=gelezen.aantal_huishoudens,
        label="Inlezen",
        file=sys.stderr,
        hidden=stil or gelezen.aantal_huishoudens < 50,
    ) as balk:
        inlezer = Inlezer(
            database(), sleutelbos(), actor_voor, hashlib.sha256(inhoud).hexdigest(), proef, voortgang=balk.update
        )
        return inlezer.importeer(gelezen)


def _toon_json(gelezen: KoppelingenBestand, uitslag: ImportUitslag) -> None:
    toon_json(
        {
            "personen": gelezen.aantal_personen,
            "huishoudens": gelezen.aantal_huishoudens,
            "zaken_nieuw": uitslag.aantal("nieuw"),
            "zaken_gewijzigd": uitslag.aantal("gewijzigd"),
            "zaken_ongewijzigd": uitslag.aantal("ongewijzigd"),
            "tegengehouden": len(gelezen.tegengehouden) + uitslag.aantal("geweigerd"),
            "fouten": [asdict(melding) for melding in uitslag.fouten],
        }
    )


def _toon(gelezen: KoppelingenBestand, uitslag: ImportUitslag, proef: bool) -> None:
    click.echo(f"{gelezen.aantal_personen} personen in {gelezen.aantal_huishoudens} huishoudens zonder fout.")
    if proef:
        for regel in uitslag.regels:
            rijen = ", ".join(str(rij) for rij in regel.rijen)
            click.echo(f"  rij {rijen}: {regel.naam} ({regel.gemeente}) {regel.wat} {regel.toelichting}".rstrip())
    zou = "zou worden" if proef else "is"
    for wat in ("nieuw", "gewijzigd", "ongewijzigd"):
        click.echo(f"  {uitslag.aantal(wat)} {wat}" + (f" ({zou})" if proef else ""))
    for melding in uitslag.fouten:
        waar = f"rij {melding.rij}" + (f", {melding.kolom}" if melding.kolom else "")
        click.echo(f"  {melding.ernst} {waar}: {melding.melding}")
    if gelezen.tegengehouden:
        aantal = len(gelezen.tegengehouden)
        click.echo(f"{aantal} huishoudens zijn tegengehouden. Verbeter de rijen en lees het bestand opnieuw in.")
