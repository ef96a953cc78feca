"""Wat aan een derde is gegeven: het dossier, de link ernaartoe, wie het ophaalde, en welke velden dat mogen zijn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Corporatie, Gebruiker
from casus.models.verslag import Document
from casus.termijnen import nu


class Verstrekking(GemeenteGebonden, Basis):
    """Eén dossier volgens een profiel: de velden, de inhoud en de SHA-256 van het bestand (invariant 6).

    `ontvanger` is hoe de ontvanger heette; `corporatie_id`, `naar_gemeente_id` en `persoon_id` zeggen wie het was,
    naar gelang `ontvanger_soort`. `beveiligd_id` is een kopie met wachtwoord (AES-256), `wachtwoord` dat wachtwoord,
    versleuteld. `vervangt_id`: dit is een verbeterde versie. Na `eindigt_op` of `ingetrokken_op` haalt niemand van
    buiten het nog op; de gemeente houdt het.
    """

    __tablename__ = "verstrekking"
    zaak_id: Mapped[UUID]
    corporatie_id: Mapped[UUID | None] = mapped_column(ForeignKey("corporatie.id"))
    doel: Mapped[str]
    grondslag: Mapped[str]
    velden: Mapped[list[str]]
    gegevens: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(default="aangevraagd")
    aangevraagd_door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    aangevraagd_op: Mapped[datetime] = mapped_column(default=nu)
    document_id: Mapped[UUID | None]
    sha256: Mapped[str | None]
    gemaakt_op: Mapped[datetime | None]
    profiel: Mapped[str] = mapped_column(default="voordracht", server_default="voordracht")
    profielversie: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    ontvanger_soort: Mapped[str] = mapped_column(default="corporatie", server_default="corporatie")
    ontvanger: Mapped[str] = mapped_column(default="", server_default="")
    naar_gemeente_id: Mapped[UUID | None]
    persoon_id: Mapped[UUID | None]
    aanbod_id: Mapped[UUID | None]
    versie: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    vervangt_id: Mapped[UUID | None]
    eindigt_op: Mapped[date | None]
    ingetrokken_op: Mapped[datetime | None]
    beveiligd_id: Mapped[UUID | None]
    wachtwoord: Mapped[str | None]
    corporatie: Mapped[Corporatie | None] = relationship(lazy="raise_on_sql")
    document: Mapped[Document | None] = relationship(lazy="raise_on_sql", overlaps="__*")
    aangevraagd_door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("document_id", "document"),
        CheckConstraint("status IN ('aangevraagd', 'gemaakt')", name="status"),
        CheckConstraint("(status = 'gemaakt') = (sha256 IS NOT NULL)", name="sha256"),
        CheckConstraint("(status = 'gemaakt') = (document_id IS NOT NULL)", name="document"),
        CheckConstraint("(status = 'gemaakt') = (gemaakt_op IS NOT NULL)", name="gemaakt"),
        CheckConstraint(
            "ontvanger_soort IN ('corporatie', 'gemeente', 'coa', 'team', 'betrokkene')", name="ontvanger_soort"
        ),
        CheckConstraint("(ontvanger_soort = 'gemeente') = (naar_gemeente_id IS NOT NULL)", name="naar_gemeente_id"),
        CheckConstraint("(ontvanger_soort = 'betrokkene') = (persoon_id IS NOT NULL)", name="persoon_id"),
        CheckConstraint("(beveiligd_id IS NULL) = (wachtwoord IS NULL)", name="wachtwoord"),
        CheckConstraint("(versie = 1) = (vervangt_id IS NULL)", name="vervangt_id"),
        Index(None, "gemeente_id", "zaak_id"),
        Index(None, "gemeente_id", "corporatie_id", "aangevraagd_op"),
        Index("uq_verstrekking_vervangt", "gemeente_id", "vervangt_id", unique=True),
    )


class Dossierlink(GemeenteGebonden, Basis):
    """Een geheim adres van één dossier voor één ontvanger. Geheim en code staan hier alleen als hash.

    `gebruikt` telt het ophalen en blijft onder `hoogstens`; na te veel foute codes (`fout`) gaat de link op slot.
    """

    __tablename__ = "dossierlink"
    verstrekking_id: Mapped[UUID]
    naam: Mapped[str]
    email: Mapped[str]
    geheim_hash: Mapped[str]
    code_hash: Mapped[str]
    verloopt_op: Mapped[datetime]
    hoogstens: Mapped[int]
    gebruikt: Mapped[int] = mapped_column(default=0)
    fout: Mapped[int] = mapped_column(default=0)
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    ingetrokken_op: Mapped[datetime | None]
    verstrekking: Mapped[Verstrekking] = relationship(lazy="raise_on_sql", overlaps="__*")
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("verstrekking_id", "verstrekking"),
        UniqueConstraint("gemeente_id", "geheim_hash"),
        CheckConstraint("gebruikt <= hoogstens", name="gebruikt"),
        Index(None, "gemeente_id", "verstrekking_id"),
    )


class Dossierinzage(GemeenteGebonden, Basis):
    """Iemand van buiten haalde een dossier op, of probeerde het: via zijn portaal of via een link."""

    __tablename__ = "dossierinzage"
    verstrekking_id: Mapped[UUID]
    link_id: Mapped[UUID | None]
    gebruiker_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    soort: Mapped[str]
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (
        binnen("verstrekking_id", "verstrekking"),
        binnen("link_id", "dossierlink"),
        CheckConstraint("soort IN ('opgehaald', 'foute_code', 'verlopen')", name="soort"),
        CheckConstraint("(link_id IS NULL) <> (gebruiker_id IS NULL)", name="wie"),
        Index(None, "gemeente_id", "verstrekking_id", "op"),
    )


class Dossierbundel(GemeenteGebonden, Basis):
    """Veel dossiers in één bestand, op de achtergrond gemaakt: een ZIP, of één PDF met bladwijzers."""

    __tablename__ = "dossierbundel"
    titel: Mapped[str]
    soort: Mapped[str]
    status: Mapped[str] = mapped_column(default="wacht")
    aantal: Mapped[int]
    gedaan: Mapped[int] = mapped_column(default=0)
    reden: Mapped[str] = mapped_column(Text, default="")
    bestand: Mapped[str | None]
    grootte: Mapped[int | None]
    sha256: Mapped[str | None]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    gemaakt_op: Mapped[datetime] = mapped_column(default=nu)
    klaar_op: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("soort IN ('zip', 'pdf')", name="soort"),
        CheckConstraint("status IN ('wacht', 'bezig', 'klaar', 'mislukt', 'gestopt')", name="status"),
        CheckConstraint("(status = 'klaar') = (sha256 IS NOT NULL)", name="klaar"),
        CheckConstraint("gedaan <= aantal", name="gedaan"),
        Index(None, "gemeente_id", "door_id", "gemaakt_op"),
    )


class Dossierbundelregel(GemeenteGebonden, Basis):
    """Eén dossier van een bundel, in volgorde."""

    __tablename__ = "dossierbundelregel"
    bundel_id: Mapped[UUID]
    nr: Mapped[int]
    verstrekking_id: Mapped[UUID]
    __table_args__ = (
        binnen("bundel_id", "dossierbundel"),
        binnen("verstrekking_id", "verstrekking"),
        UniqueConstraint("gemeente_id", "bundel_id", "nr", name="uq_dossierbundelregel_nr"),
        UniqueConstraint("gemeente_id", "bundel_id", "verstrekking_id", name="uq_dossierbundelregel"),
    )


class Profielbesluit(GemeenteGebonden, Basis):
    """Een wijziging van een dossierprofiel: welke velden er voortaan in staan, met het advies van de FG (AVG art. 39).

    `fg_vastgelegd_door_id` nam dat advies over: een ander dan wie voorstelt en wie beslist. Een versie geldt vanaf
    `geldig_van` tot de volgende. `mandaat` is de regel uit het register waarop is beslist.
    """

    __tablename__ = "profielbesluit"
    profiel: Mapped[str]
    versie: Mapped[int]
    velden: Mapped[list[str]]
    motivering: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(default="voorgesteld")
    voorgesteld_door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    voorgesteld_op: Mapped[datetime] = mapped_column(default=nu)
    fg_naam: Mapped[str] = mapped_column(default="")
    fg_oordeel: Mapped[str] = mapped_column(default="")
    fg_advies: Mapped[str] = mapped_column(Text, default="")
    fg_op: Mapped[date | None]
    fg_vastgelegd_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    besloten_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    besloten_op: Mapped[datetime | None]
    besluit_reden: Mapped[str] = mapped_column(Text, default="")
    mandaat: Mapped[dict[str, Any]] = mapped_column(default=dict)
    geldig_van: Mapped[date | None]
    voorgesteld_door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql", foreign_keys=[voorgesteld_door_id])
    besloten_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[besloten_door_id])
    __table_args__ = (
        UniqueConstraint("gemeente_id", "profiel", "versie"),
        CheckConstraint("status IN ('voorgesteld', 'toegekend', 'afgewezen', 'ingetrokken')", name="status"),
        CheckConstraint("fg_oordeel IN ('', 'eens', 'eens_mits', 'oneens')", name="fg_oordeel"),
        CheckConstraint("(fg_oordeel = '') = (fg_op IS NULL)", name="fg_op"),
        CheckConstraint("(fg_op IS NULL) = (fg_vastgelegd_door_id IS NULL)", name="fg_vastgelegd"),
        CheckConstraint("fg_vastgelegd_door_id <> voorgesteld_door_id", name="fg_niet_voorsteller"),
        CheckConstraint("besloten_door_id <> fg_vastgelegd_door_id", name="fg_niet_beslisser"),
        CheckConstraint("status <> 'toegekend' OR (fg_op IS NOT NULL AND geldig_van IS NOT NULL)", name="toegekend"),
        CheckConstraint("(status IN ('toegekend', 'afgewezen')) = (besloten_op IS NOT NULL)", name="besloten_op"),
        CheckConstraint("besloten_door_id IS NULL OR besloten_door_id <> voorgesteld_door_id", name="vier_ogen"),
        CheckConstraint("versie >= 2", name="versie"),
    )
