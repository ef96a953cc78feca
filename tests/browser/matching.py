"""De pagina's van matching in de wandeling langs elke pagina."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.paginas import Bezoek, Stap

EERSTE: Final = "main ol.matches > li:first-child"


def _woningen(b: Bezoek) -> str:
    return f"{b.zaak()}/woningen"


def _waarom(b: Bezoek) -> None:
    """Alle regels van de eerste woning, en haar punten open."""
    b.ga(_woningen(b) + b.link(_woningen(b), f"{EERSTE} b a"))
    b.blad.locator(f"{EERSTE} details summary").first.click()


def _wens(b: Bezoek) -> str:
    return b.link(_woningen(b), "main a[href^='/matching/wens']")


def _wens_fout(b: Bezoek) -> None:
    b.ga(_wens(b))
    b.druk("Vastleggen")
    expect(b.blad.locator(".fouten")).to_be_focused()


def _gegevens_fout(b: Bezoek) -> None:
    b.ga(f"{b.zaak()}/huishouden")
    b.blad.locator("#jaarinkomen").fill("veel")
    b.druk("Vastleggen")
    expect(b.blad.locator(".fouten")).to_be_focused()


def _kandidaten(b: Bezoek) -> None:
    b.ga(_woningen(b))
    woning = str(b.blad.locator(EERSTE).first.get_attribute("id")).removeprefix("woning-")
    b.ga(f"/woningen/{woning}/kandidaten")


def _reken(knop: str) -> Callable[[Bezoek], None]:
    def ga(b: Bezoek) -> None:
        b.ga("/matching")
        b.druk(knop)
        expect(b.blad.get_by_role("heading", level=1)).to_contain_text("Verdeling")

    return ga


def _wat_als(b: Bezoek) -> None:
    _reken("Uitrekenen voor Doetinchem")(b)
    b.blad.locator("#studio").fill("2")
    b.druk("Uitrekenen met deze woningen")
    expect(b.blad.get_by_role("heading", level=1)).to_contain_text("2 extra studio’s")


def _wat_als_fout(b: Bezoek) -> None:
    _reken("Uitrekenen voor Doetinchem")(b)
    b.druk("Uitrekenen met deze woningen")
    expect(b.blad.locator(".fouten")).to_be_focused()


VAN_WONEN: Final[list[Stap]] = [
    ("matching.woningen", "woningen-bij-huishouden", lambda b: b.ga(_woningen(b))),
    ("", "woningen-waarom", _waarom),
    ("", "woningen-niets-gevonden", lambda b: b.ga(f"{_woningen(b)}?adres=xyzzy")),
    ("matching.kandidaten", "kandidaten", _kandidaten),
    ("huishouden.formulier", "gegevens", lambda b: b.ga(f"{b.zaak()}/huishouden")),
    ("", "gegevens-fout", _gegevens_fout),
    ("matching.reistijden", "reistijden", lambda b: b.ga("/matching/reistijden?gebied=Zutphen")),
    ("matching.wens_formulier", "wens", lambda b: b.ga(_wens(b))),
    ("", "wens-fout", _wens_fout),
    ("matching.lijst", "matching-leeg", lambda b: b.ga("/matching")),
    ("matching.toon", "verdeling", _reken("Uitrekenen voor Doetinchem")),
    ("", "verdeling-wat-als", _wat_als),
    ("", "verdeling-fout", _wat_als_fout),
]
VAN_TEAMMANAGER: Final[list[Stap]] = [
    ("", "verdeling-regio", _reken("Uitrekenen voor de regio")),
    ("", "matching", lambda b: b.ga("/matching")),
]
ZONDER_ACCOUNT: Final[list[Stap]] = [("matching.algoritme", "algoritme", lambda b: b.ga("/algoritme"))]
