"""Een notitie bij een zaak schrijven."""

from __future__ import annotations

from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Notitie, Zaak
from casus.rules import permissions

LANGSTE_TEKST = 20_000


def tekst_of_fout(veld: str, tekst: str, leeg: str) -> str:
    """De opgeschoonde tekst. Raises InvoerFout als hij leeg of te lang is."""
    schoon = tekst.strip()
    if not schoon:
        raise InvoerFout([VeldFout(veld, leeg)])
    if len(schoon) > LANGSTE_TEKST:
        raise InvoerFout(
            [VeldFout(veld, f"De tekst is te lang. Houd het bij {LANGSTE_TEKST:,} tekens.".replace(",", "."))]
        )
    return schoon


def schrijf(session: CasusSessie, zaak: Zaak, *, actor: Actor, tekst: str) -> Notitie:
    """Schrijft een notitie. Raises GeenRecht, InvoerFout."""
    permissions.check_notitie(actor)
    schoon = tekst_of_fout("tekst", tekst, "Schrijf eerst uw notitie.")
    notitie = Notitie(
        gemeente_id=zaak.gemeente_id, id=uuid7(), zaak_id=zaak.id, tekst=schoon, door_id=actor.gebruiker_id
    )
    session.add(notitie)
    session.flush()
    noteer(
        session, actor=actor, soort="notitie", object_=notitie, zaak_id=zaak.id, gegevens={"notitie": str(notitie.id)}
    )
    return notitie
