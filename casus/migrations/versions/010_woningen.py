"""Woningen met hun complex, hun geschiedenis en hun huur in delen; het antwoord van de corporatie; matches; afspraken.

Kolommen die erbij komen en naar een andere tabel wijzen, hebben geen verwijzingssleutel: SQLite voegt die niet toe
aan een bestaande tabel. De acties zetten ze alleen op een rij die zij zelf lazen.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from casus.migrations.muur import bouw_muur, kolom_erbij, vervang_controle, woorden, zonder_muur

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)
_IN_COMPLEX = sa.text("complex_id IS NOT NULL")
_MET_NUMMER = sa.text("corporatie_nummer <> ''")
_WACHT = sa.text(
    "status IN ('voorgedragen', 'aangeboden', 'geaccepteerd') OR (status = 'geweigerd' AND oordeel IS NULL)"
)
_STATUS = (
    "ck_woning_status",
    "status IN ('beschikbaar', 'voorgedragen', 'verhuurd', 'ingetrokken')",
    "status IN ('gemeld', 'beschikbaar', 'voorgedragen', 'verhuurd', 'ingetrokken')",
)
_AANBODSTATUS = (
    "ck_aanbod_status",
    "status IN ('voorgedragen', 'afgewezen_corporatie', 'aangeboden', 'geaccepteerd', 'geweigerd', 'ingetrokken')",
    "status IN ('voorgedragen', 'afgewezen_corporatie', 'aangeboden', 'geaccepteerd', 'geweigerd',"
    " 'ingetrokken', 'afgerond')",
)
_NIET_TERUG = """
    UPDATE aanbod SET status = 'ingetrokken' WHERE status = 'afgerond' AND EXISTS (
        SELECT 1 FROM aanbod later
        WHERE later.gemeente_id = aanbod.gemeente_id AND later.woning_id = aanbod.woning_id AND later.id <> aanbod.id
        AND (
            later.status IN ('voorgedragen', 'aangeboden', 'geaccepteerd')
            OR (later.status = 'afgerond' AND later.voorgedragen_op > aanbod.voorgedragen_op)
        )
    )
"""
"""De woning heeft al een jonger aanbod; een tweede lopend aanbod kan niet."""
_ANTWOORD_VOOR = """
    UPDATE aanbod SET antwoord_voor = (
        SELECT {dag} FROM besluit b WHERE b.gemeente_id = aanbod.gemeente_id AND b.id = aanbod.besluit_id
    )
    WHERE status = 'voorgedragen' AND EXISTS (
        SELECT 1 FROM besluit b
        WHERE b.gemeente_id = aanbod.gemeente_id AND b.id = aanbod.besluit_id AND b.status = 'toegekend'
    )
