"""`casus workflow`: het proces controleren, tonen en beschrijven."""

from __future__ import annotations

from pathlib import Path

import click

from casus.errors import NietGevonden
from casus.workflows import diagram, registry
from casus.workflows.problems import Probleem, problems
from casus.workflows.registers import pakket_tekst

DOCS = Path("docs/workflows")


@click.group("workflow")
def groep() -> None:
    """Controleert, toont en beschrijft de processen."""


@groep.command()
@click.argument("bestand", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(bestand: tuple[Path, ...]) -> None:
    """Controleert procesbestanden en noemt elke fout met bestand, regel en een zin.

    Zonder BESTAND: alle bestanden die met casus meekomen, ook de rollen en de soorten besluiten. Afsluitcode 1 als er
    een fout is.
    """
    teksten = {str(pad): _lees(pad) for pad in bestand} or _pakket()
    gevonden = [probleem for naam, tekst in teksten.items() for probleem in _keur(naam, tekst)]
    for probleem in gevonden:
        click.echo(str(probleem))
    if gevonden:
        raise SystemExit(1)
    click.echo(f"Geen fouten in {len(teksten)} bestand{'en' if len(teksten) > 1 else ''}.", err=True)


def _pakket() -> dict[str, str]:
    namen = [*registry.bestanden(), *sorted(registry.NASLAG)]
    return {f"casus/workflows/{naam}": pakket_tekst(naam) for naam in namen}


def _lees(pad: Path) -> str | None:
    try:
        return pad.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _keur(naam: str, tekst: str | None) -> list[Probleem]:
    if tekst is None:
        return [Probleem(naam, 1, "Dit bestand is geen leesbare tekst. Bewaar het als UTF-8.")]
    return problems(tekst, naam)


@groep.command()
@click.argument("code")
@click.option(
    "--formaat",
    type=click.Choice(["mermaid", "tabel"]),
    default="tabel",
    show_default=True,
    help="Als plaatje (Mermaid) of als tabel van rollen en overgangen.",
)
def show(code: str, formaat: str) -> None:
    """Toont het proces CODE, bijvoorbeeld huisvesting-statushouder."""
    try:
        wf = registry.huidige(code)
    except KeyError:
        raise NietGevonden(f"Er is geen proces ‘{code}’. Er is wel: {', '.join(registry.codes())}.") from None
    click.echo(diagram.mermaid(wf) if formaat == "mermaid" else diagram.tabel(wf))


@groep.command()
@click.option("--controle", is_flag=True, help="Schrijft niets; afsluitcode 1 als een pagina niet meer klopt.")
@click.option(
    "--map", "map_", type=click.Path(file_okay=False, path_type=Path), default=DOCS, show_default=True,
    help="De map met de beschrijvingen.",
)  # fmt: skip
def docs(controle: bool, map_: Path) -> None:
    """Beschrijft elk proces in docs/workflows: plaatje, rollen en taken."""
    verouderd = [pad for pad, tekst in _paginas(map_).items() if not pad.exists() or _lees(pad) != tekst]
    if controle:
        for pad in verouderd:
            click.echo(f"{pad}:1: Deze pagina is verouderd. Maak haar opnieuw met: casus workflow docs")
        raise SystemExit(1 if verouderd else 0)
    map_.mkdir(parents=True, exist_ok=True)
    for pad in verouderd:
        pad.write_text(_paginas(map_)[pad], encoding="utf-8")
        click.echo(f"Geschreven: {pad}", err=True)


def _paginas(map_: Path) -> dict[Path, str]:
    teksten = registry.bestanden().items()
    return {map_ / f"{wf.code}.md": diagram.document(wf, naam) for naam, t in teksten for wf in [registry.uit_tekst(t)]}
