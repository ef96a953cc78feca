"""Of een vrije woning nu kan worden aangeboden: de voorwaarden van het voordragen, voor veel woningen tegelijk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from casus.db import CasusSessie
from casus.models import Complextaak, Woning
from casus.rules.complexen import BEZET
from casus.rules.woningvoorwaarden import Woningbeeld
from casus.workflows.woningproces import houdt_tegen, woningproces

VOORDRAGEN: Final = "voordragen"


@dataclass(slots=True)
class Complexstand:
    """Wat in complexen een woning kan tegenhouden. `taken`: per complex wat verplicht is; `bezet`: in hoeveel van zijn
    woningen via casus iemand woont of komt wonen."""

    taken: dict[UUID, list[Complextaak]] = field(default_factory=dict)
    bezet: Counter[UUID] = field(default_factory=Counter)

    def voeg_toe(self, taak: Complextaak) -> None:
        """Een verplichte taak van een complex."""
        self.taken.setdefault(taak.complex_id, []).append(taak)

    def waarom_niet(self, woning: Woning, dag: date) -> str:
        """Wat deze vrije woning tegenhoudt, in één zin; leeg als zij kan worden aangeboden. Vraagt haar complex."""
        return next(iter(houdt_tegen(self.beeld(woning, dag), woningproces().stap(VOORDRAGEN))), "")

    def beeld(self, woning: Woning, dag: date) -> Woningbeeld:
        """De vrije woning zoals de voorwaarden haar zien."""
        if woning.complex_id is None:
            return Woningbeeld(woning, None, (), dag)
        taken = sorted(self.taken.get(woning.complex_id, ()), key=lambda taak: (taak.uiterlijk, taak.id))
        return Woningbeeld(woning, woning.complex, taken, dag, self.bezet[woning.complex_id])


def laad_stand(session: CasusSessie) -> Complexstand:
    """De stand van alle complexen binnen het bereik van de sessie; twee vragen."""
    stand = Complexstand()
    for taak in session.scalars(select(Complextaak).where(Complextaak.verplicht, Complextaak.status != "niet_nodig")):
        stand.voeg_toe(taak)
    bezet = select(Woning.complex_id, func.count()).where(Woning.status.in_(sorted(BEZET)))
    for complex_id, aantal in session.execute(bezet.group_by(Woning.complex_id)):
        if complex_id is not None:
            stand.bezet[complex_id] = aantal
    return stand
