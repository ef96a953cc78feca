"""`casus workflow`: het proces controleren, tonen en beschrijven, en lopende zaken overzetten."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select

from casus.actions.overzetten import zet_over
from casus.actor import Actor
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als
from casus.db import Bereik
from casus.errors import Conflict, NietGevonden, Weigering
from casus.models import Zaak
from casus.rules import permissions
from casus.workflows import diagram, registry
from casus.workflows.problems import Probleem, problems
from casus.workflows.registers import pakket_tekst

DOCS = Path("docs/workflows")


@click.group("workflow")
def groep() -> None:
    """Controleert, toont en beschrijft de processen, en zet lopende zaken over."""


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


@groep.command()
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@click.option("--zaak", "zaaknummer", help="Alleen deze zaak.")
@click.option("--proef", is_flag=True, help="Zegt wat er zou gebeuren en verandert niets.")
@optie_als
def overzetten(gemeente: str, zaaknummer: str | None, proef: bool, als: str) -> None:
    """Laat lopende zaken verdergaan met het proces dat nu met casus meekomt.

    Een zaak waarvan de nieuwe versie iets niet meer kent, blijft waar zij is; de reden staat erbij.
    """
    with database().lezen() as session:
        gemeente_id = gemeente_met_code(session, gemeente).id
    actor, over = actor_in(gemeente_id, als), 0
    permissions.check(actor, "inrichting.beheren")
    zaken = _lopend(gemeente_id, zaaknummer)
    for zaak_id, nummer in zaken:
        try:
            over += _zet_over(actor, zaak_id, proef)
        except (Weigering, Conflict) as fout:
            click.echo(f"{nummer}: {fout.zin}")
    click.echo(f"{over} van {len(zaken)} lopende zaken {'zouden overgaan' if proef else 'overgezet'}.")


def _lopend(gemeente_id: UUID, zaaknummer: str | None) -> list[tuple[UUID, str]]:
    vraag = select(Zaak.id, Zaak.zaaknummer).where(Zaak.gesloten_op.is_(None)).order_by(Zaak.zaaknummer)
    if zaaknummer:
        vraag = vraag.where(Zaak.zaaknummer == zaaknummer.strip().upper())
    with database().lezen(Bereik.van(gemeente_id)) as session:
        zaken = [(rij[0], rij[1]) for rij in session.execute(vraag)]
    if zaaknummer and not zaken:
        raise NietGevonden(f"Er loopt in deze gemeente geen zaak met nummer {zaaknummer}.")
    return zaken


class _Proef(Exception):
    """Draait een proef terug."""


def _zet_over(actor: Actor, zaak_id: UUID, proef: bool) -> bool:
    """Eén zaak, in een transactie van haar eigen; een proef wordt niet vastgelegd."""
    gedaan = False
    with suppress(_Proef), database().unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        zaak = session.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()
        gedaan = zet_over(session, zaak, actor=actor)
        if proef:
            raise _Proef
    return gedaan
