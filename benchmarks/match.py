"""De beste toewijzing: van huishoudens en woningen tot het bewijs, naast de oplosser alleen.

Onze tijd is alles: huishoudens en personen lezen als Vraag, de regels en de score over alle paren, de toewijzing en het
bewijs van de grens. De vloeren zijn dezelfde oplosser van scipy op paren die al klaarstaan, en bij de kleinste omvang
HiGHS op dezelfde LP. De gemeenten liggen in een kring en ruilen met hun buren: het is één geheel, met ongeveer vijftig
passende woningen per huishouden. Er is geen database bij: `--database` maakt niets uit.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from benchmarks.meten import Meting, Uitslag, om_en_om
from casus.models import Huishouden, Persoon, Woning
from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendgeval import Omstandigheden, Plek, Vraag, plek_van, vraag_van
from casus.rules.passendveel import Paren, toets_veel
from casus.rules.toewijsrekenen import gewichten, maak_graaf, op_rang, paar_zwaarst
from casus.rules.toewijzing import Toewijzing, los_op

HULP = "de beste toewijzing met regels en bewijs, naast de oplosser alleen"
DAG = date(2026, 3, 3)
DOELEN = {1_000: 0.5, 5_000: 3.0, 20_000: 15.0}
"""Seconden per omvang (issue 5)."""
PER_GEMEENTE = 36
"""Huishoudens en woningen per gemeente: met twee buren passen er dan ongeveer vijftig."""
_MATEN = ((1, 60), (2, 10), (3, 9), (4, 9), (5, 6), (6, 4), (7, 2))
"""Huishoudens naar grootte, in procenten (domein §8.4)."""
_WONINGEN = ((0, 25), (1, 30), (2, 25), (3, 14), (4, 6))
"""Woningen naar slaapkamers, in procenten."""


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """Een huishouden zoals het uit de database komt."""

    huishouden: Huishouden
    personen: Sequence[Persoon]
    sinds: date
    ook_in: frozenset[str]


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument(
        "--omvang", type=int, nargs="+", default=[*DOELEN], metavar="N", help="N huishoudens en N woningen"
    )
    parser.add_argument("--keer", type=int, default=5, metavar="N", help="hoe vaak elke omvang (5)")
    parser.add_argument("--schaars", type=int, default=100, metavar="PROCENT", help="woningen per honderd huishoudens")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet elke omvang. Op een tweede database valt er niets anders te meten."""
    if keuze.database == "beide" and soort != "sqlite":
        return []
    return [_meet(omvang, keuze) for omvang in keuze.omvang]


