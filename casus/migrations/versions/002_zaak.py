"""Huishouden, personen en zaak, met opschortingen, inburgering en taken."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIJDSTIP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "huishouden",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coa_nummer", sa.String(), nullable=False),
        sa.Column("naam", sa.String(), nullable=False),
        sa.Column("zoeknaam", sa.String(), nullable=False),
        sa.Column("aantal_personen", sa.Integer(), nullable=False),
        sa.Column("taal", sa.String(), nullable=False),
        sa.Column("tolk_nodig", sa.Boolean(), nullable=False),
        sa.Column("telefoon", sa.String(), nullable=False),
        sa.Column("coa_locatie", sa.String(), nullable=False),
        sa.Column("regievoerder", sa.String(), nullable=False),
        sa.Column("koppelredenen", _JSON, nullable=False),
        sa.Column("koppelreden_hard", sa.Boolean(), nullable=False),
        sa.Column("woonbeperking", sa.String(), nullable=False),
        sa.Column("nareis_aantal", sa.Integer(), nullable=False),
        sa.Column("nareis_verwacht_op", sa.Date(), nullable=True),
        sa.Column("inkomensbron", sa.String(), nullable=False),
        sa.Column("gebied", sa.String(), nullable=False),
        sa.Column("gebied_reden", sa.String(), nullable=False),
        sa.CheckConstraint("aantal_personen >= 1", name=op.f("ck_huishouden_aantal_personen")),
        sa.CheckConstraint("nareis_aantal >= 0", name=op.f("ck_huishouden_nareis_aantal")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_huishouden_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_huishouden")),
        sa.UniqueConstraint("gemeente_id", "coa_nummer", name=op.f("uq_huishouden_gemeente_id_coa_nummer")),
    )
    op.create_index(op.f("ix_huishouden_gemeente_id_zoeknaam"), "huishouden", ["gemeente_id", "zoeknaam"])
    op.create_table(
        "persoon",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("huishouden_id", sa.Uuid(), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("relatie", sa.String(), nullable=False),
        sa.Column("achternaam", sa.String(), nullable=False),
        sa.Column("voornamen", sa.String(), nullable=False),
        sa.Column("zoeknaam", sa.String(), nullable=False),
        sa.Column("geboortedatum", sa.String(), nullable=False),
        sa.Column("geslacht", sa.String(), nullable=False),
        sa.Column("nationaliteit", sa.String(), nullable=False),
        sa.Column("herkomstland", sa.String(), nullable=False),
        sa.Column("taal", sa.String(), nullable=False),
        sa.Column("tolk_nodig", sa.Boolean(), nullable=False),
        sa.Column("v_nummer", sa.String(), nullable=False),
        sa.Column("v_nummer_hash", sa.String(), nullable=False),
        sa.Column("bsn", sa.String(), nullable=True),
        sa.Column("bsn_hash", sa.String(), nullable=True),
        sa.Column("opleiding", sa.String(), nullable=False),
        sa.Column("inkomen", sa.String(), nullable=False),
        sa.Column("opmerking", sa.Text(), nullable=False),
        sa.Column("telt_mee_vanaf", sa.Date(), nullable=True),
        sa.CheckConstraint("(bsn IS NULL) = (bsn_hash IS NULL)", name=op.f("ck_persoon_bsn")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "huishouden_id"],
            ["huishouden.gemeente_id", "huishouden.id"],
            name=op.f("fk_persoon_gemeente_id_huishouden_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_persoon_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_persoon")),
        sa.UniqueConstraint("gemeente_id", "v_nummer_hash", name=op.f("uq_persoon_gemeente_id_v_nummer_hash")),
    )
    op.create_index(op.f("ix_persoon_gemeente_id_bsn_hash"), "persoon", ["gemeente_id", "bsn_hash"])
    op.create_index(op.f("ix_persoon_gemeente_id_huishouden_id"), "persoon", ["gemeente_id", "huishouden_id"])
    op.create_index(op.f("ix_persoon_gemeente_id_zoeknaam"), "persoon", ["gemeente_id", "zoeknaam"])
    op.create_table(
        "zaak",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaaknummer", sa.String(), nullable=False),
        sa.Column("huishouden_id", sa.Uuid(), nullable=False),
        sa.Column("workflowversie_id", sa.Uuid(), nullable=False),
        sa.Column("toestand", sa.String(), nullable=False),
        sa.Column("toestand_sinds", _TIJDSTIP, nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("casemanager_id", sa.Uuid(), nullable=True),
        sa.Column("koppeldatum", sa.Date(), nullable=False),
        sa.Column("vergunningdatum", sa.Date(), nullable=False),
        sa.Column("vergunning_geldig_tot", sa.Date(), nullable=True),
        sa.Column("ankers", _JSON, nullable=False),
        sa.Column("opgeschort_sinds", sa.Date(), nullable=True),
        sa.Column("geopend_op", _TIJDSTIP, nullable=False),
        sa.Column("gesloten_op", _TIJDSTIP, nullable=True),
        sa.Column("sluitreden", sa.String(), nullable=True),
        sa.Column("afgerond_op", _TIJDSTIP, nullable=True),
        sa.CheckConstraint("(gesloten_op IS NULL) = (sluitreden IS NULL)", name=op.f("ck_zaak_gesloten")),
        sa.CheckConstraint("koppeldatum >= vergunningdatum", name=op.f("ck_zaak_koppeldatum")),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_zaak_versie")),
        sa.ForeignKeyConstraint(["casemanager_id"], ["gebruiker.id"], name=op.f("fk_zaak_casemanager_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "huishouden_id"],
            ["huishouden.gemeente_id", "huishouden.id"],
            name=op.f("fk_zaak_gemeente_id_huishouden_id"),
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_zaak_gemeente_id")),
        sa.ForeignKeyConstraint(["workflowversie_id"], ["workflowversie.id"], name=op.f("fk_zaak_workflowversie_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_zaak")),
        sa.UniqueConstraint("gemeente_id", "zaaknummer", name=op.f("uq_zaak_gemeente_id_zaaknummer")),
    )
    op.create_index(op.f("ix_zaak_gemeente_id_huishouden_id"), "zaak", ["gemeente_id", "huishouden_id"])
    op.create_index(op.f("ix_zaak_gemeente_id_koppeldatum_id"), "zaak", ["gemeente_id", "koppeldatum", "id"])
    op.create_index(
        op.f("ix_zaak_gemeente_id_toestand_koppeldatum_id"), "zaak", ["gemeente_id", "toestand", "koppeldatum", "id"]
    )
    op.create_table(
        "opschorting",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.Column("reden", sa.String(), nullable=False),
        sa.Column("herzien_op", sa.Date(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("hervat_door_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("reden <> ''", name=op.f("ck_opschorting_reden")),
        sa.CheckConstraint("(tot IS NULL) = (hervat_door_id IS NULL)", name=op.f("ck_opschorting_hervat")),
        sa.CheckConstraint("tot IS NULL OR tot >= van", name=op.f("ck_opschorting_periode")),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_opschorting_door_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_opschorting_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_opschorting_gemeente_id")),
        sa.ForeignKeyConstraint(["hervat_door_id"], ["gebruiker.id"], name=op.f("fk_opschorting_hervat_door_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_opschorting")),
    )
    op.create_index(op.f("ix_opschorting_gemeente_id_zaak_id"), "opschorting", ["gemeente_id", "zaak_id"])
    op.create_table(
        "inburgering",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("persoon_id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("consulent_id", sa.Uuid(), nullable=True),
        sa.Column("aangemeld_op", sa.Date(), nullable=True),
        sa.Column("kennisgeving_op", sa.Date(), nullable=True),
        sa.Column("intake_op", sa.Date(), nullable=True),
        sa.Column("leerbaarheid", sa.String(), nullable=False),
        sa.Column("pip_op", sa.Date(), nullable=True),
        sa.Column("leerroute", sa.String(), nullable=False),
        sa.CheckConstraint("leerroute IN ('', 'b1', 'onderwijs', 'z')", name=op.f("ck_inburgering_leerroute")),
        sa.ForeignKeyConstraint(["consulent_id"], ["gebruiker.id"], name=op.f("fk_inburgering_consulent_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "persoon_id"],
            ["persoon.gemeente_id", "persoon.id"],
            name=op.f("fk_inburgering_gemeente_id_persoon_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_inburgering_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_inburgering_gemeente_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_inburgering")),
        sa.UniqueConstraint("gemeente_id", "persoon_id", name=op.f("uq_inburgering_gemeente_id_persoon_id")),
    )
    op.create_index(op.f("ix_inburgering_gemeente_id_zaak_id"), "inburgering", ["gemeente_id", "zaak_id"])
    op.create_table(
        "taak",
        sa.Column("gemeente_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("zaak_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(), nullable=True),
        sa.Column("titel", sa.String(), nullable=False),
        sa.Column("rol", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("behandelaar_id", sa.Uuid(), nullable=True),
        sa.Column("persoon_id", sa.Uuid(), nullable=True),
        sa.Column("aanleiding", sa.String(), nullable=False),
        sa.Column("streefdatum", sa.Date(), nullable=True),
        sa.Column("fatale_datum", sa.Date(), nullable=True),
        sa.Column("uiterlijk", sa.Date(), nullable=False),
        sa.Column("voorlopig", sa.Boolean(), nullable=False),
        sa.Column("verlengd_met", sa.Integer(), nullable=False),
        sa.Column("verlengd_reden", sa.Text(), nullable=False),
        sa.Column("ontstaan_op", _TIJDSTIP, nullable=False),
        sa.Column("gereed_op", _TIJDSTIP, nullable=True),
        sa.Column("gereed_door_id", sa.Uuid(), nullable=True),
        sa.Column("gegevens", _JSON, nullable=False),
        sa.Column("vervallen_op", _TIJDSTIP, nullable=True),
        sa.Column("vervallen_reden", sa.String(), nullable=True),
        sa.CheckConstraint("(status = 'gereed') = (gereed_door_id IS NOT NULL)", name=op.f("ck_taak_gereed_door")),
        sa.CheckConstraint("(status = 'gereed') = (gereed_op IS NOT NULL)", name=op.f("ck_taak_gereed_op")),
        sa.CheckConstraint("(status = 'vervallen') = (vervallen_op IS NOT NULL)", name=op.f("ck_taak_vervallen_op")),
        sa.CheckConstraint("status IN ('open', 'gereed', 'vervallen')", name=op.f("ck_taak_status")),
        sa.CheckConstraint("verlengd_met = 0 OR verlengd_reden <> ''", name=op.f("ck_taak_verlengd")),
        sa.CheckConstraint("(vervallen_op IS NULL) = (vervallen_reden IS NULL)", name=op.f("ck_taak_vervallen_reden")),
        sa.ForeignKeyConstraint(["behandelaar_id"], ["gebruiker.id"], name=op.f("fk_taak_behandelaar_id")),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "persoon_id"],
            ["persoon.gemeente_id", "persoon.id"],
            name=op.f("fk_taak_gemeente_id_persoon_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gemeente_id", "zaak_id"], ["zaak.gemeente_id", "zaak.id"], name=op.f("fk_taak_gemeente_id_zaak_id")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_taak_gemeente_id")),
        sa.ForeignKeyConstraint(["gereed_door_id"], ["gebruiker.id"], name=op.f("fk_taak_gereed_door_id")),
        sa.PrimaryKeyConstraint("gemeente_id", "id", name=op.f("pk_taak")),
    )
    op.create_index(
        "ix_taak_behandelaar",
        "taak",
        ["gemeente_id", "behandelaar_id", "uiterlijk", "id"],
        postgresql_where=sa.text("status = 'open' AND behandelaar_id IS NOT NULL"),
        sqlite_where=sa.text("status = 'open' AND behandelaar_id IS NOT NULL"),
    )
    op.create_index(
        "ix_taak_rol",
        "taak",
        ["gemeente_id", "rol", "uiterlijk", "id"],
        postgresql_where=sa.text("status = 'open' AND behandelaar_id IS NULL"),
        sqlite_where=sa.text("status = 'open' AND behandelaar_id IS NULL"),
    )
    op.create_index("ix_taak_zaak", "taak", ["gemeente_id", "zaak_id", "ontstaan_op"])


def downgrade() -> None:
    op.drop_table("taak")
    op.drop_table("inburgering")
    op.drop_table("opschorting")
    op.drop_table("zaak")
    op.drop_table("persoon")
    op.drop_table("huishouden")
