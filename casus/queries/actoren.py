"""Wie iemand vandaag is in een gemeente: zijn rollen en functies."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, exists, literal, or_, select, union_all

from casus.actor import Actor, Herkomst
from casus.bereik import alle_gemeenten
from casus.db import CasusSessie, Database
from casus.models import Afwezigheid, Functie, Functiehouder, Gebruiker, Gemeente, Lidmaatschap, Vervanging
from casus.termijnen import vandaag


def lid_op(dag: date) -> ColumnElement[bool]:
    """Of een lidmaatschap op deze dag geldt."""
    return and_(Lidmaatschap.van <= dag, or_(Lidmaatschap.tot.is_(None), Lidmaatschap.tot >= dag))


def _functie_op(model: type[Functiehouder] | type[Vervanging], gebruiker_id: UUID, dag: date) -> ColumnElement[bool]:
    return exists().where(
        model.gemeente_id == Functie.gemeente_id,
        model.functie_id == Functie.id,
        model.gebruiker_id == gebruiker_id,
        model.van <= dag,
        or_(model.tot.is_(None), model.tot >= dag),
    )


def _wat_iemand_is(gemeente_id: UUID, gebruiker_id: UUID, dag: date) -> Select[*tuple[Any, ...]]:
    """Rollen, functies (zelf of als vervanger) en wie hij vandaag vervangt, in één vraag: elk verzoek begint ermee."""
    niemand = literal(UUID(int=0), Uuid())
    rollen = select(literal("rol").label("soort"), Lidmaatschap.rol.label("naam"), niemand.label("wie"))
    houdt = or_(_functie_op(Functiehouder, gebruiker_id, dag), _functie_op(Vervanging, gebruiker_id, dag))
    afwezig = select(literal("vervangt"), literal(""), Afwezigheid.gebruiker_id)
    samen = union_all(
        rollen.where(Lidmaatschap.gemeente_id == gemeente_id, Lidmaatschap.gebruiker_id == gebruiker_id, lid_op(dag)),
        select(literal("functie"), Functie.code, niemand).where(Functie.gemeente_id == gemeente_id, houdt),
        afwezig.where(
            Afwezigheid.gemeente_id == gemeente_id, Afwezigheid.vervanger_id == gebruiker_id, afwezig_op(dag)
        ),
    ).subquery()
    return select(samen.c.soort, samen.c.naam, samen.c.wie)


def afwezig_op(dag: date) -> ColumnElement[bool]:
    """Of een afwezigheid op deze dag geldt."""
    return and_(Afwezigheid.van <= dag, Afwezigheid.tot >= dag)


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
    """De actor in de gemeente van deze sessie, met de rollen en functies van vandaag; één query."""
    rijen = session.execute(_wat_iemand_is(gemeente_id, gebruiker.id, vandaag())).all()
    return Actor(
        gebruiker_id=gebruiker.id,
        naam=gebruiker.naam,
        gemeente_id=gemeente_id,
        rollen=frozenset(naam for soort, naam, _ in rijen if soort == "rol"),
        functies=frozenset(naam for soort, naam, _ in rijen if soort == "functie"),
        herkomst=herkomst,
        correlatie=correlatie,
        vervangt=frozenset(wie for soort, _, wie in rijen if soort == "vervangt"),
    )
