"""Zoeken in een volle database: elk soort term, van de zeldzaamste tot de gewoonste, naast dezelfde SQL kaal."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import select

from benchmarks.databanken import Bank, houd_bij, kast
from benchmarks.meten import Meting, Uitslag, om_en_om
from benchmarks.opname import Opdracht, neem_op, speler
from benchmarks.volle_kast import Omvang, Plaats, vul
from benchmarks.volle_teksten import BOS, IN_ELKE_NOTITIE
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.models import Aanbod, Notitie, Persoon, Woning, Zaak
from casus.queries.toestanden import processen
from casus.queries.zoeken import zoek
from casus.termijnen import vandaag
from casus.views.schermen.zoekscherm import maak

HULP = "zoeken op naam, nummer, adres en notitie in een volle database, naast dezelfde SQL kaal"
GRENS_MS = 50
"""Wat zoeken op PostgreSQL bij 300.000 zaken hoogstens mag duren, p95 (issue 3)."""
ZOEKERS = 30
"""Zoveel mensen zoeken om beurten elk soort term, uit gemeenten naar grootte getrokken."""


@dataclass(frozen=True, slots=True)
class Vraag:
    """Wie wat zoekt."""

    actor: Actor
    term: str


@dataclass(frozen=True, slots=True)
class Bron:
    """Eén zaak uit de gemeente van de zoeker, om naar te zoeken."""

    zaaknummer: str
    persoon: Persoon
    adres: str
    woord: str


SOORTEN: Mapping[str, Callable[[Bron], str]] = {
    "begin van een naam": lambda bron: bron.persoon.achternaam[:4],
    "hele naam": lambda bron: f"{bron.persoon.voornamen} {bron.persoon.achternaam}",
    "zaaknummer": lambda bron: bron.zaaknummer,
    "alleen de cijfers": lambda bron: bron.zaaknummer.rpartition("-")[2],
    "BSN": lambda bron: bron.persoon.bsn or bron.persoon.v_nummer,
    "V-nummer": lambda bron: bron.persoon.v_nummer,
    "straat": lambda bron: bron.adres.partition(" ")[0],
    "straat en nummer": lambda bron: bron.adres,
    "woord uit een notitie": lambda bron: bron.woord,
    "naam en woord uit een notitie": lambda bron: f"{bron.persoon.achternaam} {bron.woord}",
    "niets te vinden": lambda bron: f"{bron.persoon.achternaam[::-1]}xq",
    "staat in elke notitie": lambda bron: IN_ELKE_NOTITIE,
    "heet iedereen": lambda bron: "familie",
    "twee letters": lambda bron: bron.woord[:2],
    "naam en overal": lambda bron: f"{bron.persoon.achternaam} {IN_ELKE_NOTITIE}",
}


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument("--zaken", type=int, default=3000, metavar="N", help="hoeveel zaken (3000; echt: 300000)")
    parser.add_argument("--metingen", type=int, default=150, metavar="N", help="hoe vaak elk soort term (150)")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet op één soort database."""
    with kast(soort) as banken:
        bank, begin = banken.nieuw("vol"), time.monotonic()
        plaatsen = vul(bank, Omvang(keuze.zaken, 0, teksten=True))
        houd_bij(bank)
        feiten = {"zaken": keuze.zaken, "vullen s": round(time.monotonic() - begin, 1)}
        db = bank.verbindingen()
        vragen = _vragen(db, plaatsen)
        uitslagen = [_meet(bank, db, naam, vragen[naam], keuze, feiten) for naam in SOORTEN]
        db.engine.dispose()
        return [*uitslagen, _samen(soort, uitslagen, feiten)]


def _vragen(db: Database, plaatsen: Sequence[Plaats]) -> dict[str, list[Vraag]]:
    """De drukste gemeente eerst, dan een trekking naar grootte; elk met een eigen zaak om te zoeken."""
    toeval = Random(4)
    grootste = max(plaatsen, key=lambda plaats: plaats.inwoners)
    gekozen = [*[grootste] * 4, *toeval.choices(plaatsen, [p.inwoners for p in plaatsen], k=8 * ZOEKERS)]
    bronnen = [(plaats.team[0], bron) for plaats in gekozen if (bron := _bron(db, plaats, toeval))][:ZOEKERS]
    return {naam: [Vraag(actor, maak_term(bron)) for actor, bron in bronnen] for naam, maak_term in SOORTEN.items()}


