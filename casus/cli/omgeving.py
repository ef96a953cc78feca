"""Wat elke opdracht nodig heeft: de database, wie het doet, en uitvoer voor een mens of een programma."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import click
from sqlalchemy import select

from casus.actor import INSTALLATIE, Actor
from casus.bereik import overal
from casus.config import database_url, instance
from casus.db import Bereik, CasusSessie, Database, maak_database
from casus.errors import NietGevonden
from casus.models import Gebruiker, Gemeente, Zaak
from casus.queries.actoren import maak_actor
from casus.sleutels import Sleutelbos, laad_sleutelbos

F = TypeVar("F", bound=Callable[..., Any])


def optie_als(functie: F) -> F:
    """De optie --als voor opdrachten die iets veranderen."""
    return click.option(
        "--als",
        metavar="E-MAIL",
        default=INSTALLATIE,
        show_default="de installatie zelf",
        help="Namens welke gebruiker dit gebeurt; diens rollen gelden.",
    )(functie)


def optie_json(functie: F) -> F:
    """De optie --json voor opdrachten waarvan een programma de uitkomst leest."""
    return click.option("--json", "als_json", is_flag=True, help="Uitvoer als JSON.")(functie)


@lru_cache(maxsize=1)
def database() -> Database:
    """De database van deze installatie."""
    return maak_database(database_url())


def sleutelbos() -> Sleutelbos:
    """De geheimen van deze installatie."""
    return laad_sleutelbos(instance())


def zoek_gebruiker(session: CasusSessie, email: str) -> Gebruiker:
    """De actieve gebruiker met dit e-mailadres. Raises NietGevonden."""
    vraag = select(Gebruiker).where(Gebruiker.email == email.strip().casefold(), Gebruiker.actief)
    gebruiker = session.scalars(vraag).one_or_none()
    if gebruiker is None:
        raise NietGevonden(f"Er is geen actieve gebruiker met e-mailadres {email}. Kijk met: casus gebruiker lijst")
    return gebruiker


def actor_in(gemeente_id: UUID, als: str) -> Actor:
    """De gebruiker van --als, met zijn rollen in deze gemeente."""
    with database().lezen(Bereik.van(gemeente_id)) as session:
        return maak_actor(session, zoek_gebruiker(session, als), gemeente_id, "cli")


def gemeente_met_code(session: CasusSessie, code: str) -> Gemeente:
    """De gemeente met deze CBS-code of naam. Raises NietGevonden."""
    vraag = select(Gemeente).where((Gemeente.code == code.upper()) | (Gemeente.naam == code))
    gemeente = session.scalars(vraag).one_or_none()
    if gemeente is None:
        raise NietGevonden(f"Gemeente {code} doet niet mee in deze installatie.")
    return gemeente


def gemeente_van_zaak(zaaknummer: str) -> UUID:
    """In welke gemeente deze zaak loopt. Raises NietGevonden."""
    with database().lezen(overal(database())) as session:
        vraag = select(Zaak.gemeente_id).where(Zaak.zaaknummer == zaaknummer.strip().upper())
        gemeente_id = session.scalars(vraag).one_or_none()
    if gemeente_id is None:
        raise NietGevonden(f"Er is geen zaak met nummer {zaaknummer}.")
    return gemeente_id


def toon_json(gegevens: Any) -> None:
    """Eén JSON-object of -lijst op de uitvoer."""
    json.dump(gegevens, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")
