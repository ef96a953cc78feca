"""De andere dossiers op papier: ruilkaart, overdracht, volledig dossier, inzage en weigering, elk met een eigen type.

Anders dan bij de voordracht zegt het profiel wat erin staat: de velden komen als feiten en lijsten onder hun kop. Een
type bewaakt wat bij zijn soort hoort: een ruilkaart heeft geen zaaknummer, en van een inzage is bekend voor wie zij is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from casus.pdf.gegevens import Contactpersoon, Feit, Gegevens, Lijst, Naam, Regel, Vervangt, Zin, als_json
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.opmaak import datum
from casus.pdf.weergave import Blad, Groep, Rij, groepen, maak_blad, vervangt_zin


class BladGegevens(Gegevens):
    """Eén dossier: de kop, en de velden van het profiel als feiten en lijsten. `kenmerk` staat op elke pagina."""

    soort: Literal["ruilkaart", "overdracht", "intern", "inzage", "weigering"]
    kenmerk: Regel
    titel: Regel
    gemeente: Naam
    datum: date
    ontvanger: Naam
    doel: Zin
    grondslag: Zin
    contactpersoon: Contactpersoon | None = None
    delen: Annotated[tuple[Feit | Lijst, ...], Field(min_length=1)]
    gemaakt_op: AwareDatetime
    gemaakt_door: Naam
    vervangt: Vervangt | None = None

    @model_validator(mode="after")
    def _elk_veld_een_keer(self) -> Self:
        velden = [deel.veld for deel in self.delen]
        if len(set(velden)) != len(velden):
            raise ValueError("een veld staat er twee keer in")
        return self


class RuilkaartGegevens(BladGegevens):
    """Een huishouden zonder naam en nummer (AVG art. 4 onder 5). Het kenmerk is van de kaart en niet van de zaak."""

    soort: Literal["ruilkaart"] = "ruilkaart"
    kenmerk: Annotated[str, Field(pattern=r"^RK-[0-9A-F]{8}$")]
    contactpersoon: Contactpersoon

    @model_validator(mode="after")
    def _zonder_lijsten(self) -> Self:
        if any(isinstance(deel, Lijst) for deel in self.delen):
            raise ValueError("een ruilkaart heeft geen lijsten van mensen")
        return self


class OverdrachtGegevens(BladGegevens):
    """Wat de andere gemeente nodig heeft om de huisvesting over te nemen."""

    soort: Literal["overdracht"] = "overdracht"
    contactpersoon: Contactpersoon


class InternGegevens(BladGegevens):
    """Het volledige dossier voor het eigen team."""

    soort: Literal["intern"] = "intern"


class InzageGegevens(BladGegevens):
    """Alles over één persoon, voor die persoon zelf (AVG art. 15)."""

    soort: Literal["inzage"] = "inzage"
    contactpersoon: Contactpersoon


class WeigeringGegevens(BladGegevens):
    """De feiten van een geweigerd aanbod, voor het COA dat de weigering beoordeelt."""

    soort: Literal["weigering"] = "weigering"
    contactpersoon: Contactpersoon


SOORTEN: dict[str, type[BladGegevens]] = {
    "ruilkaart": RuilkaartGegevens,
    "overdracht_gemeente": OverdrachtGegevens,
    "intern_volledig": InternGegevens,
    "inzage_betrokkene": InzageGegevens,
    "weigering_coa": WeigeringGegevens,
}
"""Per profiel het type van het document."""
_KOPJE = {
    "ruilkaart": "Ruilkaart",
    "overdracht": "Overdracht",
    "intern": "Volledig dossier",
    "inzage": "Inzage",
    "weigering": "Weigering",
}
_SLOT: dict[str, tuple[str, ...]] = {
    "ruilkaart": (
        "Deze kaart bevat geen naam en geen nummer. Probeer niet uit te zoeken om wie het gaat.",
        "Past de ruil bij u? Laat het de contactpersoon weten. Beide gemeenten nemen daarna een eigen besluit.",
        "Verwijder de kaart als de ruil niet doorgaat.",
    ),
    "overdracht": (
        "Beide gemeenten stemden met de ruil in. Vanaf de overdracht is uw gemeente verantwoordelijk voor deze "
        "gegevens.",
        "Gebruik de gegevens alleen voor het doel op pagina 1. Klopt er iets niet? Bel of mail de contactpersoon.",
    ),
    "intern": (
        "Dit dossier is alleen voor het eigen opgaveteam. Stuur het niet door en laat het niet liggen.",
        "Een teken dat niet kan worden gedrukt, staat er als □.",
    ),
    "weigering": (
        "Dit zijn de feiten zoals de gemeente ze vastlegde. Het oordeel is aan het COA. Gebruik de gegevens alleen "
        "voor het doel op pagina 1. Klopt er iets niet? Bel of mail de contactpersoon. Een teken dat niet kan worden "
        "gedrukt, staat er als □.",
    ),
    "inzage": (
        "De gegevens komen van het COA, uit de basisregistratie personen en van uzelf. "
        "De gemeente gebruikt ze om u te huisvesten en te begeleiden. "
        "Wij bewaren ze zolang de selectielijst voor gemeenten dat voorschrijft; het logboek vijf jaar.",
        "Niemand beslist over u met alleen een computer. Het voorstel voor een woning is een hulpmiddel: "
        "een medewerker beslist.",
        "Klopt er iets niet? U kunt vragen het te verbeteren, aan te vullen, te verwijderen of er minder mee te doen, "
        "en u kunt bezwaar maken tegen het gebruik. Dat kan bij de contactpersoon op pagina 1.",
        "Bent u het niet eens met ons antwoord? U kunt een klacht indienen bij de Autoriteit Persoonsgegevens.",
        "Van elke lijst staan hier hoogstens de laatste 1.000 regels. Een teken dat niet kan worden gedrukt, staat er "
        "als □.",
    ),
}


def to_json(gegevens: BladGegevens) -> bytes:
    """De machineleesbare bijlage: de kop en elk veld op zijn code."""
    kop = {"soort", "kenmerk", "gemeente", "datum", "ontvanger", "doel", "contactpersoon", "vervangt"}
    velden: dict[str, Any] = gegevens.model_dump(mode="json", include=kop)
    waarden = {d.veld: d.waarde if isinstance(d, Feit) else _rijen(d) for d in gegevens.delen}
    return als_json(velden | {"velden": waarden})


def _rijen(lijst: Lijst) -> list[dict[str, str]]:
    return [dict(zip(lijst.koppen, rij, strict=True)) for rij in lijst.rijen]


@dataclass(frozen=True, slots=True)
class Bladweergave:
    """Alles wat het sjabloon invult."""

    blad: Blad
    soort: str
    kop: str
    vervangt: str
    brief: list[Rij]
    contact: list[Rij]
    groepen: list[Groep]
    slot: tuple[str, ...]


def weergave(gegevens: BladGegevens, huisstijl: Huisstijl) -> Bladweergave:
    """Zet de gegevens om in de tekst van het document, op het briefhoofd van `huisstijl`."""
    return Bladweergave(
        blad=maak_blad(_KOPJE[gegevens.soort], gegevens.kenmerk, gegevens, huisstijl),
        soort=_KOPJE[gegevens.soort],
        kop=gegevens.titel,
        vervangt=vervangt_zin(gegevens.vervangt),
        brief=_brief(gegevens),
        contact=_contact(gegevens.contactpersoon),
        groepen=groepen(gegevens.delen),
        slot=_SLOT[gegevens.soort],
    )


def _brief(gegevens: BladGegevens) -> list[Rij]:
    return [
        Rij("Kenmerk" if gegevens.soort == "ruilkaart" else "Zaaknummer", gegevens.kenmerk),
        Rij("Voor", gegevens.ontvanger),
        Rij("Van", f"Gemeente {gegevens.gemeente}"),
        Rij("Datum", datum(gegevens.datum)),
        Rij("Doel", gegevens.doel, gewoon=True),
        Rij("Grondslag", gegevens.grondslag, gewoon=True),
    ]


def _contact(contact: Contactpersoon | None) -> list[Rij]:
    if contact is None:
        return []
    namen = (("Contactpersoon", contact.naam), ("Functie", contact.functie))
    return [Rij(*rij) for rij in (*namen, ("Telefoon", contact.telefoon), ("E-mail", contact.email))]
