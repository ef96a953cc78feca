"""Woningen van corporaties en het aanbod aan een huishouden. Codes volgen VERA (CC0)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Corporatie, Gebruiker
from casus.models.zaak import Zaak
from casus.termijnen import nu

_LOPEND = text("status IN ('voorgedragen', 'aangeboden', 'geaccepteerd')")


class Woning(GemeenteGebonden, Basis):
    """Een woonruimte die een corporatie beschikbaar stelt. Huur in centen per maand."""

    __tablename__ = "woning"
    corporatie_id: Mapped[UUID] = mapped_column(ForeignKey("corporatie.id"))
    adres: Mapped[str]
    postcode: Mapped[str]
    plaats: Mapped[str]
    detailsoort: Mapped[str]
    zelfstandig: Mapped[bool] = mapped_column(default=True)
    kamers: Mapped[int]
    slaapkamers: Mapped[int]
    oppervlakte: Mapped[int]
    huur_cent: Mapped[int]
    toegankelijkheid: Mapped[str] = mapped_column(default="ZON")
    verdieping: Mapped[int] = mapped_column(default=0)
    lift: Mapped[bool] = mapped_column(default=False)
    contractsoort: Mapped[str] = mapped_column(default="ONB")
    beschikbaar_van: Mapped[date]
    status: Mapped[str] = mapped_column(default="beschikbaar")
    corporatie: Mapped[Corporatie] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        UniqueConstraint("gemeente_id", "postcode", "adres"),
        CheckConstraint("status IN ('beschikbaar', 'voorgedragen', 'verhuurd', 'ingetrokken')", name="status"),
        CheckConstraint("huur_cent > 0", name="huur"),
        CheckConstraint("slaapkamers >= 0 AND kamers >= 1", name="kamers"),
        Index(None, "gemeente_id", "status", "beschikbaar_van", "id"),
    )


class Aanbod(GemeenteGebonden, Basis):
    """Eén woning voor één huishouden (domein §2.4). Een woning heeft hooguit één lopend aanbod."""

    __tablename__ = "aanbod"
    zaak_id: Mapped[UUID]
    woning_id: Mapped[UUID]
    besluit_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(default="voorgedragen")
    voorgedragen_op: Mapped[datetime] = mapped_column(default=nu)
    aangeboden_op: Mapped[date | None]
    aangeboden_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    reactie_op: Mapped[date | None]
    weigerreden: Mapped[str | None]
    oordeel: Mapped[str | None]
    oordeel_op: Mapped[date | None]
    oordeel_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    einde_reden: Mapped[str | None] = mapped_column(Text)
    contractdatum: Mapped[date | None]
    sleuteldatum: Mapped[date | None]
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", overlaps="__*")
    woning: Mapped[Woning] = relationship(lazy="raise_on_sql", overlaps="__*")
    aangeboden_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[aangeboden_door_id])
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("woning_id", "woning"),
        binnen("besluit_id", "besluit"),
        CheckConstraint(
            "status IN ('voorgedragen', 'afgewezen_corporatie', 'aangeboden', 'geaccepteerd', 'geweigerd',"
            " 'ingetrokken')",
            name="status",
        ),
        CheckConstraint("(aangeboden_op IS NULL) = (aangeboden_door_id IS NULL)", name="aangeboden"),
        CheckConstraint(
            "oordeel IS NULL OR oordeel IN ('terecht', 'onterecht', 'alsnog_geaccepteerd')", name="oordeel"
        ),
        CheckConstraint("(oordeel IS NULL) = (oordeel_op IS NULL)", name="oordeel_op"),
        CheckConstraint("(oordeel IS NULL) = (oordeel_door_id IS NULL)", name="oordeel_door"),
        CheckConstraint("status <> 'geweigerd' OR weigerreden IS NOT NULL", name="weigerreden"),
        Index(None, "gemeente_id", "zaak_id", "voorgedragen_op"),
        Index(
            "uq_aanbod_woning", "gemeente_id", "woning_id", unique=True, postgresql_where=_LOPEND, sqlite_where=_LOPEND
        ),
        Index("uq_aanbod_zaak", "gemeente_id", "zaak_id", unique=True, postgresql_where=_LOPEND, sqlite_where=_LOPEND),
    )
