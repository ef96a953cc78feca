"""Het huishouden en zijn personen. Bijzondere gegevens staan hier niet: alleen de functionele woonbeperking."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, event, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen, kern
from casus.models.beheer import Gebruiker
from casus.termijnen import nu

_TELT = text("telt_mee_vanaf IS NOT NULL")


class Huishouden(GemeenteGebonden, Basis):
    """De mensen die samen één woning krijgen. `naam` is hoe het team hen noemt: 'Familie Tekle'.

    `gewenst_per` is leeg: zo snel mogelijk. `wil_delen`: het huishouden wil zelf een woning delen.
    """

    __tablename__ = "huishouden"
    coa_nummer: Mapped[str]
    naam: Mapped[str]
    zoeknaam: Mapped[str]
    aantal_personen: Mapped[int]
    taal: Mapped[str] = mapped_column(default="")
    tolk_nodig: Mapped[bool] = mapped_column(default=False)
    telefoon: Mapped[str] = mapped_column(default="")
    coa_locatie: Mapped[str] = mapped_column(default="")
    regievoerder: Mapped[str] = mapped_column(default="")
    koppelredenen: Mapped[list[str]] = mapped_column(default=list)
    koppelreden_hard: Mapped[bool] = mapped_column(default=False)
    woonbeperking: Mapped[str] = mapped_column(default="geen")
    nareis_aantal: Mapped[int] = mapped_column(default=0)
    nareis_verwacht_op: Mapped[date | None]
    inkomensbron: Mapped[str] = mapped_column(default="")
    gebied: Mapped[str] = mapped_column(default="")
    gebied_reden: Mapped[str] = mapped_column(default="")
    jaarinkomen_cent: Mapped[int | None]
    gewenst_per: Mapped[date | None]
    wil_delen: Mapped[bool] = mapped_column(default=False, server_default=false())
    personen: Mapped[list[Persoon]] = relationship(
        lazy="raise_on_sql", back_populates="huishouden", order_by="Persoon.volgnummer", overlaps="__*"
    )
    __table_args__ = (
        UniqueConstraint("gemeente_id", "coa_nummer"),
        CheckConstraint("aantal_personen >= 1", name="aantal_personen"),
        CheckConstraint("nareis_aantal >= 0", name="nareis_aantal"),
        CheckConstraint("jaarinkomen_cent >= 0", name="jaarinkomen_cent"),
        Index(None, "gemeente_id", "zoeknaam"),
    )


# Zo sorteert de werkvoorraad (casus/queries/lijstvolgorde.py); zij volgt deze index en stopt na één blad. Geen Index
# van het model: SQLAlchemy kan een index op een uitdrukking niet op elke database teruglezen en vergelijken.
OP_NAAM = 'CREATE INDEX ix_huishouden_op_naam ON huishouden (gemeente_id, (lower(zoeknaam) COLLATE "C"))'
event.listen(kern(Huishouden), "after_create", DDL(OP_NAAM).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]  # zo is DDL in SQLAlchemy


class Persoon(GemeenteGebonden, Basis):
    """Eén vergunninghouder. De geboortedatum is BRP-tekst 'JJJJ-MM-DD', met 00 voor wat onbekend is.

    `telt_mee_vanaf` is de dag waarop deze persoon als gehuisvest telt voor de taakstelling.
    """

    __tablename__ = "persoon"
    huishouden_id: Mapped[UUID]
    volgnummer: Mapped[int]
    relatie: Mapped[str]
    achternaam: Mapped[str]
    voornamen: Mapped[str]
    zoeknaam: Mapped[str]
    geboortedatum: Mapped[str]
    geslacht: Mapped[str]
    nationaliteit: Mapped[str] = mapped_column(default="")
    herkomstland: Mapped[str] = mapped_column(default="")
    taal: Mapped[str] = mapped_column(default="")
    tolk_nodig: Mapped[bool] = mapped_column(default=False)
    v_nummer: Mapped[str]
    v_nummer_hash: Mapped[str]
    bsn: Mapped[str | None]
    bsn_hash: Mapped[str | None]
    opleiding: Mapped[str] = mapped_column(default="")
    inkomen: Mapped[str] = mapped_column(default="")
    opmerking: Mapped[str] = mapped_column(Text, default="")
    telt_mee_vanaf: Mapped[date | None]
    huishouden: Mapped[Huishouden] = relationship(lazy="raise_on_sql", back_populates="personen", overlaps="__*")
    __table_args__ = (
        binnen("huishouden_id", "huishouden"),
        UniqueConstraint("gemeente_id", "v_nummer_hash"),
        CheckConstraint("(bsn IS NULL) = (bsn_hash IS NULL)", name="bsn"),
        Index(None, "gemeente_id", "huishouden_id"),
        Index(None, "gemeente_id", "bsn_hash"),
        Index(None, "gemeente_id", "zoeknaam"),
        Index("ix_persoon_telt_mee", "gemeente_id", "telt_mee_vanaf", postgresql_where=_TELT, sqlite_where=_TELT),
    )


class Inburgering(GemeenteGebonden, Basis):
    """De inburgering van één plichtige persoon (Wet inburgering 2021)."""

    __tablename__ = "inburgering"
    persoon_id: Mapped[UUID]
    zaak_id: Mapped[UUID]
    consulent_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    aangemeld_op: Mapped[date | None]
    kennisgeving_op: Mapped[date | None]
    intake_op: Mapped[date | None]
    leerbaarheid: Mapped[str] = mapped_column(default="")
    pip_op: Mapped[date | None]
    leerroute: Mapped[str] = mapped_column(default="")
    persoon: Mapped[Persoon] = relationship(lazy="raise_on_sql", overlaps="__*")
    consulent: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("persoon_id", "persoon"),
        binnen("zaak_id", "zaak"),
        UniqueConstraint("gemeente_id", "persoon_id"),
        CheckConstraint("leerroute IN ('', 'b1', 'onderwijs', 'z')", name="leerroute"),
        Index(None, "gemeente_id", "zaak_id"),
    )


class Reistijd(GemeenteGebonden, Basis):
    """Hoeveel minuten reizen het is van een plaats naar een gebied waar iemand school, werk of zorg heeft.

    Van niemand in het bijzonder: elk huishouden met dat gebied gebruikt haar.
    """

    __tablename__ = "reistijd"
    gebied: Mapped[str]
    plaats: Mapped[str]
    minuten: Mapped[int]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (
        UniqueConstraint("gemeente_id", "gebied", "plaats"),
        CheckConstraint("minuten >= 0", name="minuten"),
        CheckConstraint("gebied <> '' AND plaats <> ''", name="gebied"),
    )
