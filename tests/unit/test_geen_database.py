"""De sluitpost van unittests zelf: zonder deze test zou een vergeten conftest niemand opvallen."""

import sqlite3

import psycopg
import pytest
import sqlalchemy as sa


def test_sqlite_is_dicht():
    with pytest.raises(AssertionError, match="tests/integration"):
        sqlite3.connect(":memory:")


def test_postgresql_is_dicht():
    with pytest.raises(AssertionError, match="tests/integration"):
        psycopg.connect("dbname=bestaat_niet")


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://niemand@localhost:1/niets"])
def test_sqlalchemy_komt_er_ook_niet_langs(url):
    motor = sa.create_engine(url)
    with pytest.raises(AssertionError, match="tests/integration"):
        motor.connect()
    motor.dispose()
