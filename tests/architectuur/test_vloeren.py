"""De vloeren zelf houdt import-linter bij; hier staat dat zijn regels ook echt iets vinden, op een nagemaakt huis."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architectuur.lezen import WORTEL

HUIS = {
    "rules/regel.py": "from casus.models import model\n",
    "models/model.py": "import sqlalchemy\n",
    "workflows/engine.py": "import transitions\n",
    "actions/doen.py": "from casus.workflows import engine\n",
    "queries/lezen.py": "from casus.models import model\n",
    "importers/ontleden.py": "from casus import vocab\n",
    "views/tonen.py": "import flask\nfrom casus.actions import doen\n",
}


def bouw_huis(map_: Path) -> None:
    """Een leeg casus met elke module die de regels noemen, en de instellingen van het echte."""
    instellingen = (WORTEL / "pyproject.toml").read_text(encoding="utf-8")
    (map_ / "pyproject.toml").write_text(instellingen, encoding="utf-8")
    regels = tomllib.loads(instellingen)["tool"]["importlinter"]["contracts"]
    for naam in {naam for regel in regels for naam in regel.get("source_modules", [])}:
        pakket = map_.joinpath(*naam.split("."))
        pakket.mkdir(parents=True, exist_ok=True)
        (pakket / "__init__.py").touch()
    for pad, bron in HUIS.items():
        bestand = map_ / "casus" / pad
        bestand.parent.mkdir(parents=True, exist_ok=True)
        (bestand.parent / "__init__.py").touch()
        bestand.write_text(bron)


def gebroken(map_: Path) -> set[str]:
    """De namen van de regels die import-linter in dit huis gebroken vindt."""
    lint = Path(sys.executable).with_name("lint-imports")
    opdracht = [str(lint), "--no-logo", "--no-cache"]
    uitslag = subprocess.run(opdracht, cwd=map_, capture_output=True, text=True, env={"COLUMNS": "300"}, check=False)
    assert "Contracts:" in uitslag.stdout, uitslag.stdout + uitslag.stderr
    return set(re.findall(r"^(.+?) BROKEN", uitslag.stdout, re.MULTILINE))


@pytest.fixture
def huis(tmp_path: Path) -> Path:
    bouw_huis(tmp_path)
    return tmp_path


def test_de_regel_over_flask_noemt_elke_module_onder_de_bovenste_vloer():
    regels = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    vloeren = next(regel for regel in regels if regel["id"] == "vloeren")["layers"]
    namen = {naam.strip(" ()") for vloer in vloeren[1:] for naam in vloer.split(":")}
    casus = WORTEL / "casus"
    bestaand = {naam for naam in namen if (casus / f"{naam}.py").exists() or (casus / naam / "__init__.py").exists()}
    genoemd = next(regel for regel in regels if regel["id"] == "web")["source_modules"]
    assert {naam.removeprefix("casus.") for naam in genoemd} == bestaand


def test_het_nagemaakte_huis_staat(huis: Path):
    assert gebroken(huis) == set()


@pytest.mark.parametrize(
    ("pad", "bron", "regel"),
    [
        ("models/model.py", "from casus.rules import regel", "nooit omhoog"),
        ("rules/regel.py", "from casus.queries import lezen", "nooit omhoog"),
        ("queries/lezen.py", "from casus.actions import doen", "nooit omhoog"),
        ("actions/doen.py", "from casus.views import tonen", "nooit omhoog"),
        ("utils.py", "", "nooit omhoog"),
        ("importers/ontleden.py", "from casus.models import model", "Een importer ontleedt alleen"),
        ("actions/doen.py", "import transitions", "Alleen casus.workflows.engine"),
        ("rules/regel.py", "import sqlalchemy", "zuivere functies"),
        ("workflows/engine.py", "import flask", "zuivere functies"),
        ("actions/doen.py", "from flask import request", "Flask bestaat alleen"),
    ],
)
def test_elke_overtreding_breekt_haar_regel(huis: Path, pad: str, bron: str, regel: str):
    bestand = huis / "casus" / pad
    bestand.write_text(HUIS.get(pad, "") + bron + "\n")
    assert any(regel in naam for naam in gebroken(huis))
