"""De muren: een gemeente ziet op PostgreSQL alleen haar eigen rijen, en wat gebeurd is verandert niet meer."""

from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

GEBONDEN = (
    "lidmaatschap",
    "parameter",
    "teller",
    "indiening",
    "functie",
    "functiehouder",
    "vervanging",
    "mandaat",
    "huishouden",
    "persoon",
    "zaak",
    "opschorting",
    "inburgering",
    "taak",
    "besluit",
    "bezwaar",
    "woning",
    "aanbod",
    "notitie",
    "contactmoment",
    "document",
    "verstrekking",
    "importregel",
    "keten",
    "gebeurtenis",
    "gebeurtenis_inhoud",
    "leesactie",
)
# Als subselect: PostgreSQL rekent de instelling dan één keer per opdracht uit, niet per rij.
LEES = (
    "gemeente_id = ANY ((SELECT string_to_array(nullif(current_setting('casus.lees', true), ''), ',')::uuid[])::uuid[])"
)
SCHRIJF = "gemeente_id = (SELECT nullif(current_setting('casus.schrijf', true), '')::uuid)"

# Tabel en wat er niet op mag. De inhoud van een gebeurtenis mag wel worden gewist (veiligheid C3): op PostgreSQL
# alleen door de eigenaar, want de rol van de toepassing krijgt dat recht niet.
VAST = {
    "gebeurtenis": ("UPDATE", "DELETE"),
    "gebeurtenis_inhoud": ("UPDATE",),
    "workflowversie": ("UPDATE", "DELETE"),
}
ZIN = "Een vastgelegde rij van {tabel} verandert niet meer."


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _muren_postgresql()
        _vast_postgresql()
    else:
        _vast_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for tabel in VAST:
            op.execute(f"DROP TRIGGER {tabel}_vast ON {tabel}")
            op.execute(f"DROP TRIGGER {tabel}_niet_leeg ON {tabel}")
        op.execute("DROP FUNCTION casus_weiger()")
        for tabel in GEBONDEN:
            for opdracht in ("lees", "schrijf_nieuw", "schrijf_wijzig", "schrijf_weg"):
                op.execute(f"DROP POLICY {tabel}_{opdracht} ON {tabel}")
            op.execute(f"ALTER TABLE {tabel} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    else:
        for tabel, opdrachten in VAST.items():
            for opdracht in opdrachten:
                op.execute(f"DROP TRIGGER {tabel}_{opdracht.lower()}")


def _muren_postgresql() -> None:
    for tabel in GEBONDEN:
        op.execute(f"ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {tabel}_lees ON {tabel} FOR SELECT USING ({LEES})")
        op.execute(f"CREATE POLICY {tabel}_schrijf_nieuw ON {tabel} FOR INSERT WITH CHECK ({SCHRIJF})")
        op.execute(
            f"CREATE POLICY {tabel}_schrijf_wijzig ON {tabel} FOR UPDATE USING ({SCHRIJF}) WITH CHECK ({SCHRIJF})"
        )
        op.execute(f"CREATE POLICY {tabel}_schrijf_weg ON {tabel} FOR DELETE USING ({SCHRIJF})")


def _vast_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION casus_weiger() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'Een vastgelegde rij van % verandert niet meer.', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END
        $$
        """
    )
    for tabel, opdrachten in VAST.items():
        op.execute(
            f"CREATE TRIGGER {tabel}_vast BEFORE {' OR '.join(opdrachten)} ON {tabel} "
            "FOR EACH ROW EXECUTE FUNCTION casus_weiger()"
        )
        op.execute(
            f"CREATE TRIGGER {tabel}_niet_leeg BEFORE TRUNCATE ON {tabel} "
            "FOR EACH STATEMENT EXECUTE FUNCTION casus_weiger()"
        )


def _vast_sqlite() -> None:
    for tabel, opdrachten in VAST.items():
        for opdracht in opdrachten:
            op.execute(
                f"CREATE TRIGGER {tabel}_{opdracht.lower()} BEFORE {opdracht} ON {tabel} "
                f"BEGIN SELECT RAISE(ABORT, '{ZIN.format(tabel=tabel)}'); END"
            )
