"""De codes van VERA: wat geldt, wat is vervallen, en of het proces alleen geldige redenen noemt."""

from datetime import date

import pytest

from casus.rules import vera
from casus.workflows.registry import huidige

DAG = date(2026, 11, 24)
WF = huidige("huisvesting-statushouder")
GEW, ING = "AANBIEDINGSTATUS.GEW", "AANBIEDINGSTATUS.ING"


def test_een_code_geldt_tot_haar_einddatum():
    assert vera.geldt("AANVULLENDEDOELGROEP", "OUD", date(2023, 9, 7))
    assert not vera.geldt("AANVULLENDEDOELGROEP", "OUD", date(2023, 9, 8))
    assert not vera.geldt("AANVULLENDEDOELGROEP", "BESTAATNIET", DAG)
    assert not vera.geldt("BESTAATNIET", "OUD", DAG)


def test_staat_een_code_er_twee_keer_dan_telt_wat_nog_geldt():
    assert vera.geldt("AANVULLENDEDOELGROEP", "VER", DAG)


def test_wat_onder_een_status_valt():
    assert "WBN" in vera.geldige("AANBIEDINGDETAILSTATUS", DAG, GEW)
    assert "TOE" not in vera.geldige("AANBIEDINGDETAILSTATUS", DAG, GEW)
    assert "OUD" not in vera.geldige("AANVULLENDEDOELGROEP", DAG)


@pytest.mark.parametrize(
    ("veld", "onder", "eigen"),
    [
        ("corporatie_reden", (GEW, ING), set()),
        ("weigerreden", (GEW,), set()),
        ("einde_reden", (ING,), {"woning_vervallen"}),
    ],
)
def test_het_proces_noemt_alleen_redenen_die_vera_kent(veld: str, onder: tuple[str, ...], eigen: set[str]):
    assert set(WF.veld(veld).keuzes) - eigen <= set(vera.geldige("AANBIEDINGDETAILSTATUS", DAG, *onder))
