"""Voorwaarden, grenzen per zaak en contract, ketens van ondermandaat, instemming en wat niet te mandateren is."""

from datetime import timedelta
from typing import Any

import pytest

from casus.rules import mandaten
from casus.rules.mandaten import COLLEGE as BESTUURSORGAAN
from casus.rules.mandaten import Register, Vraag
from casus.rules.registerrijen import Stand, ruimer_dan
from tests.unit.rules.voorbeelden import (
    AMBTELIJK,
    BESTUURLIJK,
    DAG,
    GEMEENTE,
    TEAMMANAGER,
    actor,
    besluit,
    functie,
    houder,
    mandaat,
    nr,
)

VREEMD = functie("partnermanager", 1, extern=True)
HOUDERS = (houder("Bob", TEAMMANAGER), houder("Carla", AMBTELIJK), houder("Dirk", BESTUURLIJK), houder("Vera", VREEMD))


def vraag(euro: int | None = 4_200, **anders: Any) -> Vraag:
    velden = {"gemeente_id": GEMEENTE, "soort": "inrichtingskrediet", "dag": DAG, "voorgesteld_door_id": nr("Noor")}
    return Vraag(**velden | {"bedrag_cent": None if euro is None else euro * 100} | anders)


def register(*rijen: Any, **anders: Any) -> Register:
    return Register(rijen, HOUDERS, **anders)


def reden(wie: str, in_: Register, over: Vraag) -> str | None:
    return mandaten.reden_niet_beslissen(actor(wie), in_, over)


# Voorwaarden


@pytest.mark.parametrize(
    ("voorwaarde", "feiten", "mag"),
    [
        ({"woonvorm": ["zelfstandig"]}, {"woonvorm": "zelfstandig"}, True),
        ({"woonvorm": ["zelfstandig"]}, {"woonvorm": "onzelfstandig"}, False),
        ({"woonvorm": ["zelfstandig", "doorstroom"]}, {"woonvorm": "doorstroom"}, True),
        ({"woonvorm": ["zelfstandig"]}, {}, False),
        ({"woonvorm": ["zelfstandig"]}, {"woonvorm": None}, False),
        ({"afwijking": False}, {"afwijking": False}, True),
        ({"afwijking": False}, {"afwijking": True}, False),
        ({"afwijking": False}, {}, False),
        ({"afwijking": True}, {"afwijking": True}, True),
        ({"publieke_aandacht": False}, {"publieke_aandacht": None}, False),
        ({"publieke_aandacht": False, "afwijking": False}, {"publieke_aandacht": False}, False),
        ({"publieke_aandacht": False, "afwijking": False}, {"publieke_aandacht": False, "afwijking": False}, True),
        ({"weer": "mooi"}, {"weer": "mooi"}, False),
        ({}, {}, True),
    ],
)
def test_een_voorwaarde_dekt_alleen_als_het_feit_bekend_is_en_klopt(voorwaarde: Any, feiten: Any, mag: bool):
    in_ = register(mandaat(TEAMMANAGER, voorwaarde=voorwaarde))
    assert (reden("Bob", in_, vraag(feiten=feiten)) is None) is mag
    assert (mandaten.laagste_niveau(in_, vraag(feiten=feiten)).niveau == 1) is mag


def test_de_zin_noemt_de_voorwaarde_en_wie_wel_beslist():
    in_ = register(mandaat(TEAMMANAGER, voorwaarde={"publieke_aandacht": False}), mandaat(AMBTELIJK))
    bekend = mandaten.laagste_niveau(in_, vraag(feiten={"publieke_aandacht": True}))
    assert bekend.zin == "Regel 4.1 geldt alleen zonder publieke aandacht. De ambtelijk opdrachtgever beslist."
    onbekend = mandaten.laagste_niveau(in_, vraag())
    assert onbekend.zin.startswith("Regel 4.1 geldt alleen zonder publieke aandacht, en of dat zo is, is niet vast")
    assert "(Awb art. 10:6)" in (reden("Bob", in_, vraag()) or "")


# Per zaak en per contract