"""
"""Wie al op de corporatie wachtte, krijgt de termijn van vijf dagen na het besluit: anders is zij nooit te laat."""
_VIJF_DAGEN = {
    "postgresql": "(b.besloten_op AT TIME ZONE 'Europe/Amsterdam')::date + 5",
    "sqlite": "date(b.besloten_op, '+5 days')",
}
TABELLEN = ("complex", "complextaak", "woningverloop", "matchrun", "matchwens", "prestatieafspraak", "prognose")
_ERBIJ = {
    # achterstevoren weer weg: een CHECK die een andere kolom noemt, staat bij de laatste van de twee
    "woning": (
        "eenheidsoort",
        "woonvorm",
        "complex_id",
        "corporatie_nummer",
        "subsidiabel_cent",
        "overig_cent",
        "kale_huur_cent",
        "energielabel",
        "eind_op",
        "slot_op_kamer",
        "toelichting",
        "herkomst",
        "gemeld_op",
        "versie",
    ),
    "aanbod": (
        "antwoord_voor",
        "corporatie_antwoord",
        "corporatie_reden",
        "corporatie_toelichting",
        "corporatie_op",
        "corporatie_door_id",
        "bezichtiging_op",
        "reageer_voor",
        "keuze_reden",
        "keuze_plek",
    ),
}


def upgrade() -> None:
    _complexen()
    _woning()
    _aanbod()
    _matches()
    _afspraken()
    bouw_muur(*TABELLEN)


def _woning() -> None:
    uuid, _, moment, nee = woorden()
    vervang_controle("woning", *_STATUS)
    kolom_erbij("woning", "eenheidsoort VARCHAR NOT NULL DEFAULT 'WOO'")
    kolom_erbij("woning", "woonvorm VARCHAR NOT NULL DEFAULT 'regulier'")
    kolom_erbij("woning", f"complex_id {uuid}")
    kolom_erbij("woning", "corporatie_nummer VARCHAR NOT NULL DEFAULT ''")
    kolom_erbij("woning", "subsidiabel_cent INTEGER NOT NULL DEFAULT 0")
    kolom_erbij("woning", "overig_cent INTEGER NOT NULL DEFAULT 0")
    kolom_erbij(
        "woning",
        "kale_huur_cent INTEGER",
        "ck_woning_kale_huur_cent: kale_huur_cent IS NULL OR huur_cent = kale_huur_cent + subsidiabel_cent",
    )
    kolom_erbij("woning", "energielabel VARCHAR NOT NULL DEFAULT ''")
    kolom_erbij("woning", "eind_op DATE")
    kolom_erbij("woning", f"slot_op_kamer BOOLEAN NOT NULL DEFAULT {nee}")
    kolom_erbij("woning", "toelichting TEXT NOT NULL DEFAULT ''")
    kolom_erbij(
        "woning",
        "herkomst VARCHAR NOT NULL DEFAULT 'team'",
        "ck_woning_herkomst: herkomst IN ('team', 'corporatie', 'lijst')",
    )
    kolom_erbij("woning", f"gemeld_op {moment}")
    kolom_erbij("woning", "versie INTEGER NOT NULL DEFAULT 1")
    op.create_index(
        "ix_woning_complex",
        "woning",
        ["gemeente_id", "complex_id"],
        postgresql_where=_IN_COMPLEX,
        sqlite_where=_IN_COMPLEX,
    )
    op.create_index(
        op.f("ix_woning_gemeente_id_corporatie_id_status_id"),
        "woning",
        ["gemeente_id", "corporatie_id", "status", "id"],
    )
    op.create_index(
        "uq_woning_nummer",
        "woning",
        ["gemeente_id", "corporatie_id", "corporatie_nummer"],
        unique=True,
        postgresql_where=_MET_NUMMER,
        sqlite_where=_MET_NUMMER,
    )


def _aanbod() -> None:
    uuid, _, moment, _ = woorden()
    vervang_controle("aanbod", *_AANBODSTATUS)
    kolom_erbij("aanbod", "antwoord_voor DATE")
    kolom_erbij(
        "aanbod",
        "corporatie_antwoord VARCHAR NOT NULL DEFAULT ''",
        "ck_aanbod_corporatie_antwoord: corporatie_antwoord IN ('', 'akkoord', 'afgewezen')",
    )
    kolom_erbij("aanbod", "corporatie_reden VARCHAR NOT NULL DEFAULT ''")
    kolom_erbij("aanbod", "corporatie_toelichting TEXT NOT NULL DEFAULT ''")
    kolom_erbij(
        "aanbod",
        "corporatie_op DATE",
        "ck_aanbod_corporatie_op: (corporatie_antwoord = '') = (corporatie_op IS NULL)",
    )
    kolom_erbij("aanbod", f"corporatie_door_id {uuid}")
    kolom_erbij("aanbod", f"bezichtiging_op {moment}")
    kolom_erbij("aanbod", "reageer_voor DATE")
    kolom_erbij("aanbod", "keuze_reden TEXT NOT NULL DEFAULT ''")
    kolom_erbij("aanbod", "keuze_plek INTEGER")
    with zonder_muur("aanbod"), zonder_muur("besluit"):
        op.execute(_ANTWOORD_VOOR.format(dag=_VIJF_DAGEN[op.get_bind().dialect.name]))
    op.create_index("ix_aanbod_wacht", "aanbod", ["gemeente_id", "id"], postgresql_where=_WACHT, sqlite_where=_WACHT)


def _complexen() -> None:
    op.create_table(
        "complex",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("corporatie_id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("woonvorm", sa.String(), nullable=False),
        sa.Column("eenheden", sa.Integer(), nullable=False),
        sa.Column("einddatum", sa.Date(), nullable=True),
        sa.Column("gemengd_akkoord_op", sa.Date(), nullable=True),
        sa.Column("andere_bewoners", _JSON, nullable=False),
        sa.Column("toelichting", sa.Text(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "woonvorm IN ('regulier', 'tussenvoorziening', 'doorstroomlocatie', 'kamergewijs', 'gemengd',"
            " 'getransformeerd')",
            name=op.f("ck_complex_woonvorm"),
        ),
        sa.CheckConstraint("eenheden >= 1", name=op.f("ck_complex_eenheden")),
        sa.ForeignKeyConstraint(["corporatie_id"], ["corporatie.id"], name=op.f("fk_complex_corporatie_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_complex_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_complex")),
        sa.UniqueConstraint(
            "gemeente_id", "corporatie_id", "naam", name=op.f("uq_complex_gemeente_id_corporatie_id_naam")
        ),
    )
    op.create_table(
        "complextaak",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complex_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("titel", sa.String(), nullable=False),
        sa.Column("verplicht", sa.Boolean(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("behandelaar_id", sa.Uuid(), nullable=True),
        sa.Column("uiterlijk", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("toelichting", sa.Text(), nullable=False),
        sa.Column("geldig_tot", sa.Date(), nullable=True),
        sa.Column("gereed_op", sa.Date(), nullable=True),
        sa.Column("gereed_door_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(status = 'open') = (gereed_door_id IS NULL)", name=op.f("ck_complextaak_gereed_door")),
        sa.CheckConstraint("(status = 'open') = (gereed_op IS NULL)", name=op.f("ck_complextaak_gereed_op")),
        sa.CheckConstraint("status IN ('open', 'gereed', 'niet_nodig')", name=op.f("ck_complextaak_status")),
        sa.CheckConstraint("titel <> ''", name=op.f("ck_complextaak_titel")),
        sa.ForeignKeyConstraint(["behandelaar_id"], ["gebruiker.id"], name=op.f("fk_complextaak_behandelaar_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "complex_id"],
            ["complex.gemeente_id", "complex.id"],
            name=op.f("fk_complextaak_gemeente_id_complex_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_complextaak_gemeente_id")),
        sa.ForeignKeyConstraint(["gereed_door_id"], ["gebruiker.id"], name=op.f("fk_complextaak_gereed_door_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_complextaak")),
    )
    op.create_index(op.f("ix_complextaak_gemeente_id_complex_id"), "complextaak", ["gemeente_id", "complex_id"])
    op.create_index(
        "ix_complextaak_open",
        "complextaak",
        ["gemeente_id", "uiterlijk", "id"],
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "woningverloop",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("woning_id", sa.Uuid(), nullable=False),
        sa.Column("stap", sa.String(), nullable=False),
        sa.Column("van", sa.String(), nullable=False),
        sa.Column("naar", sa.String(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=True),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_woningverloop_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "woning_id"],
            ["woning.gemeente_id", "woning.id"],
            name=op.f("fk_woningverloop_gemeente_id_woning_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"],
            ["zaak.gemeente_id", "zaak.id"],
            name=op.f("fk_woningverloop_gemeente_id_zaak_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_woningverloop_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_woningverloop")),
    )
    op.create_index(op.f("ix_woningverloop_gemeente_id_naar_op"), "woningverloop", ["gemeente_id", "naar", "op"])
    op.create_index(
        op.f("ix_woningverloop_gemeente_id_woning_id_id"), "woningverloop", ["gemeente_id", "woning_id", "id"]
    )


def _uniek(naam: str, kolommen: list[str], waar: sa.TextClause) -> None:
    rest = {"unique": True, "postgresql_where": waar, "sqlite_where": waar}
    op.create_index(naam, "matchwens", ["gemeente_id", *kolommen], **rest)  # type: ignore[arg-type]  # gemengd


def _matches() -> None:
    op.create_table(
        "matchrun",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("omvang", sa.String(), nullable=False),
        sa.Column("invoer", _JSON, nullable=False),
        sa.Column("invoer_hash", sa.String(), nullable=False),
        sa.Column("uitkomst", _JSON, nullable=False),
        sa.Column("personen", sa.Integer(), nullable=False),
        sa.Column("grens", sa.Integer(), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=True),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint("omvang IN ('gemeente', 'regio')", name=op.f("ck_matchrun_omvang")),
        sa.CheckConstraint("soort IN ('verdeling', 'wat_als')", name=op.f("ck_matchrun_soort")),
        sa.CheckConstraint("personen <= grens", name=op.f("ck_matchrun_grens")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_matchrun_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "basis_id"],
            ["matchrun.gemeente_id", "matchrun.id"],
            name=op.f("fk_matchrun_gemeente_id_basis_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_matchrun_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_matchrun")),
    )
    op.create_index(op.f("ix_matchrun_gemeente_id_op"), "matchrun", ["gemeente_id", "op"])
    op.create_table(
        "matchwens",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("woning_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.Column("vervallen_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("reden <> ''", name=op.f("ck_matchwens_reden")),
        sa.CheckConstraint("soort IN ('vast', 'nooit')", name=op.f("ck_matchwens_soort")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_matchwens_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "woning_id"],
            ["woning.gemeente_id", "woning.id"],
            name=op.f("fk_matchwens_gemeente_id_woning_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_matchwens_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_matchwens_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_matchwens")),
    )
    _uniek("uq_matchwens_paar", ["zaak_id", "woning_id"], sa.text("vervallen_op IS NULL"))
    for kolom in ("zaak", "woning"):
        _uniek(f"uq_matchwens_vast_{kolom}", [f"{kolom}_id"], sa.text("soort = 'vast' AND vervallen_op IS NULL"))


def _afspraken() -> None:
    op.create_table(
        "prestatieafspraak",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("corporatie_id", sa.Uuid(), nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("woningtype", sa.String(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("bron", sa.Text(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint(
            "woningtype IN ('kamer', 'studio', 'slaapkamers_1', 'slaapkamers_2', 'slaapkamers_3', 'slaapkamers_4')",
            name=op.f("ck_prestatieafspraak_woningtype"),
        ),
        sa.CheckConstraint("aantal >= 0", name=op.f("ck_prestatieafspraak_aantal")),
        sa.ForeignKeyConstraint(["corporatie_id"], ["corporatie.id"], name=op.f("fk_prestatieafspraak_corporatie_id")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_prestatieafspraak_door_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_prestatieafspraak_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_prestatieafspraak")),
        sa.UniqueConstraint("gemeente_id", "corporatie_id", "jaar", "woningtype", name="uq_prestatieafspraak"),
    )
    op.create_table(
        "prognose",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("corporatie_id", sa.Uuid(), nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("kwartaal", sa.Integer(), nullable=False),
        sa.Column("woningtype", sa.String(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint(
            "woningtype IN ('kamer', 'studio', 'slaapkamers_1', 'slaapkamers_2', 'slaapkamers_3', 'slaapkamers_4')",
            name=op.f("ck_prognose_woningtype"),
        ),
        sa.CheckConstraint("aantal >= 0", name=op.f("ck_prognose_aantal")),
        sa.CheckConstraint("kwartaal BETWEEN 1 AND 4", name=op.f("ck_prognose_kwartaal")),
        sa.ForeignKeyConstraint(["corporatie_id"], ["corporatie.id"], name=op.f("fk_prognose_corporatie_id")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_prognose_door_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_prognose_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_prognose")),
        sa.UniqueConstraint("gemeente_id", "corporatie_id", "jaar", "kwartaal", "woningtype", name="uq_prognose"),
    )


def downgrade() -> None:
    for tabel in reversed(TABELLEN):
        op.drop_table(tabel)
    for index in ("ix_woning_complex", "ix_woning_gemeente_id_corporatie_id_status_id", "uq_woning_nummer"):
        op.drop_index(index, "woning")
    op.drop_index("ix_aanbod_wacht", "aanbod")
    with zonder_muur("aanbod"):
        op.execute(_NIET_TERUG)
        op.execute("UPDATE aanbod SET status = 'geaccepteerd' WHERE status = 'afgerond'")
    for tabel, kolommen in _ERBIJ.items():
        for kolom in reversed(kolommen):
            op.execute(f"ALTER TABLE {tabel} DROP COLUMN {kolom}")
    with zonder_muur("woning"):
        op.execute("UPDATE woning SET status = 'ingetrokken' WHERE status = 'gemeld'")
    for tabel, (naam, oud, nieuw) in (("woning", _STATUS), ("aanbod", _AANBODSTATUS)):
        vervang_controle(tabel, naam, nieuw, oud)
