"""De eigen tekst van een gemeente voor een soort brief: gekeurd bij het bewaren, elke versie blijft."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casus.actor import Actor
from casus.brieven.keuring import Gebrek, keur
from casus.brieven.soorten import Briefsoort, briefsoorten
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Briefsjabloon
from casus.queries.brieven import geldend_sjabloon
from casus.rules import permissions
from casus.termijnen import nu

RECHT = "inrichting.beheren"
HOOGSTENS = 5
"""Zoveel fouten tegelijk in een melding; de rest komt na het verbeteren."""
_EERDER = "Een ander heeft deze tekst net gewijzigd. Bekijk de nieuwe versie en breng uw wijziging daarin aan."


def briefsoort(code: str) -> Briefsoort:
    """De soort brief met deze code. Raises NietGevonden."""
    if code not in briefsoorten():
        raise NietGevonden("Deze brief bestaat niet.")
    return briefsoorten()[code]


def bewaar(session: CasusSessie, *, actor: Actor, code: str, tekst: str, versie: int) -> Briefsjabloon:
    """Bewaart een nieuwe versie. `versie` is de laatste die de gebruiker zag.

    Raises GeenRecht, NietGevonden, InvoerFout (elke fout met haar regel), Weigering (niets veranderd), Conflict.
    """
    permissions.check(actor, RECHT)
    soort, schoon = briefsoort(code), tekst.replace("\r\n", "\n").strip("\n") + "\n"
    if gebreken := keur(schoon, soort):
        raise InvoerFout([VeldFout("tekst", zin_van(gebreken))])
    if geldend_sjabloon(session, code).tekst == schoon:
        raise Weigering("U hebt niets veranderd. De tekst is al zo.")
    return _zet_neer(session, actor, soort, schoon, versie)


def zet_terug(session: CasusSessie, *, actor: Actor, code: str, versie: int) -> Briefsjabloon:
    """Terug naar de tekst van casus; de eigen versies blijven bewaard. Raises GeenRecht, NietGevonden, Weigering."""
    permissions.check(actor, RECHT)
    soort = briefsoort(code)
    if not geldend_sjabloon(session, code).eigen:
        raise Weigering("Deze brief heeft al de tekst van casus.")
    return _zet_neer(session, actor, soort, "", versie)


def zin_van(gebreken: list[Gebrek]) -> str:
    """De fouten als één tekst, met hoeveel er nog meer zijn."""
    meer = len(gebreken) - HOOGSTENS
    rest = f" En nog {meer} {'fout' if meer == 1 else 'fouten'}." if meer > 0 else ""
    return " ".join(str(gebrek) for gebrek in gebreken[:HOOGSTENS]) + rest


def _zet_neer(session: CasusSessie, actor: Actor, soort: Briefsoort, tekst: str, gezien: int) -> Briefsjabloon:
    laatste = session.scalar(select(func.max(Briefsjabloon.versie)).where(Briefsjabloon.soort == soort.code)) or 0
    if laatste != gezien:
        raise Conflict(_EERDER)
    rij = Briefsjabloon(
        gemeente_id=actor.gemeente_id,
        id=uuid7(),
        soort=soort.code,
        versie=laatste + 1,
        tekst=tekst,
        door_id=actor.gebruiker_id,
        op=nu(),
    )
    session.add(rij)
    try:
        session.flush()
    except IntegrityError as fout:  # PostgreSQL: de ander was net iets eerder
        raise Conflict(_EERDER) from fout
    gegevens = {"titel": soort.titel, "soort": soort.code, "versie": rij.versie, "eigen": bool(tekst)}
    noteer(session, actor=actor, soort="briefsjabloon", object_=rij, gegevens=gegevens)
    return rij
