"""Wat er van gebied, inkomen en verblijf naar buiten gaat: wat niet vaststaat, staat er als niet bekend."""

from __future__ import annotations

from datetime import date

import pytest

from casus.pdf.dossierblad import Feit
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.voordracht import VoordrachtGegevens
from casus.pdf.weergave import JA, NEE, ONBEKEND, in_woorden, weergave
from casus.rules import privacy
from casus.rules.dossierprofielen import PROFIELEN
from casus.rules.gebieden import blijft_hier, gebied_naar_buiten, herkende_gemeente
from casus.rules.ruilkaarten import maak_kaart
from tests.unit.pdf.voorbeelden import velden
from tests.unit.rules.test_privacy import DAG, voordracht
from tests.unit.rules.voorbeelden import gezin, huishouden

REGIO = ("Aalten", "Berg", "Bergeijk", "Winterswijk")


@pytest.mark.parametrize("bron", ["ARB", "AND"])
def test_een_inkomen_dat_niet_bekend_is_gaat_niet_weg_als_nee(bron: str):
    """Net als regel H1: onbekend. De laagste grens geldt, anders biedt de corporatie iets aan dat niet mag."""
    gevonden = voordracht(huis=huishouden(*gezin(), inkomensbron=bron))["inkomen"]
    assert gevonden == {"onder_grens": None, "inkomensbron": bron, "huurgrens": "764.14"}


@pytest.mark.parametrize(("onder", "staat_er"), [(None, ONBEKEND), (True, JA), (False, NEE)])
def test_zo_staat_het_inkomen_op_papier(onder: bool | None, staat_er: str):
    inkomen = {"onder_grens": onder, "inkomensbron": "ARB", "huurgrens": "764.14"}
    gegevens = VoordrachtGegevens.model_validate({**velden(), "inkomen": inkomen})
    stijl = Huisstijl(gemeente="W", team="T", retouradres="R", contact="C", accent="#14365c")
    rij = weergave(gegevens, stijl).inkomen[0]
    assert rij.waarde == staat_er and bool(rij.noot) == (onder is None)
    feit = Feit(veld="inkomen.onder_grens", groep="Inkomen", titel="Inkomen onder de grens", waarde=onder)
    assert in_woorden(feit) == staat_er


@pytest.mark.parametrize(
    ("ingevuld", "waar"),
    [
        (None, "COA"),
        ({}, "COA"),
        ({"tussenvoorziening": "pension"}, "COA"),
        ({"tussenvoorziening": "pension", "plaatsing_op": "2026-11-24"}, "COA"),
        ({"tussenvoorziening": "pension", "plaatsing_op": "2026-11-23"}, "tussenvoorziening"),
    ],
)
def test_het_verblijf_volgt_de_tussenvoorziening(ingevuld: dict[str, str] | None, waar: str):
    assert privacy.verblijf(ingevuld, DAG) == waar


@pytest.mark.parametrize(
    ("gebied", "reden", "mee", "hier"),
    [
        ("Noord", "zorg", "Noord", False),
        (" Noord ", "", "", True),
        ("Noord", "bij oma", "", True),
        ("  ", "zorg", "", False),
        ("", "", "", False),
    ],
)
def test_een_gebied_zonder_reden_blijft_hier_en_dat_staat_erbij(gebied: str, reden: str, mee: str, hier: bool):
    huis = huishouden(*gezin(), gebied=gebied, gebied_reden=reden)
    assert (gebied_naar_buiten(huis), blijft_hier(huis)) == (mee, hier)
    for code, titel in (("voordracht", "Gebied"), ("ruilkaart", "Wens voor een gebied")):
        eerst = privacy.niet_mee(PROFIELEN[code], huis)[0]
        assert (eerst.reden == privacy.GEBIED_ZONDER_REDEN and eerst.titels == (titel,)) == hier
    zonder = privacy.niet_mee(PROFIELEN["inzage_betrokkene"], huis)
    assert any(een.reden == privacy.GEBIED_ZONDER_REDEN for een in zonder) == (
        hier and "woning.gebied" in PROFIELEN["inzage_betrokkene"].velden
    )


@pytest.mark.parametrize(
    ("gebied", "gemeente"),
    [
        ("in Berg, bij school", "Berg"),
        ("Bergeijk of omgeving", "Bergeijk"),
        ("WINTERSWIJK", "Winterswijk"),
        ("Bergstraat", ""),
        ("bij de Aaltense school", ""),
    ],
)
def test_een_gemeente_is_een_heel_woord(gebied: str, gemeente: str):
    assert herkende_gemeente(gebied, REGIO) == gemeente


@pytest.mark.parametrize(("reden", "op_de_kaart"), [("zorg", "Berg"), ("behandeling bij dr. X", ""), ("", "")])
def test_de_kaart_van_de_regio_weet_niet_meer_dan_het_dossier(reden: str, op_de_kaart: str):
    mensen = gezin()
    huis = huishouden(*mensen, gebied="Berg", gebied_reden=reden)
    assert maak_kaart("Aalten", huis, mensen, date(2026, 10, 1), DAG, REGIO).gebied == op_de_kaart
    anders = huishouden(*mensen, gebied="Bergstraat", gebied_reden="zorg")
    assert maak_kaart("Aalten", anders, mensen, date(2026, 10, 1), DAG, REGIO).gebied == ""
