"""Het mandaatregister: functies, wie ze vervult, en wat zij mogen besluiten (Awb afd. 10.1.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker
from casus.termijnen import nu


class Functie(GemeenteGebonden, Basis):
    """Een functie uit het register; niveau 1 (teammanager) tot en met 4 (college).

    `extern`: buiten de eigen organisatie; mandaat vraagt dan instemming (Awb art. 10:4).
    """

    __tablename__ = "functie"
    code: Mapped[str]
    titel: Mapped[str]
    niveau: Mapped[int]
    extern: Mapped[bool] = mapped_column(default=False, server_default=false())
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


class Registerbesluit(GemeenteGebonden, Basis):
    """Het besluit waarmee het register verandert, met zijn document. `versie` is die van het register erna.

    `document_sha256` wijst naar de bewaarde bytes; leeg bij het register waarmee een gemeente begint.
    """

    __tablename__ = "registerbesluit"
    versie: Mapped[int]
    besluitnummer: Mapped[str]
    besluitdatum: Mapped[date]
    omschrijving: Mapped[str]
    document_naam: Mapped[str] = mapped_column(default="")
    document_sha256: Mapped[str] = mapped_column(default="")
    vastgelegd_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    vastgelegd_op: Mapped[datetime] = mapped_column(default=nu)
    vastgelegd_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql")
    __table_args__ = (UniqueConstraint("gemeente_id", "versie"), UniqueConstraint("gemeente_id", "besluitnummer"))


class Mandaat(GemeenteGebonden, Basis):
    """Eén rij van het register: welke functie welk soort besluit tot welk bedrag mag nemen.

    Bedragen in centen: `bedrag_tot_cent` per besluit (delen van dezelfde verplichting samen), `bedrag_zaak_cent` alle
    besluiten van de zaak samen, `bedrag_contract_cent` alle besluiten onder één contract. `ondermandaat_aan` zijn de
    functies die het mogen krijgen; `onder_nr` is de regel waarop deze als ondermandaat rust (Awb art. 10:9).
    `voorwaarde` is wat casus zelf toetst, `voorwaarden` wat de beslisser bevestigt.
    """

    __tablename__ = "mandaat"
    nr: Mapped[str]
    bevoegdheid: Mapped[str]
    grondslag: Mapped[str]
    bestuursorgaan: Mapped[str]
    soort: Mapped[str]
    functie_id: Mapped[UUID]
    ondermandaat: Mapped[bool] = mapped_column(default=False)
    ondermandaat_aan: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    onder_nr: Mapped[str] = mapped_column(default="", server_default="")
    instemming: Mapped[str] = mapped_column(default="", server_default="")
    voorwaarden: Mapped[str] = mapped_column(default="")
    voorwaarde: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    bedrag_tot_cent: Mapped[int | None]
    bedrag_zaak_cent: Mapped[int | None]
    bedrag_contract_cent: Mapped[int | None]
    vier_ogen: Mapped[bool] = mapped_column(default=False)
    geldig_van: Mapped[date]
    geldig_tot: Mapped[date | None]
    besluitnummer: Mapped[str]
    besluitdatum: Mapped[date]
    ingetrokken_per: Mapped[date | None]
    versie: Mapped[int] = mapped_column(default=1)
    registerbesluit_id: Mapped[UUID | None]
    ingetrokken_bij_id: Mapped[UUID | None]
    functie: Mapped[Functie] = relationship(lazy="raise_on_sql", overlaps="__*")
    __table_args__ = (
        binnen("functie_id", "functie"),
        UniqueConstraint("gemeente_id", "nr", "versie"),
        CheckConstraint("soort IN ('mandaat', 'volmacht', 'machtiging', 'ondertekening')", name="soort"),
        CheckConstraint("bedrag_tot_cent IS NULL OR bedrag_tot_cent >= 0", name="bedrag"),
        CheckConstraint("bedrag_zaak_cent IS NULL OR bedrag_zaak_cent >= 0", name="bedrag_zaak"),
        CheckConstraint("bedrag_contract_cent IS NULL OR bedrag_contract_cent >= 0", name="bedrag_contract"),
        CheckConstraint("geldig_tot IS NULL OR geldig_tot >= geldig_van", name="periode"),
        Index(None, "gemeente_id", "bevoegdheid"),
    )
