"""Geen omweg: wat langs de gewone weg niet mag, mag ook niet langs een andere handeling."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from casus.actions import besluiten, gebruikers, meldingen, taken
from casus.demo.wandeling import Wandeling
from casus.errors import Conflict, InvoerFout, NietGevonden, Weigering
from casus.models import Aanbod, Gebruiker, Taak, Woning
from casus.queries.beeld import laad_beeld
from casus.rules.mandaten import GeenMandaat
from casus.web import sessies
from tests.wereld import Wereld, laatste_besluit, open_taak


def _woning_van(w: Wandeling) -> Woning:
    aanbod = w.session.scalars(select(Aanbod).where(Aanbod.zaak_id == w.zaak.id).order_by(Aanbod.id.desc())).first()
    assert aanbod is not None
    return w.session.scalars(select(Woning).where(Woning.id == aanbod.woning_id)).one()


def test_sluiten_na_een_oude_weigering_geeft_de_woning_van_een_ander_niet_vrij(wereld: Wereld):
    with wereld.werk() as sessie:
        eerst = wereld.loop(sessie, wereld.zaak_id("terecht"))
        eerst.stap("weigering_terecht")
        woning = _woning_van(eerst)
        assert woning.status == "beschikbaar"
        ander = wereld.loop(sessie, wereld.zaak_id("gekozen"))
        ander.woning_id = woning.id
        with ander.op(1):
            ander.voorstel("voordracht")
        eerst.stap("sluiten", 1, sluitreden="vertrek")
        sessie.refresh(woning)
        assert woning.status == "voorgedragen"


def test_een_andere_woning_aanbieden_dan_is_getoetst_kan_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("gekozen"))
        getoetst = next(t for t in sessie.scalars(select(Taak)) if t.zaak_id == w.zaak.id and t.soort == "WO-03")
        vrij = select(Woning).where(Woning.status == "beschikbaar", Woning.id != UUID(getoetst.gegevens["woning"]))
        w.woning_id = sessie.scalars(vrij.order_by(Woning.id)).all()[0].id
        with w.op(1):
            w.besluit("voordracht")
        with pytest.raises(Weigering, match="andere woning is beoordeeld"):
            w.stap("aanbod_doen")


def test_een_geweigerd_aanbod_wacht_op_het_oordeel(wereld: Wereld):
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("geweigerd"))
        with pytest.raises(Weigering, match="weigering beoordelen"):
            w.stap("aanbod_intrekken")
        w.woning_id = sessie.scalars(select(Woning.id).where(Woning.status == "beschikbaar")).all()[0]
        with pytest.raises(Weigering, match="voordat er een aanbod is gedaan"), w.op():
            w.voorstel("voordracht")
        w.taak("JU-04", oordeel="onterecht")
        with pytest.raises(Weigering, match="JU-05"):
            w.stap("aanbod_intrekken")
        with w.op():
            w.besluit("onterechte_weigering", uitkomst="afgewezen")
        w.stap("aanbod_intrekken")  # volgens het besluit zoekt de gemeente toch verder


def test_een_voorstel_overleeft_de_zaak_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("voorgesteld"))
        w.stap("sluiten", sluitreden="vertrek")
        besluit = laatste_besluit(w, "voordracht")
        assert (besluit.status, besluit.motivering) == ("ingetrokken", "De voorgedragen woning gaat niet door.")
        with pytest.raises(Conflict):
            besluiten.beslis(sessie, besluit, actor=w.actor("teammanager"), uitkomst="toegekend", motivering="Ja.")


def test_wie_het_verzuim_meldde_legt_de_boete_niet_op(wereld: Wereld):
    """Awb art. 10:3 lid 4: ook als een ander het besluit voorstelt, en nog voordat de taak is afgerond."""
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("gekoppeld"))
        melder = wereld.actor("teammanager")
        melder = replace(melder, rollen=melder.rollen | {"inburgering"})
        wie = str(laad_beeld(sessie, w.zaak).personen[0].id)
        invoer = {"persoon": wie, "toelichting": "Drie keer niet gekomen."}
        meldingen.meld(sessie, w.zaak, "niet_meegewerkt", actor=melder, versie=w.zaak.versie, invoer=invoer)
        with w.op():
            besluit = w.voorstel("maatregel_verzuim", taak=open_taak(w, "IN-07"))
        with pytest.raises(GeenMandaat, match="rapport over het verzuim"):
            besluiten.beslis(sessie, besluit, actor=melder, uitkomst="toegekend", motivering="Ja.")


def test_een_besluit_hoort_bij_een_taak_van_dezelfde_zaak(wereld: Wereld):
    with wereld.werk() as sessie:
        ander = open_taak(wereld.loop(sessie, wereld.zaak_id("geaccepteerd")), "FI-03")
        w = wereld.loop(sessie, wereld.zaak_id("gekoppeld"))
        with pytest.raises(NietGevonden), w.op():
            w.voorstel("inrichtingskrediet", taak=ander)
        with pytest.raises(NietGevonden), w.op():
            besluiten.stel_voor(sessie, w.zaak, actor=w.actor("wonen"), soort="onzin", voorstel="Ja.")


def test_een_wettelijke_datum_die_nog_een_schatting_is_schuift_ook_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("geaccepteerd"))
        taak = open_taak(w, "FI-01")
        assert taak.voorlopig and taak.fatale_datum is None
        with pytest.raises(Weigering, match="in de wet"):
            taken.verleng(sessie, taak, actor=w.actor("financieel"), dagen=365, reden="Druk.")


def test_een_rol_twee_keer_geven_is_een_zin_en_een_nieuwe_rol_logt_uit(wereld: Wereld):
    beheerder, wie = wereld.actor("beheerder"), wereld.actor("wonen").gebruiker_id
    with wereld.db.unit_of_work() as sessie:
        sessies.begin(sessie, wie, wereld.gemeente(), False)
    with wereld.werk() as sessie:
        gebruiker = sessie.scalars(select(Gebruiker).where(Gebruiker.id == wie)).one()
        gebruikers.geef_rol(sessie, gebruiker, actor=beheerder, rol="jurist")
        with pytest.raises(InvoerFout, match="heeft de rol jurist al"):
            gebruikers.geef_rol(sessie, gebruiker, actor=beheerder, rol="jurist")
    assert [rij["beeindigd_op"] is not None for rij in wereld.rijen("sessie") if rij["gebruiker_id"] == wie] == [True]
