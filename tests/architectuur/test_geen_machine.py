"""De broncode kent geen enkele machine: geen paden van een werkplek, geen adres van een pakketbron."""

import re
from pathlib import Path

import pytest

from tests.architectuur.lezen import bestanden, onder, tekst

DIT_BESTAND = Path("tests/architectuur/test_geen_machine.py")
VAN_EEN_MACHINE = {
    "pad van een werkplek": r"(?<![\w.~-])/(work|root|Users|home|tmp/casus|opt/wheels)/[\w.-]+",
    "pad van Windows": r"\b[A-Z]:\\\\?(Users|Documents)\b",
    "adres van een pakketbron": r"pythonhosted\.org|\bpypi\.org/simple|\bpkg\.dev\b|registry\.npmjs|deb\.debian",
    "keuze van een pakketbron": r"^\s*(--(extra-)?index-url|--find-links|-f |-i )\s*\S*://",
    "geheim in een adres": r"://[^/\s:@{}<>\[\]\"']+:(?!\.\.\.)[^/\s:@{}<>\[\]\"']{8,}@(?!localhost|127\.)",
}


def sporen(bron: str) -> list[str]:
    """Wat in een tekst naar één bepaalde machine wijst, met de regel."""
    return [
        f"regel {nummer}: {wat}: {vondst.group()[:60]}"
        for nummer, regel in enumerate(bron.splitlines(), 1)
        for wat, patroon in VAN_EEN_MACHINE.items()
        for vondst in re.finditer(patroon, regel)
    ]


@pytest.mark.parametrize("pad", [pad for pad in bestanden() if pad != DIT_BESTAND], ids=str)
def test_geen_sporen_van_een_machine(pad: Path):
    assert sporen(tekst(pad) or "") == []


@pytest.mark.parametrize("pad", [pad for pad in bestanden() if pad.name.endswith(".lock")], ids=str)
def test_slotbestand_heeft_hashes_en_geen_adres(pad: Path):
    inhoud = tekst(pad) or ""
    pakketten = re.findall(r"^[a-z0-9][\w.-]*==.*$", inhoud, re.MULTILINE)
    assert "://" not in inhoud
    assert pakketten
    assert all(regel.endswith("\\") for regel in pakketten), "elk pakket ligt vast met een hash"
    assert not re.search(r"==\S*\d(a|b|rc)\d", inhoud), "geen proefversies"


def test_de_testlijst_omvat_de_lijst_van_casus_met_dezelfde_versies():
    vast, test = (
        set(re.findall(r"^\S+==\S+", tekst(Path(naam)) or "", re.MULTILINE))
        for naam in ("requirements.lock", "requirements-dev.lock")
    )
    assert vast <= test


def test_geen_ander_slotbestand():
    namen = {pad.name for pad in bestanden()}
    assert namen.isdisjoint({"uv.lock", "package-lock.json", "poetry.lock", "yarn.lock"}), "die bewaren adressen"


def test_geen_installatie_in_de_broncode():
    assert onder("instance", einde="") == [Path("instance/README.md")]


@pytest.mark.parametrize(
    "bron",
    [
        "zie /work/shared",
        'open("/home/iemand/x")',
        "cd /root/x",
        "C:\\Users\\x",
        "https://files.pythonhosted.org/x",
        "--index-url https://x",
        "postgresql://u:geheimwoord@db/x",
    ],
)
def test_elk_spoor_wordt_gevonden(bron: str):
    assert sporen(bron)


@pytest.mark.parametrize(
    "bron",
    ["a/work/b", "https://voorbeeld.nl/home/x", "postgresql://casus:...@db/casus", "/var/lib/casus", "/opt/casus"],
)
def test_gewone_tekst_mag(bron: str):
    assert sporen(bron) == []
