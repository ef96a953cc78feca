"""De werkvoorraad: volledig, in volgorde, uit de index, en even duur voor één taak als voor vijftig."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.errors import NietGevonden
from casus.models import Gemeente, Taak, Zaak
from casus.queries import werkvoorraad
from casus.queries.bladen import Plek
from casus.queries.werkvoorraad import mijn_taken, tel_taken
from casus.termijnen import klok_op
from tests import factories
from tests.integration.queries.tellen import opdrachten, plan

VANDAAG = date(2026, 11, 24)
Sessie = Callable[[Gemeente], CasusSessie]


@pytest.fixture(autouse=True)
def _klok():
    with klok_op(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def ik(database: Database, gemeenten: tuple[Gemeente, Gemeente]) -> Actor:
    return factories.actor(database, gemeenten[0].id, "wonen", "casemanager", "jurist")


def zet_taken(database: Database, gemeente: Gemeente, *taken: dict) -> list:
    """Taken bij één zaak; geeft hun ids."""
    with database.unit_of_work(Bereik.van(gemeente.id)) as sessie:
        zaak = factories.zaak(sessie)
        rijen = [factories.taak(zaak, **taak) for taak in taken]
        sessie.add_all(rijen)
        sessie.flush()
        return [rij.id for rij in rijen]


def lees(database: Database, ik: Actor, **keuze):
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie:
        return mijn_taken(sessie, ik, **keuze)


def ander(database: Database, gemeente: Gemeente) -> Actor:
    return factories.actor(database, gemeente.id, "wonen")


def test_mijn_eigen_taken_en_wat_in_mijn_rollen_niemand_heeft(database, gemeenten, ik):
    wie = ander(database, gemeenten[0])
    ids = zet_taken(
        database,
        gemeenten[0],
        {"rol": "wonen"},
        {"rol": "casemanager", "behandelaar_id": ik.gebruiker_id},
        {"rol": "financieel", "behandelaar_id": ik.gebruiker_id},
        {"rol": "financieel"},
        {"rol": "wonen", "behandelaar_id": wie.gebruiker_id},
    )
    assert {rij.id for rij in lees(database, ik).rijen} == set(ids[:3])
    assert {rij.id: rij.van_mij for rij in lees(database, ik).rijen} == {ids[0]: False, ids[1]: True, ids[2]: True}


def test_een_gesloten_taak_en_een_andere_gemeente_staan_er_niet(database, gemeenten, ik):
    nu = datetime(2026, 11, 1, tzinfo=UTC)
    klaar = {"status": "gereed", "gereed_op": nu, "gereed_door_id": ik.gebruiker_id}
    zet_taken(database, gemeenten[0], {"rol": "wonen", **klaar})
    zet_taken(database, gemeenten[1], {"rol": "wonen"}, {"rol": "wonen", "behandelaar_id": ik.gebruiker_id})
    assert lees(database, ik).rijen == ()


def test_de_rij_zegt_alles(database, gemeenten, ik):
    zet_taken(database, gemeenten[0], {"rol": "wonen", "titel": "Match zoeken", "uiterlijk": VANDAAG})
    rij = lees(database, ik).rijen[0]
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie:
        zaak = sessie.query(Zaak).one()
    assert (rij.titel, rij.uiterlijk, rij.zaaknummer, rij.toestand) == (
        "Match zoeken",
        VANDAAG,
        zaak.zaaknummer,
        "toegewezen",
    )
    assert rij.huishouden.startswith("Familie Proef")
    assert rij.personen == 1
    assert rij.casemanager is None


def test_volgorde_is_die_van_de_uiterste_dag_over_alle_takken_heen(database, gemeenten, ik):
    dagen = [9, 2, 7, 4, 1, 8]
    rollen = ["wonen", "jurist", "casemanager"]
    taken = [{"rol": rollen[n % 3], "uiterlijk": VANDAAG + timedelta(days=d)} for n, d in enumerate(dagen)]
    taken.append({"rol": "financieel", "behandelaar_id": ik.gebruiker_id, "uiterlijk": VANDAAG + timedelta(days=5)})
    zet_taken(database, gemeenten[0], *taken)
    gevonden = [(rij.uiterlijk - VANDAAG).days for rij in lees(database, ik).rijen]
    assert gevonden == [1, 2, 4, 5, 7, 8, 9]


def test_bladeren_heen_en_terug_geeft_elke_taak_precies_een_keer(database, gemeenten, ik):
    rollen = ["wonen", "jurist"]
    # Veel gelijke dagen: dan beslist het id, en mag er niets wegvallen.
    taken = [{"rol": rollen[n % 2], "uiterlijk": VANDAAG + timedelta(days=n // 6)} for n in range(23)]
    ids = zet_taken(database, gemeenten[0], *taken)
    bladen, na = [], None
    while True:
        blad = lees(database, ik, na=na, aantal=5)
        bladen.append([rij.id for rij in blad.rijen])
        if blad.volgende is None:
            break
        na = Plek.lees(blad.volgende.tekst())
    alle = [id_ for blad in bladen for id_ in blad]
    assert [len(blad) for blad in bladen] == [5, 5, 5, 5, 3]
    assert len(alle) == len(set(alle))
    assert set(alle) == set(ids)
    vorige = blad.vorige
    for verwacht in reversed(bladen[:-1]):
        terug = lees(database, ik, na=vorige, aantal=5)
        assert [rij.id for rij in terug.rijen] == verwacht
        assert terug.volgende is not None
        vorige = terug.vorige
    assert vorige is None


def test_bladeren_verspringt_niet_als_een_ander_een_eerdere_taak_pakt(database, gemeenten, ik):
    taken = [{"rol": "wonen", "uiterlijk": VANDAAG + timedelta(days=n)} for n in range(6)]
    ids = zet_taken(database, gemeenten[0], *taken)
    eerste = lees(database, ik, aantal=3)
    with database.unit_of_work(Bereik.van(ik.gemeente_id)) as sessie:
        sessie.get_one(Taak, (ik.gemeente_id, ids[0])).rol = "financieel"
    tweede = lees(database, ik, na=eerste.volgende, aantal=3)
    assert [rij.id for rij in tweede.rijen] == ids[3:]


@pytest.mark.parametrize(
    ("groep", "dagen"), [("te_laat", {-30, -1}), ("vandaag", {0}), ("week", {1, 5}), ("later", {6, 90})]
)
def test_groepen_en_tellingen_kloppen(database, gemeenten, ik, groep, dagen):
    alle = (-30, -1, 0, 1, 5, 6, 90)  # 24 november is een dinsdag: de week loopt tot en met zondag, vijf dagen verder
    zet_taken(
        database,
        gemeenten[0],
        *({"rol": "wonen", "uiterlijk": VANDAAG + timedelta(days=d)} for d in alle),
        *({"rol": "jurist", "behandelaar_id": ik.gebruiker_id, "uiterlijk": VANDAAG + timedelta(days=d)} for d in alle),
        {"rol": "financieel", "uiterlijk": VANDAAG},
    )
    rijen = lees(database, ik, groep=groep).rijen
    assert {(rij.uiterlijk - VANDAAG).days for rij in rijen} == dagen
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie:
        assert tel_taken(sessie, ik)[groep] == len(rijen) == 2 * len(dagen)


def test_tellen_stopt_bij_de_grens(database, gemeenten, ik, monkeypatch):
    monkeypatch.setattr(werkvoorraad, "TEL_TOT", 4)
    werkvoorraad._telling.cache_clear()
    zet_taken(database, gemeenten[0], *({"rol": "wonen", "uiterlijk": VANDAAG} for _ in range(9)))
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie:
        assert tel_taken(sessie, ik)["vandaag"] == 5
    werkvoorraad._telling.cache_clear()


def test_een_gekozen_rol_geeft_alleen_de_vrije_taken_van_die_rol(database, gemeenten, ik):
    mijn = {"rol": "wonen", "behandelaar_id": ik.gebruiker_id}
    ids = zet_taken(database, gemeenten[0], {"rol": "wonen"}, {"rol": "jurist"}, mijn, {"rol": "financieel"})
    assert [rij.id for rij in lees(database, ik, rol="wonen").rijen] == ids[:1]
    assert lees(database, ik, rol="financieel").rijen == ()


def test_zonder_rollen_blijven_de_eigen_taken(database, gemeenten, ik):
    ids = zet_taken(database, gemeenten[0], {"rol": "wonen"}, {"rol": "wonen", "behandelaar_id": ik.gebruiker_id})
    assert [rij.id for rij in lees(database, replace(ik, rollen=frozenset())).rijen] == ids[1:]


@pytest.mark.parametrize("aantal", [1, 50])
def test_een_query_voor_een_taak_en_voor_vijftig(database, gemeenten, ik, aantal):
    zet_taken(database, gemeenten[0], *({"rol": "wonen"} for _ in range(aantal)))
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie:
        sessie.connection()
        with opdrachten(database) as gezien:
            assert len(mijn_taken(sessie, ik).rijen) == aantal
            tel_taken(sessie, ik)
    assert len(gezien) == 2


def test_elke_tak_leest_haar_deelindex(databank, database, gemeenten, ik):
    """Met genoeg taken, van velen, dat de planner echt kiest."""
    rollen = ["wonen", "casemanager", "jurist", "financieel"]
    dagen = [VANDAAG + timedelta(days=n % 200) for n in range(3000)]
    van = [ik.gebruiker_id if n % 50 == 0 else None for n in range(3000)]
    taken = ({"rol": rollen[n % 4], "uiterlijk": dagen[n], "behandelaar_id": van[n]} for n in range(3000))
    zet_taken(database, gemeenten[0], *taken)
    eigenaar = databank.eigenaar()
    with eigenaar.engine.connect() as verbinding:
        verbinding.exec_driver_sql("ANALYZE")
        verbinding.commit()
    eigenaar.engine.dispose()
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie, opdrachten(database) as gezien:
        mijn_taken(sessie, ik)
        tel_taken(sessie, ik)
    lijst, telling = (plan(database, opdracht) for opdracht in gezien)
    assert lijst.count("ix_taak_rol") == 3
    assert lijst.count("ix_taak_behandelaar") == 1
    assert telling.count("ix_taak_rol") == 3 * 4
    assert telling.count("ix_taak_behandelaar") == 4


@pytest.mark.parametrize("tekst", ["x", "v2026-13-01.00", "v2026-11-24.zz", "q2026-11-24." + "0" * 32, "v", "v.."])
def test_een_verzonnen_bladzijde_bestaat_niet(tekst):
    with pytest.raises(NietGevonden):
        Plek.lees(tekst)
