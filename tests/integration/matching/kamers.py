"""Een huis met kamers om mee te testen."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casus.models import Complex
from tests import factories
from tests.wereld import A, Wereld


def zet_kamers(
    w: Wereld, gemeente: str = A, *, eenheden: int = 4, aantal: int = 1, **anders: Any
) -> tuple[Complex, list[UUID]]:
    """Een huis met `aantal` vrije kamers met slot, voor één persoon; `anders` is van het complex."""
    with w.werk(gemeente) as sessie:
        vast = {"gemeente_id": w.gemeente(gemeente), "corporatie_id": w.ligging.corporatie}
        huis = Complex(**vast, naam="Het Kamerhuis", woonvorm="kamergewijs", eenheden=eenheden, **anders)
        sessie.add(huis)
        sessie.flush()
        kamer = {"detailsoort": "KAM", "zelfstandig": False, "slot_op_kamer": True, "kamers": 1, "slaapkamers": 1}
        kamer |= {"oppervlakte": 18, "huur_cent": 45_000, "beschikbaar_van": date(2026, 1, 5)}
        rijen = [factories.woning(*vast.values(), complex_id=huis.id, **kamer) for _ in range(aantal)]
        sessie.add_all(rijen)
        sessie.flush()
        return huis, [rij.id for rij in rijen]
