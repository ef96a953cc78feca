"""De motor van het proces: wat kan er nu, waarom niet, en waar komt de zaak dan. De enige die `transitions` kent.

Zuiver: dezelfde functies voeden de knoppen en weigeren de POST. De machine heeft geen model, geen terugroepen en geen
voorwaarden; die toetsen wij zelf, omdat een weigering een zin moet zijn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from transitions import Machine, MachineError

from casus.actor import Actor
from casus.errors import CasusFout, Weigering
from casus.rules import permissions
from casus.termijnen import dag_kort
from casus.workflows.ankers import normen
from casus.workflows.beeld import Beeld
from casus.workflows.besluiten import overgangbesluit_reden
from casus.workflows.definition import Overgang, Workflow
from casus.workflows.guards import GUARDS
from casus.workflows.taken import (
    Aanleiding,
    NieuweTaak,
    gaat_over,
    herbereken,
    klok_taken,
    met_uiterlijk,
    nieuwe_taken,
    open_afvinkpunten,
    taak_redenen,
    te_vervallen,
)

__all__ = [
    "Aanleiding",
    "Mogelijkheid",
    "NieuweTaak",
    "gaat_over",
    "herbereken",
    "hervat_redenen",
    "klok_taken",
    "melding_redenen",
    "met_uiterlijk",
    "mogelijkheden",
    "nieuwe_taken",
    "normen",
    "open_afvinkpunten",
    "opschort_redenen",
    "redenen",
    "taak_redenen",
    "te_vervallen",
    "voer_uit",
]


@dataclass(frozen=True, slots=True)
class Mogelijkheid:
    """Een overgang vanuit de toestand van nu; zonder redenen kan zij."""

    overgang: Overgang
    redenen: tuple[str, ...]

    @property
    def kan(self) -> bool:
        """Of de overgang nu gezet kan worden."""
        return not self.redenen


@dataclass(slots=True)
class _Houder:
    """Draagt alleen een toestand door de machine; een zaak komt er nooit in."""

    state: str


@lru_cache(maxsize=256)
def _machine(wf: Workflow) -> Machine:
    stappen = [{"trigger": o.code, "source": list(o.van), "dest": o.naar} for o in wf.overgangen.values()]
    return Machine(
        model=None, states=list(wf.toestanden), transitions=stappen, initial=wf.begin, auto_transitions=False
    )


def voer_uit(wf: Workflow, toestand: str, code: str) -> str:
    """De toestand na deze overgang. Raises Weigering als zij hier niet begint; redenen toetst dit niet."""
    houder = _Houder(toestand)
    gebeurtenis = _machine(wf).events.get(code)
    if gebeurtenis is None or toestand not in wf.toestanden:
        raise Weigering(_verkeerde_toestand(wf, toestand, code))
    try:
        gebeurtenis.trigger(houder)
    except MachineError:
        raise Weigering(_verkeerde_toestand(wf, toestand, code)) from None
    return houder.state


def redenen(
    wf: Workflow, beeld: Beeld, code: str, actor: Actor, invoer: Mapping[str, Any] | None = None
) -> tuple[str, ...]:
    """Waarom deze overgang nu niet kan, als zinnen; leeg als zij kan. `invoer` is er voor wie haar al meegeeft."""
    overgang = wf.overgangen.get(code)
    if overgang is None or beeld.zaak.toestand not in overgang.van:
        return (_verkeerde_toestand(wf, beeld.zaak.toestand, code),)
    return tuple(_redenen(wf, beeld, overgang, actor))


def _redenen(wf: Workflow, beeld: Beeld, overgang: Overgang, actor: Actor) -> Iterator[str]:
    try:
        permissions.check_overgang(actor, overgang.rollen)
    except CasusFout as weigering:
        yield weigering.zin
    if reden := stilstand_reden(beeld, overgang):
        yield reden
    yield from voorwaarde_redenen(beeld, overgang.voorwaarden)
    for soort in wf.nodig[overgang.code]:
        if open_taken := beeld.open_taken(soort.code):
            yield f"Rond eerst de taak ‘{open_taken[0].titel}’ af."
    if overgang.besluit and (reden := overgangbesluit_reden(overgang.besluit, beeld)):
        yield reden


def stilstand_reden(beeld: Beeld, overgang: Overgang) -> str | None:
    """Waarom een stap van de hoofdlijn niet kan zolang de klok stilstaat; None als zij loopt."""
    if overgang.soort != "hoofdlijn" or (sinds := beeld.zaak.opgeschort_sinds) is None:
        return None
    return f"De klok staat stil sinds {dag_kort(sinds, beeld.vandaag)}. Hervat de zaak voordat u verdergaat."


def voorwaarde_redenen(beeld: Beeld, namen: tuple[str, ...]) -> Iterator[str]:
    """Van deze voorwaarden die niet vervuld zijn, de zin."""
    for naam in namen:
        guard = GUARDS.get(naam)
        if guard is None:
            yield f"De voorwaarde ‘{naam}’ van dit proces bestaat niet. Vraag de beheerder het proces na te kijken."
        elif reden := guard(beeld):
            yield reden


def _verkeerde_toestand(wf: Workflow, toestand: str, code: str) -> str:
    overgang = wf.overgangen.get(code)
    nu = wf.toestanden[toestand].titel if toestand in wf.toestanden else toestand
    if overgang is None:
        return "Deze stap bestaat niet in dit proces. Ga terug naar de zaak en kies een stap die daar staat."
    vanuit = " of ".join(f"‘{wf.toestanden[van].titel}’" for van in overgang.van)
    return f"‘{overgang.titel}’ kan niet, want de zaak staat op ‘{nu}’. Deze stap begint bij {vanuit}."


def mogelijkheden(wf: Workflow, beeld: Beeld, actor: Actor) -> list[Mogelijkheid]:
    """Elke overgang vanuit de toestand van nu, met de redenen waarom zij nog niet kan."""
    return [Mogelijkheid(o, tuple(_redenen(wf, beeld, o, actor))) for o in wf.vanuit(beeld.zaak.toestand)]


def melding_redenen(wf: Workflow, beeld: Beeld, code: str, actor: Actor) -> tuple[str, ...]:
    """Waarom dit nu niet gemeld kan worden; leeg als het kan."""
    melding = wf.meldingen.get(code)
    if melding is None:
        return ("Deze melding bestaat niet in dit proces. Ga terug naar de zaak en kies een melding die daar staat.",)
    gevonden = []
    if melding.toestanden and beeld.zaak.toestand not in melding.toestanden:
        titel = wf.toestanden[beeld.zaak.toestand].titel
        gevonden.append(f"‘{melding.titel}’ kan niet meer of nog niet, want de zaak staat op ‘{titel}’.")
    try:
        permissions.check_melding(actor, melding.rollen)
    except CasusFout as weigering:
        gevonden.append(weigering.zin)
    return (*gevonden, *voorwaarde_redenen(beeld, melding.voorwaarden))


def opschort_redenen(wf: Workflow, beeld: Beeld, actor: Actor) -> tuple[str, ...]:
    """Waarom de klok nu niet stilgezet kan worden; leeg als het kan."""
    if wf.opschorting is None:
        return ("In dit proces staat de klok nooit stil.",)
    gevonden = _mag_opschorten(wf, actor)
    if beeld.zaak.toestand not in wf.opschorting.toestanden:
        gevonden.append("De klok loopt niet meer: het huishouden is gehuisvest of de zaak is gesloten.")
    if sinds := beeld.zaak.opgeschort_sinds:
        gevonden.append(f"De klok staat al stil sinds {dag_kort(sinds, beeld.vandaag)}.")
    return tuple(gevonden)


def hervat_redenen(wf: Workflow, beeld: Beeld, actor: Actor) -> tuple[str, ...]:
    """Waarom de klok nu niet weer kan gaan lopen; leeg als het kan."""
    gevonden = _mag_opschorten(wf, actor)
    if beeld.zaak.opgeschort_sinds is None:
        gevonden.append("De klok loopt al.")
    return tuple(gevonden)


def _mag_opschorten(wf: Workflow, actor: Actor) -> list[str]:
    try:
        permissions.check_opschorten(actor, wf.opschorten)
    except CasusFout as weigering:
        return [weigering.zin]
    return []
