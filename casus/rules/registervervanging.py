"""Wie wie mag vervangen. Plaatsvervanging geeft nooit meer dan wat vervangen wordt.

De wet kent plaatsvervanging niet apart: wie vervangt, oefent het mandaat van de functie uit (Awb art. 10:1) en is aan
dezelfde grenzen gebonden (art. 10:3, 10:6). Daarom: alleen zolang de functie een houder heeft, niet meer vervangers dan
houders, niemand vervangt zichzelf, het college vervangt niemand (Gemeentewet art. 77 regelt dat zelf), en een
functie buiten de organisatie ook niet: dat zou nieuwe instemming vragen (art. 10:4). Dat iemand niet over zijn eigen
voorstel beslist, hangt aan de persoon en geldt dus ook voor wie vervangt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from casus.errors import VeldFout
from casus.models import Functie, Functiehouder, Vervanging
from casus.rules.mandaten import COLLEGE
from casus.rules.zinnen import dag_tekst

LANGST: Final = timedelta(days=366)
_DAG: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """Een vervanging die iemand wil vastleggen."""

    functie: Functie
    gebruiker_id: UUID
    van: date
    tot: date


def keur(plan: Plan, houders: Iterable[Functiehouder], eerder: Iterable[Vervanging], vandaag: date) -> list[VeldFout]:
    """Waarom deze vervanging niet kan, per veld; leeg als zij kan. `houders` en `eerder` zijn die van het register."""
    if fouten := [*_dagen(plan, vandaag), *_functie(plan.functie)]:
        return fouten
    mijn = [rij for rij in houders if rij.functie_id == plan.functie.id]
    ook = [rij for rij in eerder if rij.functie_id == plan.functie.id]
    if eigen := [rij for rij in mijn if rij.gebruiker_id == plan.gebruiker_id and _raakt(rij, plan)]:
        zin = "Deze collega heeft de functie in deze dagen zelf" + _tot(eigen[0].tot)
        return [VeldFout("vervanger", f"{zin}. Niemand vervangt zichzelf.")]
    if dubbel := [rij for rij in ook if rij.gebruiker_id == plan.gebruiker_id and _raakt(rij, plan)]:
        zin = f"Deze collega vervangt deze functie al tot en met {dag_tekst(dubbel[0].tot)}."
        return [VeldFout("vervanger", zin)]
    return _ruimer(plan, mijn, ook)


def _dagen(plan: Plan, vandaag: date) -> list[VeldFout]:
    if plan.van < vandaag:
        return [VeldFout("van", "Kies vandaag of een dag daarna. Vervanging geldt niet met terugwerkende kracht.")]
    if plan.tot < plan.van:
        return [VeldFout("tot", "Kies een laatste dag op of na de eerste dag.")]
    if plan.tot - plan.van > LANGST:
        return [VeldFout("tot", "Vervang hoogstens een jaar. Wijs anders een nieuwe functiehouder aan.")]
    return []


def _functie(functie: Functie) -> list[VeldFout]:
    if functie.niveau == COLLEGE:
        zin = "Het college vervangt u niet hier: de wet regelt wie een lid vervangt (Gemeentewet art. 77)."
        return [VeldFout("functie", zin)]
    if functie.extern:
        zin = "Deze functie is van een andere organisatie. Die wijst zelf iemand anders aan (Awb art. 10:4)."
        return [VeldFout("functie", zin)]
    return []


def _ruimer(plan: Plan, houders: Sequence[Functiehouder], eerder: Sequence[Vervanging]) -> list[VeldFout]:
    """De eerste dag waarop er meer vervangers dan houders zouden zijn."""
    grenzen = {plan.van, *(rij.tot + _DAG for rij in houders if rij.tot is not None), *(rij.van for rij in eerder)}
    for dag in sorted(dag for dag in grenzen if plan.van <= dag <= plan.tot):
        aantal = sum(_op(rij, dag) for rij in houders)
        if not aantal:
            zin = f"Op {dag_tekst(dag)} heeft niemand deze functie. Vervang alleen zolang er een functiehouder is."
            return [VeldFout("van" if dag == plan.van else "tot", zin)]
        if aantal <= sum(_op(rij, dag) for rij in eerder):
            zin = f"Op {dag_tekst(dag)} vervangt al een collega deze functie. Beëindig die vervanging eerst."
            return [VeldFout("van", zin)]
    return []


def te_lang(functie_id: UUID, houders: Iterable[Functiehouder], vervangingen: Iterable[Vervanging]) -> list[Vervanging]:
    """De vervangingen van deze functie die een dag zonder genoeg houders hebben, zoals na het eind van een functie."""
    mijn = [rij for rij in houders if rij.functie_id == functie_id]
    ook = [rij for rij in vervangingen if rij.functie_id == functie_id]
    return [rij for rij in ook if laatste_dag(rij, mijn, [ander for ander in ook if ander is not rij]) != rij.tot]


def laatste_dag(rij: Vervanging, houders: Sequence[Functiehouder], anderen: Sequence[Vervanging]) -> date:
    """De laatste dag waarop deze vervanging nog niet ruimer is; de dag voor haar begin als dat nooit zo is."""
    grenzen = {rij.van, *(houder.tot + _DAG for houder in houders if houder.tot is not None)}
    for dag in sorted({*grenzen, *(ander.van for ander in anderen)}):
        if rij.van <= dag <= rij.tot:
            eerder = sum(_op(ander, dag) for ander in anderen if (ander.van, ander.id) < (rij.van, rij.id))
            if sum(_op(houder, dag) for houder in houders) <= eerder:
                return dag - _DAG
    return rij.tot


def _op(rij: Functiehouder | Vervanging, dag: date) -> bool:
    return rij.van <= dag and (rij.tot is None or dag <= rij.tot)


def _raakt(rij: Functiehouder | Vervanging, plan: Plan) -> bool:
    return rij.van <= plan.tot and (rij.tot is None or rij.tot >= plan.van)


def _tot(dag: date | None) -> str:
    return f", tot en met {dag_tekst(dag)}" if dag else ""
