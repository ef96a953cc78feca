"""De lijst van zaken: filteren, tellen en bladeren."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casus.db import Bereik
from casus.queries import zaken
from casus.queries.zaakkeuze import Keuze
from casus.zoekvorm import zoekvorm
from tests import factories
from tests.integration.queries.tellen import opdrachten


@pytest.fixture
def ik(database, gemeenten):
    return factories.actor(database, gemeenten[0].id, "casemanager")


def zet_zaak(database, gemeente, achternaam="Proef", voornamen="Test", **anders):
    with database.unit_of_work(Bereik.van(gemeente.id)) as sessie:
        zaak = factories.zaak(sessie, **anders)
        gezin = sessie.get_one(factories.Huishouden, (gemeente.id, zaak.huishouden_id))
        gezin.naam, gezin.zoeknaam = f"Familie {achternaam}", zoekvorm(achternaam)
        naam = {"achternaam": achternaam, "voornamen": voornamen, "zoeknaam": zoekvorm(f"{achternaam} {voornamen}")}
        sessie.add(factories.persoon(gezin, **naam))
        return zaak.zaaknummer


def test_de_lijst_filtert_telt_en_bladert(database, gemeenten, ik):
    begin = date(2026, 3, 1)
    nummers = []
    for n in range(7):
        wie = ik.gebruiker_id if n % 2 else None
        dagen = {"koppeldatum": begin + timedelta(days=n), "vergunningdatum": begin}
        nummers.append(zet_zaak(database, gemeenten[0], casemanager_id=wie, **dagen))
    zet_zaak(database, gemeenten[1])
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie:
        eerste = zaken.lijst(sessie, ik, aantal=4)
        tweede = zaken.lijst(sessie, ik, aantal=4, na=eerste.volgende)
        assert [rij.zaaknummer for rij in (*eerste.rijen, *tweede.rijen)] == nummers
        assert zaken.lijst(sessie, ik, aantal=4, na=tweede.vorige).rijen == eerste.rijen
        mijne = Keuze(casemanager_id=ik.gebruiker_id)
        assert (zaken.tel(sessie, ik), zaken.tel(sessie, ik, mijne)) == (7, 3)
        assert [rij.zaaknummer for rij in zaken.lijst(sessie, ik, mijne).rijen] == nummers[1::2]
        assert zaken.lijst(sessie, ik, Keuze(toestand="gehuisvest")).rijen == ()


@pytest.mark.parametrize("aantal", [1, 20])
def test_evenveel_queries_voor_een_zaak_als_voor_twintig(database, gemeenten, ik, aantal):
    for _ in range(aantal):
        zet_zaak(database, gemeenten[0], "Tekle")
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie, opdrachten(database) as gezien:
        assert len(zaken.lijst(sessie, ik).rijen) == aantal
        zaken.tel(sessie, ik)
    assert len(gezien) == 2
