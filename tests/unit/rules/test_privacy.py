"""De witte lijst: precies deze velden, en geen enkele waarde uit een ander veld (met kanaries in elk ander veld)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect

from casus.errors import Weigering
from casus.models import Corporatie, Gebruiker, Gemeente, Huishouden, Persoon
from casus.pdf.voordracht import MERK_VELDEN, VoordrachtGegevens, to_json
from casus.rules import privacy
from casus.rules.parameters import standaard, waarden_op
from casus.rules.privacy import VELDEN_VOORDRACHT, Verzending
from tests.unit.rules.voorbeelden import GEMEENTE, gezin, huishouden, nr, persoon, zaak

DAG = date(2026, 11, 23)
PARAMETERS = waarden_op(standaard(), DAG) | {
    "begeleiding_organisatie": "Stichting Welkom Waterhoven",
    "doelgroepcode_corporaties": "AND LND",
}
CONTACT = Gebruiker(
    id=nr("Mirjam"),
    naam="Mirjam van der Veen",
    email="wonen@waterhoven.example",
    telefoon="0999 12 34 56",
    wachtwoord_hash="KANARIE-wachtwoord",
)
PLAATS = Gemeente(id=GEMEENTE, code="GM9999", naam="Waterhoven", afkorting="WHV", provincie="KANARIE-provincie")
LINDE = Corporatie(id=nr("Linde"), code="LND", naam="Stichting Linde Wonen", email="KANARIE@x", telefoon="KANARIE")
VERZENDING = Verzending(DAG, CONTACT, "Consulent wonen")


def voordracht(personen: list[Persoon] | None = None, huis: Huishouden | None = None, **anders: Any) -> dict[str, Any]:
    wie = gezin() if personen is None else personen
    velden = {"gemeente": PLAATS, "corporatie": LINDE, "verzending": VERZENDING, "parameters": PARAMETERS} | anders
    return privacy.voordracht(zaak(), huis or huishouden(*wie), wie, **velden)


def paden(waarde: Any, pad: str = "") -> Iterator[str]:
    """De paden met punten van elk blad; een lijst telt als haar elementen."""
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            yield from paden(deel, f"{pad}.{sleutel}".lstrip("."))
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from paden(deel, pad)
    else:
        yield pad


def test_precies_de_witte_lijst_in_volgorde():
    assert tuple(dict.fromkeys(paden(voordracht()))) == VELDEN_VOORDRACHT


def test_de_witte_lijst_is_het_type_van_het_dossier():
    schema = VoordrachtGegevens.model_json_schema(mode="serialization")

    def bladen(deel: dict[str, Any], pad: str) -> Iterator[str]:
        keuzes = [keuze for keuze in deel.get("anyOf", [deel]) if keuze.get("type") != "null"]
        deel = keuzes[0]
        deel = schema["$defs"][deel["$ref"].rpartition("/")[2]] if "$ref" in deel else deel
        if deel.get("type") == "array":
            yield from bladen(deel["items"], pad)
        elif "properties" in deel:
            for naam, blad in deel["properties"].items():
                yield from bladen(blad, f"{pad}.{naam}".lstrip("."))
        else:
            yield pad

    alle = {pad for pad in bladen(schema, "") if pad.partition(".")[0] not in MERK_VELDEN | {"vervangt", "aanvullend"}}
    assert alle == set(VELDEN_VOORDRACHT)


def test_het_voorbeeld():
    huis = huishouden(
        *gezin(),
        woonbeperking="gelijkvloers",
        nareis_aantal=1,
        nareis_verwacht_op=date(2027, 4, 1),
        gebied="Waterhoven-Noord of Centrum",
        gebied_reden="school",
        taal="Arabisch",
        tolk_nodig=True,
    )
    verzending = replace(VERZENDING, vroegste_ingangsdatum=date(2026, 12, 14))
    gevonden = voordracht(huis=huis, verzending=verzending)
    assert gevonden["hoofdhuurder"] == {
        "naam": "Samir al-Jubouri",
        "geboortedatum": "1988-03-14",
        "telefoon": "0999 65 43 21",
        "voorkeurstaal": "Arabisch",
        "tolk_nodig": True,
    }
    assert gevonden["medehuurder"]["naam"] == "Leyla Çelik" and gevonden["medehuurder"]["telefoon"] is None
    assert gevonden["huishouden"] == {
        "aantal_personen": 5,
        "medebewoners": [
            {"relatie": "Kind", "leeftijd": 12},
            {"relatie": "Kind", "leeftijd": 10},
            {"relatie": "Kind", "leeftijd": 5},
        ],
        "gezinshereniging": {"aantal": 1, "kwartaal": "2027-Q2"},
    }
    assert gevonden["woning"] == {
        "slaapkamers_minimaal": 3,
        "zelfstandig": True,
        "onzelfstandig": False,
        "toegankelijkheidslabel": "GNV",
        "begane_grond_of_lift": True,
        "gebied": "Waterhoven-Noord of Centrum",
        "gebied_reden": "school",
    }
    assert gevonden["inkomen"] == {"onder_grens": True, "inkomensbron": "SOC", "huurgrens": "764.14"}
    assert gevonden["start"] == {"vroegste_ingangsdatum": "2026-12-14", "verblijf_nu": "COA"}
    assert gevonden["begeleiding"] == {"ja": True, "organisatie": "Stichting Welkom Waterhoven"}
    assert (gevonden["doelgroep"], gevonden["datum"]) == ("STH", "2026-11-23")


def test_alleenstaande_zonder_begeleiding_en_zonder_doelgroep():
    wie = [persoon(geboortedatum="2001-09-28")]
    stil = Corporatie(code="LN", naam="De Linde")
    zonder = {sleutel: waarde for sleutel, waarde in PARAMETERS.items() if sleutel != "begeleiding_organisatie"}
    gevonden = voordracht(wie, huishouden(*wie, telefoon=""), corporatie=stil, parameters=zonder)
    assert gevonden["medehuurder"] is None and gevonden["doelgroep"] is None
    assert gevonden["begeleiding"] == {"ja": False, "organisatie": None}
    assert (gevonden["woning"]["slaapkamers_minimaal"], gevonden["woning"]["onzelfstandig"]) == (0, True)
    assert gevonden["hoofdhuurder"]["telefoon"] is None
    assert gevonden["start"]["vroegste_ingangsdatum"] == "2026-11-23"


@pytest.mark.parametrize(
    ("bron", "gegeven", "onder", "grens"),
    [
        ("SOC", None, True, "764.14"),
        ("STU", None, True, "764.14"),
        ("ARB", None, None, "764.14"),
        ("ARB", False, False, "932.93"),
        ("ARB", True, True, "764.14"),
        ("SOC", False, False, "932.93"),
    ],
)
def test_de_huurgrens_volgt_het_inkomen(bron: str, gegeven: bool | None, onder: bool | None, grens: str):
    huis = huishouden(*gezin(), inkomensbron=bron)
    gevonden = voordracht(huis=huis, verzending=replace(VERZENDING, onder_inkomensgrens=gegeven))["inkomen"]
    assert gevonden == {"onder_grens": onder, "inkomensbron": bron, "huurgrens": grens}


def test_een_minderjarige_partner_huurt_niet_mee():
    wie = [persoon(), persoon("partner", "2009-01-01", geslacht="vrouw")]
    gevonden = voordracht(wie)
    assert gevonden["medehuurder"] is None
    assert gevonden["huishouden"]["medebewoners"] == [{"relatie": "Partner", "leeftijd": 17}]


@pytest.mark.parametrize("reden", ["school", "werk", "zorg", "familie"])
def test_van_het_gebied_alleen_de_soort_reden(reden: str):
    gevonden = voordracht(huis=huishouden(*gezin(), gebied="Noord", gebied_reden=reden))["woning"]
    assert (gevonden["gebied"], gevonden["gebied_reden"]) == ("Noord", reden)


@pytest.mark.parametrize(("gebied", "reden"), [("Noord", "behandeling bij dr. X"), ("Noord", ""), ("", "school")])
def test_zonder_toegestane_reden_gaat_het_gebied_niet_mee(gebied: str, reden: str):
    gevonden = voordracht(huis=huishouden(*gezin(), gebied=gebied, gebied_reden=reden))["woning"]
    assert (gevonden["gebied"], gevonden["gebied_reden"]) == (None, None)


# Wat ontbreekt, geeft een zin


@pytest.mark.parametrize(
    ("wat", "anders"),
    [
        ("hoofdpersoon", {"personen": [persoon("partner")]}),
        ("niet volledig", {"personen": [persoon(geboortedatum="1990-05-00")]}),
        ("niet volledig", {"personen": [persoon(geboortedatum="0000-00-00")]}),
        ("geboortejaar", {"personen": [persoon(), persoon("kind", "0000-00-00")]}),
        ("waarvan het huishouden leeft", {"huis": huishouden(inkomensbron="")}),
        ("huurgrens", {"parameters": {"meerderjarig_jaren": "18"}}),
        ("bereiken", {"verzending": Verzending(DAG, Gebruiker(naam="X", email="x@y", telefoon=""), "Consulent")}),
    ],
)
def test_wat_ontbreekt_geeft_een_zin(wat: str, anders: dict[str, Any]):
    with pytest.raises(Weigering, match=wat):
        voordracht(**anders)


# Kanaries

WEL = {
    "persoon": {"voornamen", "achternaam", "geboortedatum", "taal", "tolk_nodig", "relatie"},
    "huishouden": {"telefoon", "taal", "tolk_nodig", "nareis_aantal", "nareis_verwacht_op", "inkomensbron"}
    | {"woonbeperking", "gebied", "gebied_reden"},
    "zaak": {"zaaknummer"},
}
KANARIES = {
    object: ["KANARIE"],
    str: "KANARIE",
    date: date(1911, 11, 11),
    bool: True,
    int: 424242,
    list: ["KANARIE"],
    dict: {"KANARIE": "1911"},
    UUID: UUID("42424242-4242-4242-8242-424242424242"),
}


def zet_kanaries(rij: Any, wel: set[str]) -> None:
    """Zet in elke kolom die niet op de witte lijst staat een waarde die nergens anders voorkomt."""
    for kolom in inspect(type(rij)).columns:
        if kolom.key not in wel and not kolom.foreign_keys and kolom.key not in ("id", "gemeente_id", "geslacht"):
            soort = kolom.type.python_type
            kanarie = datetime(1911, 11, 11, tzinfo=UTC) if soort is datetime else KANARIES[soort]
            setattr(rij, kolom.key, f"KANARIE-{kolom.key}" if soort is str else kanarie)


@pytest.mark.parametrize("aantal", [1, 2, 5])
def test_geen_kanarie_in_het_dossier(aantal: int):
    wie, dossier = gezin()[:aantal], zaak()
    huis = huishouden(*wie)
    for een in wie:
        zet_kanaries(een, WEL["persoon"])
    zet_kanaries(huis, WEL["huishouden"])
    zet_kanaries(dossier, WEL["zaak"])
    assert (wie[0].bsn, wie[0].nationaliteit, huis.coa_nummer) == (
        "KANARIE-bsn",
        "KANARIE-nationaliteit",
        "KANARIE-coa_nummer",
    )
    velden = privacy.voordracht(
        dossier, huis, wie, gemeente=PLAATS, corporatie=LINDE, verzending=VERZENDING, parameters=PARAMETERS
    )
    tekst = json.dumps(velden, ensure_ascii=False)
    for spoor in ("KANARIE", "1911", "424242"):
        assert spoor not in tekst


def test_namen_en_geboortedata_van_medebewoners_blijven_thuis():
    tekst = json.dumps(voordracht(), ensure_ascii=False)
    for een in gezin()[2:]:
        assert een.voornamen not in tekst and een.geboortedatum not in tekst
    assert "vrouw" not in tekst and '"man"' not in tekst


namen = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=12)


@given(
    st.lists(
        st.tuples(st.sampled_from(["kind", "ouder", "broer_zus", "ander", "vreemd"]), st.integers(0, 90)), max_size=8
    ),
    st.booleans(),
    st.sampled_from(["geen", "gelijkvloers", "lift", "rollator", "rolstoel"]),
    st.sampled_from(["SOC", "ARB", "STU", "AND"]),
    namen,
)
def test_elk_huishouden_geeft_een_geldig_dossier(
    anderen: list[tuple[str, int]], stel: bool, beperking: str, bron: str, naam: str
):
    wie = [persoon(voornamen=naam), *([persoon("partner", "1990-02-02", geslacht="vrouw")] if stel else [])]
    wie += [persoon(relatie, f"{DAG.year - jaren}-01-01", voornamen=f"X{naam}") for relatie, jaren in anderen]
    velden = voordracht(wie, huishouden(*wie, woonbeperking=beperking, inkomensbron=bron))
    assert set(paden(velden)) <= set(VELDEN_VOORDRACHT) | {"medehuurder", "huishouden.medebewoners"}
    merk = {"gemaakt_op": datetime(2026, 11, 23, tzinfo=UTC), "gemaakt_door": "M. van der Veen"}
    assert b"geslacht" not in to_json(VoordrachtGegevens.model_validate(velden | merk))
