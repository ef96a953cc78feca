"""Het jaarbudget bepaalt mee wie beslist: wat er boven komt, is voor het bestuursorgaan zelf (domein.md §6)."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from casus.actions import besluitstappen
from casus.actions.besluitproef import proef
from casus.actions.besluitvoorstel import Voorstel
from casus.db import CasusSessie
from casus.errors import CasusFout
from casus.models import Besluit, Bezwaar, Parameter
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules.mandaten import COLLEGE, GeenMandaat, laagste_niveau
from tests.integration.besluiten.hulp import BEDRAG, beslis, dagen_later, lees, stappen, stel_voor, zaak
from tests.wereld import VANDAAG, Wereld

SLEUTEL = "budget_bijzondere_bijstand"


def zet_budget(sessie: CasusSessie, euro: str) -> None:
    sessie.execute(update(Parameter).where(Parameter.sleutel == SLEUTEL).values(waarde=euro))
    sessie.flush()


def verbruikt(sessie: CasusSessie, besluit: Besluit) -> int:
    budget = maak_vraag(sessie, besluit).budget
    assert budget is not None
    return budget.verbruikt_cent


def elders(w: Wereld, sessie: CasusSessie, plek: str = "zoekend", **anders: object) -> Besluit:
    return stel_voor(w, sessie, in_zaak=zaak(w, sessie, plek), **anders)


def test_boven_het_budget_beslist_het_college_en_de_zin_zegt_waarom(wereld: Wereld):
    with wereld.werk() as sessie:
        zet_budget(sessie, "4000")
        eerst, net = elders(wereld, sessie), stel_voor(wereld, sessie, bedrag_cent=220_000)
        assert (eerst.vereist_niveau, net.vereist_niveau) == (1, 1), "precies op het budget mag nog"
        beslis(wereld, sessie, eerst)
        erboven = elders(wereld, sessie, "gekozen", bedrag_cent=220_001)
        niveau = laagste_niveau(laad_register(sessie), maak_vraag(sessie, erboven))
        assert (erboven.vereist_niveau, niveau.niveau) == (COLLEGE, COLLEGE)
        assert "4.000,01" in niveau.zin and "boven het budget van" in niveau.zin and "bijzondere bijstand" in niveau.zin
        inhoud = Voorstel("Bedden.", 220_001, {}, "", None, "")
        velden = {"actor": wereld.actor("financieel"), "soort": "inrichtingskrediet", "inhoud": inhoud}
        assert proef(sessie, zaak(wereld, sessie, "profiel"), **velden).niveau == COLLEGE
        assert beslis(wereld, sessie, net).status == "toegekend"
    kopie = lees(wereld, net).mandaat_kopie or {}
    assert kopie["budget"] == {"grens_cent": 400_000, "verbruikt_cent": BEDRAG}


def test_wat_na_het_voorstel_op_raakte_houdt_het_besluit_tegen_en_gaat_in_een_keer_naar_het_college(wereld: Wereld):
    with wereld.werk() as sessie:
        zet_budget(sessie, "2000")
        een, ander = elders(wereld, sessie), stel_voor(wereld, sessie)
        assert (een.vereist_niveau, ander.vereist_niveau) == (1, 1)
        beslis(wereld, sessie, een)
        for rol in ("teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever"):
            with pytest.raises(GeenMandaat, match=r"boven het budget.*Awb art. 10:6"):
                beslis(wereld, sessie, ander, rol)
        besluitstappen.zet_door(sessie, ander, actor=wereld.actor("teammanager"), reden="Het budget is op.")
        assert [(s.van_niveau, s.naar_niveau) for s in stappen(sessie, ander)] == [(1, COLLEGE)]


def test_een_budget_dat_niemand_kent_begrenst_niets(wereld: Wereld):
    with wereld.werk() as sessie:
        sessie.execute(update(Parameter).where(Parameter.sleutel == SLEUTEL).values(geldig_tot=date(2026, 1, 31)))
        besluit = stel_voor(wereld, sessie, bedrag_cent=440_000)
        assert maak_vraag(sessie, besluit).budget is None and besluit.vereist_niveau == 1
        assert (beslis(wereld, sessie, besluit).mandaat_kopie or {})["budget"] is None


def test_wat_is_herzien_telt_een_keer_en_wat_is_ingetrokken_of_herroepen_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        meet = elders(wereld, sessie, "profiel")
        eerst = beslis(wereld, sessie, stel_voor(wereld, sessie, bedrag_cent=100_000))
        assert verbruikt(sessie, meet) == 100_000
        weg = stel_voor(wereld, sessie, bedrag_cent=150_000, herziet=eerst, herziening="wijzigen")
        budget = maak_vraag(sessie, weg).budget
        assert budget is not None and (budget.verbruikt_cent, budget.was_cent) == (0, 100_000)
        beslis(wereld, sessie, weg)
        assert verbruikt(sessie, meet) == 150_000, "het oude bedrag telt niet ook nog"
        beslis(wereld, sessie, stel_voor(wereld, sessie, voorstel="Weg.", herziet=weg, herziening="intrekken"))
        assert verbruikt(sessie, meet) == 0
        beslis(wereld, sessie, stel_voor(wereld, sessie, bedrag_cent=90_000), uitkomst="afgewezen")
        assert verbruikt(sessie, meet) == 0
        fout = beslis(wereld, sessie, elders(wereld, sessie, "gekozen", bedrag_cent=70_000))
        assert verbruikt(sessie, meet) == 70_000
        _herroep(wereld, sessie, fout)
        assert verbruikt(sessie, meet) == 0


def _herroep(w: Wereld, sessie: CasusSessie, besluit: Besluit) -> None:
    """Een gegrond bezwaar waarbij het besluit wordt herroepen, zonder nieuw besluit."""
    sleutel = {"gemeente_id": w.gemeente(), "zaak_id": besluit.zaak_id, "besluit_id": besluit.id}
    bezwaar = Bezwaar(**sleutel, ontvangen_op=VANDAAG, gronden="Te weinig.", nummer="BZW-1")
    sessie.add(bezwaar)
    sessie.flush()
    velden = {"in_zaak": zaak(w, sessie, "gekozen"), "bedrag_cent": None}
    gegevens = {"bezwaar_uitkomst": "gegrond", "bestreden_wordt": "herroepen"}
    op = stel_voor(w, sessie, "beslissing_op_bezwaar", "jurist", gegevens=gegevens, **velden)
    beslis(w, sessie, op, "ambtelijk_opdrachtgever")
    assert bezwaar.status == "gegrond"


def test_een_wijziging_die_er_niets_bij_geeft_gaat_ook_boven_een_vol_budget_door(wereld: Wereld):
    with wereld.werk() as sessie:
        eerst = beslis(wereld, sessie, stel_voor(wereld, sessie, bedrag_cent=100_000))
        zet_budget(sessie, "500")
        minder = stel_voor(wereld, sessie, bedrag_cent=90_000, herziet=eerst, herziening="wijzigen")
        assert minder.vereist_niveau == 1
        assert beslis(wereld, sessie, minder).status == "toegekend"
        meer = stel_voor(wereld, sessie, bedrag_cent=95_000, herziet=minder, herziening="wijzigen")
        assert meer.vereist_niveau == COLLEGE


def test_elk_jaar_begint_opnieuw(wereld: Wereld):
    with wereld.werk() as sessie:
        beslis(wereld, sessie, stel_voor(wereld, sessie))
        sessie.execute(update(Parameter).where(Parameter.sleutel == SLEUTEL).values(geldig_tot=None))
    with dagen_later((date(2027, 1, 2) - VANDAAG).days), wereld.werk() as sessie:
        assert verbruikt(sessie, elders(wereld, sessie)) == 0


def test_twee_besluiten_tegelijk_gaan_niet_samen_over_het_budget(wereld: Wereld):
    with wereld.werk() as sessie:
        zet_budget(sessie, "2000")
        paren = [elders(wereld, sessie).id, stel_voor(wereld, sessie).id]
    samen, gelukt, nee = Barrier(2), list[str](), list[str]()

    def neem(nr: int) -> None:
        samen.wait()
        try:
            with wereld.werk() as sessie:
                besluit = sessie.scalars(select(Besluit).where(Besluit.id == paren[nr])).one()
                gelukt.append(beslis(wereld, sessie, besluit).nummer)
        except CasusFout as fout:
            nee.append(fout.zin)

    draden = [Thread(target=neem, args=(nr,)) for nr in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=30)
    assert len(gelukt) == 1 and len(nee) == 1 and "boven het budget" in nee[0]
