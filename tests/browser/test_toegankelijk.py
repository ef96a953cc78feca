"""Elke pagina zonder overtredingen van WCAG 2.2 AA, breed en smal, licht en donker, en te bedienen met toetsen."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import axe, log_in, venster

pytestmark = pytest.mark.browser

BREEDTES = (1280, 375, 320)


def _foto(blad: Page, naam: str) -> None:
    """Bewaart een schermafdruk als CASUS_SCHERMEN een map noemt; zo blijft kijken makkelijk."""
    if map_ := os.environ.get("CASUS_SCHERMEN"):
        Path(map_).mkdir(parents=True, exist_ok=True)
        blad.screenshot(path=str(Path(map_) / f"{naam}.png"), full_page=True)


def _zaaknummer(blad: Page, demo: str, toestand: str) -> str:
    blad.goto(f"{demo}/zaken?toestand={toestand}")
    link = blad.locator("main a[href*='/zaken/DOE-']").first.get_attribute("href")
    assert link
    return link.rsplit("/", 1)[1]


def _paginas(blad: Page, demo: str) -> dict[str, list[tuple[str, str]]]:
    log_in(blad, demo, "casemanager")
    zoekt, aangeboden = _zaaknummer(blad, demo, "match_gezocht"), _zaaknummer(blad, demo, "woning_aangeboden")
    thuis = _zaaknummer(blad, demo, "gehuisvest")
    blad.goto(f"{demo}/werkvoorraad")
    taak = blad.locator("main a[href*='/taken/']").first.get_attribute("href")
    return {
        "casemanager": [
            ("werkvoorraad", "/werkvoorraad"),
            ("zaken", "/zaken"),
            ("zoeken", "/zaken/zoeken"),
            ("zaak-zoekt", f"/zaken/{zoekt}"),
            ("zaak-aangeboden", f"/zaken/{aangeboden}"),
            ("zaak-gehuisvest", f"/zaken/{thuis}"),
            ("taak", str(taak)),
            ("sluiten", f"/zaken/{zoekt}/overgang/sluiten"),
            ("melden", f"/zaken/{zoekt}/melden/nareis_gemeld"),
            ("stilzetten", f"/zaken/{zoekt}/stilzetten"),
            ("contact", f"/zaken/{zoekt}/contact"),
            ("koppelingen", "/koppelingen"),
            ("team", "/team?periode=jaar"),
            ("zaken-gehuisvest", "/zaken?wat=gehuisvest&vanaf=2026-01-01"),
            ("signalen", "/signalen"),
            ("signalen-leeg", "/signalen?soort=vermelding"),
            ("voorkeuren", "/signalen/voorkeuren"),
            ("agenda", "/agenda"),
            ("bestaat-niet", "/zaken/DOE-1999-00001"),
        ],
        "wonen": [
            ("dossier", f"/zaken/{zoekt}/dossier"),
            ("besluit-kiezen", f"/zaken/{zoekt}/besluiten/nieuw"),
            ("besluit-voorstellen", f"/zaken/{zoekt}/besluiten/nieuw/voordracht"),
        ],
        "teammanager": [("goedkeuren", "/goedkeuren")],
        "beheerder": [("beheerder", "/")],
    }


@pytest.mark.parametrize("breedte", BREEDTES)
def test_elke_pagina(browser: Browser, demo: str, breedte: int) -> None:
    with venster(browser, breedte) as blad:
        blad.goto(f"{demo}/inloggen")
        fouten = {"inloggen": axe(blad)}
        _foto(blad, f"inloggen-{breedte}")
        for rol, paginas in _paginas(blad, demo).items():
            blad.context.clear_cookies()
            log_in(blad, demo, rol)
            for naam, pad in paginas:
                blad.goto(demo + pad)
                fouten[naam] = axe(blad)
                _foto(blad, f"{naam}-{breedte}")
                breder = blad.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert breder <= 0, f"{naam} is {breder} px te breed bij {breedte}"
    assert {naam: gevonden for naam, gevonden in fouten.items() if gevonden} == {}


def test_donker(browser: Browser, demo: str) -> None:
    with venster(browser, 1280, color_scheme="dark") as blad:
        log_in(blad, demo, "casemanager")
        _foto(blad, "werkvoorraad-1280-donker")
        assert axe(blad) == []


def test_menu_is_dicht_en_gaat_open(pagina: Page, demo: str) -> None:
    log_in(pagina, demo, "wonen")
    menu = pagina.locator("#ik")
    expect(menu).not_to_be_visible()
    pagina.get_by_role("button", name=re.compile("wonen")).click()
    expect(menu).to_be_visible()
    assert axe(pagina) == []
    pagina.keyboard.press("Escape")
    expect(menu).not_to_be_visible()


def test_taak_afronden_met_alleen_toetsen(pagina: Page, demo: str) -> None:
    log_in(pagina, demo, "communicatie")
    regels = pagina.locator("main .rij")
    expect(regels.first).to_be_visible()
    pagina.locator("main .rij a.taak").first.focus()
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/taken/**")
    afronden = pagina.get_by_role("button", name="Taak afronden")
    for _ in range(80):
        if afronden.evaluate("knop => knop === document.activeElement"):
            break
        pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    # leeg ingestuurd: het overzicht krijgt de aandacht en wijst naar elk veld
    samenvatting = pagina.locator(".fouten")
    expect(samenvatting).to_be_focused()
    expect(pagina).to_have_title(re.compile("^Fout:"))


def test_zonder_javascript(browser: Browser, demo: str) -> None:
    with venster(browser, 1280, java_script_enabled=False) as blad:
        log_in(blad, demo, "wonen")
        blad.locator("main .rij a.taak").first.click()
        blad.wait_for_url("**/taken/**")
        expect(blad.get_by_role("heading", level=1)).to_be_visible()
        blad.goto(f"{demo}/zaken")
        expect(blad.locator("main a[href*='/zaken/DOE-']").first).to_be_visible()
