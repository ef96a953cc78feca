"""Welke taken er zijn gekozen: de aangevinkte, of alle van een lijst."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import request

from casus.actor import Actor
from casus.db import CasusSessie
from casus.web.formulier import nummer


def keuze(session: CasusSessie, actor: Actor) -> Mapping[UUID, int | None]:
    """De gekozen taken met de versie die de gebruiker zag (None: nog geen), in de volgorde van het scherm.

    Elk veld `taak` bevat één of meer taken: `id` uit de werkvoorraad, `id.versie` uit het voorbeeld.

    Raises NietGevonden.
    """
    gekozen: dict[UUID, int | None] = {}
    for een in " ".join(request.form.getlist("taak")).split():
        id_, _, versie = een.partition(".")
        gekozen[nummer(id_)] = int(versie) if versie.isascii() and versie.isdecimal() and len(versie) < 10 else None
    return gekozen
