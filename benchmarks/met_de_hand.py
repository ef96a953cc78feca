"""De kleinste overgang die iemand met de hand zou schrijven: 1 zaak, 3 taken, 1 gebeurtenis, 1 bericht, vastleggen."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.databanken import Bank
from benchmarks.opname import psycopg_verbinding, sqlite_verbinding
from benchmarks.zaken_klaar import Stap
from casus.db import uuid7
from casus.termijnen import nu, vandaag

_INSTELLEN = "SELECT set_config('casus.lees', %s, true), set_config('casus.schrijf', %s, true)"
_ZAAK = (
    "UPDATE zaak SET toestand = 'match_gezocht', toestand_sinds = ?, versie = versie + 1"
    " WHERE gemeente_id = ? AND zaaknummer = ? AND toestand = 'toegewezen' RETURNING id"
)
_TAAK = (
    "INSERT INTO taak (gemeente_id, id, zaak_id, soort, titel, rol, status, versie, aanleiding, uiterlijk, voorlopig,"
    " verlengd_met, verlengd_reden, ontstaan_op, gegevens) SELECT ?, ?, z.id, 'WO-01', 'Taak', 'wonen', 'open', 1, '',"
    " ?, ?, 0, '', ?, ? FROM zaak z WHERE z.gemeente_id = ? AND z.zaaknummer = ?"
)
_GEBEURTENIS = (
    "INSERT INTO gebeurtenis (gemeente_id, id, keten_id, nr, zaak_id, soort, resultaat, actor_id, actor_naam, herkomst,"
    " object_soort, object_id, correlatie, tijdstip, inhoud_hash, vorige_hash, hash) SELECT ?, ?, z.id, 1000, z.id,"
    " 'overgang', 'gelukt', ?, ?, 'web', 'zaak', z.id, '', ?, '', '', '' FROM zaak z"
    " WHERE z.gemeente_id = ? AND z.zaaknummer = ?"
)
_OUTBOX = (
    "INSERT INTO outbox (id, gemeente_id, soort, inhoud, status, pogingen, volgende_op, laatste_fout, gemaakt_op)"
    " VALUES (?, ?, 'bericht', ?, 'wacht', 0, ?, '', ?)"
)


def met_de_hand(bank: Bank, stappen: Sequence[Stap]) -> Callable[[int], None]:
    """Een functie die voor de zoveelste zaak de kleinste overgang schrijft en duurzaam vastlegt."""
    if bank.soort == "sqlite":
        return _op_sqlite(bank, stappen)
    pg = psycopg_verbinding(bank)
    opdrachten = [opdracht.replace("?", "%s") for opdracht in (_ZAAK, _TAAK, _GEBEURTENIS, _OUTBOX)]
    return lambda nummer: _schrijf_pg(pg, opdrachten, stappen[nummer])


def _op_sqlite(bank: Bank, stappen: Sequence[Stap]) -> Callable[[int], None]:
    lite = sqlite_verbinding(bank)

    def schrijf(nummer: int) -> None:
        zaak, taken, gebeurtenis, bericht = _waarden(stappen[nummer], lambda id_: id_.hex, json.dumps, str)
        lite.execute("BEGIN IMMEDIATE")
        lite.execute(_ZAAK, zaak).fetchone()
        lite.executemany(_TAAK, taken)
        lite.execute(_GEBEURTENIS, gebeurtenis)
        lite.execute(_OUTBOX, bericht)
        lite.execute("COMMIT")

    return schrijf


def _schrijf_pg(pg: psycopg.Connection[Any], opdrachten: Sequence[str], stap: Stap) -> None:
    zaak, taken, gebeurtenis, bericht = _waarden(stap, lambda id_: id_, Jsonb, lambda moment: moment)
    sql_zaak, sql_taak, sql_gebeurtenis, sql_outbox = opdrachten
    with pg.pipeline():
        pg.execute(_INSTELLEN, (str(stap.gemeente_id), str(stap.gemeente_id)))
        pg.execute(sql_zaak, zaak)
        for taak in taken:
            pg.execute(sql_taak, taak)
        pg.execute(sql_gebeurtenis, gebeurtenis)
        pg.execute(sql_outbox, bericht)
        pg.commit()


def _waarden(
    stap: Stap, sleutel: Callable[[Any], Any], als_json: Callable[[Any], Any], als_tijd: Callable[[Any], Any]
) -> tuple[Any, list[Any], Any, Any]:
    """De waarden van de vier soorten opdrachten, in de typen van deze driver."""
    moment, gemeente = als_tijd(nu()), sleutel(stap.gemeente_id)
    waar = (gemeente, stap.zaaknummer)
    dag = als_tijd(vandaag() + timedelta(days=5))
    taken = [(gemeente, sleutel(uuid7()), dag, False, moment, als_json({}), *waar) for _ in range(3)]
    wie = (sleutel(stap.actor.gebruiker_id), stap.actor.naam)
    gebeurtenis = (gemeente, sleutel(uuid7()), *wie, moment, *waar)
    return (moment, *waar), taken, gebeurtenis, (sleutel(uuid7()), gemeente, als_json({}), moment, moment)
