"""Elke waarde die een gemeente kan vastleggen heeft woorden, grenzen, en een standaardwaarde die daarbinnen valt."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from casus.errors import NietGevonden
from casus.rules.parameters import standaard
from casus.rules.parametersoorten import Onjuist, Soort, Vorm, groepen, soort, soorten

DAG = date(2026, 11, 24)
SOORTEN = list(soorten().values())


def test_wat_casus_meegeeft_kan_een_gemeente_vastleggen():
    assert set(soorten()) == {blok.sleutel for blok in standaard()}
    assert sum(len(groep.soorten) for groep in groepen()) == len(soorten()), "elke waarde staat één keer"


@pytest.mark.parametrize("blok", standaard(), ids=lambda blok: f"{blok.sleutel}-{blok.geldig_van.year}")
def test_de_standaardwaarde_is_te_typen_en_blijft_gelijk(blok):
    wat = soort(blok.sleutel)
    assert wat.lees(wat.invoer(blok.waarde), max(blok.geldig_van, DAG)) == blok.waarde
    assert wat.toon(blok.waarde) and "_" not in wat.toon(blok.waarde)


@pytest.mark.parametrize("wat", SOORTEN, ids=lambda wat: wat.sleutel)
def test_elke_soort_is_af(wat: Soort):
    assert wat.vorm in get_args(Vorm) and wat.titel and wat.uitleg.endswith(".") and wat.zonder.endswith(".")
    assert len(wat.eenheid) == {"bedrag": 1, "getal": 2}.get(wat.vorm, 0)
    assert (wat.laagst < wat.hoogst) is (wat.vorm in ("bedrag", "getal"))
    assert bool(wat.opties(DAG)) is (wat.vorm in ("keuze", "codes"))
    for ander in (wat.onder, wat.boven):
        assert not ander or {soort(ander).onder, soort(ander).boven} == {wat.sleutel, ""}


@pytest.mark.parametrize(
    ("sleutel", "getypt", "waarde", "getoond"),
    [
        ("daeb_huurgrens", "€ 1.002,5", "1002.50", "€\N{NO-BREAK SPACE}1.002,50 per maand"),
        ("daeb_huurgrens", "950", "950", "€\N{NO-BREAK SPACE}950 per maand"),
        ("passend_inkomensgrens_eenpersoons", "29.400,00", "29400", "€\N{NO-BREAK SPACE}29.400 per jaar"),
        ("kamer_tolerantie", "1", "1", "1 slaapkamer"),
        ("kamer_tolerantie", " 00 ", "0", "0 slaapkamers"),
        ("voorrang_statushouder", "gedeeld", "gedeeld", "Alleen voor kamers en gedeelde woningen"),
        ("contractsoorten", "ONB TIJ ONB", "ONB TIJ", "onbepaalde tijd, tijdelijk contract"),
        ("begeleiding_organisatie", "  Stichting  Thuis ", "Stichting Thuis", "Stichting Thuis"),
    ],
)
def test_van_getypt_naar_waarde_naar_scherm(sleutel: str, getypt: str, waarde: str, getoond: str):
    assert soort(sleutel).lees(getypt, DAG) == waarde
    assert soort(sleutel).toon(waarde) == getoond


@pytest.mark.parametrize(
    ("sleutel", "getypt", "zin"),
    [
        ("daeb_huurgrens", "veel", "Vul een bedrag in"),
        ("daeb_huurgrens", "", "Vul een bedrag in"),
        ("daeb_huurgrens", "99,99", "van €\N{NO-BREAK SPACE}100 tot en met €\N{NO-BREAK SPACE}5.000"),
        ("daeb_huurgrens", "93293", "tot en met"),
        ("kamer_tolerantie", "-1", "heel getal"),
        ("kamer_tolerantie", "1,5", "heel getal"),
        ("kamer_tolerantie", "²", "heel getal"),
        ("kamer_tolerantie", "4", "van 0 tot en met 3"),
        ("kamer_tolerantie", "9" * 40, "heel getal"),
        ("voorrang_statushouder", "soms", "Maak een keuze"),
        ("contractsoorten", "", "minstens één"),
        ("contractsoorten", "ONB XYZ", "staat niet in VERA"),
        ("begeleiding_organisatie", "", "hoogstens 80 tekens"),
        ("begeleiding_organisatie", "x" * 81, "hoogstens 80 tekens"),
        ("begeleiding_organisatie", "منظمة", "kan niet in een brief"),
    ],
)
def test_wat_niet_kan_krijgt_een_zin(sleutel: str, getypt: str, zin: str):
    with pytest.raises(Onjuist, match=zin.replace("(", r"\(")):
        soort(sleutel).lees(getypt, DAG)


def test_een_waarde_die_casus_niet_kent():
    with pytest.raises(NietGevonden):
        soort("verdeling_vast_gezicht")
