"""De keuring vindt wat er niet klopt, en niets in een register dat klopt; en het verschil tussen twee dagen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from casus.rules.register import standaard_register
from casus.rules.registerkeuring import Bevinding, Keuring
from casus.rules.registerrijen import Register
from casus.rules.registerverschil import nummervolgorde, verschil
from tests.unit.rules.voorbeelden import (
    AMBTELIJK,
    BESTUURLIJK,
    DAG,
    GEMEENTE,
    TEAMMANAGER,
    functie,
    houder,
    mandaat,
    vervanging,
)

EEN = timedelta(days=1)


@dataclass(frozen=True)
class Soort:
    titel: str
    niet_te_mandateren: str = ""


SOORTEN = {"inrichtingskrediet": Soort("Inrichtingskrediet")}
HOUDERS = (houder("Bob", TEAMMANAGER), houder("Carla", AMBTELIJK))


def keur(*rijen: Any, houders: Any = HOUDERS, vervangingen: Any = (), soorten: Any = SOORTEN) -> list[Bevinding]:
    niet = {code: soort.niet_te_mandateren for code, soort in soorten.items() if soort.niet_te_mandateren}
    return Keuring(Register(rijen, houders, vervangingen, niet), GEMEENTE, soorten, DAG).bevindingen()


def codes(*rijen: Any, **anders: Any) -> set[str]:
    return {een.code for een in keur(*rijen, **anders)}


GOED = mandaat(TEAMMANAGER, 5_000, "1")


def test_een_register_dat_klopt():
    assert keur(GOED, mandaat(AMBTELIJK, None, "2")) == []


@pytest.mark.parametrize(
    ("rijen", "anders", "code"),
    [
        ((), {}, "niemand"),
        ((mandaat(TEAMMANAGER, None, "1", soort="ondertekening"),), {}, "niemand"),
        ((GOED,), {"houders": ()}, "niemand"),
        ((GOED, mandaat(BESTUURLIJK, None, "2")), {}, "zonder_houder"),
        ((GOED, mandaat(TEAMMANAGER, None, "2")), {}, "overlap"),
        ((GOED, mandaat(TEAMMANAGER, None, "2", onder_nr="9")), {}, "keten"),
        ((GOED, mandaat(functie("partner", 1, extern=True), None, "2")), {}, "instemming"),
        ((GOED, mandaat(TEAMMANAGER, None, "2", bevoegdheid="weer")), {}, "onbekend"),
        ((mandaat(TEAMMANAGER, None, "1", voorwaarde={"weer": "mooi"}),), {}, "voorwaarde"),
        ((mandaat(TEAMMANAGER, None, "1", besluitnummer="VOORBEELD"),), {}, "voorbeeld"),
        ((mandaat(TEAMMANAGER, None, "1", geldig_tot=DAG + 9 * EEN),), {}, "straks"),
        ((GOED,), {"soorten": {"inrichtingskrediet": Soort("X", "Awb art. 10:3 lid 2")}}, "niet_te_mandateren"),
        ((GOED,), {"vervangingen": (vervanging("Eva", BESTUURLIJK, DAG, DAG + EEN),)}, "vervanging"),
    ],
)
def test_elk_gebrek_wordt_gevonden(rijen: Any, anders: Any, code: str):
    assert code in codes(*rijen, **anders)


def test_een_ruimer_ondermandaat_wordt_gevonden():
    boven = mandaat(AMBTELIJK, 5_000, "1", ondermandaat=True)
    assert "ruimer" in codes(boven, mandaat(TEAMMANAGER, 6_000, "2", onder_nr="1"))
    assert "ruimer" not in codes(boven, mandaat(TEAMMANAGER, 5_000, "2", onder_nr="1"))


def test_een_gat_tussen_twee_regels_wordt_gevonden_en_aansluiten_niet():
    oud = mandaat(TEAMMANAGER, None, "1", geldig_tot=DAG + 10 * EEN)
    gat = keur(oud, mandaat(TEAMMANAGER, None, "2", geldig_van=DAG + 12 * EEN))
    assert [een.zin for een in gat if een.code == "gat"] == [
        "Tussen regel 1 en regel 2 heeft de teammanager geen mandaat: van 14\xa0maart 2026 tot en met 14\xa0maart 2026."
    ]
    assert "gat" not in codes(oud, mandaat(TEAMMANAGER, None, "2", geldig_van=DAG + 11 * EEN))


def test_overlap_telt_niet_bij_een_andere_voorwaarde_of_na_een_intrekking():
    kamer = mandaat(TEAMMANAGER, None, "2", voorwaarde={"woonvorm": ["onzelfstandig"]})
    assert "overlap" not in codes(GOED, kamer)
    assert "overlap" not in codes(GOED, mandaat(TEAMMANAGER, None, "2", ingetrokken_per=DAG))
    nieuw = mandaat(TEAMMANAGER, None, "1", versie=2, geldig_van=DAG)
    assert "overlap" not in codes(GOED, nieuw)


def test_een_hogere_functie_redt_een_soort_zonder_houder():
    assert "niemand" not in codes(GOED, houders=(houder("Carla", AMBTELIJK),))


def test_fouten_staan_voor_wat_aandacht_vraagt():
    rijen = (mandaat(TEAMMANAGER, None, "1", besluitnummer="VOORBEELD"), mandaat(BESTUURLIJK, None, "2"))
    assert [een.ernst for een in keur(*rijen)] == ["fout", "let_op"]


def test_het_voorbeeldregister_heeft_geen_fout_als_de_functies_bezet_zijn():
    functies, rijen = standaard_register(GEMEENTE, date(2026, 1, 1))
    soorten = {rij.bevoegdheid: Soort(rij.bevoegdheid) for rij in rijen}
    houders = tuple(houder("Bob", een) for een in functies)
    gevonden = keur(*rijen, houders=houders, soorten=soorten)
    assert [een.code for een in gevonden] == ["voorbeeld"]


# Het verschil


def test_het_verschil_noemt_nieuw_gewijzigd_en_vervallen():
    rijen = [
        mandaat(TEAMMANAGER, 5_000, "4.2"),
        mandaat(TEAMMANAGER, 7_500, "4.2", versie=2, geldig_van=DAG),
        mandaat(AMBTELIJK, None, "4.10", ingetrokken_per=DAG),
        mandaat(BESTUURLIJK, None, "9", geldig_van=DAG),
        mandaat(BESTUURLIJK, None, "8"),
    ]
    anders = verschil(rijen, GEMEENTE, DAG - EEN, DAG)
    assert [(een.nr, een.wat, een.velden) for een in anders] == [
        ("4.2", "gewijzigd", ("bedrag_tot_cent", "geldig_van")),
        ("4.10", "vervallen", ()),
        ("9", "nieuw", ()),
    ]
    assert verschil(rijen, GEMEENTE, DAG, DAG) == []


def test_nummers_staan_zoals_een_mens_telt():
    assert sorted(["A1", "4.10", "4.2", "10", "4.2a"], key=nummervolgorde) == ["4.2", "4.2a", "4.10", "10", "A1"]
