"""Een gemeente ziet en wijzigt niets van een andere (veiligheid B), en wie leest kan niet schrijven."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import (
    UniqueConstraint,
    delete,
    exists,
    func,
    insert,
    make_url,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import aliased, joinedload, selectinload

from casus import migraties
from casus.bereik import alle_gemeenten, overal
from casus.db import Basis, Bereik, Database, maak_database, uuid7
from casus.errors import GeenBereik
from casus.models import Contactmoment, Gebruiker, Gemeente, Huishouden, Notitie, Outbox, Persoon, Taak, Zaak
from casus.termijnen import nu
from tests import factories
from tests.integration import postgres as pg
from tests.integration.volle_database import gebonden, mappers, vul

alleen_postgresql = pytest.mark.parametrize("_soort", ["postgresql"], indirect=True)
alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)

# De enige tabellen zonder gemeente in hun sleutel. Een tabel hieraan toevoegen is een besluit over de muren.
INSTALLATIE = {
    "agendalink",
    "gebruiker",
    "gemeente",
    "regio",
    "corporatie",
    "sessie",
    "outbox",
    "tweede_factor",
    "workflowversie",
}


# ── De vorm van de tabellen (B1) ──────────────────────────────────────────────────────────────────────────────────────


def test_elke_andere_tabel_is_van_een_gemeente():
    assert set(Basis.metadata.tables) - set(migraties.gebonden_tabellen()) == INSTALLATIE


@pytest.mark.parametrize("tabel", sorted(set(Basis.metadata.tables) - INSTALLATIE))
def test_geen_sleutel_ontsnapt_aan_de_gemeente(tabel):
    t = Basis.metadata.tables[tabel]
    assert [kolom.name for kolom in t.primary_key] == ["gemeente_id", "id"]
    uniek = [list(c.columns.keys()) for c in t.constraints if isinstance(c, UniqueConstraint)]
    uniek += [[kolom.name for kolom in index.columns] for index in t.indexes if index.unique]
    assert [kolommen for kolommen in uniek if kolommen[0] != "gemeente_id"] == []
    for verwijzing in t.foreign_key_constraints:
        doel = verwijzing.referred_table.name
        paren = {(e.parent.name, e.column.name) for e in verwijzing.elements}
        assert doel in INSTALLATIE or ("gemeente_id", "gemeente_id") in paren, f"{verwijzing.name} wijst naar {doel}"


@pytest.mark.parametrize("tabel", sorted(INSTALLATIE))
def test_wat_van_de_installatie_is_wijst_niet_naar_een_gemeente(tabel):
    doelen = {verwijzing.referred_table.name for verwijzing in Basis.metadata.tables[tabel].foreign_key_constraints}
    assert doelen <= INSTALLATIE


def test_wat_wordt_gezocht_of_ontdubbeld_begint_met_de_gemeente():
    vreemd = {
        index.name
        for naam in migraties.gebonden_tabellen()
        for index in Basis.metadata.tables[naam].indexes
        if index.columns[0].name != "gemeente_id"
    }
    assert vreemd == {"ix_lidmaatschap_gebruiker_id"}, "alleen inloggen zoekt over gemeenten heen"


# ── Het filter van de sessie (B2), op beide databases ─────────────────────────────────────────────────────────────────


@pytest.fixture
def vol(database: Database, gemeenten: tuple[Gemeente, Gemeente]) -> tuple[dict[str, Any], dict[str, Any]]:
    """In elke tabel een rij van A en een rij van B."""
    a, b = gemeenten
    return vul(database, a), vul(database, b)


@pytest.fixture
def als_a(database: Database, vol: Any, gemeenten: tuple[Gemeente, Gemeente]) -> Iterator[Any]:
    with database.schrijven(Bereik.van(gemeenten[0].id)) as sessie:
        yield sessie


def test_lezen_van_elke_tabel_geeft_alleen_het_eigene(als_a, gemeenten, database):
    a, b = gemeenten
    for model in gebonden():
        assert {rij.gemeente_id for rij in als_a.scalars(select(model))} == {a.id}, model
        assert als_a.scalar(select(func.count()).select_from(model)) == 1, model
    for bereik in (Bereik(), Bereik(schrijf=a.id)):
        with database.lezen(bereik) as niets:
            assert [model for model in gebonden() if niets.scalars(select(model)).all()] == []
    for model in gebonden():
        with database.lezen() as zonder, pytest.raises(GeenBereik):
            zonder.scalars(select(model)).all()
    with database.lezen(Bereik(lees=frozenset((a.id, b.id)))) as beide:
        assert {beide.scalar(select(func.count()).select_from(model)) for model in gebonden()} == {2}


def test_een_sleutel_van_b_bestaat_niet(als_a, vol):
    for naam, mapper in mappers().items():
        if mapper.class_ in gebonden() and naam in vol[1]:
            eigen, vreemd = vol[0][naam], vol[1][naam]
            assert als_a.get(mapper.class_, (eigen.gemeente_id, eigen.id)) is not None
            assert als_a.get(mapper.class_, (vreemd.gemeente_id, vreemd.id)) is None


def test_elke_vorm_van_vragen_blijft_binnen_de_muren(als_a, vol):
    b, ander = vol[1], aliased(Zaak)
    zaak_b, gezin_b = b["zaak"].id, b["huishouden"].id
    zaken = select(Zaak.id).where(Zaak.id == zaak_b)
    vragen = {
        "kolom": zaken,
        "alias": select(ander.id).where(ander.id == zaak_b),
        "exists": select(func.count()).where(exists().where(Zaak.id == zaak_b)).select_from(Gemeente),
        "has": select(Taak.id).where(Taak.zaak.has(Zaak.id == zaak_b)),
        "any": select(Gemeente.id).where(select(Huishouden).where(Huishouden.personen.any()).exists(), False),
        "join": select(Huishouden.id).join(Zaak, Zaak.huishouden_id == Huishouden.id).where(Zaak.id == zaak_b),
        "join zonder gemeente": select(Gebruiker.id)
        .join(Notitie, Notitie.door_id == Gebruiker.id)
        .where(Notitie.id == b["notitie"].id),
        "buitenste join": select(Zaak.id)
        .select_from(Gemeente)
        .outerjoin(Zaak, Zaak.gemeente_id == Gemeente.id)
        .where(Zaak.id == zaak_b),
        "subquery": select(zaken.subquery().c.id),
        "cte": select(zaken.cte().c.id),
        "union": union_all(zaken, select(Huishouden.id).where(Huishouden.id == gezin_b)),
        "in": select(Persoon.id).where(
            Persoon.huishouden_id.in_(select(Huishouden.id).where(Huishouden.id == gezin_b))
        ),
        "scalar": select(select(func.count(Zaak.id)).where(Zaak.id == zaak_b).scalar_subquery()),
    }
    geteld = {naam: list(als_a.execute(vraag).scalars()) for naam, vraag in vragen.items()}
    assert {naam: uit for naam, uit in geteld.items() if any(uit)} == {}


def test_geladen_verwijzingen_blijven_binnen_de_muren(als_a, gemeenten):
    a, _ = gemeenten
    zaak = (
        als_a.scalars(
            select(Zaak).options(
                selectinload(Zaak.opschortingen), joinedload(Zaak.huishouden).selectinload(Huishouden.personen)
            )
        )
        .unique()
        .one()
    )
    assert {rij.gemeente_id for rij in (*zaak.opschortingen, zaak.huishouden, *zaak.huishouden.personen)} == {a.id}
    assert zaak.opschortingen and zaak.huishouden.personen


def test_wijzigen_en_verwijderen_raken_alleen_de_eigen_gemeente(database, vol, gemeenten):
    a, b = gemeenten
    beide = frozenset((a.id, b.id))
    with database.schrijven(Bereik(schrijf=a.id, lees=beide)) as sessie:
        geen_objecten = {"synchronize_session": False}
        opdracht = update(Contactmoment).values(verslag="gewijzigd")
        assert sessie.execute(opdracht, execution_options=geen_objecten).rowcount == 1
        vreemd = update(Contactmoment).where(Contactmoment.id == vol[1]["contactmoment"].id).values(verslag="gewijzigd")
        assert sessie.execute(vreemd, execution_options=geen_objecten).rowcount == 0
        assert sessie.execute(delete(Contactmoment), execution_options=geen_objecten).rowcount == 1
        sessie.commit()
        assert [contact.verslag for contact in sessie.scalars(select(Contactmoment))] == [
            vol[1]["contactmoment"].verslag
        ]
    with database.schrijven(Bereik(lees=beide)) as sessie:
        assert sessie.execute(update(Contactmoment).values(verslag="x"), execution_options=geen_objecten).rowcount == 0


def test_een_reeks_wijzigingen_wordt_geweigerd(als_a, vol):
    with pytest.raises(GeenBereik):
        als_a.execute(
            update(Notitie), [{"gemeente_id": vol[1]["gemeente"].id, "id": vol[1]["notitie"].id, "tekst": "x"}]
        )


def test_de_flush_weigert_een_rij_van_een_ander(database, vol, gemeenten):
    a, b = gemeenten
    beide = Bereik(schrijf=a.id, lees=frozenset((a.id, b.id)))
    with database.schrijven(beide) as sessie:
        sessie.add(factories.huishouden(b.id))
        with pytest.raises(GeenBereik):
            sessie.flush()
    for knoei in (lambda s, rij: setattr(rij, "tekst", "x"), lambda s, rij: s.delete(rij)):
        with database.schrijven(beide) as sessie:
            rij = sessie.scalars(select(Notitie).where(Notitie.gemeente_id == b.id)).one()
            knoei(sessie, rij)
            with pytest.raises(GeenBereik):
                sessie.flush()
    with database.schrijven() as sessie:
        sessie.add(factories.huishouden(a.id))
        with pytest.raises(GeenBereik):
            sessie.flush()


def test_een_insert_buiten_de_flush_om_wordt_ook_geweigerd(als_a, gemeenten):
    a, b = gemeenten
    rij = {"id": uuid7(), "soort": "zaak", "jaar": 2031, "laatste": 1}
    teller = mappers()["teller"].class_
    for opdracht, waarden in (
        (insert(teller), [{**rij, "gemeente_id": b.id}]),
        (insert(teller), [{**rij, "gemeente_id": a.id}, {**rij, "id": uuid7(), "jaar": 2032, "gemeente_id": b.id}]),
        (insert(teller), {**rij, "gemeente_id": b.id}),
        (insert(teller).values(**rij, gemeente_id=b.id), None),
        (insert(teller).from_select(["gemeente_id"], select(Gemeente.id)), None),
    ):
        with pytest.raises(GeenBereik):
            als_a.execute(opdracht, waarden)
    als_a.execute(insert(teller), [{**rij, "gemeente_id": a.id}])
    als_a.execute(insert(teller).values(**{**rij, "id": uuid7(), "jaar": 2033}, gemeente_id=a.id))
    assert als_a.scalar(select(func.count()).select_from(teller)) == 3


def test_een_nieuwe_rij_kan_niet_naar_een_ander_wijzen(als_a, vol, gemeenten):
    als_a.add(
        Notitie(gemeente_id=gemeenten[0].id, zaak_id=vol[1]["zaak"].id, tekst="x", door_id=vol[0]["gebruiker"].id)
    )
    with pytest.raises(DBAPIError, match=r"(?i)foreign key|fk_notitie_gemeente_id_zaak_id"):
        als_a.flush()


def test_alle_gemeenten_lezen_mag_maar_dan_zonder_schrijven(database, gemeenten, vol):
    with database.lezen() as sessie:
        bereik = alle_gemeenten(sessie)
    assert bereik == overal(database) == Bereik(schrijf=None, lees=frozenset(g.id for g in gemeenten))
    with database.lezen(bereik) as sessie:
        assert sessie.scalar(select(func.count()).select_from(Zaak)) == 2


# ── Wie leest kan niet schrijven ──────────────────────────────────────────────────────────────────────────────────────


def test_een_leessessie_kan_niet_schrijven(database, vol, gemeenten):
    bereik = Bereik.van(gemeenten[0].id)
    with database.lezen(bereik) as sessie, pytest.raises(DBAPIError, match=r"(?i)read-?\s?only"):
        sessie.add(factories.huishouden(gemeenten[0].id))
        sessie.flush()
    for opdracht in ("DELETE FROM taak", "UPDATE zaak SET versie = 9", "CREATE TABLE x (y integer)"):
        with database.lezen(bereik) as sessie, pytest.raises(DBAPIError, match=r"(?i)read-?\s?only"):
            sessie.execute(text(opdracht))


def test_lezen_en_schrijven_om_de_beurt_op_dezelfde_verbinding(databank, gemeenten):
    db = maak_database(databank.url)
    for nr in range(3):
        with db.lezen(Bereik.van(gemeenten[0].id)) as sessie:
            assert sessie.scalar(select(func.count()).select_from(Huishouden)) == nr
        with db.unit_of_work(Bereik.van(gemeenten[0].id)) as sessie:
            sessie.add(factories.huishouden(gemeenten[0].id))
    assert db.engine.pool.checkedin() == 1, "het was steeds dezelfde verbinding"
    db.engine.dispose()


@alleen_sqlite
def test_de_instellingen_van_elke_sqlite_verbinding(database):
    verwacht = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "query_only": 0}
    with database.lezen() as sessie:
        sessie.execute(text("SELECT 1"))
    for _ in range(2):  # de tweede keer komt zij uit de pool
        with database.schrijven() as een, database.lezen() as twee:
            for sessie, verschil in ((een, {}), (twee, {"query_only": 1})):
                verbinding = sessie.connection()
                echt = {naam: verbinding.exec_driver_sql(f"PRAGMA {naam}").scalar() for naam in verwacht}
                assert echt == verwacht | verschil


@alleen_sqlite
def test_een_schrijvende_sqlite_sessie_houdt_meteen_het_slot(databank, database):
    bestand = make_url(databank.url).database
    with database.schrijven() as sessie, closing(sqlite3.connect(bestand, timeout=0, isolation_level=None)) as ander:
        sessie.connection()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            ander.execute("BEGIN IMMEDIATE")
    with database.lezen() as sessie, closing(sqlite3.connect(bestand, timeout=0, isolation_level=None)) as ander:
        sessie.connection()
        ander.execute("BEGIN IMMEDIATE")


@alleen_postgresql
def test_de_instellingen_van_elke_postgresql_verbinding(database):
    with database.schrijven() as sessie:
        vraag = text("SELECT current_setting(:naam)")
        namen = ("statement_timeout", "lock_timeout", "TimeZone", "transaction_isolation", "transaction_read_only")
        echt = {naam: sessie.scalar(vraag, {"naam": naam}) for naam in namen}
    assert list(echt.values()) == ["10s", "4s", "UTC", "read committed", "off"]


# ── De muur in PostgreSQL zelf (B3), langs het ORM heen ───────────────────────────────────────────────────────────────


def stel_in(verbinding: Any, lees: str, schrijf: str) -> None:
    opdracht = text("SELECT set_config('casus.lees', :l, true), set_config('casus.schrijf', :s, true)")
    verbinding.execute(opdracht, {"l": lees, "s": schrijf})


@alleen_postgresql
def test_zonder_instelling_ziet_de_rol_niets(database, vol):
    for lees in (None, "", str(uuid7())):
        with database.engine.connect() as verbinding:
            if lees is not None:
                stel_in(verbinding, lees, "")
            gezien = [naam for naam in migraties.gebonden_tabellen() if _aantal(verbinding, naam)]
            assert gezien == []


def _aantal(verbinding: Any, tabel: str) -> int:
    aantal: int = verbinding.exec_driver_sql(f"SELECT count(*) FROM {tabel}").scalar_one()
    return aantal


@alleen_postgresql
def test_ook_de_eigenaar_ziet_zonder_instelling_niets(databank, vol):
    db = databank.eigenaar()
    with db.engine.connect() as verbinding:
        assert [naam for naam in migraties.gebonden_tabellen() if _aantal(verbinding, naam)] == []
    db.engine.dispose()


@alleen_postgresql
def test_dezelfde_verbinding_onthoudt_geen_gemeente(databank, vol, gemeenten):
    db = maak_database(databank.url)
    pids = set()
    for einde in ("commit", "rollback", "close"):
        with db.schrijven(Bereik.van(gemeenten[0].id)) as sessie:
            pids.add(sessie.scalar(text("SELECT pg_backend_pid()")))
            assert sessie.scalar(text("SELECT count(*) FROM zaak")) == 1
            getattr(sessie, einde)()
        with db.engine.connect() as verbinding:
            pids.add(verbinding.scalar(text("SELECT pg_backend_pid()")))
            assert verbinding.scalar(text("SELECT coalesce(current_setting('casus.lees', true), '')")) == ""
            assert _aantal(verbinding, "zaak") == 0
    assert len(pids) == 1
    db.engine.dispose()


@alleen_postgresql
def test_sql_langs_het_orm_heen_kan_niet_bij_een_ander(database, vol, gemeenten):
    a, b = gemeenten
    with database.engine.connect() as verbinding:
        stel_in(verbinding, f"{a.id},{b.id}", str(a.id))
        for tabel in sorted(set(migraties.gebonden_tabellen()) - {"gebeurtenis", "gebeurtenis_inhoud"}):
            opdracht = f"UPDATE {tabel} SET id = id WHERE gemeente_id = '{b.id}'"
            assert verbinding.exec_driver_sql(opdracht).rowcount == 0, tabel
        assert verbinding.exec_driver_sql(f"DELETE FROM notitie WHERE gemeente_id = '{b.id}'").rowcount == 0


@alleen_postgresql
@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO teller (gemeente_id, id, soort, jaar, laatste) VALUES (:b, gen_random_uuid(), 'x', 2031, 1)",
        "UPDATE teller SET gemeente_id = :b WHERE gemeente_id = :a",
        "INSERT INTO keten (gemeente_id, id, nr, kop) VALUES (:b, gen_random_uuid(), 0, '')",
    ],
)
def test_een_rij_bij_een_ander_leggen_wordt_geweigerd(database, vol, gemeenten, opdracht):
    a, b = gemeenten
    with database.engine.connect() as verbinding:
        stel_in(verbinding, f"{a.id},{b.id}", str(a.id))
        with pytest.raises(DBAPIError, match="row-level security"):
            verbinding.execute(text(opdracht), {"a": a.id, "b": b.id})


@alleen_postgresql
def test_de_rol_van_de_toepassing_kan_de_muur_niet_weghalen(database):
    for opdracht in (
        "ALTER TABLE zaak DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE zaak NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY zaak_lees ON zaak",
        "CREATE POLICY alles ON zaak FOR SELECT USING (true)",
        "ALTER TABLE gebeurtenis DISABLE TRIGGER USER",
        "TRUNCATE gebeurtenis",
        "TRUNCATE notitie",
        f"SET ROLE {pg.EIGENAAR}",
        "SET session_replication_role = replica",
        "DROP TABLE zaak CASCADE",
        "DELETE FROM alembic_version",
    ):
        with (
            database.engine.connect() as verbinding,
            pytest.raises(DBAPIError, match=r"must be owner|permission denied"),
        ):
            verbinding.exec_driver_sql(opdracht)


@alleen_postgresql
def test_de_muur_kost_een_lijst_haar_index_niet(database, databank, gemeenten, vol):
    """De regel van de muur wordt één keer per opdracht uitgerekend en laat de index en haar volgorde heel."""
    zaak = vol[0]["zaak"]
    with database.schrijven(Bereik.van(gemeenten[0].id)) as sessie:  # genoeg taken dat de index van de rol de beste is
        for nr in range(200):
            dag = date(2026, 3, 2) + timedelta(days=nr)
            rol = ("casemanager", "jurist", "financieel", "inburgering")[nr % 4]
            sessie.add(Taak(gemeente_id=zaak.gemeente_id, zaak_id=zaak.id, titel="t", rol=rol, uiterlijk=dag))
        sessie.commit()
    eigenaar = databank.eigenaar()
    with eigenaar.engine.begin() as verbinding:
        verbinding.exec_driver_sql("ANALYZE taak")
    eigenaar.engine.dispose()
    with database.lezen(Bereik.van(gemeenten[0].id)) as sessie:
        sessie.execute(text("SET LOCAL enable_seqscan = off"))
        vraag = "EXPLAIN SELECT id FROM taak WHERE status = 'open' AND behandelaar_id IS NULL AND rol = 'wonen'"
        vraag += f" AND gemeente_id = '{gemeenten[0].id}' ORDER BY uiterlijk, id LIMIT 50"
        plan = "\n".join(sessie.connection().exec_driver_sql(vraag).scalars())
    assert "ix_taak_rol" in plan and "hashed SubPlan" in plan and "Sort" not in plan


# ── Wat vastligt (C5) ─────────────────────────────────────────────────────────────────────────────────────────────────

VAST = {
    "UPDATE gebeurtenis SET soort = 'anders'",
    "DELETE FROM gebeurtenis",
    "UPDATE gebeurtenis_inhoud SET gegevens = '{}'",
    "UPDATE workflowversie SET tekst = 'anders'",
    "DELETE FROM workflowversie",
}


@pytest.mark.parametrize("opdracht", sorted(VAST))
@pytest.mark.parametrize("als_eigenaar", [False, True])
def test_wat_vastligt_verandert_niet(databank, vol, gemeenten, opdracht, als_eigenaar):
    db = databank.eigenaar() if als_eigenaar else maak_database(databank.url)
    with (
        db.schrijven(Bereik.van(gemeenten[0].id)) as sessie,
        pytest.raises(DBAPIError, match=r"verandert niet meer|permission denied"),
    ):
        sessie.execute(text(opdracht))
    db.engine.dispose()


def test_een_moment_zonder_tijdzone_wordt_geweigerd_en_utc_komt_terug(als_a, gemeenten):
    als_a.add(Outbox(soort="x", inhoud={}, volgende_op=nu().replace(tzinfo=None)))
    with pytest.raises(StatementError, match="tijdzone"):
        als_a.flush()
    als_a.rollback()
    moment = nu()
    als_a.add(Outbox(id=(sleutel := uuid7()), soort="x", inhoud={}, volgende_op=moment))
    als_a.commit()
    als_a.expire_all()
    assert als_a.get(Outbox, sleutel).volgende_op == moment
