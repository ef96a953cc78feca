"""Wat er hierna gebeurt, in zinnen: welke taken en stappen dit formulier opent."""

from __future__ import annotations

from collections.abc import Iterable

from casus.rules.zinnen import rol_tekst
from casus.workflows.definition import Melding, Overgang, Taaksoort, Workflow


def _krijgt(soorten: Iterable[Taaksoort]) -> list[str]:
    return [f"{rol_tekst(soort.rol).capitalize()} krijgt de taak ‘{soort.titel}’." for soort in soorten]


def _door(wf: Workflow, *aanleidingen: tuple[str, str]) -> list[Taaksoort]:
    gezien: dict[str, Taaksoort] = {}
    for aanleiding in aanleidingen:
        for soort, _ in wf.aanvangen.get(aanleiding, ()):
            gezien[soort.code] = soort
    return list(gezien.values())


def na_taak(wf: Workflow, soort: Taaksoort) -> list[str]:
    """Wat het afronden van een taak opent."""
    zinnen = _krijgt(_door(wf, ("gereed", soort.code)))
    stappen = (wf.overgangen[code] for code in soort.nodig_voor if code in wf.overgangen)
    zinnen += [f"Daarna kan de stap ‘{stap.titel}’." for stap in stappen]
    if soort.herhaal:
        zinnen.append(f"De taak komt over {soort.herhaal.dagen} dagen terug.")
    return zinnen


def na_overgang(wf: Workflow, overgang: Overgang) -> list[str]:
    """Wat een stap in het proces doet."""
    zinnen = [f"De zaak staat daarna op ‘{wf.toestanden[overgang.naar].titel}’."]
    return zinnen + _krijgt(_door(wf, ("overgang", overgang.code), ("toestand", overgang.naar)))


def na_melding(wf: Workflow, melding: Melding) -> list[str]:
    """Wat een melding doet."""
    return _krijgt(_door(wf, ("gebeurtenis", melding.gebeurtenis)))
