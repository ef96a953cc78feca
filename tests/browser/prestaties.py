"""De pagina's van prestatieafspraken in de wandeling langs elke pagina."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.paginas import Bezoek, Stap


def _formulier(b: Bezoek) -> str:
    return b.link("/prestatieafspraken", "main a.knop[href*='/prestatieafspraken/vastleggen']")


def _fout(b: Bezoek) -> None:
    b.ga(_formulier(b))
    b.blad.locator("#studio-afspraak").fill("veel")
    b.druk("Bewaren")
    expect(b.blad.locator(".fouten")).to_be_focused()


VAN_WONEN: Final[list[Stap]] = [
    ("prestaties.toon", "prestatieafspraken", lambda b: b.ga("/prestatieafspraken")),
    ("", "prestatieafspraken-eerder", lambda b: b.ga("/prestatieafspraken?jaar=2024&kwartaal=1")),
    ("prestaties.wijzig", "prestatieafspraken-vastleggen", lambda b: b.ga(_formulier(b))),
    ("", "prestatieafspraken-fout", _fout),
]
