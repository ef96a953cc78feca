"""Een zaak volgen: zij staat dan op de lijst Gevolgd."""

from __future__ import annotations

from sqlalchemy import select

from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.gebeurtenissen import noteer
from casus.models import Volger, Zaak
from casus.queries.beeld import houd_vast
from casus.rules import permissions


def volg(session: CasusSessie, zaak: Zaak, *, actor: Actor) -> bool:
    """Volgt de zaak voortaan; geeft of dat nieuw is. Wie al volgt, verandert niets. Raises GeenRecht, NietGevonden."""
    permissions.check_zaak_inzien(actor, zaak)
    if _volger(session, zaak, actor) is not None:
        return False
    session.add(Volger(gemeente_id=zaak.gemeente_id, id=uuid7(), zaak_id=zaak.id, gebruiker_id=actor.gebruiker_id))
    session.flush()
    noteer(session, actor=actor, soort="zaak_gevolgd", object_=zaak, zaak_id=zaak.id, gegevens={})
    return True


def laat_gaan(session: CasusSessie, zaak: Zaak, *, actor: Actor) -> bool:
    """Volgt de zaak niet meer; geeft of dat nieuw is. Raises GeenRecht, NietGevonden."""
    permissions.check_zaak_inzien(actor, zaak)
    volger = _volger(session, zaak, actor)
    if volger is None:
        return False
    session.delete(volger)
    session.flush()
    noteer(session, actor=actor, soort="zaak_niet_gevolgd", object_=zaak, zaak_id=zaak.id, gegevens={})
    return True


def _volger(session: CasusSessie, zaak: Zaak, actor: Actor) -> Volger | None:
    """De rij van deze collega, met de zaak op slot: tweemaal tegelijk klikken geeft één rij."""
    houd_vast(session, zaak.id)
    vraag = select(Volger).where(Volger.zaak_id == zaak.id, Volger.gebruiker_id == actor.gebruiker_id)
    return session.scalars(vraag).one_or_none()
