"""Wegwerpdatabases om in te meten, met dezelfde duurzaamheid als een echte installatie; na afloop zijn zij weg."""

from __future__ import annotations

import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks import postgres
from casus import migraties
from casus.db import Database, maak_database


@dataclass(frozen=True, slots=True)
class Bank:
    """Eén database. `beheer_url` is de rol die overal bij kan, op SQLite hetzelfde bestand."""

    soort: str
    naam: str
    url: str
    beheer_url: str

    def verbindingen(self) -> Database:
        """De verbindingen van casus zelf."""
        return maak_database(self.url)


class Kast(ABC):
    """Maakt gemigreerde databases en kopieën daarvan."""

    soort: str

    @abstractmethod
    def nieuw(self, naam: str) -> Bank:
        """Een gemigreerde, lege database."""

    @abstractmethod
    def kopie(self, bank: Bank, naam: str) -> Bank:
        """Dezelfde inhoud onder een andere naam; niemand mag met `bank` verbonden zijn."""


class SqliteKast(Kast):
    """Bestanden in een tijdelijke map."""

    soort = "sqlite"

    def __init__(self, map_: Path) -> None:
        self._map = map_

    def _bank(self, naam: str) -> Bank:
        url = f"sqlite:///{self._map / naam}.db"
        return Bank(self.soort, naam, url, url)

    def nieuw(self, naam: str) -> Bank:
        bank = self._bank(naam)
        migraties.upgrade(bank.url)
        return bank

    def kopie(self, bank: Bank, naam: str) -> Bank:
        shutil.copyfile(self._map / f"{bank.naam}.db", self._map / f"{naam}.db")
        return self._bank(naam)


class PostgresKast(Kast):
    """Databases op een eigen server, met een eigenaar die migreert en een rol die niets bezit."""

    soort = "postgresql"

    def __init__(self, server: postgres.Server) -> None:
        self._server = server

    def _bank(self, naam: str) -> Bank:
        return Bank(self.soort, naam, self._server.url(naam), self._server.url(naam, postgres.BEHEERDER))

    def nieuw(self, naam: str) -> Bank:
        self._server.maak(naam)
        bank = self._bank(naam)
        migraties.upgrade(bank.url, self._server.url(naam, postgres.EIGENAAR))
        return bank

    def kopie(self, bank: Bank, naam: str) -> Bank:
        self._server.maak(naam, bank.naam)
        return self._bank(naam)


@contextmanager
def kast(soort: str) -> Iterator[Kast]:
    """Een kast voor 'sqlite' of 'postgresql', die zichzelf opruimt."""
    if soort == "sqlite":
        with tempfile.TemporaryDirectory(prefix="casus-meting-") as map_:
            yield SqliteKast(Path(map_))
    else:
        with postgres.duurzame_server() as server:
            yield PostgresKast(server)


def houd_bij(bank: Bank) -> None:
    """Werkt de statistieken bij waarmee de database haar plan kiest."""
    if bank.soort == "postgresql":
        with psycopg.connect(bank.beheer_url, autocommit=True) as verbinding:
            verbinding.execute("VACUUM (ANALYZE)")
        return
    db = bank.verbindingen()
    with db.engine.begin() as verbinding_:
        verbinding_.exec_driver_sql("ANALYZE")
    db.engine.dispose()
