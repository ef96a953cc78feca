"""Het aanbod van een woning aan een huishouden, en de voorstellen waaruit een mens kiest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker
from casus.models.woning import Woning
from casus.models.zaak import Zaak
from casus.termijnen import nu

_GELDT = text("vervallen_op IS NULL")
_STAAT_VAST = text("soort = 'vast' AND vervallen_op IS NULL")
_LOPEND = text("status IN ('voorgedragen', 'aangeboden', 'geaccepteerd')")
_WACHT = text("status IN ('voorgedragen', 'aangeboden', 'geaccepteerd') OR (status = 'geweigerd' AND oordeel IS NULL)")
"""Er moet nog iets gebeuren; queries/aanbod.py vraagt het met dezelfde vaste waarden, en raakt zo deze index."""


class Aanbod(GemeenteGebonden, Basis):
    """Eén woning voor één huishouden (domein §2.4). Een woning heeft hooguit één lopend aanbod.

    `antwoord_voor` is de dag waarop de corporatie hoort te antwoorden, `reageer_voor` die van het huishouden.
    `corporatie_reden` is een code van VERA AANBIEDINGDETAILSTATUS. `keuze_reden` zegt waarom niet het eerste voorstel
    van casus is gekozen; `matchrun_id` is de verdeling die is gevolgd. Zo stond het voorstel toen: `keuze_plek` is de
    plek van deze woning voor het huishouden, `keuze_beurt` die van het huishouden voor deze woning, `keuze_score` de
    punten; en wie er eerder stond: `keuze_woning_id` de eerste woning voor het huishouden, `keuze_zaak_id` het eerste
    huishouden voor de woning.
    """

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
    antwoord_voor: Mapped[date | None]
    corporatie_antwoord: Mapped[str] = mapped_column(default="", server_default="")
    corporatie_reden: Mapped[str] = mapped_column(default="", server_default="")
    corporatie_toelichting: Mapped[str] = mapped_column(Text, default="", server_default="")
    corporatie_op: Mapped[date | None]
    corporatie_door_id: Mapped[UUID | None]
    bezichtiging_op: Mapped[datetime | None]
    reageer_voor: Mapped[date | None]
    keuze_reden: Mapped[str] = mapped_column(Text, default="", server_default="")
    keuze_plek: Mapped[int | None]
    matchrun_id: Mapped[UUID | None]
    keuze_beurt: Mapped[int | None]
    keuze_score: Mapped[int | None]
    keuze_woning_id: Mapped[UUID | None]
    keuze_zaak_id: Mapped[UUID | None]
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", overlaps="__*")
    woning: Mapped[Woning] = relationship(lazy="raise_on_sql", overlaps="__*")
    aangeboden_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[aangeboden_door_id])
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("woning_id", "woning"),
        binnen("besluit_id", "besluit"),
        CheckConstraint(
            "status IN ('voorgedragen', 'afgewezen_corporatie', 'aangeboden', 'geaccepteerd', 'geweigerd',"
            " 'ingetrokken', 'afgerond')",
            name="status",
        ),
        CheckConstraint("(aangeboden_op IS NULL) = (aangeboden_door_id IS NULL)", name="aangeboden"),
        CheckConstraint(
            "oordeel IS NULL OR oordeel IN ('terecht', 'onterecht', 'alsnog_geaccepteerd')", name="oordeel"
        ),
        CheckConstraint("(oordeel IS NULL) = (oordeel_op IS NULL)", name="oordeel_op"),
        CheckConstraint("(oordeel IS NULL) = (oordeel_door_id IS NULL)", name="oordeel_door"),
        CheckConstraint("status <> 'geweigerd' OR weigerreden IS NOT NULL", name="weigerreden"),
        CheckConstraint("corporatie_antwoord IN ('', 'akkoord', 'afgewezen')", name="corporatie_antwoord"),
        CheckConstraint("(corporatie_antwoord = '') = (corporatie_op IS NULL)", name="corporatie_op"),
        Index(None, "gemeente_id", "zaak_id", "voorgedragen_op"),
        Index("ix_aanbod_wacht", "gemeente_id", "id", postgresql_where=_WACHT, sqlite_where=_WACHT),
        Index(
            "uq_aanbod_woning", "gemeente_id", "woning_id", unique=True, postgresql_where=_LOPEND, sqlite_where=_LOPEND
        ),
        Index("uq_aanbod_zaak", "gemeente_id", "zaak_id", unique=True, postgresql_where=_LOPEND, sqlite_where=_LOPEND),
    )


class Matchrun(GemeenteGebonden, Basis):
    """Eén berekende verdeling van woningen over huishoudens. Met `invoer` is zij te herhalen.

    `invoer` en `uitkomst` noemen alleen ids van deze gemeente; van een andere gemeente pseudonieme kaarten.
    """

    __tablename__ = "matchrun"
    soort: Mapped[str]
    omvang: Mapped[str]
    invoer: Mapped[dict[str, Any]]
    invoer_hash: Mapped[str]
    uitkomst: Mapped[dict[str, Any]]
    personen: Mapped[int]
    grens: Mapped[int]
    basis_id: Mapped[UUID | None]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("basis_id", "matchrun"),
        CheckConstraint("soort IN ('verdeling', 'wat_als')", name="soort"),
        CheckConstraint("omvang IN ('gemeente', 'regio')", name="omvang"),
        CheckConstraint("personen <= grens", name="grens"),
        Index(None, "gemeente_id", "op"),
    )


class Matchwens(GemeenteGebonden, Basis):
    """Een huishouden en een woning die wel of niet bij elkaar horen volgens een mens, met de reden."""

    __tablename__ = "matchwens"
    zaak_id: Mapped[UUID]
    woning_id: Mapped[UUID]
    soort: Mapped[str]
    reden: Mapped[str] = mapped_column(Text)
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    vervallen_op: Mapped[datetime | None]
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("woning_id", "woning"),
        CheckConstraint("soort IN ('vast', 'nooit')", name="soort"),
        CheckConstraint("reden <> ''", name="reden"),
        Index(
            "uq_matchwens_paar",
            "gemeente_id",
            "zaak_id",
            "woning_id",
            unique=True,
            postgresql_where=_GELDT,
            sqlite_where=_GELDT,
        ),
        *(
            Index(
                f"uq_matchwens_vast_{kolom}",
                "gemeente_id",
                f"{kolom}_id",
                unique=True,
                postgresql_where=_STAAT_VAST,
                sqlite_where=_STAAT_VAST,
            )
            for kolom in ("zaak", "woning")
        ),
    )
