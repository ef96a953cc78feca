"""Van een verdeling naar een voordracht: wie urgentie heeft, en hoe u een voorgesteld paar kiest."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from casus.models import Matchrun, Woning
from casus.queries.matchruns import Huishoudnaam
from casus.views.schermen.matchscherm import status_van


class Keuze(NamedTuple):
    """Wat u met een paar kunt doen: de match vastleggen in deze `taak`, of `verder` met de voordracht. Anders zegt
    `stand` waarom er nu niets te kiezen is."""

    taak: UUID | None = None
    verder: bool = False
    stand: str = ""


def urgenten(run: Matchrun) -> set[str]:
    """De sleutels van wie een besluit over urgentie had; als statushouder alleen als het beleid dat laat meetellen."""
    telt = run.invoer["parameters"].get("voorrang_statushouder") != "nee"
    rijen = ((rij["sleutel"], rij.get("urgentie")) for rij in run.invoer["huishoudens"])
    return {sleutel for sleutel, urgentie in rijen if urgentie and (telt or urgentie != "statushouder")}


def keuze(run: Matchrun, huishouden: Huishoudnaam | None, woning: Woning | None) -> Keuze:
    """Wat u met dit paar kunt doen. Met denkbeeldige woningen, of met een ander, valt er niets te kiezen."""
    if huishouden is None or woning is None or run.soort != "verdeling":
        return Keuze()
    if huishouden.loopt:
        return Keuze(stand="Voor dit huishouden is al een woning voorgedragen of aangeboden.")
    if woning.status != "beschikbaar":
        return Keuze(stand=f"Deze woning is nu {status_van(woning)}.")
    if not huishouden.zoekt:
        return Keuze(stand="Deze zaak zoekt nu geen woning.")
    return Keuze(taak=huishouden.taak, verder=huishouden.taak is None)
