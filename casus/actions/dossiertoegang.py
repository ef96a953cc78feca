"""De toegang van een corporatie tot dossiers, als haar deel van de zaak voorbij is (AVG art. 5 lid 1 b).

Ook een dossier dat nog wordt gemaakt, gaat dicht, en elke link naar zo'n dossier. De gemeente houdt wat zij stuurde.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import defer

from casus.actions.dossierlinks import trek_in_bij
from casus.actions.proces import Proces
from casus.actions.wijzigen import wijzig
from casus.gebeurtenissen import noteer
from casus.models import Aanbod, Verstrekking, Woning
from casus.termijnen import nu


def sluit_voor_corporatie(proces: Proces, aanbod: Aanbod) -> None:
    """Gaat de woning niet door, dan haalt haar corporatie van deze zaak geen dossier meer op."""
    van = select(Woning.corporatie_id).where(Woning.id == aanbod.woning_id).scalar_subquery()
    _sluit(proces, Verstrekking.corporatie_id == van)


def sluit_voor_de_anderen(proces: Proces, aanbod: Aanbod) -> None:
    """Heeft het huishouden een woning, dan houdt alleen de verhuurder zijn dossier."""
    _sluit(proces, Verstrekking.corporatie_id != aanbod.woning.corporatie_id)


def sluit_voor_alle_corporaties(proces: Proces) -> None:
    """De zaak is dicht: geen enkele corporatie haalt er nog een dossier van op."""
    _sluit(proces)


def _sluit(proces: Proces, *welke: ColumnElement[bool]) -> None:
    session, open_ = proces.session, (Verstrekking.zaak_id == proces.zaak.id, Verstrekking.ingetrokken_op.is_(None))
    vraag = select(Verstrekking).where(*open_, Verstrekking.ontvanger_soort == "corporatie", *welke)
    vraag = vraag.order_by(Verstrekking.id).options(defer(Verstrekking.gegevens, raiseload=True))
    dossiers = session.scalars(vraag).all()
    trek_in_bij(session, [een.id for een in dossiers], actor=proces.actor)
    for dossier in dossiers:
        wijzig(session, dossier, {"ingetrokken_op": nu()}, waar={"ingetrokken_op": None})
        gegevens = {"ontvanger": dossier.ontvanger}
        noteer(
            session,
            actor=proces.actor,
            soort="dossier_ingetrokken",
            object_=dossier,
            zaak_id=dossier.zaak_id,
            gegevens=gegevens,
        )
