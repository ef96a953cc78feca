"""Waarom een zaak vastzit: wat er het eerst moet gebeuren, en op wie dat wacht."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casus.rules.doorlooptijd import FASEN, WEEK, Normen
from casus.rules.zinnen import rol_tekst
from casus.termijnen import Urgentie, dag_kort, dagen_in_woorden, urgentie

Soort = Literal["wacht", "slot", "te-laat", "vandaag", "week", "later"]

_SOORTEN: Mapping[Urgentie, Soort] = {"te_laat": "te-laat", "vandaag": "vandaag", "week": "week", "later": "later"}


@dataclass(frozen=True, slots=True)
class Taakfeit:
    """Wat van een open taak telt. `bij` is wie haar heeft, of None."""

    titel: str
    rol: str
    uiterlijk: date
    bij: str | None = None
    wacht_op: str | None = None
    wacht_tot: date | None = None
    blokkade_soort: str = ""
    blokkade: str = ""

    def wacht(self, dag: date) -> bool:
        """Of de taak op een ander wacht."""
        return self.wacht_tot is not None and self.wacht_tot > dag


@dataclass(frozen=True, slots=True)
class Reden:
    """Waarom een zaak niet verder komt, in een halve zin, met een etiket van een paar woorden."""

    zin: str
    soort: Soort
    etiket: str


def over_norm(toestand: str, koppeldatum: date, sinds: date, normen: Normen, dag: date) -> int:
    """Hoeveel dagen een zaak over de norm van haar stap is; nul of minder als zij op tijd is."""
    if toestand in FASEN[2].toestanden:
        return (dag - sinds).days - normen.verhuizen
    return (dag - koppeldatum).days - normen.huisvesten


def in_weken(dagen: int) -> str:
    """'1 week', '3 weken', of '4 dagen' binnen de eerste week."""
    if dagen < WEEK:
        return "1 dag" if dagen == 1 else f"{dagen} dagen"
    return "1 week" if dagen // WEEK == 1 else f"{dagen // WEEK} weken"


def reden(opgeschort_sinds: date | None, voorstel: str | None, taken: Sequence[Taakfeit], dag: date) -> Reden:
    """De ene reden die het meest zegt: stilstand, een besluit, een ander, wie aan zet is, of wat er nog voor moet."""
    if opgeschort_sinds is not None:
        return Reden(f"de klok staat stil sinds {dag_kort(opgeschort_sinds, dag)}", "wacht", "klok staat stil")
    if voorstel:
        return Reden(f"wacht op een besluit: {voorstel}", "wacht", "wacht op besluit")
    op_dag = sorted(taken, key=lambda taak: taak.uiterlijk)
    wachtend = [taak for taak in op_dag if taak.wacht(dag)]
    if wachtend and wachtend[0].wacht_tot is not None:
        tot = dag_kort(wachtend[0].wacht_tot, dag)
        return Reden(f"wacht op {wachtend[0].wacht_op}: {wachtend[0].titel}", "wacht", f"tot {tot}")
    vrij = [taak for taak in op_dag if not taak.blokkade_soort]
    if vrij:
        return _aan_zet(vrij[0], dag)
    if op_dag:
        return Reden(f"{op_dag[0].titel}: {op_dag[0].blokkade}", "slot", "geblokkeerd")
    return Reden("er is geen open taak: niemand is aan zet", "te-laat", "niemand aan zet")


def _aan_zet(taak: Taakfeit, dag: date) -> Reden:
    wie = f"bij {taak.bij}" if taak.bij else f"nog van niemand ({rol_tekst(taak.rol)})"
    return Reden(f"{taak.titel}, {wie}", _SOORTEN[urgentie(taak.uiterlijk, dag)], dagen_in_woorden(taak.uiterlijk, dag))
