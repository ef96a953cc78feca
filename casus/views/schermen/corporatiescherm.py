"""Mensen van corporaties op het scherm."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casus.actor import Actor
from casus.db import CasusSessie
from casus.queries import corporaties as vragen
from casus.queries.woningen import corporaties
from casus.termijnen import nu


def lijst_scherm(session: CasusSessie, actor: Actor) -> dict[str, Any]:
    """Elke corporatie met haar mensen en open uitnodigingen."""
    alle, mensen = corporaties(session), vragen.mensen(session, actor)
    uitgenodigd, moment = vragen.open_uitnodigingen(session, actor), nu()
    return {
        "groepen": [
            (
                corporatie,
                [mens for mens in mensen if mens.lid.corporatie_id == corporatie.id],
                [(u, u.verloopt_op <= moment) for u in uitgenodigd if u.corporatie_id == corporatie.id],
            )
            for corporatie in alle
        ],
        "keuzes": [(str(corporatie.id), corporatie.naam) for corporatie in alle],
    }


def bij_beeindigen(session: CasusSessie, actor: Actor, lid_id: UUID) -> dict[str, Any]:
    """Wie het is, voor welke corporatie en sinds wanneer."""
    lid, gebruiker, corporatie = vragen.laad_mens(session, actor, lid_id)
    return {"lid": lid, "mens": gebruiker, "corporatie": corporatie}
