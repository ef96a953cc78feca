"""Wat het mandaatregister over een voorstel zegt: de regel, haar voorwaarden en de ladder van wie het mag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casus.actor import Actor
from casus.bedragen import euro
from casus.errors import CasusFout
from casus.models import Functie, Mandaat
from casus.rules.mandaten import (
    COLLEGE,
    Register,
    Vraag,
    check_beslissen,
    functies_op,
    geldige_rijen,
    naam_bestuursorgaan,
    reden_niet_beslissen,
)

ZONDER_GRENS = "elk bedrag"
ZONDER_BEDRAG = "mag dit besluiten"


@dataclass(frozen=True, slots=True)
class Trede:
    """Eén niveau van de ladder, met tot welk bedrag het gaat; `u` is dat van de actor, `mag` of hij beslist."""

    titel: str
    grens: str
    u: bool
    mag: bool


def rij_van(register: Register, vraag: Vraag, actor: Actor) -> Mandaat | None:
    """De regel waarop dit besluit van deze actor zou rusten; mag hij het niet, dan zijn eigen of de eerste geldige."""
    try:
        return check_beslissen(actor, register, vraag).rij
    except CasusFout:
        rijen = geldige_rijen(register, vraag)
        mijn = _mijn(register, vraag, actor)
        return next((rij for rij in rijen if rij.functie_id in mijn), next(iter(rijen), None))


def _mijn(register: Register, vraag: Vraag, actor: Actor) -> Mapping[object, Functie]:
    mijn = functies_op(register, actor.gemeente_id, actor.gebruiker_id, vraag.dag)
    return {functie.id: functie for functie, _ in mijn}


def voorwaarden_bij(rij: Mandaat | None) -> str:
    """De instructie bij de regel, die de beslisser bevestigt; leeg als er geen is."""
    return rij.voorwaarden.strip() if rij is not None else ""


def trap(register: Register, vraag: Vraag, actor: Actor) -> list[Trede]:
    """De ladder: elke functie die dit besluit mag nemen, met haar grens; zonder grens geen college erboven."""
    mijn, mag = _mijn(register, vraag, actor), reden_niet_beslissen(actor, register, vraag) is None
    treden: list[Trede] = []
    for rij in geldige_rijen(register, vraag):
        treden.append(Trede(rij.functie.titel, _tot(rij, vraag), rij.functie_id in mijn, mag))
    vol = vraag.budget is not None and vraag.budget.overschrijding(vraag.bedrag_cent or 0) > 0
    if not vol and any(trede.grens in (ZONDER_GRENS, ZONDER_BEDRAG) for trede in treden):
        return treden
    college = any(functie.niveau == COLLEGE for functie in mijn.values())
    grens = "boven het budget" if vol else "daarboven" if treden else "altijd"
    return [*treden, Trede(naam_bestuursorgaan(register, vraag), grens, college, mag)]


def _tot(rij: Mandaat, vraag: Vraag) -> str:
    if vraag.bedrag_cent is None:
        return ZONDER_BEDRAG
    return ZONDER_GRENS if rij.bedrag_tot_cent is None else f"tot {euro(rij.bedrag_tot_cent)}"
