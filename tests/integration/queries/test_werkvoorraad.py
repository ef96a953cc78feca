"""De werkvoorraad: volledig, in volgorde, uit de index, en even duur voor één taak als voor vijftig."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casus.db import Bereik, CasusSessie, Database
from casus.models import Aanbod, Gemeente, Taak, Woning, Zaak
from casus.queries.lijstkeuze import LIJSTEN, SORTERINGEN, WACHT, Keuze, lees_keuze
from casus.queries.lijstkring import Kring, kring
from casus.queries.lijstplek import Lijstplek
from casus.queries.lijstvolgorde import op_dag
from casus.queries.lijstvraag import ERBIJ
from casus.queries.werkvoorraad import TaakRij, lijst, tel
from casus.termijnen import einde_week, klok_op
from tests.integration.queries.werkbak import TOESTANDEN, VANDAAG, Bak, vul_bak

ALLES = frozenset(ERBIJ)


@pytest.fixture(autouse=True)
def _klok():
    with klok_op(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def bak(database: Database, gemeenten: tuple[Gemeente, Gemeente]) -> Bak:
    vul_bak(database, gemeenten[1], taken=12)  # een buur van wie niets mag verschijnen
    return vul_bak(database, gemeenten[0])


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
        "mijn": taak.behandelaar_id in (bak.ik.gebruiker_id, bak.weg.gebruiker_id),
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


def test_elke_mengeling_van_filters_geeft_precies_haar_taken_en_haar_aantal(database, bak):
    alle = _alle(database, bak)

    @settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
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
def test_bladeren_heen_en_terug_geeft_elke_taak_precies_een_keer(database, bak, naam):
    with database.lezen(Bereik.van(bak.ik.gemeente_id)) as sessie:
        for sorteer, aflopend in product(SORTERINGEN, (False, True)):
            _blader(sessie, kring(sessie, bak.ik), Keuze(naam, sorteer=sorteer, aflopend=aflopend))


def _blader(sessie: CasusSessie, wie: Kring, keuze: Keuze) -> None:
    sorteer, aflopend = keuze.sorteer, keuze.aflopend
    alle = lijst(sessie, keuze, wie, aantal=500, erbij=ALLES).rijen
    waarden = [(rij.deel, rij.waarde) for rij in alle]
    delen = [[w for d, w in waarden if d == deel] for deel in (0, 1, 2)]
    assert [d for d, _ in waarden] == sorted(d for d, _ in waarden)
    assert all(deel == sorted(deel, reverse=aflopend) for deel in delen)
    assert len(alle) > 5
    na, heen = None, []
    while True:
        blad = lijst(sessie, keuze, wie, na=na, aantal=11)
        heen.append([rij.id for rij in blad.rijen])
        if blad.volgende is None:
            break
        na = Lijstplek.lees(blad.volgende.tekst(), op_dag=op_dag(sorteer))
    assert [id_ for blad_ in heen for id_ in blad_] == [rij.id for rij in alle]
    vorige = blad.vorige
    for verwacht in reversed(heen[:-1]):
        terug = lijst(sessie, keuze, wie, na=Lijstplek.lees(vorige.tekst(), op_dag=op_dag(sorteer)), aantal=11)
        assert [rij.id for rij in terug.rijen] == verwacht
        assert terug.volgende is not None
        vorige = terug.vorige
    assert vorige is None
