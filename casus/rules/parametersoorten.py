"""De waarden die een gemeente kan vastleggen: hoe zij heten, wat er in kan, en hoe zij op het scherm staan.

De beschrijvingen staan in parametersoorten.toml. Wat hier `waarde` heet, is de tekst uit de tabel parameter ('932.93');
wat iemand typt ('€ 932,93') wordt dat met `lees`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from casus.bedragen import decimaal, euro, naar_cent, ontleed
from casus.errors import NietGevonden
from casus.rules import woningcodes
from casus.tekens import bezwaar
from casus.vocab import meervoud

Vorm = Literal["bedrag", "getal", "keuze", "codes", "tekst"]
LANGSTE_TEKST: Final = 80
GEEN: Final = "geen"
STANDAARD: Final = "Zonder waarde telt wat casus meegaf."


class Onjuist(ValueError):
    """Wat is getypt kan hier niet; het bericht is de zin onder het veld."""


@dataclass(frozen=True, slots=True)
class Soort:
    """Eén waarde. `laagst` en `hoogst` zijn hele euro's of aantallen.

    `onder` noemt een andere waarde die hoger moet blijven, `boven` een die lager moet blijven.
    `per_jaar`: hoort bij een kalenderjaar. `ongebruikt`: casus rekent er niet mee. `corporaties`: de tekst noemt codes
    van corporaties, of `GEEN`.
    """

    sleutel: str
    titel: str
    uitleg: str
    vorm: Vorm
    eenheid: tuple[str, ...] = ()
    laagst: int = 0
    hoogst: int = 0
    keuzes: tuple[tuple[str, str], ...] = ()
    per_jaar: bool = False
    zonder: str = STANDAARD
    ongebruikt: bool = False
    corporaties: bool = False
    onder: str = ""
    boven: str = ""

    def opties(self, dag: date) -> tuple[tuple[str, str], ...]:
        """Waaruit te kiezen is, met de woorden ervoor; leeg bij een getal, een bedrag of een tekst."""
        return tuple(woningcodes.geldig("contractsoort", dag).items()) if self.vorm == "codes" else self.keuzes

    def lees(self, tekst: str, dag: date) -> str:
        """De waarde uit wat er is getypt. Raises Onjuist met de zin voor onder het veld."""
        netjes = " ".join(tekst.split())
        match self.vorm:
            case "bedrag":
                return self._bedrag(netjes)
            case "getal":
                return self._getal(netjes)
            case "tekst":
                return _tekst(netjes)
            case "keuze":
                if netjes not in dict(self.keuzes):
                    raise Onjuist("Maak een keuze.")
                return netjes
            case "codes":
                return self._codes(netjes.split(), dag)

    def _bedrag(self, tekst: str) -> str:
        cent = ontleed(tekst)
        if cent is None:
            raise Onjuist("Vul een bedrag in, bijvoorbeeld 932,93.")
        if not self.laagst * 100 <= cent <= self.hoogst * 100:
            raise Onjuist(f"Vul een bedrag in van {euro(self.laagst * 100)} tot en met {euro(self.hoogst * 100)}.")
        return decimaal(cent) if cent % 100 else str(cent // 100)

    def _getal(self, tekst: str) -> str:
        if not (tekst.isascii() and tekst.isdigit() and len(tekst) <= 9):
            raise Onjuist("Vul een heel getal in, zonder punt of komma.")
        if not self.laagst <= int(tekst) <= self.hoogst:
            raise Onjuist(f"Vul een getal in van {self.laagst} tot en met {self.hoogst}.")
        return str(int(tekst))

    def _codes(self, codes: list[str], dag: date) -> str:
        if not codes:
            raise Onjuist("Kies er minstens één.")
        for code in codes:
            if (reden := woningcodes.reden_niet("contractsoort", code, dag)) is not None:
                raise Onjuist(reden)
        return " ".join(dict.fromkeys(codes))

    def toon(self, waarde: str) -> str:
        """De waarde in woorden: '€ 932,93 per maand', '14 dagen', 'Ja'."""
        match self.vorm:
            case "bedrag":
                return " ".join((euro(naar_cent(waarde)), *self.eenheid))
            case "getal":
                return meervoud(int(waarde), *self.eenheid)
            case "codes":
                return ", ".join(woningcodes.naam("contractsoort", code) for code in waarde.split())
            case _:
                return dict(self.keuzes).get(waarde, waarde)

    def invoer(self, waarde: str) -> str:
        """De waarde zoals iemand haar typt: '932,93'."""
        return waarde.replace(".", ",") if self.vorm == "bedrag" else waarde


def _tekst(tekst: str) -> str:
    if not tekst or len(tekst) > LANGSTE_TEKST:
        raise Onjuist(f"Vul een tekst in van hoogstens {LANGSTE_TEKST} tekens.")
    if zin := bezwaar(tekst):
        raise Onjuist(zin)
    return tekst


@dataclass(frozen=True, slots=True)
class Groep:
    """Waarden over één onderwerp, op de volgorde van het scherm."""

    titel: str
    uitleg: str
    soorten: tuple[Soort, ...]


@cache
def groepen() -> tuple[Groep, ...]:
    """Alle waarden, per onderwerp."""
    tekst = files("casus.rules").joinpath("parametersoorten.toml").read_text(encoding="utf-8")
    return tuple(
        Groep(groep["titel"], groep["uitleg"], tuple(_soort(blok) for blok in groep["soort"]))
        for groep in tomllib.loads(tekst)["groep"]
    )


def _soort(blok: dict[str, object]) -> Soort:
    lijsten: dict[str, object] = {}
    for naam in ("eenheid", "keuzes"):
        if isinstance(rij := blok.get(naam), list):
            lijsten[naam] = tuple(tuple(een) if isinstance(een, list) else een for een in rij)
    return Soort(**{**blok, **lijsten})  # type: ignore[arg-type]  # de test over het bestand kijkt elk veld na


@cache
def soorten() -> Mapping[str, Soort]:
    """Alle waarden op sleutel."""
    return {soort.sleutel: soort for soort in _alle()}


def _alle() -> Iterator[Soort]:
    for groep in groepen():
        yield from groep.soorten


def soort(sleutel: str) -> Soort:
    """De waarde met deze sleutel. Raises NietGevonden."""
    if (gevonden := soorten().get(sleutel)) is None:
        raise NietGevonden(f"Casus kent geen waarde ‘{sleutel[:60]}’.")
    return gevonden
