"""Een lopende zaak op een nieuwe versie van het proces: zij blijft waar zij is, en kan wat de nieuwe versie kan."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casus.actions.overzetten import zet_over
from casus.db import Bereik
from casus.errors import GeenRecht, Weigering
from casus.models import Taak, Zaak
from casus.queries.beeld import definitie
from casus.workflows.registry import huidige
from tests import oudproces
from tests.wereld import Wereld


def _taken(sessie, zaak: Zaak) -> dict:
    vraag = select(Taak).where(Taak.zaak_id == zaak.id)
    return {taak.id: (taak.soort, taak.status, taak.uiterlijk) for taak in sessie.scalars(vraag)}


def test_een_zaak_gaat_over_met_alles_wat_zij_had(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("voorgedragen"))).one()
        oudproces.zet_op(sessie, zaak, *oudproces.NIEUWE_MELDINGEN)
        vooraf, waar = _taken(sessie, zaak), (zaak.toestand, zaak.ankers)
        with pytest.raises(GeenRecht):
            zet_over(sessie, zaak, actor=w.actor("wonen"))
        loop = w.loop(sessie, zaak.id)
        with pytest.raises(KeyError):
            loop.meld("corporatie_akkoord")
        assert zet_over(sessie, zaak, actor=w.actor("beheerder"))
        assert definitie(sessie, zaak).hash == huidige("huisvesting-statushouder").hash
        assert (_taken(sessie, zaak), (zaak.toestand, zaak.ankers)) == (vooraf, waar)
        loop.meld("corporatie_akkoord")
        assert not zet_over(sessie, zaak, actor=w.actor("beheerder")), "een tweede keer verandert niets"
        sessie.rollback()


def test_een_gesloten_zaak_houdt_haar_proces(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("gesloten"))).one()
        oudproces.zet_op(sessie, zaak)
        with pytest.raises(Weigering, match="gesloten"):
            zet_over(sessie, zaak, actor=w.actor("beheerder"))
        sessie.rollback()
