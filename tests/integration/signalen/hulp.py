"""Kleine vragen van de tests over signalen."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from casus.models import Gebruiker, Signaal
from casus.queries import signalen as vragen
from casus.queries.signalen import SignaalRij
from casus.rules.signalen import Keuze, naar_voorkeuren
from tests.wereld import A, Wereld


def lid(w: Wereld, rol: str, gemeente: str = A) -> UUID:
    """Het teamlid met deze rol."""
    return w.actor(rol, gemeente).gebruiker_id


def alle(w: Wereld, gemeente: str = A) -> list[Signaal]:
    """Alle signalen van een gemeente, oudste eerst."""
    with w.lees(gemeente) as sessie:
        return list(sessie.scalars(select(Signaal).order_by(Signaal.id)))


def lijst(w: Wereld, rol: str) -> list[SignaalRij]:
    """Wat iemand ziet, nieuwste eerst."""
    with w.lees() as sessie:
        return list(vragen.lijst(sessie, w.actor(rol)).rijen)


def kies(w: Wereld, wie: UUID, dagen: int = 3, **keuzes: Keuze) -> None:
    """Legt de keuzes van iemand vast."""
    with w.werk() as sessie:
        waarden = naar_voorkeuren({}, keuzes, dagen)
        sessie.execute(update(Gebruiker).where(Gebruiker.id == wie).values(voorkeuren=waarden))
