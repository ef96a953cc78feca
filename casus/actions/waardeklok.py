"""De beheerder hoort op tijd welke waarden eindigen zonder dat er een volgende is (een huurgrens, een budget)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from casus.actions.signalen import Nieuws, beheerders, leg_neer, rij
from casus.db import Bereik, Database
from casus.queries.parameters import rijen_van
from casus.rules.parameterplan import loopt_af
from casus.rules.parametersoorten import soorten
from casus.termijnen import vandaag

SOORT: Final = "waarde"
VOORAF: Final = 60
"""Zoveel dagen van tevoren hoort de beheerder het."""
NOG_EENS: Final = 14
"""En als het er dan nog niet is, zoveel dagen van tevoren nog eens: het Rijk noemt zijn grenzen pas eind november."""


def signaleer_waarden(db: Database, gemeente_id: UUID) -> int:
    """Meldt de beheerders welke waarden eindigen zonder opvolger; geeft het aantal nieuwe signalen.

    Eén signaal per dag waarop er waarden gaan ontbreken: zestig en veertien dagen ervoor, en zodra zij er niet zijn.
    """
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        nieuws = list(_nieuws(loopt_af(rijen_van(session), vandaag())))
        return leg_neer(session, [rij(session, een, wat) for een in beheerders(session) for wat in nieuws])


def _nieuws(gaten: dict[str, date]) -> Iterator[Nieuws]:
    for dag in sorted(set(gaten.values())):
        over = (dag - vandaag()).days
        if over > VOORAF:
            return
        welke = [sleutel for sleutel in soorten() if gaten.get(sleutel) == dag]
        wanneer = "weg" if over <= 0 else "kort" if over <= NOG_EENS else "vooraf"
        # een gat van vandaag schuift elke dag mee: dan telt om welke waarden het gaat, en niet de dag
        kenmerk = f"{SOORT}:weg:{','.join(welke)}" if over <= 0 else f"{SOORT}:{wanneer}:{dag.isoformat()}"
        gegevens: dict[str, str | int] = {"titel": _titels(welke), "dag": dag.isoformat()}
        yield Nieuws(SOORT, kenmerk[:200], None, None, {**gegevens, **({"vorm": "weg"} if over <= 0 else {})})


def _titels(welke: list[str]) -> str:
    """'Passende huur, 1 of 2 personen' of '… en nog 9 waarden'."""
    titel = soorten()[welke[0]].titel
    rest = len(welke) - 1
    return titel if not rest else f"{titel} en nog {rest} {'waarde' if rest == 1 else 'waarden'}"
