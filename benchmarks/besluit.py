"""Een besluit voorstellen en nemen, naast dezelfde opdrachten zonder casus ertussen; en een volle Ter goedkeuring.

Voorstellen en nemen gaan als de overgang: in een kopie nemen wij op welke opdrachten casus geeft, in een andere doet
casus het zelf, in een derde spelen wij de opname kaal af. Per zaak om en om. Voor Ter goedkeuring liggen er in een
regio van zeven gemeenten zoveel voorstellen als gevraagd; de vloer zijn dezelfde opdrachten op een kale verbinding.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from benchmarks.databanken import Bank, Kast, houd_bij, kast
from benchmarks.meten import Meting, Uitslag, om_en_om
from benchmarks.opname import Opdracht, neem_op, speler
from benchmarks.zaken_klaar import Stap, zet_klaar
from casus.actions import besluiten
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, GemeenteGebonden, kern, uuid7
from casus.models import Besluit, Functie, Functiehouder, Gebruiker, Huishouden, Zaak
from casus.queries import goedkeuring
from casus.queries.beeld import laad_besluit, laad_zaak
from casus.termijnen import nu, vandaag

HULP = "een besluit voorstellen en nemen, en Ter goedkeuring met veel voorstellen, naast dezelfde opdrachten kaal"
SOORT, BEDRAG_CENT = "overbrugging", 90_000
PER_KEER = 5000
Handeling = Callable[[Database, int], None]


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument("--zaken", type=int, default=300, metavar="N", help="hoeveel besluiten worden gemeten (300)")
    parser.add_argument("--opwarmen", type=int, default=30, metavar="N", help="hoeveel daarvoor, zonder meten (30)")
    parser.add_argument("--wachtend", type=int, default=50_000, metavar="N", help="voorstellen in de regio (50000)")
    parser.add_argument("--bladen", type=int, default=200, metavar="N", help="hoe vaak Ter goedkeuring (200)")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet op één soort database."""
    with kast(soort) as banken:
        bron = banken.nieuw("bron")
        db = bron.verbindingen()
        stappen = zet_klaar(db, keuze.zaken + keuze.opwarmen)
        werk = Werk(stappen, _beslissers(db, stappen))
        db.engine.dispose()
        houd_bij(bron)
        return [*_voorstellen_en_nemen(banken, bron, werk, keuze), _ter_goedkeuring(banken, bron, werk, keuze)]


@dataclass(frozen=True, slots=True)
class Werk:
    """De zaken, en wie er in hun gemeente beslist."""

    stappen: Sequence[Stap]
    beslissers: dict[UUID, Actor]

    def stel_voor(self, db: Database, nr: int) -> None:
        """Wat wij meten: de zaak laden en een besluit voorstellen, in één vastgelegde transactie."""
        stap = self.stappen[nr]
        actor = Actor(stap.actor.gebruiker_id, stap.actor.naam, stap.gemeente_id, frozenset({"financieel"}))
        with db.unit_of_work(Bereik.van(stap.gemeente_id)) as sessie:
            zaak = laad_zaak(sessie, stap.zaaknummer)
            besluiten.stel_voor(
                sessie, zaak, actor=actor, soort=SOORT, voorstel="Huur tot de uitkering.", bedrag_cent=BEDRAG_CENT
            )

    def neem(self, db: Database, nr: int) -> None:
        """Wat wij meten: het voorstel laden en erover beslissen, in één vastgelegde transactie."""
        stap = self.stappen[nr]
        with db.unit_of_work(Bereik.van(stap.gemeente_id)) as sessie:
            open_ = select(Besluit.id).join(Zaak, Zaak.id == Besluit.zaak_id)
            id_ = sessie.scalars(open_.where(Zaak.zaaknummer == stap.zaaknummer, Besluit.status == "voorgesteld")).one()
            besluit = laad_besluit(sessie, id_)
            wie = self.beslissers[stap.gemeente_id]
            besluiten.beslis(sessie, besluit, actor=wie, uitkomst="toegekend", voorwaarden_bevestigd=True)


def _beslissers(db: Database, stappen: Sequence[Stap]) -> dict[UUID, Actor]:
    gevonden = {}
    for gemeente_id in dict.fromkeys(stap.gemeente_id for stap in stappen):
        with db.lezen(Bereik.van(gemeente_id)) as sessie:
            vraag = select(Gebruiker).join(Functiehouder, Functiehouder.gebruiker_id == Gebruiker.id)
            vraag = vraag.join(Functie, Functie.id == Functiehouder.functie_id).where(Functie.niveau == 1)
            wie = sessie.scalars(vraag).first()
        if wie is None:
            raise RuntimeError("Een gemeente van de meting heeft niemand die beslist.")
        gevonden[gemeente_id] = Actor(wie.id, wie.naam, gemeente_id, frozenset({"teammanager"}))
    return gevonden


