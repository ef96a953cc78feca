"""Of het besluit er is dat een stap of een taak nodig heeft. Wie het mag nemen, staat in het mandaatregister."""

from __future__ import annotations

from collections.abc import Iterable

from casus.models import Besluit, Taak
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Taaksoort, Workflow
from casus.workflows.registers import besluitsoorten


def besluittitel(soort: str) -> str:
    """De titel van een soort besluit."""
    gevonden = besluitsoorten().get(soort)
    return gevonden.titel if gevonden else soort


def opent(wf: Workflow, soort: str) -> list[str]:
    """Wat op een besluit van deze soort wacht: stappen, taken die erdoor af kunnen en taken die erna ontstaan."""
    stappen = [f"stap {overgang.titel}" for overgang in wf.overgangen.values() if overgang.besluit == soort]
    taken = [taak.titel for taak in wf.taken.values() if soort in (*taak.besluit, *taak.besluit_mogelijk)]
    erna = [taak.titel for taak in wf.taken.values() if any(a.besluit == soort for a in taak.ontstaat)]
    return [*stappen, *dict.fromkeys((*taken, *erna))]


def overgangbesluit_reden(soort: str, beeld: Beeld) -> str | None:
    """Waarom het besluit voor een overgang er nog niet is; None als het is toegekend."""
    telt = _bij_overgang(soort, beeld)
    return None if _heeft(telt, "toegekend") else _zin((soort,), telt)


def overgangbesluit_wacht(soort: str, beeld: Beeld) -> str | None:
    """Als het besluit voor een overgang is voorgesteld en nog genomen moet worden: dat, als zin."""
    telt = _bij_overgang(soort, beeld)
    return None if _heeft(telt, "toegekend") else _wacht((soort,), telt)


def _bij_overgang(soort: str, beeld: Beeld) -> list[Besluit]:
    return [b for b in geldende(beeld) if b.soort == soort and _geldt_nu(b, beeld)]


def geldende(beeld: Beeld) -> list[Besluit]:
    """Zonder wat door een later besluit is herzien; een besluit dat alleen intrekt, geeft zelf niets."""
    herzien = {b.herziet_id for b in beeld.besluiten if b.status == "toegekend"}
    return [b for b in beeld.besluiten if b.id not in herzien and b.herziening != "intrekken"]


def _geldt_nu(besluit: Besluit, beeld: Beeld) -> bool:
    """Een besluit over een woning geldt voor die woning alleen; een besluit per ronde alleen in deze toestand."""
    regel = besluitsoorten().get(besluit.soort)
    if regel is None:
        return True
    if regel.woning and beeld.aanbod is not None:
        return besluit.id == beeld.aanbod.besluit_id
    return not regel.per_ronde or besluit.voorgesteld_op >= beeld.zaak.toestand_sinds


def taakbesluit_reden(soort: Taaksoort, taak: Taak, beeld: Beeld) -> str | None:
    """Waarom het besluit bij een taak er nog niet is; None als het er is of niet nodig is.

    Een besluit hoort bij de taak als het daarvoor is voorgesteld. Een los besluit telt ook, als het na het ontstaan van
    de taak is voorgesteld en de taak niet over één persoon gaat.
    """
    if not soort.besluit:
        return None
    telt = _bij_taak(soort, taak, beeld)
    klaar = {s for s in soort.besluit if (regel := besluitsoorten().get(s)) and regel.afwijzen_rondt_af}
    if _heeft(telt, "toegekend") or any(b.status == "afgewezen" and b.soort in klaar for b in telt):
        return None
    return _zin(soort.besluit, telt)


def taakbesluit_wacht(soort: Taaksoort, taak: Taak, beeld: Beeld) -> str | None:
    """Als het besluit bij een taak is voorgesteld en nog genomen moet worden: dat, als zin."""
    return _wacht(soort.besluit, _bij_taak(soort, taak, beeld)) if taakbesluit_reden(soort, taak, beeld) else None


def _bij_taak(soort: Taaksoort, taak: Taak, beeld: Beeld) -> list[Besluit]:
    return [b for b in geldende(beeld) if b.soort in soort.besluit and _hoort_bij(b, taak)]


def _wacht(soorten: tuple[str, ...], besluiten: list[Besluit]) -> str | None:
    return _zin(soorten, besluiten) if _heeft(besluiten, "voorgesteld") else None


def _hoort_bij(besluit: Besluit, taak: Taak) -> bool:
    if besluit.taak_id is not None:
        return besluit.taak_id == taak.id
    return taak.persoon_id is None and besluit.voorgesteld_op >= taak.ontstaan_op


def _heeft(besluiten: Iterable[Besluit], status: str) -> bool:
    return any(b.status == status for b in besluiten)


def _zin(soorten: tuple[str, ...], besluiten: list[Besluit]) -> str:
    naam = " of ".join(f"‘{besluittitel(soort)}’" for soort in soorten)
    if _heeft(besluiten, "voorgesteld"):
        return f"Het besluit {naam} is nog niet genomen. Wacht op het besluit."
    if _heeft(besluiten, "afgewezen"):
        return f"Het besluit {naam} is afgewezen. Pas het voorstel aan en stel het opnieuw voor."
    return f"Eerst is het besluit {naam} nodig. Stel het voor."
