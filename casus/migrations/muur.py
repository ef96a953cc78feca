"""Wat elke migratie met tabellen van een gemeente nodig heeft: de muur van PostgreSQL, en een kolom erbij.

Migratie 005 heeft haar eigen, oudere muur en verandert niet meer.
"""

from alembic import op

# Als subselect: PostgreSQL rekent de instelling dan één keer per opdracht uit, niet per rij.
LEES = (
    "gemeente_id = ANY ((SELECT string_to_array(nullif(current_setting('casus.lees', true), ''), ',')::uuid[])::uuid[])"
)
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


def kolom_erbij(tabel: str, kolom: str, *controles: str) -> None:
    """Een kolom met haar CHECK's erbij. SQLite kan een CHECK alleen zo toevoegen zonder de tabel te vervangen."""
    delen = " ".join(f"CONSTRAINT {naam} CHECK ({regel})" for naam, regel in (c.split(": ", 1) for c in controles))
    op.execute(f"ALTER TABLE {tabel} ADD COLUMN {kolom} {delen}".rstrip())
