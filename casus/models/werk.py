"""Hoe iemand werkt: bewaarde weergaven, afwezigheid, signalen, en werk aan veel taken tegelijk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen, uuid7
from casus.models.beheer import Gebruiker
from casus.termijnen import nu

_ONGELEZEN = text("gelezen_op IS NULL")
_TE_MAILEN = text("mail <> 'nooit' AND mail_id IS NULL")
_IN_MAIL = text("mail_id IS NOT NULL")


class Weergave(GemeenteGebonden, Basis):
    """Een bewaarde lijst: welke werkvoorraad, welke filters en welke volgorde. Gedeeld ziet het hele team haar."""

    __tablename__ = "weergave"
    eigenaar_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    naam: Mapped[str]
    lijst: Mapped[str]
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    gedeeld: Mapped[bool] = mapped_column(default=False)
    gemaakt_op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (
        UniqueConstraint("gemeente_id", "eigenaar_id", "naam"),
        CheckConstraint("lijst IN ('mijn', 'rollen', 'team', 'gevolgd')", name="lijst"),
        CheckConstraint("naam <> ''", name="naam"),
    )


class Afwezigheid(GemeenteGebonden, Basis):
    """Iemand is er niet, van en tot en met een dag; zijn taken staan zolang ook bij zijn vervanger."""

    __tablename__ = "afwezigheid"
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    vervanger_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    van: Mapped[date]
    tot: Mapped[date]
    gemeld_op: Mapped[datetime] = mapped_column(default=nu)
    gebruiker: Mapped[Gebruiker] = relationship(lazy="raise_on_sql", foreign_keys=[gebruiker_id])
    vervanger: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[vervanger_id])
    __table_args__ = (
        CheckConstraint("tot >= van", name="periode"),
        CheckConstraint("vervanger_id IS NULL OR vervanger_id <> gebruiker_id", name="ander"),
        Index(None, "gemeente_id", "gebruiker_id", "tot"),
        Index(None, "gemeente_id", "vervanger_id", "tot"),
    )


class Bulk(GemeenteGebonden, Basis):
    """Eén handeling op veel taken: klaargezet na het voorbeeld, daarna rij voor rij uitgevoerd, en terug te draaien."""

    __tablename__ = "bulk"
    soort: Mapped[str]
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="wacht")
    aantal: Mapped[int]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    gemaakt_op: Mapped[datetime] = mapped_column(default=nu)
    klaar_op: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("soort IN ('toewijzen', 'overdragen', 'inplannen', 'volgen')", name="soort"),
        CheckConstraint("status IN ('wacht', 'stopt', 'gestopt', 'klaar', 'terug', 'teruggedraaid')", name="status"),
        CheckConstraint("aantal BETWEEN 1 AND 1000", name="aantal"),
        Index(None, "gemeente_id", "door_id", "gemaakt_op"),
    )


class Bulkregel(GemeenteGebonden, Basis):
    """Eén taak van een bulk met haar uitkomst. `voor` is hoe de taak was, om terug te kunnen."""

    __tablename__ = "bulkregel"
    bulk_id: Mapped[UUID]
    nr: Mapped[int]
    taak_id: Mapped[UUID]
    uitkomst: Mapped[str] = mapped_column(default="wacht")
    reden: Mapped[str] = mapped_column(Text, default="")
    voor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    __table_args__ = (
        binnen("bulk_id", "bulk"),
        binnen("taak_id", "taak"),
        UniqueConstraint("gemeente_id", "bulk_id", "nr"),
        UniqueConstraint("gemeente_id", "bulk_id", "taak_id"),
        CheckConstraint(
            "uitkomst IN ('wacht', 'gelukt', 'geweigerd', 'overgeslagen', 'teruggedraaid', 'niet_terug')",
            name="uitkomst",
        ),
        CheckConstraint("(uitkomst IN ('geweigerd', 'niet_terug')) = (reden <> '')", name="reden"),
    )


class Signaal(GemeenteGebonden, Basis):
    """Iets wat iemand moet weten. Met hetzelfde `kenmerk` komt het hooguit één keer.

    `in_app` en `mail` zijn wat hij daarvoor had gekozen toen het gebeurde; wat hij in casus niet wil zien, geldt als
    gelezen. `mail_id` is de mail waarin het meegaat (de rij van de outbox), `gemaild_op` staat er als zij weg is.
    """

    __tablename__ = "signaal"
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    soort: Mapped[str]
    kenmerk: Mapped[str]
    zaak_id: Mapped[UUID | None]
    taak_id: Mapped[UUID | None]
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    in_app: Mapped[bool] = mapped_column(default=True)
    mail: Mapped[str] = mapped_column(default="nooit")
    mail_id: Mapped[UUID | None]
    op: Mapped[datetime] = mapped_column(default=nu)
    gelezen_op: Mapped[datetime | None]
    gemaild_op: Mapped[datetime | None]
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("taak_id", "taak"),
        UniqueConstraint("gemeente_id", "gebruiker_id", "kenmerk"),
        CheckConstraint("mail IN ('nooit', 'meteen', 'dagelijks')", name="mail"),
        CheckConstraint("gemaild_op IS NULL OR mail_id IS NOT NULL", name="gemaild"),
        Index(None, "gemeente_id", "gebruiker_id", "id"),
        Index(
            "ix_signaal_nieuw",
            "gemeente_id",
            "gebruiker_id",
            "id",
            postgresql_where=_ONGELEZEN,
            sqlite_where=_ONGELEZEN,
        ),
        Index(
            "ix_signaal_te_mailen",
            "gemeente_id",
            "mail",
            "gebruiker_id",
            postgresql_where=_TE_MAILEN,
            sqlite_where=_TE_MAILEN,
        ),
        Index("ix_signaal_in_mail", "gemeente_id", "mail_id", postgresql_where=_IN_MAIL, sqlite_where=_IN_MAIL),
    )


class Agendalink(Basis):
    """Het geheime adres van iemands agenda; alleen de SHA-256 ervan staat hier. Intrekken maakt het waardeloos."""

    __tablename__ = "agendalink"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    geheim_hash: Mapped[str] = mapped_column(unique=True)
    gemaakt_op: Mapped[datetime] = mapped_column(default=nu)
    ingetrokken_op: Mapped[datetime | None]
    __table_args__ = (Index(None, "gebruiker_id"),)
