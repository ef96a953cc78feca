"""Collega's als keuze in een veld: wie vandaag in deze gemeente een rol heeft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from casus.actor import INSTALLATIE, Actor
from casus.db import CasusSessie
from casus.models import Gebruiker, Lidmaatschap
from casus.queries.actoren import lid_op
from casus.rules.rechten import CORPORATIE
from casus.termijnen import vandaag


class Collega(NamedTuple):
    """Iemand met een rol."""

    id: UUID
    naam: str
    rol: str


def collegas(session: CasusSessie, actor: Actor, *rollen: str) -> Sequence[Collega]:
    """Wie vandaag een van deze rollen heeft in de gemeente van de actor, op naam; zonder rollen iedereen, behalve wie
    van een corporatie is."""
    vraag = (
        select(Gebruiker.id, Gebruiker.naam, Lidmaatschap.rol)
        .join(Lidmaatschap, Lidmaatschap.gebruiker_id == Gebruiker.id)
        .where(Lidmaatschap.gemeente_id == actor.gemeente_id, Gebruiker.actief, lid_op(vandaag()))
        .where(Gebruiker.email != INSTALLATIE, Lidmaatschap.rol != CORPORATIE)
        .order_by(Gebruiker.naam, Gebruiker.id, Lidmaatschap.rol)
    )
    if rollen:
        vraag = vraag.where(Lidmaatschap.rol.in_(rollen))
    return [Collega._make(rij) for rij in session.execute(vraag)]


def per_rol(collegas_: Sequence[Collega]) -> Mapping[str, list[tuple[str, str]]]:
    """Keuzes (id, naam) per rol; onder '' staat iedereen één keer."""
    keuzes: dict[str, list[tuple[str, str]]] = {"": []}
    for collega in collegas_:
        keuze = (str(collega.id), collega.naam)
        keuzes.setdefault(collega.rol, []).append(keuze)
        if keuze not in keuzes[""]:
            keuzes[""].append(keuze)
    return keuzes
