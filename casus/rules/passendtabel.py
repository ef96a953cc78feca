"""De regels H1 tot en met H9 en de score over arrays. Alleen passendveel.py gebruikt dit; de uitleg staat bij de regels
zelf. Elke kolom is een eigenschap, elke rij een huishouden of een woning; onbekend is -1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casus.rules.parameters import cent, getal
from casus.rules.passendbeleid import Beleid
from casus.rules.passendgeval import Plek, Vraag, huurgrens
from casus.rules.passendheid import (
    LABEL_BIJ_BEPERKING,
    MET_DREMPEL,
    RANG,
    TIJDELIJK,
    ZONDER_TRAP,
    kamers_minimaal,
    uiterlijk_nodig,
)
from casus.rules.passendscore import Reistijden, naamsleutel, reispunten
from casus.rules.passendveel import MEESTE_PAREN, TeVeelParen

Rij = NDArray[Any]
Kolommen = dict[str, Rij]
_BIT = {"man": 1, "vrouw": 2}
_BLOK = 500_000
"""Over zoveel paren tegelijk wordt de score gerekend, zodat het geheugen binnen de perken blijft."""


@dataclass(frozen=True, slots=True)
class Grenzen:
    """De grenzen van de dag die voor alle paren gelden; None als zij ontbreken. Bedragen in centen."""

    daeb: int | None
    onder_21: int | None
    jongeren_tot: int | None
    soorten: bool


def reken(
    vragen: Sequence[Vraag],
    plekken: Sequence[Plek],
    parameters: Mapping[str, str],
    dag: date,
    beleid: Beleid,
    reistijden: Reistijden,
) -> tuple[Rij, Rij, Rij, Rij]:
    """(rij, kolom, score, onbekend) van alle passende paren, op rij en dan kolom."""
    grenzen = _grenzen(parameters)
    huis, woning = _vragen(vragen, parameters, dag, grenzen), _plekken(plekken, parameters, dag)
    rij, kolom = _passend(vragen, plekken, huis, woning, grenzen)
    later = _later(vragen, parameters, dag, grenzen)
    reizen, netwerk = _reispunten(vragen, plekken, beleid, reistijden), _netwerk(vragen, plekken)
    kennis = _Score(beleid, reizen, netwerk, later, grenzen)
    score, onbekend = np.empty(len(rij), np.int32), np.empty(len(rij), np.bool_)
    for begin in range(0, len(rij), _BLOK):
        deel = slice(begin, begin + _BLOK)
        paren = rij[deel], kolom[deel]
        h, w = _neem(huis, paren[0]), _neem(woning, paren[1])
        onbekend[deel], score[deel] = _weet_niet(h, w, grenzen), kennis.punten(h, w, *paren)
    return rij, kolom, score, onbekend


def _grenzen(parameters: Mapping[str, str]) -> Grenzen:
    return Grenzen(
        cent(parameters, "daeb_huurgrens"),
        cent(parameters, "huurgrens_onder_21"),
        getal(parameters, "jongerencontract_tot_jaren"),
        bool(parameters.get("contractsoorten", "").split()),
    )


def _drie(waarde: bool | None) -> int:
    return -1 if waarde is None else int(waarde)


def _bits(geslachten: frozenset[str]) -> int:
    bits = 0
    for geslacht in geslachten:
        bits |= _BIT.get(geslacht, 4)
    return bits


def _jongeren(leeftijd: int | None, tot: int | None) -> int:
    """Of een jongerencontract kan: -1 als de leeftijd ontbreekt; zonder grens kan het altijd."""
    if tot is None:
        return 1
    return -1 if leeftijd is None else int(18 <= leeftijd < tot)


def _eis(vraag: Vraag, parameters: Mapping[str, str], dag: date, tot: int | None) -> tuple[int, ...]:
    """Alles wat een regel van een huishouden weet, als getallen. Gelijke eisen passen op dezelfde woningen."""
    grens = huurgrens(vraag.personen, parameters)
    label = LABEL_BIJ_BEPERKING.get(vraag.beperking)
    return (
        -1 if grens is None else grens,
        _drie(vraag.onder_inkomensgrens),
        kamers_minimaal(vraag.slaapkamers, parameters),
        vraag.leeftijd_onbekend,
        _drie(vraag.alleen),
        vraag.wil_delen,
        _bits(vraag.geslachten) if vraag.wil_delen or vraag.alleen is not False else 0,
        -1 if label is None else RANG[label],
        vraag.beperking in ZONDER_TRAP,
        vraag.beperking == "rollator",
        uiterlijk_nodig(vraag.gewenst_per, dag, parameters).toordinal(),
        _jongeren(vraag.huurder_leeftijd, tot),
    )


_EISEN = (
    "grens", "onder", "minimaal", "onzeker", "alleen", "wil_delen", "geslacht", "rang", "zonder_trap", "rollator",
    "uiterlijk", "jongeren",
)  # fmt: skip


_REST = ("jong", "vergunning", "personen", "norm", "wacht")


def _rest(vraag: Vraag) -> tuple[int, ...]:
    vergunning = vraag.vergunning_tot.toordinal() if vraag.vergunning_tot else -1
    return _drie(vraag.jong), vergunning, vraag.personen, vraag.slaapkamers, vraag.wacht_dagen


def _kolommen(rijen: Sequence[tuple[int, ...]], namen: Sequence[str]) -> Kolommen:
    tabel = np.array(rijen, np.int64).reshape(len(rijen), len(namen))
    return {naam: np.ascontiguousarray(tabel[:, nummer]) for nummer, naam in enumerate(namen)}


def _neem(kolommen: Kolommen, welke: Any) -> Kolommen:
    return {naam: rijen[welke] for naam, rijen in kolommen.items()}


def _vragen(vragen: Sequence[Vraag], parameters: Mapping[str, str], dag: date, grenzen: Grenzen) -> Kolommen:
    eisen = [_eis(vraag, parameters, dag, grenzen.jongeren_tot) for vraag in vragen]
    return _kolommen(eisen, _EISEN) | _kolommen([_rest(vraag) for vraag in vragen], _REST)


_PLEKKEN = (
    "huur", "slaapkamers", "zelfstandig", "slot", "samen", "rang", "drempel", "trap", "vrij", "contract", "jongeren",
    "kort", "zonder_einde", "spreiding",
)  # fmt: skip


def _plek(plek: Plek, soorten: Sequence[str], lengte: int, dag: date) -> tuple[int, ...]:
    start = max(dag, plek.beschikbaar_van)
    return (
        plek.huur_cent,
        plek.slaapkamers,
        plek.zelfstandig,
        plek.slot_op_kamer,
        0 if plek.gemengd_akkoord else _bits(plek.medebewoners),
        RANG.get(plek.toegankelijkheid, -1),
        plek.toegankelijkheid == MET_DREMPEL,
        plek.trap,
        plek.beschikbaar_van.toordinal(),
        plek.contractsoort in soorten,
        plek.contractsoort == "JON",
        plek.eind_op is not None and plek.eind_op < start + timedelta(days=lengte),
        plek.contractsoort in TIJDELIJK and plek.eind_op is None,
        _ruimte(plek),
    )


def _ruimte(plek: Plek) -> int:
    """Het deel van het complex via casus met deze woning erbij, in miljoensten; nul als er geen complex is."""
    if not plek.complex:
        return 0
    if not plek.eenheden or plek.toegewezen is None:
        return -1
    # Naar boven afgerond: 'hoogstens x procent' is dan precies dezelfde vraag als zonder delen.
    return -(-1_000_000 * (plek.toegewezen + 1) // plek.eenheden)


def _plekken(plekken: Sequence[Plek], parameters: Mapping[str, str], dag: date) -> Kolommen:
    soorten = parameters.get("contractsoorten", "").split()
    lengte = getal(parameters, "verhuur_minimaal_dagen") or 0
    return _kolommen([_plek(plek, soorten, lengte, dag) for plek in plekken], _PLEKKEN)


def _weigert(h: Kolommen, w: Kolommen, grenzen: Grenzen) -> Rij:
    """Waar een blokkerende of af te wijken regel nee zegt (alles behalve H7). `h` mag één huishouden zijn."""
    nee = (h["onder"] == 1) & (h["grens"] >= 0) & (w["huur"] > h["grens"])
    if grenzen.daeb is not None:
        nee |= w["huur"] > grenzen.daeb
    nee |= (w["slaapkamers"] < h["minimaal"]) & (h["onzeker"] == 0)
    samen = w["samen"] | h["geslacht"]
    delen_nee = ((h["alleen"] == 0) & (h["wil_delen"] == 0)) | (w["slot"] == 0)
    delen_nee |= (w["samen"] > 0) & ((samen & 3) == 3)
    nee |= (w["zelfstandig"] == 0) & delen_nee
    toegang = (w["rang"] < h["rang"]) | ((h["zonder_trap"] == 1) & (w["trap"] == 1))
    nee |= (h["rang"] >= 0) & (w["rang"] >= 0) & toegang
    nee |= (w["vrij"] > h["uiterlijk"]) | (w["kort"] == 1)
    if grenzen.soorten:
        nee |= w["contract"] == 0
    return np.asarray(nee | ((w["jongeren"] == 1) & (h["jongeren"] == 0)))


def _weet_niet(h: Kolommen, w: Kolommen, grenzen: Grenzen) -> Rij:
    """Waar een regel onbekend zegt, voor paren die passen."""
    niet = (h["grens"] < 0) | ((h["onder"] == -1) & (w["huur"] > h["grens"]))
    niet |= grenzen.daeb is None
    laag = grenzen.onder_21
    niet |= (h["jong"] != 0) if laag is None else (h["jong"] == -1) & (w["huur"] > laag)
    niet |= w["slaapkamers"] < h["minimaal"]
    samen = (w["samen"] > 0) & (((w["samen"] | h["geslacht"]) & 4) > 0)
    niet |= (w["zelfstandig"] == 0) & ((h["alleen"] == -1) | samen)
    niet |= (h["rang"] < 0) | (w["rang"] < 0) | ((h["rollator"] == 1) & (w["drempel"] == 1))
    niet |= (w["zonder_einde"] == 1) | (not grenzen.soorten) | (h["vergunning"] < 0)
    return np.asarray(niet | ((w["jongeren"] == 1) & (h["jongeren"] < 0)))


def _groepen(vragen: Sequence[Vraag], huis: Kolommen) -> Iterator[tuple[frozenset[str], list[int]]]:
    """Huishoudens met gelijke eisen, met de gemeenten waar zij mogen wonen (H7)."""
    eisen = zip(*(huis[naam].tolist() for naam in _EISEN), strict=True)
    groepen: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for nummer, (vraag, eis) in enumerate(zip(vragen, eisen, strict=True)):
        groepen[(vraag.gemeente, vraag.ook_in, eis)].append(nummer)
    for (gemeente, ook_in, _), leden in groepen.items():
        yield ook_in | {gemeente}, leden


def _passend(
    vragen: Sequence[Vraag], plekken: Sequence[Plek], huis: Kolommen, woning: Kolommen, grenzen: Grenzen
) -> tuple[Rij, Rij]:
    """De passende paren: per groep huishoudens met gelijke eisen één keer langs de woningen van hun gemeenten."""
    per_gemeente: dict[str, list[int]] = defaultdict(list)
    for nummer, plek in enumerate(plekken):
        per_gemeente[plek.gemeente].append(nummer)
    gebieden: dict[frozenset[str], tuple[Rij, Kolommen]] = {}
    rijen, kolommen, aantal = [np.empty(0, np.int32)], [np.empty(0, np.int32)], 0
    for mag, leden in _groepen(vragen, huis):
        if mag not in gebieden:
            binnen = np.array(sorted(nr for een in mag for nr in per_gemeente.get(een, ())), np.int32)
            gebieden[mag] = binnen, _neem(woning, binnen)
        nummers, w = gebieden[mag]
        past = nummers[~_weigert(_neem(huis, leden[0]), w, grenzen)]
        aantal += len(past) * len(leden)
        if aantal > MEESTE_PAREN:
            raise TeVeelParen(f"er passen meer dan {MEESTE_PAREN} paren")
        rijen.append(np.repeat(np.array(leden, np.int32), len(past)))
        kolommen.append(np.tile(past, len(leden)))
    rij, kolom = np.concatenate(rijen), np.concatenate(kolommen)
    volgorde = np.argsort(rij, kind="stable")  # binnen een huishouden staan de woningen al op nummer
    return rij[volgorde], kolom[volgorde]


def _later(vragen: Sequence[Vraag], parameters: Mapping[str, str], dag: date, grenzen: Grenzen) -> tuple[Rij, Kolommen]:
    """Per huishouden de rij met zijn eisen na nareis, -1 als er geen komt; en die rijen."""
    straks = [vraag.straks for vraag in vragen if vraag.straks is not None]
    plaats = np.full(len(vragen), -1, np.int64)
    plaats[[nummer for nummer, vraag in enumerate(vragen) if vraag.straks is not None]] = np.arange(len(straks))
    return plaats, _vragen(straks, parameters, dag, grenzen)


def _netwerk(vragen: Sequence[Vraag], plekken: Sequence[Plek]) -> tuple[Rij, Rij]:
    """Per huishouden de gemeente van het eigen netwerk als nummer, -1 als er geen is; per woning haar gemeente."""
    nummers = {naam: nr for nr, naam in enumerate(sorted({v.netwerk for v in vragen} | {p.gemeente for p in plekken}))}
    van_huis = np.array([nummers[vraag.netwerk] if vraag.netwerk else -1 for vraag in vragen], np.int64)
    return van_huis, np.array([nummers[plek.gemeente] for plek in plekken], np.int64)


def _reispunten(
    vragen: Sequence[Vraag], plekken: Sequence[Plek], beleid: Beleid, reistijden: Reistijden
) -> tuple[Rij, Rij, Rij]:
    """Per gebied en plaats de punten voor reizen, met voor elk huishouden en elke woning zijn plek in die tabel."""
    gebieden = {naam: nummer for nummer, naam in enumerate(sorted({vraag.gebied for vraag in vragen}))}
    plaatsen = {naam: nummer for nummer, naam in enumerate(sorted({plek.plaats for plek in plekken}))}
    tabel = np.zeros((max(1, len(gebieden)), max(1, len(plaatsen))), np.int32)
    for gebied, rij in gebieden.items():
        for plaats, kolom in plaatsen.items():
            sleutel = naamsleutel(gebied), naamsleutel(plaats)
            if not gebied or sleutel[0] == sleutel[1]:
                tabel[rij, kolom] = beleid.reistijd
            elif (minuten := reistijden.get(sleutel)) is not None:
                tabel[rij, kolom] = reispunten(minuten, beleid)
    rij_van = np.array([gebieden[vraag.gebied] for vraag in vragen], np.int64)
    return tabel, rij_van, np.array([plaatsen[plek.plaats] for plek in plekken], np.int64)


@dataclass(frozen=True, slots=True)
class _Score:
    """Wat de score nodig heeft naast de kolommen. Zelfde formules als passendscore.py."""

    beleid: Beleid
    reizen: tuple[Rij, Rij, Rij]
    netwerk: tuple[Rij, Rij]
    later: tuple[Rij, Kolommen]
    grenzen: Grenzen

    def punten(self, h: Kolommen, w: Kolommen, rij: Rij, kolom: Rij) -> Rij:
        """De score van elk paar; `h` en `w` zijn de kolommen van `rij` en `kolom`."""
        beleid, (tabel, gebied, plaats), (netwerk, gemeente) = self.beleid, self.reizen, self.netwerk
        punten = self._bezetting(h, w) + self._nareis(w, rij) + tabel[gebied[rij], plaats[kolom]]
        punten += np.minimum(beleid.wachttijd, beleid.wachttijd * h["wacht"] // max(1, beleid.wachttijd_vol))
        dichtbij = (netwerk[rij] < 0) | (netwerk[rij] == gemeente[kolom])
        verspreid = (w["spreiding"] >= 0) & (w["spreiding"] <= 10_000 * beleid.spreiding_procent)
        return punten + np.where(dichtbij, beleid.netwerk, 0) + np.where(verspreid, beleid.spreiding, 0)

    def _bezetting(self, h: Kolommen, w: Kolommen) -> Rij:
        beleid, over = self.beleid, w["slaapkamers"] - h["norm"]
        per_verschil = np.array([0, beleid.een_over, beleid.precies, beleid.een_over, beleid.twee_over, 0])
        punten = per_verschil[np.clip(over, -2, 3) + 2]
        return np.where((over == -1) & (h["personen"] == 1), beleid.precies, punten)

    def _nareis(self, w: Kolommen, rij: Rij) -> Rij:
        plaats, straks = self.later
        punten = np.full(len(rij), self.beleid.nareis, np.int64)
        wie = np.flatnonzero(plaats[rij] >= 0)
        h, bij = _neem(straks, plaats[rij[wie]]), _neem(w, wie)
        krap = bij["slaapkamers"] < h["minimaal"]
        punten[wie[_weigert(h, bij, self.grenzen) | krap]] = 0
        return punten
