"""Een ingerichte installatie met een zaak op elke plek van het proces: gelopen met de echte acties, nooit neergezet.

Elke test krijgt een eigen kopie van één sjabloon per soort database, dus niemand ziet wat een ander deed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text, update

from casus.actions import brieven, taken
from casus.actions.opschorten import schort_op
from casus.actor import Actor
from casus.db import Basis, Bereik, CasusSessie, Database, maak_database
from casus.demo.inrichting import Collega, richt_in
from casus.demo.wandeling import FUNCTIE, Wandeling
from casus.gebeurtenissen import verifieer
from casus.models import Besluit, Corporatie, Gebeurtenis, GebeurtenisInhoud, Gemeente, Outbox, Taak, Zaak
from casus.termijnen import klok_op
from tests import factories
from tests.integration.databank import Soort
from tests.integration.postgres import BEHEERDER

A, B = "Doetinchem", "Aalten"
FAMILIE = {A: "Van Doetinchem", B: "Kanarie"}
"""Hoe de huishoudens heten: wie bij A een kanarie ziet, ziet iets van B."""
KOPPELDATUM = date(2026, 3, 2)
VERGUNNING = date(2026, 2, 20)
NU = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
"""Het moment waarop elke test begint: alle zaken van het sjabloon zijn dan gelopen."""
VANDAAG = NU.date()
GRENS = date(2027, 12, 31)

Route = Callable[[Wandeling], None]


def open_taak(w: Wandeling, soort: str) -> Taak:
    """De ene open taak van deze soort in de zaak van de wandeling."""
    vraag = select(Taak).where(Taak.zaak_id == w.zaak.id, Taak.soort == soort, Taak.status == "open")
    return w.session.scalars(vraag.order_by(Taak.id)).all()[0]


def laatste_besluit(w: Wandeling, soort: str) -> Besluit:
    """Het jongste besluit van deze soort in de zaak, in welke staat ook."""
    vraag = select(Besluit).where(Besluit.zaak_id == w.zaak.id, Besluit.soort == soort)
    return w.session.scalars(vraag.order_by(Besluit.nummer.desc())).all()[0]


# --- de plekken van het proces, elk bereikt vanaf een vorige ---


def _profiel(w: Wandeling) -> None:
    for soort in ("CM-01", "CM-02", "CM-03"):
        w.taak(soort)


def _zoekend(w: Wandeling) -> None:
    _profiel(w)
    w.stap("profiel_compleet")


def _gekozen(w: Wandeling) -> None:
    _zoekend(w)
    w.taak("CM-04")
    w.taak("WO-01")
    assert w.kies_woning()
    w.taak("WO-03", passend="ja")


def _voorgesteld(w: Wandeling) -> None:
    _gekozen(w)
    with w.op(1):
        w.voorstel("voordracht")


def _voorgedragen(w: Wandeling) -> None:
    _gekozen(w)
    with w.op(1):
        w.besluit("voordracht")


def _aangeboden(w: Wandeling) -> None:
    _voorgedragen(w)
    w.stap("aanbod_doen")


def _geaccepteerd(w: Wandeling) -> None:
    _aangeboden(w)
    w.taak("WO-06", reactie="ja", huur_vanaf=(w.dag + timedelta(days=3)).isoformat())
    w.taak("CM-05")
    w.taak("JU-02")


def _geweigerd(w: Wandeling) -> None:
    _aangeboden(w)
    w.taak("WO-06", reactie="nee", weigerreden="WBN")


def _beoordeeld(oordeel: str) -> Route:
    def loop(w: Wandeling) -> None:
        _geweigerd(w)
        w.taak("JU-04", oordeel=oordeel)

    return loop


def _onterecht(w: Wandeling) -> None:
    _beoordeeld("onterecht")(w)
    with w.op(1):
        w.besluit("onterechte_weigering")


def _gekoppeld(w: Wandeling) -> None:
    _geaccepteerd(w)
    w.stap("inburgering_koppelen", 1)


def _verhuisd(w: Wandeling) -> None:
    _gekoppeld(w)
    w.taak("CM-06", 2)
    w.taak("CM-07")


def _gehuisvest(w: Wandeling) -> None:
    _verhuisd(w)
    w.stap("huisvesten")


def _ruil(w: Wandeling) -> None:
    _zoekend(w)
    with w.op(2):
        w.besluit("ruil")


def _overgedragen(w: Wandeling) -> None:
    _ruil(w)
    w.stap("overdragen")


def _gesloten(w: Wandeling) -> None:
    _zoekend(w)
    w.stap("sluiten", 3, sluitreden="vertrek")


def _gepakt(w: Wandeling) -> None:
    with w.op(1):
        taken.pak(w.session, open_taak(w, "CM-01"), actor=w.actor("casemanager"))


def _opgeschort(w: Wandeling) -> None:
    _zoekend(w)
    with w.op(1):
        schort_op(
            w.session,
            w.zaak,
            actor=w.actor("casemanager"),
            versie=w.zaak.versie,
            reden="Het huishouden is een maand bij familie.",
            herzien_op=w.dag + timedelta(days=30),
        )


def _urgentie(w: Wandeling) -> None:
    _zoekend(w)
    w.meld("urgentie_aangevraagd")
    w.taak("JU-01")


PLEKKEN: dict[str, Route] = {
    "nieuw": lambda w: None,
    "profiel": _profiel,
    "zoekend": _zoekend,
    "gekozen": _gekozen,
    "voorgesteld": _voorgesteld,
    "voorgedragen": _voorgedragen,
    "aangeboden": _aangeboden,
    "geaccepteerd": _geaccepteerd,
    "geweigerd": _geweigerd,
    "terecht": _beoordeeld("terecht"),
    "alsnog": _beoordeeld("alsnog_geaccepteerd"),
    "onterecht": _onterecht,
    "gekoppeld": _gekoppeld,
    "verhuisd": _verhuisd,
    "gehuisvest": _gehuisvest,
    "ruil": _ruil,
    "overgedragen": _overgedragen,
    "gesloten": _gesloten,
    "urgentie": _urgentie,
    "gepakt": _gepakt,
    "opgeschort": _opgeschort,
}
"""Waar een zaak kan staan, met de weg erheen vanaf het openen."""
PLEKKEN_B = ("nieuw", "voorgesteld", "gehuisvest")
"""Waar de zaken van gemeente B staan: genoeg om van elke tabel een rij te hebben."""


@dataclass(frozen=True)
class Ligging:
    """Wat er in het sjabloon staat en onder welke sleutels."""

    gemeenten: dict[str, UUID]
    team: dict[str, dict[str, Collega]]
    zaken: dict[tuple[str, str], UUID]
    dagen: dict[tuple[str, str], date]
    corporatie: UUID


@dataclass
class Wereld:
    """De installatie van één test. `db` is van casus zelf, `eigenaar` van wie bij alles kan."""

    db: Database
    soort: Soort
    url: str
    ligging: Ligging
    eigenaar: Database
    _nr: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    def gemeente(self, naam: str = A) -> UUID:
        return self.ligging.gemeenten[naam]

    def actor(self, rol: str, gemeente: str = A) -> Actor:
        """Het teamlid van deze gemeente met deze rol."""
        collega = self.ligging.team[gemeente][rol]
        functies = frozenset({rol}) & frozenset(FUNCTIE.values())
        return Actor(collega.id, collega.naam, self.gemeente(gemeente), frozenset({rol}), functies)

    def zaak_id(self, plek: str, gemeente: str = A) -> UUID:
        return self.ligging.zaken[gemeente, plek]

    @contextmanager
    def werk(self, gemeente: str = A) -> Iterator[CasusSessie]:
        """Eén schrijvende transactie in deze gemeente."""
        with self.db.unit_of_work(Bereik.van(self.gemeente(gemeente))) as sessie:
            yield sessie

    @contextmanager
    def lees(self, gemeente: str = A) -> Iterator[CasusSessie]:
        with self.db.lezen(Bereik.van(self.gemeente(gemeente))) as sessie:
            yield sessie

    def loop(self, sessie: CasusSessie, zaak_id: UUID, dag: date = VANDAAG, gemeente: str = A) -> Wandeling:
        """De wandeling van een bestaande zaak, verder vanaf deze dag."""
        w = Wandeling(sessie, self.gemeente(gemeente), self.ligging.team[gemeente], dag, GRENS)
        w.zaak = sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()
        return w

    def nieuwe_zaak(self, sessie: CasusSessie, gemeente: str = A, koppeldatum: date = KOPPELDATUM) -> Wandeling:
        """Een verse zaak van een nieuw huishouden, net geopend."""
        w = Wandeling(sessie, self.gemeente(gemeente), self.ligging.team[gemeente], koppeldatum, GRENS)
        gezin = factories.gezin(self.gemeente(gemeente), f"N{next(self._nr):07}")
        w.open(gezin, koppeldatum, koppeldatum - timedelta(days=10), None)
        return w

    def gebeurtenissen(self, zaak_id: UUID | None = None, gemeente: str = A) -> list[tuple[Gebeurtenis, str]]:
        """De schakels van een zaak (of van de hele gemeente) in volgorde, elk met haar gegevens als tekst."""
        vraag = (
            select(Gebeurtenis, GebeurtenisInhoud.gegevens)
            .join(GebeurtenisInhoud, GebeurtenisInhoud.id == Gebeurtenis.id)
            .order_by(Gebeurtenis.keten_id, Gebeurtenis.nr)
        )
        if zaak_id is not None:
            vraag = vraag.where(Gebeurtenis.keten_id == zaak_id)
        with self.lees(gemeente) as sessie:
            return [(rij[0], rij[1]) for rij in sessie.execute(vraag)]

    def breuken(self) -> list[str]:
        """Elke plek waar een keten niet klopt, over alle gemeenten; leeg is goed."""
        with self.eigenaar_lezen() as sessie:
            return [breuk.zin for breuk in verifieer(sessie)]

    @contextmanager
    def eigenaar_lezen(self) -> Iterator[CasusSessie]:
        """Een sessie die alle gemeenten ziet."""
        alle = Bereik(None, frozenset(self.ligging.gemeenten.values()))
        with self.eigenaar.lezen(alle) as sessie:
            yield sessie

    def momentopname(self, gemeente: str | None = None) -> dict[str, str]:
        """Per tabel een vingerafdruk van alle rijen, of alleen die van één gemeente."""
        with self.eigenaar.leesengine.connect() as verbinding:
            if self.soort == "postgresql":
                verbinding.execute(text("SET LOCAL row_security = off"))
            return {
                tabel.name: _vingerafdruk(verbinding, tabel, self.ligging.gemeenten.get(gemeente or ""))
                for tabel in Basis.metadata.sorted_tables
                if gemeente is None or "gemeente_id" in tabel.c
            }

    def rijen(self, tabel: str) -> list[dict[str, Any]]:
        """Alle rijen van een tabel, langs elk filter heen."""
        with self.eigenaar.leesengine.connect() as verbinding:
            return [dict(rij._mapping) for rij in verbinding.execute(select(Basis.metadata.tables[tabel]))]


def _vingerafdruk(verbinding: Any, tabel: Any, gemeente_id: UUID | None) -> str:
    vraag = select(tabel) if gemeente_id is None else select(tabel).where(tabel.c.gemeente_id == gemeente_id)
    rijen = sorted(repr(tuple(rij)) for rij in verbinding.execute(vraag))
    return f"{len(rijen)} rijen {hashlib.sha256(chr(10).join(rijen).encode()).hexdigest()[:16]}"


# --- het sjabloon ---


def bouw(db: Database) -> Ligging:
    """Richt de installatie in en loopt elke zaak naar haar plek."""
    with klok_op(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        team = richt_in(db, "geen wachtwoord")
    with db.lezen() as sessie:
        gemeenten = {g.naam: g.id for g in sessie.scalars(select(Gemeente))}
        corporaties = sorted(sessie.scalars(select(Corporatie.id)))
    zaken, dagen = {}, {}
    for naam, plekken in ((A, tuple(PLEKKEN)), (B, PLEKKEN_B)):
        with db.unit_of_work(Bereik.van(gemeenten[naam])) as sessie:
            sessie.add_all(factories.woning(gemeenten[naam], corporaties[0], plaats=FAMILIE[naam]) for _ in range(30))
        for nr, plek in enumerate(plekken):
            with db.unit_of_work(Bereik.van(gemeenten[naam])) as sessie:
                w = Wandeling(sessie, gemeenten[naam], team[naam], KOPPELDATUM, GRENS)
                gezin = factories.gezin(gemeenten[naam], f"{naam[:1]}{nr:07}", achternaam=f"{FAMILIE[naam]} {plek}")
                zaken[naam, plek] = w.open(gezin, KOPPELDATUM, VERGUNNING, date(2031, 2, 20)).id
                PLEKKEN[plek](w)
                dagen[naam, plek] = w.dag
    with db.unit_of_work() as sessie:  # wie de werker laat lopen, wil niet eerst twintig brieven tekenen
        gedaan = {"status": "klaar", "klaar_op": NU}
        sessie.execute(update(Outbox).where(Outbox.soort == brieven.WERK).values(**gedaan))
    return Ligging(gemeenten, team, zaken, dagen, corporaties[0])


# Eén sjabloon per soort en per proces, ook als meer dan één map met tests erom vraagt: het kost seconden.
_SJABLONEN: dict[Soort, tuple[Any, str, Ligging]] = {}


def _sjabloon(soort: Soort, request: pytest.FixtureRequest) -> tuple[Any, str, Ligging]:
    """De server (alleen PostgreSQL), de plaats en de inhoud van het sjabloon."""
    if soort not in _SJABLONEN:
        if soort == "sqlite":
            map_ = request.getfixturevalue("tmp_path_factory").mktemp("wereld")
            plaats = str(map_ / "wereld.db")
            shutil.copyfile(request.getfixturevalue("_sqlite_sjabloon"), plaats)
            _SJABLONEN[soort] = None, plaats, _gebouwd(f"sqlite:///{plaats}")
        else:
            server = request.getfixturevalue("postgres")
            server.maak("wereld", request.getfixturevalue("_postgres_sjabloon"))
            _SJABLONEN[soort] = server, "wereld", _gebouwd(server.url("wereld"))
    return _SJABLONEN[soort]


def _gebouwd(url: str) -> Ligging:
    db = maak_database(url)
    try:
        return bouw(db)
    finally:
        db.engine.dispose()


@contextmanager
def _kopie(soort: Soort, request: pytest.FixtureRequest, map_: Path) -> Iterator[Wereld]:
    """Een wereld van het sjabloon, op NU; de klok loopt bij elke blik een seconde."""
    server, sjabloon, ligging = _sjabloon(soort, request)
    naam = f"wereld_{uuid4().hex[:12]}"
    if server is None:
        url = eigenaar_url = f"sqlite:///{map_ / naam}.db"
        shutil.copyfile(sjabloon, map_ / f"{naam}.db")
    else:
        server.maak(naam, sjabloon)
        url, eigenaar_url = server.url(naam), server.url(naam, BEHEERDER)
    db, eigenaar = maak_database(url), maak_database(eigenaar_url)
    tel = iter(range(1_000_000))
    try:
        with klok_op(lambda: NU + timedelta(seconds=next(tel))):
            yield Wereld(db, soort, url, ligging, eigenaar)
    finally:
        db.engine.dispose()
        eigenaar.engine.dispose()
        if server is not None:
            server.verwijder(naam)


@pytest.fixture
def wereld(_soort: Soort, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Wereld]:
    """De installatie van deze test alleen."""
    with _kopie(_soort, request, tmp_path) as kopie:
        yield kopie


@pytest.fixture(scope="module")
def gedeelde_wereld(
    _soort: Soort, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Wereld]:
    """Eén installatie voor alle tests van een module die niets vastleggen; dat wordt aan het eind nagekeken."""
    with _kopie(_soort, request, tmp_path_factory.mktemp("gedeeld")) as kopie:
        vooraf = kopie.momentopname()
        yield kopie
        assert kopie.momentopname() == vooraf