@pytest.mark.parametrize(("zaak", "mag"), [(2_080_000, True), (2_080_001, False)])
def test_een_grens_per_zaak_telt_elk_besluit_van_de_zaak(zaak: int, mag: bool):
    in_ = register(mandaat(TEAMMANAGER, 5_000, bedrag_zaak_cent=2_500_000), mandaat(AMBTELIJK))
    over = vraag(4_200, zaak_cent=zaak)
    assert (reden("Bob", in_, over) is None) is mag
    if not mag:
        wie = "De ambtelijk opdrachtgever beslist."
        samen = "Alle besluiten van deze zaak zijn samen €\xa025.000,01."
        grens = "Dat is boven de grens per zaak van de teammanager (€\xa025.000)."
        assert mandaten.laagste_niveau(in_, over).zin == f"{samen} {grens} {wie}"
        assert (
            reden("Bob", in_, over) == f"{samen} Dat is boven uw grens per zaak van €\xa025.000. {wie} (Awb art. 10:2)"
        )


def test_een_grens_per_contract_telt_elk_besluit_onder_het_contract():
    in_ = register(mandaat(TEAMMANAGER, bedrag_contract_cent=1_000_000))
    assert reden("Bob", in_, vraag(4_000, contract_cent=600_000, contract="k12")) is None
    te_veel = reden("Bob", in_, vraag(4_000, contract_cent=600_001, contract="k12")) or ""
    zonder = reden("Bob", in_, vraag(4_000)) or ""
    assert "grens per contract, en dit voorstel noemt geen contract" in zonder
    assert te_veel.startswith("Alle besluiten onder dit contract zijn samen")


def test_bedragen_van_de_zaak_en_het_contract_tellen_elk_besluit_een_keer():
    zelf = besluit("a", contract="K1")
    anders = besluit("b", soort="overbrugging", bedrag_cent=100, contract="K1", status="toegekend")
    elders = besluit("c", zaak_id=nr("elders"), bedrag_cent=10, contract="K1")
    weg = besluit("d", soort="overbrugging", bedrag_cent=1_000, status="ingetrokken")
    herzien = besluit("e", soort="overbrugging", bedrag_cent=5, herziet_id=anders.id, status="toegekend")
    alle = [zelf, anders, elders, weg]
    assert mandaten.zaak_bedrag(zelf, alle) == 100
    assert mandaten.contract_bedrag(zelf, alle) == 110
    assert mandaten.zaak_bedrag(zelf, [*alle, herzien]) == 5
    assert mandaten.contract_bedrag(besluit("f"), alle) == 0


# Ondermandaat


def keten(**anders: Any) -> Register:
    boven = mandaat(AMBTELIJK, 50_000, "1", ondermandaat=True, ondermandaat_aan=["teammanager"], **anders)
    return register(boven, mandaat(TEAMMANAGER, 5_000, "2", onder_nr="1"))


def test_een_ondermandaat_dekt_zolang_de_regel_erboven_geldt():
    assert reden("Bob", keten(), vraag()) is None
    bevoegd = mandaten.check_beslissen(actor("Bob"), keten(), vraag())
    kopie = mandaten.kopie_bij_besluit(bevoegd, vraag())
    assert (kopie["nr"], [boven["nr"] for boven in kopie["keten"]]) == ("2", ["1"])


@pytest.mark.parametrize(
    ("boven", "zin"),
    [
        ({"ingetrokken_per": DAG}, "Regel 2 rust op regel 1, en die geldt niet op"),
        ({"geldig_tot": DAG - timedelta(days=1)}, "Regel 2 rust op regel 1, en die geldt niet op"),
        ({"geldig_van": DAG + timedelta(days=1)}, "Regel 2 rust op regel 1, en die is er niet"),
        ({"bevoegdheid": "pip"}, "Regel 2 rust op regel 1, en die gaat over een andere bevoegdheid"),
        ({"soort": "volmacht"}, "Regel 2 rust op regel 1, en die gaat over een andere bevoegdheid"),
    ],
)
def test_valt_de_regel_erboven_weg_dan_valt_het_ondermandaat_mee(boven: dict[str, Any], zin: str):
    gezegd = reden("Bob", keten(**boven), vraag()) or ""
    assert gezegd.startswith(zin) and gezegd.endswith("(Awb art. 10:9)")


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"ondermandaat": False, "ondermandaat_aan": []}, "staat geen ondermandaat toe"),
        ({"ondermandaat_aan": ["bestuurlijk_opdrachtgever"]}, "aan de teammanager niet toe"),
    ],
)
def test_ondermandaat_alleen_als_en_aan_wie_het_mag(velden: dict[str, Any], zin: str):
    boven = mandaat(AMBTELIJK, None, "1", **{"ondermandaat": True} | velden)
    assert zin in (reden("Bob", register(boven, mandaat(TEAMMANAGER, None, "2", onder_nr="1")), vraag()) or "")


