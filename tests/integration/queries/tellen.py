"""Telt en bewaart de opdrachten die een blok code naar de database stuurt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from casus.db import Database

Opdracht = tuple[str, Any]


@contextmanager
def opdrachten(db: Database) -> Iterator[list[Opdracht]]:
    """De SELECTs (met hun waarden) van alles wat in dit blok gebeurt."""
    gezien: list[Opdracht] = []

    def bewaar(_verbinding: Any, _cursor: Any, sql: str, waarden: Any, *_: Any) -> None:
        if sql.lstrip().upper().startswith(("SELECT", "WITH")) and "set_config" not in sql:
            gezien.append((sql, waarden))

    event.listen(db.leesengine, "before_cursor_execute", bewaar)
    try:
        yield gezien
    finally:
        event.remove(db.leesengine, "before_cursor_execute", bewaar)


def plan(db: Database, opdracht: Opdracht) -> str:
    """Hoe de database deze opdracht uitvoert, als tekst."""
    uitleg = "EXPLAIN " if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    with db.leesengine.connect() as verbinding:
        rijen = verbinding.exec_driver_sql(uitleg + opdracht[0], opdracht[1]).all()
    return "\n".join(str(rij[-1]) for rij in rijen)
