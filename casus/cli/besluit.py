"""`casus besluit`: wat op een besluit wacht, één besluit, en beslissen; dezelfde regels als op het scherm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click
from sqlalchemy import select

from casus.actions.besluiten import Uitkomst
from casus.actions.besluiten import beslis as neem
from casus.actor import Actor
from casus.bedragen import euro
from casus.cli.omgeving import (
    actor_in,
    database,
    gemeente_met_code,
    gemeente_van_zaak,
    optie_als,
    optie_json,
    toon_json,
)
from casus.db import Bereik, CasusSessie
from casus.errors import NietGevonden
from casus.models import Besluit
from casus.queries import besluitpagina, goedkeuring
from casus.queries.besluitpagina import Besluitpagina
from casus.queries.goedkeuring import Voorstel
from casus.rules.zinnen import rol_tekst
from casus.termijnen import dag_kort, vandaag
from casus.vocab import OORDELEN


@click.group("besluit")
def groep() -> None:
    """Toont wat op een besluit wacht, en neemt besluiten."""


@groep.command()
@click.option("--gemeente", metavar="CODE", required=True, help="CBS-code of naam van de gemeente.")
@optie_als
@optie_json
def lijst(gemeente: str, als: str, als_json: bool) -> None:
    """Toont de voorstellen die op de gebruiker van --als wachten, op uiterste dag."""
    with database().lezen() as session:
        gemeente_id = gemeente_met_code(session, gemeente).id
    actor = actor_in(gemeente_id, als)
    with database().lezen(Bereik.van(gemeente_id)) as session:
        wacht = goedkeuring.wachtend(session, actor)
        rijen = [_regel(voorstel) for voorstel in wacht.alle]
    if als_json:
        toon_json(rijen)
        return
    for rij in rijen:
        bedrag = "" if rij["bedrag_cent"] is None else euro(rij["bedrag_cent"])
        kan = rij["reden"] or f"wacht op {rij['wacht_op']}"
        click.echo(f"{rij['nummer']}  {dag_kort(rij['uiterlijk'], vandaag()):<12} {rij['titel']} {bedrag}\n    {kan}")
    click.echo(f"{len(rijen)} {'voorstel' if len(rijen) == 1 else 'voorstellen'}")


def _regel(voorstel: Voorstel) -> dict[str, Any]:
    besluit = voorstel.besluit
    namen = ("nummer", "titel", "soort", "bedrag_cent", "uiterlijk", "wacht_op", "vereist_niveau")
    return {naam: getattr(besluit, naam) for naam in namen} | {"reden": voorstel.reden}


@groep.command()
@click.argument("nummer")
@optie_als
@optie_json
def toon(nummer: str, als: str, als_json: bool) -> None:
    """Toont één besluit: het voorstel, wie mag beslissen en waarom, de adviezen en de stappen."""
    gemeente_id, actor = _waar(nummer, als)
    with database().lezen(Bereik.van(gemeente_id)) as session:
        beeld = _beeld(besluitpagina.laad(session, actor, _zoek(session, nummer)))
    if als_json:
        toon_json(beeld)
        return
    for naam, waarde in beeld.items():
        for regel in waarde if isinstance(waarde, list) else [waarde]:
            click.echo(f"{naam:<14} {regel}")


def _beeld(pagina: Besluitpagina) -> dict[str, Any]:
    besluit = pagina.besluit
    return {
        "nummer": besluit.nummer,
        "titel": besluit.titel,
        "status": besluit.status,
        "bedrag": None if besluit.bedrag_cent is None else euro(besluit.bedrag_cent),
        "voorstel": besluit.voorstel,
        "wie beslist": pagina.niveau.zin,
        "kan ik het": pagina.reden_niet or "ja" if besluit.status == "voorgesteld" else "al besloten",
        "motivering": besluit.motivering,
        "namens": besluit.namens,
        "regel": (besluit.mandaat_kopie or {}).get("nr", ""),
        "adviezen": [f"{rol_tekst(a.rol)}: {OORDELEN.get(a.oordeel, a.status)}" for a in pagina.adviezen],
        "stappen": [f"{s.soort}: {s.tekst}" for s in pagina.stappen],
    }


@groep.command()
@click.argument("nummer")
@click.option("--uitkomst", type=click.Choice(["toegekend", "afgewezen"]), required=True, help="Het besluit.")
@click.option("--motivering", default="", help="Waarom; verplicht bij afwijzen en waar de soort het vraagt.")
@click.option("--voorwaarden-nagelopen", is_flag=True, help="Bevestigt de voorwaarden bij de regel van het register.")
@optie_als
def beslis(nummer: str, uitkomst: Uitkomst, motivering: str, voorwaarden_nagelopen: bool, als: str) -> None:
    """Neemt een besluit als de gebruiker van --als; dat is daarna definitief."""
    gemeente_id, actor = _waar(nummer, als)
    with database().unit_of_work(Bereik.van(gemeente_id)) as session:
        besluit = neem(
            session,
            _zoek(session, nummer),
            actor=actor,
            uitkomst=uitkomst,
            motivering=motivering,
            voorwaarden_bevestigd=voorwaarden_nagelopen,
            gezien={"herkomst": "opdrachtregel"},
        )
    click.echo(f"{besluit.titel} is {besluit.status}. {besluit.namens}")


def _waar(nummer: str, als: str) -> tuple[UUID, Actor]:
    gemeente_id = gemeente_van_zaak(nummer.strip().upper().rpartition("-B")[0])
    return gemeente_id, actor_in(gemeente_id, als)


def _zoek(session: CasusSessie, nummer: str) -> Besluit:
    gevonden = session.scalar(select(Besluit.id).where(Besluit.nummer == nummer.strip().upper()))
    if gevonden is None:
        raise NietGevonden(f"Er is geen besluit met nummer {nummer}.")
    return besluitpagina.vind(session, gevonden)
