"""De migraties: heen, terug en weer heen met gegevens erin, gelijk aan de modellen, en precies de nodige rechten."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, inspect, make_url, select, text, update
from sqlalchemy.exc import DBAPIError

from casus import migraties
from casus.db import Basis, Bereik, maak_database
from casus.models import Aanbod, Besluit, Corporatie, Parameter
from tests import factories
from tests.integration import postgres as pg
from tests.integration.databank import Databank
from tests.integration.volle_database import mappers, vul

STAPPEN = [s.revision for s in ScriptDirectory.from_config(migraties._config()).walk_revisions("base", "head")][::-1]
alleen_postgresql = pytest.mark.parametrize("_soort", ["postgresql"], indirect=True)
alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)


def upgrade(databank: Databank, tot: str = "head") -> None:
    migraties.upgrade(databank.url, databank.eigenaar_url, tot)


def downgrade(databank: Databank, tot: str) -> None:
    migraties.downgrade(databank.url, databank.eigenaar_url, tot)


def beheer(databank: Databank, *opdrachten: str) -> None:
    """Voert opdrachten uit als eigenaar van de tabellen."""
    db = databank.eigenaar()
    with db.engine.begin() as verbinding:
        for opdracht in opdrachten:
            verbinding.exec_driver_sql(opdracht)
    db.engine.dispose()


def tellingen(databank: Databank, bereik: Bereik) -> dict[str, int]:
    """Het aantal rijen per tabel die er nu is."""
    db = databank.eigenaar()
    with db.lezen(bereik) as sessie:
        er_is = set(inspect(sessie.connection()).get_table_names())
        tabellen = {naam: mapper.class_ for naam, mapper in mappers().items() if naam in er_is}
        aantallen = {naam: sessie.scalar(select(func.count()).select_from(m)) for naam, m in tabellen.items()}
    db.engine.dispose()
    return aantallen


def test_er_is_een_kop_en_de_nummers_lopen_door():
    assert migraties.koppen() == (STAPPEN[-1],)
    assert [f"{nr:03}" for nr in range(1, len(STAPPEN) + 1)] == STAPPEN


def test_een_verse_database_klopt_met_de_modellen(databank):
    assert migraties.controleer(databank.url) == []
    assert migraties.stand(databank.eigenaar_url) == STAPPEN[-1]


def test_elke_stap_heen_en_terug_met_gegevens(lege_databank):
    upgrade(lege_databank)
    db = maak_database(lege_databank.url)
    gemeente = factories.gemeente()
    with db.unit_of_work() as sessie:
        sessie.add(gemeente)
    vul(db, gemeente)
    db.engine.dispose()
    vol = tellingen(lege_databank, Bereik.van(gemeente.id))
    assert set(vol) == set(Basis.metadata.tables) and 0 not in vol.values()

    for stap in [*STAPPEN[-2::-1], "base"]:
        downgrade(lege_databank, stap)
        over = tellingen(lege_databank, Bereik.van(gemeente.id))
        assert over == {naam: vol[naam] for naam in over}, f"stap {stap} liet gegevens van een andere stap verdwijnen"
    assert over == {}
    for stap in STAPPEN:
        upgrade(lege_databank, stap)
    assert migraties.controleer(lege_databank.url) == []


def test_terug_en_weer_heen_laat_de_rest_staan(lege_databank):
    upgrade(lege_databank)
    db = maak_database(lege_databank.url)
    gemeente = factories.gemeente()
    with db.unit_of_work() as sessie:
        sessie.add(gemeente)
    vul(db, gemeente)
    vol = tellingen(lege_databank, Bereik.van(gemeente.id))
    db.engine.dispose()
    downgrade(lege_databank, "-1")
    gebleven = tellingen(lege_databank, Bereik.van(gemeente.id))
    upgrade(lege_databank)
    weer = tellingen(lege_databank, Bereik.van(gemeente.id))
    assert {naam: weer[naam] for naam in gebleven} == {naam: vol[naam] for naam in gebleven} == gebleven
    assert migraties.controleer(lege_databank.url) == []


def test_een_besluit_van_voor_009_houdt_zijn_niveau(lege_databank):
    """Ook op PostgreSQL, waar de muur een UPDATE van de eigenaar anders leeg laat lopen."""
    upgrade(lege_databank)
    db = maak_database(lege_databank.url)
    gemeente = factories.gemeente()
    with db.unit_of_work() as sessie:
        sessie.add(gemeente)
    vul(db, gemeente)
    with db.unit_of_work(Bereik.van(gemeente.id)) as sessie:
        sessie.execute(update(Besluit).values(vereist_niveau=3))
    db.engine.dispose()
    downgrade(lege_databank, "008")
    upgrade(lege_databank)
    with db.lezen(Bereik.van(gemeente.id)) as sessie:
        assert sessie.scalars(select(Besluit.laagste_niveau)).all() == [3]
    db.engine.dispose()


def test_een_aanbod_van_voor_010_krijgt_zijn_termijn_en_gaat_weer_terug(lege_databank):
    upgrade(lege_databank)
    db = maak_database(lege_databank.url)
    gemeente, beslisser = factories.gemeente(), factories.gebruiker()
    with db.unit_of_work() as sessie:
        sessie.add_all([gemeente, beslisser])
    vul(db, gemeente)
    bereik = Bereik.van(gemeente.id)
    with db.unit_of_work(bereik) as sessie:
        besluit = sessie.scalars(select(Besluit)).one()
        besluit.status, besluit.besloten_op = "toegekend", datetime(2026, 3, 3, 12, tzinfo=UTC)
        besluit.besloten_door_id, besluit.mandaat_kopie = beslisser.id, {}
        sessie.execute(update(Aanbod).values(besluit_id=besluit.id, status="voorgedragen", antwoord_voor=None))
    db.engine.dispose()
    downgrade(lege_databank, "009")
    upgrade(lege_databank)
    with db.unit_of_work(bereik) as sessie:
        assert sessie.scalars(select(Aanbod.antwoord_voor)).all() == [date(2026, 3, 8)]
        sessie.execute(update(Aanbod).values(status="afgerond"))
    db.engine.dispose()
    downgrade(lege_databank, "009")
    upgrade(lege_databank)
    with db.lezen(bereik) as sessie:
        assert sessie.scalars(select(Aanbod.status)).all() == ["geaccepteerd"]
    db.engine.dispose()


def test_een_corporatie_van_voor_014_houdt_haar_doelgroepcode_in_elke_gemeente(lege_databank):
    upgrade(lege_databank)
    db = maak_database(lege_databank.url)
    gemeenten = [factories.gemeente() for _ in range(2)]
    ids = [gemeente.id for gemeente in gemeenten]
    with db.unit_of_work() as sessie:
        sessie.add_all([*gemeenten, *(Corporatie(code=code, naam=code) for code in ("een", "twee", "drie"))])
    db.engine.dispose()
    downgrade(lege_databank, "013")
    beheer(lege_databank, "UPDATE corporatie SET doelgroep_sth = true WHERE code <> 'drie'")
    upgrade(lege_databank)
    for gemeente_id in ids:
        with db.lezen(Bereik.van(gemeente_id)) as sessie:
            assert sessie.scalars(select(Parameter.waarde)).all() == ["een twee"]
    db.engine.dispose()
    downgrade(lege_databank, "013")
    engine = create_engine(make_url(lege_databank.eigenaar_url).set(drivername=maak_driver(lege_databank)))
    with engine.connect() as verbinding:
        vraag = "SELECT code FROM corporatie WHERE doelgroep_sth ORDER BY code"
        assert verbinding.exec_driver_sql(vraag).scalars().all() == ["een", "twee"]
    engine.dispose()


def test_nog_een_keer_bijwerken_verandert_niets(databank):
    upgrade(databank)
    assert migraties.controleer(databank.url) == []


def test_een_stap_die_mislukt_laat_niets_achter(lege_databank):
    beheer(lege_databank, "CREATE TABLE zaak (x integer)")
    with pytest.raises(DBAPIError):
        upgrade(lege_databank)
    engine = create_engine(make_url(lege_databank.eigenaar_url).set(drivername=maak_driver(lege_databank)))
    assert inspect(engine).get_table_names() == ["zaak"]
    engine.dispose()


def test_twee_processen_tegelijk(lege_databank):
    code = "import sys; from casus import migraties; migraties.upgrade(*sys.argv[1:])"
    opdracht = [sys.executable, "-c", code, lege_databank.url, lege_databank.eigenaar_url]
    processen = [subprocess.Popen(opdracht, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(proces.communicate()[1], proces.returncode) for proces in processen] == [("", 0)] * 2
    assert migraties.controleer(lege_databank.url) == []


def maak_driver(databank: Databank) -> str:
    return "sqlite" if databank.soort == "sqlite" else "postgresql+psycopg"


def schema(url: str, driver: str) -> dict[str, Any]:
    """Alles wat de database zelf over haar tabellen zegt, met de tekst van CHECK's en deelindexen."""
    engine = create_engine(make_url(url).set(drivername=driver))
    kijk = inspect(engine)
    gevonden = {}
    for tabel in Basis.metadata.tables:
        vragen = ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "check_constraints", "indexes")
        delen = {vraag: getattr(kijk, f"get_{vraag}")(tabel) for vraag in vragen}
        for index in delen["indexes"]:
            index["dialect_options"] = {naam: str(waarde) for naam, waarde in index.get("dialect_options", {}).items()}
        gevonden[tabel] = {v: sorted(map(str, d)) if isinstance(d, list) else str(d) for v, d in delen.items()}
    engine.dispose()
    return gevonden


