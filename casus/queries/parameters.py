"""De waarden van de gemeente: alle rijen, en wat er vandaag geldt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from casus.db import CasusSessie
from casus.models import Gemeente, Parameter
from casus.rules.parameters import standaard, waarden_op
from casus.termijnen import vandaag


def rijen_van(session: CasusSessie, *sleutels: str) -> Sequence[Parameter]:
    """De rijen van deze waarden (zonder sleutels: van alle), oudste eerst; één vraag."""
    vraag = select(Parameter).order_by(Parameter.sleutel, Parameter.geldig_van)
    return session.scalars(vraag.where(Parameter.sleutel.in_(sleutels)) if sleutels else vraag).all()


def geldende(session: CasusSessie, *sleutels: str) -> Mapping[str, str]:
    """Wat er vandaag geldt; wat de gemeente niet vaststelde, komt uit de standaardwaarden. Eén vraag."""
    dag = vandaag()
    vast = {sleutel: waarde for sleutel, waarde in waarden_op(standaard(), dag).items() if sleutel in sleutels}
    return {**vast, **waarden_op(rijen_van(session, *sleutels), dag)}


def houd_gemeente_vast(session: CasusSessie) -> None:
    """Eén tegelijk verandert de waarden van een gemeente: een rij die er nog niet is, kan niet op slot.

    Altijd vóór de rijen en de keten, en zo dat een ander intussen gewoon rijen van de gemeente toevoegt.
    """
    deze = Gemeente.id == session.bereik.schrijf
    session.execute(select(Gemeente.id).where(deze).with_for_update(key_share=True))


def houd_vast(session: CasusSessie, sleutel: str) -> Sequence[Parameter]:
    """De rijen van een waarde zoals zij nu zijn, op slot tot het einde van de transactie, oudste eerst."""
    houd_gemeente_vast(session)
    slot = select(Parameter.id).where(Parameter.sleutel == sleutel).order_by(Parameter.id).with_for_update()
    session.execute(slot)
    vraag = select(Parameter).where(Parameter.sleutel == sleutel).order_by(Parameter.geldig_van)
    return session.scalars(vraag, execution_options={"populate_existing": True}).all()
