"""De pagina's van dossiers, dossierprofielen en bundels in de wandeling langs elke pagina."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.paginas import Bezoek, Stap

VOORDRACHT: Final = "/dossierprofielen/voordracht"


def _voorbeeld(b: Bezoek) -> None:
    b.ga(f"{b.zaak()}/dossier")
    b.blad.get_by_label("Welke corporatie?").select_option(index=1)
    b.druk("Laten zien wat er weggaat")
    expect(b.blad.locator("#h-weg")).to_be_visible()
    b.blad.locator("main summary").click()


def _gemaakt(b: Bezoek) -> None:
    _voorbeeld(b)
    b.blad.locator("main button.hoofd.groot").click()
    expect(b.blad.locator("#h-wat")).to_be_visible()


def _wachtwoord(b: Bezoek) -> None:
    _gemaakt(b)
    b.druk("Kopie met wachtwoord maken")
    b.druk("Wachtwoord bekijken")
    expect(b.blad.get_by_text("Het wachtwoord is")).to_be_visible()


def _bundel(b: Bezoek) -> None:
    b.ga("/dossierbundels")
    b.blad.locator("main #corporatie").select_option(index=1)
    b.druk("Laten zien welke dossiers")
    b.druk("Bundel maken")
    expect(b.blad.get_by_role("heading", name="Wat erin zit")).to_be_visible()


def _voorstel_fout(b: Bezoek) -> None:
    b.ga(f"{VOORDRACHT}/wijzigen")
    b.druk("Voorstel doen")
    expect(b.blad.locator(".fouten")).to_be_focused()


def _verbeteren(b: Bezoek) -> None:
    _gemaakt(b)
    b.blad.get_by_role("link", name="Nieuwe versie maken").click()
    expect(b.blad.get_by_role("heading", name="Dit verandert")).to_be_visible()


VAN_WONEN: Final[list[Stap]] = [
    ("", "dossier-voorbeeld", _voorbeeld),
    ("dossiers.verstrekking", "dossier-gemaakt", _gemaakt),
    ("dossiers.verbetering", "dossier-verbeteren", _verbeteren),
    ("", "dossier-wachtwoord", _wachtwoord),
    ("", "dossier-team", lambda b: b.ga(f"{b.zaak()}/dossier?profiel=intern_volledig&ontvanger=team")),
    ("bundels.lijst", "bundels", lambda b: b.ga("/dossierbundels")),
    ("bundels.toon", "bundel", _bundel),
    ("profielen.lijst", "profielen", lambda b: b.ga("/dossierprofielen")),
    ("profielen.toon", "profiel", lambda b: b.ga(VOORDRACHT)),
    ("profielen.formulier", "profiel-wijzigen", lambda b: b.ga(f"{VOORDRACHT}/wijzigen")),
    ("", "profiel-fout", _voorstel_fout),
]
"""Wat wonen van dossiers ziet."""
