"""Wat er hierna gebeurt, in zinnen: welke taken en stappen dit formulier opent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from casus.rules.zinnen import opsomming, rol_tekst
from casus.workflows.definition import Melding, Overgang, Taaksoort, Workflow


def _krijgt(soorten: Iterable[Taaksoort]) -> list[str]:
    return [f"{rol_tekst(soort.rol).capitalize()} krijgt de taak ‘{soort.titel}’." for soort in soorten]


def _door(wf: Workflow, *aanleidingen: tuple[str, str]) -> list[Taaksoort]:
    gezien: dict[str, Taaksoort] = {}
    for aanleiding in aanleidingen:
        for soort, _ in wf.aanvangen.get(aanleiding, ()):
            gezien[soort.code] = soort
    return list(gezien.values())


def _als_gekozen(wf: Workflow, soort: Taaksoort, als: Mapping[str, Sequence[str]]) -> str:
    """‘Wonen krijgt de taak …’, met de antwoorden erbij als de taak alleen dan komt."""
    antwoorden = [
        f"‘{wf.velden[veld].keuzes.get(waarde, waarde)}’"
        for veld, keuzes in als.items()
        if veld in wf.velden
        for waarde in keuzes
    ]
    if not antwoorden:
        return _krijgt([soort])[0]
    return f"Kiest u {opsomming(antwoorden)}? Dan krijgt {rol_tekst(soort.rol)} de taak ‘{soort.titel}’."


def na_taak(wf: Workflow, soort: Taaksoort) -> list[str]:
    """Wat het afronden van een taak opent."""
    zinnen = [_als_gekozen(wf, ander, aanvang.als) for ander, aanvang in wf.aanvangen.get(("gereed", soort.code), ())]
    stappen = (wf.overgangen[code] for code in soort.nodig_voor if code in wf.overgangen)
    zinnen += [f"Deze taak is nodig voor de stap ‘{stap.titel}’." for stap in stappen]
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
