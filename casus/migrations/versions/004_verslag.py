"""Wat is opgeschreven, ingelezen en verstrekt, en de ketens van gebeurtenissen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "notitie",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("tekst <> ''", name=op.f("ck_notitie_tekst")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_notitie_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_notitie_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_notitie_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_notitie")),
    )
    op.create_index(op.f("ix_notitie_gemeente_id_zaak_id_op"), "notitie", ["gemeente_id", "zaak_id", "op"])
    op.create_table(
        "contactmoment",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("met", sa.String(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.Column("verslag", sa.Text(), nullable=False),
        sa.Column("tolk", sa.Boolean(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "soort IN ('telefoon', 'gesprek', 'huisbezoek', 'bericht', 'brief')", name=op.f("ck_contactmoment_soort")
        ),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_contactmoment_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"],
            ["zaak.gemeente_id", "zaak.id"],
            name=op.f("fk_contactmoment_gemeente_id_zaak_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_contactmoment_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_contactmoment")),
    )
    op.create_index(op.f("ix_contactmoment_gemeente_id_zaak_id_op"), "contactmoment", ["gemeente_id", "zaak_id", "op"])
    op.create_table(
        "document",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("mediatype", sa.String(), nullable=False),
        sa.Column("bestand", sa.String(), nullable=False),
        sa.Column("grootte", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_document_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_document_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_document_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_gemeente_id_zaak_id"), "document", ["gemeente_id", "zaak_id"])
    op.create_table(
        "verstrekking",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("corporatie_id", sa.Uuid(), nullable=False),
        sa.Column("doel", sa.String(), nullable=False),
        sa.Column("grondslag", sa.String(), nullable=False),
        sa.Column("velden", _JSON, nullable=False),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("aangevraagd_door_id", sa.Uuid(), nullable=False),
        sa.Column("aangevraagd_op", _TIJDSTIP, nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("gemaakt_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("(status = 'gemaakt') = (document_id IS NOT NULL)", name=op.f("ck_verstrekking_document")),
        sa.CheckConstraint("(status = 'gemaakt') = (gemaakt_op IS NOT NULL)", name=op.f("ck_verstrekking_gemaakt")),
        sa.CheckConstraint("(status = 'gemaakt') = (sha256 IS NOT NULL)", name=op.f("ck_verstrekking_sha256")),
        sa.CheckConstraint("status IN ('aangevraagd', 'gemaakt')", name=op.f("ck_verstrekking_status")),
        sa.ForeignKeyConstraint(
            ["aangevraagd_door_id"], ["gebruiker.id"], name=op.f("fk_verstrekking_aangevraagd_door_id")
        ),
        sa.ForeignKeyConstraint(["corporatie_id"], ["corporatie.id"], name=op.f("fk_verstrekking_corporatie_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "document_id"],
            ["document.gemeente_id", "document.id"],
            name=op.f("fk_verstrekking_gemeente_id_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"],
            ["zaak.gemeente_id", "zaak.id"],
            name=op.f("fk_verstrekking_gemeente_id_zaak_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_verstrekking_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_verstrekking")),
    )
    op.create_index(op.f("ix_verstrekking_gemeente_id_zaak_id"), "verstrekking", ["gemeente_id", "zaak_id"])
    op.create_table(
        "importregel",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bron", sa.String(), nullable=False),
        sa.Column("sleutel", sa.String(), nullable=False),
        sa.Column("vingerafdruk", sa.String(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("bestand_sha256", sa.String(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_importregel_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_importregel_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_importregel")),
        sa.UniqueConstraint("gemeente_id", "bron", "sleutel", name=op.f("uq_importregel_gemeente_id_bron_sleutel")),
    )
    op.create_table(
        "keten",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("kop", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_keten_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_keten")),
    )
    op.create_table(
        "gebeurtenis",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("keten_id", sa.Uuid(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=True),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("resultaat", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_naam", sa.String(), nullable=False),
        sa.Column("herkomst", sa.String(), nullable=False),
        sa.Column("object_soort", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("correlatie", sa.String(), nullable=False),
        sa.Column("tijdstip", _TIJDSTIP, nullable=False),
        sa.Column("inhoud_hash", sa.String(), nullable=False),
        sa.Column("vorige_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("resultaat IN ('gelukt', 'geweigerd')", name=op.f("ck_gebeurtenis_resultaat")),
        sa.CheckConstraint("nr >= 1", name=op.f("ck_gebeurtenis_nr")),
        sa.ForeignKeyConstraint(["actor_id"], ["gebruiker.id"], name=op.f("fk_gebeurtenis_actor_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "keten_id"],
            ["keten.gemeente_id", "keten.id"],
            name=op.f("fk_gebeurtenis_gemeente_id_keten_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_gebeurtenis_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_gebeurtenis")),
        sa.UniqueConstraint("gemeente_id", "keten_id", "nr", name=op.f("uq_gebeurtenis_gemeente_id_keten_id_nr")),
    )
    op.create_index(op.f("ix_gebeurtenis_gemeente_id_zaak_id_nr"), "gebeurtenis", ["gemeente_id", "zaak_id", "nr"])
    op.create_table(
        "gebeurtenis_inhoud",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zout", sa.String(), nullable=False),
        sa.Column("gegevens", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "id"],
            ["gebeurtenis.gemeente_id", "gebeurtenis.id"],
            name=op.f("fk_gebeurtenis_inhoud_gemeente_id_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_gebeurtenis_inhoud_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_gebeurtenis_inhoud")),
    )
    op.create_table(
        "leesactie",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=True),
        sa.Column("wat", sa.String(), nullable=False),
        sa.Column("herkomst", sa.String(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_leesactie_gebruiker_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_leesactie_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_leesactie")),
    )
    op.create_index(op.f("ix_leesactie_gemeente_id_zaak_id_op"), "leesactie", ["gemeente_id", "zaak_id", "op"])


def downgrade() -> None:
    op.drop_table("leesactie")
    op.drop_table("gebeurtenis_inhoud")
    op.drop_table("gebeurtenis")
    op.drop_table("keten")
    op.drop_table("importregel")
    op.drop_table("verstrekking")
    op.drop_table("document")
    op.drop_table("contactmoment")
    op.drop_table("notitie")
