"""Bij een aanbod welke verdeling is gevolgd, en een index om te vinden wat er aan een woning is gewijzigd.

De kolom heeft geen verwijzingssleutel: SQLite voegt die niet toe aan een bestaande tabel.
"""

import sqlalchemy as sa
from alembic import op

from casus.migrations.muur import kolom_erbij, woorden

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None

_WONING = sa.text("soort = 'woning_gewijzigd'")


def upgrade() -> None:
    kolom_erbij("aanbod", f"matchrun_id {woorden()[0]}")
    op.create_index(
        "ix_gebeurtenis_woning",
        "gebeurtenis",
        ["gemeente_id", "object_id", "nr"],
        postgresql_where=_WONING,
        sqlite_where=_WONING,
    )


def downgrade() -> None:
    op.drop_index("ix_gebeurtenis_woning", "gebeurtenis")
    op.execute("ALTER TABLE aanbod DROP COLUMN matchrun_id")
