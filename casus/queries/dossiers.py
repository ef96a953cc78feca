"""Wat nodig is om een dossier voor een corporatie samen te stellen, en om een verstuurd dossier terug te tonen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Corporatie, Gebruiker, Gemeente, Huishouden, Parameter, Persoon, Verstrekking, Zaak
from casus.queries.gebruikers import collegas
from casus.rules.parameters import waarden_op
from casus.rules.privacy import Verzending, voordracht
from casus.termijnen import vandaag


def laad_voordracht(session: CasusSessie, zaak: Zaak, corporatie: Corporatie, actor: Actor) -> dict[str, Any]:
    """De velden van de witte lijst, als JSON-waarden.

    Raises Weigering als er iets ontbreekt dat de corporatie nodig heeft.
    """
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == zaak.gemeente_id)).one()
    huishouden = session.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
    personen = session.scalars(
        select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id).order_by(Persoon.volgnummer)
    ).all()
    rijen = session.scalars(select(Parameter).where(Parameter.gemeente_id == zaak.gemeente_id)).all()
    contactpersoon, functie = _contactpersoon(session, zaak, actor)
    return voordracht(
        zaak,
        huishouden,
        personen,
        gemeente=gemeente,
        corporatie=corporatie,
        verzending=Verzending(dag=vandaag(), contactpersoon=contactpersoon, functie=functie),
        parameters=waarden_op(rijen, vandaag()),
    )


def _contactpersoon(session: CasusSessie, zaak: Zaak, actor: Actor) -> tuple[Gebruiker, str]:
    """De casemanager; is die er nog niet, dan wie verstuurt, of anders een casemanager die te bellen is."""
    contact = zaak.casemanager_id or actor.gebruiker_id
    wie = session.scalars(select(Gebruiker).where(Gebruiker.id == contact)).one()
    if zaak.casemanager_id or wie.telefoon:
        return wie, "casemanager" if zaak.casemanager_id else "opgaveteam"
    ids = [collega.id for collega in collegas(session, actor, "casemanager")]
    bereikbaar = select(Gebruiker).where(Gebruiker.id.in_(ids), Gebruiker.telefoon != "").order_by(Gebruiker.naam)
    return session.scalars(bereikbaar).first() or wie, "casemanager"


def laad_verstrekking(session: CasusSessie, zaaknummer: str, verstrekking_id: UUID) -> Verstrekking:
    """Een verstrekking van deze zaak met haar document en ontvanger. Raises NietGevonden."""
    vraag = (
        select(Verstrekking)
        .join(Zaak, (Zaak.gemeente_id == Verstrekking.gemeente_id) & (Zaak.id == Verstrekking.zaak_id))
        .where(Zaak.zaaknummer == zaaknummer, Verstrekking.id == verstrekking_id)
        .options(joinedload(Verstrekking.document))
    )
    verstrekking = session.scalars(vraag).one_or_none()
    if verstrekking is None:
        raise NietGevonden("Dit dossier hoort bij een andere gemeente of bestaat niet.")
    return verstrekking
