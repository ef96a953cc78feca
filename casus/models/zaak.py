"""De zaak: één huishouden, van toegewezen tot gehuisvest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker
from casus.models.huishouden import Huishouden
from casus.termijnen import nu


class Zaak(GemeenteGebonden, Basis):
    """Alles van één huishouden. `toestand` verandert alleen in actions/overgang.py (invariant 1).

    `ankers` bevat de ankerdatums van het proces als ISO-tekst per ankercode: {'koppeldatum': '2026-09-22'}.
    """

    __tablename__ = "zaak"
    zaaknummer: Mapped[str]
    huishouden_id: Mapped[UUID]
    workflowversie_id: Mapped[UUID] = mapped_column(ForeignKey("workflowversie.id"))
    toestand: Mapped[str]
    toestand_sinds: Mapped[datetime] = mapped_column(default=nu)
    versie: Mapped[int] = mapped_column(default=1)
    casemanager_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    koppeldatum: Mapped[date]
    vergunningdatum: Mapped[date]
    vergunning_geldig_tot: Mapped[date | None]
    ankers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opgeschort_sinds: Mapped[date | None]
    geopend_op: Mapped[datetime] = mapped_column(default=nu)
    gesloten_op: Mapped[datetime | None]
    sluitreden: Mapped[str | None]
    afgerond_op: Mapped[datetime | None]
    huishouden: Mapped[Huishouden] = relationship(lazy="raise_on_sql", overlaps="__*")
    casemanager: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql")
    opschortingen: Mapped[list[Opschorting]] = relationship(
        lazy="raise_on_sql", back_populates="zaak", order_by="Opschorting.van", overlaps="__*"
    )
    __table_args__ = (
        binnen("huishouden_id", "huishouden"),
        UniqueConstraint("gemeente_id", "zaaknummer"),
        CheckConstraint("versie >= 1", name="versie"),
        CheckConstraint("(gesloten_op IS NULL) = (sluitreden IS NULL)", name="gesloten"),
        CheckConstraint("koppeldatum >= vergunningdatum", name="koppeldatum"),
        Index(None, "gemeente_id", "koppeldatum", "id"),
        Index(None, "gemeente_id", "toestand", "koppeldatum", "id"),
        Index(None, "gemeente_id", "toestand", "toestand_sinds"),
        Index(None, "gemeente_id", "huishouden_id"),
    )


class Opschorting(GemeenteGebonden, Basis):
    """Een tijd waarin de normklok stilstaat, met reden en dag van heroverweging. `tot` is de dag van hervatten."""

    __tablename__ = "opschorting"
    zaak_id: Mapped[UUID]
    van: Mapped[date]
    tot: Mapped[date | None]
    reden: Mapped[str]
    herzien_op: Mapped[date]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    hervat_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", back_populates="opschortingen", overlaps="__*")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        CheckConstraint("(tot IS NULL) = (hervat_door_id IS NULL)", name="hervat"),
        CheckConstraint("tot IS NULL OR tot >= van", name="periode"),
        CheckConstraint("reden <> ''", name="reden"),
        Index(None, "gemeente_id", "zaak_id"),
    )


class Verloop(GemeenteGebonden, Basis):
    """Eén toestand die een zaak achter zich heeft: van wanneer tot wanneer, en waarheen. Overgangen schrijven dit."""

    __tablename__ = "verloop"
    zaak_id: Mapped[UUID]
    toestand: Mapped[str]
    naar: Mapped[str]
    van: Mapped[datetime]
    tot: Mapped[datetime]
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        CheckConstraint("tot >= van", name="periode"),
        # alles wat het teamoverzicht telt staat in de index: de rijen zelf hoeft het niet te lezen
        Index(None, "gemeente_id", "naar", "tot", "zaak_id"),
        Index(None, "gemeente_id", "toestand", "tot", "zaak_id", "van"),
        Index(None, "gemeente_id", "zaak_id", "naar", "tot"),
    )


class Zaakrol(GemeenteGebonden, Basis):
    """Het vaste gezicht: wie in deze zaak een rol vervult."""

    __tablename__ = "zaakrol"
    zaak_id: Mapped[UUID]
    rol: Mapped[str]
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    sinds: Mapped[datetime] = mapped_column(default=nu)
    gebruiker: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (binnen("zaak_id", "zaak"), UniqueConstraint("gemeente_id", "zaak_id", "rol"))


class Volger(GemeenteGebonden, Basis):
    """Wie een zaak volgt."""

    __tablename__ = "volger"
    zaak_id: Mapped[UUID]
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    sinds: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        UniqueConstraint("gemeente_id", "gebruiker_id", "zaak_id"),
        Index(None, "gemeente_id", "zaak_id"),
    )


class Zaakverband(GemeenteGebonden, Basis):
    """Twee zaken die bij elkaar horen. Eén rij per paar: `zaak_id` is de zaak waar het verband is gelegd."""

    __tablename__ = "zaakverband"
    zaak_id: Mapped[UUID]
    andere_id: Mapped[UUID]
    soort: Mapped[str]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("andere_id", "zaak"),
        CheckConstraint("soort IN ('nareis', 'ruil', 'familie')", name="soort"),
        UniqueConstraint("gemeente_id", "zaak_id", "andere_id"),
        Index(None, "gemeente_id", "andere_id"),
    )
