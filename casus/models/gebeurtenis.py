"""Wat er gebeurde: een keten van gebeurtenissen per zaak, en per gemeente voor wat geen zaak heeft (veiligheid C)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casus.db import Basis, GemeenteGebonden, binnen
from casus.termijnen import nu

_WONING = text("soort = 'woning_gewijzigd'")
"""Wat er aan een woning is gewijzigd, staat op haar pagina (queries/woningen.py)."""


class Keten(GemeenteGebonden, Basis):
    """De kop van een keten. `id` is het id van de zaak, of dat van de gemeente."""

    __tablename__ = "keten"
    nr: Mapped[int] = mapped_column(default=0)
    kop: Mapped[str] = mapped_column(default="")


class Gebeurtenis(GemeenteGebonden, Basis):
    """Eén schakel. Alleen toevoegen: triggers en rechten weigeren wijzigen en verwijderen.

    Met opzet geen verwijzing naar de zaak: wie een zaak na de bewaartermijn verwijdert, houdt haar gebeurtenissen (C3).
    """

    __tablename__ = "gebeurtenis"
    keten_id: Mapped[UUID]
    nr: Mapped[int]
    zaak_id: Mapped[UUID | None]
    soort: Mapped[str]
    resultaat: Mapped[str] = mapped_column(default="gelukt")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    actor_naam: Mapped[str]
    herkomst: Mapped[str]
    object_soort: Mapped[str]
    object_id: Mapped[UUID]
    correlatie: Mapped[str] = mapped_column(default="")
    tijdstip: Mapped[datetime]
    inhoud_hash: Mapped[str]
    vorige_hash: Mapped[str]
    hash: Mapped[str]
    __table_args__ = (
        binnen("keten_id", "keten"),
        UniqueConstraint("gemeente_id", "keten_id", "nr"),
        CheckConstraint("resultaat IN ('gelukt', 'geweigerd')", name="resultaat"),
        CheckConstraint("nr >= 1", name="nr"),
        Index(None, "gemeente_id", "zaak_id", "nr"),
        Index(
            "ix_gebeurtenis_woning",
            "gemeente_id",
            "object_id",
            "nr",
            postgresql_where=_WONING,
            sqlite_where=_WONING,
        ),
    )


class GebeurtenisInhoud(GemeenteGebonden, Basis):
    """De gegevens bij een gebeurtenis (zelfde id), apart en gezouten, zodat zij kunnen worden gewist."""

    __tablename__ = "gebeurtenis_inhoud"
    zout: Mapped[str]
    gegevens: Mapped[str] = mapped_column(Text)
    __table_args__ = (binnen("id", "gebeurtenis"),)


class Leesactie(GemeenteGebonden, Basis):
    """Wie wat heeft ingezien."""

    __tablename__ = "leesactie"
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    zaak_id: Mapped[UUID | None]
    wat: Mapped[str]
    herkomst: Mapped[str]
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (Index(None, "gemeente_id", "zaak_id", "op"),)
