"""Melden wat van buiten komt: nareis, een kennisgeving van DUO, een bezwaar. Wat volgt, staat in het proces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casus.actions.gevolgen import voer_gevolg_uit
from casus.actions.proces import open_proces, werk_blokkades_bij
from casus.actions.verwijzingen import keur_verwijzingen
from casus.actions.wijzigen import wie_was_eerder
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Zaak
from casus.queries.beeld import houd_vast
from casus.termijnen import vandaag
from casus.workflows import engine
from casus.workflows.engine import Aanleiding
from casus.workflows.velden import lees


def meld(
    session: CasusSessie, zaak: Zaak, code: str, *, actor: Actor, versie: int, invoer: Mapping[str, Any]
) -> list[str]:
    """Legt een melding vast en geeft de titels van de taken die eruit volgen.

    Raises Conflict, Weigering (rol of toestand), InvoerFout (per veld).
    """
    zaak = houd_vast(session, zaak.id)
    if versie != zaak.versie:
        raise Conflict(wie_was_eerder(session, zaak))
    proces = open_proces(session, zaak, actor)
    redenen = engine.melding_redenen(proces.wf, proces.beeld, code, actor)
    if redenen:
        raise Weigering(redenen[0])
    melding = proces.wf.melding(code)
    gegevens = lees(proces.wf, melding.velden, invoer, vandaag())
    keur_verwijzingen(proces, melding.velden, gegevens)
    proces.zet_ankers(melding.velden, gegevens)
    aanleidingen = voer_gevolg_uit(melding.gevolg, proces, gegevens) if melding.gevolg else []
    if all(een.code != melding.gebeurtenis for een in aanleidingen):  # een gevolg dat haar zelf noemt, weet er meer van
        aanleidingen.insert(0, Aanleiding.gebeurtenis(melding.gebeurtenis, gegevens))
    taken = proces.laat_ontstaan(*aanleidingen)
    werk_blokkades_bij(session, zaak)
    feiten = {"code": code, "titel": melding.titel, "velden": gegevens, "taken": taken}
    noteer(session, actor=actor, soort="melding", object_=zaak, zaak_id=zaak.id, gegevens=feiten)
    return taken
