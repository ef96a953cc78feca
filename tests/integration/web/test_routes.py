"""Elke route heeft een deur en een recht, en staat in tests/routes.py (veiligheid B6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from casus import create_app
from casus.config import lees_instellingen
from casus.rules.rechten import RECHTEN
from tests.routes import MET_CODE, PUBLIEK, ROUTES, ZOEKT

LEESRECHTEN = {naam for naam in RECHTEN if naam.endswith(".inzien")}


@pytest.fixture(scope="module")
def kaal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """De toepassing zonder de proefviews; zij heeft geen database nodig om haar routes te laten zien."""
    plek = tmp_path_factory.mktemp("kaal")
    app = create_app(lees_instellingen({"CASUS_INSTANCE": str(plek), "CASUS_DATABASE_URL": f"sqlite:///{plek}/x.db"}))
    yield app
    app.extensions["casus.database"].engine.dispose()


@pytest.fixture(scope="module")
def routes(kaal: Flask) -> dict[str, object]:
    """'METHODE endpoint' → de view."""
    return {
        f"{methode} {regel.endpoint}": kaal.view_functions[regel.endpoint]
        for regel in kaal.url_map.iter_rules()
        for methode in (regel.methods or set()) - {"HEAD"}
    }


def recht_van(naam: str, view: object) -> str:
    return "publiek" if naam == "GET static" else getattr(view, "recht", "geen deur")


def test_elke_route_staat_in_de_lijst_met_haar_recht(routes):
    assert {naam: recht_van(naam, view) for naam, view in routes.items()} == ROUTES


def test_elk_recht_bestaat():
    assert set(ROUTES.values()) - {"publiek", "ingelogd"} <= set(RECHTEN)


def test_wat_publiek_is_staat_op_de_korte_lijst():
    assert {naam for naam, recht in ROUTES.items() if recht == "publiek"} == PUBLIEK


def test_een_post_steunt_nooit_op_een_leesrecht(routes):
    """Behalve zoeken: dat verandert niets en heeft een sessie die dat ook niet kan."""
    steunt = {naam for naam, recht in ROUTES.items() if naam.startswith("POST") and recht in LEESRECHTEN}
    assert steunt == ZOEKT
    assert {getattr(routes[naam], "deur", "") for naam in ZOEKT} == {"leest"}


def test_elke_post_schrijft_door_de_ene_deur(routes):
    eigen = {"POST inloggen.in_", "POST inloggen.uit", "POST inloggen.kies"}
    eigen |= {"POST dossierlink.haal", "POST uitnodiging.neem_aan"}  # wie er nog geen account heeft
    posts = {naam for naam in routes if naam.startswith("POST")} - eigen - ZOEKT
    assert {getattr(routes[naam], "deur", "") for naam in posts} == {"schrijft"}


def test_wat_een_code_vraagt_staat_op_de_lijst(routes):
    assert {naam for naam, view in routes.items() if getattr(view, "tweede_factor", False)} == MET_CODE


def test_elk_formulier_dat_een_code_vraagt_heeft_het_veld(kaal):
    """Het sjabloon dat naar zo'n adres verstuurt, toont ook het veld: anders komt niemand erdoor."""
    sjablonen = {
        naam: (Path(kaal.root_path) / "templates" / naam).read_text() for naam in kaal.jinja_env.list_templates()
    }
    for naam in MET_CODE:
        met = [bron for bron in sjablonen.values() if f"'{naam.removeprefix('POST ')}'" in bron.replace('"', "'")]
        assert all("bewijsveld(" in bron for bron in met), naam


def test_elke_get_leest_alleen(routes):
    deuren = {
        getattr(view, "deur", "") for naam, view in routes.items() if naam.startswith("GET") and naam != "GET static"
    }
    assert deuren <= {"leest", "publiek", "ingelogd"}


def test_er_zijn_alleen_get_en_post(routes):
    assert {naam.partition(" ")[0] for naam in routes} == {"GET", "POST"}


def voorbeeld(app: Flask, naam: str) -> tuple[str, str]:
    """Methode en een adres met verzonnen waarden voor deze route."""
    methode, _, endpoint = naam.partition(" ")
    regel = next(r for r in app.url_map.iter_rules(endpoint) if methode in (r.methods or ()))
    soorten = {"uuid": "0198a7c0-0000-7000-8000-000000000000", "default": "x", "path": "x", "int": 1}
    waarden = {een: soorten[_soort(regel, een)] for een in regel.arguments}
    return methode, app.url_map.bind("localhost").build(endpoint, waarden, method=methode)


def _soort(regel, naam: str) -> str:
    return {"UUIDConverter": "uuid", "PathConverter": "path", "IntegerConverter": "int"}.get(
        type(regel._converters[naam]).__name__, "default"
    )


@pytest.mark.parametrize("naam", sorted(set(ROUTES) - PUBLIEK))
def test_een_bezoeker_komt_nergens(kaal, naam):
    methode, pad = voorbeeld(kaal, naam)
    antwoord = kaal.test_client().open(pad, method=methode)
    assert antwoord.status_code in (302, 303)
    assert antwoord.location.startswith("/inloggen")