def test_de_migraties_maken_precies_de_tabellen_van_de_modellen(databank, lege_databank):
    engine = create_engine(make_url(lege_databank.eigenaar_url).set(drivername=maak_driver(databank)))
    Basis.metadata.create_all(engine)
    engine.dispose()
    verwacht = schema(lege_databank.eigenaar_url, maak_driver(databank))
    echt = schema(databank.eigenaar_url, maak_driver(databank))
    assert [(tabel, deel) for tabel in echt for deel in echt[tabel] if echt[tabel][deel] != verwacht[tabel][deel]] == []


def test_het_nakijken_ziet_een_lege_en_een_oude_database(lege_databank):
    assert "nog leeg" in migraties.controleer(lege_databank.url)[0]
    upgrade(lege_databank, STAPPEN[-2])
    assert f"stap {STAPPEN[-2]}" in migraties.controleer(lege_databank.url)[0]


def test_het_nakijken_ziet_twee_koppen(databank, monkeypatch):
    monkeypatch.setattr(migraties, "koppen", lambda: ("007", "008"))
    assert migraties.controleer(databank.url) == ["Er zijn 2 laatste migraties (007, 008); er hoort er één te zijn."]


AFWIJKINGEN = {
    "ALTER TABLE outbox ADD COLUMN extra integer": "extra",
    "DROP INDEX ix_taak_zaak": "ix_taak_zaak",
}
OP_POSTGRESQL = {
    "ALTER TABLE taak DROP CONSTRAINT ck_taak_status": "ck_taak_status",
    "ALTER TABLE taak ADD CONSTRAINT ck_taak_los CHECK (versie > 0)": "ck_taak_los",
    "ALTER TABLE taak DROP CONSTRAINT fk_taak_gemeente_id_zaak_id": "fk_taak_gemeente_id_zaak_id",
    "ALTER TABLE zaak ALTER COLUMN toestand DROP NOT NULL": "toestand",
    "ALTER TABLE taak NO FORCE ROW LEVEL SECURITY": "taak heeft geen muur",
    "ALTER TABLE zaak DISABLE ROW LEVEL SECURITY": "zaak heeft geen muur",
    "DROP POLICY persoon_schrijf_weg ON persoon": "persoon heeft geen muur",
    "ALTER TABLE gebeurtenis DISABLE TRIGGER gebeurtenis_vast": "triggers van gebeurtenis",
    "DROP TRIGGER workflowversie_vast ON workflowversie": "triggers van workflowversie",
    "DROP TRIGGER zoekregel_zoekwoord ON zoekregel": "trigger van zoekregel",
    f"GRANT SELECT ON zoekwoord TO {pg.TOEPASSING}": "in de zoekindex",
}
OP_SQLITE = {
    "DROP TRIGGER gebeurtenis_delete": "gebeurtenis_delete",
    "DROP TRIGGER zoekregel_anders": "zoekregel_anders",
}


