"""Dossiers volgens een profiel, links en bundels; mensen van een corporatie en hun uitnodiging.

Kolommen die erbij komen en naar een andere tabel wijzen, hebben geen verwijzingssleutel: SQLite voegt die niet toe
aan een bestaande tabel. De acties zetten ze alleen op een rij die zij zelf lazen.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from casus.migrations.muur import bouw_muur, kolom_erbij, mag_leeg, woorden, zonder_muur

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)

TABELLEN = (
    "dossierlink",
    "dossierinzage",
    "dossierbundel",
    "dossierbundelregel",
    "profielbesluit",
    "uitnodiging",
)
_ERBIJ = {
    "lidmaatschap": ("corporatie_id",),
    "verstrekking": (
        "profiel",
        "profielversie",
        "ontvanger_soort",
        "ontvanger",
        "naar_gemeente_id",
        "persoon_id",
        "aanbod_id",
        "vervangt_id",
        "versie",
        "eindigt_op",
        "ingetrokken_op",
        "beveiligd_id",
        "wachtwoord",
    ),
}


def upgrade() -> None:
    _verstrekking()
    uuid, *_ = woorden()
    kolom_erbij(
        "lidmaatschap",
        f"corporatie_id {uuid}",
        "ck_lidmaatschap_corporatie_id: (rol = 'corporatie') = (corporatie_id IS NOT NULL)",
    )
    _links()
    _bundels()
    _profielen()
    bouw_muur(*TABELLEN)


def _verstrekking() -> None:
    uuid, _, moment, _ = woorden()
    mag_leeg("verstrekking", f"corporatie_id {uuid}")
    kolom_erbij("verstrekking", "profiel VARCHAR NOT NULL DEFAULT 'voordracht'")
    kolom_erbij("verstrekking", "profielversie INTEGER NOT NULL DEFAULT 1")
    kolom_erbij(
        "verstrekking",
        "ontvanger_soort VARCHAR NOT NULL DEFAULT 'corporatie'",
        "ck_verstrekking_ontvanger_soort: ontvanger_soort IN ('corporatie', 'gemeente', 'coa', 'team', 'betrokkene')",
    )
    kolom_erbij("verstrekking", "ontvanger VARCHAR NOT NULL DEFAULT ''")
    with zonder_muur("verstrekking"):
        op.execute(
            "UPDATE verstrekking SET ontvanger ="
            " (SELECT naam FROM corporatie WHERE corporatie.id = verstrekking.corporatie_id)"
        )
    kolom_erbij(
        "verstrekking",
        f"naar_gemeente_id {uuid}",
        "ck_verstrekking_naar_gemeente_id: (ontvanger_soort = 'gemeente') = (naar_gemeente_id IS NOT NULL)",
    )
    kolom_erbij(
        "verstrekking",
        f"persoon_id {uuid}",
        "ck_verstrekking_persoon_id: (ontvanger_soort = 'betrokkene') = (persoon_id IS NOT NULL)",
    )
    kolom_erbij("verstrekking", f"aanbod_id {uuid}")
    kolom_erbij("verstrekking", f"vervangt_id {uuid}")
    kolom_erbij(
        "verstrekking",
        "versie INTEGER NOT NULL DEFAULT 1",
        "ck_verstrekking_vervangt_id: (versie = 1) = (vervangt_id IS NULL)",
    )
    kolom_erbij("verstrekking", "eindigt_op DATE")
    kolom_erbij("verstrekking", f"ingetrokken_op {moment}")
    kolom_erbij("verstrekking", f"beveiligd_id {uuid}")
    kolom_erbij(
        "verstrekking",
        "wachtwoord VARCHAR",
        "ck_verstrekking_wachtwoord: (beveiligd_id IS NULL) = (wachtwoord IS NULL)",
    )
    op.create_index(
        op.f("ix_verstrekking_gemeente_id_corporatie_id_aangevraagd_op"),
        "verstrekking",
        ["gemeente_id", "corporatie_id", "aangevraagd_op"],
    )
    op.create_index("uq_verstrekking_vervangt", "verstrekking", ["gemeente_id", "vervangt_id"], unique=True)


def _links() -> None:
    op.create_table(
        "dossierlink",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verstrekking_id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("geheim_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("verloopt_op", _TIJDSTIP, nullable=False),
        sa.Column("hoogstens", sa.Integer(), nullable=False),
        sa.Column("gebruikt", sa.Integer(), nullable=False),
        sa.Column("fout", sa.Integer(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.Column("ingetrokken_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("gebruikt <= hoogstens", name=op.f("ck_dossierlink_gebruikt")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_dossierlink_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "verstrekking_id"],
            ["verstrekking.gemeente_id", "verstrekking.id"],
            name=op.f("fk_dossierlink_gemeente_id_verstrekking_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_dossierlink_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_dossierlink")),
        sa.UniqueConstraint("gemeente_id", "geheim_hash", name=op.f("uq_dossierlink_gemeente_id_geheim_hash")),
    )
    op.create_index(
        op.f("ix_dossierlink_gemeente_id_verstrekking_id"), "dossierlink", ["gemeente_id", "verstrekking_id"]
    )
    op.create_table(
        "dossierinzage",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verstrekking_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=True),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("soort IN ('opgehaald', 'foute_code', 'verlopen')", name=op.f("ck_dossierinzage_soort")),
        sa.CheckConstraint("(link_id IS NULL) <> (gebruiker_id IS NULL)", name=op.f("ck_dossierinzage_wie")),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_dossierinzage_gebruiker_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "link_id"],
            ["dossierlink.gemeente_id", "dossierlink.id"],
            name=op.f("fk_dossierinzage_gemeente_id_link_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "verstrekking_id"],
            ["verstrekking.gemeente_id", "verstrekking.id"],
            name=op.f("fk_dossierinzage_gemeente_id_verstrekking_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_dossierinzage_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_dossierinzage")),
    )
    op.create_index(
        op.f("ix_dossierinzage_gemeente_id_verstrekking_id_op"),
        "dossierinzage",
        ["gemeente_id", "verstrekking_id", "op"],
    )
    op.create_table(
        "uitnodiging",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("corporatie_id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("geheim_hash", sa.String(), nullable=False),
        sa.Column("verloopt_op", _TIJDSTIP, nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.Column("gebruikt_op", _TIJDSTIP, nullable=True),
        sa.Column("ingetrokken_op", _TIJDSTIP, nullable=True),
        sa.ForeignKeyConstraint(["corporatie_id"], ["corporatie.id"], name=op.f("fk_uitnodiging_corporatie_id")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_uitnodiging_door_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_uitnodiging_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_uitnodiging")),
        sa.UniqueConstraint("gemeente_id", "geheim_hash", name=op.f("uq_uitnodiging_gemeente_id_geheim_hash")),
    )
    op.create_index(op.f("ix_uitnodiging_gemeente_id_corporatie_id"), "uitnodiging", ["gemeente_id", "corporatie_id"])


def _bundels() -> None:
    op.create_table(
        "dossierbundel",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("titel", sa.String(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("gedaan", sa.Integer(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("bestand", sa.String(), nullable=True),
        sa.Column("grootte", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("gemaakt_op", _TIJDSTIP, nullable=False),
        sa.Column("klaar_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("(status = 'klaar') = (sha256 IS NOT NULL)", name=op.f("ck_dossierbundel_klaar")),
        sa.CheckConstraint("soort IN ('zip', 'pdf')", name=op.f("ck_dossierbundel_soort")),
        sa.CheckConstraint(
            "status IN ('wacht', 'bezig', 'klaar', 'mislukt', 'gestopt')", name=op.f("ck_dossierbundel_status")
        ),
        sa.CheckConstraint("gedaan <= aantal", name=op.f("ck_dossierbundel_gedaan")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_dossierbundel_door_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_dossierbundel_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_dossierbundel")),
    )
    op.create_index(
        op.f("ix_dossierbundel_gemeente_id_door_id_gemaakt_op"),
        "dossierbundel",
        ["gemeente_id", "door_id", "gemaakt_op"],
    )
    op.create_table(
        "dossierbundelregel",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundel_id", sa.Uuid(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("verstrekking_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "bundel_id"],
            ["dossierbundel.gemeente_id", "dossierbundel.id"],
            name=op.f("fk_dossierbundelregel_gemeente_id_bundel_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "verstrekking_id"],
            ["verstrekking.gemeente_id", "verstrekking.id"],
            name=op.f("fk_dossierbundelregel_gemeente_id_verstrekking_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_dossierbundelregel_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_dossierbundelregel")),
        sa.UniqueConstraint("gemeente_id", "bundel_id", "nr", name="uq_dossierbundelregel_nr"),
        sa.UniqueConstraint("gemeente_id", "bundel_id", "verstrekking_id", name="uq_dossierbundelregel"),
    )


def _profielen() -> None:
    op.create_table(
        "profielbesluit",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("profiel", sa.String(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("velden", _JSON, nullable=False),
        sa.Column("motivering", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("voorgesteld_door_id", sa.Uuid(), nullable=False),
        sa.Column("voorgesteld_op", _TIJDSTIP, nullable=False),
        sa.Column("fg_naam", sa.String(), nullable=False),
        sa.Column("fg_oordeel", sa.String(), nullable=False),
        sa.Column("fg_advies", sa.Text(), nullable=False),
        sa.Column("fg_op", sa.Date(), nullable=True),
        sa.Column("fg_vastgelegd_door_id", sa.Uuid(), nullable=True),
        sa.Column("besloten_door_id", sa.Uuid(), nullable=True),
        sa.Column("besloten_op", _TIJDSTIP, nullable=True),
        sa.Column("besluit_reden", sa.Text(), nullable=False),
        sa.Column("mandaat", _JSON, nullable=False),
        sa.Column("geldig_van", sa.Date(), nullable=True),
        sa.CheckConstraint("(fg_oordeel = '') = (fg_op IS NULL)", name=op.f("ck_profielbesluit_fg_op")),
        sa.CheckConstraint(
            "(fg_op IS NULL) = (fg_vastgelegd_door_id IS NULL)", name=op.f("ck_profielbesluit_fg_vastgelegd")
        ),
        sa.CheckConstraint(
            "fg_vastgelegd_door_id <> voorgesteld_door_id", name=op.f("ck_profielbesluit_fg_niet_voorsteller")
        ),
        sa.CheckConstraint(
            "besloten_door_id <> fg_vastgelegd_door_id", name=op.f("ck_profielbesluit_fg_niet_beslisser")
        ),
        sa.CheckConstraint(
            "(status IN ('toegekend', 'afgewezen')) = (besloten_op IS NOT NULL)",
            name=op.f("ck_profielbesluit_besloten_op"),
        ),
        sa.CheckConstraint(
            "fg_oordeel IN ('', 'eens', 'eens_mits', 'oneens')", name=op.f("ck_profielbesluit_fg_oordeel")
        ),
        sa.CheckConstraint(
            "status <> 'toegekend' OR (fg_op IS NOT NULL AND geldig_van IS NOT NULL)",
            name=op.f("ck_profielbesluit_toegekend"),
        ),
        sa.CheckConstraint(
            "status IN ('voorgesteld', 'toegekend', 'afgewezen', 'ingetrokken')", name=op.f("ck_profielbesluit_status")
        ),
        sa.CheckConstraint(
            "besloten_door_id IS NULL OR besloten_door_id <> voorgesteld_door_id",
            name=op.f("ck_profielbesluit_vier_ogen"),
        ),
        sa.CheckConstraint("versie >= 2", name=op.f("ck_profielbesluit_versie")),
        sa.ForeignKeyConstraint(
            ["besloten_door_id"], ["gebruiker.id"], name=op.f("fk_profielbesluit_besloten_door_id")
        ),
        sa.ForeignKeyConstraint(
            ["fg_vastgelegd_door_id"], ["gebruiker.id"], name=op.f("fk_profielbesluit_fg_vastgelegd_door_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_profielbesluit_gemeente_id")),
        sa.ForeignKeyConstraint(
            ["voorgesteld_door_id"], ["gebruiker.id"], name=op.f("fk_profielbesluit_voorgesteld_door_id")
        ),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_profielbesluit")),
        sa.UniqueConstraint(
            "gemeente_id", "profiel", "versie", name=op.f("uq_profielbesluit_gemeente_id_profiel_versie")
        ),
    )


def downgrade() -> None:
    for tabel in (
        "dossierinzage",
        "dossierlink",
        "dossierbundelregel",
        "dossierbundel",
        "profielbesluit",
        "uitnodiging",
    ):
        op.drop_table(tabel)
    for index in ("uq_verstrekking_vervangt", "ix_verstrekking_gemeente_id_corporatie_id_aangevraagd_op"):
        op.drop_index(index, "verstrekking")
    with zonder_muur("verstrekking"):
        op.execute("DELETE FROM verstrekking WHERE corporatie_id IS NULL")
    with zonder_muur("lidmaatschap"):
        op.execute("DELETE FROM lidmaatschap WHERE rol = 'corporatie'")
    for tabel, kolommen in _ERBIJ.items():
        for kolom in reversed(kolommen):
            op.execute(f"ALTER TABLE {tabel} DROP COLUMN {kolom}")
    uuid, *_ = woorden()
    mag_leeg("verstrekking", f"corporatie_id {uuid}", leeg=False)
