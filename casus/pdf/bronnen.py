"""De enige bronnen die een document mag gebruiken: de eigen letters en iconen, en wat de aanroeper meegeeft.

Bestanden, netwerk, data-adressen en doorverwijzingen bestaan niet voor een document. Elke andere vraag breekt het maken
af, ook die naar een icoon met een tikfout: een document met een gat erin is erger dan geen document.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from weasyprint.urls import URLFetcher, URLFetcherResponse

from casus.pdf.huisstijl import SJABLONEN
from casus.pdf.tekens import BESTANDEN, LETTERTYPEN

ADRES = "https://bronnen.casus.invalid/"
"""Een https-vorm, want alleen daarmee rekent urljoin; .invalid bestaat nergens (RFC 2606) en wordt nooit opgezocht."""


@cache
def vaste_bronnen() -> dict[str, bytes]:
    """Naam → inhoud van de twee letters en de iconen."""
    bronnen = {naam: (LETTERTYPEN / naam).read_bytes() for naam in BESTANDEN}
    return bronnen | {icoon.name: icoon.read_bytes() for icoon in sorted(SJABLONEN.glob("*.svg"))}


class Bronnen(URLFetcher):  # type: ignore[misc]  # de basisklasse heeft geen types
    """Geeft genoemde bronnen uit het geheugen; al het andere breekt het document af."""

    def __init__(self, extra: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._bronnen = {**vaste_bronnen(), **extra}
        self.geweigerd = 0

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """De bron met precies dit adres. Heft ValueError bij elk ander adres; WeasyPrint maakt die fataal."""
        naam = url.removeprefix(ADRES)
        if not url.startswith(ADRES) or naam not in self._bronnen:
            self.geweigerd += 1  # een beeld in een SVG slikt de fout in; wie tekent, telt na
            raise ValueError("adres buiten casus")
        soort = "image/svg+xml" if naam.endswith(".svg") else "font/woff2"
        return URLFetcherResponse(url, self._bronnen[naam], {"Content-Type": soort})
