"""De afspraken van de demo: veel gezinswoningen beloofd en verwacht, te weinig voor wie alleen is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from casus.actions.prestaties import leg_afspraak_vast, leg_prognose_vast
from casus.actor import Actor
from casus.db import CasusSessie
from casus.rules.kwartalen import kwartalen_vanaf

_AFSPRAAK: Final[Mapping[str, int]] = {
    "kamer": 4,
    "studio": 6,
    "slaapkamers_1": 8,
    "slaapkamers_2": 6,
    "slaapkamers_3": 10,
}
_VERWACHT: Final[Mapping[str, int]] = {
    "kamer": 0,
    "studio": 1,
    "slaapkamers_1": 1,
    "slaapkamers_2": 2,
    "slaapkamers_3": 3,
}


def leg_afspraken_vast(session: CasusSessie, wonen: Actor, corporaties: Sequence[UUID], dag: date) -> None:
    """De afspraken van dit jaar met de eerste twee corporaties, en hun prognose van dit kwartaal en het volgende."""
    for nummer, corporatie_id in enumerate(corporaties[:2]):
        afspraak = {code: aantal - nummer for code, aantal in _AFSPRAAK.items()}
        bron = f"Prestatieafspraken {dag.year}, verzonnen voor de demo"
        leg_afspraak_vast(
            session, actor=wonen, corporatie_id=corporatie_id, jaar=dag.year, aantallen=afspraak, bron=bron
        )
        for jaar, kwartaal in kwartalen_vanaf(dag, 2):
            verwacht = {(kwartaal, code): aantal for code, aantal in _VERWACHT.items()}
            leg_prognose_vast(session, actor=wonen, corporatie_id=corporatie_id, jaar=jaar, aantallen=verwacht)
