"""Signalen over complexen: een taak moet bijna af, is te laat, of wat er is geregeld loopt af.

Eén keer per taak, mens en datum, hoe vaak de klok ook loopt. Wie de taak heeft, hoort het, en wie hem vandaag vervangt.
Heeft niemand haar, dan iedereen met haar rol, en als die er niet is de teammanager.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from casus.actions.signalen import Nieuws, Ontvanger, leg_neer, rij, teamleden
from casus.db import Bereik, CasusSessie, Database
from casus.models import Afwezigheid
from casus.queries.actoren import afwezig_op
from casus.queries.complexen import Taakrij, die_moeten
from casus.rules import signalen as regels
from casus.termijnen import vandaag

SOORT: Final = "complextaak"
LOOPT_AF: Final = timedelta(days=90)
"""Zo lang vooruit meldt casus dat een vergunning of controle afloopt: een nieuwe kost weken."""


@dataclass(frozen=True, slots=True)
class _Mensen:
    """Wie er vandaag in het team zit, per rol, en wie wie vervangt."""

    team: Mapping[UUID, Ontvanger]
    per_rol: Mapping[str, Sequence[Ontvanger]]
    vervanger: Mapping[UUID, UUID]

    def bij(self, taakrij: Taakrij) -> Iterator[Ontvanger]:
        """Wie van deze taak hoort."""
        wie = taakrij.taak.behandelaar_id
        van_wie = [een for een in (wie, self.vervanger.get(wie) if wie else None) if een in self.team]
        if van_wie:
            yield from (self.team[een] for een in van_wie if een is not None)
        else:
            yield from self.per_rol[taakrij.taak.rol] or self.per_rol["teammanager"]


def signaleer_complextaken(db: Database, gemeente_id: UUID) -> int:
    """Meldt complextaken die bijna af moeten, te laat zijn of aflopen; geeft het aantal nieuwe signalen."""
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        taken = die_moeten(session, vandaag() + timedelta(days=regels.MEESTE_DAGEN), vandaag() + LOOPT_AF)
        if not taken:
            return 0
        mensen = _mensen(session, {een.taak.rol for een in taken})
        return leg_neer(
            session,
            [rij(session, wie, _nieuws(een)) for een in taken for wie in mensen.bij(een) if _is_tijd(een, wie)],
        )


def _mensen(session: CasusSessie, rollen: set[str]) -> _Mensen:
    weg = select(Afwezigheid.gebruiker_id, Afwezigheid.vervanger_id).where(afwezig_op(vandaag()))
    return _Mensen(
        {een.id: een for een in teamleden(session)},
        {rol: teamleden(session, rol) for rol in sorted({*rollen, "teammanager"})},
        {van: wie for van, wie in session.execute(weg) if wie is not None},
    )


def _is_tijd(een: Taakrij, wie: Ontvanger) -> bool:
    """Of deze mens er nu al van wil horen. Wat afloopt, hoort iedereen ruim vooraf."""
    vooraf = LOOPT_AF if een.taak.status == "gereed" else timedelta(days=regels.dagen_vooraf(wie.voorkeuren))
    return een.dag <= vandaag() + vooraf


def _nieuws(een: Taakrij) -> Nieuws:
    vorm, dag = _vorm(een.taak.status, een.dag), een.dag.isoformat()
    gegevens = {"vorm": vorm, "dag": dag, "wat": een.taak.titel, "naam": een.complex, "complex": een.complex_id}
    return Nieuws(SOORT, f"{SOORT}:{vorm}:{een.taak.id}:{dag}", None, None, gegevens)


def _vorm(status: str, dag: date) -> str:
    voorbij = dag < vandaag()
    if status == "gereed":
        return "afgelopen" if voorbij else "loopt_af"
    return "te_laat" if voorbij else "nadert"
