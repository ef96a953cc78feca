"""De corporaties in de demo: bij elke corporatie werkt één mens in het portaal, en er staan dossiers klaar."""

from __future__ import annotations

import contextlib

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actions.dossiers import vraag_aan
from casus.actor import Actor
from casus.db import Bereik, Database, uuid7
from casus.demo.inrichting import BEGIN, Collega
from casus.errors import Weigering
from casus.models import Aanbod, Besluit, Corporatie, Gebruiker, Gemeente, Lidmaatschap, Zaak
from casus.rules.rechten import CORPORATIE
from casus.vocab import AANBOD_LOOPT

_NAMEN = ("Roos Hulstein", "Tom Averdijk", "Mieke Bongers", "Wessel Groothuis", "Nadia Vreman")
MEESTE_DOSSIERS = 12


def geef_toegang(db: Database, gemeente: str, wachtwoord_hash: str) -> list[Collega]:
    """Geeft per corporatie één mens toegang tot deze gemeente: portaal@<corporatie>.example."""
    with db.unit_of_work() as session:
        gemeente_id = session.scalars(select(Gemeente.id).where(Gemeente.naam == gemeente)).one()
        corporaties = list(session.scalars(select(Corporatie).order_by(Corporatie.code)))
        mensen = [
            Gebruiker(id=uuid7(), naam=naam, email=f"portaal@{c.code}.example", wachtwoord_hash=wachtwoord_hash)
            for c, naam in zip(corporaties, _NAMEN, strict=False)
        ]
        session.add_all(mensen)
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        for corporatie, mens in zip(corporaties, mensen, strict=False):
            wie = {"gemeente_id": gemeente_id, "id": uuid7(), "gebruiker_id": mens.id}
            session.add(Lidmaatschap(**wie, rol=CORPORATIE, van=BEGIN, corporatie_id=corporatie.id))
    return [Collega(mens.id, mens.naam, mens.email, CORPORATIE) for mens in mensen]


def verstuur_dossiers(db: Database, gemeente: str, wonen: Collega) -> int:
    """Vraagt de dossiers aan van wat nu loopt, vanaf de voordracht; de werker maakt ze. Geeft hoeveel."""
    with db.lezen() as session:
        gemeente_id = session.scalars(select(Gemeente.id).where(Gemeente.naam == gemeente)).one()
    actor, gedaan = Actor(wonen.id, wonen.naam, gemeente_id, frozenset({"wonen"}), herkomst="demo"), 0
    with db.lezen(Bereik.van(gemeente_id)) as session:
        besluit = (Besluit.gemeente_id == Aanbod.gemeente_id) & (Besluit.id == Aanbod.besluit_id)
        vraag = select(Aanbod).join(Besluit, besluit).where(Besluit.status == "toegekend")
        lopend = vraag.where(Aanbod.status.in_(AANBOD_LOOPT)).order_by(Aanbod.id.desc())
        aanbiedingen = session.scalars(lopend.options(joinedload(Aanbod.woning)).limit(MEESTE_DOSSIERS)).all()
    for aanbod in aanbiedingen:
        with contextlib.suppress(Weigering), db.unit_of_work(Bereik.van(gemeente_id)) as session:
            zaak = session.scalars(select(Zaak).where(Zaak.id == aanbod.zaak_id)).one()
            vraag_aan(session, zaak, actor=actor, ontvanger_id=aanbod.woning.corporatie_id, aanbod_id=aanbod.id)
            gedaan += 1
    return gedaan
