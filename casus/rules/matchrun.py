"""Wat er uit een verdeling komt, als gegevens: de paren met hun punten, wie er zonder blijft en waarom, en de grens.

De invoer is een Opdracht (passendrun.py). Dezelfde opdracht geeft altijd dezelfde uitkomst; een test en de knop
‘Opnieuw uitrekenen’ gaan dat na.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from casus.rules.passendbeleid import beleid_op
from casus.rules.passendgeval import Geval, Plek, Vraag
from casus.rules.passendheid import toets
from casus.rules.passendrun import Opdracht
from casus.rules.passendscore import score
from casus.rules.passendveel import Paren, toets_veel
from casus.rules.toewijzing import Paar, Toewijzing, los_op

MEESTE_WONINGEN: Final = 3
"""Zoveel woningen worden genoemd bij wie er een had kunnen krijgen."""


def uitkomst(opdracht: Opdracht, *, regio: bool = False) -> dict[str, Any]:
    """De beste verdeling als JSON. `regio`: ook hoeveel er zonder ruil een woning krijgen, en alles per gemeente.

    Raises WensenBotsen, TeVeelParen.
    """
    paren, verdeling = _verdeel(opdracht, regio)
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
    return {**uit, **_met_gemeenten(opdracht, verdeling)} if regio else uit


def _verdeel(opdracht: Opdracht, regio: bool) -> tuple[Paren, Toewijzing]:
    wat = (opdracht.huishoudens, opdracht.woningen, opdracht.parameters, opdracht.dag)
    paren = toets_veel(*wat, reistijden=opdracht.reistijden)
    verdeling = los_op(opdracht.huishoudens, _liever_thuis(paren) if regio else paren, opdracht.vast, opdracht.nooit)
    if not regio:
        return paren, verdeling
    punten = {(huis, woning): punt for huis, woning, punt, _ in paren}
    return paren, replace(verdeling, scores=tuple(punten.get(paar, 0) for paar in verdeling.paren))


def _liever_thuis(paren: Paren) -> Paren:
    """Wonen in de eigen gemeente telt zwaarder dan alle punten: zo is er niet meer ruil dan nodig is.

    Hoeveel personen er een woning krijgen en hoe lang zij wachtten, verandert daar niet door.
    """
    huizen, plekken = paren.huishoudens, paren.woningen
    thuis = [huizen[rij].gemeente == plekken[kolom].gemeente for rij, kolom in zip(paren.rij, paren.kolom, strict=True)]
    erbij = int(paren.score.max(initial=0)) + 1
    score = paren.score.copy()
    score[thuis] += erbij
    return replace(paren, score=score)


def _met_gemeenten(opdracht: Opdracht, verdeling: Toewijzing) -> dict[str, Any]:
    thuis = [replace(vraag, ook_in=frozenset()) for vraag in opdracht.huishoudens]
    _, zonder = _verdeel(replace(opdracht, huishoudens=thuis), regio=False)
    rijen = _per_gemeente(opdracht.huishoudens, opdracht.woningen, zonder, verdeling)
    return {"zonder_ruil": zonder.personen, "per_gemeente": rijen}


def _gekozen(opdracht: Opdracht, paren: Paren, verdeling: Toewijzing) -> list[dict[str, Any]]:
    """Elk gekozen paar met zijn score in delen, zodat later te lezen is waarom."""
    parameters, dag = opdracht.parameters, opdracht.dag
    beleid = beleid_op(parameters, dag)
    vragen = {vraag.sleutel: vraag for vraag in paren.huishoudens}
    plekken = {plek.sleutel: plek for plek in paren.woningen}
    nagaan = {(h, w) for h, w, _, onbekend in _bij(paren, set(verdeling.paren)) if onbekend}
    uit = []
    for (huis, woning), punten in zip(verdeling.paren, verdeling.scores, strict=True):
        delen = score(Geval(vragen[huis], plekken[woning], parameters, dag), beleid, opdracht.reistijden).delen
        rij = {"huishouden": huis, "woning": woning, "score": punten, "nagaan": (huis, woning) in nagaan}
        uit.append({**rij, "delen": [[een.titel, een.punten, een.hoogst, een.zin] for een in delen]})
    return uit


def _bij(paren: Paren, gekozen: set[Paar]) -> list[tuple[str, str, int, bool]]:
    return [rij for rij in paren if (rij[0], rij[1]) in gekozen]


def _zonder(opdracht: Opdracht, paren: Paren, verdeling: Toewijzing) -> list[dict[str, Any]]:
    """Wie geen woning krijgt, met de woningen die wel pasten en naar een ander gingen (de best passende eerst)."""
    gehuisvest, verboden = {huis for huis, _ in verdeling.paren}, set(opdracht.nooit)
    past: dict[str, list[tuple[int, str]]] = {
        vraag.sleutel: [] for vraag in paren.huishoudens if vraag.sleutel not in gehuisvest
    }
    for huis, woning, punten, _ in paren:
        if huis in past and (huis, woning) not in verboden:
            past[huis].append((-punten, woning))
    return [
        {"huishouden": huis, "past": [woning for _, woning in sorted(rijen)[:MEESTE_WONINGEN]], "aantal": len(rijen)}
        for huis, rijen in sorted(past.items())
    ]


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
        uitslag = toets(Geval(vraag, plek, opdracht.parameters, opdracht.dag))
        houdt_tegen = (*uitslag.blokkades, *uitslag.afwijkingen)
        if houdt_tegen:
            telling[houdt_tegen[0].regel] += 1
    return sorted(telling.items(), key=lambda rij: (-rij[1], rij[0]))
