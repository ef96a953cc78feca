"""De kopregel van een lijst vinden en haar kolommen herkennen, met de namen uit `kopregels.toml`."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from openpyxl.utils import get_column_letter

from casus.importers.gebreken import WAARSCHUWING, BestandFout, Fout, kort
from casus.importers.tabel import Cel, Rij, Tabel
from casus.importers.tekst import ruwe_tekst, schoon, sleutel

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

    def titel(self, veld: str) -> str:
        """De titel van de kolom in het bestand, of hoe casus haar noemt als zij ontbreekt."""
        plaats = self.kolommen.get(veld)
        return velden()[veld].titel if plaats is None else self.titels[plaats]

    def cel(self, rij: Rij, veld: str) -> Cel:
        """De cel van een veld in een rij; leeg als de kolom of de cel er niet is."""
        plaats = self.kolommen.get(veld, len(rij.cellen))
        return rij.cellen[plaats] if plaats < len(rij.cellen) else None


@lru_cache(maxsize=1)
def _bestand() -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    with (files("casus.importers") / "kopregels.toml").open("rb") as bestand:
        return MappingProxyType(tomllib.load(bestand))


@lru_cache(maxsize=1)
def velden() -> Mapping[str, Veld]:
    """Alle kolommen die casus kent, op code."""
    return MappingProxyType(
        {
            code: Veld(code, str(tabel["titel"]), bool(tabel.get("verplicht", False)), str(tabel.get("groep", "")))
            for code, tabel in _bestand()["veld"].items()
        }
    )


@lru_cache(maxsize=1)
def _namen() -> Mapping[str, str]:
    """Vergelijkingssleutel van elke kolomnaam → code van het veld."""
    namen: dict[str, str] = {}
    for code, tabel in _bestand()["veld"].items():
        for naam in (code, tabel["titel"], *_lijst(tabel["namen"])):
            if namen.setdefault(sleutel(str(naam)), code) != code:
                raise ValueError(f"kopregels.toml: {naam!r} staat bij twee velden")
    return MappingProxyType(namen)


@lru_cache(maxsize=1)
def _overslaan() -> frozenset[str]:
    return frozenset(sleutel(str(naam)) for naam in _lijst(_bestand()["overslaan"]["namen"]))


def _lijst(waarde: object) -> Sequence[object]:
    return waarde if isinstance(waarde, list) else ()


def _veld_van(cel: Cel) -> str | None:
    return _namen().get(sleutel(schoon(ruwe_tekst(cel))))


def zoek_kop(tabel: Tabel) -> Rij | None:
    """De rij bovenin met de meeste bekende kolomnamen, of None als geen rij er minstens drie heeft."""
    kandidaten = tabel.rijen[:_ZOEK_RIJEN]
    herkend = {rij.nummer: len({_veld_van(cel) for cel in rij.cellen} - {None}) for rij in kandidaten}
    beste = max(kandidaten, key=lambda rij: herkend[rij.nummer], default=None)
    return beste if beste is not None and herkend[beste.nummer] >= _HERKEND_MIN else None


def lees_kop(rij: Rij) -> Kop:
    """Herkent de kolommen. Raises BestandFout met één zin per ontbrekende of dubbele kolom."""
    titels = tuple(schoon(ruwe_tekst(cel)) for cel in rij.cellen)
    plaatsen: dict[str, list[int]] = {}
    for plaats, cel in enumerate(rij.cellen):
        if veld := _veld_van(cel):
            plaatsen.setdefault(veld, []).append(plaats)
    if zinnen := [*_dubbel(plaatsen, titels), *_ontbrekend(plaatsen)]:
        raise BestandFout(*zinnen)
    return Kop(rij.nummer, titels, MappingProxyType({veld: waar[0] for veld, waar in plaatsen.items()}))


def _dubbel(plaatsen: Mapping[str, list[int]], titels: Sequence[str]) -> list[str]:
    zinnen = []
    for veld, waar in plaatsen.items():
        if len(waar) > 1:
            waarin = " en ".join(f"{get_column_letter(plaats + 1)} ({kort(titels[plaats])})" for plaats in waar)
            titel = velden()[veld].titel
            zinnen.append(f"De kolom {titel} staat {len(waar)} keer in de kopregel: {waarin}. Laat er één staan.")
    return zinnen


def _ontbrekend(plaatsen: Mapping[str, list[int]]) -> list[str]:
    zinnen = [
        f"De kolom {veld.titel} ontbreekt. Voeg haar toe aan de kopregel en vul haar per persoon in."
        for veld in velden().values()
        if veld.verplicht and veld.code not in plaatsen
    ]
    groepen = Counter(veld.groep for veld in velden().values() if veld.groep and veld.code in plaatsen)
    for groep in dict.fromkeys(veld.groep for veld in velden().values() if veld.groep):
        if not groepen[groep]:
            namen = " of ".join(veld.titel for veld in velden().values() if veld.groep == groep)
            zinnen.append(f"De kolom {namen} ontbreekt. Voeg er één toe aan de kopregel en vul haar per persoon in.")
    return zinnen


def kop_meldingen(kop: Kop, rijen: Sequence[Rij]) -> list[Fout]:
    """Een waarschuwing per gevulde kolom die casus niet kent; zo'n kolom wordt niet overgenomen."""
    gevuld = {plaats for rij in rijen for plaats, cel in enumerate(rij.cellen) if cel is not None and cel != ""}
    bekend = set(kop.kolommen.values())
    meldingen = []
    for plaats in sorted(gevuld - bekend):
        titel = kop.titels[plaats] if plaats < len(kop.titels) else ""
        if titel and sleutel(titel) in _overslaan():
            continue
        letter = get_column_letter(plaats + 1)
        wat = f"Casus kent de kolom '{kort(titel)}' niet." if titel else f"Kolom {letter} heeft geen naam."
        zin = f"{wat} Wat erin staat wordt niet overgenomen."
        meldingen.append(Fout(kop.rij, titel, kort(titel), "kolom_onbekend", WAARSCHUWING, zin))
    return meldingen
