"""Het voorbeeldregister: elke soort besluit kan door iemand worden genomen, op het niveau dat het domein noemt."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from casus.rules import mandaten
from casus.rules.mandaten import Register, Vraag
from casus.rules.register import bevoegdheden, standaard_register
from tests.unit.rules.voorbeelden import GEMEENTE

VANAF = date(2026, 1, 1)
FUNCTIES, RIJEN = standaard_register(GEMEENTE, VANAF)
REGISTER = Register(RIJEN)
NIVEAU_2 = {"afwijking_huur", "urgentie_weigeren", "onterechte_weigering", "gegevensdeling"}
NIVEAU_3 = {"bewonersbijeenkomst", "persantwoord"}
PER_ZAAK = {"tussenvoorziening", "overbrugging", "inrichtingskrediet", "casusbudget"}
PER_CONTRACT = {"huurovereenkomst", "inburgeringsaanbod"}


def niveau(soort: str, euro: int | None = None) -> int:
    bedrag = None if euro is None else euro * 100
    return mandaten.laagste_niveau(REGISTER, Vraag(GEMEENTE, soort, VANAF, bedrag)).niveau


def besluitsoorten() -> list[dict[str, object]]:
    bestand = files("casus.workflows").joinpath("besluitsoorten.toml")
    soorten: list[dict[str, object]] = tomllib.loads(bestand.read_text(encoding="utf-8"))["besluitsoorten"]
    return soorten


def test_dezelfde_soorten_als_het_proces():
    assert bevoegdheden() == {soort["code"] for soort in besluitsoorten()}


def test_hetzelfde_laagste_niveau_als_het_proces():
    assert {str(s["code"]): niveau(str(s["code"])) for s in besluitsoorten()} == {
        str(s["code"]): s.get("niveau", 1) for s in besluitsoorten()
    }


def test_alleen_wat_een_bedrag_heeft_kent_een_grens():
    met_bedrag = {soort["code"] for soort in besluitsoorten() if soort.get("bedrag")}
    assert {rij.bevoegdheid for rij in RIJEN if rij.bedrag_tot_cent is not None} == met_bedrag
    assert met_bedrag == PER_ZAAK | PER_CONTRACT


@pytest.mark.parametrize("soort", sorted(bevoegdheden()))
def test_laagste_niveau_zonder_bedrag(soort: str):
    assert niveau(soort) == (3 if soort in NIVEAU_3 else 2 if soort in NIVEAU_2 else 1)


@pytest.mark.parametrize(
    ("soort", "grens"), [*((s, 5_000) for s in sorted(PER_ZAAK)), *((s, 25_000) for s in sorted(PER_CONTRACT))]
)
def test_bedragen_per_niveau(soort: str, grens: int):
    bedragen = (grens, grens + 1, 100_000, 100_001, 10_000_000)
    assert [niveau(soort, euro) for euro in bedragen] == [1, 2, 2, 3, 3]


def test_functies_en_niveaus():
    assert {functie.code: functie.niveau for functie in FUNCTIES} == {
        "teammanager": 1,
        "ambtelijk_opdrachtgever": 2,
        "bestuurlijk_opdrachtgever": 3,
        "college": 4,
    }


def test_elke_rij_zegt_dat_zij_een_voorbeeld_is_en_waarop_zij_rust():
    assert len({rij.nr for rij in RIJEN}) == len(RIJEN)
    for rij in RIJEN:
        assert rij.besluitnummer == "VOORBEELD" and rij.grondslag
        assert rij.bestuursorgaan in mandaten.BESTUURSORGANEN
        assert rij.soort in {"mandaat", "volmacht", "machtiging", "ondertekening"}
        assert rij.gemeente_id == rij.functie.gemeente_id == GEMEENTE and rij.functie_id == rij.functie.id


def test_twee_gemeenten_delen_geen_rij():
    andere, rijen = standaard_register(GEMEENTE, VANAF)
    assert {rij.id for rij in rijen}.isdisjoint(rij.id for rij in RIJEN)
    assert {functie.id for functie in andere}.isdisjoint(functie.id for functie in FUNCTIES)


def test_de_kopie_van_elke_rij_is_te_bewaren():
    for rij in RIJEN:
        assert mandaten.kopie(rij)["geldig_van"] == "2026-01-01"
