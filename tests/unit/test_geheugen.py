"""De tests draaien ook waar geen ruimte in het geheugen is: dan gewoon op de schijf."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests import geheugen


@pytest.mark.parametrize("nodig", [0, 2**62], ids=["ruimte", "te weinig"])
def test_alleen_met_ruimte_in_het_geheugen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nodig: int):
    schijf = tmp_path / "schijf"
    monkeypatch.setattr(geheugen, "_GEHEUGEN", tmp_path)
    monkeypatch.setattr(geheugen, "_NODIG", nodig)
    monkeypatch.setattr(tempfile, "tempdir", str(schijf))
    assert geheugen.snelle_map() == (schijf if nodig else tmp_path)


def test_zonder_geheugenmap_is_het_de_gewone_tijdelijke_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(geheugen, "_GEHEUGEN", tmp_path / "bestaat niet")
    assert geheugen.snelle_map() == Path(tempfile.gettempdir())
