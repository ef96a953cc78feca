"""De witte lijst: welke velden bestaan, en dat er geen ander veld in kan."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from pydantic import ValidationError

from casus.pdf.voordracht import MERK_VELDEN, VoordrachtGegevens, to_json
from tests.unit.pdf.voorbeelden import HUISHOUDENS, gegevens, velden

WITTE_LIJST = {
    "zaaknummer": None,
    "gemeente": None,
    "datum": None,
    "ontvanger": None,
    "doel": None,
    "vervangt": None,
    "doelgroep": None,
    "contactpersoon": {"naam", "functie", "telefoon", "email"},
    "hoofdhuurder": {"naam", "geboortedatum", "telefoon", "voorkeurstaal", "tolk_nodig"},
    "medehuurder": {"naam", "geboortedatum", "telefoon", "voorkeurstaal", "tolk_nodig"},
    "huishouden": {"aantal_personen", "medebewoners", "gezinshereniging"},
    "woning": {
        "slaapkamers_minimaal",
        "zelfstandig",
        "onzelfstandig",
        "toegankelijkheidslabel",
        "begane_grond_of_lift",
        "gebied",
        "gebied_reden",
    },
    "inkomen": {"onder_grens", "inkomensbron", "huurgrens"},
    "start": {"vroegste_ingangsdatum", "verblijf_nu"},
    "begeleiding": {"ja", "organisatie"},
}
DIEPER = {"medebewoners": {"relatie", "leeftijd"}, "gezinshereniging": {"aantal", "kwartaal"}}
NOOIT = (
    "bsn", "v_nummer", "nationaliteit", "geboorteland", "etniciteit", "religie", "gezondheid", "verblijfsgrond",
    "asielverhaal", "medische_reden", "opleiding", "leerroute", "schulden", "justitie", "notitie", "eerdere_weigering",
    "foto", "kamernummer",
)  # fmt: skip


def _schema_sleutels() -> set[str]:
    schema = VoordrachtGegevens.model_json_schema()
    return {naam for deel in (schema, *schema["$defs"].values()) for naam in deel.get("properties", {})}


def test_de_sleutels_van_de_json_zijn_de_witte_lijst():
    uit = json.loads(to_json(gegevens(vervangt={"datum": "2026-11-20"})))
    assert set(uit) == set(WITTE_LIJST)
    for naam, sleutels in WITTE_LIJST.items():
        if sleutels:
            assert set(uit[naam]) == sleutels, naam
    assert set(uit["huishouden"]["medebewoners"][0]) == DIEPER["medebewoners"]
    assert set(uit["huishouden"]["gezinshereniging"]) == DIEPER["gezinshereniging"]
    assert set(uit["vervangt"]) == {"datum", "nummer"}


def test_het_model_kent_geen_enkel_verboden_veld():
    assert not _schema_sleutels() & set(NOOIT)


def test_de_json_heeft_de_vorm_van_het_voorbeeld():
    uit = json.loads(to_json(gegevens()))
    assert uit["datum"] == "2026-11-23"
    assert uit["hoofdhuurder"]["geboortedatum"] == "1988-03-14"
    assert uit["inkomen"] == {"onder_grens": True, "inkomensbron": "SOC", "huurgrens": "764.14"}
    assert uit["huishouden"]["medebewoners"][0] == {"relatie": "Dochter", "leeftijd": 12}
    assert json.loads(to_json(HUISHOUDENS["alleen"]))["inkomen"]["huurgrens"] == "1064.50"


def test_het_merk_staat_niet_in_de_json():
    assert not MERK_VELDEN & set(json.loads(to_json(gegevens())))


def test_de_json_is_gesorteerd_en_steeds_gelijk():
    uit = to_json(gegevens())
    assert (
        uit
        == to_json(gegevens())
        == json.dumps(json.loads(uit), sort_keys=True, ensure_ascii=False, indent=1).encode() + b"\n"
    )
    assert "Çelik-Yılmaz".encode() in uit


@pytest.mark.parametrize("verboden", NOOIT)
@pytest.mark.parametrize(
    "plaats",
    [
        (),
        ("hoofdhuurder",),
        ("medehuurder",),
        ("huishouden",),
        ("huishouden", "medebewoners", 0),
        ("woning",),
        ("inkomen",),
        ("start",),
        ("begeleiding",),
        ("contactpersoon",),
    ],
    ids=lambda plaats: ".".join(map(str, plaats)) or "bovenaan",
)
def test_een_verboden_veld_wordt_geweigerd_op_elke_plaats(plaats: tuple[str | int, ...], verboden: str):
    invoer = copy.deepcopy(velden())
    deel = invoer
    for stap in plaats:
        deel = deel[stap]  # type: ignore[index]  # de paden hierboven bestaan
    deel[verboden] = "999999990"
    with pytest.raises(ValidationError, match="Extra inputs are not permitted") as fout:
        VoordrachtGegevens.model_validate(invoer)
    assert "999999990" not in str(fout.value)


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"huishouden": {"aantal_personen": 4}}, "in het dossier staan er 2"),
        ({"medehuurder": None}, "in het dossier staan er 4"),
        ({"woning": velden()["woning"] | {"zelfstandig": False}}, "allebei uitgesloten"),
        ({"woning": velden()["woning"] | {"gebied_reden": None}}, "horen bij elkaar"),
        ({"woning": velden()["woning"] | {"gebied_reden": "dialyse"}}, "gebied_reden"),
        ({"woning": velden()["woning"] | {"toegankelijkheidslabel": "GEL"}}, "toegankelijkheidslabel"),
        ({"start": velden()["start"] | {"verblijf_nu": "COA Ter Apel, kamer 12"}}, "verblijf_nu"),
        ({"begeleiding": {"ja": False, "organisatie": "Welkom"}}, "zonder begeleiding"),
        ({"doelgroep": "GGZ"}, "doelgroep"),
        ({"inkomen": velden()["inkomen"] | {"huurgrens": "0"}}, "huurgrens"),
        ({"gemaakt_op": "2026-11-23T10:42:00"}, "timezone"),
        ({"zaaknummer": " \t"}, "leeg"),
        ({"ontvanger": "x" * 121}, "ontvanger"),
        ({"doel": "Linde\u202eneve"}, "onzichtbare tekens"),
        ({"doel": "een\x00twee"}, "onzichtbare tekens"),
        (
            {"huishouden": velden()["huishouden"] | {"gezinshereniging": {"aantal": 0, "kwartaal": "2027-Q1"}}},
            "kwartaal",
        ),
        (
            {"huishouden": velden()["huishouden"] | {"gezinshereniging": {"aantal": 1, "kwartaal": "2027-Q5"}}},
            "kwartaal",
        ),
    ],
)
def test_wat_zichzelf_tegenspreekt_wordt_geen_dossier(anders: dict[str, Any], melding: str):
    with pytest.raises(ValidationError, match=melding):
        gegevens(**anders)


def test_tekst_wordt_samengesteld_en_krijgt_enkele_spaties():
    schoon = gegevens(ontvanger="  Stichting\n Lindë\u00ad Wonen ".replace("ë", "e\u0308"))
    assert schoon.ontvanger == "Stichting Lindë Wonen"


def test_gegevens_zijn_bevroren():
    with pytest.raises(ValidationError, match="frozen"):
        gegevens().zaaknummer = "anders"  # type: ignore[misc]  # dat dit niet mag is de test
