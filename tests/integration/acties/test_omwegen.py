"""Geen omweg: wat langs de gewone weg niet mag, mag ook niet langs een andere handeling."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from casus.demo.wandeling import Wandeling
from casus.errors import Weigering
from casus.models import Aanbod, Taak, Woning
from tests.wereld import Wereld


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
