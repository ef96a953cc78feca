"""Zaken zoeken en filteren: wie zoekt vindt, ook zonder accenten, en nooit over de grens van de gemeente."""

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


def vind(database, ik, tekst):
    with database.lezen(Bereik.van(ik.gemeente_id)) as sessie:
        return {rij.zaaknummer for rij in zaken.zoek(sessie, ik, tekst)}


@pytest.mark.parametrize(
    "tekst", ["celik", "Çelik", "ÇEL", "yilmaz", "celik yil", "yil cel", "mehmet", "mehmet celik", "  Çelik–Yılmaz "]
)
def test_een_naam_wordt_op_elk_begin_van_een_woord_gevonden(database, gemeenten, ik, tekst):
    nummer = zet_zaak(database, gemeenten[0], "Çelik-Yılmaz", "Mehmet Ali")
    zet_zaak(database, gemeenten[0], "Rahimi", "Ali")
    assert vind(database, ik, tekst) == {nummer}


@pytest.mark.parametrize("tekst", ["elik", "lmaz", "celik rahimi", "%", "_", "", "  ", "c%k"])
def test_midden_in_een_woord_of_een_jokerteken_vindt_niets(database, gemeenten, ik, tekst):
    zet_zaak(database, gemeenten[0], "Çelik-Yılmaz", "Mehmet Ali")
    assert vind(database, ik, tekst) == set()


def test_een_zaaknummer_wordt_op_het_begin_gevonden(database, gemeenten, ik):
    een = zet_zaak(database, gemeenten[0], zaaknummer="AAR-2026-00012")
    twee = zet_zaak(database, gemeenten[0], zaaknummer="AAR-2026-00019")
    zet_zaak(database, gemeenten[0], zaaknummer="AAR-2025-00012")
    assert vind(database, ik, "aar-2026-0001") == {een, twee}
    assert vind(database, ik, "AAR-2026-00019") == {twee}


def test_een_andere_gemeente_wordt_nooit_gevonden(database, gemeenten, ik):
    zet_zaak(database, gemeenten[1], "Tekle", zaaknummer="BER-2026-00001")
    assert vind(database, ik, "tekle") == vind(database, ik, "BER-2026-00001") == set()


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
        assert len(zaken.zoek(sessie, ik, "tekle")) == aantal
    assert len(gezien) == 3
