"""De inrichting: gemeenten, gebruikers en wat er voor de hele installatie geldt."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, uuid7
from casus.termijnen import nu


class Regio(Basis):
    """Gemeenten die hun taakstelling samen dragen."""

    __tablename__ = "regio"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(unique=True)
    naam: Mapped[str]


class Gemeente(Basis):
    """Een gemeente van deze installatie; zelf verwerkingsverantwoordelijke voor haar zaken."""

    __tablename__ = "gemeente"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(unique=True)
    naam: Mapped[str]
    afkorting: Mapped[str] = mapped_column(unique=True)
    provincie: Mapped[str]
    inwoners: Mapped[int]
    regio_id: Mapped[UUID | None] = mapped_column(ForeignKey("regio.id"))
    thema: Mapped[str] = mapped_column(default="")
    huisstijl: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Gebruiker(Basis):
    """Iemand die kan inloggen. Wat hij mag, staat in zijn lidmaatschappen en functies.

    `voorkeuren` zijn van hem alleen: licht of donker, kolommen, toetsen, welke signalen hoe komen.
    """

    __tablename__ = "gebruiker"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    naam: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    telefoon: Mapped[str] = mapped_column(default="")
    wachtwoord_hash: Mapped[str | None]
    actief: Mapped[bool] = mapped_column(default=True)
    voorkeuren: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Lidmaatschap(GemeenteGebonden, Basis):
    """De rol van een gebruiker in een gemeente, van en tot en met een dag.

    Wie van een corporatie is, heeft de rol corporatie en ziet alleen wat aan die corporatie is gestuurd.
    """

    __tablename__ = "lidmaatschap"
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    rol: Mapped[str]
    van: Mapped[date]
    tot: Mapped[date | None]
    corporatie_id: Mapped[UUID | None]
    gebruiker: Mapped[Gebruiker] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        CheckConstraint("tot IS NULL OR tot >= van", name="periode"),
        CheckConstraint("(rol = 'corporatie') = (corporatie_id IS NOT NULL)", name="corporatie_id"),
        UniqueConstraint("gemeente_id", "gebruiker_id", "rol", "van"),
        Index(None, "gebruiker_id"),
    )


class Sessie(Basis):
    """Een ingelogde sessie op de server. De sleutel staat alleen als SHA-256 in de database.

    `bevestigd_op`: wanneer de gebruiker voor het laatst een tweede factor gaf; vijf minuten lang vers (veiligheid D2).
    """

    __tablename__ = "sessie"
    sleutel_hash: Mapped[str] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    gemeente_id: Mapped[UUID | None] = mapped_column(ForeignKey("gemeente.id"))
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    begonnen_op: Mapped[datetime] = mapped_column(default=nu)
    gezien_op: Mapped[datetime] = mapped_column(default=nu)
    beeindigd_op: Mapped[datetime | None]
    bevestigd_op: Mapped[datetime | None]
    __table_args__ = (Index(None, "gebruiker_id"),)


class TweedeFactor(Basis):
    """De code-app van een gebruiker (TOTP, RFC 6238). `geheim` is versleuteld; `laatste_stap` maakt een code eenmalig.

    `herstelcodes` zijn hashes van codes voor wie zijn telefoon kwijt is; een gebruikte code gaat eruit.
    """

    __tablename__ = "tweede_factor"
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"), primary_key=True)
    geheim: Mapped[str]
    begonnen_op: Mapped[datetime] = mapped_column(default=nu)
    bevestigd_op: Mapped[datetime | None]
    laatste_stap: Mapped[int] = mapped_column(default=0)
    herstelcodes: Mapped[list[str]] = mapped_column(default=list)


class Corporatie(Basis):
    """Een woningcorporatie: eigenaar van woningen en ontvanger van voordrachten."""

    __tablename__ = "corporatie"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str] = mapped_column(unique=True)
    naam: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(default="")
    telefoon: Mapped[str] = mapped_column(default="")


class Uitnodiging(GemeenteGebonden, Basis):
    """Een uitnodiging aan iemand van een corporatie om in te loggen; alleen de SHA-256 van het geheim staat hier."""

    __tablename__ = "uitnodiging"
    corporatie_id: Mapped[UUID] = mapped_column(ForeignKey("corporatie.id"))
    naam: Mapped[str]
    email: Mapped[str]
    geheim_hash: Mapped[str]
    verloopt_op: Mapped[datetime]
    door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    gebruikt_op: Mapped[datetime | None]
    ingetrokken_op: Mapped[datetime | None]
    corporatie: Mapped[Corporatie] = relationship(lazy="raise_on_sql")
    __table_args__ = (UniqueConstraint("gemeente_id", "geheim_hash"), Index(None, "gemeente_id", "corporatie_id"))


class Parameter(GemeenteGebonden, Basis):
    """Een norm, grens, bedrag of schakelaar met geldigheid en bron (invariant 9). De waarde is tekst."""

    __tablename__ = "parameter"
    sleutel: Mapped[str]
    waarde: Mapped[str]
    geldig_van: Mapped[date]
    geldig_tot: Mapped[date | None]
    bron: Mapped[str]
    __table_args__ = (
        CheckConstraint("geldig_tot IS NULL OR geldig_tot >= geldig_van", name="periode"),
        UniqueConstraint("gemeente_id", "sleutel", "geldig_van"),
    )


class Taakstelling(GemeenteGebonden, Basis):
    """Hoeveel personen de gemeente in een halfjaar moet huisvesten (Huisvestingswet 2014 art. 28-29)."""

    __tablename__ = "taakstelling"
    jaar: Mapped[int]
    halfjaar: Mapped[int]
    personen: Mapped[int]
    achterstand: Mapped[int] = mapped_column(default=0)
    bron: Mapped[str]
    __table_args__ = (
        UniqueConstraint("gemeente_id", "jaar", "halfjaar"),
        CheckConstraint("halfjaar IN (1, 2)", name="halfjaar"),
        CheckConstraint("personen >= 0", name="personen"),
    )


class Teller(GemeenteGebonden, Basis):
    """Het laatst uitgegeven volgnummer per soort en jaar."""

    __tablename__ = "teller"
    soort: Mapped[str]
    jaar: Mapped[int]
    laatste: Mapped[int]
    __table_args__ = (UniqueConstraint("gemeente_id", "soort", "jaar"), CheckConstraint("laatste >= 0", name="laatste"))


class Workflowversie(Basis):
    """De volledige tekst van elke procesdefinitie die ooit is gebruikt; nooit meer gewijzigd."""

    __tablename__ = "workflowversie"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    code: Mapped[str]
    hash: Mapped[str]
    tekst: Mapped[str] = mapped_column(Text)
    vastgelegd_op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (UniqueConstraint("code", "hash"),)


class Indiening(GemeenteGebonden, Basis):
    """Eén ingestuurd formulier: dezelfde sleutel heeft één gevolg en één antwoord (invariant 7)."""

    __tablename__ = "indiening"
    sleutel: Mapped[str]
    gebruiker_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    antwoord: Mapped[dict[str, Any]] = mapped_column(default=dict)
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (UniqueConstraint("gemeente_id", "sleutel"),)


class Outbox(Basis):
    """Werk voor na de transactie: bericht of dossier. Zonder gemeente in de sleutel, de werker ziet alles."""

    __tablename__ = "outbox"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    gemeente_id: Mapped[UUID | None] = mapped_column(ForeignKey("gemeente.id"))
    soort: Mapped[str]
    inhoud: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(default="wacht")
    pogingen: Mapped[int] = mapped_column(default=0)
    volgende_op: Mapped[datetime] = mapped_column(default=nu)
    laatste_fout: Mapped[str] = mapped_column(default="")
    gemaakt_op: Mapped[datetime] = mapped_column(default=nu)
    klaar_op: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("status IN ('wacht', 'klaar', 'mislukt')", name="status"),
        CheckConstraint("(status = 'klaar') = (klaar_op IS NOT NULL)", name="klaar"),
        Index(
            "ix_outbox_wacht",
            "volgende_op",
            "id",
            postgresql_where=text("status = 'wacht'"),
            sqlite_where=text("status = 'wacht'"),
        ),
    )
