"""Een echte server en een echte browser: Debians chromium op een server van granian met een verse installatie."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

CASUS = [sys.executable, "-m", "casus"]
WACHTWOORD = "welkom-bij-casus"
TWEEDE_CASEMANAGER = ["gebruiker", "rol", "inburgering@doetinchem.example", "casemanager", "--gemeente", "GM0222"]
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
expect.set_options(timeout=30_000)  # ook op een drukke machine; niets wacht langer dan nodig
VLAGGEN = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def vrije_poort() -> int:
    with socket.socket() as los:
        los.bind(("127.0.0.1", 0))
        return int(los.getsockname()[1])


@contextmanager
def server(map_: Path, *demo: str, erna: Sequence[Sequence[str]] = ()) -> Iterator[str]:
    """Een installatie in `map_`, met de demo erin, op een vrije poort. `erna`: opdrachten van casus na de demo."""
    poort = vrije_poort()
    adres = f"http://127.0.0.1:{poort}"
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("CASUS_")}
    omgeving |= {"CASUS_INSTANCE": str(map_), "CASUS_BASE_URL": adres}
    for opdracht in (["db", "upgrade"], ["demo", *demo], *erna):
        subprocess.run([*CASUS, *opdracht], env=omgeving, check=True, capture_output=True)
    proces = subprocess.Popen(
        [*CASUS, "serve", "--port", str(poort)], env=omgeving, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wacht_tot_gezond(adres, proces)
        yield adres
    finally:
        proces.terminate()
        proces.wait(timeout=20)


def _wacht_tot_gezond(adres: str, proces: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if proces.poll() is not None:
            raise RuntimeError("de server stopte bij het starten")
        try:
            with urllib.request.urlopen(f"{adres}/gezond", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("de server kwam niet op")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    pad = os.environ.get("CASUS_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as spel:
        kijker = spel.chromium.launch(executable_path=pad, args=VLAGGEN)
        yield kijker
        kijker.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Een server met genoeg demo-zaken om elke pagina gevuld te zien."""
    with server(tmp_path_factory.mktemp("demo"), "--zaken", "90", erna=[TWEEDE_CASEMANAGER]) as adres:
        yield adres


@pytest.fixture
def pagina(browser: Browser) -> Iterator[Page]:
    """Een schone browser op een bureau; elke fout op de console laat de test mislukken."""
    with venster(browser, 1280) as blad:
        yield blad


@contextmanager
def venster(browser: Browser, breedte: int, **opties: object) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": breedte, "height": 900}, locale="nl-NL", **opties)
    context.set_default_timeout(60_000)
    blad = context.new_page()
    fouten: list[str] = []
    blad.on("console", lambda bericht: fouten.append(bericht.text) if bericht.type == "error" else None)
    blad.on("pageerror", lambda fout: fouten.append(str(fout)))
    yield blad
    context.close()
    # een status 4xx die de test zelf oproept, meldt chromium ook als fout op de console
    assert [fout for fout in fouten if "the server responded with a status of 4" not in fout] == []


_SLEUTELS: dict[tuple[str, str, str], list[Any]] = {}
"""Per server en collega de koekjes van de eerste keer: wie elke test opnieuw inlogt, loopt tegen de inloggrens."""


def log_in(blad: Page, adres: str, rol: str, gemeente: str = "doetinchem", *, opnieuw: bool = False) -> None:
    """De collega met deze rol is ingelogd en staat op de eerste bladzijde.

    Tests delen hun sessies. `opnieuw`: een eigen sessie, waarin nog geen andere test een code uit de app gaf.
    """
    wie = (adres, rol, gemeente)
    if opnieuw:
        _typ_wachtwoord(blad, adres, rol, gemeente)
        return
    if wie in _SLEUTELS:
        blad.context.add_cookies(_SLEUTELS[wie])
        blad.goto(f"{adres}/")
        if "/inloggen" not in blad.url:
            return
    _typ_wachtwoord(blad, adres, rol, gemeente)
    _SLEUTELS[wie] = blad.context.cookies()


def _typ_wachtwoord(blad: Page, adres: str, rol: str, gemeente: str) -> None:
    blad.goto(f"{adres}/inloggen")
    blad.get_by_label("E-mailadres").fill(f"{rol}@{gemeente}.example")
    blad.get_by_label("Wachtwoord", exact=True).fill(WACHTWOORD)
    blad.get_by_role("button", name="Inloggen", exact=True).click()
    blad.wait_for_url(lambda url: "/inloggen" not in url)


def democode(blad: Page) -> str:
    """De code die de oefenomgeving nu toont naast het veld; na een net gebruikte code duurt dat even."""
    plek = blad.locator("[hx-get^='/tweede-factor/demo'] b").first
    expect(plek).to_have_text(re.compile(r"^\d{6}$"), timeout=60_000)
    return plek.inner_text()


def geef_code(blad: Page, veld: Locator) -> None:
    """Vult de code in als zij wordt gevraagd: in een gedeelde sessie gaf een andere test haar misschien net."""
    if veld.count():
        veld.fill(democode(blad))


def log_uit(blad: Page, adres: str) -> None:
    """Vergeet de sessie, zoals een andere collega op een andere computer."""
    blad.context.clear_cookies()


REGELS = """(opties) => axe.run(document, {...opties, resultTypes: ["violations"]}).then((uit) => uit.violations.map(
  (fout) => `${fout.id}: ${fout.nodes.map((deel) => deel.html.slice(0, 120)).join(" | ")}`))"""
"""Alleen de overtredingen: axe beschrijft anders ook elk onderdeel dat goed is, en dat kost twee derde van de tijd."""
ALLES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def axe(blad: Page) -> list[str]:
    """De overtredingen van WCAG 2.2 A en AA op deze pagina, leesbaar."""
    blad.evaluate(AXE)
    gevonden: list[str] = blad.evaluate(REGELS, ALLES)
    return gevonden
