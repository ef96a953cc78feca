"""De rollen en de soorten besluiten: ook gegevens, zodat een nieuwe rol of soort geen code kost."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from casus.workflows.definition import Codes, Onderdeel, Veld

Bedragbasis = Literal["", "besluit", "zaak", "contract"]
Briefsoort = Literal["", "beschikking", "brief"]
Feit = bool | str
FEITEN = ("woonvorm", "afwijking", "publieke_aandacht")
"""Waaraan een voorwaarde in het mandaatregister kan worden getoetst."""

ROLLEN_BESTAND = "rollen.toml"
BESLUITSOORTEN_BESTAND = "besluitsoorten.toml"


class Rol(Onderdeel):
    """Een rol in het team. `taken`: of er taken bij deze rol kunnen liggen; `niveau`: mandaat, als de rol beslist."""

    code: str
    titel: str
    discipline: str
    taken: bool = True
    niveau: int | None = Field(default=None, ge=1, le=4)

    @property
    def beslist(self) -> bool:
        """Of deze rol besluiten neemt."""
        return self.niveau is not None


class Adviesvraag(Onderdeel):
    """Advies dat bij een soort besluit hoort: van welke rol, en binnen hoeveel dagen na het voorstel."""

    rol: str
    dagen: int = Field(gt=0)


class Besluitsoort(Onderdeel):
    """Een soort besluit. `niveau` is het laagste dat standaard mag beslissen; het mandaatregister gaat voor.

    `bezwaar_open`: er staat bezwaar tegen open. `bedrag`: waarover het bedrag gaat (leeg: geen bedrag).
    `uiterlijk_dagen`: binnen zoveel dagen na het voorstel, of na het advies. `woning`: het voorstel houdt een woning
    vast. `afwijzen_rondt_af`: ook een afwijzing maakt de taak klaar. `per_ronde`: telt alleen in de toestand waarin het
    is voorgesteld. `na_sluiting`: ook als de zaak dicht is. `rollen`: wie het mag voorstellen. `niet_te_mandateren`:
    het artikel dat mandaat verbiedt (Awb art. 10:3 lid 2); dan beslist het bestuursorgaan zelf, wat er ook in het
    register staat. `brief`: wat het huishouden krijgt. `advies`: wie eerst adviseren, naast elkaar. `feiten`: wat bij
    deze soort altijd waar is. `budget`: de parameter met het jaarbudget waaruit het bedrag komt. `herziet_ook`: andere
    soorten waarvan een genomen besluit hiermee wordt gewijzigd, zoals een weigering die een toekenning wordt.
    """

    code: str
    titel: str
    grondslag: str
    rollen: Codes
    niveau: int = Field(default=1, ge=1, le=4)
    uiterlijk_dagen: int = Field(default=5, gt=0)
    bezwaar_open: bool = False
    bedrag: Bedragbasis = ""
    motivering_verplicht: bool = False
    woning: bool = False
    afwijzen_rondt_af: bool = False
    per_ronde: bool = False
    na_sluiting: bool = False
    niet_te_mandateren: str = ""
    brief: Briefsoort = ""
    advies: tuple[Adviesvraag, ...] = ()
    feiten: Mapping[str, Feit] = Field(default_factory=dict)
    budget: str = ""
    velden: Codes = ()
    herziet_ook: Codes = ()


class Rollenbestand(Onderdeel):
    """De inhoud van rollen.toml."""

    rollen: tuple[Rol, ...]


class Besluitsoortenbestand(Onderdeel):
    """De inhoud van besluitsoorten.toml."""

    besluitsoorten: tuple[Besluitsoort, ...]
    velden: Mapping[str, Veld] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _codes_uit_koppen(cls, data: dict[str, object]) -> dict[str, object]:
        velden = data.get("velden")
        if not isinstance(velden, dict):
            return data
        return {**data, "velden": {c: {**w, "code": c} if isinstance(w, dict) else w for c, w in velden.items()}}


def pakket_tekst(bestand: str) -> str:
    """De tekst van een bestand dat met casus meekomt."""
    return resources.files("casus.workflows").joinpath(bestand).read_text(encoding="utf-8")


@cache
def rollen() -> Mapping[str, Rol]:
    """Alle rollen op code, in de volgorde van het bestand."""
    bestand = Rollenbestand.model_validate(tomllib.loads(pakket_tekst(ROLLEN_BESTAND)))
    return MappingProxyType({rol.code: rol for rol in bestand.rollen})


@cache
def _besluitsoortenbestand() -> Besluitsoortenbestand:
    return Besluitsoortenbestand.model_validate(tomllib.loads(pakket_tekst(BESLUITSOORTEN_BESTAND)))


@cache
def besluitsoorten() -> Mapping[str, Besluitsoort]:
    """Alle soorten besluiten op code, in de volgorde van het bestand."""
    return MappingProxyType({soort.code: soort for soort in _besluitsoortenbestand().besluitsoorten})


def besluitsoort(code: str) -> Besluitsoort:
    """De soort besluit met deze code. Raises KeyError."""
    return besluitsoorten()[code]


def niet_te_mandateren() -> Mapping[str, str]:
    """De soorten die de wet niet laat mandateren, met het artikel."""
    return {code: soort.niet_te_mandateren for code, soort in besluitsoorten().items() if soort.niet_te_mandateren}


def herziet_ook(soort: str) -> list[Besluitsoort]:
    """De andere soorten waarmee een genomen besluit van deze soort kan worden gewijzigd."""
    return [ander for ander in besluitsoorten().values() if soort in ander.herziet_ook]


def besluitvelden() -> Mapping[str, Veld]:
    """De velden die bij het voorstellen van een besluit gevraagd kunnen worden; `velden.lees` kan ze lezen."""
    return _besluitsoortenbestand().velden
