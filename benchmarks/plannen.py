"""Het plan dat de database voor een opdracht kiest, en of het de deelindexen van de werkvoorraad gebruikt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.databanken import Bank
from benchmarks.opname import Opdracht, psycopg_verbinding, sqlite_verbinding

_HELE_TABEL = {"sqlite": r"\bSCAN taak\b", "postgresql": r"\bSeq Scan on taak\b"}


def plan(bank: Bank, band: Sequence[Opdracht]) -> list[str]:
    """De regels van het plan. Op PostgreSQL twee plannen: met deze waarden, en zonder waarden (voorbereid)."""
    vraag = next(opdracht for opdracht in band if opdracht.leest and not opdracht.is_begin)
    if bank.soort == "sqlite":
        lite = sqlite_verbinding(bank)
        rijen = lite.execute(f"EXPLAIN QUERY PLAN {vraag.sql}", vraag.waarden).fetchall()
        lite.close()
        return [str(rij[3]) for rij in rijen]
    with psycopg_verbinding(bank) as pg:
        for opdracht in band:
            if opdracht.is_begin:
                pg.execute(opdracht.sql.encode(), opdracht.waarden)
        met = pg.execute(f"EXPLAIN {vraag.sql}".encode(), vraag.waarden).fetchall()
        zonder = pg.execute(f"EXPLAIN (GENERIC_PLAN) {_genummerd(vraag.sql)}".encode(), prepare=False).fetchall()
    return [str(rij[0]) for rij in (*met, *zonder)]


def _genummerd(sql: str) -> str:
    """`%(naam)s` als `$1`: zo kent PostgreSQL een opdracht zonder waarden."""
    namen: dict[str, int] = {}
    return re.sub(r"%\((\w+)\)s", lambda vondst: f"${namen.setdefault(vondst[1], len(namen) + 1)}", sql)


def zoekt_op_id(regels: Sequence[str]) -> bool:
    """Of PostgreSQL elke zaak en elk huishouden op id opzoekt, en niet alle van de gemeente langsgaat."""
    paren = pairwise(regels)
    voorwaarden = [volgende for regel, volgende in paren if re.search(r" on (zaak|huishouden) ", regel)]
    return all("(id = " in voorwaarde for voorwaarde in voorwaarden)


def planfouten(soort: str, regels: Sequence[str], indexen: Sequence[str]) -> list[str]:
    """Wat er aan het plan niet deugt, in zinnen: het hoort elk van deze deelindexen te gebruiken."""
    tekst = "\n".join(regels)
    fouten = [f"Het plan gebruikt {index} niet." for index in indexen if index not in tekst]
    if re.search(_HELE_TABEL[soort], tekst):
        fouten.append("Het plan leest de hele tabel taak.")
    return fouten
