"""Collega's die in een tekst worden genoemd: '@Bart Reimerink', of '@Bart' als er maar één Bart is.

Hoofdletters en accenten doen er niet toe.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from casus.rules.zinnen import opsomming
from casus.zoekvorm import zoekvorm

TEKEN = "@"
GAT = 3
"""Zoveel tekens mogen er hooguit tussen twee woorden van een naam staan."""
_STIL = ("'", "\N{RIGHT SINGLE QUOTATION MARK}")
_Wie = TypeVar("_Wie")


@dataclass(frozen=True, slots=True)
class Stuk:
    """Een stuk van de tekst zoals zij is geschreven; `naam` is wie er wordt genoemd, leeg bij gewone tekst."""

    tekst: str
    naam: str = ""


@dataclass(frozen=True, slots=True)
class _Woord:
    vorm: str
    begin: int
    eind: int


@dataclass(frozen=True, slots=True)
class Afloop:
    """Wat er van de vermeldingen in een tekst kwam. `meer`: een voornaam met alle collega's die zo heten."""

    krijgt: Collection[str] = ()
    uit: Collection[str] = ()
    niemand: Collection[str] = ()
    meer: Collection[tuple[str, Collection[str]]] = ()

    @property
    def let_op(self) -> bool:
        """Of er iemand is genoemd die geen signaal krijgt."""
        return bool(self.uit or self.niemand or self.meer)

    @property
    def zin(self) -> str:
        """In woorden; leeg als er niemand is genoemd."""
        wie = opsomming(self.krijgt, "en")
        delen = [f"{wie} {'krijgt' if len(self.krijgt) == 1 else 'krijgen'} een signaal." if wie else ""]
        delen += [f"{naam} krijgt geen signaal: die heeft dat uitgezet." for naam in self.uit]
        delen += [f"{woord} krijgt geen signaal: zo heet niemand in het team." for woord in self.niemand]
        delen += [
            f"{woord} krijgt geen signaal: dat kan {opsomming(namen)} zijn. Schrijf de hele naam."
            for woord, namen in self.meer
        ]
        return " ".join(deel for deel in delen if deel)


def in_stukken(tekst: str, namen: Collection[str]) -> list[Stuk]:
    """De tekst in stukken, elke vermelding apart. Aan elkaar gezet geven zij precies de tekst."""
    uit, waar = [], 0
    for begin, eind, naam in _vermeldingen(tekst, {naam: naam for naam in namen}):
        if begin > waar:
            uit.append(Stuk(tekst[waar:begin]))
        uit.append(Stuk(tekst[begin:eind], naam))
        waar = eind
    return [*uit, Stuk(tekst[waar:])] if waar < len(tekst) else uit


def genoemd(tekst: str, collegas: Mapping[_Wie, str]) -> frozenset[_Wie]:
    """Wie er wordt genoemd. Dragen twee collega's dezelfde naam, dan allebei."""
    vormen = {zoekvorm(naam) for _, _, naam in _vermeldingen(tekst, {naam: naam for naam in collegas.values()})}
    return frozenset(wie for wie, naam in collegas.items() if zoekvorm(naam) in vormen)


def _vermeldingen(tekst: str, namen: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Begin, einde en naam van elke vermelding; de langste naam gaat voor."""
    if TEKEN not in tekst:
        return
    bekend = {tuple(vorm.split()): naam for naam in namen if (vorm := zoekvorm(naam))}
    voornamen = _voornamen(namen)
    for rij in _kandidaten(tekst, max((len(woorden) for woorden in bekend), default=0)):
        for aantal in range(len(rij), 0, -1):
            naam = bekend.get(tuple(deel.vorm for deel in rij[:aantal]))
            if naam is None and aantal == 1 and not _achternaam_volgt(tekst, rij):
                naam = _enige(voornamen.get(rij[0].vorm, ()))
            if naam is not None:
                yield rij[0].begin - 1, rij[aantal - 1].eind, naam
                break


def zonder_collega(tekst: str, namen: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Elke '@naam' in de tekst die niet één collega aanwijst, met de collega's die zo heten (leeg: niemand)."""
    gevonden = {begin for begin, _, _ in _vermeldingen(tekst, {naam: naam for naam in namen})}
    voornamen, los = _voornamen(namen), {}
    for rij in _kandidaten(tekst, 2):
        if rij[0].begin - 1 not in gevonden and not rij[0].vorm[0].isdigit():
            volgt = _achternaam_volgt(tekst, rij)
            eind = rij[1].eind if volgt else rij[0].eind
            los[tekst[rij[0].begin - 1 : eind]] = () if volgt else voornamen.get(rij[0].vorm, ())
    return list(los.items())


def _kandidaten(tekst: str, hoogstens: int) -> Iterator[list[_Woord]]:
    """De woorden achter elk los @: zoveel als er bij een naam kunnen horen."""
    woorden = list(_woorden(tekst))
    for plek, woord in enumerate(woorden):
        if _na_teken(tekst, woord.begin):
            yield _aaneen(tekst, woorden[plek : plek + max(hoogstens, 2)])


def _voornamen(namen: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    uit: dict[str, tuple[str, ...]] = {}
    for naam in sorted(set(namen)):
        if vorm := zoekvorm(naam):
            uit[vorm.split()[0]] = (*uit.get(vorm.split()[0], ()), naam)
    return uit


def _enige(namen: Collection[str]) -> str | None:
    return next(iter(namen)) if len(namen) == 1 else None


def _achternaam_volgt(tekst: str, rij: list[_Woord]) -> bool:
    """Of er na de voornaam een achternaam staat: '@Bart Smit' is niet Bart Reimerink."""
    return len(rij) > 1 and tekst[rij[0].eind : rij[1].begin] == " " and tekst[rij[1].begin].isupper()


def _na_teken(tekst: str, begin: int) -> bool:
    """Of er een los @ vlak voor staat: in een mailadres staat er een letter vóór."""
    return begin > 0 and tekst[begin - 1] == TEKEN and (begin == 1 or not tekst[begin - 2].isalnum())


def _aaneen(tekst: str, woorden: list[_Woord]) -> list[_Woord]:
    """De woorden tot het eerste grote gat of het volgende @."""
    for plek in range(1, len(woorden)):
        gat = tekst[woorden[plek - 1].eind : woorden[plek].begin]
        if len(gat) > GAT or TEKEN in gat or "\n" in gat:
            return woorden[:plek]
    return woorden


def _woorden(tekst: str) -> Iterator[_Woord]:
    """De woorden van zoekvorm(tekst), elk met zijn plek in de tekst."""
    vorm, begin, eind = "", 0, 0
    for plek, teken in enumerate(tekst):
        for letter in _letters(teken):
            if letter == " ":
                if vorm:
                    yield _Woord(vorm, begin, eind)
                vorm = ""
            else:
                begin = begin if vorm else plek
                vorm, eind = vorm + letter, plek + 1
        if vorm and unicodedata.combining(teken):
            eind = plek + 1
    if vorm:
        yield _Woord(vorm, begin, eind)


@lru_cache(maxsize=4096)
def _letters(teken: str) -> str:
    """Wat er van één teken overblijft: letters en cijfers, een spatie voor een scheiding, niets voor een accent."""
    if teken.isascii():
        return teken.lower() if teken.isalnum() else "" if teken in _STIL else " "
    kaal = zoekvorm(f"a{teken}a")
    return kaal[1:-1] if kaal[:1] == "a" and kaal[-1:] == "a" and len(kaal) > 1 else " "
