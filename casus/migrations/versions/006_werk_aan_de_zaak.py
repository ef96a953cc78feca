"""Wat een werkvoorraad van een zaak wil weten: haar verloop, wie erbij hoort, en waarop een taak wacht."""

import sqlalchemy as sa
from alembic import op

from casus.migrations.muur import bouw_muur, kolom_erbij

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

_TIJDSTIP = sa.DateTime(timezone=True)
TABELLEN = ("verloop", "zaakrol", "volger", "zaakverband", "notitieversie", "taakstelling")


def upgrade() -> None:
    op.execute("ALTER TABLE gebruiker RENAME COLUMN weergave TO voorkeuren")
    _taak()
    _tellen()
    _document()
    kolom_erbij("notitie", "versie INTEGER NOT NULL DEFAULT 1", "ck_notitie_versie: versie >= 1")
    _tabellen()
    bouw_muur(*TABELLEN)


def _taak() -> None:
    for kolom in (
        "toelichting TEXT NOT NULL DEFAULT ''",
        "gepland_op DATE",
        "gepland_reden TEXT NOT NULL DEFAULT ''",
        "wacht_op VARCHAR",
    ):
        kolom_erbij("taak", kolom)
    kolom_erbij("taak", "wacht_tot DATE", "ck_taak_wacht: (wacht_op IS NULL) = (wacht_tot IS NULL)")
    soort = "ck_taak_blokkade_soort: blokkade_soort IN ('', 'wacht', 'slot')"
    kolom_erbij("taak", "blokkade_soort VARCHAR NOT NULL DEFAULT ''", soort)
    reden = "ck_taak_blokkade: (blokkade_soort = '') = (blokkade = '')"
    kolom_erbij("taak", "blokkade TEXT NOT NULL DEFAULT ''", reden)
    open_ = sa.text("status = 'open'")
    # met rol en behandelaar erbij: het teamoverzicht telt uit de index alleen
    team = ["gemeente_id", "uiterlijk", "id", "rol", "behandelaar_id"]
    op.create_index("ix_taak_team", "taak", team, postgresql_where=open_, sqlite_where=open_)
    opgehouden = sa.text("status = 'open' AND (wacht_tot IS NOT NULL OR blokkade_soort <> '')")
    kolommen = ["gemeente_id", "behandelaar_id", "rol", "uiterlijk", "id"]
    op.create_index("ix_taak_opgehouden", "taak", kolommen, postgresql_where=opgehouden, sqlite_where=opgehouden)


def _tellen() -> None:
    telt = sa.text("telt_mee_vanaf IS NOT NULL")
    op.create_index(
        "ix_persoon_telt_mee",
        "persoon",
        ["gemeente_id", "telt_mee_vanaf"],
        postgresql_where=telt,
        sqlite_where=telt,
    )
    op.create_index(
        op.f("ix_zaak_gemeente_id_toestand_toestand_sinds"), "zaak", ["gemeente_id", "toestand", "toestand_sinds"]
    )


def _document() -> None:
    soort = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    kolom_erbij("document", "versie INTEGER NOT NULL DEFAULT 1", "ck_document_versie: versie >= 1")
    kolom_erbij("document", f"reeks_id {soort}", "ck_document_reeks: (reeks_id IS NULL) = (versie = 1)")
    status = "ck_document_status: status IN ('quarantaine', 'schoon', 'geweigerd')"
    kolom_erbij("document", "status VARCHAR NOT NULL DEFAULT 'schoon'", status)
    reden = "ck_document_reden: (status = 'geweigerd') = (reden <> '')"
    kolom_erbij("document", "reden TEXT NOT NULL DEFAULT ''", reden)
    kolom_erbij("document", "toelichting TEXT NOT NULL DEFAULT ''")
    kolom_erbij("document", "bladen INTEGER")
    op.create_index("uq_document_versie", "document", ["gemeente_id", "reeks_id", "versie"], unique=True)