@pytest.mark.parametrize(("opdracht", "woord"), AFWIJKINGEN.items())
def test_het_nakijken_ziet_elke_afwijking(lege_databank, opdracht, woord):
    upgrade(lege_databank)
    beheer(lege_databank, opdracht)
    zinnen = migraties.controleer(lege_databank.url)
    assert len(zinnen) == 1 and woord in zinnen[0]


@alleen_postgresql
def test_het_nakijken_ziet_elke_afwijking_op_postgresql(lege_databank):
    upgrade(lege_databank)
    beheer(lege_databank, *OP_POSTGRESQL)
    zinnen = " ".join(migraties.controleer(lege_databank.url))
    assert [woord for woord in OP_POSTGRESQL.values() if woord not in zinnen] == []


@alleen_sqlite
def test_het_nakijken_ziet_elke_afwijking_op_sqlite(lege_databank):
    upgrade(lege_databank)
    beheer(lege_databank, *OP_SQLITE)
    zinnen = " ".join(migraties.controleer(lege_databank.url))
    assert [woord for woord in OP_SQLITE.values() if woord not in zinnen] == []


@alleen_postgresql
def test_een_rol_die_zelf_eigenaar_is_werkt_maar_valt_op(lege_databank):
    migraties.upgrade(lege_databank.eigenaar_url)
    assert migraties.controleer(lege_databank.eigenaar_url) == [
        "De rol van casus is eigenaar van de tabellen. Stel CASUS_DATABASE_URL_EIGENAAR in op een andere rol."
    ]


