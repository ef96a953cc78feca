"""Waarom een zaak vastzit: de reden die het meest zegt, eerst."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casus.rules.doorlooptijd import Normen
from casus.rules.vastzitten import Taakfeit, in_weken, over_norm, reden

DAG = date(2026, 11, 24)
VRIJ = Taakfeit("Woningvraag uitzetten", "wonen", date(2026, 11, 18))
WACHT = Taakfeit(
    "Reactie vastleggen", "wonen", date(2026, 11, 30), wacht_op="De Linde", wacht_tot=DAG + timedelta(days=2)
)
SLOT = Taakfeit(
    "Sleutel plannen", "casemanager", date(2026, 11, 1), blokkade_soort="slot", blokkade="eerst het contract"
)


def zin(opgeschort=None, voorstel=None, *taken):
    een = reden(opgeschort, voorstel, taken, DAG)
    return een.zin, een.soort, een.etiket


def test_stilstand_gaat_voor_alles():
    stil = zin(date(2026, 11, 6), "Voordracht", WACHT, VRIJ)
    assert stil == ("de klok staat stil sinds vr 6 nov", "wacht", "klok staat stil")


def test_een_voorstel_gaat_voor_de_taken():
    assert zin(None, "Voordracht", WACHT) == ("wacht op een besluit: Voordracht", "wacht", "wacht op besluit")


def test_wie_op_een_ander_wacht_noemt_die_met_de_dag():
    assert zin(None, None, VRIJ, WACHT) == ("wacht op De Linde: Reactie vastleggen", "wacht", "tot do 26 nov")


def test_een_verlopen_wachtdag_telt_niet_meer():
    weer = replace(WACHT, wacht_tot=DAG)
    assert zin(None, None, weer)[0] == "Reactie vastleggen, nog van niemand (wonen)"


def test_anders_de_eerste_taak_die_kan_met_wie_haar_heeft():
    assert zin(None, None, SLOT, VRIJ) == (
        "Woningvraag uitzetten, nog van niemand (wonen)",
        "te-laat",
        "6 dagen te laat",
    )
    van_noor = replace(VRIJ, bij="Noor Haverkamp", uiterlijk=DAG)
    assert zin(None, None, van_noor) == ("Woningvraag uitzetten, bij Noor Haverkamp", "vandaag", "vandaag")


def test_alleen_geblokkeerd_noemt_wat_er_voor_moet():
    assert zin(None, None, SLOT) == ("Sleutel plannen: eerst het contract", "slot", "geblokkeerd")


def test_zonder_taken_is_niemand_aan_zet():
    assert zin()[2] == "niemand aan zet"


@pytest.mark.parametrize(
    ("toestand", "over"),
    [("toegewezen", 7), ("match_gezocht", 7), ("woning_aangeboden", -4), ("inburgering_gekoppeld", -4)],
)
def test_over_de_norm_van_de_stap(toestand, over):
    koppeldatum, sinds = DAG - timedelta(days=77), DAG - timedelta(days=10)
    assert over_norm(toestand, koppeldatum, sinds, Normen(), DAG) == over


@pytest.mark.parametrize(
    ("dagen", "woorden"), [(1, "1 dag"), (6, "6 dagen"), (7, "1 week"), (13, "1 week"), (80, "11 weken")]
)
def test_dagen_als_weken(dagen, woorden):
    assert in_weken(dagen) == woorden
