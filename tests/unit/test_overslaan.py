"""In CI telt overslaan als mislukken; op een eigen machine niet."""

from pathlib import Path

import pytest

pytest_plugins = ("pytester",)

PROEF = """
import pytest

def test_gewoon():
    pass

@pytest.mark.skip(reason="geen zin")
def test_overgeslagen():
    pass

@pytest.mark.xfail(reason="bekend")
def test_verwacht_fout():
    assert False
"""


@pytest.fixture
def proef(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))  # conftest vraagt tests/geheugen.py
    pytester.makeconftest(Path(__file__).parents[1].joinpath("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(PROEF)
    return pytester


def test_in_ci_is_overslaan_een_fout(proef: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CI", "true")
    uitslag = proef.runpytest_subprocess()
    uitslag.assert_outcomes(passed=1, errors=1, xfailed=1)
    uitslag.stdout.fnmatch_lines(["*In CI mag niets worden overgeslagen. *geen zin*"])


def test_in_ci_is_een_overgeslagen_bestand_ook_een_fout(proef: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CI", "true")
    proef.makepyfile(test_bestand="import pytest\npytest.importorskip('bestaat_niet')")
    proef.runpytest_subprocess("test_bestand.py").assert_outcomes(errors=1)


def test_op_een_eigen_machine_mag_het(proef: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CI", raising=False)
    proef.runpytest_subprocess().assert_outcomes(passed=1, skipped=1, xfailed=1)