@alleen_postgresql
def test_een_beheerder_als_rol_valt_op(lege_databank, postgres):
    upgrade(lege_databank)
    zinnen = migraties.controleer(postgres.url(make_url(lege_databank.url).database, pg.BEHEERDER))
    assert any("SUPERUSER" in zin for zin in zinnen)


@alleen_postgresql
def test_de_rol_van_de_toepassing_mag_precies_wat_nodig_is(databank):
    db = maak_database(databank.url)
    alles = {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"}
    met_wijzigen = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    beperkt = {"gebeurtenis": {"SELECT", "INSERT"}, "gebeurtenis_inhoud": {"SELECT", "INSERT"}}
    beperkt |= {"workflowversie": {"SELECT", "INSERT"}, "alembic_version": {"SELECT"}}
    with db.engine.connect() as verbinding:
        for tabel in (*Basis.metadata.tables, "alembic_version"):
            vraag = text("SELECT has_table_privilege(:tabel, :recht)")
            mag = {recht for recht in alles if verbinding.scalar(vraag, {"tabel": tabel, "recht": recht})}
            assert mag == beperkt.get(tabel, met_wijzigen), tabel
        assert not verbinding.scalar(text("SELECT has_schema_privilege('public', 'CREATE')"))
    db.engine.dispose()


@alleen_postgresql
def test_bijwerken_neemt_te_ruime_rechten_weer_af(lege_databank):
    upgrade(lege_databank)
    beheer(lege_databank, f"GRANT ALL ON gebeurtenis TO {pg.TOEPASSING}")
    upgrade(lege_databank)
    db = maak_database(lege_databank.url)
    with db.engine.connect() as verbinding:
        assert not verbinding.scalar(text("SELECT has_table_privilege('gebeurtenis', 'UPDATE')"))
    db.engine.dispose()


@alleen_postgresql
def test_een_bezette_tabel_geeft_een_zin_en_verandert_niets(databank):
    db = databank.eigenaar()
    with db.engine.begin() as verbinding:
        verbinding.exec_driver_sql("LOCK TABLE gebeurtenis IN ACCESS SHARE MODE")
        with pytest.raises(migraties.MigratieFout, match="bezet"):
            downgrade(databank, "base")
    db.engine.dispose()
    assert migraties.controleer(databank.url) == []


def test_een_stap_die_er_niet_is_geeft_een_zin(databank):
    with pytest.raises(migraties.MigratieFout, match="Die stap is er niet"):
        upgrade(databank, "999")
