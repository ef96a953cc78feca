"""`casus waarde`: waarmee een gemeente rekent, tonen en vastleggen."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime

import click

from casus.actions.parameters import haal_weg, in_woorden, leg_vast
from casus.cli.omgeving import actor_in, database, gemeente_met_code, optie_als, optie_json, toon_json
from casus.db import Bereik
from casus.errors import InvoerFout
from casus.models import Gemeente, Parameter
from casus.queries.parameters import rijen_van
from casus.rules.parameterplan import loopt_af, stand
from casus.rules.parametersoorten import groepen, soort, soorten
from casus.rules.zinnen import dag_tekst
from casus.termijnen import vandaag

_DAG = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])
_gemeente = click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")


@click.group(name="waarde")
def groep() -> None:
    """Toont en legt vast waarmee casus rekent: grenzen, normen, punten, budgetten."""


def _van(code: str) -> Gemeente:
    with database().lezen() as session:
        return gemeente_met_code(session, code)


@groep.command()
@_gemeente
@click.option("--afloop", is_flag=True, help="Alleen wat geen waarde heeft of krijgt; sluit af met 1 als er iets is.")
@optie_json
def lijst(gemeente: str, afloop: bool, als_json: bool) -> None:
    """Toont wat vandaag geldt, met de bron, en vanaf wanneer een waarde ontbreekt. Met --json alle rijen."""
    with database().lezen(Bereik.van(_van(gemeente).id)) as session:
        rijen = rijen_van(session)
    gaten = loopt_af(rijen, vandaag())
    if als_json:
        toon_json(_alles(rijen) if not afloop else [rij for rij in _alles(rijen, *gaten) if rij["sleutel"] in gaten])
    elif afloop:
        _toon_afloop(gaten)
    else:
        _toon(rijen, gaten)
    if afloop and gaten:
        sys.exit(1)


def _alles(rijen: Iterable[Parameter], *ook: str) -> list[dict[str, object]]:
    """Alle rijen, en van `ook` wat er geen heeft: een rij zonder waarde."""
    uit = [_als_json(rij) for rij in rijen]
    leeg = {"waarde": None, "geldig_van": None, "geldig_tot": None, "bron": None}
    return uit + [{"sleutel": naam, **leeg} for naam in ook if naam not in {rij["sleutel"] for rij in uit}]


def _als_json(rij: Parameter) -> dict[str, object]:
    velden = ("sleutel", "waarde", "geldig_van", "geldig_tot", "bron")
    return {veld: getattr(rij, veld) for veld in velden}


def _toon_afloop(gaten: dict[str, date]) -> None:
    for sleutel, dag in sorted(gaten.items(), key=lambda paar: paar[1]):
        click.echo(f"{dag.isoformat()}  {sleutel:<42} {soort(sleutel).zonder}")
    if not gaten:
        click.echo("Elke waarde gaat door.")


def _toon(rijen: Iterable[Parameter], gaten: dict[str, date]) -> None:
    per: dict[str, list[Parameter]] = {sleutel: [] for sleutel in soorten()}
    for rij in rijen:
        per.setdefault(rij.sleutel, []).append(rij)
    for deel in groepen():
        click.echo(f"\n{deel.titel}")
        for wat in deel.soorten:
            nu = stand(per[wat.sleutel], vandaag()).nu
            waarde = wat.toon(nu.waarde) if nu else "geen waarde"
            einde = f"  ontbreekt vanaf {dag_tekst(gaten[wat.sleutel])}" if wat.sleutel in gaten else ""
            click.echo(f"  {wat.sleutel:<42} {waarde:<26} {nu.bron if nu else ''}{einde}")


@groep.command(name="leg-vast")
@click.argument("naam")
@click.argument("waarde")
@_gemeente
@click.option("--vanaf", type=_DAG, required=True, help="De eerste dag: vandaag of later; eerder als er niets was.")
@click.option("--tot", type=_DAG, help="De laatste dag; anders tot de volgende waarde.")
@click.option("--bron", required=True, help="Waar de waarde staat, bijvoorbeeld een raadsbesluit.")
@optie_als
def leg_vast_(
    naam: str, waarde: str, gemeente: str, vanaf: datetime, tot: datetime | None, bron: str, als: str
) -> None:
    """Legt WAARDE vast voor NAAM (zie casus waarde lijst). De vorige waarde eindigt de dag ervoor."""
    plaats, begin, eind = _van(gemeente), vanaf.date(), tot.date() if tot else None
    actor = actor_in(plaats.id, als)
    try:
        with database().unit_of_work(Bereik.van(plaats.id)) as session:
            nieuw = leg_vast(session, actor=actor, naam=naam, waarde=waarde, vanaf=begin, tot=eind, bron=bron)
            zin = in_woorden(soort(naam), nieuw.rij, None)
    except InvoerFout as fout:
        for een in fout.fouten:
            click.echo(f"{een.veld}: {een.zin}", err=True)
        sys.exit(3)
    click.echo(f"{plaats.naam}: {zin}.")


@groep.command(name="haal-weg")
@click.argument("naam")
@_gemeente
@click.option("--vanaf", type=_DAG, required=True, help="De eerste dag van de waarde die weg moet.")
@optie_als
def haal_weg_(naam: str, gemeente: str, vanaf: datetime, als: str) -> None:
    """Haalt een waarde van NAAM weg die nog moet beginnen."""
    plaats = _van(gemeente)
    actor = actor_in(plaats.id, als)
    with database().unit_of_work(Bereik.van(plaats.id)) as session:
        haal_weg(session, actor=actor, naam=naam, vanaf=vanaf.date())
    click.echo(f"{plaats.naam}: de waarde vanaf {dag_tekst(vanaf.date())} is weg.")
