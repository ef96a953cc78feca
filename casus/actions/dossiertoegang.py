"""De toegang van een corporatie tot dossiers, als haar deel van de zaak voorbij is."""

from __future__ import annotations

from sqlalchemy import select

from casus.actions.proces import Proces
from casus.actions.wijzigen import wijzig
from casus.gebeurtenissen import noteer
from casus.models import Aanbod, Verstrekking, Woning
from casus.termijnen import nu


def sluit_voor_corporatie(proces: Proces, aanbod: Aanbod) -> None:
    """Gaat de woning niet door, dan haalt de corporatie van deze zaak geen dossier meer op (AVG art. 5 lid 1 b).

    Ook een dossier dat nog wordt gemaakt. De gemeente houdt wat zij stuurde.
    """
    van = select(Woning.corporatie_id).where(Woning.id == aanbod.woning_id).scalar_subquery()
    haar = (Verstrekking.zaak_id == aanbod.zaak_id, Verstrekking.corporatie_id == van)
    vraag = select(Verstrekking).where(*haar, Verstrekking.ingetrokken_op.is_(None)).order_by(Verstrekking.id)
    for dossier in proces.session.scalars(vraag).all():
        wijzig(proces.session, dossier, {"ingetrokken_op": nu()}, waar={"ingetrokken_op": None})
        noteer(
            proces.session,
            actor=proces.actor,
            soort="dossier_ingetrokken",
            object_=dossier,
            zaak_id=dossier.zaak_id,
            gegevens={"ontvanger": dossier.ontvanger},
        )
