"""Iemand achter een scherm die een zaak verder brengt: kent alleen wat er staat."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in, log_uit


class Collega:
    """Iemand achter een scherm: kent alleen wat er staat."""

    def __init__(self, blad: Page, adres: str) -> None:
        self.blad, self.adres, self.zaak = blad, adres, ""

    def aan_de_beurt(self, rol: str) -> None:
        log_uit(self.blad, self.adres)
        log_in(self.blad, self.adres, rol)

    def naar_zaak(self) -> None:
        self.blad.goto(f"{self.adres}/zaken/{self.zaak}")

    def taak(self, titel: str, **velden: str) -> None:
        """Opent een taak vanaf de zaak, vult in en rondt af."""
        self.naar_zaak()
        self.blad.locator("#taken").get_by_role("link", name=titel, exact=True).first.click()
        expect(self.blad.get_by_role("heading", level=1)).to_have_text(titel)
        self.vul(velden)
        self.blad.get_by_role("button", name="Taak afronden").click()
        expect(self.blad.locator(".melding.s-gereed").first).to_contain_text("Afgerond")

    def vul(self, velden: dict[str, str]) -> None:
        for naam, waarde in velden.items():
            veld = self.blad.locator(f"[name={naam}]").first
            soort = veld.evaluate("v => v.tagName === 'SELECT' ? 'select' : v.type")
            if soort == "select":
                kies = veld.locator("option:not([value=''])")
                veld.select_option(waarde or kies.first.get_attribute("value"))
            elif soort == "radio":
                self.blad.locator(f"[name={naam}][value='{waarde}']").check()
            else:
                veld.fill(waarde)
        for vakje in self.blad.locator("form input[type=checkbox][name^=punt_]").all():
            vakje.check()

    def stap(self, titel: str, **velden: str) -> None:
        """Zet een stap met de knop op de zaak."""
        self.naar_zaak()
        self.blad.get_by_role("button", name=titel).or_(self.blad.get_by_role("link", name=titel)).first.click()
        if velden:
            self.vul(velden)
            self.blad.get_by_role("button", name=titel).click()

    def staat_op(self, toestand: str) -> None:
        self.naar_zaak()
        expect(self.blad.locator("#h-lijn")).to_have_text(toestand)
