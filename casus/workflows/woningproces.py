"""Het kleine proces van een woning: statussen en stappen uit woning.toml, gelezen en gekeurd."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from pydantic import Field

from casus.rules.woningvoorwaarden import VOORWAARDEN, Woningbeeld
from casus.workflows.bronregels import Pad
from casus.workflows.definition import Codes, Onderdeel
from casus.workflows.registers import pakket_tekst, rollen
from casus.workflows.samenhang import bereikbaar
from casus.workflows.verwijzingen import Vondst

WONING_BESTAND = "woning.toml"


class Woningkop(Onderdeel):
    """De titel, de status van een nieuwe woning, en die waarin zij te kiezen is."""

    titel: str
    begin: str
    vrij: str


class Woningstatus(Onderdeel):
    """Waar een woning kan staan. `rust`: er is nu niets mee te doen."""

    titel: str
    uitleg: str = ""
    rust: bool = False


class Woningstap(Onderdeel):
    """Een stap van een woning. `uit_zaak`: zij volgt uit een zaak; `klok`: uit het verstrijken van de tijd. In beide
    gevallen staat er geen rol bij."""

    code: str
    titel: str
    van: Codes
    naar: str
    rollen: Codes = ()
    uit_zaak: bool = False
    klok: bool = False
    reden: bool = False
    voorwaarden: Codes = ()

    @property
    def met_knop(self) -> bool:
        """Of een mens haar zelf zet."""
        return not (self.uit_zaak or self.klok)


class Woningprocesbestand(Onderdeel):
    """De inhoud van woning.toml."""

    woningproces: Woningkop
    statussen: Mapping[str, Woningstatus]
    stappen: tuple[Woningstap, ...] = Field(min_length=1)

    def stap(self, code: str) -> Woningstap:
        """De stap met deze code. Raises KeyError."""
        for stap in self.stappen:
            if stap.code == code:
                return stap
        raise KeyError(code)

    def vanuit(self, status: str) -> tuple[Woningstap, ...]:
        """De stappen die vanuit deze status kunnen, in de volgorde van het bestand."""
        return tuple(stap for stap in self.stappen if status in stap.van)


@cache
def woningproces() -> Woningprocesbestand:
    """Het proces van een woning dat met casus meekomt."""
    return Woningprocesbestand.model_validate(tomllib.loads(pakket_tekst(WONING_BESTAND)))


def houdt_tegen(beeld: Woningbeeld, stap: Woningstap) -> list[str]:
    """De zinnen van de voorwaarden die nog niet gelden; leeg als de stap kan."""
    return [zin for naam in stap.voorwaarden if (zin := VOORWAARDEN[naam](beeld)) is not None]


def keur_woningproces(bestand: Woningprocesbestand) -> Iterator[Vondst]:
    """Alle fouten in de samenhang: namen die niet bestaan, stappen die niemand zet, statussen zonder weg."""
    kapot = list(_onbekend(bestand))
    yield from kapot
    yield from _stappen(bestand)
    if not kapot:
        yield from _wegen(bestand)


def _onbekend(bestand: Woningprocesbestand) -> Iterator[Vondst]:
    kop = bestand.woningproces
    for sleutel, naam in (("begin", kop.begin), ("vrij", kop.vrij)):
        yield from _bestaat(("woningproces", sleutel), "De status", naam, bestand.statussen)
    for nr, stap in enumerate(bestand.stappen):
        pad: Pad = ("stappen", nr)
        for status in stap.van:
            yield from _bestaat((*pad, "van"), "De status", status, bestand.statussen)
        yield from _bestaat((*pad, "naar"), "De status", stap.naar, bestand.statussen)
        for rol in stap.rollen:
            yield from _bestaat((*pad, "rollen"), "De rol", rol, rollen())
        for naam in stap.voorwaarden:
            yield from _bestaat((*pad, "voorwaarden"), "De voorwaarde", naam, VOORWAARDEN)


def _bestaat(pad: Pad, wat: str, naam: str, bekend: Collection[str]) -> Iterator[Vondst]:
    if naam not in bekend:
        dichtbij = get_close_matches(naam, list(bekend), n=1, cutoff=0.6)
        raad = f"Bedoelt u ‘{dichtbij[0]}’?" if dichtbij else f"Kies uit: {', '.join(bekend)}."
        yield Vondst(pad, f"{wat} ‘{naam}’ bestaat niet. {raad}", naam)


def _stappen(bestand: Woningprocesbestand) -> Iterator[Vondst]:
    aantal = Counter(stap.code for stap in bestand.stappen)
    for nr, stap in enumerate(bestand.stappen):
        pad: Pad = ("stappen", nr)
        if aantal[stap.code] > 1:
            yield Vondst((*pad, "code"), f"De stap ‘{stap.code}’ staat er meer dan één keer. Kies een andere code.")
        if stap.naar in stap.van:
            yield Vondst((*pad, "van"), f"‘{stap.titel}’ gaat van ‘{stap.naar}’ naar zichzelf. Haal die status weg.")
        if stap.klok and (stap.rollen or stap.uit_zaak):
            zin = f"‘{stap.titel}’ zet casus zelf als de tijd om is. Haal de rollen en uit_zaak weg, of haal klok weg."
            yield Vondst((*pad, "klok"), zin)
        elif stap.uit_zaak and stap.rollen:
            zin = f"‘{stap.titel}’ volgt uit een zaak; dan beslist de zaak wie dat mag. Haal de rollen weg."
            yield Vondst((*pad, "rollen"), zin)
        if stap.met_knop and not stap.rollen:
            yield Vondst(pad, f"Niemand kan ‘{stap.titel}’ zetten: er staat geen rol bij. Noem een rol bij ‘rollen’.")


def _wegen(bestand: Woningprocesbestand) -> Iterator[Vondst]:
    heen: dict[str, set[str]] = {}
    for stap in bestand.stappen:
        for van in stap.van:
            heen.setdefault(van, set()).add(stap.naar)
    gezien = bereikbaar(heen, [bestand.woningproces.begin])
    for code, status in bestand.statussen.items():
        if code not in gezien:
            zin = f"Geen woning komt ooit op ‘{status.titel}’: geen stap leidt erheen."
            yield Vondst(("statussen", code), zin)
        elif code not in heen:
            zin = f"‘{status.titel}’ loopt dood: geen stap leidt eruit. Voeg er een toe."
            yield Vondst(("statussen", code), zin)