def test_ondermandaat_gaat_niet_naar_boven_of_naar_zichzelf():
    laag = mandaat(TEAMMANAGER, None, "1", ondermandaat=True)
    stand = Stand(register(laag, mandaat(AMBTELIJK, None, "2", onder_nr="1")), GEMEENTE, DAG)
    gebrek = stand.gebrek(stand.laatste["2"])
    assert gebrek is not None and "ondermandaat gaat niet naar boven" in gebrek.zin
    stand = Stand(register(laag, mandaat(TEAMMANAGER, None, "3", onder_nr="1")), GEMEENTE, DAG)
    gebrek = stand.gebrek(stand.laatste["3"])
    assert gebrek is not None and "dezelfde functie" in gebrek.zin


def test_een_kring_van_ondermandaat_geeft_niemand_iets():
    een = mandaat(AMBTELIJK, None, "1", ondermandaat=True, onder_nr="2")
    twee = mandaat(TEAMMANAGER, None, "2", ondermandaat=True, onder_nr="1")
    in_ = register(een, twee)
    assert reden("Bob", in_, vraag()) and reden("Carla", in_, vraag())
    assert mandaten.laagste_niveau(in_, vraag()).niveau == BESTUURSORGAAN


def test_een_grens_voorwaarde_of_vier_ogen_van_hogerop_geldt_ook_onder():
    boven = mandaat(AMBTELIJK, 3_000, "1", ondermandaat=True, vier_ogen=True)
    in_ = register(boven, mandaat(TEAMMANAGER, None, "2", onder_nr="1"))
    assert "boven uw grens" in (reden("Bob", in_, vraag(4_200)) or "")
    assert "vier ogen" in (reden("Bob", in_, vraag(2_000, behandelaar_ids=frozenset({nr("Bob")}))) or "")
    assert reden("Bob", in_, vraag(2_000)) is None
    assert "heeft geen grens" in ruimer_dan(in_.rijen[1], in_.rijen[0])


# Buiten de organisatie, en wat niet mag


def test_buiten_de_organisatie_telt_een_regel_pas_met_instemming():
    zonder, met = mandaat(VREEMD, None, "1"), mandaat(VREEMD, None, "1", instemming="Directeur, 3 januari 2026")
    assert (reden("Vera", register(zonder), vraag()) or "").endswith("(Awb art. 10:4)")
    assert reden("Vera", register(met), vraag()) is None


def test_wie_van_buiten_komt_erft_niets_van_een_lagere_functie():
    hoog = functie("partnerdirecteur", 3, extern=True)
    in_ = Register((mandaat(TEAMMANAGER),), (*HOUDERS, houder("Otto", hoog)))
    assert reden("Dirk", in_, vraag()) is None
    assert reden("Otto", in_, vraag()) is not None


def test_wat_de_wet_niet_laat_mandateren_beslist_alleen_het_bestuursorgaan():
    in_ = register(mandaat(TEAMMANAGER), niet_te_mandateren={"inrichtingskrediet": "Awb art. 10:3 lid 2"})
    niveau = mandaten.laagste_niveau(in_, vraag())
    assert (niveau.niveau, niveau.rij) == (BESTUURSORGAAN, None)
    assert niveau.zin.startswith("De wet laat hiervoor geen mandaat toe (Awb art. 10:3 lid 2).")
    assert (reden("Bob", in_, vraag()) or "").endswith("(Awb art. 10:3 lid 2)")
