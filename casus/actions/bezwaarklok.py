"""De laatste dag van een bezwaar: een signaal als zij nadert, en een als zij voorbij is (Awb art. 7:10 en 4:17).

Eén keer per bezwaar en dag, hoe vaak de klok ook loopt: dat regelt het kenmerk. Verdaagt iemand, dan is er een nieuwe
dag en dus een nieuw signaal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actions.signalen import Nieuws, Ontvanger, leg_neer, rij, teamleden
from casus.db import Bereik, CasusSessie, Database
from casus.models import Bezwaar
from casus.rules.bezwaar import staat
from casus.rules.zinnen import midden_in_zin
from casus.termijnen import vandaag

VOORAF: Final = 14
"""Zoveel dagen voor de laatste dag komt het signaal: genoeg om nog te verdagen (dagen)."""
HOOGSTENS: Final = 500


def signaleer_bezwaren(db: Database, gemeente_id: UUID) -> int:
    """Meldt bezwaren waarvan de laatste dag nadert of voorbij is; geeft het aantal nieuwe signalen.

    Wie het behandelt hoort het, en de teammanager; zonder behandelaar de juristen. Staat de termijn stil, dan nadert
    er niets.
    """
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        bezwaren = [een for een in _bijna(session) if staat(een, vandaag()) != "stil"]
        if not bezwaren:
            return 0
        team, juristen, managers = (teamleden(session, *wie) for wie in ((), ("jurist",), ("teammanager",)))
        rijen = []
        for bezwaar in bezwaren:
            eigen = [een for een in team if een.id == bezwaar.behandelaar_id] or juristen
            rijen += [rij(session, wie, _nieuws(bezwaar)) for wie in _een_keer(eigen, managers)]
        return leg_neer(session, rijen)


def _bijna(session: CasusSessie) -> Sequence[Bezwaar]:
    tot = vandaag() + timedelta(days=VOORAF)
    vraag = select(Bezwaar).where(Bezwaar.status == "ontvangen", Bezwaar.beslis_uiterlijk <= tot)
    vraag = vraag.order_by(Bezwaar.beslis_uiterlijk, Bezwaar.id).limit(HOOGSTENS)
    return session.scalars(vraag.options(joinedload(Bezwaar.besluit, innerjoin=True))).all()


def _een_keer(*groepen: Iterable[Ontvanger]) -> Iterable[Ontvanger]:
    return {een.id: een for groep in groepen for een in groep}.values()


def _nieuws(bezwaar: Bezwaar) -> Nieuws:
    vorm = "te_laat" if staat(bezwaar, vandaag()) == "te_laat" else "nadert"
    dag = str(bezwaar.beslis_uiterlijk)
    gegevens = {"vorm": vorm, "dag": dag, "titel": midden_in_zin(bezwaar.besluit.titel)}
    return Nieuws("bezwaar", f"bezwaar_{vorm}:{bezwaar.id}:{dag}", bezwaar.zaak_id, None, gegevens)
