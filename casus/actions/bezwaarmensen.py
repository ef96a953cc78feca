"""Wie in een bezwaar iets doet: niet wie het bestreden besluit nam, voorstelde of erover adviseerde.

De regel staat in rules/bezwaar.py (Awb art. 7:5 lid 1 en 10:3 lid 3); hier staat hoe hij bij een taak, een voorstel en
een handeling wordt getoetst. Toewijzen aan een ander mag wie betrokken was wel.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import GeenRecht
from casus.models import Advies, Besluit, Bezwaar, Taak
from casus.rules import bezwaar as regels
from casus.workflows.engine import gaat_over

GEBEURTENIS = "bezwaar_ontvangen"
"""De aanleiding waardoor de taken van een bezwaar ontstaan."""


def adviseurs(session: CasusSessie, besluit_id: UUID) -> frozenset[UUID]:
    """Wie over dit besluit adviseerde."""
    vraag = select(Advies.gegeven_door_id).where(Advies.besluit_id == besluit_id)
    return frozenset(een for een in session.scalars(vraag) if een is not None)


def reden_niet(session: CasusSessie, wie: UUID, bestreden: Besluit) -> str | None:
    """Waarom iemand een bezwaar tegen dit besluit niet behandelt, met het artikel; None als het mag."""
    return regels.reden_niet_behandelen(wie, bestreden, adviseurs(session, bestreden.id))


def reden_niet_deze_taak(session: CasusSessie, taak: Taak, wie: UUID) -> str | None:
    """Waarom iemand deze taak niet doet; None als zij niet over een bezwaar gaat, of als het mag."""
    if GEBEURTENIS not in taak.aanleiding:
        return None
    vraag = select(Bezwaar).where(Bezwaar.zaak_id == taak.zaak_id).options(joinedload(Bezwaar.besluit, innerjoin=True))
    over = (een for een in session.scalars(vraag.order_by(Bezwaar.id)).all() if gaat_over(taak, een.id))
    return next((reden for een in over if (reden := reden_niet(session, wie, een.besluit))), None)


def betrokkenen(session: CasusSessie, zaak_id: UUID, aanleidingen: Iterable[str]) -> frozenset[UUID]:
    """Wie deze nieuwe taken niet krijgt: ieder die bij het bestreden besluit was betrokken. Zonder bezwaar niemand."""
    over = [een for een in aanleidingen if GEBEURTENIS in een]
    if not over:
        return frozenset()
    vraag = select(Bezwaar).where(Bezwaar.zaak_id == zaak_id).options(joinedload(Bezwaar.besluit, innerjoin=True))
    bestreden = {een.besluit for een in session.scalars(vraag).all() if any(str(een.id) in tekst for tekst in over)}
    mensen = {wie for een in bestreden for wie in (een.besloten_door_id, een.voorgesteld_door_id) if wie is not None}
    return frozenset(mensen).union(*(adviseurs(session, een.id) for een in bestreden))


def keur_oppakken(session: CasusSessie, taak: Taak, *, actor: Actor) -> None:
    """Wie bij het bestreden besluit was betrokken, doet de taken van het bezwaar niet. Raises GeenRecht."""
    if reden := reden_niet_deze_taak(session, taak, actor.gebruiker_id):
        raise GeenRecht(f"U {reden}. Een ander doet deze taak.")
