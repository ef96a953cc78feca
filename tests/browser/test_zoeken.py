"""Zoeken zoals een collega het doet: met toetsen, op een telefoon, en met Terug."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import axe, log_in, venster

pytestmark = pytest.mark.browser


def _te_breed(blad: Page) -> int:
    return int(blad.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _zet_notitie(blad: Page, demo: str) -> str:
    """Schrijft een notitie bij de eerste zaak; geeft haar nummer."""
    blad.goto(f"{demo}/zaken")
    link = str(blad.locator("main tr.rij a.zaak").first.get_attribute("href"))
    blad.goto(demo + link)
    blad.locator("textarea[name=tekst]").first.fill("Vader belde over de schóól van de oudste.")
    blad.get_by_role("button", name="Notitie").first.click()
    blad.wait_for_load_state()
    return link.rpartition("/")[2]


def test_zoeken_met_toetsen_en_terug(pagina: Page, demo: str) -> None:
    log_in(pagina, demo, "casemanager")
    nummer = _zet_notitie(pagina, demo)
    pagina.goto(f"{demo}/zaken/zoeken")
    expect(pagina.locator("#q")).to_be_focused()
    pagina.keyboard.type("SCHOOL")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("status").first).to_contain_text("gevonden")
    expect(pagina.locator("mark", has_text="schóól").first).to_be_visible()
    assert "school" not in pagina.url.lower() and axe(pagina) == []
    pagina.locator("main tr.rij", has_text="schóól").locator("a.zaak").click()
    pagina.wait_for_url(f"**/zaken/{nummer}")
    pagina.go_back()
    expect(pagina.locator("mark", has_text="schóól").first).to_be_visible()
    pagina.locator("#q").fill(nummer)
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(f"**/zaken/{nummer}")


@pytest.mark.parametrize("breedte", [375, 320])
def test_zoeken_op_een_smal_scherm(browser: Browser, demo: str, breedte: int) -> None:
    with venster(browser, breedte) as blad:
        log_in(blad, demo, "casemanager")
        blad.goto(f"{demo}/zaken/zoeken")
        assert axe(blad) == [] and _te_breed(blad) <= 0
        for term in ("doe 2026", "bestaatniet"):
            blad.locator("#q").fill(term)
            blad.locator("#q").press("Enter")
            expect(blad.locator("#q")).to_have_value(term)
            expect(blad.get_by_role("status").first).to_contain_text("gevonden")
            assert axe(blad) == [] and _te_breed(blad) <= 0
