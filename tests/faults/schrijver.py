"""Een kind dat schrijft tot het wordt gedood: wat het heeft bevestigd, moet er daarna zijn.

Wordt als programma gestart en splitst zich per keer af (`start` op de invoer), zodat het laden maar één keer telt. Het
kind schrijft na elke vastgelegde transactie een regel: de soort en een sleutel die in de database terug te vinden is.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from itertools import count, islice
from uuid import UUID

from sqlalchemy import select

from casus.actions import besluiten, notities, taken, zaken
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, maak_database
from casus.models import Taak, Zaak
from casus.queries.beeld import laad_besluit
from tests import factories

HANDELINGEN = 5
"""Zoveel verschillende dingen doet een kind na elkaar."""
Transactie = Callable[[], AbstractContextManager[CasusSessie]]


def schrijf(db: Database, opdracht: dict[str, str], ronde: int) -> None:
    """Doet steeds iets anders, en meldt het pas als het vastligt."""
    bereik = Bereik.van(UUID(opdracht["gemeente"]))
    for soort, sleutel in _werk(lambda: db.unit_of_work(bereik), opdracht, ronde):
        os.write(1, f"{soort} {sleutel}\n".encode())


def warm_op(db: Database, opdracht: dict[str, str]) -> None:
    """Doet alles één keer en draait het terug: daarna kent de engine elke vraag, en elk kind dat zich afsplitst ook."""
    with db.schrijven(Bereik.van(UUID(opdracht["gemeente"]))) as sessie:
        for _ in islice(_werk(lambda: nullcontext(sessie), opdracht, 9999), HANDELINGEN):
            sessie.flush()
    for engine in (db.engine, db.leesengine):
        engine.dispose()  # een verbinding is nooit van ouder en kind samen


def _werk(transactie: Transactie, opdracht: dict[str, str], ronde: int) -> Iterator[tuple[str, str]]:
    gemeente_id, zaak_id = UUID(opdracht["gemeente"]), UUID(opdracht["zaak"])

    def actor(rol: str) -> Actor:
        return Actor(UUID(opdracht[rol]), rol, gemeente_id, frozenset({rol}))

    def zaak(sessie: CasusSessie) -> Zaak:
        return sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()

    for nr in count():
        sleutel = f"r{ronde}n{nr}"
        with transactie() as sessie:
            notities.schrijf(sessie, zaak(sessie), actor=actor("jurist"), tekst=sleutel)
        yield "notitie", sleutel
        with transactie() as sessie:
            besluit = besluiten.stel_voor(
                sessie, zaak(sessie), actor=actor("wonen"), soort="herplanning", voorstel=sleutel
            )
        yield "voorstel", str(besluit.id)
        with transactie() as sessie:
            rij = laad_besluit(sessie, besluit.id)
            besluiten.beslis(sessie, rij, actor=actor("teammanager"), uitkomst="toegekend")
        yield "besluit", str(besluit.id)
        with transactie() as sessie:
            gezin = factories.gezin(gemeente_id, f"K{ronde:04}{nr:03}")
            data = {"koppeldatum": date(2026, 3, 2), "vergunningdatum": date(2026, 2, 20), "geldig_tot": None}
            nieuw = zaken.open_zaak(sessie, actor=actor("casemanager"), huishouden=gezin, **data)
        yield "zaak", nieuw.zaaknummer
        with transactie() as sessie:
            vraag = select(Taak).where(Taak.zaak_id == nieuw.id, Taak.rol == "casemanager").order_by(Taak.id)
            taak = sessie.scalars(vraag).all()[0]
            taken.pak(sessie, taak, actor=actor("casemanager"))
        yield "gepakt", str(taak.id)


def main() -> None:
    opdracht = json.loads(sys.argv[1])
    db = maak_database(opdracht["url"])
    warm_op(db, opdracht)
    for ronde, regel in enumerate(sys.stdin):
        if regel.strip() != "start":
            return
        kind = os.fork()
        if kind == 0:
            try:
                schrijf(db, opdracht, ronde)
            finally:
                os._exit(1)
        os.write(1, f"kind {kind}\n".encode())
        os.waitpid(kind, 0)
        os.write(1, b"dood\n")


if __name__ == "__main__":
    main()
