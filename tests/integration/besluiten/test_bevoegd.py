"""Wie een besluit toch niet mag nemen: het college in één mens, wie al iets besloot, en wie de zaak behandelde."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from casus.actions import besluitstappen, functies, vaste_gezichten
from casus.actions.collegebesluiten import leg_collegebesluit_vast
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, Weigering
from casus.models import Besluit, Bezwaar, Functie, Functiehouder, Mandaat, Taak
from casus.queries.mandaat import maak_vraag
from casus.rules.besluiten import Uitkomst
from casus.rules.mandaten import GeenMandaat
from tests.integration.besluiten.hulp import beslis, document, stel_voor, vervang, zaak
from tests.wereld import VANDAAG, A, Wereld

# --- het college ---


def _college(sessie: CasusSessie) -> Functie:
    return sessie.scalars(select(Functie).where(Functie.niveau == 4)).one()


def test_niemand_wordt_het_college(wereld: Wereld):
    wie = {"gebruiker_id": wereld.actor("jurist").gebruiker_id, "van": VANDAAG}
    with pytest.raises(InvoerFout) as fout, wereld.werk() as sessie:
        functies.wijs_aan(sessie, _college(sessie), actor=wereld.actor("beheerder"), **wie)
    assert [(een.veld, "besluit samen" in een.zin) for een in fout.value.fouten] == [("houder", True)]


def test_wie_nog_als_college_staat_beslist_niet_alleen(wereld: Wereld):
    jurist = wereld.actor("jurist")
    with wereld.werk() as sessie:
        rij = {"functie_id": _college(sessie).id, "gebruiker_id": jurist.gebruiker_id, "van": VANDAAG}
        sessie.add(Functiehouder(gemeente_id=wereld.gemeente(), id=uuid7(), **rij))
        besluit = stel_voor(wereld, sessie, bedrag_cent=900_000_00)
        with pytest.raises(GeenMandaat, match=r"niet alleen voor het college.*Awb art. 10:7"):
            beslis(wereld, sessie, besluit, actor=jurist)
        assert besluit.status == "voorgesteld"


# --- bezwaar (Awb art. 10:3 lid 3) ---

OP_BEZWAAR = {"soort": "beslissing_op_bezwaar", "rol": "jurist", "bedrag_cent": None}


def _toegekend(w: Wereld, sessie: CasusSessie, rol: str, **anders: object) -> Besluit:
    """Een besluit in de zaak ‘geaccepteerd’ dat deze rol nam."""
    return beslis(w, sessie, stel_voor(w, sessie, **anders), rol)


def _bezwaar(w: Wereld, sessie: CasusSessie, besluit: Besluit) -> Bezwaar:
    w.loop(sessie, besluit.zaak_id).meld("bezwaar_ontvangen", besluit=str(besluit.id))
    return sessie.scalars(select(Bezwaar).where(Bezwaar.besluit_id == besluit.id)).one()


def _beslissing(
    w: Wereld, sessie: CasusSessie, bezwaar: Bezwaar, uitkomst: str = "ongegrond", wordt: str = ""
) -> Besluit:
    """Een voorstel over dit bezwaar, ook als er nog een ander loopt."""
    gegevens = {"bezwaar_uitkomst": uitkomst} | ({"bestreden_wordt": wordt} if wordt else {})
    besluit = stel_voor(w, sessie, **OP_BEZWAAR, gegevens=gegevens)
    besluit.gegevens = {**besluit.gegevens, "bezwaar": str(bezwaar.id)}
    sessie.flush()
    return besluit


def test_een_afgehandeld_bezwaar_maakt_een_ander_niet_het_bestredene(wereld: Wereld):
    with wereld.werk() as sessie:
        van_manager = _bezwaar(wereld, sessie, _toegekend(wereld, sessie, "teammanager"))
        van_hoger = _bezwaar(wereld, sessie, _toegekend(wereld, sessie, "ambtelijk_opdrachtgever"))
        een, tweede, ander = (_beslissing(wereld, sessie, b) for b in (van_manager, van_manager, van_hoger))
        with pytest.raises(GeenMandaat, match="10:3 lid 3"):
            beslis(wereld, sessie, een)
        beslis(wereld, sessie, een, "ambtelijk_opdrachtgever")
        assert (tweede.status, tweede.motivering) == ("ingetrokken", "Op dit bezwaar is al beslist.")
        assert (ander.status, van_hoger.status) == ("voorgesteld", "ontvangen")
        tweede.status, tweede.motivering = "voorgesteld", ""
        sessie.flush()
        assert maak_vraag(sessie, tweede).bestreden_door_id == wereld.actor("teammanager").gebruiker_id
        for rol in ("teammanager", "ambtelijk_opdrachtgever"):
            with pytest.raises(Conflict, match="loopt niet meer: het is ongegrond"):
                beslis(wereld, sessie, tweede, rol)


def test_een_onbekend_bezwaar_valt_niet_terug_op_een_ander(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = _beslissing(wereld, sessie, _bezwaar(wereld, sessie, _toegekend(wereld, sessie, "teammanager")))
        besluit.gegevens = {**besluit.gegevens, "bezwaar": str(uuid7())}
        sessie.flush()
        with pytest.raises(Weigering, match="tegen welk besluit"):
            beslis(wereld, sessie, besluit, "ambtelijk_opdrachtgever")


def test_na_een_gegrond_bezwaar_neemt_een_ander_het_nieuwe_besluit(wereld: Wereld):
    with wereld.werk() as sessie:
        bestreden = _toegekend(wereld, sessie, "teammanager")
        anders = {"herziet": bestreden, "herziening": "wijzigen", "bedrag_cent": 100_000}
        eerst = stel_voor(wereld, sessie, **anders)
        assert maak_vraag(sessie, eerst).bestreden_door_id is None, "er is nog geen bezwaar"
        bezwaar = _bezwaar(wereld, sessie, bestreden)
        beslissing = _beslissing(wereld, sessie, bezwaar, "gegrond", "vervangen")
        beslis(wereld, sessie, beslissing, "ambtelijk_opdrachtgever")
        with pytest.raises(GeenMandaat, match=r"Iemand anders neemt het nieuwe besluit.*10:3 lid 3"):
            beslis(wereld, sessie, eerst)
        assert beslis(wereld, sessie, eerst, "ambtelijk_opdrachtgever").status == "toegekend"
        assert bezwaar.herziening_id == eerst.id


@pytest.mark.parametrize(("wordt", "telt"), [("herroepen", 0), ("blijft", 180_000), ("vervangen", 180_000)])
def test_wat_op_bezwaar_is_herroepen_telt_niet_meer(wereld: Wereld, wordt: str, telt: int):
    with wereld.werk() as sessie:
        bestreden = _toegekend(wereld, sessie, "teammanager")
        beslissing = _beslissing(wereld, sessie, _bezwaar(wereld, sessie, bestreden), "gegrond", wordt)
        nieuw = stel_voor(wereld, sessie)
        bestreden.contract = nieuw.contract = "k12"
        sessie.flush()
        for nog in (180_000, telt):
            vraag = maak_vraag(sessie, nieuw)
            assert (vraag.eerder_cent, vraag.zaak_cent, vraag.contract_cent) == (nog, nog, nog)
            if beslissing.status == "voorgesteld":
                beslis(wereld, sessie, beslissing, "ambtelijk_opdrachtgever")


# --- het collegebesluit heeft dezelfde stops ---


def _college_legt_vast(w: Wereld, sessie: CasusSessie, besluit: Besluit, uitkomst: Uitkomst = "toegekend") -> Besluit:
    besluit.vereist_niveau = 4
    sessie.flush()
    bewijs = {"nummer": "B&W 2026-31", "datum": VANDAAG, "document": document(w, sessie, zaak(w, sessie)).id}
    wie = {"actor": w.actor("wonen"), "motivering": "Het college volgt het voorstel."}
    return leg_collegebesluit_vast(sessie, besluit, uitkomst=uitkomst, **bewijs, **wie)


@pytest.fixture
def wonen_legt_vast(monkeypatch: pytest.MonkeyPatch) -> None:
    """De jurist stelt hier voor; een ander legt vast, wie dat ook mag zijn."""
    monkeypatch.setattr("casus.actions.collegebesluiten.RECHT", "zaak.bewerken")


def test_het_college_beslist_niet_op_een_bezwaar_dat_er_niet_is(wereld: Wereld, wonen_legt_vast: None):
    with wereld.werk() as sessie:
        velden = {"bezwaar_uitkomst": "ongegrond"}
        with pytest.raises(Weigering, match="tegen welk besluit"):
            _college_legt_vast(wereld, sessie, stel_voor(wereld, sessie, **OP_BEZWAAR, gegevens=velden))


def test_het_college_beslist_niet_op_een_bezwaar_dat_klaar_is(wereld: Wereld, wonen_legt_vast: None):
    with wereld.werk() as sessie:
        bezwaar = _bezwaar(wereld, sessie, _toegekend(wereld, sessie, "teammanager"))
        besluit = _beslissing(wereld, sessie, bezwaar)
        bezwaar.status, bezwaar.afgehandeld_op = "ingetrokken", VANDAAG
        with pytest.raises(Conflict, match="loopt niet meer"):
            _college_legt_vast(wereld, sessie, besluit)


def test_het_college_wacht_op_het_antwoord_maar_wijst_wel_af(wereld: Wereld, wonen_legt_vast: None):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        besluitstappen.leg_terug(sessie, besluit, actor=wereld.actor("teammanager"), vraag="Waarom nu?")
        with pytest.raises(Weigering, match="Er ligt nog een vraag"):
            _college_legt_vast(wereld, sessie, besluit)
        assert _college_legt_vast(wereld, sessie, besluit, "afgewezen").status == "afgewezen"


# --- vier ogen (Awb art. 10:6) ---


def _wisselt_van_casemanager(w: Wereld, sessie: CasusSessie, aan: str) -> None:
    van = zaak(w, sessie)
    team: dict[str, UUID | None] = {"casemanager": w.ligging.team[A][aan].id}
    vaste_gezichten.wijzig_team(sessie, van, actor=w.actor("teammanager"), versie=van.versie, team=team)


def test_wie_de_zaak_behandelde_is_niet_het_tweede_paar_ogen(wereld: Wereld):
    manager = wereld.actor("teammanager")
    with wereld.werk() as sessie:
        for rij in sessie.scalars(select(Mandaat).where(Mandaat.bevoegdheid == "inrichtingskrediet")):
            rij.vier_ogen = True
        besluit = stel_voor(wereld, sessie)
        assert manager.gebruiker_id not in maak_vraag(sessie, besluit).behandelaar_ids
        zaak(wereld, sessie).casemanager_id = manager.gebruiker_id
        sessie.flush()
        _wisselt_van_casemanager(wereld, sessie, "casemanager")
        assert zaak(wereld, sessie).casemanager_id != manager.gebruiker_id
        with pytest.raises(GeenMandaat, match=r"vier ogen.*Awb art. 10:6"):
            beslis(wereld, sessie, besluit)


def test_wie_een_taak_afrondde_behandelde_de_zaak(wereld: Wereld):
    wie = wereld.actor("communicatie").gebruiker_id
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        taken = select(Taak).where(Taak.zaak_id == besluit.zaak_id, Taak.status == "gereed")
        assert wie not in maak_vraag(sessie, besluit).behandelaar_ids
        sessie.scalars(taken.order_by(Taak.id)).all()[0].gereed_door_id = wie
        sessie.flush()
        assert wie in maak_vraag(sessie, besluit).behandelaar_ids


def test_wie_als_casemanager_is_toegewezen_blijft_behandelaar(wereld: Wereld):
    eerste = wereld.actor("communicatie").gebruiker_id
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        taak = next(een for een in sessie.scalars(select(Taak).where(Taak.zaak_id == besluit.zaak_id)) if een.soort)
        assert eerste not in maak_vraag(sessie, besluit).behandelaar_ids
        taak.gegevens = {**taak.gegevens, "casemanager": str(eerste)}
        sessie.flush()
        assert eerste in maak_vraag(sessie, besluit).behandelaar_ids


# --- doorgezet (Awb art. 10:6) ---


def test_wie_doorzet_beslist_ook_niet_als_vervanger_van_hogerop(wereld: Wereld):
    manager, ander = wereld.actor("teammanager"), wereld.actor("communicatie")
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        besluitstappen.zet_door(sessie, besluit, actor=manager, reden="Er is pers.")
        for wie, functie in ((manager, "ambtelijk_opdrachtgever"), (ander, "ambtelijk_opdrachtgever")):
            vervang(wereld, sessie, functie, wie, VANDAAG, VANDAAG)
        vervang(wereld, sessie, "teammanager", ander, VANDAAG, VANDAAG)
        with pytest.raises(GeenMandaat, match=r"U hebt dit voorstel doorgezet.*10:6"):
            beslis(wereld, sessie, besluit)
        beslis(wereld, sessie, besluit, actor=ander)
        kopie = besluit.mandaat_kopie or {}
        assert (kopie["beslist_door"]["niveau"], kopie["als_vervanger"]) == (2, True)
