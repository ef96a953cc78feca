"""De werkvoorraad: volledig, in volgorde, uit de index, en even duur voor één taak als voor vijftig."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casus.db import Bereik, CasusSessie, Database, maak_database
from casus.models import Aanbod, Gemeente, Huishouden, Lidmaatschap, Taak, Woning, Zaak
from casus.queries import lijstkring, lijstvraag
from casus.queries.lijstkeuze import GROEPEN, LIJSTEN, SORTERINGEN, WACHT, Keuze, lees_keuze
from casus.queries.lijstkring import Kring, kring, kring_overal
from casus.queries.lijstplek import Lijstplek
from casus.queries.lijstvolgorde import op_dag
from casus.queries.lijstvraag import ERBIJ
from casus.queries.werkvoorraad import TaakRij, Telling, lijst, taak_ids, tel
from casus.termijnen import einde_week, klok_op
from casus.workflows.registry import huidige
from tests import factories
from tests.integration.databank import Soort
from tests.integration.queries.tellen import opdrachten, plan
from tests.integration.queries.werkbak import TOESTANDEN, VANDAAG, Bak, vul_bak

ALLES = frozenset(ERBIJ)
NU = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _klok():
    with klok_op(NU):
        yield


def _gemeenten() -> tuple[Gemeente, Gemeente]:
    return factories.gemeente(naam="Aarlo"), factories.gemeente(naam="Bergveld")


@pytest.fixture
def bak(database: Database, gemeenten: tuple[Gemeente, Gemeente]) -> Bak:
    """Voor wie iets verandert."""
    vul_bak(database, gemeenten[1], taken=12)  # een buur van wie niets mag verschijnen
    return vul_bak(database, gemeenten[0])


@dataclass
class Vast:
    """Eén gevulde database voor alle tests die alleen lezen."""

    db: Database
    bak: Bak

    def sessie(self) -> CasusSessie:
        return self.db.lezen(Bereik.van(self.bak.ik.gemeente_id))


@pytest.fixture(scope="module")
def vast(_soort: Soort, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vast]:
    naam = f"bak_{uuid4().hex[:12]}"
    if _soort == "sqlite":
        bestand = tmp_path_factory.mktemp("bak") / "casus.db"
        shutil.copyfile(request.getfixturevalue("_sqlite_sjabloon"), bestand)
        url = f"sqlite:///{bestand}"
    else:
        server = request.getfixturevalue("postgres")
        server.maak(naam, request.getfixturevalue("_postgres_sjabloon"))
        url = server.url(naam)
    db = maak_database(url)
    een, twee = _gemeenten()
    with db.unit_of_work() as sessie:
        sessie.add_all([een, twee])
    with klok_op(NU):
        vul_bak(db, twee, taken=12)
        yield Vast(db, vul_bak(db, een))
    db.engine.dispose()
    if _soort == "postgresql":
        server.verwijder(naam)


def lees(database: Database, bak: Bak, keuze: Keuze, **anders) -> Sequence[TaakRij]:
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        return lijst(sessie, keuze, kring(sessie, bak.ik), **{"aantal": 500, "erbij": ALLES, **anders}).rijen


def geteld(database: Database, bak: Bak, keuze: Keuze) -> int:
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        (aantal,), groepen = tel(sessie, (keuze,), kring(sessie, bak.ik), keuze)
    assert groepen.totaal == aantal
    return aantal


# --- het antwoord, nog eens uitgerekend in gewone Python ---


def _alle(database: Database, bak: Bak) -> list[tuple[Taak, Zaak, UUID | None]]:
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        zaken = {zaak.id: zaak for zaak in sessie.scalars(select(Zaak))}
        lopend = select(Aanbod.zaak_id, Woning.corporatie_id).join(Woning, Woning.id == Aanbod.woning_id)
        corporatie = {rij[0]: rij[1] for rij in sessie.execute(lopend.where(Aanbod.status == "voorgedragen"))}
        return [(t, zaken[t.zaak_id], corporatie.get(t.zaak_id)) for t in sessie.scalars(select(Taak))]


def _hoort(keuze: Keuze, bak: Bak, taak: Taak, zaak: Zaak, corporatie: UUID | None) -> bool:
    wie = {"mij": bak.ik.gebruiker_id, "geen": None}
    in_lijst = {
        "mijn": taak.behandelaar_id == bak.ik.gebruiker_id
        or (taak.behandelaar_id == bak.weg.gebruiker_id and taak.rol in bak.ik.rollen),
        "rollen": taak.behandelaar_id is None and taak.rol in bak.ik.rollen,
        "team": True,
        "gevolgd": taak.zaak_id in bak.zaken[::3],
    }[keuze.lijst]
    opgehouden = "slot" if taak.blokkade_soort == "slot" else "nu"
    if opgehouden == "nu" and (taak.blokkade_soort or (taak.wacht_tot and taak.wacht_tot > VANDAAG)):
        opgehouden = "wacht"
    gepland = taak.gepland_op
    keurt = [
        in_lijst,
        not keuze.uiterlijk or _periode(taak.uiterlijk) == keuze.uiterlijk,
        keuze.rol in ("", taak.rol),
        keuze.toestand in ("", zaak.toestand),
        keuze.soort in ("", taak.soort),
        not keuze.wacht or opgehouden == keuze.wacht,
        {
            "": True,
            "ja": bool(gepland),
            "nee": not gepland,
            "vandaag": bool(gepland and gepland <= VANDAAG),
            "week": bool(gepland and gepland <= einde_week(VANDAAG)),
        }[keuze.gepland],
    ]
    for gekozen, waarde in (
        (keuze.corporatie, corporatie),
        (keuze.casemanager, zaak.casemanager_id),
        (keuze.behandelaar, taak.behandelaar_id),
    ):
        keurt.append(not gekozen or waarde == wie.get(gekozen, gekozen if gekozen in wie else None or _uuid(gekozen)))
    return all(keurt)


def _uuid(tekst: str) -> UUID | None:
    return UUID(tekst) if len(tekst) == 36 else None


def _periode(dag: date) -> str:
    if dag < VANDAAG:
        return "te_laat"
    return "vandaag" if dag == VANDAAG else "week" if dag <= einde_week(VANDAAG) else "later"


def keuzes(bak: Bak) -> st.SearchStrategy[Keuze]:
    def leeg_of(*waarden: str) -> st.SearchStrategy[str]:
        return st.sampled_from(["", "", *waarden])

    mensen = [str(bak.ik.gebruiker_id), str(bak.ander.gebruiker_id), "mij", "geen"]
    velden = {
        "lijst": st.sampled_from(LIJSTEN),
        "sorteer": st.sampled_from(SORTERINGEN),
        "richting": st.sampled_from(["", "af"]),
        "uiterlijk": leeg_of("te_laat", "vandaag", "week", "later"),
        "rol": leeg_of("wonen", "casemanager", "jurist"),
        "toestand": leeg_of(*TOESTANDEN),
        "soort": leeg_of("CM-01", "WO-01"),
        "corporatie": leeg_of(*map(str, bak.corporaties), "geen"),
        "casemanager": leeg_of(*mensen),
        "behandelaar": leeg_of(*mensen, str(bak.weg.gebruiker_id)),
        "wacht": leeg_of(*WACHT),
        "gepland": leeg_of("ja", "nee", "vandaag", "week"),
    }
    return st.fixed_dictionaries(velden).map(lees_keuze)


def test_elke_mengeling_van_filters_geeft_precies_haar_taken_en_haar_aantal(vast):
    database, bak = vast.db, vast.bak
    alle = _alle(database, bak)

    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(keuzes(bak))
    def proef(keuze: Keuze) -> None:
        verwacht = {taak.id for taak, zaak, corporatie in alle if _hoort(keuze, bak, taak, zaak, corporatie)}
        rijen = lijst(sessie, keuze, wie, aantal=500).rijen
        (aantal,), groepen = tel(sessie, (keuze,), wie, keuze)
        assert len(rijen) == len({rij.id for rij in rijen})
        assert {rij.id for rij in rijen} == verwacht
        assert aantal == groepen.totaal == len(verwacht)

    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        wie = kring(sessie, bak.ik)
        proef()


@pytest.mark.parametrize("naam", LIJSTEN)
def test_bladeren_heen_en_terug_geeft_elke_taak_precies_een_keer(vast, naam):
    database, bak = vast.db, vast.bak
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        for sorteer, aflopend in product(
            SORTERINGEN if naam == "team" else ("uiterlijk", "behandelaar", "gepland"), (False, True)
        ):
            _blader(sessie, kring(sessie, bak.ik), Keuze(naam, sorteer=sorteer, aflopend=aflopend))


def _blader(sessie: CasusSessie, wie: Kring, keuze: Keuze) -> None:
    sorteer, aflopend = keuze.sorteer, keuze.aflopend
    alle = lijst(sessie, keuze, wie, aantal=500, erbij=ALLES).rijen
    waarden = [(rij.deel, rij.waarde) for rij in alle]
    delen = [[w for d, w in waarden if d == deel] for deel in (0, 1, 2)]
    assert [d for d, _ in waarden] == sorted(d for d, _ in waarden)
    assert all(deel == sorted(deel, reverse=aflopend) for deel in delen)
    assert len(alle) > 5
    na, heen, per = None, [], len(alle) // 3 + 1
    while True:
        blad = lijst(sessie, keuze, wie, na=na, aantal=per)
        heen.append([rij.id for rij in blad.rijen])
        if blad.volgende is None:
            break
        na = Lijstplek.lees(blad.volgende.tekst(), op_dag=op_dag(sorteer))
    assert [id_ for blad_ in heen for id_ in blad_] == [rij.id for rij in alle]
    vorige = blad.vorige
    for verwacht in reversed(heen[:-1]):
        terug = lijst(sessie, keuze, wie, na=Lijstplek.lees(vorige.tekst(), op_dag=op_dag(sorteer)), aantal=per)
        assert [rij.id for rij in terug.rijen] == verwacht
        assert terug.volgende is not None
        vorige = terug.vorige
    assert vorige is None


# --- wie wat ziet ---


def test_elke_lijst_heeft_haar_eigen_taken(vast):
    database, bak = vast.db, vast.bak
    mijn = lees(database, bak, Keuze("mijn"))
    assert {rij.behandelaar_id for rij in mijn} == {bak.ik.gebruiker_id, bak.weg.gebruiker_id}
    assert {rij.rol for rij in mijn if rij.behandelaar_id == bak.weg.gebruiker_id} == set(bak.ik.rollen)
    rollen = lees(database, bak, Keuze("rollen"))
    assert {rij.behandelaar_id for rij in rollen} == {None}
    assert {rij.rol for rij in rollen} == set(bak.ik.rollen)
    assert {rij.id for rij in lees(database, bak, Keuze("team"))} == set(bak.taken)
    assert {rij.zaak_id for rij in lees(database, bak, Keuze("gevolgd"))} == set(bak.zaken[::3])


def test_wie_terug_is_wordt_niet_meer_vervangen(vast):
    database, bak = vast.db, vast.bak
    with klok_op(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        assert {rij.behandelaar_id for rij in lees(database, bak, Keuze("mijn"))} == {bak.ik.gebruiker_id}


def test_de_kring_noemt_wie_ik_vervang_en_wie_hoeveel_heeft(vast):
    database, bak = vast.db, vast.bak
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie, opdrachten(database) as gezien:
        wie = kring(sessie, bak.ik, met_keuzes=True, met_werk=True)
    assert len(gezien) == 1
    assert [(een.id, een.naam) for een in wie.vervangt] == [(bak.weg.gebruiker_id, bak.weg.naam)]
    werk = {een.id: een.taken for een in wie.collegas}
    for actor in (bak.ik, bak.ander, bak.weg):
        assert werk[actor.gebruiker_id] == geteld(database, bak, Keuze("team", behandelaar=str(actor.gebruiker_id)))
    assert {id_ for id_, _ in wie.corporaties} == set(bak.corporaties)


def test_wat_wacht_komt_op_de_dag_zelf_terug(vast):
    database, bak = vast.db, vast.bak

    def groepen(dag: int) -> dict[str, set[UUID]]:
        with klok_op(datetime(2026, 11, dag, 9, tzinfo=UTC)):
            rijen = lees(database, bak, Keuze("team", wacht="wacht"))
        return {"alle": {r.id for r in rijen}, "zelf": {r.id for r in rijen if not r.blokkade_soort}}

    vandaag, later = groepen(24), groepen(27)
    assert vandaag["zelf"] and not later["zelf"]
    assert later["alle"] == vandaag["alle"] - vandaag["zelf"]


@pytest.mark.parametrize(
    ("zoek", "raak"),
    [
        ("celik", lambda t, z, n: "Çelik" in n),
        ("ÇAKIR", lambda t, z, n: "çakir" in n),
        ("wit", lambda t, z, n: "de Wit" in n),
        ("yonas3", lambda t, z, n: n == "Familie Östan"),
        ("ostan Uberraschung eenmalig", lambda t, z, n: "Östan" in n and t.soort is None),
        ("%", lambda t, z, n: True),
        ("_____", lambda t, z, n: True),
        ("bestaatniet", lambda t, z, n: False),
    ],
)
def test_zoeken_kent_geen_hoofdletters_en_accenten(vast, zoek, raak):
    database, bak = vast.db, vast.bak
    alle = _alle(database, bak)
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        namen = dict(iter(sessie.execute(select(Huishouden.id, Huishouden.naam))))
    rijen = lees(database, bak, lees_keuze({"lijst": "team"}, zoek=zoek))
    assert {r.id for r in rijen} == {t.id for t, z, _ in alle if raak(t, z, namen[z.huishouden_id])}
    assert geteld(database, bak, lees_keuze({"lijst": "team"}, zoek=zoek)) == len(rijen)


def test_zoeken_op_zaaknummer_en_op_soort_taak(vast):
    database, bak = vast.db, vast.bak
    alle = _alle(database, bak)
    zaak = alle[0][1]
    op_nummer = lees(database, bak, lees_keuze({"lijst": "team"}, zoek=zaak.zaaknummer.lower()))
    assert {r.zaak_id for r in op_nummer} == {zaak.id}
    titel = huidige("huisvesting-statushouder").taak("WO-01").titel
    op_soort = lees(database, bak, lees_keuze({"lijst": "team"}, zoek=titel))
    assert {r.soort for r in op_soort} == {"WO-01"}


# --- bladeren terwijl anderen werken ---


@pytest.mark.parametrize("sorteer", ["uiterlijk", "gepland"])
def test_wat_blijft_staat_er_precies_een_keer_hoe_de_rest_ook_schuift(database, bak, sorteer):
    """Tussen elke twee bladen wordt er iets gepakt, ingepland en uitgesteld; wat niet verandert, wordt niet geraakt."""
    keuze, gezien, na = Keuze("team", sorteer=sorteer), [], None
    vast = {id_ for nr, id_ in enumerate(bak.taken) if nr % 3}
    los = [id_ for nr, id_ in enumerate(bak.taken) if not nr % 3]
    while True:
        with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
            blad = lijst(sessie, keuze, kring(sessie, bak.ik), na=na, aantal=6)
        gezien += [rij.id for rij in blad.rijen]
        if blad.volgende is None:
            break
        na = blad.volgende
        with database.unit_of_work(Bereik.van(bak.ik.gemeente_id)) as sessie:
            for nr in range(2):
                taak = sessie.get_one(Taak, (bak.ik.gemeente_id, los[(len(gezien) + nr) % len(los)]))
                taak.uiterlijk += timedelta(days=(-9, 9)[nr])
                taak.gepland_op = VANDAAG + timedelta(days=(-9, 9)[nr])
                taak.behandelaar_id = bak.ander.gebruiker_id
    assert len([id_ for id_ in gezien if id_ in vast]) == len(vast)
    assert vast <= set(gezien)


def test_alles_in_deze_lijst_is_de_lijst_in_haar_volgorde(vast):
    database, bak = vast.db, vast.bak
    keuze = Keuze("team", rol="wonen", sorteer="huishouden")
    verwacht = [rij.id for rij in lees(database, bak, keuze)]
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        assert taak_ids(sessie, bak.ik, keuze) == verwacht
        assert taak_ids(sessie, bak.ik, keuze, hoogstens=3) == verwacht[:3]


# --- muren en meer gemeenten ---


def test_groei_van_de_buur_verandert_geen_lijst_en_geen_aantal(database, gemeenten, bak):
    def alles() -> list:
        with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
            wie = kring(sessie, bak.ik)
            lijsten = [[r.id for r in lijst(sessie, Keuze(naam), wie, aantal=500).rijen] for naam in LIJSTEN]
            return [lijsten, tel(sessie, [Keuze(naam) for naam in LIJSTEN], wie, Keuze("team"))]

    vooraf = alles()
    vul_bak(database, gemeenten[1])
    assert alles() == vooraf


def test_al_mijn_gemeenten_is_de_som_van_elk_en_niets_van_een_ander(database, gemeenten, bak):
    buur = vul_bak(database, gemeenten[1])
    hier = replace(bak.ik, rollen=frozenset({"wonen"}))
    with database.unit_of_work(Bereik.van(gemeenten[1].id)) as sessie:
        lid = {"gebruiker_id": bak.ik.gebruiker_id, "rol": "jurist", "van": VANDAAG}
        sessie.add(Lidmaatschap(gemeente_id=gemeenten[1].id, **lid))
        sessie.get_one(Taak, (gemeenten[1].id, buur.taken[0])).behandelaar_id = bak.ik.gebruiker_id
    wie = kring_overal(database, hier)
    daar_vrij = lees(database, replace_ik(buur, gemeenten[1].id, "jurist"), Keuze("rollen"))
    with database.lezen(wie.bereik) as sessie:
        rijen = lijst(sessie, Keuze("rollen", gemeente="alle"), wie, aantal=500, erbij=ALLES).rijen
        mijn = lijst(sessie, Keuze("mijn", gemeente="alle"), wie, aantal=500).rijen
        (aantal,), _ = tel(sessie, [Keuze("rollen", gemeente="alle")], wie, Keuze("rollen"))
        daar = lijst(sessie, Keuze("mijn", gemeente=str(gemeenten[1].id)), wie, aantal=500).rijen
    assert aantal == len(rijen)
    assert {r.id for r in rijen if r.gemeente_id == gemeenten[1].id} == {r.id for r in daar_vrij}
    assert {r.gemeente for r in rijen} == {gemeenten[0].naam, gemeenten[1].naam}
    assert {r.rol for r in rijen if r.gemeente_id == gemeenten[0].id} <= set(bak.ik.rollen)
    assert [r.id for r in mijn if r.gemeente_id == gemeenten[1].id] == [buur.taken[0]] == [r.id for r in daar]


def replace_ik(bak: Bak, gemeente_id: UUID, *rollen: str) -> Bak:
    return replace(bak, ik=replace(bak.ik, gemeente_id=gemeente_id, rollen=frozenset(rollen)))


# --- tellen en het plan ---


def test_tellen_stopt_bij_de_grens(vast, monkeypatch):
    database, bak = vast.db, vast.bak
    for module in (lijstvraag, lijstkring):
        monkeypatch.setattr(module, "TEL_TOT", 4)
    for vraag in (lijstvraag.telvraag, lijstkring._kringvraag):
        vraag.cache_clear()
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        (team,), _ = tel(sessie, [Keuze("team")], kring(sessie, bak.ik), Keuze("gevolgd"))
        werk = [een.taken for een in kring(sessie, bak.ik, met_keuzes=True, met_werk=True).collegas]
    assert team == 5 == max(werk)
    for vraag in (lijstvraag.telvraag, lijstkring._kringvraag):
        vraag.cache_clear()


def test_zonder_rollen_zijn_er_geen_rollijsten(vast):
    database, bak = vast.db, vast.bak
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        wie = kring(sessie, replace(bak.ik, rollen=frozenset()))
        assert lijst(sessie, Keuze("rollen"), wie).rijen == ()
        assert tel(sessie, [Keuze("rollen")], wie, Keuze("rollen")) == ([0], Telling(dict.fromkeys(GROEPEN, 0)))


@pytest.mark.parametrize("naam", LIJSTEN)
def test_een_query_hoe_lang_de_lijst_ook_is(vast, naam):
    database = vast.db
    for aantal in (1, 40):
        with vast.sessie() as sessie:
            wie = kring(sessie, vast.bak.ik)
            with opdrachten(database) as gezien:
                lijst(sessie, Keuze(naam), wie, aantal=aantal, erbij=ALLES)
                tel(sessie, [Keuze(een) for een in LIJSTEN], wie, Keuze(naam))
        assert len(gezien) == 2


def test_elke_tak_leest_haar_deelindex(databank, database, gemeenten, bak):
    """Met genoeg taken, van velen, dat de planner echt kiest."""
    with database.unit_of_work(Bereik.van(gemeenten[0].id)) as sessie:
        zaak = factories.zaak(sessie)
        for nr in range(3000):
            wie = bak.ik.gebruiker_id if nr % 50 == 0 else None
            rol = ("wonen", "casemanager", "jurist", "financieel")[nr % 4]
            dag = VANDAAG + timedelta(days=nr % 200)
            sessie.add(factories.taak(zaak, rol=rol, uiterlijk=dag, behandelaar_id=wie))
    eigenaar = databank.eigenaar()
    with eigenaar.engine.connect() as verbinding:
        verbinding.exec_driver_sql("ANALYZE")
        verbinding.commit()
    eigenaar.engine.dispose()
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        wie = kring(sessie, bak.ik)
        with opdrachten(database) as gezien:
            lijst(sessie, Keuze("mijn"), wie)
            lijst(sessie, Keuze("rollen"), wie)
            lijst(sessie, Keuze("team"), wie)
    mijn, rollen, team = (plan(database, opdracht) for opdracht in gezien)
    assert mijn.count("ix_taak_behandelaar") == 2 and mijn.count("ix_taak_opgehouden") == 2
    assert rollen.count("ix_taak_rol") == 2 and rollen.count("ix_taak_opgehouden") == 2
    assert team.count("ix_taak_team") == 1 and team.count("ix_taak_opgehouden") == 1
    for tekst in (mijn, rollen, team):
        assert "SCAN taak" not in tekst and "Seq Scan on taak" not in tekst
