"""Waarop een zaak te vinden is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casus.db import Basis, GemeenteGebonden, binnen


class Zoekregel(GemeenteGebonden, Basis):
    """De woorden van één ding, zonder hoofdletters, accenten en leestekens; nooit een BSN of V-nummer.

    Van elke zaak is er één: in `naam` haar nummers en de namen van de mensen, in `tekst` haar adressen en corporaties.
    Verder één per notitie en per contactmoment. Triggers houden er de index van de database mee bij (migratie 008).
    """

    __tablename__ = "zoekregel"
    zaak_id: Mapped[UUID]
    soort: Mapped[str]
    object_id: Mapped[UUID]
    naam: Mapped[str] = mapped_column(Text)
    tekst: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        CheckConstraint("soort IN ('zaak', 'notitie', 'contactmoment')", name="soort"),
        UniqueConstraint("gemeente_id", "soort", "object_id"),
        Index(None, "gemeente_id", "zaak_id"),
    )
