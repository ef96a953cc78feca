"""De instellingen, en wat in productie niet mag starten (veiligheid F2)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from casus.cli.serve import vul_aan
from casus.config import OnveiligeInstelling, database_url, eigenaar_url, lees_instellingen

VEILIG = {
    "CASUS_OMGEVING": "productie",
    "CASUS_BASE_URL": "https://casus.voorbeeld.test",
    "CASUS_TRUSTED_HOSTS": "casus.voorbeeld.test",
}


def test_zonder_instellingen_draait_casus_op_deze_machine(tmp_path: Path):
    inst = lees_instellingen({"CASUS_INSTANCE": str(tmp_path)})
    assert inst.database_url == inst.eigenaar_url == f"sqlite:///{tmp_path}/casus.sqlite"
    assert inst.trusted_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (inst.productie, inst.https, inst.proxies) == (False, False, 0)


def test_de_eigenaar_van_de_tabellen_is_standaard_de_toepassing():
    env = {"CASUS_DATABASE_URL": "postgresql://app@db/casus"}
    assert eigenaar_url(env) == database_url(env) == "postgresql://app@db/casus"
    assert eigenaar_url({**env, "CASUS_DATABASE_URL_EIGENAAR": "postgresql://baas@db/casus"}).startswith(
        "postgresql://baas"
    )


def test_een_veilige_productie_start(tmp_path: Path):
    inst = lees_instellingen({**VEILIG, "CASUS_INSTANCE": str(tmp_path)})
    assert inst.productie
    assert inst.https
    assert inst.trusted_hosts == ("casus.voorbeeld.test",)


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"CASUS_BASE_URL": "http://casus.voorbeeld.test"}, "CASUS_BASE_URL"),
        ({"CASUS_BASE_URL": ""}, "CASUS_BASE_URL"),
        ({"CASUS_TRUSTED_HOSTS": ""}, "CASUS_TRUSTED_HOSTS"),
        ({"CASUS_TRUSTED_HOSTS": "*"}, "CASUS_TRUSTED_HOSTS"),
    ],
)
def test_een_onveilige_productie_start_niet(tmp_path: Path, anders, reden):
    with pytest.raises(OnveiligeInstelling) as fout:
        lees_instellingen({**VEILIG, "CASUS_INSTANCE": str(tmp_path), **anders})
    assert [reden in zin for zin in fout.value.redenen] == [True]
    assert lees_instellingen({**VEILIG, **anders, "CASUS_INSTANCE": str(tmp_path), "CASUS_OMGEVING": ""})


def test_een_kort_geheim_start_niet(tmp_path: Path):
    (tmp_path / "sleutels.json").write_text(json.dumps({"sessie": ["kort"], "gegevens": [], "zoeken": "x" * 48}))
    with pytest.raises(OnveiligeInstelling, match="korter dan 32"):
        lees_instellingen({**VEILIG, "CASUS_INSTANCE": str(tmp_path)})


@pytest.mark.parametrize("bestand", ["demo.json", "demo.bezig"])
def test_een_demo_start_niet_in_productie(tmp_path: Path, bestand):
    """Haar wachtwoord en codes staan in de broncode."""
    (tmp_path / bestand).touch()
    with pytest.raises(OnveiligeInstelling, match="staat de demo"):
        lees_instellingen({**VEILIG, "CASUS_INSTANCE": str(tmp_path)})
    hier = lees_instellingen({"CASUS_INSTANCE": str(tmp_path)})
    assert hier.demo and not replace(hier, productie=True).demo


@pytest.mark.parametrize(
    ("host", "adres", "namen"),
    [("127.0.0.1", "http://127.0.0.1:8123", None), ("::1", "http://[::1]:8123", None), ("0.0.0.0", None, "*")],
)
def test_serve_vult_het_adres_aan(host, adres, namen):
    env: dict[str, str] = {}
    vul_aan(env, host, 8123)
    assert env["CASUS_BASE_URL"] == adres or (adres is None and env["CASUS_BASE_URL"].endswith(":8123"))
    assert env.get("CASUS_TRUSTED_HOSTS") == namen


def test_serve_laat_staan_wat_is_ingesteld():
    env = dict(VEILIG)
    vul_aan(env, "0.0.0.0", 8123)
    assert env == VEILIG
    kaal = {"CASUS_OMGEVING": "productie"}
    vul_aan(kaal, "0.0.0.0", 8123)
    assert "CASUS_TRUSTED_HOSTS" not in kaal
