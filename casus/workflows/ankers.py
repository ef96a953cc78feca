"""Ankers en termijnen: van welke dag een termijn loopt, of die dag al vaststaat, en wanneer zij eindigt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from casus.termijnen import Termijn, einddatum, plus, verjaardag, verschuif, wettelijk_einde
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Taaksoort, Termijnregel, Workflow

VOLWASSEN = 18  # jaren


class Plek(NamedTuple):
    """Voor wie en vanaf welke dag een termijn wordt berekend; `vast` zijn ankers die bij deze ene taak horen."""

    ontstaan: date
    persoon_id: UUID | None = None
    vast: Mapping[str, date] = {}


class Ankerdag(NamedTuple):
    """De dag van een anker, en of die nog een schatting is."""

    dag: date
    voorlopig: bool


def bekende_dag(wf: Workflow, code: str, beeld: Beeld, plek: Plek) -> date | None:
    """De dag van dit anker als die vaststaat."""
    if code in plek.vast:
        return plek.vast[code]
    match wf.ankers[code].bron:
        case "ankers":
            tekst = beeld.zaak.ankers.get(code)
            return date.fromisoformat(tekst) if tekst else None
        case "koppeldatum":
            return beeld.zaak.koppeldatum
        case "vergunningdatum":
            return beeld.zaak.vergunningdatum
        case "ontstaan":
            return plek.ontstaan
        case "achttien":
            persoon = next((p for p in beeld.personen if p.id == plek.persoon_id), None)
            return verjaardag(persoon.geboortedatum, VOLWASSEN) if persoon else None
        case bron:
            inburgering = next((i for i in beeld.inburgeringen if i.persoon_id == plek.persoon_id), None)
            if inburgering is None:
                return None
            return inburgering.kennisgeving_op if bron == "kennisgeving" else inburgering.pip_op


def ankerdag(wf: Workflow, code: str, beeld: Beeld, plek: Plek) -> Ankerdag:
    """De dag van een anker, of een schatting die nooit vóór het ontstaan van de taak ligt: wat toen nog moest komen,
    was er niet al.

    De dag van vandaag telt niet mee: een zaak die wordt aangeraakt, zou anders zonder reden andere datums krijgen.
    """
    bekend = bekende_dag(wf, code, beeld, plek)
    if bekend is not None:
        return Ankerdag(bekend, False)
    schatting = wf.ankers[code].schatting
    if schatting is None:
        return Ankerdag(plek.ontstaan, True)
    basis = ankerdag(wf, schatting.vanaf, beeld, plek).dag
    verwacht = einddatum(basis, schatting.dagen, beeld.stilstand, beeld.vandaag)
    return Ankerdag(max(verwacht, plek.ontstaan), True)


def bereken(wf: Workflow, soort: Taaksoort, beeld: Beeld, plek: Plek, verlengd_met: int = 0) -> Termijn:
    """De termijn van een taak. Zolang een anker onbekend is, loopt er geen wettelijke termijn maar een streven."""
    anker = _laatste(wf, soort.termijn, beeld, plek)
    streef = normdag(wf, soort.streef, beeld, plek) if soort.streef else None
    if soort.termijn.wettelijk and not anker.voorlopig:
        fataal = wettelijk_einde(anker.dag, soort.termijn.duur, verlengd_met)
        return Termijn(streef, fataal, fataal)
    streef = streef or _einde(soort.termijn, anker.dag, beeld, plek)
    streef += timedelta(days=verlengd_met)
    return Termijn(streef, None, streef, anker.voorlopig)


def normdag(wf: Workflow, regel: Termijnregel, beeld: Beeld, plek: Plek) -> date:
    """De dag van een norm, met stilstand. Een norm die terugrekent valt niet vóór de dag waarop de taak ontstaat."""
    return _einde(regel, _laatste(wf, regel, beeld, plek).dag, beeld, plek)


def _einde(regel: Termijnregel, anker: date, beeld: Beeld, plek: Plek) -> date:
    einde = plus(anker, regel.duur)
    if regel.duur.aantal < 0:
        return max(einde, plek.ontstaan)
    if regel.wettelijk or not beeld.opschortingen:
        return einde
    return verschuif(anker, einde, beeld.stilstand, beeld.vandaag)


def _laatste(wf: Workflow, regel: Termijnregel, beeld: Beeld, plek: Plek) -> Ankerdag:
    if len(regel.vanaf) == 1:
        return ankerdag(wf, regel.vanaf[0], beeld, plek)
    dagen = [ankerdag(wf, code, beeld, plek) for code in regel.vanaf]
    return Ankerdag(max(d.dag for d in dagen), any(d.voorlopig for d in dagen))


def herhaald(soort: Taaksoort, wf: Workflow, beeld: Beeld, plek: Plek, verlengd_met: int = 0) -> Termijn | None:
    """De termijn van een taak die terugkomt; None als het daarvoor te laat is."""
    if soort.herhaal is None:
        return None
    dag = einddatum(plek.ontstaan, soort.herhaal.dagen + verlengd_met, beeld.stilstand, beeld.vandaag)
    if soort.herhaal.tot is not None and dag > normdag(wf, soort.herhaal.tot, beeld, plek):
        return None
    return Termijn(dag, None, dag)


def normen(wf: Workflow, beeld: Beeld) -> dict[str, date]:
    """Per toestand op de hoofdlijn de dag waarop de zaak daar volgens de norm moet zijn."""
    plek = Plek(beeld.vandaag)
    return {code: normdag(wf, t.norm, beeld, plek) for code, t in wf.toestanden.items() if t.norm is not None}
