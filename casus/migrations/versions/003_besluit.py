"""Besluiten en bezwaren, woningen en aanbod."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "besluit",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("taak_id", sa.Uuid(), nullable=True),
        sa.Column("nummer", sa.String(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("titel", sa.String(), nullable=False),
        sa.Column("voorstel", sa.Text(), nullable=False),
        sa.Column("bedrag_cent", sa.Integer(), nullable=True),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("vereist_niveau", sa.Integer(), nullable=False),
        sa.Column("uiterlijk", sa.Date(), nullable=False),
        sa.Column("herziet_id", sa.Uuid(), nullable=True),
        sa.Column("voorgesteld_door_id", sa.Uuid(), nullable=False),
        sa.Column("voorgesteld_op", _TIJDSTIP, nullable=False),
        sa.Column("besloten_door_id", sa.Uuid(), nullable=True),
        sa.Column("besloten_op", _TIJDSTIP, nullable=True),
        sa.Column("besloten_functie", sa.String(), nullable=True),
        sa.Column("motivering", sa.Text(), nullable=False),
        sa.Column("mandaat_id", sa.Uuid(), nullable=True),
        sa.Column("mandaat_kopie", _JSON, nullable=True),
        sa.Column("namens", sa.Text(), nullable=False),
        sa.Column("bezwaar_tot", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('toegekend', 'afgewezen')) = (besloten_op IS NOT NULL)", name=op.f("ck_besluit_besloten_op")
        ),
        sa.CheckConstraint(
            "status IN ('voorgesteld', 'toegekend', 'afgewezen', 'ingetrokken')", name=op.f("ck_besluit_status")
        ),
        sa.CheckConstraint("(besloten_op IS NULL) = (besloten_door_id IS NULL)", name=op.f("ck_besluit_besloten_door")),
        sa.CheckConstraint("(besloten_op IS NULL) = (mandaat_kopie IS NULL)", name=op.f("ck_besluit_mandaat_kopie")),
        sa.CheckConstraint("bedrag_cent IS NULL OR bedrag_cent >= 0", name=op.f("ck_besluit_bedrag")),
        sa.CheckConstraint(
            "besloten_door_id IS NULL OR besloten_door_id <> voorgesteld_door_id", name=op.f("ck_besluit_vier_ogen")
        ),
        sa.CheckConstraint("vereist_niveau BETWEEN 1 AND 4", name=op.f("ck_besluit_vereist_niveau")),
        sa.ForeignKeyConstraint(["besloten_door_id"], ["gebruiker.id"], name=op.f("fk_besluit_besloten_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "herziet_id"],
            ["besluit.gemeente_id", "besluit.id"],
            name=op.f("fk_besluit_gemeente_id_herziet_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "mandaat_id"],
            ["mandaat.gemeente_id", "mandaat.id"],
            name=op.f("fk_besluit_gemeente_id_mandaat_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "taak_id"], ["taak.gemeente_id", "taak.id"], name=op.f("fk_besluit_gemeente_id_taak_id")
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_besluit_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_besluit_gemeente_id")),
        sa.ForeignKeyConstraint(["voorgesteld_door_id"], ["gebruiker.id"], name=op.f("fk_besluit_voorgesteld_door_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_besluit")),
        sa.UniqueConstraint("gemeente_id", "nummer", name=op.f("uq_besluit_gemeente_id_nummer")),
    )
    op.create_index(op.f("ix_besluit_gemeente_id_zaak_id_soort"), "besluit", ["gemeente_id", "zaak_id", "soort"])
    op.create_index(
        "ix_besluit_wacht",
        "besluit",
        ["gemeente_id", "vereist_niveau", "uiterlijk", "id"],
        postgresql_where=sa.text("status = 'voorgesteld'"),
        sqlite_where=sa.text("status = 'voorgesteld'"),
    )
    op.create_table(
        "bezwaar",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("besluit_id", sa.Uuid(), nullable=False),
        sa.Column("ontvangen_op", sa.Date(), nullable=False),
        sa.Column("gronden", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("beslissing_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('gegrond', 'ongegrond')) = (beslissing_id IS NOT NULL)", name=op.f("ck_bezwaar_beslissing")
        ),
        sa.CheckConstraint(
            "status IN ('ontvangen', 'gegrond', 'ongegrond', 'ingetrokken')", name=op.f("ck_bezwaar_status")
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "beslissing_id"],
            ["besluit.gemeente_id", "besluit.id"],
            name=op.f("fk_bezwaar_gemeente_id_beslissing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "besluit_id"],
            ["besluit.gemeente_id", "besluit.id"],
            name=op.f("fk_bezwaar_gemeente_id_besluit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_bezwaar_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_bezwaar_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_bezwaar")),
    )
    op.create_index(op.f("ix_bezwaar_gemeente_id_zaak_id"), "bezwaar", ["gemeente_id", "zaak_id"])
    op.create_table(
        "woning",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("corporatie_id", sa.Uuid(), nullable=False),
        sa.Column("adres", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("plaats", sa.String(), nullable=False),
        sa.Column("detailsoort", sa.String(), nullable=False),
        sa.Column("zelfstandig", sa.Boolean(), nullable=False),
        sa.Column("kamers", sa.Integer(), nullable=False),
        sa.Column("slaapkamers", sa.Integer(), nullable=False),
        sa.Column("oppervlakte", sa.Integer(), nullable=False),
        sa.Column("huur_cent", sa.Integer(), nullable=False),
        sa.Column("toegankelijkheid", sa.String(), nullable=False),
        sa.Column("verdieping", sa.Integer(), nullable=False),
        sa.Column("lift", sa.Boolean(), nullable=False),
        sa.Column("contractsoort", sa.String(), nullable=False),
        sa.Column("beschikbaar_van", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('beschikbaar', 'voorgedragen', 'verhuurd', 'ingetrokken')", name=op.f("ck_woning_status")
        ),
        sa.CheckConstraint("huur_cent > 0", name=op.f("ck_woning_huur")),
        sa.CheckConstraint("slaapkamers >= 0 AND kamers >= 1", name=op.f("ck_woning_kamers")),
        sa.ForeignKeyConstraint(["corporatie_id"], ["corporatie.id"], name=op.f("fk_woning_corporatie_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_woning_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_woning")),
        sa.UniqueConstraint("gemeente_id", "postcode", "adres", name=op.f("uq_woning_gemeente_id_postcode_adres")),
    )
    op.create_index(
        op.f("ix_woning_gemeente_id_status_beschikbaar_van_id"),
        "woning",
        ["gemeente_id", "status", "beschikbaar_van", "id"],
    )
    op.create_table(
        "aanbod",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("woning_id", sa.Uuid(), nullable=False),
        sa.Column("besluit_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("voorgedragen_op", _TIJDSTIP, nullable=False),
        sa.Column("aangeboden_op", sa.Date(), nullable=True),
        sa.Column("aangeboden_door_id", sa.Uuid(), nullable=True),
        sa.Column("reactie_op", sa.Date(), nullable=True),
        sa.Column("weigerreden", sa.String(), nullable=True),
        sa.Column("oordeel", sa.String(), nullable=True),
        sa.Column("oordeel_op", sa.Date(), nullable=True),
        sa.Column("oordeel_door_id", sa.Uuid(), nullable=True),
        sa.Column("einde_reden", sa.Text(), nullable=True),
        sa.Column("contractdatum", sa.Date(), nullable=True),
        sa.Column("sleuteldatum", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "oordeel IS NULL OR oordeel IN ('terecht', 'onterecht', 'alsnog_geaccepteerd')",
            name=op.f("ck_aanbod_oordeel"),
        ),
        sa.CheckConstraint("status <> 'geweigerd' OR weigerreden IS NOT NULL", name=op.f("ck_aanbod_weigerreden")),
        sa.CheckConstraint(
            "status IN ('voorgedragen', 'afgewezen_corporatie', 'aangeboden', 'geaccepteerd', "
            "'geweigerd', 'ingetrokken')",
            name=op.f("ck_aanbod_status"),
        ),
        sa.CheckConstraint("(aangeboden_op IS NULL) = (aangeboden_door_id IS NULL)", name=op.f("ck_aanbod_aangeboden")),
        sa.CheckConstraint("(oordeel IS NULL) = (oordeel_door_id IS NULL)", name=op.f("ck_aanbod_oordeel_door")),
        sa.CheckConstraint("(oordeel IS NULL) = (oordeel_op IS NULL)", name=op.f("ck_aanbod_oordeel_op")),
        sa.ForeignKeyConstraint(["aangeboden_door_id"], ["gebruiker.id"], name=op.f("fk_aanbod_aangeboden_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "besluit_id"],
            ["besluit.gemeente_id", "besluit.id"],
            name=op.f("fk_aanbod_gemeente_id_besluit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "woning_id"],
            ["woning.gemeente_id", "woning.id"],
            name=op.f("fk_aanbod_gemeente_id_woning_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_aanbod_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_aanbod_gemeente_id")),
        sa.ForeignKeyConstraint(["oordeel_door_id"], ["gebruiker.id"], name=op.f("fk_aanbod_oordeel_door_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_aanbod")),
    )
    op.create_index(
        op.f("ix_aanbod_gemeente_id_zaak_id_voorgedragen_op"), "aanbod", ["gemeente_id", "zaak_id", "voorgedragen_op"]
    )
    op.create_index(
        "uq_aanbod_woning",
        "aanbod",
        ["gemeente_id", "woning_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('voorgedragen', 'aangeboden', 'geaccepteerd')"),
        sqlite_where=sa.text("status IN ('voorgedragen', 'aangeboden', 'geaccepteerd')"),
    )
    op.create_index(
        "uq_aanbod_zaak",
        "aanbod",
        ["gemeente_id", "zaak_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('voorgedragen', 'aangeboden', 'geaccepteerd')"),
        sqlite_where=sa.text("status IN ('voorgedragen', 'aangeboden', 'geaccepteerd')"),
    )


def downgrade() -> None:
    op.drop_table("aanbod")
    op.drop_table("woning")
    op.drop_table("bezwaar")
    op.drop_table("besluit")
