"""Waaruit de velden van een dossier komen, en hoe een veld eruitziet. Elk veld heeft één zuivere functie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from casus.errors import Weigering
from casus.models import Aanbod, Gebruiker, Gemeente, Huishouden, Persoon, Zaak
from casus.rules.parameters import getal
from casus.termijnen import leeftijd

MEERDERJARIG: Final = "meerderjarig_jaren"


@dataclass(frozen=True, slots=True)
class Verzending:
    """Wat van deze verzending is en niet van het huishouden. `functie` is die van de contactpersoon.

    `vroegste_ingangsdatum` is leeg: vanaf de dag van verzenden. `onder_inkomensgrens` is leeg: dan zegt de inkomensbron
    het, en zegt die het niet, dan is het niet bekend. `wil_delen`: het huishouden kiest zelf voor delen.
    """

    dag: date
    contactpersoon: Gebruiker
    functie: str
    vroegste_ingangsdatum: date | None = None
    verblijf_nu: Literal["COA", "tussenvoorziening"] = "COA"
    onder_inkomensgrens: bool | None = None
    wil_delen: bool = False


@dataclass(frozen=True, slots=True)
class Geweigerd:
    """De feiten van een geweigerd aanbod, met woning en corporatie erbij. De woorden (`reden`, `past`, `oordeel`) komen
    uit het proces van de zaak; `gezegd` en de toelichtingen zijn vrije tekst. Leeg of None: niet vastgelegd."""

    aanbod: Aanbod
    reden: str
    past: str = ""
    past_toelichting: str = ""
    gezegd: str = ""
    oordeel: str = ""
    oordeel_toelichting: str = ""
    uitleg_op: date | None = None
    besloten_op: date | None = None
    bezichtigd_op: date | None = None


@dataclass(frozen=True, slots=True)
class Bron:
    """Alles waaruit een veld kan komen. `rijen` zijn de lijsten die een profiel vraagt, op de code van het veld;
    `persoon` is de betrokkene van een inzage; `regio` zijn de gemeenten die op een ruilkaart bij naam mogen staan;
    `geweigerd` is het aanbod van een dossier over een weigering."""

    zaak: Zaak
    huishouden: Huishouden
    personen: Sequence[Persoon]
    gemeente: Gemeente
    verzending: Verzending
    parameters: Mapping[str, str]
    ontvanger: str
    doel: str
    ontvanger_code: str = ""
    persoon: Persoon | None = None
    casemanager: str = ""
    rijen: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    regio: Sequence[str] = ()
    geweigerd: Geweigerd | None = None

    @property
    def dag(self) -> date:
        """De dag van verzenden."""
        return self.verzending.dag

    @property
    def hoofdhuurder(self) -> Persoon:
        """Wie de huur tekent. Raises Weigering."""
        hoofd = next((persoon for persoon in self.personen if persoon.relatie == "hoofdpersoon"), None)
        if hoofd is None:
            raise Weigering("Het huishouden heeft nog geen hoofdpersoon. Leg eerst vast wie de huur tekent.")
        return hoofd

    @property
    def medehuurder(self) -> Persoon | None:
        """De meerderjarige partner, als die er is."""
        grens = getal(self.parameters, MEERDERJARIG) or 0
        partners = (p for p in self.personen if p.relatie == "partner")
        return next((p for p in partners if (leeftijd(p.geboortedatum, self.dag) or 0) >= grens), None)

    @property
    def medebewoners(self) -> list[Persoon]:
        """Wie meeverhuist en geen huurder is."""
        huurders = (self.hoofdhuurder, self.medehuurder)
        return [persoon for persoon in self.personen if persoon not in huurders]

    @property
    def betrokkene(self) -> Persoon:
        """Over wie de inzage gaat. Raises Weigering."""
        if self.persoon is None:
            raise Weigering("Kies van welke persoon het verzoek om inzage is.")
        return self.persoon

    @property
    def weigering(self) -> Geweigerd:
        """Het aanbod dat is geweigerd. Raises Weigering."""
        if self.geweigerd is None:
            raise Weigering("In deze zaak is geen woning geweigerd.")
        return self.geweigerd


class Afwezig:
    """De waarde van een veld waarvan het hele onderdeel er niet is (geen medehuurder)."""


AFWEZIG: Final = Afwezig()


@dataclass(frozen=True, slots=True)
class Veld:
    """Eén veld van een dossier. `herkenbaar`: wijst een mens of zaak aan. `los`: kan met een besluit in een profiel
    erbij. `kolommen`: de koppen als het veld een lijst is. `alleen_in`: het enige profiel waar het veld bij hoort."""

    code: str
    groep: str
    titel: str
    waarde: Callable[[Bron], Any]
    herkenbaar: bool = False
    los: bool = True
    kolommen: tuple[str, ...] = ()
    alleen_in: str = ""


Functie = Callable[[Bron], Any]


class Velden(dict[str, Veld]):
    """De velden van casus op code, in volgorde; elk met zijn functie."""

    def erbij(
        self,
        code: str,
        groep: str,
        titel: str,
        *,
        herkenbaar: bool = False,
        los: bool = True,
        kolommen: tuple[str, ...] = (),
    ) -> Callable[[Functie], Functie]:
        """Hangt een functie aan een veld."""

        def versier(functie: Functie) -> Functie:
            self[code] = Veld(code, groep, titel, functie, herkenbaar, los, kolommen)
            return functie

        return versier
