"""Elke test heeft een eigen database, maar de vragen zijn voor alle dezelfde: vertaal een vraag eenmaal per proces.

SQLAlchemy bewaart een vertaalde vraag per engine, want het dialect staat in de sleutel. In het echt leeft een engine
zolang casus draait; hier duizenden keren een halve seconde, en dan was het vertalen het grootste deel van een test.
Daarom zijn dialecten van één soort hier gelijk en delen de engines van casus wat zij hebben vertaald. Een vraag die
waarden van een vorige keer meesleept, valt zo eerder op dan met een verse engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from casus import db

BEWAARD = 4000
"""Hoogstens zoveel vertaalde vragen per proces, van beide databases samen."""
_vertaald: Any = LRUCache(BEWAARD)


def _maak_engine(*plaats: Any, **opties: Any) -> Engine:
    engine = create_engine(*plaats, **opties)
    engine._compiled_cache = _vertaald
    return engine


@pytest.fixture(scope="session", autouse=True)
def _vragen_eenmaal() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as plek:
        for soort in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            plek.setattr(soort, "__eq__", lambda dit, dat: type(dit) is type(dat))
            plek.setattr(soort, "__hash__", lambda dit: hash(type(dit)))
        plek.setattr(db, "create_engine", _maak_engine)
        yield