def _tabellen() -> None:
    op.create_table(
        "verloop",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("toestand", sa.String(), nullable=False),
        sa.Column("naar", sa.String(), nullable=False),
        sa.Column("van", _TIJDSTIP, nullable=False),
        sa.Column("tot", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("tot >= van", name=op.f("ck_verloop_periode")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_verloop_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_verloop_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_verloop")),
    )
    for kolommen in (
        ["gemeente_id", "naar", "tot", "zaak_id"],
        ["gemeente_id", "toestand", "tot", "zaak_id", "van"],
        ["gemeente_id", "zaak_id", "naar", "tot"],
    ):
        op.create_index(op.f("ix_verloop_" + "_".join(kolommen)), "verloop", kolommen)
    op.create_table(
        "zaakrol",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("sinds", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_zaakrol_gebruiker_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_zaakrol_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_zaakrol_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_zaakrol")),
        sa.UniqueConstraint("gemeente_id", "zaak_id", "rol", name=op.f("uq_zaakrol_gemeente_id_zaak_id_rol")),
    )
    op.create_table(
        "volger",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("sinds", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_volger_gebruiker_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_volger_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_volger_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_volger")),
        sa.UniqueConstraint(
            "gemeente_id", "gebruiker_id", "zaak_id", name=op.f("uq_volger_gemeente_id_gebruiker_id_zaak_id")
        ),
    )
    op.create_index(op.f("ix_volger_gemeente_id_zaak_id"), "volger", ["gemeente_id", "zaak_id"])
    op.create_table(
        "zaakverband",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("andere_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("soort IN ('nareis', 'ruil', 'familie')", name=op.f("ck_zaakverband_soort")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_zaakverband_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "andere_id"],
            ["zaak.gemeente_id", "zaak.id"],
            name=op.f("fk_zaakverband_gemeente_id_andere_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_zaakverband_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_zaakverband_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_zaakverband")),
        sa.UniqueConstraint(
            "gemeente_id", "zaak_id", "andere_id", name=op.f("uq_zaakverband_gemeente_id_zaak_id_andere_id")
        ),
    )
    op.create_index(op.f("ix_zaakverband_gemeente_id_andere_id"), "zaakverband", ["gemeente_id", "andere_id"])
    op.create_table(
        "notitieversie",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notitie_id", sa.Uuid(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_notitieversie_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "notitie_id"],
            ["notitie.gemeente_id", "notitie.id"],
            name=op.f("fk_notitieversie_gemeente_id_notitie_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_notitieversie_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_notitieversie")),
        sa.UniqueConstraint(
            "gemeente_id", "notitie_id", "versie", name=op.f("uq_notitieversie_gemeente_id_notitie_id_versie")
        ),
    )
    op.create_table(
        "taakstelling",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("halfjaar", sa.Integer(), nullable=False),
        sa.Column("personen", sa.Integer(), nullable=False),
        sa.Column("achterstand", sa.Integer(), nullable=False),
        sa.Column("bron", sa.String(), nullable=False),
        sa.CheckConstraint("halfjaar IN (1, 2)", name=op.f("ck_taakstelling_halfjaar")),
        sa.CheckConstraint("personen >= 0", name=op.f("ck_taakstelling_personen")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_taakstelling_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_taakstelling")),
        sa.UniqueConstraint("gemeente_id", "jaar", "halfjaar", name=op.f("uq_taakstelling_gemeente_id_jaar_halfjaar")),
    )


def downgrade() -> None:
    for tabel in reversed(TABELLEN):
        op.drop_table(tabel)
    op.drop_index("uq_document_versie", "document")
    for kolom in ("bladen", "toelichting", "reden", "status", "reeks_id", "versie"):
        op.execute(f"ALTER TABLE document DROP COLUMN {kolom}")
    op.execute("ALTER TABLE notitie DROP COLUMN versie")
    op.drop_index("ix_taak_opgehouden", "taak")
    op.drop_index("ix_taak_team", "taak")
    op.drop_index("ix_zaak_gemeente_id_toestand_toestand_sinds", "zaak")
    op.drop_index("ix_persoon_telt_mee", "persoon")
    kolommen = ("blokkade", "blokkade_soort", "wacht_tot", "wacht_op", "gepland_reden", "gepland_op", "toelichting")
    for kolom in kolommen:
        op.execute(f"ALTER TABLE taak DROP COLUMN {kolom}")
    op.execute("ALTER TABLE gebruiker RENAME COLUMN voorkeuren TO weergave")
