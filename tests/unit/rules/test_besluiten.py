"""De gang van een voorstel: op wie het wacht, bij wie het ligt en wie er niet (meer) over beslist."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.actor import Actor
from casus.errors import InvoerFout, Weigering
from casus.rules import besluiten as regels
from casus.rules.mandaten import Bevoegdheid, GeenMandaat, Register

DAG, GEMEENTE = date(2026, 7, 6), uuid4()
IK, ANDER, BAAS = uuid4(), uuid4(), uuid4()
TITELS = {1: "Teammanager", 2: "Ambtelijk opdrachtgever", 3: "Bestuurlijk opdrachtgever"}


def actor(wie: UUID = IK) -> Actor:
    return Actor(wie, "Ik", GEMEENTE)


def advies(status: str = "gevraagd", dagen: int = 0, door: UUID | None = None, rol: str = "jurist") -> Any:
    return SimpleNamespace(status=status, uiterlijk=DAG + timedelta(days=dagen), gegeven_door_id=door, rol=rol)


def stap(soort: str, van: int = 1, naar: int = 1) -> Any:
    return SimpleNamespace(
        soort=soort, van_niveau=van, door_id=None, naar_niveau=naar, op=datetime(2026, 7, 6, tzinfo=UTC)
    )


def besluit(**anders: Any) -> Any:
    velden = {
        "gemeente_id": GEMEENTE,
        "status": "voorgesteld",
        "laagste_niveau": 1,
        "vereist_niveau": 1,
        "herziening": "",
        "voorgesteld_door_id": ANDER,
    }
    return SimpleNamespace(**(velden | anders))


def register(*houders: tuple[int, UUID], vervangers: tuple[tuple[int, UUID], ...] = ()) -> Register:
    def rij(niveau: int, wie: UUID) -> Any:
        functie = SimpleNamespace(gemeente_id=GEMEENTE, niveau=niveau, titel=TITELS[niveau], code=f"n{niveau}")
        dagen = {"van": DAG - timedelta(days=9), "tot": DAG + timedelta(days=9)}
        return SimpleNamespace(gemeente_id=GEMEENTE, gebruiker_id=wie, functie=functie, **dagen)

    return Register([], [rij(*houder) for houder in houders], [rij(*vervanger) for vervanger in vervangers])


# --- op wie het wacht ---


@pytest.mark.parametrize(
    ("adviezen", "stappen", "wacht"),
    [
        ([], [], "besluit"),
        ([advies()], [], "advies"),
        ([advies(dagen=-1)], [], "besluit"),
        ([advies("gegeven", door=ANDER), advies()], [], "advies"),
        ([advies("verlopen")], [], "besluit"),
        ([advies()], [stap("vraag")], "antwoord"),
        ([], [stap("vraag"), stap("antwoord")], "besluit"),
        ([], [stap("vraag"), stap("antwoord"), stap("vraag")], "antwoord"),
        ([], [stap("antwoord"), stap("vraag")], "besluit"),
        ([], [stap("doorgezet", 1, 2)], "besluit"),
    ],
)
def test_bij_wie_een_voorstel_ligt(adviezen: list[Any], stappen: list[Any], wacht: str):
    assert regels.wacht_op(adviezen, stappen, DAG) == wacht


@given(st.lists(st.sampled_from(["vraag", "antwoord", "doorgezet", "opgehoogd"]), max_size=8))
def test_een_vraag_is_open_zolang_er_meer_vragen_dan_antwoorden_zijn(soorten: list[str]):
    gevonden = regels.open_vraag([stap(soort) for soort in soorten])
    assert (gevonden is not None) == (soorten.count("vraag") > soorten.count("antwoord"))


# --- wat een besluit tegenhoudt ---


def test_een_adviseur_beslist_niet_ook_niet_als_hij_het_eens_was():
    with pytest.raises(GeenMandaat, match=r"U gaf advies .*\(Awb art. 2:4\)"):
        regels.check_gang(actor(), besluit(), [advies("gegeven", door=IK)], [], register((1, IK)), DAG)


def test_open_advies_gaat_voor_en_verlopen_advies_niet():
    with pytest.raises(Weigering, match=r"advies gevraagd aan financieel en jurist.*Awb art. 3:6"):
        wachten = [advies(rol="financieel"), advies(dagen=2)]
        regels.check_gang(actor(), besluit(), wachten, [], register((1, IK)), DAG)
    regels.check_gang(actor(), besluit(), [advies(dagen=-1)], [], register((1, IK)), DAG)


@pytest.mark.parametrize("niveau", [1, 2, 3])
def test_wie_doorzette_beslist_niet_meer_en_wie_hoger_zit_wel(niveau: int):
    wat = besluit(vereist_niveau=2), [], [stap("doorgezet", 1, 2)], register((niveau, IK), (2, BAAS)), DAG
    if niveau >= 2:
        assert regels.reden_niet_aan_de_beurt(actor(), *wat) is None
    else:
        assert "doorgezet naar de ambtelijk opdrachtgever" in (regels.reden_niet_aan_de_beurt(actor(), *wat) or "")


def test_wat_de_klok_ophoogde_mag_het_lagere_niveau_nog():
    opgehoogd = besluit(vereist_niveau=2), [], [stap("opgehoogd", 1, 2)], register((1, IK)), DAG
    assert regels.reden_niet_aan_de_beurt(actor(), *opgehoogd) is None


def test_wat_hoger_is_besloten_wordt_niet_lager_herzien():
    nieuw = besluit(laagste_niveau=2, vereist_niveau=2, herziening="wijzigen")
    reden = regels.reden_niet_aan_de_beurt(actor(), nieuw, [], [], register((1, IK), (2, BAAS)), DAG)
    assert reden == (
        "Het eerdere besluit is genomen door de ambtelijk opdrachtgever. Die beslist ook over het herzien ervan."
        " (Awb art. 10:6)"
    )


def test_toekennen_wacht_op_het_antwoord_en_afwijzen_niet():
    regels.check_antwoord([stap("vraag")], "afgewezen")
    regels.check_antwoord([], "toegekend")
    with pytest.raises(Weigering, match=r"Awb art. 3:2"):
        regels.check_antwoord([stap("vraag")], "toegekend")


@pytest.mark.parametrize(
    ("voorwaarden", "bevestigd", "mag"),
    [("", False, True), ("Alleen zo.", True, True), (" ", False, True), ("Alleen zo.", False, False)],
)
def test_voorwaarden_zijn_nagelopen(voorwaarden: str, bevestigd: bool, mag: bool):
    rij: Any = SimpleNamespace(nr="4.3a", voorwaarden=voorwaarden)
    functie: Any = SimpleNamespace(niveau=1)
    bevoegd = Bevoegdheid(functie, rij, als_vervanger=False)
    regels.check_voorwaarden(Bevoegdheid(functie, None, als_vervanger=False), bevestigd)
    if mag:
        regels.check_voorwaarden(bevoegd, bevestigd)
        return
    with pytest.raises(InvoerFout) as fout:
        regels.check_voorwaarden(bevoegd, bevestigd)
    assert [een.veld for een in fout.value.fouten] == ["voorwaarden_bevestigd"]
    assert "regel 4.3a" in fout.value.zin and "Alleen zo." in fout.value.zin


# --- bij wie, en hogerop ---


def test_een_voorstel_ligt_bij_zijn_niveau_of_erboven_als_daar_alleen_de_voorsteller_zit():
    assert regels.bij_wie(register((1, IK), (2, BAAS)), besluit(), DAG) == {IK}
    assert regels.bij_wie(register((1, ANDER), (2, BAAS)), besluit(), DAG) == {BAAS}
    assert regels.bij_wie(register((1, IK), vervangers=((1, BAAS),)), besluit(), DAG) == {IK, BAAS}
    assert regels.bij_wie(register((1, IK)), besluit(vereist_niveau=2), DAG) == set()
    assert regels.bij_wie(register((1, IK)), besluit(), DAG + timedelta(days=10)) == set(), "de functie is voorbij"


def test_hogerop_is_het_eerste_niveau_waar_iemand_zit_en_anders_het_college():
    drie = register((1, IK), (3, BAAS))
    assert regels.volgend_niveau(drie, besluit(), DAG) == 3
    assert regels.volgend_niveau(drie, besluit(vereist_niveau=3), DAG) == 4


@pytest.mark.parametrize(
    ("niveau", "vereist", "laagste", "mag"),
    [(1, 1, 1, True), (2, 1, 1, True), (1, 2, 2, False), (1, 2, 1, True), (2, 2, 1, True), (2, 3, 1, False)],
)
def test_wie_een_voorstel_voor_zich_heeft(niveau: int, vereist: int, laagste: int, mag: bool):
    wat = besluit(vereist_niveau=vereist, laagste_niveau=laagste)
    args = (actor(), register((niveau, IK)), wat, DAG, "terugleggen")
    if mag:
        regels.check_behandelen(*args)
        return
    with pytest.raises(GeenMandaat, match=r"Alleen daar kan iemand het terugleggen.*Awb art. 10:1"):
        regels.check_behandelen(*args)


@pytest.mark.parametrize("status", ["toegekend", "afgewezen", "ingetrokken"])
def test_na_het_besluit_gebeurt_er_niets_meer(status: str):
    with pytest.raises(Weigering, match="vast"):
        regels.check_behandelen(actor(), register((1, IK)), besluit(status=status), DAG, "doorzetten")


def test_zonder_functie_op_een_niveau_heet_het_naar_het_niveau():
    assert regels.titel_van(register((1, IK)), GEMEENTE, 4) == "College van burgemeester en wethouders"
    assert regels.titel_van(register((1, IK)), GEMEENTE, 1) == "Teammanager"
