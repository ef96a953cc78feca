"""Wat er uit een verdeling komt, als gegevens: de paren met hun punten, wie er zonder blijft en waarom, en de grens.

De invoer is een Opdracht (passendrun.py). Dezelfde opdracht geeft altijd dezelfde uitkomst; een test en de knop
‘Opnieuw uitrekenen’ gaan dat na.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from casus.rules.passendbeleid import beleid_op
from casus.rules.passendgeval import Geval, Plek, Vraag
from casus.rules.passendheid import toets
from casus.rules.passendrun import Opdracht, passende_paren
from casus.rules.passendscore import score
from casus.rules.passendveel import Paren
from casus.rules.toewijzing import Paar, Toewijzing, los_op

MEESTE_WONINGEN: Final = 3
"""Zoveel woningen worden genoemd bij wie er een had kunnen krijgen."""


STAPPEN: Final = {
    "passen": "Kijken welke woning bij wie past",
    "verdelen": "De beste verdeling zoeken",
    "zonder_ruil": "Hetzelfde nog eens, zonder ruil",
    "uitleg": "Opschrijven wie welke woning krijgt, en waarom",
}
"""Wat er na elkaar gebeurt; zonder ruil alleen bij een regio."""


def ongezien(stap: str) -> None:
    """Niemand kijkt mee."""


def uitkomst(opdracht: Opdracht, *, regio: bool = False, meld: Callable[[str], None] = ongezien) -> dict[str, Any]:
    """De beste verdeling als JSON. `regio`: ook hoeveel er zonder ruil een woning krijgen, en alles per gemeente.

    `meld` krijgt elke stap van STAPPEN als die begint. Raises WensenBotsen, TeVeelParen.
    """
    paren, verdeling = _verdeel(opdracht, regio, meld)
    per_gemeente = _met_gemeenten(opdracht, verdeling, meld) if regio else {}
    meld("uitleg")
    uit = {
        "paren": _gekozen(opdracht, paren, verdeling),
        "zonder": _zonder(opdracht, paren, verdeling),
        "personen": verdeling.personen,
        "grens": verdeling.grens,
        "wachtdagen": verdeling.wachtdagen,
        "score": sum(verdeling.scores),
        "bewezen": verdeling.bewezen,
        "niet_passend": sorted(list(paar) for paar in verdeling.niet_passend),
    }
    return {**uit, **per_gemeente}


def _verdeel(opdracht: Opdracht, regio: bool, meld: Callable[[str], None] = ongezien) -> tuple[Paren, Toewijzing]:
    meld("passen")
    paren = passende_paren(opdracht)
    meld("verdelen")
    if not regio:
        return paren, los_op(opdracht.huishoudens, paren, opdracht.vast, opdracht.nooit)
    verdeling = los_op(opdracht.huishoudens, _liever_thuis(paren), opdracht.vast, opdracht.nooit)
    punten = tuple(punt for punt, _ in _wat_bij(paren, verdeling.paren))
    return paren, replace(verdeling, scores=punten)


def _liever_thuis(paren: Paren) -> Paren:
    """Wonen in de eigen gemeente telt zwaarder dan alle punten: zo is er niet meer ruil dan nodig is.

    Hoeveel personen er een woning krijgen en hoe lang zij wachtten, verandert daar niet door.
    """
    import numpy as np  # pas als er wordt gerekend, zoals in passendveel.py

    nummers = {naam: nr for nr, naam in enumerate(sorted({een.gemeente for een in paren.woningen}))}
    van = np.array([nummers.get(een.gemeente, -1) for een in paren.huishoudens], np.int64)
    in_ = np.array([nummers[een.gemeente] for een in paren.woningen], np.int64)
    erbij = int(paren.score.max(initial=0)) + 1
    return replace(paren, score=paren.score + erbij * (van[paren.rij] == in_[paren.kolom]))


def _wat_bij(paren: Paren, gekozen: Sequence[Paar]) -> list[tuple[int, bool]]:
    """Per gekozen paar zijn score en of er nog iets na te gaan is; (0, False) als het volgens de regels niet past."""
    huizen = {vraag.sleutel: nr for nr, vraag in enumerate(paren.huishoudens)}
    plekken = {plek.sleutel: nr for nr, plek in enumerate(paren.woningen)}
    begin, uit = _begin(paren), []
    for huis, woning in gekozen:
        eerste, laatste = begin[huizen[huis]], begin[huizen[huis] + 1]
        kolom = paren.kolom[eerste:laatste]
        op = eerste + int(kolom.searchsorted(kolom.dtype.type(plekken[woning])))
        raak = op < laatste and paren.kolom[op] == plekken[woning]
        uit.append((int(paren.score[op]), bool(paren.onbekend[op])) if raak else (0, False))
    return uit


def _met_gemeenten(opdracht: Opdracht, verdeling: Toewijzing, meld: Callable[[str], None]) -> dict[str, Any]:
    meld("zonder_ruil")
    thuis = [replace(vraag, ook_in=frozenset()) for vraag in opdracht.huishoudens]
    _, zonder = _verdeel(replace(opdracht, huishoudens=thuis), regio=False)
    rijen = _per_gemeente(opdracht.huishoudens, opdracht.woningen, zonder, verdeling)
    return {"zonder_ruil": zonder.personen, "per_gemeente": rijen}


def _begin(paren: Paren) -> list[int]:
    """Waar de paren van elk huishouden beginnen; die van huishouden `n` eindigen waar die van `n + 1` beginnen."""
    import numpy as np  # pas als er wordt gerekend, zoals in passendveel.py

    nummers = np.arange(len(paren.huishoudens) + 1, dtype=paren.rij.dtype)
    return [int(plek) for plek in paren.rij.searchsorted(nummers)]


def _gekozen(opdracht: Opdracht, paren: Paren, verdeling: Toewijzing) -> list[dict[str, Any]]:
    """Elk gekozen paar met zijn score in delen, zodat later te lezen is waarom."""
    beleid = beleid_op(opdracht.parameters, opdracht.dag)
    vragen = {vraag.sleutel: vraag for vraag in paren.huishoudens}
    plekken = {plek.sleutel: plek for plek in paren.woningen}
    uit = []
    for (huis, woning), (punten, nagaan) in zip(verdeling.paren, _wat_bij(paren, verdeling.paren), strict=True):
        plek = plekken[woning]
        geval = Geval(vragen[huis], plek, opdracht.regels_voor(plek), opdracht.dag)
        delen = score(geval, beleid, opdracht.reistijden).delen
        rij = {"huishouden": huis, "woning": woning, "score": punten, "nagaan": nagaan}
        uit.append({**rij, "delen": [[een.titel, een.punten, een.hoogst, een.zin] for een in delen]})
    return uit


def _zonder(opdracht: Opdracht, paren: Paren, verdeling: Toewijzing) -> list[dict[str, Any]]:
    """Wie geen woning krijgt, met de woningen die wel pasten en naar een ander gingen (de best passende eerst)."""
    gehuisvest, verboden = {huis for huis, _ in verdeling.paren}, set(opdracht.nooit)
    begin, uit = _begin(paren), []
    for nr, vraag in enumerate(paren.huishoudens):
        if vraag.sleutel in gehuisvest:
            continue
        eerste, laatste = begin[nr], begin[nr + 1]
        rijen = zip(paren.score[eerste:laatste].tolist(), paren.kolom[eerste:laatste].tolist(), strict=True)
        past = [(-punten, sleutel) for punten, kolom in rijen if (sleutel := paren.woningen[kolom].sleutel)]
        past = sorted(een for een in past if (vraag.sleutel, een[1]) not in verboden)
        woningen = [woning for _, woning in past[:MEESTE_WONINGEN]]
        uit.append({"huishouden": vraag.sleutel, "past": woningen, "aantal": len(past)})
    return uit


def _per_gemeente(
    vragen: Sequence[Vraag], plekken: Sequence[Plek], zonder_ruil: Toewijzing, met_ruil: Toewijzing
) -> list[dict[str, Any]]:
    """Per gemeente hoeveel personen er zoeken, hoeveel er een woning krijgen zonder en met ruil, en vrije woningen."""
    personen = {vraag.sleutel: (vraag.gemeente, vraag.personen) for vraag in vragen}
    zoekt, zonder, met = Counter[str](), Counter[str](), Counter[str]()
    for telling, sleutels in (
        (zoekt, personen),
        (zonder, [huis for huis, _ in zonder_ruil.paren]),
        (met, [huis for huis, _ in met_ruil.paren]),
    ):
        for sleutel in sleutels:
            telling[personen[sleutel][0]] += personen[sleutel][1]
    vrij = Counter(plek.gemeente for plek in plekken)
    namen = sorted({*zoekt, *vrij})
    return [
        {
            "gemeente": naam,
            "zoekt": zoekt[naam],
            "woningen": vrij[naam],
            "zonder_ruil": zonder[naam],
            "met_ruil": met[naam],
        }
        for naam in namen
    ]


def waarom_geen(opdracht: Opdracht, sleutel: str, hoogstens: int = 200) -> list[tuple[str, int]]:
    """Welke regels de woningen bij dit huishouden tegenhouden, elk met het aantal woningen; het meeste eerst.

    Kijkt naar de eerste `hoogstens` woningen: genoeg voor een zin op het scherm.
    """
    vraag = next(een for een in opdracht.huishoudens if een.sleutel == sleutel)
    telling = Counter[str]()
    for plek in opdracht.woningen[:hoogstens]:
        uitslag = toets(Geval(vraag, plek, opdracht.regels_voor(plek), opdracht.dag))
        houdt_tegen = (*uitslag.blokkades, *uitslag.afwijkingen)
        if houdt_tegen:
            telling[houdt_tegen[0].regel] += 1
    return sorted(telling.items(), key=lambda rij: (-rij[1], rij[0]))
