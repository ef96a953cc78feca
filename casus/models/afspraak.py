"""Wat gemeente en corporatie per jaar afspraken, en wat de corporatie voor een kwartaal verwacht."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden
from casus.models.beheer import Corporatie, Gebruiker
from casus.termijnen import nu

_TYPE = "woningtype IN ('kamer', 'studio', 'slaapkamers_1', 'slaapkamers_2', 'slaapkamers_3', 'slaapkamers_4')"


class Prestatieafspraak(GemeenteGebonden, Basis):
    """Zoveel woningen van een type levert een corporatie in een jaar (Woningwet art. 44). 4 is vier of meer kamers."""

    __tablename__ = "prestatieafspraak"
    corporatie_id: Mapped[UUID] = mapped_column(ForeignKey("corporatie.id"))
    jaar: Mapped[int]
    woningtype: Mapped[str]
    aantal: Mapped[int]
    bron: Mapped[str] = mapped_column(Text, default="")
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    corporatie: Mapped[Corporatie] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        UniqueConstraint("gemeente_id", "corporatie_id", "jaar", "woningtype", name="uq_prestatieafspraak"),
        CheckConstraint(_TYPE, name="woningtype"),
        CheckConstraint("aantal >= 0", name="aantal"),
    )


class Prognose(GemeenteGebonden, Basis):
    """Hoeveel woningen van een type een corporatie in een kwartaal verwacht te kunnen aanbieden."""

    __tablename__ = "prognose"
    corporatie_id: Mapped[UUID] = mapped_column(ForeignKey("corporatie.id"))
    jaar: Mapped[int]
    kwartaal: Mapped[int]
    woningtype: Mapped[str]
    aantal: Mapped[int]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    corporatie: Mapped[Corporatie] = relationship(lazy="raise_on_sql")
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        UniqueConstraint("gemeente_id", "corporatie_id", "jaar", "kwartaal", "woningtype", name="uq_prognose"),
        CheckConstraint(_TYPE, name="woningtype"),
        CheckConstraint("kwartaal BETWEEN 1 AND 4", name="kwartaal"),
        CheckConstraint("aantal >= 0", name="aantal"),
    )
