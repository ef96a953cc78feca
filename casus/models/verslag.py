"""Wat bij een zaak is opgeschreven, bewaard, ingelezen en verstrekt."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker
from casus.termijnen import nu


class Notitie(GemeenteGebonden, Basis):
    """Een notitie van een collega bij de zaak. `versie` telt de verbeteringen; de oude tekst staat in Notitieversie."""

    __tablename__ = "notitie"
    zaak_id: Mapped[UUID]
    tekst: Mapped[str] = mapped_column(Text)
    versie: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        CheckConstraint("tekst <> ''", name="tekst"),
        CheckConstraint("versie >= 1", name="versie"),
        Index(None, "gemeente_id", "zaak_id", "op"),
    )


class Notitieversie(GemeenteGebonden, Basis):
    """Wat er vóór een verbetering in een notitie stond."""

    __tablename__ = "notitieversie"
    notitie_id: Mapped[UUID]
    versie: Mapped[int]
    tekst: Mapped[str] = mapped_column(Text)
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (binnen("notitie_id", "notitie"), UniqueConstraint("gemeente_id", "notitie_id", "versie"))


class Contactmoment(GemeenteGebonden, Basis):
    """Een gesprek, bericht of bezoek met het huishouden of een andere partij."""

    __tablename__ = "contactmoment"
    zaak_id: Mapped[UUID]
    soort: Mapped[str]
    met: Mapped[str]
    op: Mapped[datetime]
    verslag: Mapped[str] = mapped_column(Text)
    tolk: Mapped[bool] = mapped_column(default=False)
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        CheckConstraint("soort IN ('telefoon', 'gesprek', 'huisbezoek', 'bericht', 'brief')", name="soort"),
        Index(None, "gemeente_id", "zaak_id", "op"),
    )


class Document(GemeenteGebonden, Basis):
    """Een bestand bij de zaak; de inhoud staat in de documentenmap onder een willekeurige naam.

    Latere versies van een document dragen in `reeks_id` het id van de eerste, die er zelf geen heeft. Wat van buiten
    komt, staat in quarantaine tot het is nagekeken (veiligheid E8).
    """

    __tablename__ = "document"
    zaak_id: Mapped[UUID]
    naam: Mapped[str]
    mediatype: Mapped[str]
    bestand: Mapped[str]
    grootte: Mapped[int]
    sha256: Mapped[str]
    reeks_id: Mapped[UUID | None]
    versie: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    status: Mapped[str] = mapped_column(default="schoon", server_default="schoon")
    reden: Mapped[str] = mapped_column(Text, default="", server_default="")
    toelichting: Mapped[str] = mapped_column(Text, default="", server_default="")
    bladen: Mapped[int | None]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        Index("uq_document_versie", "gemeente_id", "reeks_id", "versie", unique=True),
        CheckConstraint("status IN ('quarantaine', 'schoon', 'geweigerd')", name="status"),
        CheckConstraint("(status = 'geweigerd') = (reden <> '')", name="reden"),
        CheckConstraint("versie >= 1", name="versie"),
        CheckConstraint("(reeks_id IS NULL) = (versie = 1)", name="reeks"),
        Index(None, "gemeente_id", "zaak_id"),
    )


class Importregel(GemeenteGebonden, Basis):
    """Eén ingelezen huishouden: met de vingerafdruk is te zien of een volgende lijst iets verandert.

    `gegevens` is wat de lijst over het huishouden zei: alleen wat dáárin verandert, wordt later overgenomen.
    """

    __tablename__ = "importregel"
    bron: Mapped[str]
    sleutel: Mapped[str]
    vingerafdruk: Mapped[str]
    zaak_id: Mapped[UUID]
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    bestand_sha256: Mapped[str]
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (binnen("zaak_id", "zaak"), UniqueConstraint("gemeente_id", "bron", "sleutel"))
