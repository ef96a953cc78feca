"""De laatste dag van een bezwaar: een signaal als zij nadert, en een als zij voorbij is (Awb art. 7:10 en 4:17).

Eén keer per bezwaar en dag, hoe vaak de klok ook loopt: dat regelt het kenmerk. Verdaagt iemand, dan is er een nieuwe
dag en dus een nieuw signaal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from casus.actions.bezwaren import laatste_dag
from casus.actions.signalen import Nieuws, Ontvanger, leg_neer, rij, teamleden
from casus.db import Bereik, CasusSessie, Database
from casus.models import Bezwaar
from casus.rules.bezwaar import Staat, staat
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
        bezwaren = [een for een in _bijna(session) if _staat(een) != "stil"]
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
    nadert = or_(Bezwaar.beslis_uiterlijk <= tot, Bezwaar.beslis_uiterlijk.is_(None))
    vraag = select(Bezwaar).where(Bezwaar.status == "ontvangen", nadert)
    vraag = vraag.order_by(func.coalesce(Bezwaar.beslis_uiterlijk, Bezwaar.ontvangen_op), Bezwaar.id).limit(HOOGSTENS)
    rijen = session.scalars(vraag.options(joinedload(Bezwaar.besluit, innerjoin=True))).all()
    return [een for een in rijen if laatste_dag(een) <= tot]  # een oud bezwaar heeft zijn dag niet bewaard


def _staat(bezwaar: Bezwaar) -> Staat:
    return staat(bezwaar, vandaag(), laatste_dag(bezwaar))


def _een_keer(*groepen: Iterable[Ontvanger]) -> Iterable[Ontvanger]:
    return {een.id: een for groep in groepen for een in groep}.values()


def _nieuws(bezwaar: Bezwaar) -> Nieuws:
    vorm = "te_laat" if _staat(bezwaar) == "te_laat" else "nadert"
    dag = str(laatste_dag(bezwaar))
    gegevens = {"vorm": vorm, "dag": dag, "titel": midden_in_zin(bezwaar.besluit.titel)}
    return Nieuws("bezwaar", f"bezwaar_{vorm}:{bezwaar.id}:{dag}", bezwaar.zaak_id, None, gegevens)
