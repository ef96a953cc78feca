"""Bestanden op schijf: heel of niet, nooit overschreven, en nooit stilletjes veranderd."""

import hashlib
import os

import pytest

from casus.opslag import BestandWeg, SchijfVol, bewaar, lees, verwijder

INHOUD = b"%PDF-1.7 dossier"
SOM = hashlib.sha256(INHOUD).hexdigest()


def test_wat_bewaard_is_komt_byte_voor_byte_terug(tmp_path):
    naam = bewaar(tmp_path / "documenten", INHOUD)
    assert lees(tmp_path / "documenten", naam, SOM) == INHOUD
    assert bewaar(tmp_path / "documenten", INHOUD) != naam
    assert (tmp_path / "documenten" / naam).stat().st_mode & 0o077 == 0


def test_een_volle_schijf_laat_niets_achter(tmp_path, monkeypatch):
    def vol(_handvat: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", vol)
    with pytest.raises(SchijfVol) as fout:
        bewaar(tmp_path, INHOUD)
    assert "No space" in str(fout.value.__cause__)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("knoei", [lambda pad: pad.unlink(), lambda pad: pad.write_bytes(INHOUD + b"!")])
def test_weg_of_veranderd_wordt_gezegd(tmp_path, knoei):
    naam = bewaar(tmp_path, INHOUD)
    knoei(tmp_path / naam)
    with pytest.raises(BestandWeg) as fout:
        lees(tmp_path, naam, SOM)
    assert "back-up" in fout.value.zin


def test_een_naam_kan_niet_buiten_de_map_wijzen(tmp_path):
    (tmp_path / "geheim").write_bytes(INHOUD)
    with pytest.raises(BestandWeg):
        lees(tmp_path / "documenten", "../geheim", SOM)


def test_verwijderen_raakt_alleen_een_eigen_bestand(tmp_path):
    naam = bewaar(tmp_path, INHOUD)
    (tmp_path / "brief.txt").write_bytes(INHOUD)
    for ander in ("brief.txt", "", "../x", "f" * 32):
        verwijder(tmp_path, ander)
    verwijder(tmp_path, naam)
    assert [pad.name for pad in tmp_path.iterdir()] == ["brief.txt"]
