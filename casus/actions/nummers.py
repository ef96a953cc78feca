"""Volgnummers zonder gaten die botsen: elke teller is één rij die wordt opgehoogd."""

from __future__ import annotations

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from casus.db import CasusSessie, uuid7
from casus.models import Gemeente, Teller
from casus.termijnen import vandaag


def volgend_nummer(session: CasusSessie, soort: str, jaar: int) -> int:
    """Het volgende nummer van deze soort in dit jaar, uniek in de gemeente van de sessie."""
    opdracht = (
        update(Teller)
        .where(Teller.soort == soort, Teller.jaar == jaar)
        .values(laatste=Teller.laatste + 1)
        .returning(Teller.laatste)
        .execution_options(synchronize_session=False)
    )
    nummer = session.execute(opdracht).scalar_one_or_none()
    if nummer is not None:
        return nummer
    try:
        with session.begin_nested():
            rij = {"gemeente_id": session.bereik.schrijf, "id": uuid7(), "soort": soort, "jaar": jaar, "laatste": 1}
            session.execute(insert(Teller), [rij])
        return 1
    except IntegrityError:
        return session.execute(opdracht).scalar_one()


def zaaknummer(session: CasusSessie, gemeente: Gemeente) -> str:
    """Een nieuw zaaknummer: DOE-2026-00042."""
    jaar = vandaag().year
    return f"{gemeente.afkorting}-{jaar}-{volgend_nummer(session, 'zaak', jaar):05d}"
