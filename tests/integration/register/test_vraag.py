"""Wat een voorstel aan het register vraagt: ook wat er onder hetzelfde contract in een andere zaak is toegezegd."""

from __future__ import annotations

from sqlalchemy import select

from casus.models import Besluit
from casus.queries.mandaat import maak_vragen
from tests.integration.queries.tellen import opdrachten
from tests.wereld import Wereld, laatste_besluit


def test_een_contract_telt_over_zaken_heen_in_een_vraag(wereld: Wereld):
    with wereld.werk() as sessie:
        hier = laatste_besluit(wereld.loop(sessie, wereld.zaak_id("voorgesteld")), "voordracht")
        daar = laatste_besluit(wereld.loop(sessie, wereld.zaak_id("voorgedragen")), "voordracht")
        hier.contract = daar.contract = "Kerkstraat 1"
        hier.bedrag_cent, daar.bedrag_cent, hier.feiten = 100, 50_000, {"afwijking": False}
    with wereld.lees() as sessie:
        hier = sessie.scalars(select(Besluit).where(Besluit.id == hier.id)).one()
        with opdrachten(wereld.db) as vragen:
            vraag = maak_vragen(sessie, [hier])[hier.id]
        assert len(vragen) == 1
        assert (vraag.bedrag_cent, vraag.contract_cent, vraag.zaak_cent) == (100, 50_000, 0)
        assert vraag.feiten == {"afwijking": False}
