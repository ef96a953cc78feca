"""Kamers van één huis in een verdeling: wie er samen komen wonen zijn van één geslacht, en niet meer dan er plaats is.

Regel H5 kijkt naar wie er al woont. In een leeg huis woont nog niemand, dus moet de verdeling zelf kiezen voor wie het
huis is. Dat hangt van de hele verdeling af: eerst lossen wij op zonder die eis. Komen er in een huis man en vrouw, dan
lossen wij twee keer op: met alleen mannen in dat huis, en met alleen vrouwen. Wat zonder de eis is gevonden, is een
grens voor alles eronder; dus is het eerste antwoord dat klopt en door niets meer te verbeteren is, het beste.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from casus.rules.passendgeval import Plek
from casus.rules.passendveel import Paren

if TYPE_CHECKING:
    from casus.rules.toewijzing import Paar, Toewijzing

MEESTE_KEER = 64
"""Zo vaak wordt er hooguit opgelost; daarna is het een goede verdeling, zonder bewijs dat zij de beste is."""
MAN, VROUW, IEDER = 1, 2, 3
_BIT = {"man": MAN, "vrouw": VROUW}

Oplosser = Callable[[Paren], "Toewijzing"]
Stand = tuple[int, ...]
"""Per huis voor wie het is."""
Knoop = tuple[tuple[int, ...], "tuple[Paar, ...]", Stand, "Toewijzing"]


@dataclass(frozen=True, slots=True)
class _Huizen:
    """Huizen waar nog niemand woont: het huis per woning (-1: geen), het geslacht per huishouden, wat vaststaat."""

    van: NDArray[Any]
    bits: NDArray[Any]
    staat: NDArray[Any]
    begin: Stand


def los_per_huis(paren: Paren, vast: Collection[Paar], los: Oplosser) -> Toewijzing:
    """De beste toewijzing waarin elk huis van één geslacht is en niet voller dan het kan. Raises wat `los` geeft."""
    nauw, exact = _met_plaats(paren, vast)
    huizen = _lege_huizen(nauw, vast)
    nauw = _met_nagaan(nauw, huizen)
    beste, grens, klaar = _zoek(nauw, huizen, los)
    if not exact:
        grens, klaar = max(grens, los(paren).grens), False
    return replace(beste, grens=grens, bewezen=klaar)


def _zoek(paren: Paren, huizen: _Huizen, los: Oplosser) -> tuple[Toewijzing, int, bool]:
    """De beste verdeling, een grens in personen, en of zij bewezen de beste is. Het meest belovende eerst."""
    rand: list[Knoop] = []
    _zet(rand, paren, huizen, huizen.begin, los)
    meeste, bewezen, keer = 0, True, 1
    while True:
        *_, stand, gevonden = heapq.heappop(rand)
        bewezen, klaar = bewezen and gevonden.bewezen, keer + 2 > MEESTE_KEER
        gemengd = _gemengd(paren, huizen, stand, gevonden)
        if klaar or not gemengd:
            grens = max([meeste, gevonden.grens, *(rest.grens for *_, rest in rand)])
            bewezen = bewezen and not gemengd and all(rest.bewezen for *_, rest in rand)
            return _maak_af(paren, huizen, stand, gevonden, los), grens, bewezen
        huis, keer = min(gemengd), keer + 2
        if _ook_samen(paren, huizen, huis):
            meeste, bewezen = max(meeste, gevonden.grens), False
        for wie in (MAN, VROUW):
            _zet(rand, paren, huizen, (*stand[:huis], wie, *stand[huis + 1 :]), los)


def _zet(rand: list[Knoop], paren: Paren, huizen: _Huizen, stand: Stand, los: Oplosser) -> None:
    """Lost op voor een stand en zet haar in de rij. Gelijk is op wie een woning krijgt, nooit op geslacht."""
    gevonden = los(_alleen(paren, huizen, stand))
    waarde = (-gevonden.personen, -gevonden.wachtdagen, -gevonden.score)
    heapq.heappush(rand, (waarde, gevonden.paren, stand, gevonden))


def _maak_af(paren: Paren, huizen: _Huizen, stand: Stand, gevonden: Toewijzing, los: Oplosser) -> Toewijzing:
    """Een verdeling die klopt: elk huis dat nog vrij is, is voor wie er nu het meest in komen."""
    for _ in range(len(stand) + 1):
        gemengd = _gemengd(paren, huizen, stand, gevonden)
        if not gemengd:
            break
        keuze = {huis: _meeste(wie) for huis, wie in gemengd.items()}
        stand = tuple(keuze.get(huis, wie) for huis, wie in enumerate(stand))
        gevonden = los(_alleen(paren, huizen, stand))
    return gevonden


def _meeste(wie: Sequence[int]) -> int:
    """Voor wie het huis is: van wie er het meest komen; gelijk is wie het eerst staat."""
    telt = [een for een in wie if een in (MAN, VROUW)]
    return max(telt, key=lambda een: (telt.count(een), -telt.index(een)), default=MAN)


def _gemengd(paren: Paren, huizen: _Huizen, stand: Stand, gevonden: Toewijzing) -> dict[int, list[int]]:
    """De huizen waar man en vrouw uit meer dan één huishouden bij elkaar komen, met wie daar komen."""
    rijen = {een.sleutel: nr for nr, een in enumerate(paren.huishoudens)}
    kolommen = {een.sleutel: nr for nr, een in enumerate(paren.woningen)}
    per: dict[int, list[int]] = {}
    for huishouden, woning in gevonden.paren:
        huis = int(huizen.van[kolommen[woning]])
        if huis >= 0 and stand[huis] == IEDER:
            per.setdefault(huis, []).append(int(huizen.bits[rijen[huishouden]]))
    return {huis: wie for huis, wie in per.items() if len(wie) > 1 and np.bitwise_or.reduce(wie) == IEDER}


def _ook_samen(paren: Paren, huizen: _Huizen, huis: int) -> bool:
    """Of er een huishouden met man en vrouw in dit huis kan: dat blijft buiten de keuze tussen man en vrouw."""
    return bool(((huizen.van[paren.kolom] == huis) & (huizen.bits[paren.rij] == IEDER)).any())


def _alleen(paren: Paren, huizen: _Huizen, stand: Stand) -> Paren:
    """De paren die mogen als elk huis is voor wie `stand` zegt; wat een mens vastzette, blijft."""
    if not stand:
        return paren
    huis = huizen.van[paren.kolom]
    mag = np.array(stand, np.int64)[huis]
    return _houd(paren, (huis < 0) | ((huizen.bits[paren.rij] & ~mag) == 0) | huizen.staat[paren.kolom])


def _houd(paren: Paren, welke: NDArray[Any]) -> Paren:
    rest = {naam: getattr(paren, naam)[welke] for naam in ("rij", "kolom", "score", "onbekend")}
    return replace(paren, **rest)


def _met_nagaan(paren: Paren, huizen: _Huizen) -> Paren:
    """Van wie het geslacht niet bekend is, is in een huis met meer kamers nog iets na te gaan."""
    if not huizen.begin:
        return paren
    return replace(paren, onbekend=paren.onbekend | ((huizen.van[paren.kolom] >= 0) & (huizen.bits[paren.rij] == 0)))


def _lege_huizen(paren: Paren, vast: Collection[Paar]) -> _Huizen:
    """Huizen met meer dan één kamer in deze verdeling, waar niemand woont van wie het geslacht telt."""
    leeg = {naam: wie for naam, wie in _per_complex(paren.woningen).items() if len(wie) > 1 and _is_leeg(wie)}
    nummers = {naam: nr for nr, naam in enumerate(sorted(leeg))}
    van = np.array([nummers.get(_huis(een), -1) for een in paren.woningen], np.int64)
    bits = np.array([sum(_BIT.get(wie, 0) for wie in een.geslachten) for een in paren.huishoudens], np.int64)
    rijen = {een.sleutel: nr for nr, een in enumerate(paren.huishoudens)}
    wie_staat, staat = [0] * len(nummers), np.zeros(len(paren.woningen), np.bool_)
    vaste = {woning: huishouden for huishouden, woning in vast}
    for nr, een in enumerate(paren.woningen):
        if een.sleutel in vaste:
            staat[nr] = True
            if van[nr] >= 0:
                wie_staat[van[nr]] |= int(bits[rijen[vaste[een.sleutel]]])
    return _Huizen(van, bits, staat, tuple({0: IEDER, IEDER: 0}.get(wie, wie) for wie in wie_staat))


def _huis(plek: Plek) -> str:
    """Het complex van een kamer; leeg voor een zelfstandige woning."""
    return "" if plek.zelfstandig else plek.complex


def _per_complex(woningen: Sequence[Plek]) -> Mapping[str, list[Plek]]:
    per: dict[str, list[Plek]] = {}
    for een in woningen:
        if _huis(een):
            per.setdefault(een.complex, []).append(een)
    return per


def _is_leeg(kamers: Sequence[Plek]) -> bool:
    return not any(een.gemengd_akkoord or een.medebewoners & _BIT.keys() for een in kamers)


def _met_plaats(paren: Paren, vast: Collection[Paar]) -> tuple[Paren, bool]:
    """Zonder kamers die er te veel zijn voor wie er nog bij kan; en of dat niets aan de beste verdeling afdoet."""
    vaste, weg, exact = {woning for _, woning in vast}, set[str](), True
    for kamers in _per_complex(paren.woningen).values():
        te_veel, gelijk = _te_veel(kamers, vaste)
        weg |= te_veel
        exact &= gelijk
    if not weg:
        return paren, True
    dicht = np.array([een.sleutel in weg for een in paren.woningen], np.bool_)
    return _houd(paren, ~dicht[paren.kolom]), exact


def _te_veel(kamers: Sequence[Plek], vaste: Collection[str]) -> tuple[set[str], bool]:
    """De kamers die vrij blijven omdat het huis anders te vol is, en of het niet uitmaakt welke dat zijn."""
    over = min((een.over for een in kamers if een.over is not None), default=None)
    vrij = sorted(
        (een for een in kamers if een.sleutel not in vaste), key=lambda een: (een.beschikbaar_van, een.sleutel)
    )
    if over is None:
        return set(), True
    kan = max(0, over - (len(kamers) - len(vrij)))
    gelijk = not kan or len(set(_zonder_sleutel(vrij))) <= 1
    return {een.sleutel for een in vrij[kan:]}, gelijk or kan >= len(vrij)


def _zonder_sleutel(kamers: Sequence[Plek]) -> Iterator[Plek]:
    return (replace(een, sleutel="") for een in kamers)
