"""Gaat een huurder weg, dan weet zijn zaak het; en een corporatie zegt niet voor wonen dat haar woning leeg is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from casus.actions.woningstappen import zet
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import GeenRecht, InvoerFout, Weigering
from casus.models import Aanbod, Signaal, Woning, Zaak
from casus.queries.complexen import bewoners
from casus.rules.signalen import Feiten, in_casus, in_mail
from casus.termijnen import vandaag
from tests import factories
from tests import woningen as proef
from tests.wereld import NU, Wereld


def _verhuurd(w: Wereld, sessie: CasusSessie) -> tuple[Woning, Aanbod, Zaak]:
    """Een verhuurde kamer in een huis, met de zaak van wie er woont."""
    zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("gehuisvest"))).one()
    aanbod = sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == zaak.id, Aanbod.status == "geaccepteerd")).one()
    return sessie.scalars(select(Woning).where(Woning.id == aanbod.woning_id)).one(), aanbod, zaak


def _corporatie(w: Wereld, woning: Woning) -> Actor:
    return replace(factories.actor(w.db, w.gemeente(), "corporatie"), corporatie_id=woning.corporatie_id)


def test_de_zaak_en_haar_casemanager_horen_dat_de_huurder_weg_is(wereld: Wereld):
    wonen = wereld.actor("wonen")
    with wereld.werk() as sessie:
        woning, aanbod, zaak = _verhuurd(wereld, sessie)
        huis = proef.complex_(sessie, wonen, woning.corporatie_id, eenheden=3)
        sessie.execute(update(Woning).where(Woning.id == woning.id).values(complex_id=huis.id))
    with wereld.werk() as sessie:
        woning, aanbod, zaak = _verhuurd(wereld, sessie)
        assert any(een.woont for een in bewoners(sessie, huis.id))
        with pytest.raises(InvoerFout):
            zet(sessie, woning, "huurder_weg", actor=wonen, reden=" ")
        zet(sessie, woning, "huurder_weg", actor=wonen, reden="Verhuisd naar Zwolle.")
        assert (woning.status, aanbod.status, bewoners(sessie, huis.id)) == ("gemeld", "afgerond", [])
    laatste, gegevens = wereld.gebeurtenissen(zaak.id)[-1]
    assert (laatste.soort, laatste.object_id) == ("huurder_weg", aanbod.id) and "Zwolle" in gegevens
    with wereld.lees() as sessie:
        signaal = sessie.scalars(select(Signaal).where(Signaal.zaak_id == zaak.id, Signaal.soort == "woning")).one()
    assert signaal.gebruiker_id == zaak.casemanager_id != wonen.gebruiker_id
    feiten = Feiten(signaal.soort, signaal.gegevens, zaak.zaaknummer)
    assert woning.adres in in_casus(feiten, vandaag()) and woning.adres not in in_mail(feiten, vandaag())
    assert wereld.breuken() == []


def test_een_corporatie_meldt_haar_verhuurde_woning_pas_als_de_zaak_dicht_is(wereld: Wereld):
    with wereld.lees() as sessie:
        zij = _corporatie(wereld, _verhuurd(wereld, sessie)[0])
    with wereld.werk() as sessie:
        woning, aanbod, zaak = _verhuurd(wereld, sessie)
        with pytest.raises(GeenRecht):
            zet(sessie, woning, "huurder_weg", actor=zij, reden="Volgens ons is zij leeg.")
        with pytest.raises(Weigering, match="zegt eerst dat de woning leeg is"):
            zet(sessie, woning, "weer_te_huur", actor=zij, reden="Volgens ons is zij leeg.")
        assert (woning.status, aanbod.status) == ("verhuurd", "geaccepteerd")
        sessie.execute(update(Zaak).where(Zaak.id == zaak.id).values(gesloten_op=NU, sluitreden="doel_bereikt"))
        zet(sessie, woning, "weer_te_huur", actor=zij, reden="De huur is opgezegd.")
        assert (woning.status, aanbod.status) == ("gemeld", "afgerond")
    laatste, _ = wereld.gebeurtenissen(zaak.id)[-1]
    assert laatste.soort == "huurder_weg" and laatste.actor_naam == zij.naam
    with wereld.lees() as sessie:
        wie = set(sessie.scalars(select(Signaal.gebruiker_id).where(Signaal.soort == "woning")))
    assert wie == {zaak.casemanager_id, wereld.actor("wonen").gebruiker_id}