def _voorstellen_en_nemen(banken: Kast, bron: Bank, werk: Werk, keuze: argparse.Namespace) -> list[Uitslag]:
    opname = banken.kopie(bron, "opname").verbindingen()
    casus, vloer = banken.kopie(bron, "casus").verbindingen(), banken.kopie(bron, "vloer")
    uitslagen = []
    for naam, doe in (("besluit voorstellen", werk.stel_voor), ("besluit nemen", werk.neem)):
        banden = [_band(opname, doe, nr) for nr in range(len(werk.stappen))]
        metingen = om_en_om(_manieren(casus, vloer, doe, banden), len(banden), keuze.opwarmen)
        feiten = {"opdrachten": len(banden[-1]), "waarvan vragen": sum(o.leest and not o.is_begin for o in banden[-1])}
        uitslagen.append(Uitslag(naam, bron.soort, metingen[0], metingen[1:], feiten))
    for db in (opname, casus):
        db.engine.dispose()
    return uitslagen


def _band(db: Database, doe: Handeling, nr: int) -> list[Opdracht]:
    with neem_op(db.engine) as band:
        doe(db, nr)
    return band


def _manieren(
    db: Database, vloer: Bank, doe: Handeling, banden: Sequence[Sequence[Opdracht]]
) -> list[tuple[str, Callable[[int], Any]]]:
    kaal = "sqlite3" if vloer.soort == "sqlite" else "psycopg één voor één"
    return [("casus", lambda nr: doe(db, nr)), (f"dezelfde opdrachten, {kaal}", speler(vloer, banden))]


def _ter_goedkeuring(banken: Kast, bron: Bank, werk: Werk, keuze: argparse.Namespace) -> Uitslag:
    vol = banken.kopie(bron, "vol")
    db = vol.verbindingen()
    _leg_neer(db, werk, keuze.wachtend)
    houd_bij(vol)
    actoren = list(werk.beslissers.values())
    banden = [_leesband(db, actor) for actor in actoren]
    afspelen = speler(vol, banden)
    manieren: list[tuple[str, Callable[[int], Any]]] = [
        ("casus, de lijst met wie mag beslissen", lambda nr: _lees(db, actoren[nr % len(actoren)])),
        ("dezelfde opdrachten kaal", lambda nr: afspelen(nr % len(actoren))),
    ]
    metingen: list[Meting] = om_en_om(manieren, keuze.bladen + len(actoren), len(actoren))
    db.engine.dispose()
    feiten = {"wachtend": keuze.wachtend, "gemeenten": len(actoren), "opdrachten": len(banden[0])}
    return Uitslag("ter goedkeuring", vol.soort, metingen[0], metingen[1:], feiten)


def _lees(db: Database, actor: Actor) -> int:
    with db.lezen(Bereik.van(actor.gemeente_id)) as sessie:
        return len(goedkeuring.wachtend(sessie, actor).alle)


def _leesband(db: Database, actor: Actor) -> list[Opdracht]:
    with neem_op(db.engine) as band:
        _lees(db, actor)
    return [opdracht for opdracht in band if opdracht.is_begin or opdracht.leest]


def _leg_neer(db: Database, werk: Werk, aantal: int) -> None:
    """Elk een eigen zaak, zonder de acties, want het gaat om het lezen: drie niveaus, over zestig dagen verdeeld."""
    for gemeente_id in werk.beslissers:
        with db.unit_of_work(Bereik.van(gemeente_id)) as sessie:
            gezin, zaak = _eerste(sessie, Huishouden), _eerste(sessie, Zaak)
            deel = aantal // len(werk.beslissers)
            for begin in range(0, deel, PER_KEER):
                rijen = [_rijen(gezin, zaak, nr) for nr in range(begin, min(begin + PER_KEER, deel))]
                for model, soort in zip((Huishouden, Zaak, Besluit), zip(*rijen, strict=True), strict=True):
                    sessie.execute(insert(model), list(soort))


def _eerste(sessie: CasusSessie, model: type[GemeenteGebonden]) -> dict[str, Any]:
    tabel = kern(model)
    rij = sessie.execute(select(tabel).where(tabel.c.gemeente_id == sessie.bereik.schrijf)).mappings().first()
    return dict(rij or {})


def _rijen(huishouden: dict[str, Any], zaak: dict[str, Any], nr: int) -> tuple[dict[str, Any], ...]:
    """Een huishouden en een zaak als het voorbeeld, met één voorstel."""
    gezin = {**huishouden, "id": uuid7(), "coa_nummer": f"P{nr}"}
    eigen = {**zaak, "id": uuid7(), "huishouden_id": gezin["id"], "zaaknummer": f"{zaak['zaaknummer']}-{nr}"}
    return gezin, eigen, _voorstel(eigen, nr)


def _voorstel(zaak: dict[str, Any], nr: int) -> dict[str, Any]:
    niveau = 1 + nr % 3
    return {
        "gemeente_id": zaak["gemeente_id"],
        "id": uuid7(),
        "zaak_id": zaak["id"],
        "nummer": f"{zaak['zaaknummer']}-B01",
        "soort": SOORT,
        "titel": "Overbrugging",
        "voorstel": "Huur tot de uitkering.",
        "bedrag_cent": BEDRAG_CENT,
        "laagste_niveau": niveau,
        "vereist_niveau": niveau,
        "uiterlijk": vandaag() + timedelta(days=nr % 60),
        "voorgesteld_door_id": zaak["casemanager_id"],
        "voorgesteld_op": nu(),
    }
