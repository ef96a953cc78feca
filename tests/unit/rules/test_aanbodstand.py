"""Wie er bij een aanbod aan zet is, en tot wanneer."""

from datetime import date

import pytest

from casus.models import Aanbod
from casus.rules.aanbodstand import PARTIJEN, stand

DAG = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("aanbod", "besloten", "partij", "uiterlijk"),
    [
        ({"status": "voorgedragen"}, False, "besluit", None),
        ({"status": "voorgedragen", "antwoord_voor": DAG}, True, "corporatie", DAG),
        ({"status": "voorgedragen", "antwoord_voor": DAG, "corporatie_antwoord": "akkoord"}, True, "wonen", None),
        ({"status": "aangeboden", "antwoord_voor": date(2026, 1, 1), "reageer_voor": DAG}, True, "huishouden", DAG),
        ({"status": "geweigerd"}, True, "jurist", None),
        ({"status": "geweigerd", "oordeel": "onterecht"}, True, "jurist", None),
        ({"status": "geweigerd", "oordeel": "terecht"}, True, "wonen", None),
        ({"status": "geaccepteerd"}, True, "verhuizing", None),
        ({"status": "afgewezen_corporatie", "antwoord_voor": DAG}, True, "klaar", None),
        ({"status": "ingetrokken"}, True, "klaar", None),
    ],
)
def test_wie_er_aan_zet_is(aanbod: dict, besloten: bool, partij: str, uiterlijk: date | None):
    nu = stand(Aanbod(**{"corporatie_antwoord": "", **aanbod}), besloten)
    assert (nu.partij, nu.uiterlijk) == (partij, uiterlijk)
    assert nu.partij in PARTIJEN


def test_te_laat_is_pas_na_de_laatste_dag():
    nu = stand(Aanbod(status="aangeboden", reageer_voor=DAG, corporatie_antwoord="akkoord"), True)
    assert not nu.te_laat(DAG) and nu.te_laat(date(2026, 11, 25))
