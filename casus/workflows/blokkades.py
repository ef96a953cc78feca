"""Waarop een open taak wacht, los van wie er kijkt: voor de groepen Wacht op een ander en Geblokkeerd.

Wat de behandelaar zelf kan doen, zoals een besluit voorstellen, houdt zijn taak niet op.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from casus.models import Taak
from casus.workflows.beeld import Beeld
from casus.workflows.besluiten import overgangbesluit_wacht, taakbesluit_wacht
from casus.workflows.definition import Overgang, Taaksoort, Workflow
from casus.workflows.engine import stilstand_reden, voorwaarde_redenen
from casus.workflows.taken import wacht_op_taak


class Blokkade(NamedTuple):
    """`wacht`: een ander is aan zet. `slot`: het proces is nog niet zover. Zonder soort kan de taak nu."""

    soort: Literal["", "wacht", "slot"] = ""
    zin: str = ""


VRIJ = Blokkade()


def blokkade(wf: Workflow, taak: Taak, beeld: Beeld) -> Blokkade:
    """Wat deze open taak nu ophoudt. Hangt alleen af van de zaak en van vandaag."""
    soort = wf.taken.get(taak.soort or "")
    if soort is None or taak.status != "open":
        return VRIJ
    if reden := wacht_op_taak(soort, taak, beeld):
        return Blokkade("slot", reden)
    if reden := taakbesluit_wacht(soort, taak, beeld):
        return Blokkade("wacht", reden)
    return _van_stap(wf, soort, beeld)


def _van_stap(wf: Workflow, soort: Taaksoort, beeld: Beeld) -> Blokkade:
    """Een taak die vanzelf af is met een stap, wacht op wat die stap ophoudt."""
    sluit = soort.sluit_door
    if sluit is None or not sluit.overgang or sluit.velden or sluit.lijst:
        return VRIJ
    stap = wf.overgangen[sluit.overgang]
    if beeld.zaak.toestand not in stap.van:
        return Blokkade("slot", f"De stap ‘{stap.titel}’ kan nog niet: de zaak is nog niet zo ver.")
    if reden := stilstand_reden(beeld, stap):
        return Blokkade("wacht", reden)
    if stap.besluit and (reden := overgangbesluit_wacht(stap.besluit, beeld)):
        return Blokkade("wacht", reden)
    return _van_voorwaarden(wf, stap, soort, beeld)


def _van_voorwaarden(wf: Workflow, stap: Overgang, soort: Taaksoort, beeld: Beeld) -> Blokkade:
    if reden := next(voorwaarde_redenen(beeld, stap.voorwaarden), None):
        return Blokkade("slot", reden)
    for nodig in wf.nodig[stap.code]:
        if nodig.code != soort.code and (open_taken := beeld.open_taken(nodig.code)):
            return Blokkade("slot", f"Rond eerst de taak ‘{open_taken[0].titel}’ af.")
    return VRIJ