def _meet(omvang: int, keuze: argparse.Namespace) -> Uitslag:
    parameters = waarden_op(standaard(), DAG)
    aanvragen, woningen = maak(omvang, omvang * keuze.schaars // 100)
    paren = _paren(aanvragen, woningen, parameters)
    uitkomst = los_op(paren.huishoudens, paren)
    graaf = maak_graaf(paren, op_rang(paren))
    gewicht = gewichten(graaf)
    manieren: list[tuple[str, Any]] = [
        ("casus: regels, score, toewijzing, bewijs", lambda _: alles(aanvragen, woningen, parameters)),
        ("oplosser alleen (scipy LAPJVsp)", lambda _: paar_zwaarst(graaf.begin, graaf.kolom, gewicht, graaf.kolommen)),
        ("toewijzing en bewijs, paren staan klaar", lambda _: los_op(paren.huishoudens, paren)),
    ]
    if omvang <= min(DOELEN):
        manieren.append(("oplosser alleen (HiGHS, LP in personen)", lambda _: lp(paren)))
    metingen = om_en_om(manieren, keuze.keer)
    return _uitslag(omvang, len(woningen), metingen, paren, uitkomst)


def alles(aanvragen: Sequence[Aanvraag], woningen: Sequence[Woning], parameters: dict[str, str]) -> Toewijzing:
    """Wat wij meten: van rijen uit de database tot een bewezen toewijzing."""
    paren = _paren(aanvragen, woningen, parameters)
    return los_op(paren.huishoudens, paren)


def _paren(aanvragen: Sequence[Aanvraag], woningen: Sequence[Woning], parameters: dict[str, str]) -> Paren:
    return toets_veel(
        [_vraag(aanvraag, parameters) for aanvraag in aanvragen],
        [_plek(woning) for woning in woningen],
        parameters,
        DAG,
    )


def _vraag(aanvraag: Aanvraag, parameters: dict[str, str]) -> Vraag:
    om = Omstandigheden(DAG, vergunning_geldig_tot=date(2030, 1, 1))
    huis, mag = aanvraag.huishouden, aanvraag.ook_in
    return vraag_van(huis, aanvraag.personen, parameters, om, wacht_sinds=aanvraag.sinds, ook_in=mag)


def _plek(woning: Woning) -> Plek:
    return plek_van(woning, medebewoners=("man",) if not woning.zelfstandig else ())


def maak(huishoudens: int, woningen: int) -> tuple[list[Aanvraag], list[Woning]]:
    """Verzonnen huishoudens en woningen, altijd dezelfde bij dezelfde aantallen."""
    toeval = Random(huishoudens)
    gemeenten = max(1, round(huishoudens / PER_GEMEENTE))
    return (
        [_huis(toeval, nummer, gemeenten) for nummer in range(huishoudens)],
        [_woning(toeval, nummer, gemeenten) for nummer in range(woningen)],
    )


def _keuze(toeval: Random, keuzes: Sequence[tuple[int, int]]) -> int:
    return toeval.choices([waarde for waarde, _ in keuzes], [gewicht for _, gewicht in keuzes])[0]


def _id(soort: int, nummer: int) -> UUID:
    return UUID(int=soort << 64 | nummer)


def _huis(toeval: Random, nummer: int, gemeenten: int) -> Aanvraag:
    eigen, maat = toeval.randrange(gemeenten), _keuze(toeval, _MATEN)
    buren = {(eigen + stap) % gemeenten for stap in (-1, 1)} - {eigen}
    huis = Huishouden(
        gemeente_id=_id(1, eigen),
        id=_id(2, nummer),
        woonbeperking=toeval.choices(("geen", "lift", "gelijkvloers", "rollator", "rolstoel"), (88, 4, 4, 3, 1))[0],
        inkomensbron=toeval.choices(("SOC", "ARB"), (90, 10))[0],
        nareis_aantal=0 if toeval.random() < 0.85 else toeval.randint(1, 4),
        nareis_verwacht_op=DAG + timedelta(days=toeval.randrange(400)),
        koppelredenen=[],
        gebied=toeval.choice(("", "", "", "Dorp", "Stad")),
    )
    relaties = ["hoofdpersoon", *(["partner"] if maat > 1 and toeval.random() < 0.7 else []), *["kind"] * maat]
    personen = [_persoon(toeval, relatie) for relatie in relaties[:maat]]
    sinds = DAG - timedelta(days=toeval.randrange(250))
    return Aanvraag(huis, personen, sinds, frozenset(str(_id(1, buur)) for buur in buren))


def _persoon(toeval: Random, relatie: str) -> Persoon:
    jaar = DAG.year - (toeval.randint(0, 17) if relatie == "kind" else toeval.randint(19, 60))
    geboren = f"{jaar}-{toeval.randint(1, 12):02d}-15"
    return Persoon(relatie=relatie, geboortedatum=geboren, geslacht=toeval.choice(("man", "vrouw")))


def _woning(toeval: Random, nummer: int, gemeenten: int) -> Woning:
    slaapkamers = _keuze(toeval, _WONINGEN)
    kamer = slaapkamers == 0 and toeval.random() < 0.3
    return Woning(
        gemeente_id=_id(1, toeval.randrange(gemeenten)),
        id=_id(3, nummer),
        plaats=toeval.choice(("Dorp", "Stad", "Buiten")),
        zelfstandig=not kamer,
        slot_op_kamer=True,
        slaapkamers=slaapkamers + kamer,
        huur_cent=toeval.randint(48_000, 80_000),
        toegankelijkheid=toeval.choices(("ZON", "NUL", "ROG", "ROL"), (75, 13, 7, 5))[0],
        verdieping=toeval.randint(0, 3),
        lift=toeval.random() < 0.3,
        contractsoort=toeval.choices(("ONB", "TIJ", "JON"), (90, 5, 5))[0],
        eind_op=None,
        beschikbaar_van=DAG + timedelta(days=toeval.randint(-20, 40)),
    )


def lp(paren: Paren) -> float:
    """Dezelfde vraag als LP, in personen: HiGHS geeft de grens zonder onze oplosser."""
    aantal, een = len(paren), np.ones(len(paren))
    kant = ((paren.rij, len(paren.huishoudens)), (paren.kolom, len(paren.woningen)))
    tabel = vstack([csr_array((een, (nummers, np.arange(aantal))), shape=(hoogte, aantal)) for nummers, hoogte in kant])
    personen = np.array([vraag.personen for vraag in paren.huishoudens])[paren.rij]
    uitslag = linprog(-personen, A_ub=tabel, b_ub=np.ones(tabel.shape[0]), bounds=(0, 1), method="highs")
    return -float(uitslag.fun)


def _uitslag(omvang: int, woningen: int, metingen: Sequence[Meting], paren: Paren, uitkomst: Toewijzing) -> Uitslag:
    doel = DOELEN.get(omvang)
    feiten: dict[str, Any] = {
        "passende paren": len(paren),
        "paren per huishouden": round(len(paren) / omvang, 1),
        "personen gehuisvest": uitkomst.personen,
        "bewezen grens in personen": uitkomst.grens,
        "ook wachten en score bewezen": uitkomst.bewezen,
        "seconden (p50)": round(metingen[0].percentiel(50) / 1000, 3),
    }
    fouten = [] if uitkomst.bewezen and uitkomst.personen == uitkomst.grens else ["De uitkomst is niet bewezen."]
    if doel is not None:
        feiten |= {"doel in seconden": doel, "doel gehaald": metingen[0].percentiel(50) / 1000 <= doel}
    if omvang <= min(DOELEN) and round(lp(paren)) != uitkomst.personen:
        fouten.append("HiGHS vindt een andere grens.")
    return Uitslag(f"match {omvang} × {woningen}", "geen", metingen[0], metingen[1:], feiten, fouten)
