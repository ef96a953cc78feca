"""Elke pagina zonder overtredingen van WCAG 2.2 AA, breed en smal, licht en donker, en te bedienen met toetsen."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import REGELS, axe, log_in, venster
from tests.browser.paginas import BEZOEKEN, ZONDER, Bezoek
from tests.routes import ROUTES

pytestmark = pytest.mark.browser

BREEDTES = (1280, 640, 320)
"""Een bureau, hetzelfde bureau op 200 procent, en 400 procent of een kleine telefoon."""

KLEIN = """() => {
  // WCAG 2.5.8: 24 bij 24, of een cirkel van 24 raakt geen ander doel. Een link in een zin telt niet.
  const doelen = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((deel) => deel.checkVisibility({visibilityProperty: true}) && !deel.closest(".vh, .skip"));
  const vlak = (deel) => {
    const alle = [deel, ...(deel.labels || [])].map((een) => een.getBoundingClientRect()).filter((r) => r.width > 1);
    return {deel, x: Math.min(...alle.map((r) => r.left)), y: Math.min(...alle.map((r) => r.top)),
      r: Math.max(...alle.map((r) => r.right)), o: Math.max(...alle.map((r) => r.bottom))};
  };
  const inZin = (deel) => deel.matches("a") && getComputedStyle(deel).display === "inline"
    && deel.parentElement.textContent.trim().length > deel.textContent.trim().length;
  const vlakken = doelen.map(vlak);
  const klein = vlakken.filter((v) => (v.r - v.x < 24 || v.o - v.y < 24) && !inZin(v.deel));
  const raakt = (v, w) => {
    const mx = (v.x + v.r) / 2, my = (v.y + v.o) / 2;
    const dx = Math.max(w.x - mx, 0, mx - w.r), dy = Math.max(w.y - my, 0, my - w.o);
    return Math.hypot(dx, dy) < 12;
  };
  const los = (v, w) => !w.deel.contains(v.deel) && !v.deel.contains(w.deel);
  return klein.filter((v) => vlakken.some((w) => los(v, w) && raakt(v, w)))
    .map((v) => v.deel.outerHTML.slice(0, 120));
}"""

KLEUR = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""In het donker veranderen alleen de kleuren."""
BOUW = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"color-contrast": {"enabled": False}},
}
"""Smal veranderen de kleuren niet, wel wat er te zien is."""

ZICHTBAAR = """() => {
  const deel = document.activeElement, stijl = getComputedStyle(deel), vlak = deel.getBoundingClientRect();
  if (deel === document.body) return "";
  const omlijnd = stijl.outlineStyle !== "none" && parseFloat(stijl.outlineWidth) >= 2;
  const boven = document.elementFromPoint(vlak.left + vlak.width / 2, vlak.top + Math.min(vlak.height / 2, 20));
  const vrij = deel.contains(boven) || boven?.contains(deel) || boven?.closest("label")?.control === deel;
  const bedekt = vlak.width > 2 && !vrij;
  return omlijnd && !bedekt ? "" : `${omlijnd ? "bedekt" : "niet omlijnd"}: ${deel.outerHTML.slice(0, 120)}`;
}"""


def _foto(blad: Page, naam: str) -> None:
    """Bewaart een schermafdruk als CASUS_SCHERMEN een map noemt; zo blijft kijken makkelijk."""
    if map_ := os.environ.get("CASUS_SCHERMEN"):
        Path(map_).mkdir(parents=True, exist_ok=True)
        blad.screenshot(path=str(Path(map_) / f"{naam}.png"), full_page=True)


def _overtredingen(blad: Page, naam: str) -> list[str]:
    """Eén keer geladen, in drie breedten bekeken, breed ook in het donker."""
    gevonden = []
    for breedte in BREEDTES:
        blad.set_viewport_size({"width": breedte, "height": 900})
        if breedte == 1280:
            gevonden += axe(blad)
        elif breedte == 320:
            gevonden += [f"320: {fout}" for fout in blad.evaluate(REGELS, BOUW)]
        _foto(blad, f"{naam}-{breedte}")
        if (breder := blad.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")) > 0:
            gevonden.append(f"{breedte}: {breder} px te breed")
        gevonden += [f"{breedte}: te klein {doel}" for doel in blad.evaluate(KLEIN)]
    blad.set_viewport_size({"width": BREEDTES[0], "height": 900})
    blad.emulate_media(color_scheme="dark")
    gevonden += [f"donker: {fout}" for fout in blad.evaluate(REGELS, KLEUR)]
    _foto(blad, f"{naam}-donker")
    blad.emulate_media(color_scheme="light")
    return gevonden


@pytest.mark.parametrize("rol", sorted(BEZOEKEN))
def test_elke_pagina(browser: Browser, demo: str, rol: str) -> None:
    gevonden = {}
    with venster(browser, 1280, reduced_motion="reduce") as blad:
        bezoek = Bezoek(blad, demo)
        if rol != "niemand":
            log_in(blad, demo, rol)
        for _, naam, ga in BEZOEKEN[rol]:
            ga(bezoek)
            gevonden[naam] = _overtredingen(blad, naam)
    assert {naam: fouten for naam, fouten in gevonden.items() if fouten} == {}


def test_geen_pagina_vergeten() -> None:
    """Elke GET staat in de wandeling, of bij naam bij wat geen pagina is."""
    bezocht = {endpoint for stappen in BEZOEKEN.values() for endpoint, _, _ in stappen if endpoint}
    alle = {regel.removeprefix("GET ") for regel in ROUTES if regel.startswith("GET ")}
    assert bezocht & ZONDER == set()
    assert bezocht | ZONDER == alle


@pytest.mark.parametrize("pad", ["/werkvoorraad", "/werkvoorraad/team"])
def test_focus_is_altijd_te_zien(browser: Browser, demo: str, pad: str) -> None:
    mis = []
    with venster(browser, 1280, reduced_motion="reduce") as blad:
        log_in(blad, demo, "casemanager")
        blad.goto(demo + pad)
        for _ in range(70):
            blad.keyboard.press("Tab")
            mis.append(blad.evaluate(ZICHTBAAR))
    assert [een for een in mis if een] == []


def test_menu_is_dicht_en_gaat_open(pagina: Page, demo: str) -> None:
    log_in(pagina, demo, "wonen")
    menu = pagina.locator("#ik")
    expect(menu).not_to_be_visible()
    pagina.get_by_role("button", name=re.compile("wonen")).click()
    expect(menu).to_be_visible()
    assert axe(pagina) == []
    pagina.keyboard.press("Escape")
    expect(menu).not_to_be_visible()


def test_zonder_javascript(browser: Browser, demo: str) -> None:
    with venster(browser, 1280, java_script_enabled=False) as blad:
        log_in(blad, demo, "wonen")
        blad.locator("main .rij a.taak").first.click()
        blad.locator("tr.uitklap a[href*='/taken/']").first.click()
        expect(blad.get_by_role("heading", level=1)).to_be_visible()
        blad.goto(f"{demo}/zaken")
        expect(blad.locator("main a[href*='/zaken/DOE-']").first).to_be_visible()
