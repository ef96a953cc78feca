"""De regels over een woning en een complex: wat niet kan met een zin per veld, wat vreemd is, en wat tegenhoudt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casus.actions import woninginvoer
from casus.models import Complex, Complextaak, Woning
from casus.rules import complexen, woningcodes, woningen
from casus.rules.parameters import standaard, waarden_op
from casus.rules.woningvoorwaarden import VOORWAARDEN, Woningbeeld
from tests.woningen import gegevens

DAG = date(2026, 7, 6)
GRENZEN = waarden_op(standaard(), DAG)


def velden(**anders: Any) -> list[str]:
    return [fout.veld for fout in woningen.fouten(woningen.vul_aan(gegevens(**anders)), DAG)]


def vreemd(**anders: Any) -> list[str]:
    return [fout.veld for fout in woningen.waarschuwingen(gegevens(**anders), GRENZEN)]


def test_een_gewone_woning_klopt_en_is_niet_vreemd():
    assert (velden(), vreemd()) == ([], [])


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"adres": "Lindelaan"}, "adres"),
        ({"adres": "12"}, "adres"),
        ({"adres": "Laan 1 " + "x" * 130}, "adres"),
        ({"adres": "北京 1"}, "adres"),
        ({"postcode": "0999 AB"}, "postcode"),
        ({"postcode": "7001 SS"}, "postcode"),
        ({"plaats": ""}, "plaats"),
        ({"detailsoort": ""}, "detailsoort"),
        ({"detailsoort": "KAN"}, "detailsoort"),
        ({"detailsoort": "XXX"}, "detailsoort"),
        ({"toegankelijkheid": "GEL"}, "toegankelijkheid"),
        ({"contractsoort": "OBE"}, "contractsoort"),
        ({"contractsoort": ""}, "contractsoort"),
        ({"energielabel": "H"}, "energielabel"),
        ({"eenheidsoort": "PAR"}, "eenheidsoort"),
        ({"woonvorm": "iglo"}, "woonvorm"),
        ({"kamers": 0}, "kamers"),
        ({"kamers": None}, "kamers"),
        ({"slaapkamers": -1}, "slaapkamers"),
        ({"oppervlakte": 5}, "oppervlakte"),
        ({"verdieping": 41}, "verdieping"),
        ({"kale_huur_cent": None}, "kale_huur_cent"),
        ({"kale_huur_cent": 61_000, "huur_cent": 70_000}, "huur_cent"),
        ({"kale_huur_cent": None, "huur_cent": 6_500_000}, "huur_cent"),
        ({"overig_cent": -1}, "overig_cent"),
        ({"beschikbaar_van": None}, "beschikbaar_van"),
        ({"beschikbaar_van": date(1926, 7, 1)}, "beschikbaar_van"),
        ({"eind_op": date(2026, 7, 1)}, "eind_op"),
    ],
)
def test_wat_niet_kan_heeft_een_zin_bij_het_veld(anders: dict[str, Any], veld: str):
    fouten = woningen.fouten(woningen.vul_aan(gegevens(**anders)), DAG)
    assert [fout.veld for fout in fouten] == [veld]
    assert fouten[0].zin.endswith(".") and fouten[0].zin[0].isupper()


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"slaapkamers": 3, "kamers": 2}, "slaapkamers"),
        ({"oppervlakte": 20}, "oppervlakte"),
        ({"verdieping": 6}, "lift"),
        ({"kale_huur_cent": 93_000}, "huur_cent"),
        ({"kale_huur_cent": 610, "subsidiabel_cent": 0}, "huur_cent"),
        ({"contractsoort": "TIJ"}, "eind_op"),
        ({"eind_op": date(2029, 1, 1)}, "contractsoort"),
        ({"contractsoort": "KAM"}, "contractsoort"),
        ({"detailsoort": "KAM", "contractsoort": "KAM"}, "slot_op_kamer"),
    ],
)
def test_wat_vreemd_is_mag_maar_wordt_gezegd(anders: dict[str, Any], veld: str):
    assert velden(**anders) == []
    assert vreemd(**anders) == [veld]


def test_een_code_die_de_woning_al_had_mag_blijven():
    vol = woningen.vul_aan(gegevens(toegankelijkheid="GEL"))
    assert woningen.fouten(vol, DAG, {"toegankelijkheid": "GEL"}) == []
    assert woningen.fouten(vol, date(2026, 6, 12)) == [], "de laatste dag telt nog mee"


def test_een_code_geldt_vanaf_haar_eerste_dag():
    assert woningcodes.reden_niet("contractsoort", "KAM", date(2026, 3, 26)) is not None
    assert woningcodes.reden_niet("contractsoort", "KAM", date(2026, 3, 27)) is None


@pytest.mark.parametrize("schrijfwijze", ["7001AB", "7001 ab", " 7001 AB "])
def test_een_postcode_heeft_een_vorm(schrijfwijze: str):
    assert woningen.postcode(schrijfwijze) == "7001 AB"


def test_de_rekenhuur_volgt_uit_haar_delen_en_een_kamer_is_onzelfstandig():
    vol = woningen.vul_aan(gegevens(detailsoort="KAM"))
    assert (vol["huur_cent"], vol["zelfstandig"]) == (62_250, False)


def test_een_gedeeld_huis_is_onzelfstandig_als_iemand_dat_zegt():
    assert woningen.vul_aan(gegevens(zelfstandig=False))["zelfstandig"] is False
    assert woningen.vul_aan(gegevens(zelfstandig=None))["zelfstandig"] is True
    ingevuld = [woninginvoer.lees({"zelfstandig": tekst}, DAG)["zelfstandig"] for tekst in ("nee", "ja", "")]
    assert ingevuld == [False, True, None]


# --- complexen en wat een woning tegenhoudt ---


def _beeld(woning: Woning, complex_: Complex | None = None, *taken: Complextaak) -> Woningbeeld:
    return Woningbeeld(woning, complex_, taken, DAG)


def _zinnen(beeld: Woningbeeld) -> list[str]:
    return [naam for naam, regel in VOORWAARDEN.items() if regel(beeld) is not None]


def test_een_losse_woning_wordt_door_niets_tegengehouden():
    assert _zinnen(_beeld(Woning(beschikbaar_van=DAG))) == []


@pytest.mark.parametrize(
    ("taak", "houdt_tegen"),
    [
        ({"status": "open"}, True),
        ({"status": "open", "verplicht": False}, False),
        ({"status": "niet_nodig"}, False),
        ({"status": "gereed"}, False),
        ({"status": "gereed", "geldig_tot": date(2026, 9, 1)}, False),
        ({"status": "gereed", "geldig_tot": date(2026, 8, 31)}, True),
    ],
)
def test_een_verplichte_taak_houdt_tegen_tot_zij_af_is_en_geldt(taak: dict[str, Any], houdt_tegen: bool):
    een = Complextaak(**{"titel": "Brandveiligheid", "verplicht": True, **taak})
    beeld = _beeld(Woning(beschikbaar_van=date(2026, 9, 1)), Complex(naam="School", eenheden=9), een)
    assert _zinnen(beeld) == (["complextaken_klaar"] if houdt_tegen else [])


def test_een_einde_voor_de_huur_begint_houdt_tegen():
    woning = Woning(beschikbaar_van=date(2026, 9, 1), eind_op=date(2026, 9, 1))
    assert _zinnen(_beeld(woning, Complex(naam="x", eenheden=9, einddatum=date(2026, 8, 31)))) == [
        "einde_na_begin",
        "complex_niet_voorbij",
    ]


@pytest.mark.parametrize(
    "soort", [{"detailsoort": "KAM"}, {"woonvorm": "getransformeerd"}, {"woonvorm": "kamergewijs"}]
)
def test_een_kamer_of_bijzondere_woonvorm_staat_in_een_complex(soort: dict[str, Any]):
    woning = Woning(**{"beschikbaar_van": DAG, "detailsoort": "TUS", "woonvorm": "regulier", **soort})
    assert _zinnen(_beeld(woning)) == ["complex_bekend"]
    assert _zinnen(_beeld(woning, Complex(naam="x", eenheden=1))) == []


@pytest.mark.parametrize(
    ("bezet", "anderen", "vol"), [(0, [], False), (1, ["man"], True), (2, [], True), (1, [], False)]
)
def test_een_vol_complex_houdt_tegen(bezet: int, anderen: list[str], vol: bool):
    beeld = _beeld(Woning(beschikbaar_van=DAG), Complex(naam="x", eenheden=2, andere_bewoners=anderen))
    assert _zinnen(replace(beeld, bezet=bezet)) == (["plek_vrij"] if vol else [])


def test_elke_woonvorm_heeft_taken_of_is_gewoon():
    zonder = {vorm for vorm in woningcodes.WOONVORMEN if not complexen.taken_bij(vorm)}
    assert zonder == {"regulier"}
    for soort in complexen.taaksoorten().values():
        assert set(soort.woonvormen) <= set(woningcodes.WOONVORMEN) and soort.grondslag


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"naam": ""}, "naam"),
        ({"woonvorm": "hut"}, "woonvorm"),
        ({"eenheden": 0}, "eenheden"),
        ({"einddatum": None}, "einddatum"),
        ({"andere_bewoners": ["man"]}, "andere_bewoners"),
        ({"woonvorm": "kamergewijs", "andere_bewoners": ["man"] * 13}, "andere_bewoners"),
        ({"woonvorm": "kamergewijs", "andere_bewoners": ["kat"]}, "andere_bewoners"),
        ({"gemengd_akkoord_op": DAG}, "gemengd_akkoord_op"),
    ],
)
def test_wat_aan_een_complex_niet_kan(anders: dict[str, Any], veld: str):
    gewoon = {"naam": "School", "woonvorm": "getransformeerd", "eenheden": 12, "einddatum": date(2032, 1, 1)}
    assert list(complexen.fouten(gewoon)) == []
    assert [fout.veld for fout in complexen.fouten({**gewoon, **anders})] == [veld]


def test_plekken_tellen_wie_er_woont_en_wie_er_komt():
    plekken = complexen.tel_plekken(6, ["verhuurd", "voorgedragen", "beschikbaar", "ingetrokken"], 2)
    assert (plekken.bezet, plekken.vrij) == (4, 2)
