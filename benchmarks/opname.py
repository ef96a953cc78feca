"""De opdrachten die casus zelf geeft opnemen, en ze kaal afspelen op sqlite3 of psycopg: de vloer."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from benchmarks.databanken import Bank

_LEEST = re.compile(r"\s*(SELECT|WITH(?!.*\b(INSERT|UPDATE|DELETE)\b))", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Opdracht:
    """SQL zoals de driver haar kreeg, met de waarden in dezelfde typen. `reeks`: één opdracht voor een lijst rijen."""

    sql: str
    waarden: Any
    reeks: bool

    @property
    def leest(self) -> bool:
        """Of er rijen terugkomen."""
        return _LEEST.match(self.sql) is not None

    @property
    def is_begin(self) -> bool:
        """Een opdracht die de transactie opent of inricht; op de uitkomst wacht niemand."""
        return self.sql.startswith(("BEGIN", "PRAGMA", "SELECT set_config"))


@contextmanager
def neem_op(engine: Engine) -> Iterator[list[Opdracht]]:
    """Verzamelt elke opdracht die binnen dit blok naar de database gaat."""
    band: list[Opdracht] = []

    def noteer(_v: object, _c: object, sql: str, waarden: Any, _x: object, reeks: bool) -> None:
        band.append(Opdracht(sql, waarden, reeks))

    event.listen(engine, "before_cursor_execute", noteer)
    try:
        yield band
    finally:
        event.remove(engine, "before_cursor_execute", noteer)


def sqlite_verbinding(bank: Bank) -> sqlite3.Connection:
    """Een kale verbinding, even duurzaam en even streng als die van casus."""
    verbinding = sqlite3.connect(bank.url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        verbinding.execute(f"PRAGMA {pragma}")
    return verbinding


def psycopg_verbinding(bank: Bank) -> psycopg.Connection[Any]:
    """Een kale verbinding met de rol van de toepassing, die elke opdracht meteen voorbereidt."""
    verbinding = psycopg.connect(bank.url)
    verbinding.prepare_threshold = 0
    return verbinding


def speel_sqlite(verbinding: sqlite3.Connection, band: Sequence[Opdracht]) -> None:
    """Speelt één transactie af op sqlite3; haalt alle rijen op."""
    for opdracht in band:
        geef = verbinding.executemany if opdracht.reeks else verbinding.execute
        uitkomst = geef(opdracht.sql, opdracht.waarden)
        if uitkomst.description is not None:  # ook wat schrijft met RETURNING
            uitkomst.fetchall()
    verbinding.execute("COMMIT")


def speel_psycopg(verbinding: psycopg.Connection[Any], band: Sequence[Opdracht]) -> None:
    """Speelt één transactie af op psycopg, opdracht voor opdracht."""
    for opdracht in band:
        _geef(verbinding, opdracht)
    verbinding.commit()


def speel_pijplijn(verbinding: psycopg.Connection[Any], groepen: Sequence[Sequence[Opdracht]]) -> None:
    """Speelt één transactie af in een pijplijn; wacht alleen waar de volgende opdracht de uitkomst nodig heeft."""
    with verbinding.pipeline():
        for groep in groepen:
            lopend = [verbinding.execute(o.sql, o.waarden) for o in groep if not o.reeks]
            for opdracht in groep:
                if opdracht.reeks:
                    verbinding.cursor().executemany(opdracht.sql, opdracht.waarden)
            for cursor, opdracht in zip(lopend, (o for o in groep if not o.reeks), strict=True):
                if opdracht.leest:
                    cursor.fetchall()
        verbinding.commit()


def _geef(verbinding: psycopg.Connection[Any], opdracht: Opdracht) -> None:
    cursor = verbinding.cursor()
    if opdracht.reeks:
        cursor.executemany(opdracht.sql, opdracht.waarden)
    else:
        cursor.execute(opdracht.sql, opdracht.waarden)
    if opdracht.leest:
        cursor.fetchall()


def in_groepen(band: Sequence[Opdracht]) -> list[list[Opdracht]]:
    """Wat in één heen-en-weer kan: tot en met de eerste rij (de zaak), dan de vragen samen en het schrijven samen."""
    eerste = next(nr for nr, opdracht in enumerate(band) if opdracht.leest and not opdracht.is_begin)
    rest = [list(groep) for _, groep in groupby(band[eerste + 1 :], key=lambda opdracht: opdracht.leest)]
    return [list(band[: eerste + 1]), *rest]


def speler(bank: Bank, banden: Sequence[Sequence[Opdracht]], pijplijn: bool = False) -> Callable[[int], None]:
    """Een functie die de zoveelste band afspeelt op een eigen kale verbinding."""
    if bank.soort == "sqlite":
        lite = sqlite_verbinding(bank)
        return lambda nummer: speel_sqlite(lite, banden[nummer])
    pg = psycopg_verbinding(bank)
    if pijplijn:
        groepen = [in_groepen(band) for band in banden]
        return lambda nummer: speel_pijplijn(pg, groepen[nummer])
    return lambda nummer: speel_psycopg(pg, banden[nummer])
