"""De kopregel van een lijst vinden en haar kolommen herkennen, met de namen uit `kopregels.toml` of een eigen boek."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from openpyxl.utils import get_column_letter

from casus.importers.gebreken import WAARSCHUWING, BestandFout, Fout, kort
from casus.importers.tabel import Cel, Rij, Tabel
from casus.importers.tekst import ruwe_tekst, schoon, sleutel

KOPPELINGEN = "kopregels.toml"
"""Het boek met de kolommen van een lijst met koppelingen; een andere soort lijst heeft een eigen boek."""
_ZOEK_RIJEN = 25
_HERKEND_MIN = 3


@dataclass(frozen=True, slots=True)
class Veld:
    """Eén kolom die casus kent. Van velden met dezelfde `groep` is er één verplicht."""

    code: str
    titel: str
    verplicht: bool
    groep: str


@dataclass(frozen=True, slots=True)
class Kop:
    """De herkende kopregel: per veld de plaats van de kolom (vanaf 0), en de titels zoals zij in het bestand staan."""

    rij: int
    titels: tuple[str, ...]
    kolommen: Mapping[str, int]
    boek: str = KOPPELINGEN

    def titel(self, veld: str) -> str:
        """De titel van de kolom in het bestand, of hoe casus haar noemt als zij ontbreekt."""
        plaats = self.kolommen.get(veld)
        return velden(self.boek)[veld].titel if plaats is None else self.titels[plaats]

    def cel(self, rij: Rij, veld: str) -> Cel:
        """De cel van een veld in een rij; leeg als de kolom of de cel er niet is."""
        plaats = self.kolommen.get(veld, len(rij.cellen))
        return rij.cellen[plaats] if plaats < len(rij.cellen) else None


@cache
def _bestand(boek: str) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    with (files("casus.importers") / boek).open("rb") as bestand:
        return MappingProxyType(tomllib.load(bestand))


@cache
def velden(boek: str = KOPPELINGEN) -> Mapping[str, Veld]:
    """Alle kolommen die casus kent, op code."""
    return MappingProxyType(
        {
            code: Veld(code, str(tabel["titel"]), bool(tabel.get("verplicht", False)), str(tabel.get("groep", "")))
            for code, tabel in _bestand(boek)["veld"].items()
        }
    )


@cache
def _namen(boek: str) -> Mapping[str, str]:
    """Vergelijkingssleutel van elke kolomnaam → code van het veld."""
    namen: dict[str, str] = {}
    for code, tabel in _bestand(boek)["veld"].items():
        for naam in (code, tabel["titel"], *_lijst(tabel["namen"])):
            if namen.setdefault(sleutel(str(naam)), code) != code:
                raise ValueError(f"{boek}: {naam!r} staat bij twee velden")
    return MappingProxyType(namen)


@cache
def _overslaan(boek: str) -> frozenset[str]:
    return frozenset(sleutel(str(naam)) for naam in _lijst(_bestand(boek)["overslaan"]["namen"]))


def _per(boek: str) -> str:
    """Waarover één rij gaat: 'persoon', of wat het boek zegt."""
    return str(_bestand(boek).get("lijst", {}).get("per", "persoon"))


def _lijst(waarde: object) -> Sequence[object]:
    return waarde if isinstance(waarde, list) else ()


def _veld_van(cel: Cel, boek: str) -> str | None:
    return _namen(boek).get(sleutel(schoon(ruwe_tekst(cel))))


def zoek_kop(tabel: Tabel, boek: str = KOPPELINGEN) -> Rij | None:
    """De rij bovenin met de meeste bekende kolomnamen, of None als geen rij er minstens drie heeft."""
    kandidaten = tabel.rijen[:_ZOEK_RIJEN]
    herkend = {rij.nummer: len({_veld_van(cel, boek) for cel in rij.cellen} - {None}) for rij in kandidaten}
    beste = max(kandidaten, key=lambda rij: herkend[rij.nummer], default=None)
    return beste if beste is not None and herkend[beste.nummer] >= _HERKEND_MIN else None


def lees_kop(rij: Rij, boek: str = KOPPELINGEN) -> Kop:
    """Herkent de kolommen. Raises BestandFout met één zin per ontbrekende of dubbele kolom."""
    titels = tuple(schoon(ruwe_tekst(cel)) for cel in rij.cellen)
    plaatsen: dict[str, list[int]] = {}
    for plaats, cel in enumerate(rij.cellen):
        if veld := _veld_van(cel, boek):
            plaatsen.setdefault(veld, []).append(plaats)
    if zinnen := [*_dubbel(plaatsen, titels, boek), *_ontbrekend(plaatsen, boek)]:
        raise BestandFout(*zinnen)
    return Kop(rij.nummer, titels, MappingProxyType({veld: waar[0] for veld, waar in plaatsen.items()}), boek)


def _dubbel(plaatsen: Mapping[str, list[int]], titels: Sequence[str], boek: str) -> list[str]:
    zinnen = []
    for veld, waar in plaatsen.items():
        if len(waar) > 1:
            waarin = " en ".join(f"{get_column_letter(plaats + 1)} ({kort(titels[plaats])})" for plaats in waar)
            titel = velden(boek)[veld].titel
            zinnen.append(f"De kolom {titel} staat {len(waar)} keer in de kopregel: {waarin}. Laat er één staan.")
    return zinnen


def _ontbrekend(plaatsen: Mapping[str, list[int]], boek: str) -> list[str]:
    alle, vul = velden(boek).values(), f"aan de kopregel en vul haar per {_per(boek)} in."
    zinnen = [
        f"De kolom {veld.titel} ontbreekt. Voeg haar toe {vul}"
        for veld in alle
        if veld.verplicht and veld.code not in plaatsen
    ]
    groepen = Counter(veld.groep for veld in alle if veld.groep and veld.code in plaatsen)
    for groep in dict.fromkeys(veld.groep for veld in alle if veld.groep):
        if not groepen[groep]:
            namen = " of ".join(veld.titel for veld in alle if veld.groep == groep)
            zinnen.append(f"De kolom {namen} ontbreekt. Voeg er één toe {vul}")
    return zinnen


def kop_meldingen(kop: Kop, rijen: Sequence[Rij]) -> list[Fout]:
    """Een waarschuwing per gevulde kolom die casus niet kent; zo'n kolom wordt niet overgenomen."""
    gevuld = {plaats for rij in rijen for plaats, cel in enumerate(rij.cellen) if cel is not None and cel != ""}
    bekend = set(kop.kolommen.values())
    meldingen = []
    for plaats in sorted(gevuld - bekend):
        titel = kop.titels[plaats] if plaats < len(kop.titels) else ""
        if titel and sleutel(titel) in _overslaan(kop.boek):
            continue
        letter = get_column_letter(plaats + 1)
        wat = f"Casus kent de kolom '{kort(titel)}' niet." if titel else f"Kolom {letter} heeft geen naam."
        zin = f"{wat} Wat erin staat wordt niet overgenomen."
        meldingen.append(Fout(kop.rij, titel, kort(titel), "kolom_onbekend", WAARSCHUWING, zin))
    return meldingen
