"""Het besluit: voorstel, advies, uitkomst, de mandaatrij waarop die rust en de brief; en het bezwaar ertegen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casus.db import Basis, GemeenteGebonden, binnen
from casus.models.beheer import Gebruiker
from casus.models.taak import Taak
from casus.models.zaak import Zaak
from casus.termijnen import nu


class Besluit(GemeenteGebonden, Basis):
    """Een voorgesteld of genomen besluit. `mandaat_kopie` is de registerrij zoals die op de dag zelf gold.

    `wacht_op` zegt bij wie een voorstel ligt: 'advies', 'antwoord' (van wie het voorstelde) of 'besluit'.
    `laagste_niveau` is wat het register op de dag van het voorstel zei, `vereist_niveau` waar het nu ligt.
    `feiten` zijn de gegevens waaraan voorwaarden worden getoetst, `gezien` wat de beslisser voor zich had.
    `herziet_id` met `herziening` ('wijzigen' of 'intrekken') verwijst naar het eerdere besluit.
    """

    __tablename__ = "besluit"
    zaak_id: Mapped[UUID]
    taak_id: Mapped[UUID | None]
    nummer: Mapped[str]
    soort: Mapped[str]
    titel: Mapped[str]
    voorstel: Mapped[str] = mapped_column(Text)
    bedrag_cent: Mapped[int | None]
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="voorgesteld")
    laagste_niveau: Mapped[int] = mapped_column(server_default=text("1"))
    vereist_niveau: Mapped[int]
    wacht_op: Mapped[str] = mapped_column(default="besluit", server_default="besluit")
    uiterlijk: Mapped[date]
    feiten: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    gezien: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    contract: Mapped[str] = mapped_column(default="", server_default="")
    herziet_id: Mapped[UUID | None]
    herziening: Mapped[str] = mapped_column(default="", server_default="")
    college_nummer: Mapped[str] = mapped_column(default="", server_default="")
    college_datum: Mapped[date | None]
    college_document_id: Mapped[UUID | None]
    voorgesteld_door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    voorgesteld_op: Mapped[datetime] = mapped_column(default=nu)
    besloten_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    besloten_op: Mapped[datetime | None]
    besloten_functie: Mapped[str | None]
    motivering: Mapped[str] = mapped_column(Text, default="")
    mandaat_id: Mapped[UUID | None]
    mandaat_kopie: Mapped[dict[str, Any] | None]
    namens: Mapped[str] = mapped_column(Text, default="")
    bezwaar_tot: Mapped[date | None]
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", overlaps="__*")
    taak: Mapped[Taak | None] = relationship(lazy="raise_on_sql", overlaps="__*")
    voorgesteld_door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql", foreign_keys=[voorgesteld_door_id])
    besloten_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[besloten_door_id])
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("taak_id", "taak"),
        binnen("mandaat_id", "mandaat"),
        binnen("herziet_id", "besluit"),
        UniqueConstraint("gemeente_id", "nummer"),
        CheckConstraint("status IN ('voorgesteld', 'toegekend', 'afgewezen', 'ingetrokken')", name="status"),
        CheckConstraint("(status IN ('toegekend', 'afgewezen')) = (besloten_op IS NOT NULL)", name="besloten_op"),
        CheckConstraint("(besloten_op IS NULL) = (besloten_door_id IS NULL)", name="besloten_door"),
        CheckConstraint("(besloten_op IS NULL) = (mandaat_kopie IS NULL)", name="mandaat_kopie"),
        CheckConstraint("besloten_door_id IS NULL OR besloten_door_id <> voorgesteld_door_id", name="vier_ogen"),
        CheckConstraint("vereist_niveau BETWEEN 1 AND 4", name="vereist_niveau"),
        CheckConstraint("laagste_niveau BETWEEN 1 AND vereist_niveau", name="laagste_niveau"),
        CheckConstraint("wacht_op IN ('besluit', 'advies', 'antwoord')", name="wacht_op"),
        CheckConstraint("herziening IN ('', 'wijzigen', 'intrekken')", name="herziening"),
        CheckConstraint("(herziening = '') = (herziet_id IS NULL)", name="herziet"),
        CheckConstraint("(college_nummer = '') = (college_datum IS NULL)", name="college"),
        CheckConstraint("bedrag_cent IS NULL OR bedrag_cent >= 0", name="bedrag"),
        Index(
            "ix_besluit_wacht",
            "gemeente_id",
            "vereist_niveau",
            "uiterlijk",
            "id",
            postgresql_where=text("status = 'voorgesteld'"),
            sqlite_where=text("status = 'voorgesteld'"),
        ),
        Index(None, "gemeente_id", "zaak_id", "soort"),
        Index(None, "gemeente_id", "soort", "besloten_op"),
        Index(
            "ix_besluit_voorsteller",
            "gemeente_id",
            "voorgesteld_door_id",
            "vereist_niveau",
            "uiterlijk",
            "id",
            postgresql_where=text("status = 'voorgesteld'"),
            sqlite_where=text("status = 'voorgesteld'"),
        ),
        Index(
            "ix_besluit_contract",
            "gemeente_id",
            "contract",
            postgresql_where=text("contract <> ''"),
            sqlite_where=text("contract <> ''"),
        ),
    )


class Advies(GemeenteGebonden, Basis):
    """Advies van een andere rol over een voorstel, met een eigen uiterste dag. Wie het gaf, staat erbij."""

    __tablename__ = "advies"
    besluit_id: Mapped[UUID]
    rol: Mapped[str]
    vraag: Mapped[str] = mapped_column(Text, default="")
    gevraagd_door_id: Mapped[UUID] = mapped_column(ForeignKey("gebruiker.id"))
    gevraagd_op: Mapped[datetime] = mapped_column(default=nu)
    uiterlijk: Mapped[date]
    status: Mapped[str] = mapped_column(default="gevraagd")
    oordeel: Mapped[str] = mapped_column(default="")
    toelichting: Mapped[str] = mapped_column(Text, default="")
    gegeven_door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    gegeven_op: Mapped[datetime | None]
    besluit: Mapped[Besluit] = relationship(lazy="raise_on_sql", overlaps="__*")
    gevraagd_door: Mapped[Gebruiker] = relationship(lazy="raise_on_sql", foreign_keys=[gevraagd_door_id])
    gegeven_door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql", foreign_keys=[gegeven_door_id])
    __table_args__ = (
        binnen("besluit_id", "besluit"),
        UniqueConstraint("gemeente_id", "besluit_id", "rol"),
        CheckConstraint("status IN ('gevraagd', 'gegeven', 'verlopen')", name="status"),
        CheckConstraint("oordeel IN ('', 'eens', 'eens_mits', 'oneens')", name="oordeel"),
        CheckConstraint("(status = 'gegeven') = (oordeel <> '')", name="gegeven"),
        CheckConstraint("(status = 'gegeven') = (gegeven_op IS NOT NULL)", name="gegeven_op"),
        Index(
            "ix_advies_open",
            "gemeente_id",
            "rol",
            "uiterlijk",
            postgresql_where=text("status = 'gevraagd'"),
            sqlite_where=text("status = 'gevraagd'"),
        ),
    )


class Besluitstap(GemeenteGebonden, Basis):
    """Wat er met een voorstel gebeurde voordat er een besluit was: terug met een vraag, antwoord, hogerop."""

    __tablename__ = "besluitstap"
    besluit_id: Mapped[UUID]
    soort: Mapped[str]
    van_niveau: Mapped[int]
    naar_niveau: Mapped[int]
    tekst: Mapped[str] = mapped_column(Text, default="")
    door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    besluit: Mapped[Besluit] = relationship(lazy="raise_on_sql", overlaps="__*")
    door: Mapped[Gebruiker | None] = relationship(lazy="raise_on_sql")
    __table_args__ = (
        binnen("besluit_id", "besluit"),
        CheckConstraint("soort IN ('vraag', 'antwoord', 'doorgezet', 'opgehoogd', 'opgeteld')", name="soort"),
        CheckConstraint("naar_niveau >= van_niveau", name="niveau"),
        CheckConstraint("(soort = 'opgehoogd') = (door_id IS NULL)", name="door"),
        Index(None, "gemeente_id", "besluit_id", "op"),
    )


class Briefsjabloon(GemeenteGebonden, Basis):
    """De tekst van een brief zoals de gemeente haar wil, per soort en versie. Zonder rij geldt het bestand."""

    __tablename__ = "briefsjabloon"
    soort: Mapped[str]
    versie: Mapped[int]
    tekst: Mapped[str] = mapped_column(Text)
    door_id: Mapped[UUID | None] = mapped_column(ForeignKey("gebruiker.id"))
    op: Mapped[datetime] = mapped_column(default=nu)
    __table_args__ = (UniqueConstraint("gemeente_id", "soort", "versie"),)


class Brief(GemeenteGebonden, Basis):
    """Een brief bij een besluit of bezwaar: wat erin staat (`gegevens`), en het document als de pdf klaar is."""

    __tablename__ = "brief"
    zaak_id: Mapped[UUID]
    besluit_id: Mapped[UUID]
    bezwaar_id: Mapped[UUID | None]
    document_id: Mapped[UUID | None]
    soort: Mapped[str]
    nummer: Mapped[str]
    sjabloon_versie: Mapped[int] = mapped_column(default=0)
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="aangevraagd")
    reden: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(default="")
    grootte: Mapped[int] = mapped_column(default=0)
    verzegeld: Mapped[bool] = mapped_column(default=False)
    gemaakt_op: Mapped[datetime] = mapped_column(default=nu)
    klaar_op: Mapped[datetime | None]
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("besluit_id", "besluit"),
        binnen("bezwaar_id", "bezwaar"),
        binnen("document_id", "document"),
        UniqueConstraint("gemeente_id", "nummer"),
        CheckConstraint("status IN ('aangevraagd', 'klaar', 'mislukt')", name="status"),
        CheckConstraint("(status = 'klaar') = (sha256 <> '')", name="klaar"),
        CheckConstraint("(status = 'klaar') = (document_id IS NOT NULL)", name="document"),
        Index(None, "gemeente_id", "zaak_id"),
    )


class Bezwaar(GemeenteGebonden, Basis):
    """Een bezwaarschrift tegen een besluit (Awb hoofdstuk 6 en 7).

    `beslis_uiterlijk` is de laatste dag van art. 7:10, met verdaging, uitstel en opschorting (rules/bezwaar.py). De
    termijn staat stil van de dag na `opgeschort_sinds` (het verzoek om herstel) tot en met `opgeschort_tot`;
    `opgeschort_dagen` is wat al voorbij is; zonder `opgeschort_sinds` is `opgeschort_tot` de laatste dag daarvan.
    `gepost_op` telt als de post hem later bracht (art. 6:9), `te_laat_reden` is wat het te laat komen kan
    verontschuldigen (art. 6:11). `herziening_id` is het nieuwe besluit bij een gegrond bezwaar dat het bestreden
    besluit laat vervangen.
    """

    __tablename__ = "bezwaar"
    zaak_id: Mapped[UUID]
    besluit_id: Mapped[UUID]
    ontvangen_op: Mapped[date]
    gronden: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(default="ontvangen")
    nummer: Mapped[str] = mapped_column(default="", server_default="")
    indiener: Mapped[str] = mapped_column(Text, default="", server_default="")
    bevestigd_op: Mapped[date | None]
    commissie: Mapped[bool] = mapped_column(default=False, server_default=false())
    beslis_uiterlijk: Mapped[date | None]
    verdaagd_weken: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    verdaagd_reden: Mapped[str] = mapped_column(Text, default="", server_default="")
    opgeschort_sinds: Mapped[date | None]
    opgeschort_dagen: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    opgeschort_reden: Mapped[str] = mapped_column(Text, default="", server_default="")
    behandelaar_id: Mapped[UUID | None]
    uitkomst: Mapped[str] = mapped_column(Text, default="", server_default="")
    afgehandeld_op: Mapped[date | None]
    beslissing_id: Mapped[UUID | None]
    herziening_id: Mapped[UUID | None]
    versie: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    gepost_op: Mapped[date | None]
    te_laat_reden: Mapped[str] = mapped_column(Text, default="", server_default="")
    opgeschort_tot: Mapped[date | None]
    uitstel_tot: Mapped[date | None]
    uitstel_grond: Mapped[str] = mapped_column(default="", server_default="")
    uitstel_reden: Mapped[str] = mapped_column(Text, default="", server_default="")
    herziening_nodig: Mapped[bool] = mapped_column(default=False, server_default=false())
    zaak: Mapped[Zaak] = relationship(lazy="raise_on_sql", overlaps="__*")
    besluit: Mapped[Besluit] = relationship(lazy="raise_on_sql", overlaps="__*", foreign_keys="Bezwaar.besluit_id")
    __table_args__ = (
        binnen("zaak_id", "zaak"),
        binnen("besluit_id", "besluit"),
        binnen("beslissing_id", "besluit"),
        CheckConstraint("verdaagd_weken BETWEEN 0 AND 6", name="verdaagd"),
        CheckConstraint("opgeschort_dagen >= 0", name="opgeschort"),
        CheckConstraint("opgeschort_sinds IS NULL OR opgeschort_tot IS NOT NULL", name="opgeschort_tot"),
        CheckConstraint("(uitstel_grond = '') = (uitstel_tot IS NULL)", name="uitstel"),
        CheckConstraint(
            "status IN ('ontvangen', 'gegrond', 'ongegrond', 'niet_ontvankelijk', 'ingetrokken')", name="status"
        ),
        CheckConstraint(
            "(status IN ('gegrond', 'ongegrond', 'niet_ontvankelijk')) = (beslissing_id IS NOT NULL)", name="beslissing"
        ),
        Index(None, "gemeente_id", "zaak_id"),
        Index(
            "ix_bezwaar_open",
            "gemeente_id",
            "beslis_uiterlijk",
            "id",
            postgresql_where=text("status = 'ontvangen'"),
            sqlite_where=text("status = 'ontvangen'"),
        ),
    )
