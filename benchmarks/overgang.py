"""Een overgang met haar taken, gebeurtenis en bericht, naast dezelfde opdrachten zonder casus ertussen.

Drie kopieën van dezelfde database: in de ene nemen wij op welke opdrachten casus geeft, in de andere voert casus de
overgang uit, in de derde spelen wij de opname kaal af. Per zaak om en om, dus met dezelfde schijf en dezelfde drukte.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.databanken import Bank, Kast, houd_bij, kast
from benchmarks.met_de_hand import met_de_hand
from benchmarks.meten import Meting, Uitslag, om_en_om
from benchmarks.opname import Opdracht, in_groepen, neem_op, speler
from benchmarks.zaken_klaar import OVERGANG, Stap, zet_klaar
from casus.actions import overgang
from casus.db import Bereik, Database
from casus.queries.beeld import laad_zaak

HULP = "een overgang met taken, gebeurtenis en bericht, naast dezelfde opdrachten in kale SQL"


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument("--zaken", type=int, default=400, metavar="N", help="hoeveel zaken worden gemeten (400)")
    parser.add_argument("--opwarmen", type=int, default=40, metavar="N", help="hoeveel daarvoor, zonder meten (40)")
    parser.add_argument("--profiel", action="store_true", help="toon ook waar onze tijd blijft (cProfile)")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet op één soort database."""
    with kast(soort) as banken:
        bron = banken.nieuw("bron")
        db = bron.verbindingen()
        stappen = zet_klaar(db, keuze.zaken + keuze.opwarmen)
        db.engine.dispose()
        houd_bij(bron)
        banden = _opname(banken.kopie(bron, "opname"), stappen)
        if keuze.profiel:
            _profiel(banken.kopie(bron, "profiel"), stappen)
        metingen = _meet(banken, bron, stappen, banden, keuze.opwarmen)
        return [_uitslag(soort, metingen, banden[-1])]


def zet_over(db: Database, stap: Stap) -> None:
    """Wat wij meten: de zaak laden en de overgang uitvoeren, in één vastgelegde transactie."""
    with db.unit_of_work(Bereik.van(stap.gemeente_id)) as sessie:
        zaak = laad_zaak(sessie, stap.zaaknummer)
        overgang.execute(sessie, zaak, OVERGANG, actor=stap.actor, versie=zaak.versie)


def _opname(bank: Bank, stappen: Sequence[Stap]) -> list[list[Opdracht]]:
    db, banden = bank.verbindingen(), []
    for stap in stappen:
        with neem_op(db.engine) as band:
            zet_over(db, stap)
        banden.append(band)
    db.engine.dispose()
    return banden


def _meet(
    banken: Kast, bron: Bank, stappen: Sequence[Stap], banden: Sequence[Sequence[Opdracht]], opwarmen: int
) -> list[Meting]:
    db = banken.kopie(bron, "casus").verbindingen()
    vloer, hand = banken.kopie(bron, "vloer"), banken.kopie(bron, "hand")
    manieren: list[tuple[str, Callable[[int], Any]]] = [("casus", lambda nummer: zet_over(db, stappen[nummer]))]
    if bron.soort == "postgresql":
        pijplijn = banken.kopie(bron, "pijplijn")
        manieren.append(("dezelfde opdrachten, psycopg in pijplijn", speler(pijplijn, banden, pijplijn=True)))
        manieren.append(("dezelfde opdrachten, psycopg één voor één", speler(vloer, banden)))
    else:
        manieren.append(("dezelfde opdrachten, sqlite3", speler(vloer, banden)))
    manieren.append(("met de hand: 1 zaak, 3 taken, 1 gebeurtenis", met_de_hand(hand, stappen)))
    metingen = om_en_om(manieren, len(stappen), opwarmen)
    db.engine.dispose()
    return metingen


def _uitslag(soort: str, metingen: Sequence[Meting], band: Sequence[Opdracht]) -> Uitslag:
    feiten = {
        "opdrachten": len(band),
        "waarvan vragen": sum(opdracht.leest and not opdracht.is_begin for opdracht in band),
        "groepen in de pijplijn": len(in_groepen(band)),
    }
    return Uitslag(f"overgang {OVERGANG}", soort, metingen[0], metingen[1:], feiten)


def _profiel(bank: Bank, stappen: Sequence[Stap]) -> None:
    import cProfile
    import pstats

    db = bank.verbindingen()
    helft = len(stappen) // 2
    for stap in stappen[:helft]:
        zet_over(db, stap)
    meter = cProfile.Profile()
    meter.enable()
    for stap in stappen[helft:]:
        zet_over(db, stap)
    meter.disable()
    pstats.Stats(meter).sort_stats("tottime").print_stats(30).sort_stats("cumtime").print_stats(70)
    db.engine.dispose()
