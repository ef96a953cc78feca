"""De plaatjes van de handleiding. Noemt CASUS_SCHERMEN een map (docs/handleiding/beeld), dan komen zij daar."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import log_in, venster
from tests.browser.paginas import Bezoek
from tests.browser.portaal import naar_wachtende

pytestmark = pytest.mark.browser
HANDLEIDING = Path(__file__).parents[2] / "docs" / "handleiding"
KLEUREN = 128


def _bewaar(blad: Page, naam: str, map_: Path) -> None:
    """Eén scherm als klein plaatje."""
    with Image.open(io.BytesIO(blad.screenshot())) as beeld:
        beeld.convert("RGB").quantize(KLEUREN).save(map_ / f"{naam}.png", optimize=True)


def _open_rij(b: Bezoek) -> None:
    b.ga("/werkvoorraad")
    b.blad.keyboard.press("j")
    b.blad.keyboard.press("j")
    b.blad.keyboard.press("Enter")
    expect(b.blad.locator("tr.uitklap")).to_be_visible()


def _veel(b: Bezoek) -> None:
    b.ga("/werkvoorraad/team")
    for vakje in b.blad.locator("tr.rij input[type=checkbox]").all()[:6]:
        vakje.check()
    b.blad.locator("#bulk").get_by_role("button", name="Volgen").click()
    expect(b.blad.locator("#voorbeeld")).to_be_visible()


def _zoek(b: Bezoek) -> None:
    b.ga("/zaken/zoeken")
    veld = b.blad.locator("main input[type=search]")
    veld.fill("saleh")
    veld.press("Enter")
    b.blad.wait_for_url("**/zaken/gevonden*")


SCHERMEN: dict[str, tuple[str, Callable[[Bezoek], None]]] = {
    "werkvoorraad": ("casemanager", _open_rij),
    "taken": ("casemanager", lambda b: b.ga(b.taak())),
    "veel-tegelijk": ("casemanager", _veel),
    "samen": ("casemanager", lambda b: b.ga("/afwezigheid")),
    "signalen": ("wonen", lambda b: b.ga("/signalen")),
    "zaak": ("wonen", lambda b: b.ga(b.zaak())),
    "documenten": ("wonen", lambda b: b.ga(b.document())),
    "zoeken": ("wonen", _zoek),
    "goedkeuren": ("teammanager", lambda b: b.ga("/goedkeuren")),
    "team": ("teammanager", lambda b: b.ga("/team")),
    "portaal": ("wonen", lambda b: naar_wachtende(b.blad, b.adres)),
}


@pytest.mark.parametrize("naam", sorted(SCHERMEN))
def test_plaatje(browser: Browser, demo: str, naam: str, tmp_path: Path) -> None:
    map_ = Path(os.environ.get("CASUS_SCHERMEN") or tmp_path)
    map_.mkdir(parents=True, exist_ok=True)
    rol, ga = SCHERMEN[naam]
    with venster(browser, 1280, reduced_motion="reduce") as blad:
        log_in(blad, demo, rol)
        ga(Bezoek(blad, demo))
        _bewaar(blad, naam, map_)
    assert (map_ / f"{naam}.png").stat().st_size < 120_000
    assert f"beeld/{naam}.png" in (HANDLEIDING / f"{naam}.md").read_text(encoding="utf-8")
    assert (HANDLEIDING / "beeld" / f"{naam}.png").is_file()
