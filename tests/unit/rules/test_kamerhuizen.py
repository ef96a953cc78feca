"""Kamers van een leeg huis in een verdeling: één geslacht per huis, niet te vol, en een bewering die klopt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.rules import kamerhuizen, passendbeleid
from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendbeleid import BELEID
from casus.rules.passendgeval import Plek, Vraag
from casus.rules.passendrun import Opdracht, denkbeeldig, opdracht_uit, reken, wat_als
from casus.rules.passendveel import toets_veel

DAG = date(2026, 11, 24)
PARAMETERS = waarden_op(standaard(), DAG)


def mens(sleutel: str, geslacht: str = "man", wacht: int = 50, **anders: object) -> Vraag:
    vast = {"personen": 1, "slaapkamers": 1, "alleen": True, "huurder_leeftijd": 30, "vergunning_tot": date(2031, 1, 1)}
    alles = {**vast, "geslachten": frozenset({geslacht}), "wacht_dagen": wacht, **anders}
    return Vraag(sleutel=sleutel, gemeente="g", **alles)


def kamer(sleutel: str, huis: str = "c", **anders: object) -> Plek:
    vast = {"huur_cent": 40_000, "slaapkamers": 1, "contractsoort": "KAM", "beschikbaar_van": DAG, "zelfstandig": False}
    return Plek(**{"sleutel": sleutel, "gemeente": "g", "complex": huis, "slot_op_kamer": True, **vast, **anders})


def opdracht(mensen: list[Vraag], kamers: list[Plek], **anders: object) -> Opdracht:
    return Opdracht(DAG, mensen, kamers, PARAMETERS, **anders)


def test_man_en_vrouw_komen_niet_samen_in_een_leeg_huis():
    twee = [kamer("k1"), kamer("k2")]
    uit = reken(opdracht([mens("m", "man", 90), mens("v", "vrouw", 50)], twee))
    assert [huis for huis, _ in uit.paren] == ["m"] and (uit.personen, uit.grens, uit.bewezen) == (1, 1, True)
    uit = reken(opdracht([mens("m", "man", 90), mens("v", "vrouw"), mens("w", "vrouw")], twee))
    assert [huis for huis, _ in uit.paren] == ["v", "w"] and (uit.grens, uit.bewezen) == (2, True)
    akkoord = [replace(een, gemengd_akkoord=True) for een in twee]
    assert reken(opdracht([mens("m"), mens("v", "vrouw")], akkoord)).personen == 2
    huizen = [kamer("k1"), kamer("k2", "d")]
    assert reken(opdracht([mens("m"), mens("v", "vrouw")], huizen)).personen == 2


def test_wie_is_vastgezet_bepaalt_voor_wie_het_huis_is():
    wat = opdracht(
        [mens("m", "man", 90), mens("n", "man", 90), mens("v", "vrouw")], [kamer("k1"), kamer("k2")], vast=[("v", "k1")]
    )
    assert reken(wat).paren == (("v", "k1"),) and reken(wat).bewezen


def test_het_huis_wordt_niet_voller_dan_het_kan():
    mannen = [mens(f"m{nr}") for nr in range(3)]
    vol = reken(opdracht(mannen, [kamer(f"k{nr}", over=0, medebewoners=frozenset({"man"})) for nr in range(3)]))
    assert (vol.personen, vol.grens, vol.bewezen) == (0, 0, True)
    een = reken(opdracht(mannen, [kamer(f"k{nr}", over=1) for nr in range(3)]))
    assert (een.personen, een.grens, een.bewezen) == (1, 1, True)
    anders = reken(opdracht(mannen, [kamer(f"k{nr}", over=1, huur_cent=40_000 + nr) for nr in range(3)]))
    assert (anders.personen, anders.grens, anders.bewezen) == (1, 3, False), "welke kamer vrij blijft, kan uitmaken"


def test_gelijk_is_nooit_eerst_het_ene_geslacht():
    kamers = [kamer("k1"), kamer("k2")]
    assert reken(opdracht([mens("a", "vrouw"), mens("b", "man")], kamers)).paren[0][0] == "a"
    assert reken(opdracht([mens("a", "man"), mens("b", "vrouw")], kamers)).paren[0][0] == "a"


def test_wiens_geslacht_niet_bekend_is_vraagt_nakijken():
    wat = opdracht([mens("x", "onbekend"), mens("m")], [kamer("k1"), kamer("k2")])
    paren = toets_veel(wat.huishoudens, wat.woningen, PARAMETERS, DAG)
    gezien = []

    def los(deel):
        gezien.append({(huis, bool(nagaan)) for huis, _, _, nagaan in deel})
        return reken(wat)

    kamerhuizen.los_per_huis(paren, (), los)
    assert gezien == [{("m", False), ("x", True)}]


def test_zonder_tijd_voor_bewijs_staat_dat_er_niet(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kamerhuizen, "MEESTE_KEER", 1)
    uit = reken(opdracht([mens("m", wacht=90), mens("v", "vrouw"), mens("w", "vrouw")], [kamer("k1"), kamer("k2")]))
    assert not uit.bewezen and uit.personen <= uit.grens == 2
    assert uit.paren and len({huis == "m" for huis, _ in uit.paren}) == 1


def test_de_plaats_blijft_bewaard():
    wat = opdracht([mens("m")], [kamer("k1", over=2)])
    assert opdracht_uit(wat.als_json()).woningen[0].over == 2


MENSEN = st.lists(st.tuples(st.sampled_from(["man", "vrouw"]), st.integers(0, 3)), min_size=1, max_size=4)
KAMERS = st.lists(st.sampled_from(["c", "d", ""]), min_size=1, max_size=4)


@given(MENSEN, KAMERS)
@settings(max_examples=40, deadline=None)
def test_het_is_de_beste_van_alle_mogelijkheden(wie: list[tuple[str, int]], waar: list[str]):
    mensen = [mens(f"h{nr}", geslacht, wacht) for nr, (geslacht, wacht) in enumerate(wie)]
    kamers = [kamer(f"k{nr}", huis) for nr, huis in enumerate(waar)]
    uit = reken(opdracht(mensen, kamers))
    assert uit.bewezen and uit.personen == uit.grens
    assert (uit.personen, uit.wachtdagen) == max(_waarde(rij, kamers) for rij in _alles(mensen, len(kamers)))


def _alles(mensen: list[Vraag], aantal: int):
    return permutations([*mensen, *[None] * aantal], aantal)


def _waarde(rij: tuple[Vraag | None, ...], kamers: list[Plek]) -> tuple[int, int]:
    per: dict[str, set[str]] = {}
    for een, plek in zip(rij, kamers, strict=True):
        if een is not None and plek.complex:
            per.setdefault(plek.complex, set()).update(een.geslachten)
    if any(len(geslachten) > 1 for geslachten in per.values()):
        return (-1, -1)
    erin = [een for een in rij if een is not None]
    return len(erin), sum(een.wacht_dagen for een in erin)


def test_een_extra_woning_is_betaalbaar_voor_ouder_en_tiener():
    gezin = mens("h", personen=2, slaapkamers=2, alleen=False)
    assert wat_als(opdracht([gezin], []), denkbeeldig("slaapkamers_2", 2, "g", PARAMETERS, DAG)).erbij == 2


def test_andere_standaardwaarden_veranderen_een_bewaarde_verdeling_niet(monkeypatch: pytest.MonkeyPatch):
    kaal = {sleutel: waarde for sleutel, waarde in PARAMETERS.items() if not sleutel.startswith(BELEID)}
    wat = replace(opdracht([mens("m")], [kamer("k1")]), parameters=kaal)
    invoer, eerst = wat.als_json(), reken(wat)
    anders = [replace(een, waarde="3") if een.sleutel.startswith("score_") else een for een in standaard()]
    monkeypatch.setattr(passendbeleid, "standaard", lambda: tuple(anders))
    assert reken(opdracht_uit(invoer)) == eerst != reken(wat)
