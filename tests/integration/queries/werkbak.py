"""Een gemeente vol taken in alle soorten, om lijsten van te lezen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.models import (
    Aanbod,
    Afwezigheid,
    Corporatie,
    Gemeente,
    Huishouden,
    Lidmaatschap,
    Taak,
    Volger,
    Zaak,
)
from casus.zoekvorm import zoekvorm
from tests import factories

VANDAAG = date(2026, 11, 24)
"""Een dinsdag: de week loopt tot en met zondag, vijf dagen verder."""
NAMEN = ("Çelik", "çakir", "Abdi", "Östan", "de Wit", "Zaher", "abbas")
ROLLEN = ("wonen", "casemanager", "jurist", "financieel")
TOESTANDEN = ("toegewezen", "match_gezocht", "gehuisvest", "onbekend_nu")
_nr = count(1)


@dataclass
class Bak:
    """Een gevulde gemeente: de kijker, een collega die hij vervangt, en alle taken."""

    ik: Actor
    ander: Actor
    weg: Actor
    corporaties: list[UUID]
    zaken: list[UUID]
    taken: list[UUID]


def leden(db: Database, gemeente_id: UUID, *wie: Actor) -> None:
    with db.unit_of_work(Bereik.van(gemeente_id)) as sessie:
        for actor in wie:
            for rol in sorted(actor.rollen):
                lid = {"gebruiker_id": actor.gebruiker_id, "rol": rol, "van": date(2026, 1, 1)}
                sessie.add(Lidmaatschap(gemeente_id=gemeente_id, **lid))


def vul_bak(db: Database, gemeente: Gemeente, *, taken: int = 48) -> Bak:
    """Taken met elke mengeling van rol, behandelaar, dag, wachten, slot en plannen; zaken met en zonder aanbod."""
    ik = factories.actor(db, gemeente.id, "wonen", "casemanager")
    ander, weg = factories.actor(db, gemeente.id, "wonen"), factories.actor(db, gemeente.id, "jurist")
    leden(db, gemeente.id, ik, ander, weg)
    with db.unit_of_work() as sessie:
        corporaties = [Corporatie(id=uuid7(), code=f"B{next(_nr)}", naam=f"{n} wonen {next(_nr)}") for n in ("b", "A")]
        sessie.add_all(corporaties)
    with db.unit_of_work(Bereik.van(gemeente.id)) as sessie:
        zaken = [_zaak(sessie, nr, ik, [c.id for c in corporaties]) for nr in range(7)]
        sessie.add_all(Volger(gemeente_id=gemeente.id, zaak_id=z.id, gebruiker_id=ik.gebruiker_id) for z in zaken[::3])
        tijd = {"van": VANDAAG - timedelta(days=1), "tot": VANDAAG}
        sessie.add(
            Afwezigheid(gemeente_id=gemeente.id, gebruiker_id=weg.gebruiker_id, vervanger_id=ik.gebruiker_id, **tijd)
        )
        rijen = [_taak(nr, zaken, (None, ik, ander, weg)) for nr in range(taken)]
        sessie.add_all(rijen)
        sessie.flush()
        return Bak(ik, ander, weg, [c.id for c in corporaties], [z.id for z in zaken], [rij.id for rij in rijen])


def _zaak(sessie: CasusSessie, nr: int, ik: Actor, corporaties: list[UUID]) -> Zaak:
    van_mij = {"casemanager_id": ik.gebruiker_id} if nr % 3 == 0 else {}
    zaak = factories.zaak(sessie, toestand=TOESTANDEN[nr % len(TOESTANDEN)], **van_mij)
    gezin = sessie.get_one(Huishouden, (zaak.gemeente_id, zaak.huishouden_id))
    gezin.naam, gezin.zoeknaam = f"Familie {NAMEN[nr]}", f"familie {zoekvorm(NAMEN[nr])}"
    sessie.add(factories.persoon(gezin, zoeknaam=f"yonas{nr} proef"))
    if nr % 2 == 0:
        woning = factories.woning(zaak.gemeente_id, corporaties[nr % 4 // 2])
        sessie.add(woning)
        sessie.flush()
        op = {"zaak_id": zaak.id, "woning_id": woning.id, "status": "ingetrokken" if nr == 4 else "voorgedragen"}
        sessie.add(Aanbod(gemeente_id=zaak.gemeente_id, id=uuid7(), **op))
    return zaak


def _taak(nr: int, zaken: list[Zaak], van: tuple[Actor | None, ...]) -> Taak:
    dag = VANDAAG + timedelta(days=(nr * 7) % 23 - 8)
    wie = van[nr % 4]
    wacht = nr % 5 == 0
    soort = ("", "", "", "wacht", "slot", "", "")[nr % 7]
    return factories.taak(
        zaken[nr % len(zaken)],
        titel=("Bel de familie", "Afspraak", "Überraschung éénmalig", "bel het COA")[nr % 4],
        soort=("CM-01", "WO-01", None, "JU-02")[nr % 4],
        rol=ROLLEN[nr // 4 % 4],
        behandelaar_id=wie.gebruiker_id if wie else None,
        uiterlijk=dag,
        streefdatum=dag if nr % 3 else None,
        fatale_datum=dag if nr % 3 == 0 else None,
        gepland_op=VANDAAG + timedelta(days=nr % 6 - 2) if nr % 4 == 1 else None,
        wacht_op=f"De Linde {nr % 3}" if wacht else None,
        wacht_tot=VANDAAG + timedelta(days=nr % 4 - 1) if wacht else None,
        blokkade_soort=soort,
        blokkade=f"Eerst iets anders {nr}." if soort else "",
    )
