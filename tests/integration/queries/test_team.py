"""Het teamoverzicht telt wat er werkelijk is gelopen: elk getal is met de hand nagerekend op de zaken van de wereld.

Gemeente A heeft 21 zaken, alle gekoppeld op 2 maart en verzonnen tot hun plek gelopen; het is nu 6 juli.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from casus.actions.taakstellingen import zet_taakstelling
from casus.db import Basis, Bereik
from casus.errors import GeenRecht, InvoerFout
from casus.models import Parameter, Persoon, Taak, Taakstelling, Verloop, Zaak
from casus.queries import team, teamduur, teamzaken, zaken
from casus.queries.zaakkeuze import Keuze
from casus.rules.doorlooptijd import ONDERWEG, Normen
from casus.rules.taakstelling import Halfjaar
from casus.termijnen import dag_van, vandaag
from tests.integration.queries.tellen import opdrachten, plan
from tests.wereld import KOPPELDATUM, PLEKKEN, VANDAAG, A, B

EERSTE = date(2026, 1, 1)
HALFJAAR = Halfjaar(2026, 1)


def getallen(w, gemeente=A, vanaf=EERSTE):
    with w.lees(gemeente) as sessie:
        return team.getallen(sessie, w.actor("teammanager", gemeente), vanaf, HALFJAAR)


def duren(w, vanaf=EERSTE):
    with w.lees() as sessie:
        return teamduur.duren(sessie, w.actor("teammanager"), vanaf, date(2025, 7, 1))


def alle(w, model, gemeente=A):
    with w.lees(gemeente) as sessie:
        return sessie.scalars(select(model)).all()


# --- taken ---


def test_de_taken_zijn_alle_open_taken_per_rol_en_persoon(gedeelde_wereld):
    w = gedeelde_wereld
    with w.lees() as sessie:
        rijen = team.werk(sessie, w.actor("teammanager"))
    open_ = [taak for taak in alle(w, Taak) if taak.status == "open"]
    hand = Counter((taak.rol, taak.behandelaar_id) for taak in open_)
    laat = Counter((taak.rol, taak.behandelaar_id) for taak in open_ if taak.uiterlijk < VANDAAG)
    assert {(r.rol, r.gebruiker_id): r.open for r in rijen if r.open} == dict(hand)
    assert {(r.rol, r.gebruiker_id): r.te_laat for r in rijen if r.te_laat} == dict(laat)
    assert sum(hand.values()) > 50


def test_wie_niets_heeft_telt_mee_en_wie_geen_teamlid_is_niet(gedeelde_wereld):
    w = gedeelde_wereld
    with w.lees() as sessie:
        rijen = team.werk(sessie, w.actor("teammanager"))
    leden = {rij.rol for rij in rijen if rij.lid}
    assert leden == {"casemanager", "wonen", "inburgering", "jurist", "financieel", "communicatie", "teammanager"}
    assert "De installatie" not in {rij.naam for rij in rijen}


# --- per dag ---


def test_in_en_uitstroom_zijn_de_zaken_van_die_dagen(gedeelde_wereld):
    w = gedeelde_wereld
    feiten = getallen(w)
    assert feiten.binnen == {KOPPELDATUM: len(PLEKKEN)}
    assert feiten.uit == {w.ligging.dagen[A, "gehuisvest"]: 1}
    assert getallen(w, vanaf=KOPPELDATUM + timedelta(days=1)).binnen == {}


def test_personen_tellen_mee_vanaf_hun_inschrijving_in_de_brp(gedeelde_wereld):
    w = gedeelde_wereld
    zaak = next(zaak for zaak in alle(w, Zaak) if zaak.id == w.zaak_id("gehuisvest"))
    mensen = [persoon for persoon in alle(w, Persoon) if persoon.telt_mee_vanaf]
    assert {persoon.huishouden_id for persoon in mensen} == {zaak.huishouden_id}
    assert len(mensen) == 3
    brp = date.fromisoformat(zaak.ankers["brp_datum"])
    assert getallen(w).personen == {brp: 3}


def test_een_gemeente_kan_een_andere_teldag_kiezen(wereld):
    with wereld.werk() as sessie:
        rij = sessie.scalars(select(Parameter).where(Parameter.sleutel == "taakstelling_teldag")).one()
        rij.waarde = "sleuteldatum"
    with wereld.werk() as sessie:
        loop = wereld.loop(sessie, wereld.zaak_id("verhuisd"))
        loop.stap("huisvesten")
        sleutel = date.fromisoformat(loop.zaak.ankers["sleuteldatum"])
        huishouden = loop.zaak.huishouden_id
    mensen = [persoon for persoon in alle(wereld, Persoon) if persoon.huishouden_id == huishouden]
    assert {persoon.telt_mee_vanaf for persoon in mensen} == {sleutel}


def test_wie_al_meetelde_houdt_zijn_dag(wereld):
    eerder = date(2025, 11, 3)
    with wereld.werk() as sessie:
        loop = wereld.loop(sessie, wereld.zaak_id("verhuisd"))
        eerste = sessie.scalars(select(Persoon).where(Persoon.huishouden_id == loop.zaak.huishouden_id)).first()
        assert eerste is not None
        eerste.telt_mee_vanaf, wie = eerder, eerste.id
        sessie.flush()
        loop.stap("huisvesten")
    assert {p.telt_mee_vanaf for p in alle(wereld, Persoon) if p.id == wie} == {eerder}


def test_een_besluit_telt_zolang_het_wacht(gedeelde_wereld):
    feiten = getallen(gedeelde_wereld)
    assert feiten.besluiten == 1
    assert feiten.oudste_voorstel is not None
    assert dag_van(feiten.oudste_voorstel) == gedeelde_wereld.ligging.dagen[A, "voorgesteld"]


def test_de_normen_zijn_die_van_de_gemeente(wereld):
    assert getallen(wereld).normen == Normen(14, 70, 14)
    with wereld.werk() as sessie:
        nieuw = {"sleutel": "norm_huisvesten_dagen", "waarde": "84", "geldig_van": date(2026, 6, 1), "bron": "raad"}
        sessie.add(Parameter(gemeente_id=wereld.gemeente(), **nieuw))
    assert getallen(wereld).normen.huisvesten == 84


# --- de taakstelling ---


def test_een_nieuwe_gemeente_heeft_wat_precies_te_berekenen_is(gedeelde_wereld):
    rijen = {(rij.jaar, rij.halfjaar): rij for rij in alle(gedeelde_wereld, Taakstelling)}
    assert {sleutel: rij.personen for sleutel, rij in rijen.items()} == {(2025, 1): 50, (2025, 2): 44}
    assert "art. 29" in rijen[2025, 1].bron
    assert getallen(gedeelde_wereld).stelling is None


def test_een_taakstelling_vastleggen_en_verbeteren(wereld):
    beheerder = wereld.actor("beheerder")
    for personen, achterstand in ((40, 4), (41, -2)):
        with wereld.werk() as sessie:
            zet_taakstelling(
                sessie, HALFJAAR, actor=beheerder, personen=personen, achterstand=achterstand, bron="Brief"
            )
        assert getallen(wereld).stelling == (personen, achterstand)
    assert getallen(wereld, B).stelling is None
    assert wereld.breuken() == []


@pytest.mark.parametrize(
    ("personen", "achterstand", "bron", "veld"),
    [(-1, 0, "x", "personen"), (100_001, 0, "x", "personen"), (1, -100_001, "x", "achterstand"), (1, 0, " ", "bron")],
)
def test_een_onmogelijke_taakstelling_wordt_geweigerd(gedeelde_wereld, personen, achterstand, bron, veld):
    w = gedeelde_wereld
    hoe = {"personen": personen, "achterstand": achterstand, "bron": bron}
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie, pytest.raises(InvoerFout) as fout:
        zet_taakstelling(sessie, HALFJAAR, actor=w.actor("beheerder"), **hoe)
    assert [een.veld for een in fout.value.fouten] == [veld]


def test_alleen_de_beheerder_zet_de_taakstelling(gedeelde_wereld):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie, pytest.raises(GeenRecht):
        zet_taakstelling(sessie, HALFJAAR, actor=w.actor("teammanager"), personen=1, bron="x")


# --- hoe lang ---


def test_de_duren_zijn_die_van_het_verloop(gedeelde_wereld):
    w = gedeelde_wereld
    rijen, geteld = alle(w, Verloop), duren(w)
    for toestand in ONDERWEG:
        per_zaak: Counter = Counter()
        for rij in rijen:
            if rij.toestand == toestand:
                per_zaak[rij.zaak_id] += (rij.tot - rij.van).total_seconds()
        assert geteld.get(toestand, {}) == Counter(round(seconden / 86400) for seconden in per_zaak.values())
    aangeboden = {rij.zaak_id: rij.tot for rij in rijen if rij.naar == "woning_aangeboden"}
    assert geteld["woning"] == Counter((dag_van(op) - KOPPELDATUM).days for op in aangeboden.values())
    thuis = w.ligging.dagen[A, "gehuisvest"]
    assert geteld["thuis"] == {(thuis - KOPPELDATUM).days: 1}
    assert geteld["koppelen"] == {10: len(PLEKKEN)}
    assert sum(geteld["verhuizen"].values()) == 1


def test_een_eerdere_periode_staat_apart(gedeelde_wereld):
    geteld = duren(gedeelde_wereld, vanaf=date(2026, 7, 1))
    assert set(geteld) == {"thuis_eerder"}


# --- wie vastzit, wie een thuis kreeg ---


def test_wie_vastzit_is_te_lang_in_zijn_stap(gedeelde_wereld):
    w = gedeelde_wereld
    onderweg = [zaak for zaak in alle(w, Zaak) if zaak.toestand in ONDERWEG]
    with w.lees() as sessie:
        vast = teamzaken.vastzittend(sessie, w.actor("teammanager"), Normen())
        ruim = teamzaken.vastzittend(sessie, w.actor("teammanager"), Normen(14, 400, 400))
    assert vast.aantal == len(onderweg) == 18
    assert len(vast.zaken) == 6
    assert [zaak.over for zaak in vast.zaken] == sorted((zaak.over for zaak in vast.zaken), reverse=True)
    assert (ruim.aantal, list(ruim.zaken)) == (0, [])


def test_de_reden_komt_uit_de_zaak(gedeelde_wereld):
    w = gedeelde_wereld
    met_naam = Normen(14, 0, 400)
    with w.lees() as sessie:
        vast = teamzaken.vastzittend(sessie, w.actor("teammanager"), met_naam)
    assert vast.aantal == sum(zaak.toestand in ("toegewezen", "match_gezocht") for zaak in alle(w, Zaak))
    assert all(zaak.reden.zin and zaak.reden.etiket for zaak in vast.zaken)


def test_een_stilgezette_zaak_zegt_dat(wereld):
    with wereld.werk() as sessie:
        for zaak in sessie.scalars(select(Zaak)):
            if zaak.id != wereld.zaak_id("opgeschort"):
                zaak.toestand = "gesloten"
    with wereld.lees() as sessie:
        vast = teamzaken.vastzittend(sessie, wereld.actor("teammanager"), Normen())
    assert [zaak.reden.etiket for zaak in vast.zaken] == ["klok staat stil"]


def test_een_succes_is_het_huishouden_met_zijn_straat(gedeelde_wereld):
    w = gedeelde_wereld
    with w.lees() as sessie:
        een = teamzaken.successen(sessie, w.actor("teammanager"), EERSTE)
        later = teamzaken.successen(sessie, w.actor("teammanager"), VANDAAG)
    assert [(s.huishouden, s.personen, s.koppeldatum) for s in een] == [
        ("Familie Van Doetinchem gehuisvest", 3, KOPPELDATUM)
    ]
    assert dag_van(een[0].op) == w.ligging.dagen[A, "gehuisvest"]
    assert (een[0].adres or "").startswith("Proefhof")
    assert later == []


# --- een getal en zijn lijst, en de muur ---


@pytest.mark.parametrize("gemeente", [A, B])
def test_elk_getal_is_zijn_lijst(gedeelde_wereld, gemeente):
    w = gedeelde_wereld
    ik = w.actor("teammanager", gemeente)
    periode = {"van": EERSTE, "tot": VANDAAG}
    with w.lees(gemeente) as sessie:
        feiten = team.getallen(sessie, ik, EERSTE, HALFJAAR)
        per_stap = teamduur.duren(sessie, ik, EERSTE, date(2025, 7, 1))
        vast = teamzaken.vastzittend(sessie, ik, feiten.normen)

        def lijst(wat: str) -> int:
            keuze = Keuze(wat=wat, **periode)
            aantal = zaken.tel(sessie, ik, keuze)
            assert aantal == len(zaken.lijst(sessie, ik, keuze).rijen)
            return aantal

        assert sum(feiten.binnen.values()) == lijst("gekoppeld") == sum(per_stap["koppelen"].values())
        assert sum(feiten.uit.values()) == lijst("gehuisvest") == sum(per_stap["verhuizen"].values())
        assert sum(per_stap["woning"].values()) == lijst("aangeboden")
        assert vast.aantal == lijst("vast")
        assert feiten.besluiten == lijst("besluit")
        for toestand in ONDERWEG:
            assert sum(per_stap.get(toestand, {}).values()) == lijst(f"klaar-{toestand}")
        assert sum(feiten.personen.values()) == zaken.tel_personen(sessie, ik, Keuze(wat="meegeteld", **periode))
        assert lijst("meegeteld") == 1


def test_een_andere_gemeente_telt_nergens_mee(gedeelde_wereld):
    w = gedeelde_wereld
    with w.lees(B) as sessie:
        ik = w.actor("teammanager", B)
        rijen = team.werk(sessie, ik)
        duur = teamduur.duren(sessie, ik, EERSTE, date(2025, 7, 1))
        vast = teamzaken.vastzittend(sessie, ik, Normen())
        thuis = teamzaken.successen(sessie, ik, EERSTE)
    open_ = [taak for taak in alle(w, Taak, B) if taak.status == "open"]
    assert sum(rij.open for rij in rijen) == len(open_)
    assert sum(duur["koppelen"].values()) == 3
    assert {zaak.huishouden for zaak in vast.zaken} == {"Familie Kanarie nieuw", "Familie Kanarie voorgesteld"}
    assert [een.huishouden for een in thuis] == ["Familie Kanarie gehuisvest"]


def test_wie_met_de_actor_van_een_ander_vraagt_ziet_niets(gedeelde_wereld):
    w = gedeelde_wereld
    vreemd = w.actor("teammanager", B)
    with w.lees(A) as sessie:
        assert sum(rij.open for rij in team.werk(sessie, vreemd)) == 0
        assert team.getallen(sessie, vreemd, EERSTE, HALFJAAR).binnen == {}
        assert teamzaken.vastzittend(sessie, vreemd, Normen()).aantal == 0
        assert teamzaken.successen(sessie, vreemd, EERSTE) == []


def test_elk_deel_is_een_query(gedeelde_wereld):
    w = gedeelde_wereld
    ik = w.actor("teammanager")
    with w.lees() as sessie, opdrachten(w.db) as gezien:
        team.werk(sessie, ik)
        team.getallen(sessie, ik, EERSTE, HALFJAAR)
        teamduur.duren(sessie, ik, EERSTE, date(2025, 7, 1))
        teamzaken.vastzittend(sessie, ik, Normen())
        teamzaken.successen(sessie, ik, EERSTE)
    assert len(gezien) == 5


def test_een_dag_begint_in_nederland(wereld):
    """Net na middernacht in Nederland is het in UTC nog gisteren: de dag en de lijst moeten het eens zijn."""
    laat = datetime(2026, 7, 4, 22, 30, tzinfo=UTC)  # 5 juli 0.30 uur
    with wereld.werk() as sessie:
        zaak = wereld.zaak_id("gehuisvest")
        rij = sessie.scalars(select(Verloop).where(Verloop.zaak_id == zaak, Verloop.naar == "gehuisvest")).one()
        rij.tot = laat
    assert getallen(wereld).uit == {date(2026, 7, 5): 1}
    ik = wereld.actor("teammanager")
    with wereld.lees() as sessie:
        for dag, aantal in ((date(2026, 7, 4), 0), (date(2026, 7, 5), 1)):
            assert zaken.tel(sessie, ik, Keuze(wat="gehuisvest", van=dag, tot=dag)) == aantal
    assert vandaag() == VANDAAG


# --- de plannen ---

_EIGEN = {"zaak": {"zaaknummer": "zaaknummer || '-' || n"}, "persoon": {"v_nummer_hash": "v_nummer_hash || n"}}


def vermenigvuldig(wereld, **keren: int) -> None:
    """Van elke rij van deze tabellen zoveel kopieën, met een eigen sleutel."""
    with wereld.eigenaar.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as verbinding:
        verbinding.exec_driver_sql("SET row_security = off")
        for tabel, keer in keren.items():
            kolommen = [kolom.name for kolom in Basis.metadata.tables[tabel].c]
            anders = {"id": "gen_random_uuid()"} | _EIGEN.get(tabel, {})
            waarden = ", ".join(anders.get(naam, naam) for naam in kolommen)
            wat = f"INSERT INTO {tabel} ({', '.join(kolommen)}) SELECT {waarden}"
            verbinding.exec_driver_sql(f"{wat} FROM {tabel}, generate_series(1, {keer}) n")
        verbinding.exec_driver_sql("SELECT pg_current_xact_id()")  # anders is het laatste voor VACUUM nog te nieuw
        for tabel in keren:
            verbinding.exec_driver_sql(f"VACUUM (ANALYZE) {tabel}")


@pytest.mark.parametrize("_soort", ["postgresql"], indirect=True)
def test_elke_vraag_leest_een_index_en_nooit_een_hele_tabel(wereld):
    vermenigvuldig(wereld, zaak=60, persoon=60, verloop=60, taak=40)
    ik = wereld.actor("teammanager", B)  # de kleine van twee: van een hele tabel lezen kost daar het meest
    with wereld.lees(B) as sessie, opdrachten(wereld.db) as gezien:
        team.werk(sessie, ik)
        team.getallen(sessie, ik, EERSTE, HALFJAAR)
        teamduur.duren(sessie, ik, EERSTE, date(2025, 7, 1))
        teamzaken.vastzittend(sessie, ik, Normen())
        teamzaken.successen(sessie, ik, EERSTE)
    plannen = [plan(wereld.db, opdracht) for opdracht in gezien]
    for tekst in plannen:
        assert re.search(r"Seq Scan on (taak|zaak|verloop|persoon)\b", tekst) is None, tekst
    assert "ix_taak_team" in plannen[0]  # of de rijen zelf ook nodig zijn, hangt van de laatste VACUUM af
    assert "ix_verloop_gemeente_id_naar_tot_zaak_id" in plannen[1]
    assert "ix_persoon_telt_mee" in plannen[1]
    assert "ix_verloop_gemeente_id_toestand_tot_zaak_id_van" in plannen[2]
