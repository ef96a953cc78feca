"""Afwezigheid verlegt voorstellen naar wie het mag, en het menu telt wat de lijst laat zien, in elke situatie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from casus.actions import besluitstappen
from casus.actions.afwezigheid import meld_afwezig
from casus.actions.besluitklok import laat_besluiten_lopen
from casus.actions.signalen import signaleer
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, uuid7
from casus.errors import GeenRecht, InvoerFout, Weigering
from casus.models import Afwezigheid, Besluit, Functie, Functiehouder, Signaal, Vervanging
from casus.queries import voorstelplek
from casus.queries.goedkeuring import ligt_bij, wachtend
from casus.rules.mandaten import GeenMandaat
from tests.integration.besluiten.hulp import beslis, stel_voor, vervang, zaak
from tests.wereld import VANDAAG, Wereld

MENSEN = ("teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever", "jurist", "wonen")
CODES = {1: "teammanager", 2: "ambtelijk_opdrachtgever", 3: "bestuurlijk_opdrachtgever", 4: "college"}
GISTEREN, MORGEN = VANDAAG - timedelta(days=1), VANDAAG + timedelta(days=1)


def afwezig(w: Wereld, sessie: CasusSessie, wie: str, vervanger: str = "", dagen: int = 2) -> Afwezigheid:
    ander = w.actor(vervanger).gebruiker_id if vervanger else None
    tot = VANDAAG + timedelta(days=dagen)
    manager = w.actor("teammanager")
    wie_id = w.actor(wie).gebruiker_id
    return meld_afwezig(sessie, actor=manager, gebruiker_id=wie_id, van=VANDAAG, tot=tot, vervanger_id=ander)


def signalen(sessie: CasusSessie, besluit: Besluit) -> set[UUID]:
    vraag = select(Signaal.gebruiker_id).where(Signaal.kenmerk.startswith(f"voorstel:{besluit.id}"))
    return set(sessie.scalars(vraag))


def in_lijst(w: Wereld, sessie: CasusSessie, wie: str, besluit: Besluit) -> bool:
    return besluit.id in {v.besluit.id for v in wachtend(sessie, w.actor(wie)).mag}


# --- afwezig ---


def test_een_vervanger_met_een_hogere_functie_krijgt_de_voorstellen_en_het_signaal(wereld: Wereld):
    baas = "bestuurlijk_opdrachtgever"
    with wereld.werk() as sessie:
        afwezig(wereld, sessie, "teammanager", baas)
        besluit = stel_voor(wereld, sessie)
        assert besluit.vereist_niveau == 1, "het niveau verandert niet"
        assert signalen(sessie, besluit) == {wereld.actor(baas).gebruiker_id}
        assert in_lijst(wereld, sessie, baas, besluit)
        assert not in_lijst(wereld, sessie, "ambtelijk_opdrachtgever", besluit)
        assert beslis(wereld, sessie, besluit, baas).status == "toegekend"
    assert wereld.breuken() == []


def test_een_vervanger_zonder_functie_krijgt_geen_macht_en_het_voorstel_gaat_hogerop(wereld: Wereld):
    with wereld.werk() as sessie:
        afwezig(wereld, sessie, "teammanager", "communicatie")
        besluit, collega = stel_voor(wereld, sessie), wereld.actor("communicatie")
        assert signalen(sessie, besluit) == {wereld.actor("ambtelijk_opdrachtgever").gebruiker_id}
        with pytest.raises(GeenMandaat, match="geen functie in het mandaatregister"):
            beslis(wereld, sessie, besluit, actor=collega)
        vervang(wereld, sessie, "teammanager", collega, VANDAAG, VANDAAG)
        assert in_lijst(wereld, sessie, "communicatie", besluit)
        assert not in_lijst(wereld, sessie, "ambtelijk_opdrachtgever", besluit), "nu ligt het bij de vervanger"
        assert beslis(wereld, sessie, besluit, actor=collega).status == "toegekend"
    assert (besluit.mandaat_kopie or {})["als_vervanger"] is True


def test_wie_afwezig_is_houdt_zijn_mandaat(wereld: Wereld):
    with wereld.werk() as sessie:
        afwezig(wereld, sessie, "teammanager", "ambtelijk_opdrachtgever")
        besluit = stel_voor(wereld, sessie)
        assert in_lijst(wereld, sessie, "teammanager", besluit)
        assert beslis(wereld, sessie, besluit).status == "toegekend"


def test_de_klok_zegt_het_een_keer_tegen_wie_vervangt(wereld: Wereld):
    with wereld.werk() as sessie:
        afwezig(wereld, sessie, "teammanager", "ambtelijk_opdrachtgever")
        afwezig(wereld, sessie, "bestuurlijk_opdrachtgever", "jurist")
    klok = wereld.actor("beheerder")
    for _ in range(2):
        laat_besluiten_lopen(wereld.db, wereld.gemeente(), Actor(klok.gebruiker_id, "casus", wereld.gemeente()))
    with wereld.lees() as sessie:
        gevonden = list(sessie.scalars(select(Signaal).where(Signaal.kenmerk.startswith("voorstel:vervanging"))))
    assert [een.gebruiker_id for een in gevonden] == [wereld.actor("ambtelijk_opdrachtgever").gebruiker_id]
    assert gevonden[0].gegevens["namens"] == wereld.actor("teammanager").naam


@pytest.mark.parametrize(("vervanger", "hoort"), [("ambtelijk_opdrachtgever", False), ("jurist", True)])
def test_wie_alleen_beslist_hoort_niets_van_de_taken_van_wie_hij_vervangt(wereld: Wereld, vervanger: str, hoort: bool):
    with wereld.werk() as sessie:
        afwezig(wereld, sessie, "teammanager", vervanger)
        manager = wereld.actor("teammanager").gebruiker_id
        signaleer(sessie, actor=wereld.actor("casemanager"), soort="toegewezen", aan=(manager,), kenmerk="proef")
        wie = set(sessie.scalars(select(Signaal.gebruiker_id).where(Signaal.kenmerk == "proef")))
    assert wie == {manager, *([wereld.actor(vervanger).gebruiker_id] if hoort else [])}


# --- voorleggen ---


def test_voorleggen_geeft_een_signaal_per_dag_en_verandert_niet_wie_beslist(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit, manager = stel_voor(wereld, sessie), wereld.actor("teammanager")
        voorsteller, vooraf = wereld.actor("financieel"), len(signalen(sessie, besluit))
        besluitstappen.leg_voor(sessie, besluit, actor=voorsteller, aan=manager.gebruiker_id)
        alle = select(Signaal.kenmerk).where(Signaal.gebruiker_id == manager.gebruiker_id, Signaal.soort == "voorstel")
        assert vooraf == 1 and len([k for k in sessie.scalars(alle) if str(besluit.id) in k]) == 2
        assert besluit.vereist_niveau == 1
        with pytest.raises(Weigering, match="vandaag al voorgelegd"):
            besluitstappen.leg_voor(sessie, besluit, actor=voorsteller, aan=manager.gebruiker_id)
        for wie in ("bestuurlijk_opdrachtgever", "jurist"):
            with pytest.raises(InvoerFout, match="bij wie dit voorstel ligt"):
                besluitstappen.leg_voor(sessie, besluit, actor=voorsteller, aan=wereld.actor(wie).gebruiker_id)
        with pytest.raises(GeenRecht):
            besluitstappen.leg_voor(sessie, besluit, actor=wereld.actor("wonen"), aan=manager.gebruiker_id)
        besluitstappen.leg_terug(sessie, besluit, actor=manager, vraag="Hoe?")
        with pytest.raises(Weigering, match="wacht eerst op het antwoord"):
            besluitstappen.leg_voor(sessie, besluit, actor=voorsteller, aan=manager.gebruiker_id)


# --- het menu en de lijst ---


class Situatie(NamedTuple):
    """Wie welke functie heeft of vervangt, wie er niet is, en wat er wacht (niveau, voorsteller, waarop)."""

    houders: Sequence[tuple[int, str, bool]]
    vervangers: Sequence[tuple[int, str]]
    weg: Sequence[tuple[str, str]]
    voorstellen: Sequence[tuple[int, str, str]]


WIE = st.sampled_from(MENSEN)
SITUATIES = st.builds(
    Situatie,
    st.lists(st.tuples(st.integers(1, 4), WIE, st.booleans()), max_size=6),
    st.lists(st.tuples(st.integers(1, 3), WIE), max_size=2),
    st.lists(st.tuples(WIE, st.sampled_from(["", *MENSEN])), max_size=3, unique_by=lambda paar: paar[0]),
    st.lists(st.tuples(st.integers(1, 4), WIE, st.sampled_from(["besluit", "besluit", "advies"])), max_size=6),
)


def zet_neer(w: Wereld, sessie: CasusSessie, s: Situatie) -> None:
    functies = {f.niveau: f for f in sessie.scalars(select(Functie).where(Functie.code.in_(CODES.values())))}
    sessie.execute(update(Functiehouder).values(tot=GISTEREN, van=GISTEREN))

    def rij(niveau: int, wie: str) -> dict[str, object]:
        sleutel = {"gemeente_id": w.gemeente(), "id": uuid7(), "functie_id": functies[niveau].id}
        return sleutel | {"gebruiker_id": w.actor(wie).gebruiker_id}

    for niveau, wie, begonnen in s.houders:
        sessie.add(Functiehouder(**rij(niveau, wie), van=GISTEREN if begonnen else MORGEN))
    for niveau, wie in s.vervangers:
        sessie.add(Vervanging(**rij(niveau, wie), van=VANDAAG, tot=VANDAAG))
    for wie, ander in s.weg:
        if wie != ander:
            afwezig(w, sessie, wie, ander)
    van = zaak(w, sessie)
    for nr, (niveau, wie, wacht_op) in enumerate(s.voorstellen):
        vast = {"gemeente_id": w.gemeente(), "id": uuid7(), "zaak_id": van.id, "nummer": f"T-{nr}", "titel": "Proef"}
        wat = {"soort": "herplanning", "voorstel": "Proef", "laagste_niveau": 1, "vereist_niveau": niveau}
        wanneer = {"uiterlijk": VANDAAG, "wacht_op": wacht_op, "voorgesteld_door_id": w.actor(wie).gebruiker_id}
        sessie.add(Besluit(**vast, **wat, **wanneer))
    sessie.flush()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SITUATIES)
def test_het_menu_telt_precies_wat_in_de_lijst_bij_iemand_ligt(gedeelde_wereld: Wereld, situatie: Situatie):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        zet_neer(w, sessie, situatie)
        for wie in MENSEN:
            ik = w.actor(wie)
            waarden = {"gemeente": ik.gemeente_id, "ik": ik.gebruiker_id, "dag": VANDAAG}
            lijst = wachtend(sessie, ik)
            bij_mij = [
                een.besluit.nummer
                for een in lijst.alle
                if een.besluit.wacht_op == "besluit"
                and een.besluit.voorgesteld_door_id != ik.gebruiker_id
                and ligt_bij(lijst.register, ik, een.besluit)
            ]
            assert sessie.scalar(select(voorstelplek.telling()), waarden) == len(bij_mij), (wie, bij_mij)
        sessie.rollback()
