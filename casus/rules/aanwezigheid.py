"""Wie er is om te beslissen: houders, vervangers, en wat afwezigheid daaraan verandert.

Afwezigheid geeft niemand mandaat. Zij zegt alleen naar wie het werk gaat: naar de gekozen vervanger als die zelf een
functie van dat niveau of hoger heeft of vervangt, en anders naar het eerste niveau erboven waar iemand is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from casus.models import Afwezigheid, Functie, Functiehouder, Vervanging
from casus.rules.mandaten import COLLEGE, Register, functies_op

Plek = tuple[int, set[UUID]]
"""Een niveau, en wie daar dan beslissen."""


def houders(register: Register, gemeente_id: UUID, dag: date) -> dict[int, set[UUID]]:
    """Per niveau wie die dag een functie vervult of vervangt."""
    rijen: list[Functiehouder | Vervanging] = [*register.functiehouders, *register.vervangingen]
    mensen = {rij.gebruiker_id for rij in rijen}
    per_niveau: dict[int, set[UUID]] = {}
    for wie in mensen:
        for functie, _ in functies_op(register, gemeente_id, wie, dag):
            per_niveau.setdefault(functie.niveau, set()).add(wie)
    return per_niveau


def afwezig(register: Register, gemeente_id: UUID, dag: date) -> dict[UUID, UUID | None]:
    """Wie die dag afwezig is gemeld, en wie hem dan vervangt (None: niemand gekozen)."""
    rijen = [rij for rij in register.afwezigheden if rij.gemeente_id == gemeente_id and rij.van <= dag <= rij.tot]
    return {rij.gebruiker_id: rij.vervanger_id for rij in rijen}


def kan_vervangen(register: Register, gemeente_id: UUID, wie: UUID, niveau: int, dag: date) -> bool:
    """Of iemand die dag zelf beslist op dit niveau of hoger: uit een functie van de gemeente, of als vervanger.

    Het college beslist niet in zijn eentje, en wie van buiten komt erft niets (Awb art. 10:4).
    """
    functies = [functie for functie, _ in functies_op(register, gemeente_id, wie, dag) if not functie.extern]
    return any(niveau <= functie.niveau < COLLEGE for functie in functies)


def aanwezigen(register: Register, gemeente_id: UUID, dag: date) -> dict[int, set[UUID]]:
    """Per niveau wie er die dag is, met wie een afwezige vervangt en daar zelf over kan beslissen."""
    weg, per_niveau = afwezig(register, gemeente_id, dag), houders(register, gemeente_id, dag)
    if not weg:
        return per_niveau
    er: dict[int, set[UUID]] = {}
    for niveau, mensen in per_niveau.items():
        namens = {vervanger for wie in mensen if (vervanger := weg.get(wie)) is not None}
        mogen = {wie for wie in namens if kan_vervangen(register, gemeente_id, wie, niveau, dag)}
        er[niveau] = (mensen | mogen) - weg.keys()
    return er


def plek(register: Register, gemeente_id: UUID, niveau: int, niet: UUID | None, dag: date) -> Plek | None:
    """Waar een voorstel voor dit niveau ligt als `niet` het deed: daar, of op het eerste erboven waar iemand is.

    Is er van alle functies onder het bestuursorgaan niemand, dan blijft het bij wie de functie heeft: naar het college
    gaat niets vanzelf. Nooit lager.
    """
    er, iedereen = aanwezigen(register, gemeente_id, dag), houders(register, gemeente_id, dag)
    for per_niveau, tot in ((er, COLLEGE - 1), (iedereen, COLLEGE)):
        for n in range(niveau, tot + 1):
            if anderen := per_niveau.get(n, set()) - {niet}:
                return n, anderen
    return None


@dataclass(frozen=True, slots=True)
class Dekking:
    """Wat er met de besluiten van één functie gebeurt zolang iemand afwezig is.

    `mag`: of zijn vervanger zelf kan beslissen; zo niet, dan zegt `plek` waar de voorstellen dan liggen.
    """

    functie: Functie
    mag: bool
    plek: Plek | None


def dekking(register: Register, rij: Afwezigheid, dag: date, ook: Sequence[Afwezigheid] = ()) -> list[Dekking]:
    """Per functie die iemand heeft op de eerste dag (niet voor `dag`) dat hij er niet is. `ook` zijn andere afwezigen.

    Wie vervangt, moet het ook op de laatste dag nog mogen. Een lid van het college vervangt niemand hier.
    """
    eerste, met = max(rij.van, dag), replace(register, afwezigheden=[*ook, rij])
    functies = [f for f, _ in functies_op(register, rij.gemeente_id, rij.gebruiker_id, eerste) if f.niveau < COLLEGE]
    return [
        Dekking(f, _mag(register, rij, f.niveau, eerste), plek(met, rij.gemeente_id, f.niveau, None, eerste))
        for f in functies
    ]


def _mag(register: Register, rij: Afwezigheid, niveau: int, eerste: date) -> bool:
    wie, dagen = rij.vervanger_id, (eerste, max(rij.tot, eerste))
    return wie is not None and all(kan_vervangen(register, rij.gemeente_id, wie, niveau, dag) for dag in dagen)
