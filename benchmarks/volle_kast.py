"""Een database met heel Nederland erin: 342 gemeenten, hun teams, zaken en taken, in bulk gevuld."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from benchmarks.databanken import Bank
from benchmarks.opname import sqlite_verbinding
from benchmarks.volle_teksten import Teksten
from casus.actor import Actor
from casus.db import Basis
from casus.models import Gebruiker, Gemeente, Huishouden, Taak, Workflowversie, Zaak
from casus.termijnen import vandaag
from casus.workflows.registry import huidige

OPEN = 0.2
"""Deel van de taken dat open staat; daarvan heeft VAN_IEMAND al een behandelaar."""
VAN_IEMAND = 0.4
TIEN_JAAR = timedelta(days=3650)
Zetters = Mapping[type, Callable[[Any], Any]]
TEAM = ("casemanager", "casemanager", "wonen", "wonen", "inburgering", "inburgering", "jurist", "financieel")


@dataclass(frozen=True, slots=True)
class Omvang:
    """Hoeveel er in moet. Met `teksten` ook mensen, woningen, notities en de zoekregels."""

    zaken: int
    taken: int
    teksten: bool = False


@dataclass(frozen=True, slots=True)
class Plaats:
    """Een gemeente met haar team en haar deel van de zaken."""

    id: UUID
    code: str
    naam: str
    inwoners: int
    team: tuple[Actor, ...]


class Vulling:
    """Alle rijen, herhaalbaar uit een zaad, per tabel achter elkaar."""

    def __init__(self, omvang: Omvang, zaad: int = 1) -> None:
        self._toeval, self._nummer = Random(zaad), 0
        self._omvang = omvang
        self._begin = datetime.combine(vandaag(), time(9), UTC)
        self._tussen = int(TIEN_JAAR.total_seconds() * 1000) // (10_000 + omvang.zaken)
        self._wf = huidige("huisvesting-statushouder")
        self._versie = self._id()
        self.plaatsen = self._plaatsen()
        # één trekking voor alle zaken: grote gemeenten hebben er meer
        self._van = self._toeval.choices(self.plaatsen, [p.inwoners for p in self.plaatsen], k=omvang.zaken)
        self._zaak_ids = [self._id() for _ in range(omvang.zaken)]
        self._zaaknummers: list[str] = []

    def _id(self) -> UUID:
        """Op volgorde en over tien jaar verdeeld, zoals UUIDv7: dan vullen de indexen zich zoals in het echt."""
        self._nummer += 1
        moment = int((self._begin - TIEN_JAAR).timestamp() * 1000) + self._nummer * self._tussen
        return UUID(int=moment << 80 | 0x7 << 76 | 0x2 << 62 | self._toeval.getrandbits(60))

    def _plaatsen(self) -> list[Plaats]:
        tekst = resources.files("casus.data").joinpath("gemeenten_2024.csv").read_text(encoding="utf-8")
        return [self._plaats(rij) for rij in csv.DictReader(tekst.splitlines())]

    def _plaats(self, rij: dict[str, str]) -> Plaats:
        gemeente_id, code = self._id(), rij["gemeentecode"]
        team = tuple(
            Actor(self._id(), f"Medewerker {nr} van {rij['gemeentenaam']}", gemeente_id, frozenset({rol}))
            for nr, rol in enumerate(TEAM)
        )
        return Plaats(gemeente_id, code, rij["gemeentenaam"], int(rij["inwoners_2024_01_01"]), team)

    def tabellen(self) -> Iterator[tuple[type[Basis], Iterator[dict[str, Any]]]]:
        """De tabellen in volgorde van verwijzing, met hun rijen."""
        yield Gemeente, self._gemeenten()
        yield Gebruiker, self._gebruikers()
        versie = {"id": self._versie, "code": self._wf.code, "hash": self._wf.hash, "tekst": self._wf.tekst}
        yield Workflowversie, iter([versie | {"vastgelegd_op": self._begin}])
        yield Huishouden, (self._huishouden(nr) for nr in range(self._omvang.zaken))
        yield Zaak, (self._zaak(nr) for nr in range(self._omvang.zaken))
        yield Taak, (self._taak(nr % self._omvang.zaken) for nr in range(self._omvang.taken))
        if self._omvang.teksten:
            zaken = [(p.id, id_, p.team[0].gebruiker_id) for p, id_ in zip(self._van, self._zaak_ids, strict=True)]
            yield from Teksten(zaken).tabellen(self._zaaknummers)

    def _gemeenten(self) -> Iterator[dict[str, Any]]:
        for p in self.plaatsen:
            vast = {"afkorting": p.code, "provincie": "", "inwoners": p.inwoners, "thema": "", "huisstijl": {}}
            yield {"id": p.id, "code": p.code, "naam": p.naam, **vast}

    def _gebruikers(self) -> Iterator[dict[str, Any]]:
        for p in self.plaatsen:
            for nr, wie in enumerate(p.team):
                email = f"{nr}@{p.code.lower()}.example"
                vast = {"telefoon": "", "actief": True, "voorkeuren": {}}
                yield {"id": wie.gebruiker_id, "naam": wie.naam, "email": email, **vast}

    def _huishouden(self, nr: int) -> dict[str, Any]:
        leeg = ("taal", "telefoon", "coa_locatie", "regievoerder", "inkomensbron", "gebied", "gebied_reden")
        return {
            "gemeente_id": self._van[nr].id,
            "id": self._zaak_ids[nr],
            "coa_nummer": f"{nr:08d}",
            "naam": f"Familie Proef{nr}",
            "zoeknaam": f"proef{nr}",
            "aantal_personen": 1 + nr % 4,
            "tolk_nodig": False,
            "koppelredenen": [],
            "koppelreden_hard": False,
            "woonbeperking": "geen",
            "nareis_aantal": 0,
            **dict.fromkeys(leeg, ""),
        }

    def _zaak(self, nr: int) -> dict[str, Any]:
        koppel = vandaag() - timedelta(days=self._toeval.randrange(3650))
        plaats = self._van[nr]
        self._zaaknummers.append(f"{plaats.code}-{koppel.year}-{nr:06d}")
        return {
            "gemeente_id": plaats.id,
            "id": self._zaak_ids[nr],
            "zaaknummer": self._zaaknummers[-1],
            "huishouden_id": self._zaak_ids[nr],
            "workflowversie_id": self._versie,
            "toestand": "match_gezocht",
            "toestand_sinds": self._begin,
            "versie": 3,
            "casemanager_id": plaats.team[nr % 2].gebruiker_id,
            "koppeldatum": koppel,
            "vergunningdatum": koppel - timedelta(days=10),
            "ankers": {},
            "geopend_op": self._begin,
        }

    def _taak(self, nr: int) -> dict[str, Any]:
        toeval, plaats = self._toeval, self._van[nr]
        wie = toeval.choice(plaats.team)
        rol = next(iter(wie.rollen))
        open_ = toeval.random() < OPEN
        dag = vandaag() + timedelta(days=toeval.randint(-40, 150) if open_ else -toeval.randint(1, 3600))
        vast = {"versie": 1, "aanleiding": "toestand:match_gezocht", "verlengd_met": 0, "verlengd_reden": ""}
        return {
            "gemeente_id": plaats.id,
            "id": self._id(),
            "zaak_id": self._zaak_ids[nr],
            "soort": "WO-01",
            "titel": "Woningbehoefte vaststellen",
            "rol": rol,
            "uiterlijk": dag,
            "streefdatum": dag,
            "voorlopig": False,
            "ontstaan_op": self._begin,
            "gegevens": {},
            **vast,
            **self._afloop(open_, wie, dag),
        }

    def _afloop(self, open_: bool, wie: Actor, dag: date) -> dict[str, Any]:
        if open_:
            van_iemand = self._toeval.random() < VAN_IEMAND
            return {"status": "open", "behandelaar_id": wie.gebruiker_id if van_iemand else None}
        op = datetime.combine(dag, time(12), UTC)
        return {
            "status": "gereed",
            "behandelaar_id": wie.gebruiker_id,
            "gereed_op": op,
            "gereed_door_id": wie.gebruiker_id,
        }


def vul(bank: Bank, omvang: Omvang) -> list[Plaats]:
    """Vult een lege database en geeft de gemeenten met hun team. Verwijzingen kloppen; de database keurt ze niet."""
    vulling = Vulling(omvang)
    (_vul_sqlite if bank.soort == "sqlite" else _vul_postgresql)(bank, vulling)
    return vulling.plaatsen


def _vul_postgresql(bank: Bank, vulling: Vulling) -> None:
    zetters: Zetters = {dict: Jsonb, list: Jsonb}
    with psycopg.connect(bank.beheer_url) as verbinding:
        verbinding.execute("SET session_replication_role = replica")
        for model, rijen in vulling.tabellen():
            opdracht = f"COPY {model.__tablename__} ({', '.join(_kolommen(model))}) FROM STDIN"
            with verbinding.cursor().copy(opdracht.encode()) as kopie:
                for rij in _waarden(model, rijen, zetters):
                    kopie.write_row(rij)
        _bouw_zoekindex(verbinding)


def _bouw_zoekindex(verbinding: psycopg.Connection[Any]) -> None:
    """Wat de triggers hadden gedaan, in één keer; een index achteraf bouwen is tien keer zo snel."""
    verbinding.execute("SET maintenance_work_mem = '256MB'")
    verbinding.execute("DROP INDEX ix_zoekwoord_woorden")
    verbinding.execute(
        "INSERT INTO zoekwoord (regel_id, gemeente_id, zaak_id, soort, object_id, woorden)"
        " SELECT id, gemeente_id, zaak_id, soort, object_id,"
        " casus_zoekwoorden(gemeente_id, zaak_id, soort, naam, tekst) FROM zoekregel"
    )
    verbinding.execute("CREATE INDEX ix_zoekwoord_woorden ON zoekwoord USING gin (woorden) WITH (fastupdate = off)")


def _vul_sqlite(bank: Bank, vulling: Vulling) -> None:
    # Zoals de typen van casus het op SQLite bewaren.
    zetters: Zetters = {
        dict: json.dumps,
        list: json.dumps,
        UUID: lambda waarde: waarde.hex,
        date: date.isoformat,
        datetime: lambda waarde: waarde.strftime("%Y-%m-%d %H:%M:%S.%f"),
    }
    verbinding = sqlite_verbinding(bank)
    for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
        verbinding.execute(f"PRAGMA {pragma}")
    verbinding.execute("BEGIN")
    for model, rijen in vulling.tabellen():
        kolommen = _kolommen(model)
        plekken = ", ".join("?" * len(kolommen))
        opdracht = f"INSERT INTO {model.__tablename__} ({', '.join(kolommen)}) VALUES ({plekken})"
        verbinding.executemany(opdracht, _waarden(model, rijen, zetters))
    verbinding.execute("COMMIT")
    verbinding.close()


def _kolommen(model: type[Basis]) -> list[str]:
    return [kolom.name for kolom in Basis.metadata.tables[model.__tablename__].c]


def _waarden(model: type[Basis], rijen: Iterator[dict[str, Any]], zetters: Zetters) -> Iterator[list[Any]]:
    kolommen, standaard = _kolommen(model), _standaard(model)
    for rij in rijen:
        waarden = [rij.get(kolom, standaard.get(kolom)) for kolom in kolommen]
        yield [zetters[type(w)](w) if type(w) in zetters else w for w in waarden]


def _standaard(model: type[Basis]) -> dict[str, Any]:
    """De vaste standaardwaarde van elke kolom die er een heeft: COPY vult die niet zelf in."""
    kolommen = Basis.metadata.tables[model.__tablename__].c
    vast = ((kolom.name, kolom.default) for kolom in kolommen if kolom.default is not None)
    return {naam: standaard.arg for naam, standaard in vast if isinstance(standaard, ScalarElementColumnDefault)}
