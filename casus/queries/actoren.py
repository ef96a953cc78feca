"""Wie iemand vandaag is in een gemeente: zijn rollen en functies, of de corporatie waar hij bij hoort."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, bindparam, exists, literal, or_, select, union_all

from casus.actor import Actor, Herkomst
from casus.bereik import alle_gemeenten
from casus.db import CasusSessie, Database, vast
from casus.models import Afwezigheid, Functie, Functiehouder, Gebruiker, Gemeente, Lidmaatschap, Vervanging
from casus.termijnen import vandaag


def lid_op(dag: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Of een lidmaatschap op deze dag geldt."""
    return and_(Lidmaatschap.van <= dag, or_(Lidmaatschap.tot.is_(None), Lidmaatschap.tot >= dag))


def afwezig_op(dag: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Of een afwezigheid op deze dag geldt."""
    return and_(Afwezigheid.van <= dag, Afwezigheid.tot >= dag)


def _wat_iemand_is() -> Select[*tuple[Any, ...]]:
    """Rollen (en corporatie), functies (ook als vervanger) en wie hij vervangt: één vaste vraag vóór elk verzoek."""
    gemeente, ik = bindparam("gemeente", type_=Uuid()), bindparam("ik", type_=Uuid())
    dag, niemand = bindparam("dag", type_=Date()), literal(UUID(int=0), Uuid())

    def functie_uit(model: type[Functiehouder] | type[Vervanging]) -> ColumnElement[bool]:
        van_mij = (model.gemeente_id == Functie.gemeente_id, model.functie_id == Functie.id, model.gebruiker_id == ik)
        return exists().where(*van_mij, model.van <= dag, or_(model.tot.is_(None), model.tot >= dag))

    mijn, bij = Lidmaatschap.rol.label("naam"), Lidmaatschap.corporatie_id.label("wie")
    rollen = select(literal("rol").label("soort"), mijn, bij)
    functies = select(literal("functie"), Functie.code, niemand)
    afwezig = select(literal("vervangt"), literal(""), Afwezigheid.gebruiker_id)
    samen = union_all(
        rollen.where(Lidmaatschap.gemeente_id == gemeente, Lidmaatschap.gebruiker_id == ik, lid_op(dag)),
        functies.where(Functie.gemeente_id == gemeente, or_(functie_uit(Functiehouder), functie_uit(Vervanging))),
        afwezig.where(Afwezigheid.gemeente_id == gemeente, Afwezigheid.vervanger_id == ik, afwezig_op(dag)),
    ).subquery()
    return vast(select(samen.c.soort, samen.c.naam, samen.c.wie))


_WAT_IEMAND_IS = _wat_iemand_is()


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
    wie = {"gemeente": gemeente_id, "ik": gebruiker.id, "dag": vandaag()}
    rijen = session.execute(_WAT_IEMAND_IS, wie).all()
    van = next((bij for soort, _, bij in rijen if soort == "rol" and bij is not None), None)
    if van is not None:  # wie van een corporatie is, is verder niets: geen rol in het team, geen functie
        rijen = [rij for rij in rijen if rij.wie == van]
    return Actor(
        gebruiker_id=gebruiker.id,
        naam=gebruiker.naam,
        gemeente_id=gemeente_id,
        rollen=frozenset(naam for soort, naam, _ in rijen if soort == "rol"),
        functies=frozenset(naam for soort, naam, _ in rijen if soort == "functie"),
        herkomst=herkomst,
        correlatie=correlatie,
        vervangt=frozenset(wie for soort, _, wie in rijen if soort == "vervangt"),
        corporatie_id=van,
    )
