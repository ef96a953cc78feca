"""Welke taken er zijn gekozen: de aangevinkte, of alle van een lijst."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import request

from casus.actions.bulk import HOOGSTENS
from casus.actor import Actor
from casus.db import CasusSessie
from casus.queries.werkvoorraad import taak_ids
from casus.views.schermen.lijstadres import keuze_uit_formulier
from casus.web.formulier import nummer


def keuze(session: CasusSessie, actor: Actor) -> Mapping[UUID, int | None]:
    """De gekozen taken met de versie die de gebruiker zag (None: nog geen), in de volgorde van het scherm.

    Met `alles` is dat elke taak van de lijst die op het scherm stond, en één meer als het er te veel zijn. Anders bevat
    elk veld `taak` een of meer taken: `id` uit de werkvoorraad, `id.versie` uit het voorbeeld. Raises NietGevonden.
    """
    if request.form.get("alles"):
        return dict.fromkeys(taak_ids(session, actor, keuze_uit_formulier(), hoogstens=HOOGSTENS + 1))
    gekozen: dict[UUID, int | None] = {}
    for een in " ".join(request.form.getlist("taak")).split():
        id_, _, versie = een.partition(".")
        gekozen[nummer(id_)] = int(versie) if versie.isascii() and versie.isdecimal() and len(versie) < 10 else None
    return gekozen
