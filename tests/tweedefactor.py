"""Een code-app voor wie in een test een besluit neemt of een lijst exporteert: koppelen, en de code van nu."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import update

from casus.db import Database
from casus.models import Sessie, TweedeFactor
from casus.rules.tweedefactor import code_van, stap
from casus.sleutels import Sleutelbos
from casus.termijnen import nu

GEHEIM = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Het geheim van elke code-app in de tests."""


def bos(app: Flask) -> Sleutelbos:
    """De geheimen van deze toepassing."""
    sleutels: Sleutelbos = app.extensions["casus.sleutelbos"]
    return sleutels


def koppel(db: Database, sleutels: Sleutelbos, gebruiker_id: UUID) -> None:
    """Deze gebruiker heeft een code-app, nog zonder gebruikte code en zonder herstelcodes."""
    with db.unit_of_work() as session:
        session.add(TweedeFactor(gebruiker_id=gebruiker_id, geheim=sleutels.versleutel(GEHEIM), bevestigd_op=nu()))


def code(verder: int = 0) -> str:
    """De code die de app nu toont, of zoveel stappen van dertig seconden later (of eerder)."""
    return code_van(GEHEIM, stap(nu()) + verder)


def maak_oud(db: Database, gebruiker_id: UUID) -> None:
    """De laatste goede code van deze gebruiker is vijf minuten geleden: de volgende handeling vraagt een nieuwe."""
    with db.unit_of_work() as session:
        eigen = update(Sessie).where(Sessie.gebruiker_id == gebruiker_id)
        session.execute(eigen.values(bevestigd_op=nu() - timedelta(minutes=5)))
