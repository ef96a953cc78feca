"""De inrichting: gemeenten, gebruikers, mandaatregister en wat voor de hele installatie geldt."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "regio",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regio")),
        sa.UniqueConstraint("code", name=op.f("uq_regio_code")),
    )
    op.create_table(
        "gemeente",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("afkorting", sa.String(), nullable=False),
        sa.Column("provincie", sa.String(), nullable=False),
        sa.Column("inwoners", sa.Integer(), nullable=False),
        sa.Column("regio_id", sa.Uuid(), nullable=True),
        sa.Column("thema", sa.String(), nullable=False),
        sa.Column("huisstijl", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["regio_id"], ["regio.id"], name=op.f("fk_gemeente_regio_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gemeente")),
        sa.UniqueConstraint("afkorting", name=op.f("uq_gemeente_afkorting")),
        sa.UniqueConstraint("code", name=op.f("uq_gemeente_code")),
    )
    op.create_table(
        "gebruiker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("telefoon", sa.String(), nullable=False),
        sa.Column("wachtwoord_hash", sa.String(), nullable=True),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.Column("weergave", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gebruiker")),
        sa.UniqueConstraint("email", name=op.f("uq_gebruiker_email")),
    )
    op.create_table(
        "corporatie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("telefoon", sa.String(), nullable=False),
        sa.Column("doelgroep_sth", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corporatie")),
        sa.UniqueConstraint("code", name=op.f("uq_corporatie_code")),
        sa.UniqueConstraint("naam", name=op.f("uq_corporatie_naam")),
    )
    op.create_table(
        "workflowversie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("vastgelegd_op", _TIJDSTIP, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflowversie")),
        sa.UniqueConstraint("code", "hash", name=op.f("uq_workflowversie_code_hash")),
    )
    op.create_table(
        "sessie",
        sa.Column("sleutel_hash", sa.String(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("gemeente_id", sa.Uuid(), nullable=True),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("begonnen_op", _TIJDSTIP, nullable=False),
        sa.Column("gezien_op", _TIJDSTIP, nullable=False),
        sa.Column("beeindigd_op", _TIJDSTIP, nullable=True),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_sessie_gebruiker_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_sessie_gemeente_id")),
        sa.PrimaryKeyConstraint("sleutel_hash", name=op.f("pk_sessie")),
    )
    op.create_index(op.f("ix_sessie_gebruiker_id"), "sessie", ["gebruiker_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gemeente_id", sa.Uuid(), nullable=True),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("inhoud", _JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("volgende_op", _TIJDSTIP, nullable=False),
        sa.Column("laatste_fout", sa.String(), nullable=False),
        sa.Column("gemaakt_op", _TIJDSTIP, nullable=False),
        sa.Column("klaar_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("(status = 'klaar') = (klaar_op IS NOT NULL)", name=op.f("ck_outbox_klaar")),
        sa.CheckConstraint("status IN ('wacht', 'klaar', 'mislukt')", name=op.f("ck_outbox_status")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_outbox_gemeente_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_wacht",
        "outbox",
        ["volgende_op", "id"],
        postgresql_where=sa.text("status = 'wacht'"),
        sqlite_where=sa.text("status = 'wacht'"),
    )
    op.create_table(
        "lidmaatschap",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.CheckConstraint("tot IS NULL OR tot >= van", name=op.f("ck_lidmaatschap_periode")),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_lidmaatschap_gebruiker_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_lidmaatschap_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_lidmaatschap")),
        sa.UniqueConstraint(
            "gemeente_id", "gebruiker_id", "rol", "van", name=op.f("uq_lidmaatschap_gemeente_id_gebruiker_id_rol_van")
        ),
    )
    op.create_index(op.f("ix_lidmaatschap_gebruiker_id"), "lidmaatschap", ["gebruiker_id"])
    op.create_table(
        "parameter",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sleutel", sa.String(), nullable=False),
        sa.Column("waarde", sa.String(), nullable=False),
        sa.Column("geldig_van", sa.Date(), nullable=False),
        sa.Column("geldig_tot", sa.Date(), nullable=True),
        sa.Column("bron", sa.String(), nullable=False),
        sa.CheckConstraint("geldig_tot IS NULL OR geldig_tot >= geldig_van", name=op.f("ck_parameter_periode")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_parameter_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_parameter")),
        sa.UniqueConstraint(
            "gemeente_id", "sleutel", "geldig_van", name=op.f("uq_parameter_gemeente_id_sleutel_geldig_van")
        ),
    )
    op.create_table(
        "teller",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("jaar", sa.Integer(), nullable=False),
        sa.Column("laatste", sa.Integer(), nullable=False),
        sa.CheckConstraint("laatste >= 0", name=op.f("ck_teller_laatste")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_teller_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_teller")),
        sa.UniqueConstraint("gemeente_id", "soort", "jaar", name=op.f("uq_teller_gemeente_id_soort_jaar")),
    )
    op.create_table(
        "indiening",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sleutel", sa.String(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("antwoord", _JSON, nullable=False),
        sa.Column("op", _TIJDSTIP, nullable=False),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_indiening_gebruiker_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_indiening_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_indiening")),
        sa.UniqueConstraint("gemeente_id", "sleutel", name=op.f("uq_indiening_gemeente_id_sleutel")),
    )
    op.create_table(
        "functie",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("titel", sa.String(), nullable=False),
        sa.Column("niveau", sa.Integer(), nullable=False),
        sa.CheckConstraint("niveau BETWEEN 1 AND 4", name=op.f("ck_functie_niveau")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_functie_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_functie")),
        sa.UniqueConstraint("gemeente_id", "code", name=op.f("uq_functie_gemeente_id_code")),
    )
    op.create_table(
        "functiehouder",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("functie_id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.CheckConstraint("tot IS NULL OR tot >= van", name=op.f("ck_functiehouder_periode")),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_functiehouder_gebruiker_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "functie_id"],
            ["functie.gemeente_id", "functie.id"],
            name=op.f("fk_functiehouder_gemeente_id_functie_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_functiehouder_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_functiehouder")),
    )
    op.create_index(op.f("ix_functiehouder_gemeente_id_gebruiker_id"), "functiehouder", ["gemeente_id", "gebruiker_id"])
    op.create_table(
        "vervanging",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("functie_id", sa.Uuid(), nullable=False),
        sa.Column("gebruiker_id", sa.Uuid(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.CheckConstraint("tot >= van", name=op.f("ck_vervanging_periode")),
        sa.ForeignKeyConstraint(["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_vervanging_gebruiker_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "functie_id"],
            ["functie.gemeente_id", "functie.id"],
            name=op.f("fk_vervanging_gemeente_id_functie_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_vervanging_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_vervanging")),
    )
    op.create_table(
        "mandaat",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nr", sa.String(), nullable=False),
        sa.Column("bevoegdheid", sa.String(), nullable=False),
        sa.Column("grondslag", sa.String(), nullable=False),
        sa.Column("bestuursorgaan", sa.String(), nullable=False),
        sa.Column("soort", sa.String(), nullable=False),
        sa.Column("functie_id", sa.Uuid(), nullable=False),
        sa.Column("ondermandaat", sa.Boolean(), nullable=False),
        sa.Column("voorwaarden", sa.String(), nullable=False),
        sa.Column("bedrag_tot_cent", sa.Integer(), nullable=True),
        sa.Column("vier_ogen", sa.Boolean(), nullable=False),
        sa.Column("geldig_van", sa.Date(), nullable=False),
        sa.Column("geldig_tot", sa.Date(), nullable=True),
        sa.Column("besluitnummer", sa.String(), nullable=False),
        sa.Column("besluitdatum", sa.Date(), nullable=False),
        sa.Column("ingetrokken_per", sa.Date(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "soort IN ('mandaat', 'volmacht', 'machtiging', 'ondertekening')", name=op.f("ck_mandaat_soort")
        ),
        sa.CheckConstraint("bedrag_tot_cent IS NULL OR bedrag_tot_cent >= 0", name=op.f("ck_mandaat_bedrag")),
        sa.CheckConstraint("geldig_tot IS NULL OR geldig_tot >= geldig_van", name=op.f("ck_mandaat_periode")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "functie_id"],
            ["functie.gemeente_id", "functie.id"],
            name=op.f("fk_mandaat_gemeente_id_functie_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_mandaat_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_mandaat")),
        sa.UniqueConstraint("gemeente_id", "nr", "versie", name=op.f("uq_mandaat_gemeente_id_nr_versie")),
    )
    op.create_index(op.f("ix_mandaat_gemeente_id_bevoegdheid"), "mandaat", ["gemeente_id", "bevoegdheid"])


def downgrade() -> None:
    op.drop_table("mandaat")
    op.drop_table("vervanging")
    op.drop_table("functiehouder")
    op.drop_table("functie")
    op.drop_table("indiening")
    op.drop_table("teller")
    op.drop_table("parameter")
    op.drop_table("lidmaatschap")
    op.drop_table("outbox")
    op.drop_table("sessie")
    op.drop_table("workflowversie")
    op.drop_table("corporatie")
    op.drop_table("gebruiker")
    op.drop_table("gemeente")
    op.drop_table("regio")
