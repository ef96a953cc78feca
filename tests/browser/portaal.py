"""De wandeling door het portaal van een corporatie, en langs de schermen waarmee de gemeente er toegang toe geeft."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Page, expect

from tests.browser.conftest import democode, log_in, log_uit

if TYPE_CHECKING:
    from tests.browser.paginas import Bezoek, Stap

CORPORATIES: Final = ("berkelthuis", "de-linde", "eikpunt")
WACHT: Final = "main a.hoofd[href^='/portaal/voordrachten/']"
"""De knop bij een voordracht die op antwoord wacht."""


def naar_binnen(blad: Page, adres: str, corporatie: str) -> None:
    """Ingelogd bij deze corporatie, met de code erbij, op de eerste pagina van het portaal."""
    log_uit(blad, adres)
    log_in(blad, adres, "portaal", corporatie)
    if "/portaal/code" in blad.url:
        blad.locator("#code").fill(democode(blad))
        blad.get_by_role("button", name="Verder").click()
    expect(blad.get_by_role("heading", level=1)).to_have_text("Voordrachten en dossiers")


def naar_wachtende(blad: Page, adres: str) -> None:
    """Bij de corporatie die nog op een voordracht moet antwoorden."""
    for corporatie in CORPORATIES:
        naar_binnen(blad, adres, corporatie)
        if blad.locator(WACHT).count():
            return
    raise AssertionError("in de demo wacht bij geen enkele corporatie een voordracht")


def _aan_de_deur(b: Bezoek) -> None:
    log_uit(b.blad, b.adres)
    log_in(b.blad, b.adres, "portaal", CORPORATIES[0])
    b.ga("/portaal/code")


def _voordracht(b: Bezoek) -> str:
    return b.link("/portaal", WACHT)


def _fout(knop: str) -> Callable[[Bezoek], None]:
    def ga(b: Bezoek) -> None:
        b.ga(_voordracht(b))
        b.druk(knop)
        expect(b.blad.locator(".fouten")).to_be_focused()

    return ga


def _prognose_fout(b: Bezoek) -> None:
    b.ga("/portaal/prognose")
    b.blad.locator("main table input:not([type=hidden])").first.fill("veel")
    b.druk("Prognose bewaren")
    expect(b.blad.locator(".fouten")).to_be_focused()


def _leeg(pad: str, knop: str) -> Callable[[Bezoek], None]:
    def ga(b: Bezoek) -> None:
        b.ga(pad)
        b.druk(knop)
        expect(b.blad.locator(".fouten")).to_be_focused()

    return ga


def _links(b: Bezoek) -> None:
    """Van de eerste zaak met een dossier voor een corporatie."""
    b.ga("/zaken")
    zaken = {str(een.get_attribute("href")) for een in b.blad.locator("main a[href*='/zaken/DOE-']").all()}
    for zaak in sorted(zaken):
        b.ga(zaak)
        dossier = b.blad.locator("#documenten a[href*='/verstrekkingen/']").first
        if dossier.count():
            b.ga(f"{str(dossier.get_attribute('href')).removesuffix('/pdf')}/links")
            return
    raise AssertionError("in de demo heeft geen enkele zaak een dossier")


ZONDER_ACCOUNT: Final[list[Stap]] = [
    ("dossierlink.vraag", "dossier-ophalen", lambda b: b.ga("/d/doe/niet-te-raden")),
    ("", "dossier-ophalen-fout", _leeg("/d/doe/niet-te-raden", "Document ophalen")),
    ("uitnodiging.toon", "uitnodiging-weg", lambda b: b.ga("/uitnodiging/doe/niet-te-raden", 404)),
]
VAN_WONEN: Final[list[Stap]] = [
    ("dossierlinks.toon", "dossierlinks", _links),
    ("corporaties.lijst", "corporaties", lambda b: b.ga("/corporaties")),
    ("corporaties.uitnodigen", "corporatie-uitnodigen", lambda b: b.ga("/corporaties/uitnodigen")),
    ("", "corporatie-uitnodigen-fout", _leeg("/corporaties/uitnodigen", "Uitnodiging versturen")),
    (
        "corporaties.toegang",
        "corporatie-toegang",
        lambda b: b.ga(b.link("/corporaties", "main a[href*='/corporaties/toegang/']")),
    ),
]
VAN_DE_CORPORATIE: Final[list[Stap]] = [
    ("portaal.bewijs", "portaal-code", _aan_de_deur),
    ("portaal.begin", "portaal", lambda b: naar_wachtende(b.blad, b.adres)),
    ("portaal.voordracht", "portaal-voordracht", lambda b: b.ga(_voordracht(b))),
    ("", "portaal-afwijzen-fout", _fout("Voordracht afwijzen")),
    ("portaalprognose.toon", "portaal-prognose", lambda b: b.ga("/portaal/prognose")),
    ("", "portaal-prognose-fout", _prognose_fout),
    ("portaalcollegas.lijst", "portaal-collegas", lambda b: b.ga("/portaal/collegas")),
    ("portaalwoningen.lijst", "portaal-woningen", lambda b: b.ga("/portaal/woningen")),
    ("portaalwoningen.nieuw", "portaal-woning-opgeven", lambda b: b.ga("/portaal/woningen/nieuw")),
    ("", "portaal-woning-fout", _leeg("/portaal/woningen/nieuw", "Woning opgeven")),
    (
        "portaalwoningen.wijzig",
        "portaal-woning-verbeteren",
        lambda b: b.ga(b.link("/portaal/woningen", "main .taken a.knop[href^='/portaal/woningen/']")),
    ),
    ("", "portaal-mag-niet", lambda b: b.ga("/zaken", 403)),
]
