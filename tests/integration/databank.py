"""Een verse, echt gemigreerde database per test: SQLite als kopie van een bestand, PostgreSQL als lege kloon."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

import psycopg
import pytest

from casus import migraties
from casus.db import Basis, Bereik, CasusSessie, Database, maak_database
from casus.models import Gemeente
from tests import factories
from tests.geheugen import snelle_map
from tests.integration import postgres as pg

Soort = Literal["sqlite", "postgresql"]
_SJABLOON = "sjabloon"


@dataclass(frozen=True)
class Databank:
    """Waar de database van deze test staat. `eigenaar_url` is de rol die migreert, op SQLite hetzelfde bestand."""

    soort: Soort
    url: str
    eigenaar_url: str

    def eigenaar(self) -> Database:
        """Verbindingen van wie bij alles kan: om in tests te knoeien waar casus zelf het niet mag."""
        return maak_database(self.eigenaar_url)


@pytest.fixture(scope="session")
def postgres() -> Iterator[pg.Server]:
    """De server van deze testronde (bij xdist: van deze werker)."""
    with pg.server(in_map=snelle_map()) as server:
        yield server


@pytest.fixture(scope="session")
def _sqlite_sjabloon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bestand = tmp_path_factory.mktemp("sqlite") / "sjabloon.db"
    migraties.upgrade(f"sqlite:///{bestand}")
    return bestand


@pytest.fixture(scope="session")
def _postgres_sjabloon(postgres: pg.Server) -> str:
    postgres.maak(_SJABLOON)
    migraties.upgrade(postgres.url(_SJABLOON), postgres.url(_SJABLOON, pg.EIGENAAR))
    return _SJABLOON


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def _soort(request: pytest.FixtureRequest) -> Soort:
    return request.param


@pytest.fixture(scope="module")
def _kloon(_soort: Soort, request: pytest.FixtureRequest) -> Iterator[str | None]:
    if _soort == "sqlite":
        yield None
        return
    server: pg.Server = request.getfixturevalue("postgres")
    naam = f"kloon_{uuid4().hex[:12]}"
    server.maak(naam, request.getfixturevalue("_postgres_sjabloon"))
    yield naam
    server.verwijder(naam)


@pytest.fixture
def databank(_soort: Soort, _kloon: str | None, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databank]:
    """De migreerde, lege database van deze test; de test draait één keer per soort."""
    if _kloon is None:
        bestand = tmp_path / "casus.db"
        shutil.copyfile(request.getfixturevalue("_sqlite_sjabloon"), bestand)
        yield Databank("sqlite", f"sqlite:///{bestand}", f"sqlite:///{bestand}")
        return
    server: pg.Server = request.getfixturevalue("postgres")
    yield Databank("postgresql", server.url(_kloon), server.url(_kloon, pg.EIGENAAR))
    _maak_leeg(server.url(_kloon, pg.BEHEERDER))


@pytest.fixture
def lege_databank(_soort: Soort, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databank]:
    """Een database zonder tabellen, voor tests die zelf migreren of aan het schema komen."""
    if _soort == "sqlite":
        url = f"sqlite:///{tmp_path / 'leeg.db'}"
        yield Databank("sqlite", url, url)
        return
    server: pg.Server = request.getfixturevalue("postgres")
    naam = f"leeg_{uuid4().hex[:12]}"
    server.maak(naam)
    yield Databank("postgresql", server.url(naam), server.url(naam, pg.EIGENAAR))
    server.verwijder(naam)


def _maak_leeg(url: str) -> None:
    """Leegt alle tabellen als beheerder, langs muren en triggers heen; wat nog openstond wordt verbroken."""
    with psycopg.connect(url) as verbinding:
        verbinding.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        verbinding.execute("SET LOCAL session_replication_role = replica")
        tabellen = (*Basis.metadata.tables, "zoekwoord")  # zonder triggers blijft de zoekindex anders staan
        verbinding.execute(";".join(f"DELETE FROM {tabel}" for tabel in tabellen).encode())


@pytest.fixture
def database_url(databank: Databank) -> str:
    return databank.url


@pytest.fixture
def database(databank: Databank) -> Iterator[Database]:
    """De verbindingen van casus zelf: op PostgreSQL de rol die niets bezit."""
    database = maak_database(databank.url)
    yield database
    database.engine.dispose()


@pytest.fixture
def gemeenten(database: Database) -> tuple[Gemeente, Gemeente]:
    """Twee gemeenten, A en B, die niets van elkaar mogen weten."""
    a = factories.gemeente(code="9001", naam="Aarlo", afkorting="AAR")
    b = factories.gemeente(code="9002", naam="Bergveld", afkorting="BER")
    with database.unit_of_work() as sessie:
        sessie.add_all([a, b])
    return a, b


@pytest.fixture
def sessie(database: Database) -> Iterator[Callable[[Gemeente | UUID], CasusSessie]]:
    """Geeft een schrijvende sessie voor een gemeente; wat de test niet vastlegt, gaat na de test verloren."""
    with ExitStack() as open_sessies:

        def voor(gemeente: Gemeente | UUID) -> CasusSessie:
            gemeente_id = gemeente if isinstance(gemeente, UUID) else gemeente.id
            return open_sessies.enter_context(database.schrijven(Bereik.van(gemeente_id)))

        yield voor
