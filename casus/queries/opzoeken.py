"""Rijen één voor één op hun sleutel opzoeken, hoe groot de gemeente ook is.

De muur van PostgreSQL telt in zijn schattingen als een tweede filter op de gemeente. In een grote gemeente denkt de
planner daardoor dat zij bijna leeg is, en leest hij liever al haar rijen dan vijftig op hun sleutel. Een LATERAL met
OFFSET kan hij niet ombouwen. SQLite kent geen LATERAL, en zoekt vanzelf op sleutel.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, Select, Uuid, bindparam, column, func, literal_column, select, true


def zoek_op(dialect: str, vraag: Select[*tuple[Any, ...]], sleutel: Any, waarde: Any) -> Any:
    """De rijen van `vraag` als tabel om aan te koppelen: die waarvan `sleutel` de `waarde` heeft die ervoor staat."""
    if dialect != "postgresql":
        return vraag.subquery()
    return vraag.where(sleutel == waarde).offset(literal_column("0")).lateral()


def per_id(dialect: str, vraag: Select[*tuple[Any, ...]], sleutel: Any) -> Select[*tuple[Any, ...]]:
    """De rijen van `vraag` waarvan `sleutel` in de parameter `ids` staat."""
    if dialect != "postgresql":
        return vraag.where(sleutel.in_(bindparam("ids", expanding=True, type_=Uuid())))
    ids = func.unnest(bindparam("ids", type_=ARRAY(Uuid()))).table_valued(column("id", Uuid())).render_derived("i")
    los = zoek_op(dialect, vraag, sleutel, ids.c.id)
    return select(los).select_from(ids).join(los, true())
