"""Een brief op papier: wat er in mag als type, en hoe de blokken samen een document worden.

De tekst is al gemaakt (casus/brieven) en vastgelegd bij de brief; hier komt er geen woord bij, behalve de vaste labels
van het briefhoofd.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from casus.bedragen import VASTE_SPATIE as VAST
from casus.brieven.blokken import KOP_GEWONE_TAAL, Blok, Bloksoort, schone_tekst
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.opmaak import datum, tijdstip
from casus.pdf.weergave import Blad, Rij
from casus.termijnen import NEDERLAND

BLIJFT_HEEL = 1_200
"""Tot zoveel tekens blijft een onderdeel op één pagina; daarboven loopt het door."""
MAX_TEKST = 40_000


def _schoon(waarde: str) -> str:
    if not (schoon := schone_tekst(waarde)):
        raise ValueError("de tekst is leeg")
    return schoon


Regel = Annotated[str, Field(max_length=300), AfterValidator(_schoon)]
Tekst = Annotated[str, Field(max_length=MAX_TEKST), AfterValidator(schone_tekst)]


class _Deel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class BriefBlok(_Deel):
    """Eén stuk van de brief, zoals casus/brieven het maakte."""

    soort: Bloksoort
    tekst: Tekst = ""
    regels: tuple[Regel, ...] = ()
    feiten: tuple[tuple[Regel, Tekst], ...] = ()


class BriefContact(_Deel):
    """Wie het huishouden kan bellen."""

    naam: Regel
    functie: Regel
    telefoon: Regel | None = None


class BriefGegevens(_Deel):
    """Eén brief: wie, wanneer, waarover en wat er staat. `gemeente` is de naam zonder het woord gemeente.

    `velden` zijn de ingevulde velden van het sjabloon; zij zitten als JSON in de PDF.
    """

    soort: Regel
    kenmerk: Regel
    zaaknummer: Regel
    gemeente: Regel
    datum: date
    aan: Annotated[tuple[Regel, ...], Field(min_length=1, max_length=6)]
    contact: BriefContact
    tolk: Regel | None = None
    inhoud: Annotated[tuple[BriefBlok, ...], Field(min_length=1, max_length=600)]
    velden: dict[str, str]
    gemaakt_op: AwareDatetime
    gemaakt_door: Regel


def to_json(gegevens: BriefGegevens) -> bytes:
    """De machineleesbare bijlage: UTF-8, sleutels gesorteerd, voor dezelfde gegevens altijd dezelfde bytes."""
    namen = {"soort", "kenmerk", "zaaknummer", "gemeente", "datum", "aan", "tolk", "velden"}
    velden = gegevens.model_dump(mode="json", include=namen)
    return (json.dumps(velden, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


@dataclass(slots=True)
class Stuk:
    """Een alinea, lijst, tabel, adres of ondertekening binnen een onderdeel."""

    soort: Literal["alinea", "lijst", "feiten", "adres", "ondertekening"]
    tekst: str = ""
    regels: list[str] = field(default_factory=list)
    rijen: list[Rij] = field(default_factory=list)


@dataclass(slots=True)
class Onderdeel:
    """Een kop met wat eronder staat. `kader`: de samenvatting in gewone taal, in een kader bovenaan."""

    kop: str
    stukken: list[Stuk] = field(default_factory=list)

    @property
    def kader(self) -> bool:
        """Of dit de samenvatting in gewone taal is."""
        return self.kop == KOP_GEWONE_TAAL

    @property
    def heel(self) -> bool:
        """Of het onderdeel kort genoeg is om bij elkaar te houden."""
        tekens = sum(len(s.tekst) + sum(map(len, s.regels)) + sum(len(r.waarde) for r in s.rijen) for s in self.stukken)
        return tekens <= BLIJFT_HEEL


@dataclass(frozen=True, slots=True)
class Briefweergave:
    """Alles wat het sjabloon van de brief invult."""

    blad: Blad
    soort: str
    titel: str
    aan: tuple[str, ...]
    ref: list[Rij]
    inleiding: list[Stuk]
    delen: list[Onderdeel]


def weergave(gegevens: BriefGegevens, huisstijl: Huisstijl) -> Briefweergave:
    """Zet de gegevens van een brief om in de tekst van het document, op het briefhoofd van `huisstijl`."""
    titel = next((blok.tekst for blok in gegevens.inhoud if blok.soort == "titel"), gegevens.soort)
    inleiding, *rest = delen(gegevens.inhoud)
    return Briefweergave(
        blad=_blad(gegevens, huisstijl, titel),
        soort=gegevens.soort,
        titel=titel,
        aan=gegevens.aan,
        ref=_ref(gegevens),
        inleiding=inleiding.stukken,
        delen=rest,
    )


def delen(blokken: Sequence[BriefBlok | Blok]) -> Iterator[Onderdeel]:
    """De blokken per kop; wat voor de eerste kop staat, zit in een onderdeel zonder kop."""
    deel = Onderdeel("")
    for blok in blokken:
        if blok.soort == "kop":
            yield deel
            deel = Onderdeel(blok.tekst)
        elif blok.soort == "punt":
            if not deel.stukken or deel.stukken[-1].soort != "lijst":
                deel.stukken.append(Stuk("lijst"))
            deel.stukken[-1].regels.append(blok.tekst)
        elif blok.soort != "titel":
            rijen = [Rij(label, waarde, gewoon=True) for label, waarde in blok.feiten]
            deel.stukken.append(Stuk(blok.soort, blok.tekst, list(blok.regels), rijen))
    yield deel


def _ref(gegevens: BriefGegevens) -> list[Rij]:
    contact = gegevens.contact
    noot = f"{contact.functie}, {contact.telefoon}" if contact.telefoon else contact.functie
    rijen = [
        Rij("Verzonden", datum(gegevens.datum)),
        Rij("Kenmerk", gegevens.kenmerk),
        Rij("Contact", contact.naam, noot),
    ]
    return [*rijen, Rij("Tolk", gegevens.tolk)] if gegevens.tolk else rijen


def _blad(gegevens: BriefGegevens, huisstijl: Huisstijl, titel: str) -> Blad:
    gemeente = f"Gemeente {gegevens.gemeente}"
    moment = gegevens.gemaakt_op.astimezone(NEDERLAND)
    return Blad(
        titel=f"{gegevens.kenmerk}: {titel}",
        afzender=gemeente,
        gemaakt_op=moment.isoformat(timespec="seconds"),
        merk=f"Voor {gegevens.aan[0]}{VAST}· {gegevens.kenmerk}",
        voet=f"{gemeente}. Gemaakt op {tijdstip(moment)} door {gegevens.gemaakt_door.rstrip('.')}.",
        gemeente=gemeente,
        team=huisstijl.retouradres,
    )
