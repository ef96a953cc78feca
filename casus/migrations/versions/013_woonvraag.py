"""Wat een huishouden voor een woning vraagt, reistijden, en hoe het voorstel stond toen iemand koos.

De kolommen die naar een woning en een zaak wijzen, hebben geen verwijzingssleutel: SQLite voegt die niet toe aan een
bestaande tabel. De actie zet ze alleen op rijen die zij zelf las.
"""

import sqlalchemy as sa
from alembic import op

from casus.migrations.muur import bouw_muur, kolom_erbij, woorden

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None

_TIJDSTIP = sa.DateTime(timezone=True)
_ERBIJ = {
    "huishouden": ("jaarinkomen_cent", "gewenst_per", "wil_delen"),
    "aanbod": ("keuze_beurt", "keuze_score", "keuze_woning_id", "keuze_zaak_id"),
}


def upgrade() -> None:
    uuid, _, _, nee = woorden()
    kolom_erbij("huishouden", "jaarinkomen_cent INTEGER", "ck_huishouden_jaarinkomen_cent: jaarinkomen_cent >= 0")
    kolom_erbij("huishouden", "gewenst_per DATE")
    kolom_erbij("huishouden", f"wil_delen BOOLEAN NOT NULL DEFAULT {nee}")
    kolom_erbij("aanbod", "keuze_beurt INTEGER")
    kolom_erbij("aanbod", "keuze_score INTEGER")
    kolom_erbij("aanbod", f"keuze_woning_id {uuid}")
    kolom_erbij("aanbod", f"keuze_zaak_id {uuid}")
    op.create_table(
        "reistijd",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gebied", sa.String(), nullable=False),
        sa.Column("plaats", sa.String(), nullable=False),
        sa.Column("minuten", sa.Integer(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("minuten >= 0", name=op.f("ck_reistijd_minuten")),
        sa.CheckConstraint("gebied <> '' AND plaats <> ''", name=op.f("ck_reistijd_gebied")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_reistijd_door_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_reistijd_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_reistijd")),
        sa.UniqueConstraint("gemeente_id", "gebied", "plaats", name=op.f("uq_reistijd_gemeente_id_gebied_plaats")),
    )
    bouw_muur("reistijd")


def downgrade() -> None:
    op.drop_table("reistijd")
    for tabel, kolommen in _ERBIJ.items():
        for kolom in reversed(kolommen):
            op.execute(f"ALTER TABLE {tabel} DROP COLUMN {kolom}")
