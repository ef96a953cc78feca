"""Collega's als keuze in een veld: wie vandaag in deze gemeente een rol heeft, en of hij er is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from casus.actor import INSTALLATIE, Actor
from casus.db import CasusSessie
from casus.models import Afwezigheid, Gebruiker, Lidmaatschap
from casus.queries.actoren import afwezig_op, lid_op
from casus.rules.rechten import CORPORATIE
from casus.termijnen import dag_kort, vandaag


class Collega(NamedTuple):
    """Iemand met een rol. Is hij er vandaag niet, dan is `weg_tot` de laatste dag, en `vervanger` wie hem vervangt."""

    id: UUID
    naam: str
    rol: str
    weg_tot: date | None = None
    vervanger: str | None = None

    @property
    def weg(self) -> str:
        """'afwezig tot en met do 26 nov, vervanger Stijn Kramer'; leeg als hij er is."""
        if self.weg_tot is None:
            return ""
        wie = f"vervanger {self.vervanger}" if self.vervanger else "geen vervanger"
        return f"afwezig tot en met {dag_kort(self.weg_tot, vandaag())}, {wie}"

    @property
    def tekst(self) -> str:
        """De naam als keuze, met erbij of hij er niet is."""
        return f"{self.naam} · {self.weg}" if self.weg else self.naam


def collegas(session: CasusSessie, actor: Actor, *rollen: str) -> Sequence[Collega]:
    """Wie vandaag een van deze rollen heeft in de gemeente van de actor, op naam; zonder rollen iedereen, behalve wie
    van een corporatie is."""
    weg, vervanger = and_(Afwezigheid.gebruiker_id == Gebruiker.id, afwezig_op(vandaag())), aliased(Gebruiker)
    vraag = (
        select(Gebruiker.id, Gebruiker.naam, Lidmaatschap.rol, Afwezigheid.tot, vervanger.naam)
        .join(Lidmaatschap, Lidmaatschap.gebruiker_id == Gebruiker.id)
        .outerjoin(Afwezigheid, and_(Afwezigheid.gemeente_id == actor.gemeente_id, weg))
        .outerjoin(vervanger, vervanger.id == Afwezigheid.vervanger_id)
        .where(Lidmaatschap.gemeente_id == actor.gemeente_id, Gebruiker.actief, lid_op(vandaag()))
        .where(Gebruiker.email != INSTALLATIE, Lidmaatschap.rol != CORPORATIE)
        .order_by(Gebruiker.naam, Gebruiker.id, Lidmaatschap.rol)
    )
    if rollen:
        vraag = vraag.where(Lidmaatschap.rol.in_(rollen))
    return [Collega._make(rij) for rij in session.execute(vraag)]


def rollen_van(collegas_: Iterable[Collega], gebruiker_id: UUID) -> frozenset[str]:
    """De rollen van één collega."""
    return frozenset(collega.rol for collega in collegas_ if collega.id == gebruiker_id)


def per_rol(collegas_: Sequence[Collega]) -> Mapping[str, list[tuple[str, str]]]:
    """Keuzes (id, naam) per rol; onder '' staat iedereen één keer."""
    keuzes: dict[str, list[tuple[str, str]]] = {"": []}
    for collega in collegas_:
        keuze = (str(collega.id), collega.tekst)
        keuzes.setdefault(collega.rol, []).append(keuze)
        if keuze not in keuzes[""]:
            keuzes[""].append(keuze)
    return keuzes
