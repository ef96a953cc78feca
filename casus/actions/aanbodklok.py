"""Een aanbod dat te lang wacht: een signaal als de corporatie of het huishouden niet op tijd antwoordde.

Eén keer per aanbod, partij en dag waarop het antwoord er had moeten zijn, hoe vaak de klok ook loopt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select

from casus.actions.signalen import Nieuws, Ontvanger, leg_neer, rij, teamleden
from casus.db import Bereik, CasusSessie, Database
from casus.models import Aanbod, Besluit
from casus.queries.aanbod import te_lang

HOOGSTENS: Final = 500


def signaleer_aanbiedingen(db: Database, gemeente_id: UUID) -> int:
    """Meldt elk aanbod waarvan de termijn voorbij is; geeft het aantal nieuwe signalen.

    De casemanager hoort het en wie de woning voordroeg; zijn die er niet meer, dan iedereen met de rol wonen.
    """
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        wachten = te_lang(session, HOOGSTENS)
        if not wachten:
            return 0
        team, wonen, voordragers = teamleden(session), teamleden(session, "wonen"), _voordragers(session, wachten)
        rijen = []
        for aanbod in wachten:
            wie = {aanbod.zaak.casemanager_id, voordragers.get(aanbod.besluit_id)}
            eigen: Sequence[Ontvanger] = [een for een in team if een.id in wie]
            van_wonen = {een.id for een in wonen}
            eigen = eigen if any(een.id in van_wonen for een in eigen) else [*eigen, *wonen]
            rijen += [rij(session, een, _nieuws(aanbod)) for een in {een.id: een for een in eigen}.values()]
        return leg_neer(session, rijen)


def _voordragers(session: CasusSessie, wachten: Sequence[Aanbod]) -> Mapping[UUID | None, UUID]:
    vraag = select(Besluit.id, Besluit.voorgesteld_door_id).where(
        Besluit.id.in_([aanbod.besluit_id for aanbod in wachten if aanbod.besluit_id])
    )
    return {rij.id: rij.voorgesteld_door_id for rij in session.execute(vraag)}


def _nieuws(aanbod: Aanbod) -> Nieuws:
    partij = "huishouden" if aanbod.status == "aangeboden" else "corporatie"
    dag = str(aanbod.reageer_voor if partij == "huishouden" else aanbod.antwoord_voor)
    return Nieuws("aanbod", f"aanbod:{aanbod.id}:{partij}:{dag}", aanbod.zaak_id, None, {"vorm": partij, "dag": dag})
