"""Een storing op commando: de n-de opdracht aan de database mislukt, of het vastleggen zelf.

De fout komt uit de driver zelf, zoals in het echt: SQLAlchemy en casus gaan er dus mee om als met een echte.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from casus.db import Database

Storing = OperationalError
"""Zo komt een storing naar buiten."""


class Teller:
    """Telt wat er naar de database gaat, BEGIN en COMMIT inbegrepen; bij `breekt_bij` gaat het mis."""

    def __init__(self, db: Database, breekt_bij: int | None) -> None:
        self.aantal, self.breekt_bij, self._dialect = 0, breekt_bij, db.engine.dialect
        self._vastleggen = self._dialect.do_commit

    def tik(self, *_: Any) -> None:
        self.aantal += 1
        if self.aantal == self.breekt_bij:
            raise self._dialect.loaded_dbapi.OperationalError(f"storing bij opdracht {self.aantal}")

    def leg_vast(self, verbinding: Any) -> None:
        self.tik()
        self._vastleggen(verbinding)


@contextmanager
def storing(db: Database, breekt_bij: int | None) -> Iterator[Teller]:
    """Laat binnen dit blok de n-de opdracht van deze database mislukken; zonder n wordt er alleen geteld."""
    teller = Teller(db, breekt_bij)
    haken = ("do_execute", "do_executemany", "do_execute_no_params")
    for haak in haken:
        event.listen(db.engine, haak, teller.tik)
    db.engine.dialect.do_commit = teller.leg_vast  # type: ignore[method-assign]  # hiervoor bestaat geen haak
    try:
        yield teller
    finally:
        del db.engine.dialect.do_commit
        for haak in haken:
            event.remove(db.engine, haak, teller.tik)
