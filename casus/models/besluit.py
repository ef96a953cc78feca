"""Het besluit: voorstel, uitkomst en de mandaatrij waarop die rust; en het bezwaar ertegen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker
from casus.models.taak import Taak
from casus.models.zaak import Zaak
from casus.termijnen import nu


class Besluit(GemeenteGebonden, Basis):
    """Een voorgesteld of genomen besluit. `mandaat_kopie` is de registerrij zoals die op de dag zelf gold."""

    __tablename__ = "besluit"
    zaak_id: Mapped[UUID]
    taak_id: Mapped[UUID | None]
    nummer: Mapped[str]
    soort: Mapped[str]
    titel: Mapped[str]
    voorstel: Mapped[str] = mapped_column(Text)
    bedrag_cent: Mapped[int | None]
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="voorgesteld")
    vereist_niveau: Mapped[int]
    uiterlijk: Mapped[date]
    herziet_id: Mapped[UUID | None]
    voorgesteld_door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    voorgesteld_op: Mapped[datetime] = mapped_column(default=nu)
    besloten_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    besloten_op: Mapped[datetime | None]
    besloten_functie: Mapped[str | None]
    motivering: Mapped[str] = mapped_column(Text, default="")
    mandaat_id: Mapped[UUID | None]
    mandaat_kopie: Mapped[dict[str, Any] | None]
    namens: Mapped[str] = mapped_column(Text, default="")
    bezwaar_tot: Mapped[date | None]
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", overlaps="__*")
    taak: Mapped[Taak | None] = relationship(lazy="raise_on_sql", overlaps="__*")
    voorgesteld_door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql", foreign_keys=[voorgesteld_door_id])
    besloten_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[besloten_door_id])
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("taak_id", "taak"),
        binnen("mandaat_id", "mandaat"),
        binnen("herziet_id", "besluit"),
        UniqueConstraint("gemeente_id", "nummer"),
        CheckConstraint("status IN ('voorgesteld', 'toegekend', 'afgewezen', 'ingetrokken')", name="status"),
        CheckConstraint("(status IN ('toegekend', 'afgewezen')) = (besloten_op IS NOT NULL)", name="besloten_op"),
        CheckConstraint("(besloten_op IS NULL) = (besloten_door_id IS NULL)", name="besloten_door"),
        CheckConstraint("(besloten_op IS NULL) = (mandaat_kopie IS NULL)", name="mandaat_kopie"),
        CheckConstraint("besloten_door_id IS NULL OR besloten_door_id <> voorgesteld_door_id", name="vier_ogen"),
        CheckConstraint("vereist_niveau BETWEEN 1 AND 4", name="vereist_niveau"),
        CheckConstraint("bedrag_cent IS NULL OR bedrag_cent >= 0", name="bedrag"),
        Index(
            "ix_besluit_wacht",
            "gemeente_id",
            "vereist_niveau",
            "uiterlijk",
            "id",
            postgresql_where=text("status = 'voorgesteld'"),
            sqlite_where=text("status = 'voorgesteld'"),
        ),
        Index(None, "gemeente_id", "zaak_id", "soort"),
    )


class Bezwaar(GemeenteGebonden, Basis):
    """Een bezwaarschrift tegen een besluit (Awb hoofdstuk 6 en 7)."""

    __tablename__ = "bezwaar"
    zaak_id: Mapped[UUID]
    besluit_id: Mapped[UUID]
    ontvangen_op: Mapped[date]
    gronden: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(default="ontvangen")
    beslissing_id: Mapped[UUID | None]
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", overlaps="__*")
    besluit: Mapped[Besluit] = relationship(lazy="raise_on_sql", overlaps="__*", foreign_keys="Bezwaar.besluit_id")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("besluit_id", "besluit"),
        binnen("beslissing_id", "besluit"),
        CheckConstraint("status IN ('ontvangen', 'gegrond', 'ongegrond', 'ingetrokken')", name="status"),
        CheckConstraint("(status IN ('gegrond', 'ongegrond')) = (beslissing_id IS NOT NULL)", name="beslissing"),
        Index(None, "gemeente_id", "zaak_id"),
    )
