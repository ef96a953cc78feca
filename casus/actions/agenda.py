"""Het geheime adres van iemands agenda: maken en intrekken. Het adres zelf bestaat alleen bij wie het kreeg."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import update

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Weigering
from casus.gebeurtenissen import noteer
from casus.models import Agendalink, Gebruiker
from casus.queries.agenda import huidige_link
from casus.termijnen import nu


def vingerafdruk(geheim: str) -> str:
    """SHA-256 van een geheim adres; alleen deze staat in de database."""
    return hashlib.sha256(geheim.encode()).hexdigest()


def maak(session: CasusSessie, *, actor: Actor) -> str:
    """Maakt een geheim van 256 bits en geeft het, voor deze ene keer. Een eerder adres geldt dan niet meer."""
    geheim = secrets.token_urlsafe(32)
    _trek_in(session, actor)
    session.add(Agendalink(gebruiker_id=actor.gebruiker_id, geheim_hash=vingerafdruk(geheim)))
    session.flush()
    _noteer(session, actor, "agenda_gemaakt")
    return geheim


def trek_in(session: CasusSessie, *, actor: Actor) -> None:
    """Het adres van de actor geldt niet meer. Raises Weigering als er geen is."""
    if huidige_link(session, actor.gebruiker_id) is None:
        raise Weigering("Er is geen adres om in te trekken.")
    _trek_in(session, actor)
    _noteer(session, actor, "agenda_ingetrokken")


def _trek_in(session: CasusSessie, actor: Actor) -> None:
    van_mij = (Agendalink.gebruiker_id == actor.gebruiker_id, Agendalink.ingetrokken_op.is_(None))
    opdracht = update(Agendalink).where(*van_mij).values(ingetrokken_op=nu())
    session.execute(opdracht, execution_options={"synchronize_session": False})


def _noteer(session: CasusSessie, actor: Actor, soort: str) -> None:
    ik = session.get_one(Gebruiker, actor.gebruiker_id)
    noteer(session, actor=actor, soort=soort, object_=ik, zaak_id=None, gegevens={})
