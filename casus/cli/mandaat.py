"""`casus mandaat`: het mandaatregister tonen, inlezen, bewaren, vergelijken en nakijken."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from casus.actions.documenten import Nagekeken, Ontvangen, keur_vooraf
from casus.actions.dossiers import huisstijl
from casus.actions.mandaatregister import MAP, in_woorden, probeer, stel_vast
from casus.bedragen import euro
from casus.cli.mandaatrapport import rapport
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json
from casus.config import clamd, instance
from casus.db import Bereik
from casus.documentkeuring.keurmeester import Keurmeester
from casus.errors import InvoerFout
from casus.export import maak_csv, maak_xlsx
from casus.importers.mandaatregister import Registerbestand, lees_register
from casus.models import Gemeente, Mandaat
from casus.pdf.kind import Renderer
from casus.queries.mandaatregister import KOP, Mandaatregister, laad
from casus.queries.registerpapier import papier
from casus.rules.registerrij import VELDEN, Registerrij
from casus.rules.registerverschil import Verschil, nummervolgorde, op_dag, verschil
from casus.rules.registerwijziging import als_rij
from casus.termijnen import vandaag

_DAG = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])
_PAD = click.Path(dir_okay=False, path_type=Path)
_BESTAND = click.Path(exists=True, dir_okay=False, path_type=Path)
_gemeente = click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")


@click.group(name="mandaat")
def groep() -> None:
    """Toont, vergelijkt, controleert en leest het mandaatregister."""


groep.add_command(rapport)


def _van(code: str) -> Gemeente:
    with database().lezen() as session:
        return gemeente_met_code(session, code)


def _laad(gemeente: Gemeente) -> Mandaatregister:
    with database().lezen(Bereik.van(gemeente.id)) as session:
        return laad(session, gemeente.id)


def _dag(waarde: datetime | None) -> date:
    return vandaag() if waarde is None else waarde.date()


@groep.command()
@_gemeente
@click.option("--op", type=_DAG, help="Het register op deze dag (anders: vandaag).")
@optie_json
def toon(gemeente: str, op: datetime | None, als_json: bool) -> None:
    """Toont de regels die op een dag gelden."""
    staat = _laad(_van(gemeente))
    rijen = op_dag(staat.register.rijen, staat.gemeente_id, _dag(op)).values()
    gesorteerd = sorted(rijen, key=lambda rij: nummervolgorde(rij.nr))
    if als_json:
        toon_json([asdict(als_rij(rij)) for rij in gesorteerd])
        return
    woorden = staat.woorden
    for rij in gesorteerd:
        grens = "zonder grens" if rij.bedrag_tot_cent is None else f"tot en met {euro(rij.bedrag_tot_cent)}"
        bevoegdheid = woorden.bevoegdheden.get(rij.bevoegdheid, rij.bevoegdheid)
        click.echo(f"{rij.nr:<7} {bevoegdheid:<42} {rij.functie.titel:<28} {grens}")


@groep.command()
@click.argument("uit", type=_PAD)
@_gemeente
@click.option("--op", type=_DAG, help="Alleen wat op deze dag geldt (anders: van elke regel de laatste versie).")
def exporteer(uit: Path, gemeente: str, op: datetime | None) -> None:
    """Schrijft het register naar UIT: .xlsx, .csv of .pdf."""
    plaats = _van(gemeente)
    staat, soort = _laad(plaats), uit.suffix.lower()
    if soort not in (".xlsx", ".csv", ".pdf"):
        raise click.BadParameter("Laat de naam eindigen op .xlsx, .csv of .pdf.")
    rijen = staat.laatste()
    if op is not None:
        geldig = op_dag(staat.register.rijen, staat.gemeente_id, _dag(op)).values()
        rijen = sorted(geldig, key=lambda rij: nummervolgorde(rij.nr))
    uit.write_bytes(_pdf(plaats, staat, _dag(op)) if soort == ".pdf" else _rekenblad(staat, rijen, soort))
    click.echo(f"{uit} is geschreven.")


def _rekenblad(staat: Mandaatregister, rijen: list[Mandaat], soort: str) -> bytes:
    tabel = staat.tabel(rijen)
    return maak_xlsx("Mandaatregister", KOP, tabel) if soort == ".xlsx" else maak_csv(KOP, tabel)


def _pdf(plaats: Gemeente, staat: Mandaatregister, dag: date) -> bytes:
    with database().lezen(Bereik.van(plaats.id)) as session:
        gegevens, gemeente = papier(session, staat, dag, "de opdrachtregel")
    with Renderer() as renderer:
        return renderer.teken(gegevens, huisstijl(gemeente))


@groep.command()
@click.argument("bestand", type=_BESTAND)
@_gemeente
@click.option("--besluitnummer", required=True, help="Het nummer van het mandaatbesluit.")
@click.option("--besluitdatum", type=_DAG, required=True, help="De dag van het besluit.")
@click.option("--omschrijving", default="Register ingelezen uit een bestand.", help="Wat er verandert, in één zin.")
@click.option("--document", type=_BESTAND, help="Het ondertekende besluit als pdf; nodig zonder --proef.")
@click.option("--proef", is_flag=True, help="Toont wat er zou veranderen en verandert niets.")
@optie_als
def importeer(bestand: Path, gemeente: str, besluitdatum: datetime, proef: bool, als: str, **velden: object) -> None:
    """Leest een register (XLSX of CSV) in als één besluit: alles of niets. Sluit af met 1 als er fouten zijn."""
    plaats, dag = _van(gemeente), _dag(besluitdatum)
    staat = _laad(plaats)
    gelezen = lees_register(bestand.read_bytes(), bestand.name, staat.woorden)
    _toon_proef(gelezen, staat, dag)
    if proef:
        return
    document = velden.pop("document")
    besluit = {"besluitnummer": str(velden["besluitnummer"]), "omschrijving": str(velden["omschrijving"])}
    _leg_vast(plaats, als, gelezen.rijen, dag, besluit, document if isinstance(document, Path) else None)


def _toon_proef(gelezen: Registerbestand, staat: Mandaatregister, dag: date) -> None:
    """Wat er zou veranderen. Sluit af met 1 als er een fout in het bestand staat."""
    for melding in gelezen.fouten:
        waar = f"rij {melding.rij}" + (f", {melding.kolom}" if melding.kolom else "")
        click.echo(f"  {melding.ernst} {waar}: {melding.melding}")
    if not gelezen.goed:
        click.echo("Er is niets ingelezen. Verbeter het bestand en lees het opnieuw in.")
        sys.exit(1)
    uitkomst = probeer(staat, gelezen.rijen, dag)
    click.echo(in_woorden(uitkomst.wijziging) or "Er verandert niets.")
    if uitkomst.wijziging.ontbreekt:
        click.echo(f"Niet in dit bestand, blijven gelden: {', '.join(uitkomst.wijziging.ontbreekt)}.")
    for fout in uitkomst.fouten:
        click.echo(f"  fout {_waar(fout.veld)}: {fout.zin}")
    if uitkomst.fouten:
        sys.exit(1)


def _waar(veld: str) -> str:
    """'rij-3-functie' als 'rij 3, Functie'."""
    if not veld.startswith("rij-"):
        return VELDEN.get(veld, veld)
    _, nummer, kolom = veld.split("-", 2)
    return f"rij {nummer}, {VELDEN.get(kolom, kolom)}"


def _leg_vast(
    plaats: Gemeente,
    als: str,
    rijen: tuple[Registerrij, ...],
    dag: date,
    besluit: dict[str, str],
    document: Path | None,
) -> None:
    actor = actor_in(plaats.id, als)
    vast = {"actor": actor, "map_": instance() / MAP, "besluitdatum": dag, "rijen": rijen}
    try:
        vast["document"] = _kijk_na(document)
        with database().unit_of_work(Bereik.van(plaats.id)) as session:
            gedaan = stel_vast(session, **vast, **besluit)  # type: ignore[arg-type]  # gemengde waarden
    except InvoerFout as fout:
        for een in fout.fouten:
            click.echo(f"  fout {_waar(een.veld)}: {een.zin}")
        sys.exit(1)
    click.echo(f"Registerbesluit {gedaan.besluitnummer} is vastgelegd. Het register is nu versie {gedaan.versie}.")


def _kijk_na(document: Path | None) -> Nagekeken | None:
    """Het document zoals het bewaard wordt, nagekeken als elk ander bestand. Raises InvoerFout, ScannerWeg."""
    if document is None:
        return None
    return keur_vooraf(Keurmeester(clamd()), Ontvangen(document.name, document.read_bytes()), veld="document")


@groep.command(name="verschil")
@_gemeente
@click.option("--van", type=_DAG, required=True, help="De eerste dag.")
@click.option("--tot", type=_DAG, help="De tweede dag (anders: vandaag).")
def verschil_(gemeente: str, van: datetime, tot: datetime | None) -> None:
    """Toont wat er tussen twee dagen in het register veranderde."""
    staat = _laad(_van(gemeente))
    anders = verschil(staat.register.rijen, staat.gemeente_id, _dag(van), _dag(tot))
    for een in anders:
        click.echo(f"{een.nr:<7} {een.wat}: {staat.woorden.bevoegdheden.get(een.rij.bevoegdheid, een.rij.bevoegdheid)}")
        for veld, was, wordt in _kolommen(een, staat):
            click.echo(f"        {veld}: {was or 'leeg'} wordt {wordt or 'leeg'}")
    if not anders:
        click.echo("Het register is op deze twee dagen hetzelfde.")


def _kolommen(een: Verschil, staat: Mandaatregister) -> list[tuple[str, object, object]]:
    if een.oud is None or een.nieuw is None:
        return []
    oud, nieuw, woorden = als_rij(een.oud), als_rij(een.nieuw), staat.woorden
    return [(VELDEN[veld], woorden.toon(oud, veld), woorden.toon(nieuw, veld)) for veld in een.velden]


@groep.command()
@_gemeente
@optie_json
def check(gemeente: str, als_json: bool) -> None:
    """Noemt wat er niet klopt in het register van vandaag.

    Soorten waarover niemand kan besluiten, gaten in de data, overlap, functies zonder houder, ketens van ondermandaat
    en instemming. Afsluitcode 1 als er een fout is.
    """
    staat = _laad(_van(gemeente))
    gevonden = staat.bevindingen(vandaag())
    if als_json:
        toon_json([asdict(een) for een in gevonden])
    else:
        for een in gevonden:
            click.echo(f"{een.ernst.replace('_', ' '):<7} {een.zin}")
        click.echo(f"{sum(een.ernst == 'fout' for een in gevonden)} fouten.")
    if any(een.ernst == "fout" for een in gevonden):
        sys.exit(1)
