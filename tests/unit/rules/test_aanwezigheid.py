"""Wie er is om te beslissen: een tweede lezing van waar een voorstel ligt, en dat afwezigheid niemand mandaat geeft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.models import Afwezigheid, Functie
from casus.rules import mandaten
from casus.rules.aanwezigheid import dekking, plek
from casus.rules.besluiten import bij_wie
from casus.rules.mandaten import Register, Vraag
from tests.unit.rules.test_mandaten_matrix import NAMEN, registers, vragen
from tests.unit.rules.voorbeelden import (
    AMBTELIJK,
    BESTUURLIJK,
    COLLEGE,
    DAG,
    GEMEENTE,
    TEAMMANAGER,
    actor,
    besluit,
    functie,
    houder,
    nr,
    vervanging,
)

BUREAU = functie("regiobureau", 2, extern=True)
EEN_DAG = timedelta(days=1)


def weg(naam: str, vervanger: str = "", dagen: int = 3) -> Afwezigheid:
    sleutel = {"gemeente_id": GEMEENTE, "gebruiker_id": nr(naam), "van": DAG, "tot": DAG + timedelta(days=dagen)}
    return Afwezigheid(**sleutel, vervanger_id=nr(vervanger) if vervanger else None)


def bij(register: Register, niveau: int = 1, voorsteller: str = "Alice") -> set[str]:
    wat = besluit(vereist_niveau=niveau, voorgesteld_door_id=nr(voorsteller))
    namen = {nr(naam): naam for naam in NAMEN}
    return {namen[wie] for wie in bij_wie(register, wat, DAG)}


TEAM = [houder("Bob", TEAMMANAGER), houder("Carla", AMBTELIJK), houder("Dirk", BESTUURLIJK)]


@pytest.mark.parametrize(
    ("afwezig", "verwacht"),
    [
        ([], {"Bob"}),
        ([weg("Bob")], {"Carla"}),
        ([weg("Bob", "Dirk")], {"Dirk"}),
        ([weg("Bob", "Fatma")], {"Carla"}),
        ([weg("Bob", "Carla"), weg("Carla")], {"Dirk"}),
        ([weg("Bob"), weg("Carla", "Bob")], {"Dirk"}),
        ([weg("Bob"), weg("Carla"), weg("Dirk")], {"Bob"}),
    ],
    ids=["iedereen is er", "zonder vervanger", "vervanger hoger", "vervanger zonder macht", "vervanger ook weg",
         "vervanger zelf weg", "niemand is er"],
)  # fmt: skip
def test_wie_er_niet_is_geeft_het_door_en_nooit_naar_beneden(afwezig: list[Afwezigheid], verwacht: set[str]):
    assert bij(Register([], TEAM, afwezigheden=afwezig)) == verwacht


def test_een_vervanging_in_het_register_vervangt_ook_wie_afwezig_is():
    tijdelijk = [vervanging("Fatma", TEAMMANAGER, DAG, DAG + EEN_DAG)]
    assert bij(Register([], TEAM, tijdelijk, afwezigheden=[weg("Bob", "Fatma")])) == {"Fatma"}
    assert bij(Register([], TEAM, tijdelijk, afwezigheden=[weg("Bob")])) == {"Fatma"}


def test_een_lager_of_vreemd_mens_vervangt_niet():
    mensen = [*TEAM, houder("Gerda", BUREAU), houder("Els", COLLEGE)]
    assert bij(Register([], mensen, afwezigheden=[weg("Carla", "Bob")]), 2) == {"Gerda"}
    assert bij(Register([], mensen, afwezigheden=[weg("Bob", "Gerda")])) == {"Carla", "Gerda"}
    assert bij(Register([], mensen, afwezigheden=[weg("Dirk", "Els")]), 3) == {"Dirk"}, "het college niet vanzelf"


def test_de_dekking_zegt_of_de_vervanger_mag_en_waar_het_anders_ligt():
    register = Register([], TEAM, [vervanging("Fatma", TEAMMANAGER, DAG, DAG + EEN_DAG)])
    (kort,) = dekking(register, weg("Bob", "Fatma", 1), DAG)
    (lang,) = dekking(register, weg("Bob", "Fatma", 2), DAG)
    (hoger,) = dekking(register, weg("Bob", "Dirk"), DAG)
    assert (kort.mag, lang.mag, hoger.mag) == (True, False, True)
    assert kort.functie is TEAMMANAGER and hoger.plek == (1, {nr("Fatma"), nr("Dirk")})
    (niemand,) = dekking(Register([], TEAM), weg("Bob"), DAG)
    assert not niemand.mag and niemand.plek == (2, {nr("Carla")})
    assert dekking(register, weg("Fatma"), DAG + 3 * EEN_DAG) == [], "dan heeft zij geen functie meer"
    assert dekking(Register([], [houder("Els", COLLEGE)]), weg("Els", "Bob"), DAG) == []


# --- een tweede lezing ---


def waar_volgens_de_tweede_lezing(register: Register, niveau: int, voorsteller: UUID) -> set[UUID]:
    """Dom: van elk mens opschrijven waar hij zit, en dan van onder naar boven zoeken."""
    zit: dict[UUID, set[Functie]] = {}
    for rij in [*register.functiehouders, *register.vervangingen]:
        nu = rij.van <= DAG and (rij.tot is None or rij.tot >= DAG)
        if nu and rij.gemeente_id == GEMEENTE and rij.functie.gemeente_id == GEMEENTE:
            zit.setdefault(rij.gebruiker_id, set()).add(rij.functie)
    weg_ = {rij.gebruiker_id for rij in register.afwezigheden if rij.van <= DAG <= rij.tot}
    for met_afwezigen in (False, True):
        for n in range(niveau, 5 if met_afwezigen else 4):
            mensen = {wie for wie, functies in zit.items() if any(f.niveau == n for f in functies)}
            if not met_afwezigen:
                namens = {
                    r.vervanger_id for r in register.afwezigheden if r.van <= DAG <= r.tot and r.gebruiker_id in mensen
                }
                mensen |= {
                    wie
                    for wie in namens
                    if wie and any(n <= f.niveau <= 3 and not f.extern for f in zit.get(wie, set()))
                }
                mensen -= weg_
            if mensen - {voorsteller}:
                return mensen - {voorsteller}
    return set()


@st.composite
def met_afwezigen(draw: st.DrawFn) -> Register:
    register = draw(registers())
    wie: Mapping[str, Any] = draw(st.dictionaries(st.sampled_from(NAMEN), st.sampled_from(["", *NAMEN]), max_size=4))
    return replace(register, afwezigheden=[weg(naam, ander) for naam, ander in wie.items() if naam != ander])


@given(met_afwezigen(), st.integers(1, 4), st.sampled_from(NAMEN))
def test_de_plek_is_die_van_de_tweede_lezing(register: Register, niveau: int, voorsteller: str):
    gevonden = plek(register, GEMEENTE, niveau, nr(voorsteller), DAG)
    mensen = gevonden[1] if gevonden else set()
    assert mensen == waar_volgens_de_tweede_lezing(register, niveau, nr(voorsteller))
    assert gevonden is None or gevonden[0] >= niveau, "nooit naar beneden"
    for wie in mensen:
        assert mandaten.hoogste_niveau(register, GEMEENTE, wie, DAG) >= niveau


@given(met_afwezigen(), vragen(), st.sampled_from(NAMEN))
def test_afwezigheid_geeft_of_neemt_niemand_mandaat(register: Register, vraag: Vraag, wie: str):
    zonder = replace(register, afwezigheden=())
    assert mandaten.reden_niet_beslissen(actor(wie), register, vraag) == mandaten.reden_niet_beslissen(
        actor(wie), zonder, vraag
    )
