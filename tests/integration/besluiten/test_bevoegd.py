"""Wie een besluit toch niet mag nemen: het college in één mens, wie al iets besloot, en wie de zaak behandelde."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casus.actions import functies
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout
from casus.models import Functie, Functiehouder
from casus.rules.mandaten import GeenMandaat
from tests.integration.besluiten.hulp import beslis, stel_voor
from tests.wereld import VANDAAG, Wereld

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
