"""Een register komt terug zoals het ging, en elke slechte cel wordt met rij, kolom en reden genoemd."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.actions.mandaatregister import _netjes
from casus.export import maak_csv, maak_xlsx
from casus.importers.gebreken import FOUT, BestandFout
from casus.importers.mandaatregister import Registerbestand, lees_formulier, lees_register
from casus.rules.registerrij import VELDEN, Registerrij, Woorden
from casus.vocab import WOONVORMEN

WOORDEN = Woorden(
    {"pip": "Plan inburgering en participatie", "overbrugging": "Overbrugging en eerste huur"},
    {"teammanager": "Teammanager", "ambtelijk_opdrachtgever": "Ambtelijk opdrachtgever"},
)
KOP = (*VELDEN.values(), "Besluitnummer", "Besluitdatum", "Versie")
GOED = {
    "Nr": "4.2",
    "Bevoegdheid": "Overbrugging en eerste huur",
    "Wettelijke grondslag": "Participatiewet art. 35",
    "Bestuursorgaan": "college",
    "Soort": "Mandaat",
    "Functie": "teammanager",
    "Bedrag": "€ 5.000,-",
    "Geldig van": "01-01-2026",
}


def lees(*rijen: dict[str, Any]) -> Registerbestand:
    kop = list(GOED | (rijen[0] if rijen else {}))
    return lees_register(maak_csv(kop, [[(GOED | rij).get(naam) for naam in kop] for rij in rijen]), "r.csv", WOORDEN)


tekst = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=30)
bedrag = st.none() | st.integers(0, 2**31 - 1)
dag = st.dates(date(1990, 1, 1), date(2100, 12, 31))
codes = st.sampled_from(sorted(WOORDEN.functies))
voorwaarden = st.fixed_dictionaries(
    {},
    optional={
        "woonvorm": st.lists(st.sampled_from(sorted(WOONVORMEN)), min_size=1, unique=True),
        "afwijking": st.booleans(),
        "publieke_aandacht": st.booleans(),
    },
)
regels = st.builds(
    Registerrij,
    nr=st.from_regex(r"[1-9][0-9]{0,2}(\.[0-9]{1,2}[a-d]?)?", fullmatch=True),
    bevoegdheid=st.sampled_from(sorted(WOORDEN.bevoegdheden)),
    grondslag=tekst.filter(lambda een: bool(een.strip(" '"))),
    bestuursorgaan=st.sampled_from(["college", "burgemeester"]),
    soort=st.sampled_from(["mandaat", "volmacht", "machtiging", "ondertekening"]),
    functie=codes,
    geldig_van=dag,
    geldig_tot=st.none() | dag,
    ondermandaat=st.booleans(),
    ondermandaat_aan=st.lists(codes, unique=True).map(tuple),
    onder_nr=st.sampled_from(["", "4.1"]),
    instemming=tekst,
    voorwaarden=tekst,
    voorwaarde=voorwaarden,
    bedrag_tot_cent=bedrag,
    bedrag_zaak_cent=bedrag,
    bedrag_contract_cent=bedrag,
    vier_ogen=st.booleans(),
    ingetrokken_per=st.none() | dag,
).map(_netjes)


@settings(max_examples=60)
@given(st.lists(regels.filter(lambda rij: bool(rij.grondslag)), min_size=1, max_size=4))
def test_een_export_komt_precies_zo_terug(rijen: list[Registerrij]):
    tabel = [[*(WOORDEN.toon(rij, veld) for veld in VELDEN), "2025-1", date(2025, 1, 1), 1] for rij in rijen]
    for inhoud, naam in ((maak_csv(KOP, tabel), "r.csv"), (maak_xlsx("Register", KOP, tabel), "r.xlsx")):
        gelezen = lees_register(inhoud, naam, WOORDEN)
        assert [een for een in gelezen.fouten if een.ernst == FOUT] == []
        assert [_netjes(rij) for rij in gelezen.rijen] == rijen


@pytest.mark.parametrize(
    ("kolom", "waarde", "zin"),
    [
        ("Nr", "", "Vul de kolom Nr in."),
        ("Bevoegdheid", "Weer", "Casus kent ‘Weer’ niet."),
        ("Bevoegdheid", "", "Vul de kolom Bevoegdheid in."),
        ("Functie", "Wethouder", "Casus kent ‘Wethouder’ niet."),
        ("Soort", "delegatie", "Casus kent ‘delegatie’ niet."),
        ("Wettelijke grondslag", "", "Vul de kolom Wettelijke grondslag in."),
        ("Geldig van", "gisteren", "Casus kan deze datum niet lezen."),
        ("Geldig van", "", "Vul de kolom Geldig vanaf in."),
        ("Bedrag", "5,000.00", "Schrijf het bedrag als 5.000"),
        ("Bedrag", "-5", "Schrijf het bedrag als 5.000"),
        ("Bedrag", "veel", "Schrijf het bedrag als 5.000"),
        ("Vier ogen", "soms", "Vul ja of nee in."),
        ("Alleen bij woonvorm", "kasteel", "Casus kent ‘kasteel’ niet."),
        ("Publieke aandacht", "ja", "Vul in: alleen met, of alleen zonder."),
        ("Ondermandaat aan", "Teammanager; Wethouder", "Casus kent ‘Wethouder’ niet."),
    ],
)
def test_een_slechte_cel_wordt_genoemd_met_rij_en_kolom(kolom: str, waarde: str, zin: str):
    gelezen = lees({}, {kolom: waarde, "Nr": "9"} | ({"Nr": waarde} if kolom == "Nr" else {}), {"Nr": "10"})
    if kolom not in GOED:
        gelezen = lees({kolom: ""}, {kolom: waarde, "Nr": "9"}, {"Nr": "10"})
    fouten = [een for een in gelezen.fouten if een.ernst == FOUT]
    assert [een.rij for een in fouten] == [3] and fouten[0].melding.startswith(zin)
    assert fouten[0].kolom in VELDEN.values() and not gelezen.goed
    assert [rij.plek for rij in gelezen.rijen] == ["rij-2-", "rij-4-"]


@pytest.mark.parametrize(
    ("geschreven", "cent"),
    [("5000", 500_000), ("5.000", 500_000), ("€ 5.000,50", 500_050), ("1.250.000", 125_000_000), ("geen", None)],
)
def test_bedragen_zoals_mensen_ze_schrijven(geschreven: str, cent: int | None):
    assert lees({"Bedrag": geschreven}).rijen[0].bedrag_tot_cent == cent


def test_een_onbekende_kolom_is_een_waarschuwing():
    gelezen = lees({"Opmerking van Jan": "x"})
    assert gelezen.goed and [een.kolom for een in gelezen.fouten] == ["Opmerking van Jan"]


@pytest.mark.parametrize("inhoud", [b"", b"a;b\n1;2\n", b"Nr;Bevoegdheid;Functie\n1;pip;teammanager\n", b"%PDF-1.7"])
def test_een_bestand_dat_geen_register_is_wordt_geweigerd(inhoud: bytes):
    with pytest.raises(BestandFout):
        lees_register(inhoud, "r.csv", WOORDEN)


def test_een_formulier_wordt_gelezen_als_een_rij():
    velden = {"nr": "1", "bevoegdheid": "pip", "grondslag": "=1+1", "bestuursorgaan": "college", "soort": "mandaat"}
    rij, fouten = lees_formulier({**velden, "functie": "teammanager", "geldig_van": date(2026, 1, 1)}, WOORDEN)
    assert rij is not None and (rij.grondslag, rij.plek, fouten) == ("=1+1", "", [])
    rij, fouten = lees_formulier({**velden, "functie": "", "geldig_van": "nooit"}, WOORDEN)
    assert rij is None and {veld for veld, _ in fouten} == {"functie", "geldig_van"}
