"""Mijn taken en Mijn rollen uit een volle database, naast dezelfde SQL zonder casus, met een blik op het plan."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from benchmarks.databanken import Bank, houd_bij, kast
from benchmarks.meten import Uitslag, om_en_om
from benchmarks.opname import Opdracht, neem_op, speler
from benchmarks.plannen import plan, planfouten, zoekt_op_id
from benchmarks.volle_kast import Omvang, Plaats, vul
from casus.actor import Actor
from casus.db import Bereik, Database
from casus.queries.lijstkeuze import Keuze, Lijst
from casus.queries.lijstkring import Kring
from casus.queries.lijstplek import Lijstblad, Lijstplek
from casus.queries.werkvoorraad import TaakRij, lijst

HULP = "de eerste en de volgende bladzijde van Mijn taken en Mijn rollen, naast dezelfde SQL kaal"
LIJSTEN: Mapping[Lijst, tuple[str, str]] = {
    "mijn": ("Mijn taken", "ix_taak_behandelaar"),
    "rollen": ("Mijn rollen", "ix_taak_rol"),
}
"""Elke lijst met de deelindex die haar takken horen te lezen."""
ACTOREN = 60
"""Zoveel verschillende medewerkers kijken om beurten, uit gemeenten naar grootte getrokken."""


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument("--zaken", type=int, default=3000, metavar="N", help="hoeveel zaken (3000; echt: 300000)")
    parser.add_argument("--taken", type=int, default=30000, metavar="N", help="hoeveel taken (30000; echt: 3000000)")
    parser.add_argument("--metingen", type=int, default=600, metavar="N", help="hoe vaak elke bladzijde (600)")
    parser.add_argument("--plan", action="store_true", help="toon ook het plan van de database")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet op één soort database."""
    with kast(soort) as banken:
        bank, begin = banken.nieuw("vol"), time.monotonic()
        plaatsen = vul(bank, Omvang(keuze.zaken, keuze.taken))
        houd_bij(bank)
        feiten = {"zaken": keuze.zaken, "taken": keuze.taken, "vullen s": round(time.monotonic() - begin, 1)}
        db, actoren = bank.verbindingen(), _actoren(plaatsen)
        uitslagen = []
        for naam in LIJSTEN:
            eerste = [(actor, None) for actor in actoren]
            verder = [(actor, _bladzijde(db, naam, actor, None).volgende) for actor in actoren]
            uitslagen += [_meet(bank, db, naam, paren, keuze, feiten) for paren in (eerste, verder)]
        db.engine.dispose()
        return uitslagen


def _actoren(plaatsen: Sequence[Plaats]) -> list[Actor]:
    """De drukste gemeente eerst, dan een trekking; om de ander heeft iemand een tweede en derde rol."""
    toeval = Random(2)
    grootste = max(plaatsen, key=lambda plaats: plaats.inwoners)
    gekozen = [grootste, *toeval.choices(plaatsen, [p.inwoners for p in plaatsen], k=ACTOREN - 1)]
    return [_met_rollen(plaats.team[nr % len(plaats.team)], nr) for nr, plaats in enumerate(gekozen)]


def _met_rollen(actor: Actor, nr: int) -> Actor:
    erbij = ({"wonen"}, set(), {"jurist", "financieel"})[nr % 3]
    return Actor(actor.gebruiker_id, actor.naam, actor.gemeente_id, actor.rollen | erbij)


def _bladzijde(db: Database, naam: Lijst, actor: Actor, na: Lijstplek | None) -> Lijstblad[TaakRij]:
    """Wat wij meten: een leessessie openen, de bladzijde lezen, sluiten."""
    wie = Kring(actor.gebruiker_id, actor.gemeente_id, {actor.gemeente_id: actor.rollen})
    with db.lezen(Bereik.van(actor.gemeente_id)) as sessie:
        return lijst(sessie, Keuze(naam), wie, na=na)


def _meet(
    bank: Bank,
    db: Database,
    naam: Lijst,
    paren: Sequence[tuple[Actor, Lijstplek | None]],
    keuze: argparse.Namespace,
    feiten: dict[str, Any],
) -> Uitslag:
    banden, rijen = _opname(db, naam, paren)
    titel, index = LIJSTEN[naam]
    onderdeel = f"{titel}, {'volgende' if paren[0][1] else 'eerste'} bladzijde"
    alleen = [[opdracht for opdracht in band if opdracht.is_begin or opdracht.leest] for band in banden]
    afspelen = speler(bank, alleen)
    manieren = [
        ("casus, sessie openen en bladzijde lezen", lambda nr: len(_bladzijde(db, naam, *paren[nr % ACTOREN]).rijen)),
        ("dezelfde opdrachten kaal", lambda nr: afspelen(nr % ACTOREN)),
    ]
    onze, *vloeren = om_en_om(manieren, keuze.metingen + ACTOREN, ACTOREN)
    plannen = plan(bank, banden[0])
    if keuze.plan:
        print("\n".join(plannen))
    feiten = {**feiten, "rijen": rijen}
    if bank.soort == "postgresql":
        feiten["zaak op id gezocht"] = zoekt_op_id(plannen)
    return Uitslag(onderdeel, bank.soort, onze, vloeren, feiten, planfouten(bank.soort, plannen, [index]))


def _opname(
    db: Database, naam: Lijst, paren: Sequence[tuple[Actor, Lijstplek | None]]
) -> tuple[list[list[Opdracht]], int]:
    """Per medewerker de opdrachten, en hoeveel rijen zij samen zien."""
    banden, rijen = [], 0
    for actor, plek in paren:
        with neem_op(db.engine) as band:
            rijen += len(_bladzijde(db, naam, actor, plek).rijen)
        banden.append(band)
    return banden, rijen
