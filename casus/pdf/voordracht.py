"""Wat een corporatie over een huishouden krijgt, en niets anders: de witte lijst als type.

Bron: AVG art. 5 lid 1 onder c (minimale gegevensverwerking) en de witte lijst in het domeinmodel. Een veld dat hier
niet staat, kan niet in een dossier komen, tenzij een besluit het aan het profiel toevoegde: elk model weigert
onbekende sleutels en er is geen veld voor vrije tekst over het huishouden. De namen van de velden zijn ook de sleutels
van de JSON die in de PDF zit.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, field_serializer, model_validator

from casus.pdf.gegevens import (
    MERK_VELDEN,
    Contactpersoon,
    Feit,
    Gegevens,
    Lijst,
    Naam,
    Regel,
    Vervangt,
    Zin,
    als_json,
)

Toegankelijkheidslabel = Literal["GNV", "NUL", "ROA", "ROG", "ROL", "RUI", "ZON"]
"""VERA-referentiedata TOEGANKELIJKHEIDSLABEL, de codes die niet zijn vervallen."""
Inkomensbron = Literal["AND", "ARB", "SOC", "STU"]
"""VERA-referentiedata INKOMENSBRON."""
RedenGebied = Literal["school", "werk", "zorg", "familie"]
"""Alleen de soort reden; een toelichting hoort niet in het dossier."""


class Huurder(Gegevens):
    """Iemand die de huurovereenkomst tekent. Wat niet bekend is, is None."""

    naam: Naam
    geboortedatum: date
    telefoon: Regel | None = None
    voorkeurstaal: Regel | None = None
    tolk_nodig: bool


class Medebewoner(Gegevens):
    """Een ander lid van het huishouden: wel de leeftijd in jaren, niet de naam of geboortedatum."""

    relatie: Regel
    leeftijd: int = Field(ge=0, le=120)


class Gezinshereniging(Gegevens):
    """Hoeveel personen nog komen, en in welk kwartaal ("2027-Q2"; None als dat niet bekend is)."""

    aantal: int = Field(ge=0, le=30)
    kwartaal: Annotated[str, Field(pattern=r"^20\d\d-Q[1-4]$")] | None = None

    @model_validator(mode="after")
    def _kwartaal_hoort_bij_personen(self) -> Self:
        if self.kwartaal and not self.aantal:
            raise ValueError("een kwartaal zonder personen die komen")
        return self


class Huishouden(Gegevens):
    """Het huishouden zoals het nu gaat wonen."""

    aantal_personen: int = Field(ge=1, le=60)
    medebewoners: tuple[Medebewoner, ...] = ()
    gezinshereniging: Gezinshereniging = Gezinshereniging(aantal=0)


class Woning(Gegevens):
    """De woonbehoefte. `slaapkamers_minimaal` 0: een aparte slaapkamer is niet nodig."""

    slaapkamers_minimaal: int = Field(ge=0, le=20)
    zelfstandig: bool
    onzelfstandig: bool
    toegankelijkheidslabel: Toegankelijkheidslabel | None = None
    begane_grond_of_lift: bool
    gebied: Regel | None = None
    gebied_reden: RedenGebied | None = None

    @model_validator(mode="after")
    def _klopt(self) -> Self:
        if not (self.zelfstandig or self.onzelfstandig):
            raise ValueError("zelfstandig en onzelfstandig zijn allebei uitgesloten")
        if (self.gebied is None) != (self.gebied_reden is None):
            raise ValueError("een gebied en de reden ervan horen bij elkaar")
        return self


class Inkomen(Gegevens):
    """Wat nodig is voor passend toewijzen. `onder_grens` leeg: niet bekend, en dan geldt de laagste grens.

    `huurgrens` in euro per maand (Woningwet art. 46 lid 2).
    """

    onder_grens: bool | None
    inkomensbron: Inkomensbron
    huurgrens: Decimal = Field(gt=0, max_digits=7, decimal_places=2)

    @field_serializer("huurgrens")
    def _twee_decimalen(self, huurgrens: Decimal) -> str:
        return f"{huurgrens:.2f}"


class Start(Gegevens):
    """Wanneer de huur kan beginnen, en in wat voor verblijf het huishouden nu is (zonder plaats of kamer)."""

    vroegste_ingangsdatum: date
    verblijf_nu: Literal["COA", "tussenvoorziening"]


class Begeleiding(Gegevens):
    """Of iemand het huishouden na de verhuizing begeleidt, en welke organisatie."""

    ja: bool
    organisatie: Regel | None = None

    @model_validator(mode="after")
    def _organisatie_hoort_bij_ja(self) -> Self:
        if self.organisatie and not self.ja:
            raise ValueError("een organisatie zonder begeleiding")
        return self


class VoordrachtGegevens(Gegevens):
    """Eén voordracht: precies wat de corporatie te zien krijgt.

    `gemeente` is de naam zonder het woord gemeente. `gemaakt_op` is tijdzonebewust en verschijnt in Nederlandse tijd.
    `doelgroep` alleen als de prestatieafspraken met de corporatie erom vragen. `aanvullend` is wat een besluit aan het
    profiel toevoegde. Heft ValidationError als iets ontbreekt,
    te veel is of zichzelf tegenspreekt.
    """

    zaaknummer: Regel
    gemeente: Naam
    datum: date
    ontvanger: Naam
    doel: Zin
    contactpersoon: Contactpersoon
    hoofdhuurder: Huurder
    medehuurder: Huurder | None = None
    huishouden: Huishouden
    woning: Woning
    inkomen: Inkomen
    start: Start
    doelgroep: Literal["STH"] | None = None
    begeleiding: Begeleiding
    gemaakt_op: AwareDatetime
    gemaakt_door: Naam
    vervangt: Vervangt | None = None
    aanvullend: tuple[Feit | Lijst, ...] = ()

    @model_validator(mode="after")
    def _personen_tellen_op(self) -> Self:
        geteld = 1 + (self.medehuurder is not None) + len(self.huishouden.medebewoners)
        if geteld != self.huishouden.aantal_personen:
            raise ValueError(f"aantal_personen is {self.huishouden.aantal_personen}, in het dossier staan er {geteld}")
        return self


def to_json(gegevens: VoordrachtGegevens) -> bytes:
    """De machineleesbare bijlage: UTF-8, sleutels gesorteerd, voor dezelfde gegevens altijd dezelfde bytes.

    Elke sleutel is er altijd; wat er niet is, is null. Data als ISO 8601, bedragen als tekst met twee decimalen.
    """
    velden = gegevens.model_dump(mode="json", exclude=set(MERK_VELDEN) | {"aanvullend"})
    extra = {een.veld: een.waarde if isinstance(een, Feit) else een.rijen for een in gegevens.aanvullend}
    return als_json(velden | ({"aanvullend": extra} if extra else {}))
