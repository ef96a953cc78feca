"""Keuzes die naar iemand of iets wijzen: een formulier kan elk id sturen, maar alleen wat in de lijst stond telt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casus.actions.proces import Proces
from casus.db import CasusSessie
from casus.errors import InvoerFout, VeldFout
from casus.models import Corporatie, Gebruiker, Lidmaatschap, Woning
from casus.queries.actoren import lid_op
from casus.rules.rechten import CORPORATIE, TEAM
from casus.termijnen import vandaag
from casus.workflows.definition import Veld

_ZINNEN = {
    "gebruiker": "Kies een collega uit de lijst.",
    "persoon": "Kies iemand uit dit huishouden.",
    "besluit": "Kies een besluit van deze zaak waartegen bezwaar openstaat.",
    "woning": "Deze woning bestaat niet of hoort bij een andere gemeente.",
    "corporatie": "Kies een corporatie uit de lijst.",
}


def collega_met_rol(session: CasusSessie, gebruiker_id: UUID, rol: str | None) -> Gebruiker | None:
    """De collega die deze rol vandaag in deze gemeente heeft, of None. Zonder rol: welke ook, maar niet die van een
    corporatie."""
    vraag = (
        select(Gebruiker)
        .join(Lidmaatschap, Lidmaatschap.gebruiker_id == Gebruiker.id)
        .where(Gebruiker.id == gebruiker_id, Gebruiker.actief)
        .where(lid_op(vandaag()))
    )
    return session.scalars(vraag.where(Lidmaatschap.rol == rol if rol else Lidmaatschap.rol != CORPORATIE)).first()


def collega_uit_team(session: CasusSessie, gebruiker_id: UUID, rollen: Collection[str] = TEAM) -> Gebruiker | None:
    """De collega die vandaag in het opgaveteam van deze gemeente zit, of een van deze rollen heeft; anders None."""
    vraag = (
        select(Gebruiker)
        .join(Lidmaatschap, Lidmaatschap.gebruiker_id == Gebruiker.id)
        .where(Gebruiker.id == gebruiker_id, Gebruiker.actief, Lidmaatschap.rol.in_(sorted(rollen)), lid_op(vandaag()))
    )
    return session.scalars(vraag).first()


def keur_verwijzingen(proces: Proces, velden: Iterable[str], gegevens: Mapping[str, Any]) -> None:
    """Elke verwijzing bestaat in deze zaak of gemeente. Raises InvoerFout met een zin per veld dat niet klopt."""
    fouten = [
        VeldFout(code, _ZINNEN[veld.soort])
        for code in velden
        if (veld := proces.wf.veld(code)).soort in _ZINNEN
        if gegevens.get(code) and not _bestaat(proces, veld, UUID(gegevens[code]))
    ]
    if fouten:
        raise InvoerFout(fouten)


def _bestaat(proces: Proces, veld: Veld, id_: UUID) -> bool:
    match veld.soort:
        case "gebruiker":
            return collega_met_rol(proces.session, id_, veld.rol) is not None
        case "persoon":
            return any(persoon.id == id_ for persoon in proces.beeld.personen)
        case "besluit":
            return any(besluit.id == id_ for besluit in proces.beeld.besluiten)
        case soort:
            model = Woning if soort == "woning" else Corporatie
            return proces.session.scalar(select(model.id).where(model.id == id_)) is not None
