"""Voert de stappen uit op de verbinding die casus.migraties meegeeft, binnen de transactie die daar al loopt."""

from alembic import context

import casus.models  # noqa: F401  # vult Basis.metadata
from casus.db import Basis

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Basis.metadata,
    render_as_batch=True,
    compare_type=True,
    # SQLite kent ook transacties voor DDL, mits de BEGIN van onszelf is; een halve migratie blijft nooit staan.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
