"""Een unittest komt bij geen enkele database: wie het probeert krijgt te horen waar zijn test hoort."""

import sqlite3
from typing import NoReturn

import psycopg
import pytest


class GeenDatabase(AssertionError):
    """Een unittest probeerde een verbinding te maken."""


def _weiger(*_args: object, **_kwargs: object) -> NoReturn:
    raise GeenDatabase("Een unittest gebruikt geen database; zet deze test in tests/integration.")


@pytest.fixture(autouse=True)
def geen_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "connect", _weiger)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", _weiger)
    monkeypatch.setattr(psycopg, "connect", _weiger)
    monkeypatch.setattr(psycopg.Connection, "connect", _weiger)
    monkeypatch.setattr(psycopg.AsyncConnection, "connect", _weiger)
