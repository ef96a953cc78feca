"""Wie bij een besluit nog geen code-app heeft, stelt er een in en vindt daarna terug wat hij had getypt."""

from __future__ import annotations

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WACHTWOORD, democode, log_in, log_uit

pytestmark = pytest.mark.browser
HIER = "aalten"
"""Een andere gemeente dan waarin de andere tests werken: deze app is daarna van niemand meer."""
MOTIVERING = "Zes weken later past bij de planning van de corporatie."


def _stel_voor(blad: Page, adres: str) -> None:
    log_in(blad, adres, "wonen", HIER)
    blad.goto(f"{adres}/zaken")
    zaak = blad.locator("main a[href*='/zaken/AAL-']").first.get_attribute("href")
    blad.goto(f"{adres}{zaak}/besluiten/nieuw/herplanning")
    blad.get_by_label("Wat stelt u voor, en waarom?").fill("Zes weken later.")
    blad.get_by_role("button", name="Voorstellen").click()
    expect(blad.locator("#meldingen .melding")).to_be_visible()
    log_uit(blad, adres)


def _besluit(blad: Page) -> None:
    blad.get_by_label("Toekennen").check()
    blad.get_by_role("button", name="Besluit nemen").click()


def test_van_geen_app_tot_een_genomen_besluit(pagina: Page, demo: str) -> None:
    blad = pagina
    _stel_voor(blad, demo)
    log_in(blad, demo, "teammanager", HIER)
    blad.goto(f"{demo}/tweede-factor")
    blad.locator("#weg-code").fill(democode(blad))
    blad.get_by_role("button", name="Code-app weghalen").click()
    expect(blad.get_by_role("heading", name="U hebt nog geen code-app")).to_be_visible()
    blad.goto(f"{demo}/goedkeuren")
    blad.get_by_label("Motivering").fill(MOTIVERING)
    _besluit(blad)
    expect(blad.locator(".fouten")).to_be_focused()
    expect(blad.get_by_label("Motivering")).to_have_value(MOTIVERING)
    blad.get_by_role("link", name="Code-app instellen").click()
    blad.get_by_text("Scannen lukt niet").click()
    geheim = blad.locator(".geheim").inner_text().replace(" ", "")
    blad.get_by_label("Code uit de nieuwe app").fill(pyotp.TOTP(geheim).now())
    blad.get_by_label("Uw wachtwoord").fill(WACHTWOORD)
    blad.get_by_role("button", name="Code-app koppelen").click()
    expect(blad.locator(".herstelcodes li")).to_have_count(10)
    blad.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(blad.get_by_label("Motivering")).to_have_value(MOTIVERING)
    expect(blad.get_by_label("Code uit uw app")).to_have_count(0)
    _besluit(blad)
    expect(blad.locator("#meldingen [role=status]").first).to_be_visible()
