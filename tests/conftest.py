"""Wat voor alle tests geldt. Waarschuwingen zijn fouten (pyproject.toml); in CI is overslaan ook een fout."""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.geheugen import snelle_map

IN_CI = os.environ.get("CI", "").lower() == "true"

# Een test mag nooit bij een echte installatie komen, ook niet als de ontwikkelaar er een heeft ingesteld.
for naam in ("CASUS_DATABASE_URL", "CASUS_DATABASE_URL_EIGENAAR"):
    os.environ.pop(naam, None)
_MAP = tempfile.mkdtemp(prefix="casus-test-", dir=snelle_map())
os.environ["CASUS_INSTANCE"] = _MAP

# tmp_path staat waar kopiëren niets kost; wie zelf een plaats koos (--basetemp, de variabele) houdt die.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(snelle_map()))

# Geen deadline: een test zegt niets over de snelheid van de machine waarop hij draait.
settings.register_profile("casus", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("casus"), derandomize=True)
settings.load_profile("ci" if IN_CI else "casus")


VOORAAN = (
    "tests/browser/",
    "tests/integration/test_wedloop",
    "tests/integration/test_lekken.py",
    "tests/integration/test_wandelingen.py",
    "tests/unit/rules/test_mandaten_matrix.py",
    "tests/faults/test_gedood.py",
    "tests/integration/acties/test_bulk.py",
    "tests/integration/test_opdrachtregel.py",
    "tests/integration/test_migraties.py",
    "tests/integration/test_vragenbudget.py",
    "tests/faults/",
    "tests/integration/",
    "tests/unit/pdf/",
)
"""Wat het langst aan één stuk duurt, gaat voor. Een werker van xdist begint vooraan en wie klaar is, neemt achteraan
over van de ander: aan het eind ligt er dan alleen nog klein werk. De browsertests staan bij elkaar, want per werker die
er een draait, start er een eigen server met een eigen demo."""


def _rang(item: pytest.Item) -> int:
    return next((rang for rang, begin in enumerate(VOORAAN) if item.nodeid.startswith(begin)), len(VOORAAN))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rang)


RUIM_ZELDEN = (20_000, 10, 10)
"""Na zoveel nieuwe dingen zoekt Python naar kringen; gewoon is dat elke 700."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Vijftienduizend verzamelde tests blijven tot het eind. Wie ze bij elke ronde weer langsgaat naar vuilnis, staat
    een halve seconde stil midden in een test die daar niets mee te maken heeft."""
    gc.disable()  # verzamelen maakt alleen wat blijft
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*RUIM_ZELDEN)
        gc.enable()


def pytest_unconfigure() -> None:
    shutil.rmtree(_MAP, ignore_errors=True)


def _keur(rapport: pytest.TestReport | pytest.CollectReport) -> None:
    """Maakt in CI van een overgeslagen test een mislukte; een verwachte fout (xfail) is geen overgeslagen test."""
    if IN_CI and rapport.outcome == "skipped" and not hasattr(rapport, "wasxfail"):
        rapport.outcome = "failed"
        reden = rapport.longrepr[2] if isinstance(rapport.longrepr, tuple) else rapport.longrepr
        rapport.longrepr = f"In CI mag niets worden overgeslagen. {reden}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    rapport = yield
    _keur(rapport)
    return rapport


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    rapport = yield
    _keur(rapport)
    return rapport
