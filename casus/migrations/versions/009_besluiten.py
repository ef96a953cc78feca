"""Mandaat en besluiten: registerbesluiten, advies, stappen, brieven, bezwaar met termijnen, en de tweede factor.

De kolommen die erbij komen en naar een andere tabel wijzen, hebben geen verwijzingssleutel: SQLite voegt die niet toe
aan een bestaande tabel. De acties zetten ze alleen op een rij die zij zelf lazen.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from casus.migrations.muur import (
    LEES,
    LEES_TOT_009,
    bouw_muur,
    kolom_erbij,
    vervang_controle,
    verzet_leesmuur,
    woorden,
    zonder_muur,
)

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)
_OPEN_ADVIES = sa.text("status = 'gevraagd'")
_MET_CONTRACT = sa.text("contract <> ''")
_OPEN_BEZWAAR = sa.text("status = 'ontvangen'")
_BEZWAARCONTROLES = (
    (
        "ck_bezwaar_status",
        "status IN ('ontvangen', 'gegrond', 'ongegrond', 'ingetrokken')",
        "status IN ('ontvangen', 'gegrond', 'ongegrond', 'niet_ontvankelijk', 'ingetrokken')",
    ),
    (
        "ck_bezwaar_beslissing",
        "(status IN ('gegrond', 'ongegrond')) = (beslissing_id IS NOT NULL)",
        "(status IN ('gegrond', 'ongegrond', 'niet_ontvankelijk')) = (beslissing_id IS NOT NULL)",
    ),
)
TABELLEN = ("registerbesluit", "advies", "besluitstap", "briefsjabloon", "brief")
_ERBIJ = {
    # achterstevoren weer weg: een CHECK die een andere kolom noemt, staat bij de laatste van de twee
    "functie": ("extern",),
    "mandaat": (
        "ondermandaat_aan",
        "onder_nr",
        "instemming",
        "voorwaarde",
        "bedrag_zaak_cent",
        "bedrag_contract_cent",
        "registerbesluit_id",
        "ingetrokken_bij_id",
    ),
    "besluit": (
        "laagste_niveau",
        "wacht_op",
        "feiten",
        "gezien",
        "contract",
        "herziening",
        "college_nummer",
        "college_datum",
        "college_document_id",
    ),
    "bezwaar": (
        "nummer",
        "indiener",
        "bevestigd_op",
        "commissie",
        "beslis_uiterlijk",
        "verdaagd_weken",
        "verdaagd_reden",
        "opgeschort_sinds",
        "opgeschort_dagen",
        "opgeschort_reden",
        "behandelaar_id",
        "uitkomst",
        "afgehandeld_op",
        "herziening_id",
        "versie",
        "gepost_op",
        "te_laat_reden",
        "opgeschort_tot",
        "uitstel_tot",
        "uitstel_grond",
        "uitstel_reden",
        "herziening_nodig",
    ),
    "sessie": ("bevestigd_op",),
}


def upgrade() -> None:
    _register()
    _besluit()
    _bezwaar()
    _besluittabellen()
    _brieven()
    _tweede_factor()
    bouw_muur(*TABELLEN)
    verzet_leesmuur(LEES)
    if op.get_bind().dialect.name == "postgresql":
        # zo sorteert de werkvoorraad (casus/queries/lijstvolgorde.py)
        op.execute('CREATE INDEX ix_huishouden_op_naam ON huishouden (gemeente_id, (lower(zoeknaam) COLLATE "C"))')


def _register() -> None:
    uuid, json, _, nee = woorden()
    op.create_table(
        "registerbesluit",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("besluitnummer", sa.String(), nullable=False),
        sa.Column("besluitdatum", sa.Date(), nullable=False),
        sa.Column("omschrijving", sa.String(), nullable=False),
        sa.Column("document_naam", sa.String(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=False),
        sa.Column("vastgelegd_door_id", sa.Uuid(), nullable=True),
        sa.Column("vastgelegd_op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(
            ["vastgelegd_door_id"], ["gebruiker.id"], name=op.f("fk_registerbesluit_vastgelegd_door_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_registerbesluit_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_registerbesluit")),
        sa.UniqueConstraint("gemeente_id", "versie", name=op.f("uq_registerbesluit_gemeente_id_versie")),
        sa.UniqueConstraint("gemeente_id", "besluitnummer", name=op.f("uq_registerbesluit_gemeente_id_besluitnummer")),
    )
    kolom_erbij("functie", f"extern BOOLEAN NOT NULL DEFAULT {nee}")
    kolom_erbij("mandaat", f"ondermandaat_aan {json} NOT NULL DEFAULT '[]'")
    kolom_erbij("mandaat", "onder_nr VARCHAR NOT NULL DEFAULT ''")
    kolom_erbij("mandaat", "instemming VARCHAR NOT NULL DEFAULT ''")
    kolom_erbij("mandaat", f"voorwaarde {json} NOT NULL DEFAULT '{{}}'")
    for wat in ("zaak", "contract"):
        regel = f"bedrag_{wat}_cent IS NULL OR bedrag_{wat}_cent >= 0"
        kolom_erbij("mandaat", f"bedrag_{wat}_cent INTEGER", f"ck_mandaat_bedrag_{wat}: {regel}")
    kolom_erbij("mandaat", f"registerbesluit_id {uuid}")
    kolom_erbij("mandaat", f"ingetrokken_bij_id {uuid}")


def _besluit() -> None:
    uuid, json, _, _ = woorden()
    for kolom in (f"feiten {json} NOT NULL DEFAULT '{{}}'", f"gezien {json} NOT NULL DEFAULT '{{}}'"):
        kolom_erbij("besluit", kolom)
    niveau = "ck_besluit_laagste_niveau: laagste_niveau BETWEEN 1 AND vereist_niveau"
    kolom_erbij("besluit", "laagste_niveau INTEGER NOT NULL DEFAULT 1", niveau)
    with zonder_muur("besluit"):
        op.execute("UPDATE besluit SET laagste_niveau = vereist_niveau")
    wacht = "ck_besluit_wacht_op: wacht_op IN ('besluit', 'advies', 'antwoord')"
    kolom_erbij("besluit", "wacht_op VARCHAR NOT NULL DEFAULT 'besluit'", wacht)
    kolom_erbij("besluit", "contract VARCHAR NOT NULL DEFAULT ''")
    kolom_erbij(
        "besluit",
        "herziening VARCHAR NOT NULL DEFAULT ''",
        "ck_besluit_herziening: herziening IN ('', 'wijzigen', 'intrekken')",
        "ck_besluit_herziet: (herziening = '') = (herziet_id IS NULL)",
    )
    kolom_erbij("besluit", "college_nummer VARCHAR NOT NULL DEFAULT ''")
    kolom_erbij("besluit", "college_datum DATE", "ck_besluit_college: (college_nummer = '') = (college_datum IS NULL)")
    kolom_erbij("besluit", f"college_document_id {uuid}")
    op.create_index(
        op.f("ix_besluit_gemeente_id_soort_besloten_op"), "besluit", ["gemeente_id", "soort", "besloten_op"]
    )
    op.create_index(
        "ix_besluit_voorsteller",
        "besluit",
        ["gemeente_id", "voorgesteld_door_id", "vereist_niveau", "uiterlijk", "id"],
        postgresql_where=sa.text("status = 'voorgesteld'"),
        sqlite_where=sa.text("status = 'voorgesteld'"),
    )
    op.create_index(
        "ix_besluit_contract",
        "besluit",
        ["gemeente_id", "contract"],
        postgresql_where=_MET_CONTRACT,
        sqlite_where=_MET_CONTRACT,
    )


def _bezwaar() -> None:
    uuid, _, _, nee = woorden()
    for kolom in (
        "nummer VARCHAR NOT NULL DEFAULT ''",
        "indiener TEXT NOT NULL DEFAULT ''",
        "bevestigd_op DATE",
        f"commissie BOOLEAN NOT NULL DEFAULT {nee}",
        "beslis_uiterlijk DATE",
        "verdaagd_reden TEXT NOT NULL DEFAULT ''",
        "opgeschort_sinds DATE",
        "opgeschort_reden TEXT NOT NULL DEFAULT ''",
        f"behandelaar_id {uuid}",
        "uitkomst TEXT NOT NULL DEFAULT ''",
        "afgehandeld_op DATE",
        f"herziening_id {uuid}",
    ):
        kolom_erbij("bezwaar", kolom)
    weken = "ck_bezwaar_verdaagd: verdaagd_weken BETWEEN 0 AND 6"
    kolom_erbij("bezwaar", "verdaagd_weken INTEGER NOT NULL DEFAULT 0", weken)
    dagen = "ck_bezwaar_opgeschort: opgeschort_dagen >= 0"
    kolom_erbij("bezwaar", "opgeschort_dagen INTEGER NOT NULL DEFAULT 0", dagen)
    kolom_erbij("bezwaar", "versie INTEGER NOT NULL DEFAULT 1")
    kolom_erbij("bezwaar", "gepost_op DATE")
    kolom_erbij("bezwaar", "te_laat_reden TEXT NOT NULL DEFAULT ''")
    stil = "ck_bezwaar_opgeschort_tot: opgeschort_sinds IS NULL OR opgeschort_tot IS NOT NULL"
    kolom_erbij("bezwaar", "opgeschort_tot DATE", stil)
    kolom_erbij("bezwaar", "uitstel_tot DATE")
    uitstel = "ck_bezwaar_uitstel: (uitstel_grond = '') = (uitstel_tot IS NULL)"
    kolom_erbij("bezwaar", "uitstel_grond VARCHAR NOT NULL DEFAULT ''", uitstel)
    kolom_erbij("bezwaar", "uitstel_reden TEXT NOT NULL DEFAULT ''")
    kolom_erbij("bezwaar", f"herziening_nodig BOOLEAN NOT NULL DEFAULT {nee}")
    for controle in _BEZWAARCONTROLES:
        vervang_controle("bezwaar", *controle)
    op.create_index(
        "ix_bezwaar_open",
        "bezwaar",
        ["gemeente_id", "beslis_uiterlijk", "id"],
        postgresql_where=_OPEN_BEZWAAR,
        sqlite_where=_OPEN_BEZWAAR,
    )


def _besluittabellen() -> None:
    op.create_table(
        "advies",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("besluit_id", sa.Uuid(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("vraag", sa.Text(), nullable=False),
        sa.Column("gevraagd_door_id", sa.Uuid(), nullable=False),
        sa.Column("gevraagd_op", _TIJDSTIP, nullable=False),
        sa.Column("uiterlijk", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("oordeel", sa.String(), nullable=False),
        sa.Column("toelichting", sa.Text(), nullable=False),
        sa.Column("gegeven_door_id", sa.Uuid(), nullable=True),
        sa.Column("gegeven_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("status IN ('gevraagd', 'gegeven', 'verlopen')", name=op.f("ck_advies_status")),
        sa.CheckConstraint("oordeel IN ('', 'eens', 'eens_mits', 'oneens')", name=op.f("ck_advies_oordeel")),
        sa.CheckConstraint("(status = 'gegeven') = (oordeel <> '')", name=op.f("ck_advies_gegeven")),
        sa.CheckConstraint("(status = 'gegeven') = (gegeven_op IS NOT NULL)", name=op.f("ck_advies_gegeven_op")),
        sa.ForeignKeyConstraint(["gevraagd_door_id"], ["gebruiker.id"], name=op.f("fk_advies_gevraagd_door_id")),
        sa.ForeignKeyConstraint(["gegeven_door_id"], ["gebruiker.id"], name=op.f("fk_advies_gegeven_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "besluit_id"],
            ["besluit.gemeente_id", "besluit.id"],
            name=op.f("fk_advies_gemeente_id_besluit_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_advies_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_advies")),
        sa.UniqueConstraint("gemeente_id", "besluit_id", "rol", name=op.f("uq_advies_gemeente_id_besluit_id_rol")),
    )
    op.create_index(
        "ix_advies_open",
        "advies",
        ["gemeente_id", "rol", "uiterlijk"],
        postgresql_where=_OPEN_ADVIES,
        sqlite_where=_OPEN_ADVIES,
    )
    op.create_table(
        "besluitstap",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("besluit_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("van_niveau", sa.Integer(), nullable=False),
        sa.Column("naar_niveau", sa.Integer(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=True),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.CheckConstraint(
            "soort IN ('vraag', 'antwoord', 'doorgezet', 'opgehoogd', 'opgeteld')", name=op.f("ck_besluitstap_soort")
        ),
        sa.CheckConstraint("naar_niveau >= van_niveau", name=op.f("ck_besluitstap_niveau")),
        sa.CheckConstraint("(soort = 'opgehoogd') = (door_id IS NULL)", name=op.f("ck_besluitstap_door")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_besluitstap_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "besluit_id"],
            ["besluit.gemeente_id", "besluit.id"],
            name=op.f("fk_besluitstap_gemeente_id_besluit_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_besluitstap_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_besluitstap")),
    )
    op.create_index(
        op.f("ix_besluitstap_gemeente_id_besluit_id_op"), "besluitstap", ["gemeente_id", "besluit_id", "op"]
    )


def _brieven() -> None:
    op.create_table(
        "briefsjabloon",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=True),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_briefsjabloon_door_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_briefsjabloon_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_briefsjabloon")),
        sa.UniqueConstraint("gemeente_id", "soort", "versie", name=op.f("uq_briefsjabloon_gemeente_id_soort_versie")),
    )
    op.create_table(
        "brief",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("besluit_id", sa.Uuid(), nullable=False),
        sa.Column("bezwaar_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("nummer", sa.String(), nullable=False),
        sa.Column("sjabloon_versie", sa.Integer(), nullable=False),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("grootte", sa.Integer(), nullable=False),
        sa.Column("verzegeld", sa.Boolean(), nullable=False),
        sa.Column("gemaakt_op", _TIJDSTIP, nullable=False),
        sa.Column("klaar_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("status IN ('aangevraagd', 'klaar', 'mislukt')", name=op.f("ck_brief_status")),
        sa.CheckConstraint("(status = 'klaar') = (sha256 <> '')", name=op.f("ck_brief_klaar")),
        sa.CheckConstraint("(status = 'klaar') = (document_id IS NOT NULL)", name=op.f("ck_brief_document")),
        *(
            sa.ForeignKeyConstraint(
                ["gemeente_id", f"{tabel}_id"],
                [f"{tabel}.gemeente_id", f"{tabel}.id"],
                name=op.f(f"fk_brief_gemeente_id_{tabel}_id"),
            )
            for tabel in ("zaak", "besluit", "bezwaar", "document")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_brief_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_brief")),
        sa.UniqueConstraint("gemeente_id", "nummer", name=op.f("uq_brief_gemeente_id_nummer")),
    )
    op.create_index(op.f("ix_brief_gemeente_id_zaak_id"), "brief", ["gemeente_id", "zaak_id"])


def _tweede_factor() -> None:
    *_, moment, _ = woorden()
    kolom_erbij("sessie", f"bevestigd_op {moment}")
    op.create_table(
        "tweede_factor",
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("geheim", sa.String(), nullable=False),
        sa.Column("begonnen_op", _TIJDSTIP, nullable=False),
        sa.Column("bevestigd_op", _TIJDSTIP, nullable=True),
        sa.Column("laatste_stap", sa.Integer(), nullable=False),
        sa.Column("herstelcodes", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_tweede_factor_gebruiker_id")),
        sa.PrimaryKeyConstraint("gebruiker_id", name=op.f("pk_tweede_factor")),
    )


def downgrade() -> None:
    op.execute("DROP INDEX IF EXISTS ix_huishouden_op_naam")
    op.drop_table("tweede_factor")
    for tabel in reversed(TABELLEN):
        op.drop_table(tabel)
    op.drop_index("ix_bezwaar_open", "bezwaar")
    with zonder_muur("bezwaar"):
        op.execute("UPDATE bezwaar SET status = 'ongegrond' WHERE status = 'niet_ontvankelijk'")
    for naam, oud, nieuw in _BEZWAARCONTROLES:
        vervang_controle("bezwaar", naam, nieuw, oud)
    op.drop_index("ix_besluit_contract", "besluit")
    op.drop_index("ix_besluit_voorsteller", "besluit")
    op.drop_index("ix_besluit_gemeente_id_soort_besloten_op", "besluit")
    for tabel, kolommen in _ERBIJ.items():
        for kolom in reversed(kolommen):
            op.execute(f"ALTER TABLE {tabel} DROP COLUMN {kolom}")
    verzet_leesmuur(LEES_TOT_009)
