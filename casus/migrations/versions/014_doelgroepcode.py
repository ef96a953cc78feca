"""De doelgroepcode in het dossier hoort bij de afspraak van één gemeente, niet bij de corporatie van alle gemeenten.

Wat er stond, wordt een waarde van elke gemeente, zodat er aan geen dossier iets verandert.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from casus.db import uuid7
from casus.migrations.muur import kolom_erbij, woorden, zonder_muur

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None

_WAARDE = sa.table(
    "parameter",
    sa.column("gemeente_id", sa.Uuid()),
    sa.column("id", sa.Uuid()),
    *(sa.column(naam, sa.String()) for naam in ("sleutel", "waarde", "bron")),
    sa.column("geldig_van", sa.Date()),
)
_GEMEENTE = sa.table("gemeente", sa.column("id", sa.Uuid()))


def upgrade() -> None:
    met_code = sa.text("SELECT code FROM corporatie WHERE doelgroep_sth ORDER BY code")
    codes = " ".join(op.get_bind().execute(met_code).scalars())
    vast = {"sleutel": "doelgroepcode_corporaties", "waarde": codes, "geldig_van": date(2020, 1, 1)}
    bron = "Overgenomen van de corporatie, waar het voor alle gemeenten stond"
    gemeenten = op.get_bind().execute(sa.select(_GEMEENTE.c.id)).scalars().all()
    if rijen := [{"gemeente_id": gemeente, "id": uuid7(), **vast, "bron": bron} for gemeente in gemeenten if codes]:
        with zonder_muur("parameter"):
            op.bulk_insert(_WAARDE, rijen)
    op.execute("ALTER TABLE corporatie DROP COLUMN doelgroep_sth")


def downgrade() -> None:
    kolom_erbij("corporatie", f"doelgroep_sth BOOLEAN NOT NULL DEFAULT {woorden()[3]}")
    stond = sa.text("SELECT waarde FROM parameter WHERE sleutel = 'doelgroepcode_corporaties'")
    with zonder_muur("parameter"):
        codes = sorted({code for waarde in op.get_bind().execute(stond).scalars() for code in waarde.split()})
        op.execute("DELETE FROM parameter WHERE sleutel = 'doelgroepcode_corporaties'")
    terug = sa.text("UPDATE corporatie SET doelgroep_sth = true WHERE code IN :codes")
    if codes:
        op.get_bind().execute(terug.bindparams(sa.bindparam("codes", codes, expanding=True)))
