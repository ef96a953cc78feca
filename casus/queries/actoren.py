"""Wie iemand vandaag is in een gemeente: zijn rollen en functies."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select

from casus.actor import Actor, Herkomst
from casus.bereik import alle_gemeenten
from casus.db import CasusSessie, Database
from casus.models import Functie, Functiehouder, Gebruiker, Gemeente, Lidmaatschap, Vervanging
from casus.termijnen import vandaag


def lid_op(dag: date) -> ColumnElement[bool]:
    """Of een lidmaatschap op deze dag geldt."""
    return and_(Lidmaatschap.van <= dag, or_(Lidmaatschap.tot.is_(None), Lidmaatschap.tot >= dag))


def rollen_van(session: CasusSessie, gebruiker_id: UUID) -> frozenset[str]:
    """De rollen die de gebruiker vandaag heeft in de gemeente van deze sessie."""
    vraag = select(Lidmaatschap.rol).where(Lidmaatschap.gebruiker_id == gebruiker_id, lid_op(vandaag()))
    return frozenset(session.scalars(vraag))


def functies_van(session: CasusSessie, gebruiker_id: UUID) -> frozenset[str]:
    """De functies die de gebruiker vandaag vervult of vervangt in de gemeente van deze sessie."""
    dag = vandaag()
    houdt = exists().where(
        Functiehouder.gemeente_id == Functie.gemeente_id,
        Functiehouder.functie_id == Functie.id,
        Functiehouder.gebruiker_id == gebruiker_id,
        Functiehouder.van <= dag,
        or_(Functiehouder.tot.is_(None), Functiehouder.tot >= dag),
    )
    vervangt = exists().where(
        Vervanging.gemeente_id == Functie.gemeente_id,
        Vervanging.functie_id == Functie.id,
        Vervanging.gebruiker_id == gebruiker_id,
        Vervanging.van <= dag,
        Vervanging.tot >= dag,
    )
    return frozenset(session.scalars(select(Functie.code).where(or_(houdt, vervangt))))


def gemeenten_van(db: Database, gebruiker_id: UUID) -> list[Gemeente]:
    """De gemeenten waarin de gebruiker vandaag een rol heeft, op naam."""
    with db.lezen() as session:
        overal = alle_gemeenten(session)
    leden = select(Lidmaatschap.gemeente_id).where(Lidmaatschap.gebruiker_id == gebruiker_id, lid_op(vandaag()))
    with db.lezen(overal) as session:  # een nieuwe sessie: PostgreSQL leest het bereik bij het begin van een transactie
        ids = set(session.scalars(leden))
        return list(session.scalars(select(Gemeente).where(Gemeente.id.in_(ids)).order_by(Gemeente.naam)))


def maak_actor(
    session: CasusSessie, gebruiker: Gebruiker, gemeente_id: UUID, herkomst: Herkomst, correlatie: str = ""
) -> Actor:
    """De actor in de gemeente van deze sessie, met de rollen en functies van vandaag."""
    return Actor(
        gebruiker_id=gebruiker.id,
        naam=gebruiker.naam,
        gemeente_id=gemeente_id,
        rollen=rollen_van(session, gebruiker.id),
        functies=functies_van(session, gebruiker.id),
        herkomst=herkomst,
        correlatie=correlatie,
    )
