"""Wat een lijst met koppelingen oplevert: huishoudens met hun personen, en wat er nog aan het bestand schort."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from casus.importers.gebreken import FOUT, WAARSCHUWING, Fout
from casus.importers.tabel import Cel, Soort


@dataclass(frozen=True, slots=True)
class PersoonRegel:
    """Eén persoon. Niet ingevulde tekst is leeg; `geboortedatum` is 'JJJJ-MM-DD' met 00 voor wat onbekend is (BRP)."""

    rij: int
    v_nummer: str = field(repr=False)
    bsn: str | None = field(repr=False)
    achternaam: str
    voornamen: str
    geboortedatum: str
    geslacht: str
    relatie: str
    nationaliteit: str = ""
    herkomstland: str = ""
    taal: str = ""
    tolk_nodig: bool = False
    opleiding: str = ""
    inkomen: str = ""
    opmerking: str = ""


@dataclass(frozen=True, slots=True)
class HuishoudenRegel:
    """Eén gekoppeld huishouden: de rijen met hetzelfde zaaknummer van het COA.

    Vergunningdatum en COA-locatie zijn die van de hoofdpersoon; koppelredenen zijn die van alle personen samen,
    `woonbeperking` is de zwaarste ('geen' als er geen is) en `verwachte_nareis` het hoogste aantal.
    """

    coa_nummer: str
    gemeentecode: str
    koppeldatum: date
    vergunningdatum: date
    vergunning_geldig_tot: date | None
    coa_locatie: str
    koppelredenen: tuple[str, ...]
    woonbeperking: str
    verwachte_nareis: int
    personen: tuple[PersoonRegel, ...]

    @property
    def hoofdpersoon(self) -> PersoonRegel:
        """De persoon met relatie hoofdpersoon; ieder huishouden heeft er precies één."""
        return next(persoon for persoon in self.personen if persoon.relatie == "hoofdpersoon")

    def canoniek(self) -> str:
        """Alle gelezen waarden als vaste tekst: los van rijnummers, volgorde en opmaak van het bestand."""
        inhoud = asdict(self)
        for persoon in inhoud["personen"]:
            del persoon["rij"]
        inhoud["personen"] = sorted(inhoud["personen"], key=lambda persoon: str(persoon["v_nummer"]))
        inhoud["koppelredenen"] = sorted(inhoud["koppelredenen"])
        return json.dumps(inhoud, sort_keys=True, ensure_ascii=True, default=str)

    def vingerafdruk(self, zoekhash: Callable[[str, str], str]) -> str:
        """Vaste afdruk om een ongewijzigd huishouden te herkennen.

        `zoekhash(doel, tekst)` is een hash met de sleutel van de installatie (Sleutelbos.zoekhash): zonder sleutel zou
        een afdruk die wordt bewaard een BSN verraden (veiligheid.md C3).
        """
        return zoekhash("koppeling", self.canoniek())


@dataclass(frozen=True, slots=True)
class Tegengehouden:
    """Een huishouden dat in zijn geheel wacht op verbetering. Zonder `coa_nummer` is het één losse rij."""

    coa_nummer: str
    rijen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KoppelingenBestand:
    """De uitkomst van één bestand.

    `huishoudens` zijn volledig en zonder fout; van de andere staat in `tegengehouden` welke rijen wachten.
    `ruw` bewaart de cellen van die rijen voor het herstelblad. `overgeslagen` telt de rijen van andere gemeenten.
    """

    naam: str
    soort: Soort
    blad: str
    kopregel: tuple[str, ...]
    huishoudens: tuple[HuishoudenRegel, ...]
    fouten: tuple[Fout, ...]
    tegengehouden: tuple[Tegengehouden, ...]
    gelezen_rijen: int
    overgeslagen: int
    ruw: Mapping[int, tuple[Cel, ...]] = field(repr=False)

    @property
    def aantal_personen(self) -> int:
        """Personen in de huishoudens die goed zijn."""
        return sum(len(huishouden.personen) for huishouden in self.huishoudens)

    @property
    def aantal_huishoudens(self) -> int:
        """Huishoudens die goed zijn."""
        return len(self.huishoudens)

    @property
    def echte_fouten(self) -> tuple[Fout, ...]:
        """De meldingen die een huishouden tegenhouden."""
        return tuple(melding for melding in self.fouten if melding.ernst == FOUT)

    @property
    def waarschuwingen(self) -> tuple[Fout, ...]:
        """De meldingen waarmee casus verder kan."""
        return tuple(melding for melding in self.fouten if melding.ernst == WAARSCHUWING)
