"""Aan wie een nieuwe taak meteen gaat: het vaste gezicht, zijn vervanger, of wie van de rol het minst heeft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

VAST_GEZICHT: Final = "verdeling_vast_gezicht"
MINST_BELAST: Final = "verdeling_minst_belast"
"""De parameters van de gemeente; zonder rij staat de schakelaar uit."""


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """Een collega die de rol vandaag heeft. `open` is hoeveel open taken hij heeft, in alle rollen samen."""

    rol: str
    id: UUID
    naam: str
    afwezig: bool = False
    vervanger_id: UUID | None = None
    open: int = 0


def kies(
    rollen: Sequence[str], kandidaten: Sequence[Kandidaat], vast: Mapping[str, UUID], *, minst_belast: bool
) -> list[UUID | None]:
    """Voor elke taak (haar rol, op volgorde) wie haar krijgt; None is de rij van de rol.

    `vast` zijn de vaste gezichten, leeg als die schakelaar uit staat. Wie in deze ronde een taak krijgt, telt haar mee.
    """
    aanwezig = {(k.rol, k.id): k for k in kandidaten if not k.afwezig}
    drukte = {k.id: k.open for k in kandidaten}
    uit: list[UUID | None] = []
    for rol in rollen:
        wie = _gezicht(rol, vast.get(rol), kandidaten, aanwezig)
        if wie is None and minst_belast:
            vrij = [k for k in aanwezig.values() if k.rol == rol]
            wie = min(vrij, key=lambda k: (drukte[k.id], k.naam, k.id.hex)).id if vrij else None
        if wie is not None:
            drukte[wie] += 1
        uit.append(wie)
    return uit


def _gezicht(
    rol: str, vast: UUID | None, kandidaten: Sequence[Kandidaat], aanwezig: Mapping[tuple[str, UUID], Kandidaat]
) -> UUID | None:
    """Het vaste gezicht als hij er is en de rol heeft, anders zijn vervanger als die de rol heeft en er zelf is."""
    if vast is None or (rol, vast) in aanwezig:
        return vast
    vervangers = (k.vervanger_id for k in kandidaten if (k.rol, k.id) == (rol, vast))
    return next((wie for wie in vervangers if wie is not None and (rol, wie) in aanwezig), None)
