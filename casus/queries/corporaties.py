"""Wie van een corporatie toegang heeft tot deze gemeente, en wie is uitgenodigd."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Corporatie, Gebruiker, Lidmaatschap, Sessie, TweedeFactor, Uitnodiging
from casus.queries.actoren import lid_op
from casus.rules.rechten import CORPORATIE
from casus.termijnen import nu, vandaag

MEESTE = 500


class Mens(NamedTuple):
    """Iemand van een corporatie met toegang. `laatst`: wanneer hij hier het laatst bezig was, voor zover bewaard."""

    lid: Lidmaatschap
    gebruiker: Gebruiker
    laatst: datetime | None
    heeft_app: bool


class Genodigde(NamedTuple):
    """Wie een open uitnodiging in handen heeft; `gebruiker` als dit adres al een account heeft."""

    uitnodiging: Uitnodiging
    corporatie: str
    gebruiker: Gebruiker | None

    @property
    def naam(self) -> str:
        """Hoe de gemeente hem noemde."""
        return self.uitnodiging.naam

    @property
    def email(self) -> str:
        """Waar de uitnodiging heen ging."""
        return self.uitnodiging.email


def mensen(session: CasusSessie, actor: Actor) -> Sequence[Mens]:
    """Wie vandaag namens een corporatie in deze gemeente mag kijken, op naam."""
    hier = (Sessie.gebruiker_id == Gebruiker.id, Sessie.gemeente_id == actor.gemeente_id)
    laatst = select(func.max(Sessie.gezien_op)).where(*hier).correlate(Gebruiker).scalar_subquery()
    vraag = (
        select(Lidmaatschap, Gebruiker, laatst, TweedeFactor.gebruiker_id)
        .join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
        .outerjoin(TweedeFactor, TweedeFactor.gebruiker_id == Gebruiker.id)
        .where(Lidmaatschap.gemeente_id == actor.gemeente_id, Lidmaatschap.rol == CORPORATIE, lid_op(vandaag()))
        .order_by(Gebruiker.naam, Gebruiker.id)
        .limit(MEESTE)
    )
    return [Mens(lid, wie, moment, app is not None) for lid, wie, moment, app in session.execute(vraag)]


def open_uitnodigingen(session: CasusSessie, actor: Actor) -> Sequence[Uitnodiging]:
    """Uitnodigingen die nog niet zijn aangenomen of ingetrokken, ook als zij verlopen zijn; de nieuwste eerst."""
    wacht = (Uitnodiging.gebruikt_op.is_(None), Uitnodiging.ingetrokken_op.is_(None))
    vraag = select(Uitnodiging).where(Uitnodiging.gemeente_id == actor.gemeente_id, *wacht)
    return session.scalars(vraag.order_by(Uitnodiging.id.desc()).limit(MEESTE)).all()


def laad_mens(session: CasusSessie, actor: Actor, lid_id: UUID) -> tuple[Lidmaatschap, Gebruiker, Corporatie]:
    """Iemand van een corporatie, met of zonder toegang. Raises NietGevonden."""
    vraag = (
        select(Lidmaatschap, Gebruiker, Corporatie)
        .join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
        .join(Corporatie, Corporatie.id == Lidmaatschap.corporatie_id)
        .where(Lidmaatschap.gemeente_id == actor.gemeente_id, Lidmaatschap.id == lid_id)
    )
    rij = session.execute(vraag).one_or_none()
    if rij is None:
        raise NietGevonden("Deze persoon heeft hier geen toegang (meer), of hoort bij een andere gemeente.")
    return rij[0], rij[1], rij[2]


def leden_met_email(session: CasusSessie, email: str) -> Sequence[tuple[Lidmaatschap, Gebruiker]]:
    """De toegang die dit adres vandaag heeft in de gemeente van de sessie."""
    vraag = select(Lidmaatschap, Gebruiker).join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
    eigen = (Gebruiker.email == email.strip().casefold(), Lidmaatschap.rol == CORPORATIE, lid_op(vandaag()))
    return [(rij[0], rij[1]) for rij in session.execute(vraag.where(*eigen))]


def leden_van(session: CasusSessie, corporatie_id: UUID, gebruiker_id: UUID | None = None) -> Sequence[UUID]:
    """Wie vandaag namens deze corporatie in het portaal van de gemeente kan; of alleen deze ene, als hij dat kan."""
    vraag = select(Gebruiker.id).join(Lidmaatschap, Lidmaatschap.gebruiker_id == Gebruiker.id).order_by(Gebruiker.id)
    hier = (Lidmaatschap.rol == CORPORATIE, Lidmaatschap.corporatie_id == corporatie_id, lid_op(vandaag()))
    vraag = vraag.where(*hier, Gebruiker.actief).distinct()
    return session.scalars(vraag if gebruiker_id is None else vraag.where(Gebruiker.id == gebruiker_id)).all()


def laad_uitnodiging(session: CasusSessie, actor: Actor, uitnodiging_id: UUID) -> Uitnodiging:
    """Een uitnodiging van deze gemeente. Raises NietGevonden."""
    deze = (Uitnodiging.gemeente_id == actor.gemeente_id, Uitnodiging.id == uitnodiging_id)
    uitnodiging = session.scalars(select(Uitnodiging).where(*deze)).one_or_none()
    if uitnodiging is None:
        raise NietGevonden("Deze uitnodiging bestaat niet, of hoort bij een andere gemeente.")
    return uitnodiging


def open_uitnodiging(session: CasusSessie, geheim_hash: str) -> Genodigde | None:
    """De uitnodiging bij dit geheim, als zij nog aangenomen kan worden; anders None."""
    nog = (Uitnodiging.gebruikt_op.is_(None), Uitnodiging.ingetrokken_op.is_(None), Uitnodiging.verloopt_op > nu())
    vraag = (
        select(Uitnodiging, Corporatie.naam, Gebruiker)
        .join(Corporatie, Corporatie.id == Uitnodiging.corporatie_id)
        .outerjoin(Gebruiker, Gebruiker.email == Uitnodiging.email)
        .where(Uitnodiging.geheim_hash == geheim_hash, *nog)
    )
    rij = session.execute(vraag).one_or_none()
    return None if rij is None else Genodigde(rij[0], rij[1], rij[2])
