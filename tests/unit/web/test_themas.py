"""Elk thema is leesbaar: 4,5:1 voor tekst en 3:1 voor randen, in licht en donker (WCAG 2.2, 1.4.3 en 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import casus

STATIC = Path(casus.__file__).parent / "static"
KLEUR = r"#[0-9a-f]{3}(?:[0-9a-f]{3})?"
MAG = {
    "accent-1-inverse-bg-default",
    "accent-1-inverse-color-default",
    "action-1-color-default",
    "action-1-inverse-bg-default",
    "action-1-inverse-bg-hover",
    "action-1-inverse-color-default",
    "action-1-bg-default",
}
Kleuren = dict[str, tuple[str, str]]


def kleuren(blok: str) -> Kleuren:
    """Per token de kleur in licht en in donker."""
    gevonden: Kleuren = {}
    for naam, waarde in re.findall(r"--basis-color-([\w-]+):([^;]+);", blok):
        delen = re.findall(KLEUR, waarde)
        gevonden[naam] = (delen[0], delen[-1])
    return gevonden


def helderheid(kleur: str) -> float:
    volledig = kleur if len(kleur) == 7 else "#" + "".join(deel * 2 for deel in kleur[1:])
    delen = [int(volledig[plek : plek + 2], 16) / 255 for plek in (1, 3, 5)]
    rood, groen, blauw = (deel / 12.92 if deel <= 0.03928 else ((deel + 0.055) / 1.055) ** 2.4 for deel in delen)
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def contrast(een: str, ander: str) -> float:
    hoog, laag = sorted((helderheid(een), helderheid(ander)), reverse=True)
    return (hoog + 0.05) / (laag + 0.05)


BASIS = kleuren((STATIC / "casus.css").read_text(encoding="utf-8"))
THEMAS = {
    naam: kleuren(blok)
    for bestand in sorted((STATIC / "themas").glob("*.css"))
    for naam, blok in re.findall(
        r'\[data-gemeente="([\w-]+)"\]\{(.*?)\}', bestand.read_text(encoding="utf-8"), re.DOTALL
    )
    if naam == bestand.stem
}


def test_de_zeven_gemeenten_van_de_achterhoek():
    assert set(THEMAS) == {
        "aalten",
        "berkelland",
        "bronckhorst",
        "doetinchem",
        "oost-gelre",
        "oude-ijsselstreek",
        "winterswijk",
    }


@pytest.mark.parametrize("thema", ["", *THEMAS])
@pytest.mark.parametrize("donker", [False, True], ids=["licht", "donker"])
def test_contrast(thema: str, donker: bool):
    alle = {**BASIS, **THEMAS.get(thema, {})}
    k = {naam: waarde[donker] for naam, waarde in alle.items()}
    vlakken = [k[f"default-bg-{een}"] for een in ("document", "default", "subtle", "hover")]
    paren = [
        (k["accent-1-inverse-color-default"], k["accent-1-inverse-bg-default"]),
        (k["action-1-inverse-color-default"], k["action-1-inverse-bg-default"]),
        (k["action-1-inverse-color-default"], k["action-1-inverse-bg-hover"]),
        (k["default-color-document"], k["action-1-bg-default"]),
        (k["default-color-subtle"], k["action-1-bg-default"]),
        *((k["action-1-color-default"], vlak) for vlak in (*vlakken, k["action-1-bg-default"])),
    ]
    te_laag = [(een, ander) for een, ander in paren if contrast(een, ander) < 4.5]
    assert te_laag == []


@pytest.mark.parametrize("thema", THEMAS)
def test_een_thema_verandert_alleen_de_kleur_van_de_gemeente(thema: str):
    assert set(THEMAS[thema]) == MAG


def test_de_rekensom_klopt_met_de_norm():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
