"""Het mandaatregister van de gemeente, zoals de regels het nodig hebben: drie vragen, hoe lang het ook is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.models import Functie, Functiehouder, Mandaat, Vervanging
from casus.rules.mandaten import Register


def laad_register(session: CasusSessie, gemeente_id: UUID) -> Register:
    """Alle regels, functiehouders en vervangingen van één gemeente, met hun functie en de namen erbij."""
    rijen = session.scalars(
        select(Mandaat)
        .where(Mandaat.gemeente_id == gemeente_id)
        .order_by(Mandaat.nr, Mandaat.versie)
        .options(joinedload(Mandaat.functie, innerjoin=True))
    ).all()
    houders = session.scalars(
        select(Functiehouder)
        .where(Functiehouder.gemeente_id == gemeente_id)
        .options(joinedload(Functiehouder.functie, innerjoin=True), joinedload(Functiehouder.gebruiker, innerjoin=True))
    ).all()
    vervangingen = session.scalars(
        select(Vervanging)
        .where(Vervanging.gemeente_id == gemeente_id)
        .options(joinedload(Vervanging.functie, innerjoin=True), joinedload(Vervanging.gebruiker, innerjoin=True))
    ).all()
    return Register(rijen, houders, vervangingen)


def laad_functies(session: CasusSessie, gemeente_id: UUID) -> list[Functie]:
    """De functies van de gemeente, laagste niveau eerst."""
    vraag = select(Functie).where(Functie.gemeente_id == gemeente_id).order_by(Functie.niveau, Functie.code)
    return list(session.scalars(vraag))
