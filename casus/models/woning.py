"""Woningen van corporaties, de complexen waar zij in staan, en hun geschiedenis. Codes volgen VERA (CC0)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Corporatie, Gebruiker
from casus.termijnen import nu

_OPEN = text("status = 'open'")
_MET_NUMMER = text("corporatie_nummer <> ''")
_IN_COMPLEX = text("complex_id IS NOT NULL")


class Complex(GemeenteGebonden, Basis):
    """Woningen of kamers die bij elkaar horen: een flat, een gedeeld huis, een verbouwde school.

    `eenheden` telt alle woningen van het complex, ook die van anderen. `andere_bewoners` is het geslacht van wie er
    buiten casus om woont (alleen bij kamers), `gemengd_akkoord_op` de dag waarop alle bewoners met gemengd wonen
    instemden. `einddatum`: tot en met die dag mag er worden gewoond.
    """

    __tablename__ = "complex"
    corporatie_id: Mapped[UUID] = mapped_column(ForeignKey("corporatie.id"))
    naam: Mapped[str]
    woonvorm: Mapped[str] = mapped_column(default="regulier")
    eenheden: Mapped[int]
    einddatum: Mapped[date | None]
    gemengd_akkoord_op: Mapped[date | None]
    andere_bewoners: Mapped[list[str]] = mapped_column(default=list)
    toelichting: Mapped[str] = mapped_column(Text, default="")
    versie: Mapped[int] = mapped_column(default=1)
    corporatie: Mapped[Corporatie] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        UniqueConstraint("gemeente_id", "corporatie_id", "naam"),
        CheckConstraint(
            "woonvorm IN ('regulier', 'tussenvoorziening', 'doorstroomlocatie', 'kamergewijs', 'gemengd',"
            " 'getransformeerd')",
            name="woonvorm",
        ),
        CheckConstraint("eenheden >= 1", name="eenheden"),
    )


class Complextaak(GemeenteGebonden, Basis):
    """Wat er aan een complex geregeld moet zijn voordat er iemand kan wonen: een vergunning, de brandveiligheid.

    `geldig_tot`: daarna moet het opnieuw. Een verplichte taak die open staat houdt de woningen van het complex tegen.
    """

    __tablename__ = "complextaak"
    complex_id: Mapped[UUID]
    soort: Mapped[str]
    titel: Mapped[str]
    verplicht: Mapped[bool] = mapped_column(default=True)
    rol: Mapped[str] = mapped_column(default="wonen")
    behandelaar_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    uiterlijk: Mapped[date]
    status: Mapped[str] = mapped_column(default="open")
    toelichting: Mapped[str] = mapped_column(Text, default="")
    geldig_tot: Mapped[date | None]
    gereed_op: Mapped[date | None]
    gereed_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    complex: Mapped[Complex] = relationship(lazy="raise_on_sql", overlaps="__*")
    behandelaar: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[behandelaar_id])
    gereed_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[gereed_door_id])
    __table_args__ = (
        binnen("complex_id", "complex"),
        CheckConstraint("status IN ('open', 'gereed', 'niet_nodig')", name="status"),
        CheckConstraint("(status = 'open') = (gereed_op IS NULL)", name="gereed_op"),
        CheckConstraint("(status = 'open') = (gereed_door_id IS NULL)", name="gereed_door"),
        CheckConstraint("titel <> ''", name="titel"),
        Index(None, "gemeente_id", "complex_id"),
        Index("ix_complextaak_open", "gemeente_id", "uiterlijk", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )


class Woning(GemeenteGebonden, Basis):
    """Een woonruimte die een corporatie beschikbaar stelt. Bedragen in centen per maand.

    `huur_cent` is de rekenhuur: kale huur en subsidiabele servicekosten samen; daaraan meten de huurgrenzen.
    `eind_op` is de laatste dag van een tijdelijke verhuur. `status` verandert alleen in actions/woningstappen.py.
    Een kamer is een eigen woning in een complex met de woonvorm kamergewijs.
    """

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
    eenheidsoort: Mapped[str] = mapped_column(default="WOO", server_default="WOO")
    woonvorm: Mapped[str] = mapped_column(default="regulier", server_default="regulier")
    complex_id: Mapped[UUID | None]
    corporatie_nummer: Mapped[str] = mapped_column(default="", server_default="")
    kale_huur_cent: Mapped[int | None]
    subsidiabel_cent: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    overig_cent: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    energielabel: Mapped[str] = mapped_column(default="", server_default="")
    eind_op: Mapped[date | None]
    slot_op_kamer: Mapped[bool] = mapped_column(default=False, server_default=false())
    toelichting: Mapped[str] = mapped_column(Text, default="", server_default="")
    herkomst: Mapped[str] = mapped_column(default="team", server_default="team")
    gemeld_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    corporatie: Mapped[Corporatie] = relationship(lazy="raise_on_sql")
    complex: Mapped[Complex | None] = relationship(
        lazy="raise_on_sql",
        primaryjoin="and_(Woning.gemeente_id == Complex.gemeente_id, foreign(Woning.complex_id) == Complex.id)",
    )
    __table_args__ = (
        UniqueConstraint("gemeente_id", "postcode", "adres"),
        CheckConstraint(
            "status IN ('gemeld', 'beschikbaar', 'voorgedragen', 'verhuurd', 'ingetrokken')", name="status"
        ),
        CheckConstraint("huur_cent > 0", name="huur"),
        CheckConstraint("slaapkamers >= 0 AND kamers >= 1", name="kamers"),
        CheckConstraint("herkomst IN ('team', 'corporatie', 'lijst')", name="herkomst"),
        CheckConstraint(
            "kale_huur_cent IS NULL OR huur_cent = kale_huur_cent + subsidiabel_cent", name="kale_huur_cent"
        ),
        Index(None, "gemeente_id", "status", "beschikbaar_van", "id"),
        Index(None, "gemeente_id", "corporatie_id", "status", "id"),
        Index(
            "uq_woning_nummer",
            "gemeente_id",
            "corporatie_id",
            "corporatie_nummer",
            unique=True,
            postgresql_where=_MET_NUMMER,
            sqlite_where=_MET_NUMMER,
        ),
        Index("ix_woning_complex", "gemeente_id", "complex_id", postgresql_where=_IN_COMPLEX, sqlite_where=_IN_COMPLEX),
    )


class Woningverloop(GemeenteGebonden, Basis):
    """Eén stap in het leven van een woning: van welke status naar welke, waarom, en voor welke zaak."""

    __tablename__ = "woningverloop"
    woning_id: Mapped[UUID]
    stap: Mapped[str]
    van: Mapped[str]
    naar: Mapped[str]
    reden: Mapped[str] = mapped_column(Text, default="")
    zaak_id: Mapped[UUID | None]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("woning_id", "woning"),
        binnen("zaak_id", "zaak"),
        Index(None, "gemeente_id", "woning_id", "id"),
        Index(None, "gemeente_id", "naar", "op"),
    )
