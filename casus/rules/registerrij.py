"""Eén regel van het register als waarde: zoals een bestand of een formulier haar geeft, en zoals zij wordt vergeleken.

Deze module kent geen rijen uit de database, zodat ook een importer haar mag gebruiken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

BESTUURSORGANEN: Final[Mapping[str, str]] = {
    "college": "college van burgemeester en wethouders",
    "burgemeester": "burgemeester",
}
SOORTEN: Final[Mapping[str, str]] = {
    "mandaat": "mandaat",
    "volmacht": "volmacht",
    "machtiging": "machtiging",
    "ondertekening": "ondertekening",
}
BEDRAGEN: Final = ("bedrag_tot_cent", "bedrag_zaak_cent", "bedrag_contract_cent")
VELDEN: Final[Mapping[str, str]] = {
    "nr": "Nr",
    "bevoegdheid": "Bevoegdheid",
    "grondslag": "Wettelijke grondslag",
    "bestuursorgaan": "Bestuursorgaan",
    "soort": "Soort",
    "functie": "Functie",
    "ondermandaat": "Ondermandaat",
    "ondermandaat_aan": "Ondermandaat aan",
    "onder_nr": "Rust op regel",
    "instemming": "Instemming",
    "voorwaarden": "Voorwaarden en instructie",
    "woonvorm": "Alleen bij woonvorm",
    "afwijking": "Afwijking van passendheid",
    "publieke_aandacht": "Publieke aandacht",
    "bedrag_tot_cent": "Bedrag per besluit tot en met",
    "bedrag_zaak_cent": "Bedrag per zaak tot en met",
    "bedrag_contract_cent": "Bedrag per contract tot en met",
    "vier_ogen": "Vier ogen",
    "geldig_van": "Geldig vanaf",
    "geldig_tot": "Geldig tot en met",
    "ingetrokken_per": "Ingetrokken per",
}
"""De kolommen van het register met hun kop, in de volgorde waarin gemeenten ze publiceren."""


@dataclass(frozen=True, slots=True)
class Registerrij:
    """Eén regel. Bevoegdheid, functie en functies voor ondermandaat staan er als code, bedragen in centen.

    `plek` zegt waar zij vandaan komt (een rij van een bestand) en telt niet mee bij vergelijken.
    """

    nr: str
    bevoegdheid: str
    grondslag: str
    bestuursorgaan: str
    soort: str
    functie: str
    geldig_van: date
    geldig_tot: date | None = None
    ondermandaat: bool = False
    ondermandaat_aan: tuple[str, ...] = ()
    onder_nr: str = ""
    instemming: str = ""
    voorwaarden: str = ""
    voorwaarde: Mapping[str, Any] = field(default_factory=dict)
    bedrag_tot_cent: int | None = None
    bedrag_zaak_cent: int | None = None
    bedrag_contract_cent: int | None = None
    vier_ogen: bool = False
    ingetrokken_per: date | None = None
    plek: str = field(default="", compare=False)

    def waarde(self, veld: str) -> Any:
        """De waarde van een kolom uit `VELDEN`; een toetsbare voorwaarde zit in `voorwaarde`."""
        return getattr(self, veld) if veld in self.__slots__ else self.voorwaarde.get(veld)


@dataclass(frozen=True, slots=True)
class Woorden:
    """Hoe bevoegdheden en functies heten, per code."""

    bevoegdheden: Mapping[str, str]
    functies: Mapping[str, str]

    def toon(self, rij: Registerrij, veld: str) -> str | int | date | None:
        """De waarde van een kolom zoals zij in een bestand komt te staan: woorden, dagen, en bedragen in euro's."""
        waarde = rij.waarde(veld)
        match veld:
            case "bevoegdheid":
                return self.bevoegdheden.get(rij.bevoegdheid, rij.bevoegdheid)
            case "functie":
                return self.functies.get(rij.functie, rij.functie)
            case "ondermandaat_aan":
                return ", ".join(self.functies.get(code, code) for code in rij.ondermandaat_aan)
            case "bestuursorgaan":
                return BESTUURSORGANEN.get(rij.bestuursorgaan, rij.bestuursorgaan)
            case "woonvorm":
                return ", ".join(waarde or ())
            case "afwijking" | "publieke_aandacht":
                return {None: "", True: "alleen met", False: "alleen zonder"}[waarde]
        return euros(waarde) if veld in BEDRAGEN else _kaal(waarde)


def _kaal(waarde: Any) -> str | date | None:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return waarde if isinstance(waarde, date) else str(waarde or "")


def euros(cent: int | None) -> str | int | None:
    """Een bedrag voor een rekenblad: hele euro's als getal, anders als '83,33'."""
    if cent is None:
        return None
    heel, centen = divmod(cent, 100)
    return heel if not centen else f"{heel},{centen:02d}"