def _bron(db: Database, plaats: Plaats, toeval: Random) -> Bron | None:
    """Een zaak met een woning; kleine gemeenten van een kleine vulling hebben die niet altijd."""
    with db.lezen(Bereik.van(plaats.id)) as sessie:
        ids = sessie.scalars(select(Aanbod.zaak_id).order_by(Aanbod.id).limit(200)).all()
        return _lees_bron(sessie, toeval.choice(ids), toeval) if ids else None


def _lees_bron(sessie: CasusSessie, zaak_id: Any, toeval: Random) -> Bron:
    zaak = sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()
    personen = sessie.scalars(select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id)).all()
    samen = (Woning.gemeente_id == Aanbod.gemeente_id) & (Woning.id == Aanbod.woning_id)
    adres = sessie.scalars(select(Woning.adres).join(Aanbod, samen).where(Aanbod.zaak_id == zaak_id)).one()
    tekst = sessie.scalars(select(Notitie.tekst).where(Notitie.zaak_id == zaak_id)).one()
    return Bron(zaak.zaaknummer, toeval.choice(personen), adres, toeval.choice(tekst.strip(".").split()[1:]))


def _bladzijde(db: Database, vraag: Vraag) -> int:
    """Wat wij meten: een leessessie openen, zoeken, en het scherm klaarmaken met de woorden gemarkeerd."""
    with db.lezen(Bereik.van(vraag.actor.gemeente_id)) as sessie:
        uitslag = zoek(sessie, vraag.actor, vraag.term, BOS.zoekhash)
        bekend = processen(sessie, {een.zaak.workflowversie_id for een in uitslag.zaken})
        maak(uitslag, bekend, vandaag())
        return uitslag.aantal


def _meet(
    bank: Bank, db: Database, naam: str, vragen: Sequence[Vraag], keuze: argparse.Namespace, feiten: dict[str, Any]
) -> Uitslag:
    banden, aantallen = _opname(db, vragen)
    afspelen = speler(bank, banden)
    manieren = [
        ("casus, zoeken en scherm klaarmaken", lambda nr: _bladzijde(db, vragen[nr % len(vragen)])),
        ("dezelfde opdrachten kaal", lambda nr: afspelen(nr % len(vragen))),
    ]
    onze, *vloeren = om_en_om(manieren, keuze.metingen + len(vragen), len(vragen))
    traagste = vragen[max(range(len(onze.tijden)), key=onze.tijden.__getitem__) % len(vragen)]
    erbij = {"gevonden": f"{min(aantallen)} tot {max(aantallen)}", "queries": max(map(_queries, banden))}
    erbij["traagste term"] = f"{traagste.term} ({max(onze.tijden):.1f} ms)"
    return Uitslag(f"zoeken: {naam}", bank.soort, onze, vloeren, {**feiten, **erbij}, _fouten(naam, aantallen, banden))


def _opname(db: Database, vragen: Sequence[Vraag]) -> tuple[list[list[Opdracht]], list[int]]:
    banden, aantallen = [], []
    for vraag in vragen:
        _bladzijde(db, vraag)  # de procesdefinitie is daarna bekend
        with neem_op(db.engine) as band:
            aantallen.append(_bladzijde(db, vraag))
        banden.append([opdracht for opdracht in band if opdracht.is_begin or opdracht.leest])
    return banden, aantallen


def _queries(band: Sequence[Opdracht]) -> int:
    return sum(not opdracht.is_begin for opdracht in band)


def _fouten(naam: str, aantallen: Sequence[int], banden: Sequence[Sequence[Opdracht]]) -> list[str]:
    """Wie zoekt wat er is, vindt het; en nooit met meer dan vier queries."""
    niets = naam == "niets te vinden"
    fouten = [f"{aantallen.count(0)} termen vonden niets."] if 0 in aantallen and not niets else []
    if niets and any(aantallen):
        fouten.append("Er is iets gevonden wat er niet is.")
    return [*fouten, *(["Meer dan vier queries."] if max(map(_queries, banden)) > 4 else [])]


def _samen(soort: str, uitslagen: Sequence[Uitslag], feiten: dict[str, Any]) -> Uitslag:
    """Alle termen door elkaar, elk soort even vaak."""
    onze = Meting("casus, alle termen", [tijd for uitslag in uitslagen for tijd in uitslag.onze.tijden])
    vloer = Meting("dezelfde opdrachten kaal", [tijd for uitslag in uitslagen for tijd in uitslag.vloeren[0].tijden])
    erbij = {"soorten": len(uitslagen), "doel p95 ms": GRENS_MS}
    return Uitslag("zoeken: alles", soort, onze, [vloer], {**feiten, **erbij})
