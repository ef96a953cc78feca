"""Het mandaatregister: functies, wie ze vervult, en wat zij mogen besluiten (Awb afd. 10.1.1)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker


class Functie(GemeenteGebonden, Basis):
    """Een functie uit het register; niveau 1 (teammanager) tot en met 4 (college)."""

    __tablename__ = "functie"
    code: Mapped[str]
    titel: Mapped[str]
    niveau: Mapped[int]
    __table_args__ = (UniqueConstraint("gemeente_id", "code"), CheckConstraint("niveau BETWEEN 1 AND 4", name="niveau"))


class Functiehouder(GemeenteGebonden, Basis):
    """Wie een functie vervult, van en tot en met een dag."""

    __tablename__ = "functiehouder"
    functie_id: Mapped[UUID]
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    van: Mapped[date]
    tot: Mapped[date | None]
    functie: Mapped[Functie] = relationship(lazy="raise_on_sql", overlaps="__*")
    gebruiker: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("functie_id", "functie"),
        CheckConstraint("tot IS NULL OR tot >= van", name="periode"),
        Index(None, "gemeente_id", "gebruiker_id"),
    )


class Vervanging(GemeenteGebonden, Basis):
    """Plaatsvervanging van een functie: een eigen rij met data, nooit ruimer dan wat vervangen wordt."""

    __tablename__ = "vervanging"
    functie_id: Mapped[UUID]
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    van: Mapped[date]
    tot: Mapped[date]
    functie: Mapped[Functie] = relationship(lazy="raise_on_sql", overlaps="__*")
    gebruiker: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (binnen("functie_id", "functie"), CheckConstraint("tot >= van", name="periode"))


class Mandaat(GemeenteGebonden, Basis):
    """Eén rij van het register: welke functie welk soort besluit tot welk bedrag mag nemen."""

    __tablename__ = "mandaat"
    nr: Mapped[str]
    bevoegdheid: Mapped[str]
    grondslag: Mapped[str]
    bestuursorgaan: Mapped[str]
    soort: Mapped[str]
    functie_id: Mapped[UUID]
    ondermandaat: Mapped[bool] = mapped_column(default=False)
    voorwaarden: Mapped[str] = mapped_column(default="")
    bedrag_tot_cent: Mapped[int | None]
    vier_ogen: Mapped[bool] = mapped_column(default=False)
    geldig_van: Mapped[date]
    geldig_tot: Mapped[date | None]
    besluitnummer: Mapped[str]
    besluitdatum: Mapped[date]
    ingetrokken_per: Mapped[date | None]
    versie: Mapped[int] = mapped_column(default=1)
    functie: Mapped[Functie] = relationship(lazy="raise_on_sql", overlaps="__*")
    __table_args__ = (
        binnen("functie_id", "functie"),
        UniqueConstraint("gemeente_id", "nr", "versie"),
        CheckConstraint("soort IN ('mandaat', 'volmacht', 'machtiging', 'ondertekening')", name="soort"),
        CheckConstraint("bedrag_tot_cent IS NULL OR bedrag_tot_cent >= 0", name="bedrag"),
        CheckConstraint("geldig_tot IS NULL OR geldig_tot >= geldig_van", name="periode"),
        Index(None, "gemeente_id", "bevoegdheid"),
    )
