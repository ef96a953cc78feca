"""Wat een match te weten komt: alles van de eigen gemeente in drie vragen, en niets van een ander."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casus.errors import NietGevonden
from casus.models import Woning, Zaak
from casus.queries import matching
from tests.integration.queries.tellen import opdrachten
from tests.wereld import A, B, Wereld


@pytest.mark.parametrize("gemeente", [A, B])
def test_een_gemeente_in_drie_vragen_en_niets_van_een_ander(gemeente: str, gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.lees(gemeente) as sessie:
        with opdrachten(w.db) as vragen:
            gegevens = matching.laad_gemeente(sessie)
        assert len(vragen) == 3, vragen
        eigen = w.gemeente(gemeente)
        assert gegevens.zoekenden and gegevens.woningen and gegevens.parameters
        rijen = [*(z.zaak for z in gegevens.zoekenden), *(p for z in gegevens.zoekenden for p in z.personen)]
        assert {rij.gemeente_id for rij in (*rijen, *gegevens.woningen, *gegevens.wensen)} == {eigen}
        assert set(gegevens.taken) <= set(sessie.scalars(select(Zaak.id)))
        assert all(z.huishouden.aantal_personen == len(z.personen) for z in gegevens.zoekenden)
        assert {w_.status for w_ in gegevens.woningen} == {"beschikbaar"}


def test_een_huishouden_of_woning_van_een_ander_bestaat_niet(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.lees(B) as sessie:
        nummer, woning_id = sessie.scalars(select(Zaak.zaaknummer)).first(), sessie.scalars(select(Woning.id)).first()
    with w.lees(A) as sessie:
        with pytest.raises(NietGevonden):
            matching.laad_huishouden(sessie, nummer)
        with pytest.raises(NietGevonden):
            matching.laad_woning(sessie, woning_id)
        assert woning_id not in {w_.id for w_ in matching.vrije_woningen(sessie, woning_id)}
        assert matching.zoek_woning(sessie, "%") == ()
