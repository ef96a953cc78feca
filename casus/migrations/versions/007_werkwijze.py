"""Hoe iemand werkt: weergaven, afwezigheid, bulk, signalen en de agenda."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from casus.migrations.muur import bouw_muur

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)
_DEELINDEXEN = (
    ("ix_signaal_nieuw", ["gemeente_id", "gebruiker_id", "id"], sa.text("gelezen_op IS NULL")),
    ("ix_signaal_te_mailen", ["gemeente_id", "mail", "gebruiker_id"], sa.text("mail <> 'nooit' AND mail_id IS NULL")),
    ("ix_signaal_in_mail", ["gemeente_id", "mail_id"], sa.text("mail_id IS NOT NULL")),
)
TABELLEN = ("weergave", "afwezigheid", "bulk", "bulkregel", "signaal")


def upgrade() -> None:
    op.create_table(
        "weergave",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("eigenaar_id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("lijst", sa.String(), nullable=False),
        sa.Column("filters", _JSON, nullable=False),
        sa.Column("gedeeld", sa.Boolean(), nullable=False),
        sa.Column("gemaakt_op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("lijst IN ('mijn', 'rollen', 'team', 'gevolgd')", name=op.f("ck_weergave_lijst")),
        sa.CheckConstraint("naam <> ''", name=op.f("ck_weergave_naam")),
        sa.ForeignKeyConstraint(["eigenaar_id"], ["gebruiker.id"], name=op.f("fk_weergave_eigenaar_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_weergave_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_weergave")),
        sa.UniqueConstraint(
            "gemeente_id", "eigenaar_id", "naam", name=op.f("uq_weergave_gemeente_id_eigenaar_id_naam")
        ),
    )
    op.create_table(
        "afwezigheid",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("vervanger_id", sa.Uuid(), nullable=True),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column("gemeld_op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("tot >= van", name=op.f("ck_afwezigheid_periode")),
        sa.CheckConstraint("vervanger_id IS NULL OR vervanger_id <> gebruiker_id", name=op.f("ck_afwezigheid_ander")),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_afwezigheid_gebruiker_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_afwezigheid_gemeente_id")),
        sa.ForeignKeyConstraint(["vervanger_id"], ["gebruiker.id"], name=op.f("fk_afwezigheid_vervanger_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_afwezigheid")),
    )
    op.create_index(
        op.f("ix_afwezigheid_gemeente_id_gebruiker_id_tot"), "afwezigheid", ["gemeente_id", "gebruiker_id", "tot"]
    )
    op.create_index(
        op.f("ix_afwezigheid_gemeente_id_vervanger_id_tot"), "afwezigheid", ["gemeente_id", "vervanger_id", "tot"]
    )
    op.create_table(
        "bulk",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("gemaakt_op", _TIJDSTIP, nullable=False),
        sa.Column("klaar_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("soort IN ('toewijzen', 'overdragen', 'inplannen', 'volgen')", name=op.f("ck_bulk_soort")),
        sa.CheckConstraint(
            "status IN ('wacht', 'stopt', 'gestopt', 'klaar', 'terug', 'teruggedraaid')", name=op.f("ck_bulk_status")
        ),
        sa.CheckConstraint("aantal BETWEEN 1 AND 1000", name=op.f("ck_bulk_aantal")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_bulk_door_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_bulk_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_bulk")),
    )
    op.create_index(op.f("ix_bulk_gemeente_id_door_id_gemaakt_op"), "bulk", ["gemeente_id", "door_id", "gemaakt_op"])
    op.create_table(
        "bulkregel",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("taak_id", sa.Uuid(), nullable=False),
        sa.Column("uitkomst", sa.String(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("voor", _JSON, nullable=False),
        sa.CheckConstraint(
            "(uitkomst IN ('geweigerd', 'niet_terug')) = (reden <> '')", name=op.f("ck_bulkregel_reden")
        ),
        sa.CheckConstraint(
            "uitkomst IN ('wacht', 'gelukt', 'geweigerd', 'overgeslagen', 'teruggedraaid', 'niet_terug')",
            name=op.f("ck_bulkregel_uitkomst"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "bulk_id"], ["bulk.gemeente_id", "bulk.id"], name=op.f("fk_bulkregel_gemeente_id_bulk_id")
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "taak_id"], ["taak.gemeente_id", "taak.id"], name=op.f("fk_bulkregel_gemeente_id_taak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_bulkregel_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_bulkregel")),
        sa.UniqueConstraint("gemeente_id", "bulk_id", "nr", name=op.f("uq_bulkregel_gemeente_id_bulk_id_nr")),
        sa.UniqueConstraint("gemeente_id", "bulk_id", "taak_id", name=op.f("uq_bulkregel_gemeente_id_bulk_id_taak_id")),
    )
    op.create_table(
        "signaal",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("kenmerk", sa.String(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=True),
        sa.Column("taak_id", sa.Uuid(), nullable=True),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.Column("gelezen_op", _TIJDSTIP, nullable=True),
        sa.Column("gemaild_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("mail IN ('nooit', 'meteen', 'dagelijks')", name=op.f("ck_signaal_mail")),
        sa.CheckConstraint("gemaild_op IS NULL OR mail_id IS NOT NULL", name=op.f("ck_signaal_gemaild")),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_signaal_gebruiker_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "taak_id"], ["taak.gemeente_id", "taak.id"], name=op.f("fk_signaal_gemeente_id_taak_id")
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_signaal_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_signaal_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_signaal")),
        sa.UniqueConstraint(
            "gemeente_id", "gebruiker_id", "kenmerk", name=op.f("uq_signaal_gemeente_id_gebruiker_id_kenmerk")
        ),
    )
    op.create_index(op.f("ix_signaal_gemeente_id_gebruiker_id_id"), "signaal", ["gemeente_id", "gebruiker_id", "id"])
    for naam, kolommen, waar in _DEELINDEXEN:
        op.create_index(naam, "signaal", kolommen, postgresql_where=waar, sqlite_where=waar)
    op.create_table(
        "agendalink",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("geheim_hash", sa.String(), nullable=False),
        sa.Column("gemaakt_op", _TIJDSTIP, nullable=False),
        sa.Column("ingetrokken_op", _TIJDSTIP, nullable=True),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_agendalink_gebruiker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendalink")),
        sa.UniqueConstraint("geheim_hash", name=op.f("uq_agendalink_geheim_hash")),
    )
    op.create_index(op.f("ix_agendalink_gebruiker_id"), "agendalink", ["gebruiker_id"])
    bouw_muur(*TABELLEN)


def downgrade() -> None:
    op.drop_table("agendalink")
    for tabel in reversed(TABELLEN):
        op.drop_table(tabel)
