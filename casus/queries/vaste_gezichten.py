"""Wie in een zaak welke rol vervult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import String, literal, select, union_all

from casus.db import CasusSessie
from casus.models import Gebruiker, Inburgering, Lidmaatschap, Zaak, Zaakrol
from casus.queries.actoren import lid_op
from casus.termijnen import vandaag


class Houder(NamedTuple):
    """Het vaste gezicht van een rol."""

    id: UUID
    naam: str


def houders(session: CasusSessie, zaak: Zaak) -> Mapping[str, Houder]:
    """Per rol wie haar in deze zaak vervult; één query. De casemanager komt uit de zaak, de consulent uit de
    inburgering als die er een heeft (en die er nog werkt), en de rest uit Zaakrol."""
    uit_zaakrol = select(Zaakrol.rol, Zaakrol.gebruiker_id.label("wie")).where(Zaakrol.zaak_id == zaak.id)
    consulent = (
        select(literal("consulent", String), Inburgering.consulent_id)
        .join(Lidmaatschap, Lidmaatschap.gebruiker_id == Inburgering.consulent_id)
        .where(Inburgering.zaak_id == zaak.id, Lidmaatschap.rol == "inburgering", lid_op(vandaag()))
    )
    bron = union_all(uit_zaakrol, consulent).subquery()
    vraag = select(bron.c.rol, Gebruiker.id, Gebruiker.naam).join(bron, bron.c.wie == Gebruiker.id)
    if zaak.casemanager_id is not None:
        eigen = select(literal("casemanager", String), Gebruiker.id, Gebruiker.naam)
        alle = session.execute(union_all(vraag, eigen.where(Gebruiker.id == zaak.casemanager_id)))
    else:
        alle = session.execute(vraag)
    gevonden = {rol: Houder(wie, naam) for rol, wie, naam in sorted(alle, key=lambda rij: str(rij[1]))}
    consulent_nu = gevonden.pop("consulent", None)
    return {**gevonden, "inburgering": consulent_nu} if consulent_nu else gevonden
