"""Acht beheerders leggen tegelijk een waarde vast, elk vanaf een andere dag: één doet het, de anderen horen wie."""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import delete

from casus.actions.parameters import leg_vast
from casus.db import CasusSessie
from casus.models import Parameter
from casus.queries.parameters import rijen_van
from casus.rules.parameterplan import kenteken
from tests.integration.test_wedloop import veld, winnaar
from tests.wereld import VANDAAG, Wereld

__all__ = ["veld"]
RONDES = int(os.environ.get("CASUS_RONDES", "12"))
NAAM = "wachttijd_vol_dagen"


def test_een_wint_en_er_is_nooit_overlap(wereld: Wereld, veld):
    acht = veld("beheerder")

    def laad(sessie: CasusSessie, nr: int) -> date:
        return VANDAAG + timedelta(days=1 + 10 * ronde + nr)

    for ronde in range(RONDES):
        with wereld.lees() as sessie:
            gezien = kenteken(rijen_van(sessie, NAAM))

        def zet(
            sessie: CasusSessie, vanaf: Any, wie: Any, gezien: int = gezien, waarde: str = str(200 + ronde % 100)
        ) -> None:
            vast = {"naam": NAAM, "waarde": waarde, "vanaf": vanaf, "bron": "Raad"}
            leg_vast(sessie, actor=wie, versie=gezien, **vast)

        winnaar(acht.ren(laad, zet))
    with wereld.lees() as sessie:
        rijen = rijen_van(sessie, NAAM)
    assert len(rijen) >= 3
    for vorige, volgende in pairwise(rijen):
        assert vorige.geldig_tot == volgende.geldig_van - timedelta(days=1)
    assert rijen[-1].geldig_tot is None and wereld.breuken() == []


def test_ook_een_eerste_waarde_komt_er_een_keer(wereld: Wereld, veld):
    """Er is nog geen rij om op slot te doen."""
    acht = veld("beheerder")
    for _ in range(min(RONDES, 12)):
        with wereld.werk() as sessie:
            sessie.execute(delete(Parameter).where(Parameter.sleutel == NAAM))

        def zet(sessie: CasusSessie, nr: Any, wie: Any) -> None:
            vast = {"naam": NAAM, "waarde": "200", "vanaf": VANDAAG + timedelta(days=nr), "bron": "Raad"}
            leg_vast(sessie, actor=wie, versie=kenteken([]), **vast)

        winnaar(acht.ren(lambda sessie, nr: nr, zet))
        with wereld.lees() as sessie:
            assert len(rijen_van(sessie, NAAM)) == 1
    assert wereld.breuken() == []
