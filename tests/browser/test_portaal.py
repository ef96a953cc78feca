"""De corporatie antwoordt in haar portaal, en de gemeente ziet het; met een echte browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in, log_uit
from tests.browser.portaal import WACHT, naar_wachtende

pytestmark = pytest.mark.browser


def test_antwoorden_op_een_voordracht(pagina: Page, demo: str) -> None:
    blad = pagina
    naar_wachtende(blad, demo)
    expect(blad.get_by_role("link", name="Zaken", exact=True)).to_have_count(0)
    blad.locator(WACHT).first.click()
    nummer = blad.locator("main .gedempt").first.inner_text().rpartition("zaak ")[2]
    akkoord = blad.locator("section", has=blad.get_by_role("heading", name="Ja, dit huishouden"))
    akkoord.get_by_label("Op welke dag besloot u dit?").fill("vandaag")
    akkoord.get_by_role("button", name="Akkoord geven").click()
    expect(blad.locator("#meldingen .melding")).to_contain_text("Uw akkoord is vastgelegd")
    bezichtiging = blad.locator("section", has=blad.get_by_role("heading", name="Bezichtiging"))
    bezichtiging.get_by_label("Op welke dag is de bezichtiging?").fill("morgen")
    bezichtiging.get_by_label("Hoe laat?").fill("14.30")
    bezichtiging.get_by_role("button", name="Bezichtiging doorgeven").click()
    expect(blad.locator("#meldingen .melding")).to_contain_text("De bezichtiging is doorgegeven")
    log_uit(blad, demo)
    log_in(blad, demo, "wonen")
    blad.goto(f"{demo}/zaken/{nummer}")
    expect(blad.locator("#tijdlijn")).to_contain_text("Corporatie is akkoord")
