"""De keurmeester: kijkt een bestand na, maakt het schoon en tekent er bladen van, met twee tegelijk."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from casus.documentkeuring.kind import WANDTIJD, Grenzen, KindWeg, vraag
from casus.documentkeuring.soorten import Geweigerd, herken
from casus.documentkeuring.virus import GEDULD, Clamd, keur_handtekening
from casus.errors import CasusFout

TEGELIJK = 2
"""Zoveel kindprocessen per proces van casus."""
_ONVEILIG = (
    "Dit bestand kon niet veilig worden geopend. Maak er met uw eigen programma een nieuwe pdf van en voeg die toe."
)


class KeurmeesterBezet(CasusFout):
    """Nu niet, straks wel: er staan te veel bestanden voor, of casus wordt net afgesloten."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Er worden nu te veel documenten tegelijk nagekeken. Probeer het over een halve minuut opnieuw."
        )


class NietTeTekenen(CasusFout):
    """Van dit document is geen voorbeeld te maken."""

    status = 422

    def __init__(self) -> None:
        super().__init__("Van dit document lukt geen voorbeeld. Haal het bestand op om het te lezen.")


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Wat de keuring opleverde: het schone bestand, of de `reden` waarom het geweigerd is."""

    reden: str = ""
    mediatype: str = ""
    inhoud: bytes = b""
    bladen: int | None = None


class Keurmeester:
    """Keurt en tekent. `clamd`: het adres van de virusscanner, leeg als die er niet is.

    `haast` is voor de webserver, waar iemand op het antwoord wacht: kortere grenzen, en wat daar niet in lukt is niet
    geweigerd maar voor later. Zonder haast (de werker) is een bestand dat te lang duurt geweigerd.
    """

    def __init__(self, clamd: str = "", *, haast: bool = False, grenzen: Grenzen | None = None) -> None:
        self._clamd = Clamd(clamd, geduld=4.0 if haast else GEDULD) if clamd else None
        self._grenzen = grenzen or Grenzen(wandtijd=8.0 if haast else WANDTIJD)
        self._wachttijd, self._haast = 3.0 if haast else 60.0, haast
        self._plekken = threading.BoundedSemaphore(TEGELIJK)

    def keur(self, inhoud: bytes, naam: str) -> Uitslag:
        """De uitslag over een bestand. Raises ScannerWeg, KeurmeesterBezet; dan is er nog geen uitslag."""
        try:
            keur_handtekening(inhoud)
            soort = herken(naam, inhoud)
            if self._clamd is not None:
                self._clamd.keur(inhoud)
            kop, delen = self._doe({"doe": "keur", "soort": soort.achtervoegsel}, inhoud)
        except Geweigerd as fout:
            return Uitslag(reden=fout.zin)
        except KindWeg as fout:
            if fout.gestopt or (fout.te_lang and self._haast):
                raise KeurmeesterBezet from None
            return Uitslag(reden=_ONVEILIG)
        if kop["reden"]:
            return Uitslag(reden=str(kop["reden"]))
        return Uitslag("", soort.mediatype, delen[0], kop["bladen"])

    def teken(self, inhoud: bytes, mediatype: str, eerste: int, aantal: int) -> tuple[int, list[bytes]]:
        """Hoeveel bladen het document heeft, en `aantal` daarvan vanaf `eerste` als PNG.

        Raises KeurmeesterBezet, NietTeTekenen.
        """
        opdracht = {"doe": "teken", "mediatype": mediatype, "eerste": eerste, "aantal": aantal}
        try:
            kop, beelden = self._doe(opdracht, inhoud)
        except KindWeg as fout:
            raise (KeurmeesterBezet if fout.gestopt else NietTeTekenen)() from None
        return int(kop["bladen"]), beelden

    def _doe(self, opdracht: dict[str, Any], inhoud: bytes) -> tuple[dict[str, Any], list[bytes]]:
        if not self._plekken.acquire(timeout=self._wachttijd):
            raise KeurmeesterBezet
        try:
            return vraag(opdracht, inhoud, self._grenzen)
        finally:
            self._plekken.release()
