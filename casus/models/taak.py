"""De taak: één ding dat iemand voor een zaak moet doen, met een datum."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker
from casus.models.huishouden import Persoon
from casus.models.zaak import Zaak
from casus.termijnen import nu

# Twee deelindexen die elkaar uitsluiten: zo leest de rij van een rol nooit langs taken die iemand al heeft.
_OPEN = "status = 'open'"
_VAN_IEMAND = text("status = 'open' AND behandelaar_id IS NOT NULL")
_VRIJ = text("status = 'open' AND behandelaar_id IS NULL")
_OPGEHOUDEN = text("status = 'open' AND (wacht_tot IS NOT NULL OR blokkade_soort <> '')")


class Taak(GemeenteGebonden, Basis):
    """Een taak. `uiterlijk` is de fatale datum, of anders de streefdatum, en bepaalt de volgorde van elke lijst.

    `soort` is de code uit het proces (WO-03), leeg bij een eigen taak. `gegevens` zijn de ingevulde velden.
    `wacht_op` is een partij buiten de taak; op de dag `wacht_tot` is de taak vanzelf weer aan de beurt. `blokkade` zegt
    waarom het proces de taak nog niet laat afronden, en wordt bij elke verandering van de zaak opnieuw bepaald.
    """

    __tablename__ = "taak"
    zaak_id: Mapped[UUID]
    soort: Mapped[str | None]
    titel: Mapped[str]
    rol: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    versie: Mapped[int] = mapped_column(default=1)
    behandelaar_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    persoon_id: Mapped[UUID | None]
    aanleiding: Mapped[str] = mapped_column(default="")
    streefdatum: Mapped[date | None]
    fatale_datum: Mapped[date | None]
    uiterlijk: Mapped[date]
    voorlopig: Mapped[bool] = mapped_column(default=False)
    verlengd_met: Mapped[int] = mapped_column(default=0)
    verlengd_reden: Mapped[str] = mapped_column(Text, default="")
    toelichting: Mapped[str] = mapped_column(Text, default="", server_default="")
    gepland_op: Mapped[date | None]
    gepland_reden: Mapped[str] = mapped_column(Text, default="", server_default="")
    wacht_op: Mapped[str | None]
    wacht_tot: Mapped[date | None]
    blokkade_soort: Mapped[str] = mapped_column(default="", server_default="")
    blokkade: Mapped[str] = mapped_column(Text, default="", server_default="")
    ontstaan_op: Mapped[datetime] = mapped_column(default=nu)
    gereed_op: Mapped[datetime | None]
    gereed_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    vervallen_op: Mapped[datetime | None]
    vervallen_reden: Mapped[str | None]
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", overlaps="__*")
    persoon: Mapped[Persoon | None] = relationship(lazy="raise_on_sql", overlaps="__*")
    behandelaar: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[behandelaar_id])
    gereed_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[gereed_door_id])
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("persoon_id", "persoon"),
        CheckConstraint("status IN ('open', 'gereed', 'vervallen')", name="status"),
        CheckConstraint("(status = 'gereed') = (gereed_op IS NOT NULL)", name="gereed_op"),
        CheckConstraint("(status = 'gereed') = (gereed_door_id IS NOT NULL)", name="gereed_door"),
        CheckConstraint("(status = 'vervallen') = (vervallen_op IS NOT NULL)", name="vervallen_op"),
        CheckConstraint("(vervallen_op IS NULL) = (vervallen_reden IS NULL)", name="vervallen_reden"),
        CheckConstraint("(wacht_op IS NULL) = (wacht_tot IS NULL)", name="wacht"),
        CheckConstraint("blokkade_soort IN ('', 'wacht', 'slot')", name="blokkade_soort"),
        CheckConstraint("(blokkade_soort = '') = (blokkade = '')", name="blokkade"),
        CheckConstraint("verlengd_met = 0 OR verlengd_reden <> ''", name="verlengd"),
        Index("ix_taak_rol", "gemeente_id", "rol", "uiterlijk", "id", postgresql_where=_VRIJ, sqlite_where=_VRIJ),
        Index(
            "ix_taak_behandelaar",
            "gemeente_id",
            "behandelaar_id",
            "uiterlijk",
            "id",
            postgresql_where=_VAN_IEMAND,
            sqlite_where=_VAN_IEMAND,
        ),
        Index(
            "ix_taak_team",
            "gemeente_id",
            "uiterlijk",
            "id",
            "rol",
            "behandelaar_id",
            postgresql_where=text(_OPEN),
            sqlite_where=text(_OPEN),
        ),
        Index(
            "ix_taak_opgehouden",
            "gemeente_id",
            "behandelaar_id",
            "rol",
            "uiterlijk",
            "id",
            postgresql_where=_OPGEHOUDEN,
            sqlite_where=_OPGEHOUDEN,
        ),
        Index("ix_taak_zaak", "gemeente_id", "zaak_id", "ontstaan_op"),
    )
