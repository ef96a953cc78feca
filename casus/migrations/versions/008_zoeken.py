"""Zoeken: wat er over een zaak te vinden is, en de index van de database die daar vanzelf bij blijft.

De index staat los van de tabel. Row level security laat PostgreSQL bij een eigen tabel geen GIN-index gebruiken
(`@@` is niet leakproof), dus is hij alleen te bevragen via functies die zelf binnen de gemeenten van de sessie
blijven; de rol van de toepassing mag er niet in kijken. Elk woord draagt een merk van zijn gemeente en van waar het
staat: een begin van een woord is zo één stukje van de index, hoe groot de rest van het land ook is.
"""

import sqlalchemy as sa
from alembic import op

from casus.migrations.muur import bouw_muur

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

# Een gewoon woord staat in een grote gemeente op duizenden regels. Bij elkaar op de schijf beslaan die een kwart van de
# bladzijden die zij tussen alle andere gemeenten zouden raken.
DELEN = 16


def upgrade() -> None:
    op.create_table(
        "zoekregel",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.CheckConstraint("soort IN ('zaak', 'notitie', 'contactmoment')", name=op.f("ck_zoekregel_soort")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_zoekregel_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_zoekregel_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_zoekregel")),
        sa.UniqueConstraint("gemeente_id", "soort", "object_id", name=op.f("uq_zoekregel_gemeente_id_soort_object_id")),
    )
    op.create_index(op.f("ix_zoekregel_gemeente_id_zaak_id"), "zoekregel", ["gemeente_id", "zaak_id"])
    bouw_muur("zoekregel")
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_table("zoekregel")
        op.execute("DROP FUNCTION casus_zoek_samen, casus_zoek, casus_zoekwoord, casus_zoekwoorden")
        op.execute("DROP TABLE zoekwoord")
    else:
        for trigger in ("nieuw", "anders", "weg"):
            op.execute(f"DROP TRIGGER zoekregel_{trigger}")
        op.execute("DROP TABLE zoekwoord")
        op.execute("DROP TABLE zoekplek")
        op.drop_table("zoekregel")


def _postgresql() -> None:
    op.execute(
        """
        CREATE TABLE zoekwoord (
            regel_id uuid NOT NULL,
            gemeente_id uuid NOT NULL,
            zaak_id uuid NOT NULL,
            soort varchar NOT NULL,
            object_id uuid NOT NULL,
            woorden tsvector NOT NULL
        ) PARTITION BY HASH (gemeente_id)
        """
    )
    op.execute("CREATE INDEX ix_zoekwoord_woorden ON zoekwoord USING gin (woorden) WITH (fastupdate = off)")
    op.execute("CREATE INDEX ix_zoekwoord_zaak_id ON zoekwoord (zaak_id)")
    # Zonder een enkele regel: wie niet de eigenaar is ziet niets, ook als iemand hem per ongeluk toegang geeft.
    op.execute("ALTER TABLE zoekwoord ENABLE ROW LEVEL SECURITY")
    for nr in range(DELEN):
        deel = f"zoekwoord_{nr:02}"
        op.execute(f"CREATE TABLE {deel} PARTITION OF zoekwoord FOR VALUES WITH (MODULUS {DELEN}, REMAINDER {nr})")
        op.execute(f"ALTER TABLE {deel} ENABLE ROW LEVEL SECURITY")
    op.execute(
        """
        CREATE FUNCTION casus_zoekwoorden(gemeente uuid, zaak uuid, soort varchar, naam text, tekst text)
        RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
            SELECT array_to_tsvector(array_agg(DISTINCT 'g' || right(gemeente::text, 6) || plaats || left(woord, 40)))
            FROM (
                SELECT 'n', unnest(string_to_array(naam, ' '))
                UNION ALL
                SELECT CASE soort WHEN 'zaak' THEN 't' ELSE 's' END, unnest(string_to_array(tekst, ' '))
                UNION ALL
                SELECT 'j', extract(year FROM to_timestamp(
                    ('x' || left(replace(zaak::text, '-', ''), 12))::bit(48)::bigint / 1000.0
                ) AT TIME ZONE 'UTC')::text
            ) AS alle (plaats, woord)
            WHERE woord <> ''
        $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION casus_zoekwoord() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                DELETE FROM zoekwoord
                WHERE gemeente_id = OLD.gemeente_id AND zaak_id = OLD.zaak_id AND regel_id = OLD.id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                INSERT INTO zoekwoord (regel_id, gemeente_id, zaak_id, soort, object_id, woorden) VALUES (
                    NEW.id, NEW.gemeente_id, NEW.zaak_id, NEW.soort, NEW.object_id,
                    casus_zoekwoorden(NEW.gemeente_id, NEW.zaak_id, NEW.soort, NEW.naam, NEW.tekst)
                );
            END IF;
            RETURN NULL;
        END
        $$
        """
    )
    op.execute(
        "CREATE TRIGGER zoekregel_zoekwoord AFTER INSERT OR UPDATE OR DELETE ON zoekregel "
        "FOR EACH ROW EXECUTE FUNCTION casus_zoekwoord()"
    )
    # De gemeente moet er een van de sessie zijn, zoals in de muur van elke tabel (muur.LEES). Een gewoon woord wordt in
    # steeds meer jaren terug gezocht tot er genoeg is: zo staan de jongste zaken vooraan zonder alle rijen te zien.
    op.execute(
        """
        CREATE FUNCTION casus_zoek(gemeente uuid, vraag text, grens integer)
        RETURNS TABLE (zaak_id uuid, soort varchar, object_id uuid) LANGUAGE plpgsql STABLE AS $$
        DECLARE
            zoekt tsquery := vraag::tsquery;
            binnen tsquery;
            jaar integer := extract(year FROM now() AT TIME ZONE 'UTC');
            gezien integer;
        BEGIN
            IF gemeente = ANY (string_to_array(nullif(current_setting('casus.lees', true), ''), ',')::uuid[]) THEN
                SELECT count(*) INTO gezien FROM (
                    SELECT 1 FROM zoekwoord w WHERE w.gemeente_id = gemeente AND w.woorden @@ zoekt LIMIT 2000
                ) AS g;
                IF gezien = 2000 THEN
                    FOR terug IN 0..4 LOOP
                        SELECT string_agg('g' || right(gemeente::text, 6) || 'j' || jaar - nr, ' | ')::tsquery
                        INTO binnen FROM generate_series(-1, (1 << terug) - 1) AS nr;
                        SELECT count(*) INTO gezien FROM (
                            SELECT 1 FROM zoekwoord w
                            WHERE w.gemeente_id = gemeente AND w.woorden @@ (zoekt && binnen) LIMIT grens
                        ) AS g;
                        IF gezien = grens THEN
                            zoekt := zoekt && binnen;
                            EXIT;
                        END IF;
                    END LOOP;
                END IF;
                RETURN QUERY SELECT g.zaak_id, g.soort, g.object_id
                FROM (
                    SELECT w.zaak_id, w.soort, w.object_id FROM zoekwoord w
                    WHERE w.gemeente_id = gemeente AND w.woorden @@ zoekt
                    LIMIT 20000
                ) AS g
                ORDER BY g.zaak_id DESC, g.object_id DESC LIMIT grens;
            END IF;
        END
        $$
        """
    )
    # Een woord uit de naam en een woord uit een notitie: eerst de zaken, dan alleen hún notities.
    op.execute(
        """
        CREATE FUNCTION casus_zoek_samen(gemeente uuid, kop text, rest text, alles text, grens integer)
        RETURNS TABLE (zaak_id uuid, soort varchar, object_id uuid) LANGUAGE sql STABLE AS $$
            SELECT r.zaak_id, r.soort, r.object_id
            FROM (
                SELECT w.zaak_id, w.woorden FROM zoekwoord w
                WHERE gemeente = ANY (string_to_array(nullif(current_setting('casus.lees', true), ''), ',')::uuid[])
                    AND w.gemeente_id = gemeente AND w.woorden @@ kop::tsquery
                LIMIT 1000
            ) AS k
            CROSS JOIN LATERAL (
                SELECT s.zaak_id, s.soort, s.object_id, s.woorden FROM zoekwoord s
                WHERE s.gemeente_id = gemeente AND s.zaak_id = k.zaak_id AND s.soort <> 'zaak' OFFSET 0
            ) AS r
            WHERE r.woorden @@ rest::tsquery AND (k.woorden || r.woorden) @@ alles::tsquery
            ORDER BY r.zaak_id DESC, r.object_id DESC LIMIT grens
        $$
        """
    )
    schema = op.get_bind().scalar(sa.text("SELECT current_schema()"))
    for functie in ("casus_zoekwoord", "casus_zoek", "casus_zoek_samen"):
        op.execute(f'ALTER FUNCTION {functie} SECURITY DEFINER SET search_path = "{schema}", pg_temp')
    for functie in ("casus_zoek", "casus_zoek_samen"):
        # Wat de planner ook verwacht: alleen de index zelf is hier ooit goed.
        op.execute(f"ALTER FUNCTION {functie} SET enable_seqscan = off")
        op.execute(f"ALTER FUNCTION {functie} SET jit = off")
    # Aanroepen mag alleen de rol van de toepassing (casus.migraties).
    op.execute("REVOKE ALL ON FUNCTION casus_zoek_samen, casus_zoek, casus_zoekwoord, casus_zoekwoorden FROM PUBLIC")


def _sqlite() -> None:
    # Een eigen nummer: de rowid van een tabel zonder geheel getal als sleutel verandert bij VACUUM.
    op.execute(
        "CREATE TABLE zoekplek (nr INTEGER PRIMARY KEY, gemeente_id CHAR(32) NOT NULL, regel_id CHAR(32) NOT NULL, "
        "zaak_id CHAR(32) NOT NULL, soort VARCHAR NOT NULL, object_id CHAR(32) NOT NULL, woorden TEXT NOT NULL, "
        "UNIQUE (gemeente_id, regel_id))"
    )
    op.execute(
        "CREATE VIRTUAL TABLE zoekwoord USING fts5(woorden, zaak_id UNINDEXED, soort UNINDEXED, object_id UNINDEXED, "
        "content='zoekplek', content_rowid='nr', tokenize='ascii', detail='none', columnsize=0)"
    )
    op.execute(f"CREATE TRIGGER zoekregel_nieuw AFTER INSERT ON zoekregel BEGIN {_ERBIJ} END")
    op.execute(f"CREATE TRIGGER zoekregel_anders AFTER UPDATE ON zoekregel BEGIN {_ERAF} {_ERBIJ} END")
    op.execute(f"CREATE TRIGGER zoekregel_weg AFTER DELETE ON zoekregel BEGIN {_ERAF} END")


_ERBIJ = """
    INSERT INTO zoekplek (gemeente_id, regel_id, zaak_id, soort, object_id, woorden)
    SELECT NEW.gemeente_id, NEW.id, NEW.zaak_id, NEW.soort, NEW.object_id,
        CASE NEW.naam WHEN '' THEN '' ELSE replace(' ' || NEW.naam, ' ', merk || 'n') END
        || CASE NEW.tekst WHEN '' THEN '' ELSE
            replace(' ' || NEW.tekst, ' ', merk || CASE NEW.soort WHEN 'zaak' THEN 't' ELSE 's' END) END
    FROM (SELECT ' g' || substr(NEW.gemeente_id, -6) AS merk);
    INSERT INTO zoekwoord (rowid, woorden, zaak_id, soort, object_id)
    SELECT nr, woorden, zaak_id, soort, object_id FROM zoekplek
    WHERE gemeente_id = NEW.gemeente_id AND regel_id = NEW.id;
"""
_ERAF = """
    INSERT INTO zoekwoord (zoekwoord, rowid, woorden, zaak_id, soort, object_id)
    SELECT 'delete', nr, woorden, zaak_id, soort, object_id FROM zoekplek
    WHERE gemeente_id = OLD.gemeente_id AND regel_id = OLD.id;
    DELETE FROM zoekplek WHERE gemeente_id = OLD.gemeente_id AND regel_id = OLD.id;
"""
