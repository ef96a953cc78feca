"""Wat elke migratie met tabellen van een gemeente nodig heeft: de muur van PostgreSQL, en een kolom erbij.

Migratie 005 heeft haar eigen, oudere muur en verandert niet meer; 009 zet overal de regel van nu.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

# Als subselect: PostgreSQL rekent de instelling dan één keer per opdracht uit, niet per rij.
LEES_TOT_009 = (
    "gemeente_id = ANY ((SELECT string_to_array(nullif(current_setting('casus.lees', true), ''), ',')::uuid[])::uuid[])"
)
LEES = "gemeente_id IN (SELECT unnest(string_to_array(nullif(current_setting('casus.lees', true), ''), ','))::uuid)"
"""Elke vraag noemt de gemeente zelf al (casus/db.py). Met `= ANY` rekent de planner het filter dubbel en op tien
zoekingen per rij, en leest hij liever de hele gemeente; met `IN` is de muur een controle per rij en volgt hij de
sleutel."""
SCHRIJF = "gemeente_id = (SELECT nullif(current_setting('casus.schrijf', true), '')::uuid)"


def bouw_muur(*tabellen: str) -> None:
    """Zet row level security op deze tabellen (veiligheid B3); op SQLite is er niets te doen."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for tabel in tabellen:
        op.execute(f"ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {tabel}_lees ON {tabel} FOR SELECT USING ({LEES})")
        op.execute(f"CREATE POLICY {tabel}_schrijf_nieuw ON {tabel} FOR INSERT WITH CHECK ({SCHRIJF})")
        op.execute(
            f"CREATE POLICY {tabel}_schrijf_wijzig ON {tabel} FOR UPDATE USING ({SCHRIJF}) WITH CHECK ({SCHRIJF})"
        )
        op.execute(f"CREATE POLICY {tabel}_schrijf_weg ON {tabel} FOR DELETE USING ({SCHRIJF})")


@contextmanager
def zonder_muur(tabel: str) -> Iterator[None]:
    """Binnen dit blok ziet de eigenaar elke rij van deze tabel: anders verandert zijn UPDATE op PostgreSQL niets."""
    if op.get_bind().dialect.name != "postgresql":
        yield
        return
    op.execute(f"ALTER TABLE {tabel} NO FORCE ROW LEVEL SECURITY")
    yield
    op.execute(f"ALTER TABLE {tabel} FORCE ROW LEVEL SECURITY")


def verzet_leesmuur(regel: str) -> None:
    """Geeft elke tabel met een muur deze regel om te lezen; op SQLite is er niets te doen."""
    if op.get_bind().dialect.name != "postgresql":
        return
    muren = (
        "SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = tablename || '_lees'"
    )
    for (tabel,) in op.get_bind().exec_driver_sql(muren).all():
        op.execute(f"ALTER POLICY {tabel}_lees ON {tabel} USING ({regel})")


def kolom_erbij(tabel: str, kolom: str, *controles: str) -> None:
    """Een kolom met haar CHECK's erbij. SQLite kan een CHECK alleen zo toevoegen zonder de tabel te vervangen."""
    delen = " ".join(f"CONSTRAINT {naam} CHECK ({regel})" for naam, regel in (c.split(": ", 1) for c in controles))
    op.execute(f"ALTER TABLE {tabel} ADD COLUMN {kolom} {delen}".rstrip())


def woorden() -> tuple[str, str, str, str]:
    """Hoe deze database een id, JSON, een moment en 'nee' schrijft."""
    if op.get_bind().dialect.name == "postgresql":
        return "UUID", "JSONB", "TIMESTAMP WITH TIME ZONE", "false"
    return "CHAR(32)", "JSON", "DATETIME", "0"


def mag_leeg(tabel: str, kolom: str, *, leeg: bool = True) -> None:
    """Een kolom ('naam SOORT') mag voortaan leeg zijn, of juist niet meer."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {tabel} ALTER COLUMN {kolom.split()[0]} {'DROP' if leeg else 'SET'} NOT NULL")
        return
    vol = f"{kolom} NOT NULL"
    _vervang(tabel, *((vol, kolom) if leeg else (kolom, vol)))


def vervang_controle(tabel: str, naam: str, oud: str, nieuw: str) -> None:
    """Een CHECK krijgt een andere regel. SQLite vervangt daarvoor de tabel door een gelijke, met haar indexen."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {tabel} DROP CONSTRAINT {naam}, ADD CONSTRAINT {naam} CHECK ({nieuw})")
        return
    _vervang(tabel, f"CONSTRAINT {naam} CHECK ({oud})", f"CONSTRAINT {naam} CHECK ({nieuw})")


def _vervang(tabel: str, oud: str, nieuw: str) -> None:
    """SQLite: dezelfde tabel met één zinsdeel anders. Raises ValueError als dat er niet precies één keer staat."""
    verbinding = op.get_bind()
    vraag = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :tabel AND sql IS NOT NULL ORDER BY type")
    delen = [(soort, sql) for soort, sql in verbinding.execute(vraag, {"tabel": tabel})]
    gemaakt = next(sql for soort, sql in delen if soort == "table")
    if gemaakt.count(oud) != 1:
        raise ValueError(f"In de tabel {tabel} staat niet precies één keer {oud!r}.")
    verbinding.exec_driver_sql(gemaakt.replace(oud, nieuw).replace(tabel, f"{tabel}_nieuw", 1))
    kolommen = [kolom["name"] for kolom in sa.inspect(verbinding).get_columns(tabel)]
    van, naar = (sa.table(een, *map(sa.column, kolommen)) for een in (tabel, f"{tabel}_nieuw"))
    verbinding.execute(sa.insert(naar).from_select(kolommen, sa.select(van)))
    verbinding.exec_driver_sql(f"DROP TABLE {tabel}")
    verbinding.exec_driver_sql(f"ALTER TABLE {tabel}_nieuw RENAME TO {tabel}")
    for soort, sql in delen:
        if soort != "table":
            verbinding.exec_driver_sql(sql)
