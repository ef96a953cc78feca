"""De taakstelling van een gemeente per halfjaar: berekend wat bekend is, en vastgelegd wat de gemeente weet."""

from __future__ import annotations

from sqlalchemy import select

from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Gemeente, Taakstelling
from casus.rules import taakstelling as regels
from casus.rules.permissions import check
from casus.rules.taakstelling import Halfjaar

MEESTE = 100_000


def laad_bekende(session: CasusSessie, gemeente: Gemeente) -> None:
    """Zet de taakstelling neer van elk halfjaar dat precies te berekenen is. Voor de andere is een getal nodig."""
    for halfjaar in regels.bekende_halfjaren():
        landelijk = regels.landelijke_reeks()[halfjaar].personen
        session.add(
            Taakstelling(
                gemeente_id=gemeente.id,
                id=uuid7(),
                jaar=halfjaar.jaar,
                halfjaar=halfjaar.helft,
                personen=regels.aandeel(landelijk, gemeente.inwoners, regels.inwoners_nederland()),
                bron=regels.bron_van(halfjaar, gemeente.inwoners),
            )
        )
    session.flush()


def zet_taakstelling(
    session: CasusSessie, halfjaar: Halfjaar, *, actor: Actor, personen: int, achterstand: int = 0, bron: str
) -> Taakstelling:
    """Legt de taakstelling van een halfjaar vast of verbetert haar; een voorsprong is een negatieve achterstand.

    Raises Geweigerd (geen beheerder), InvoerFout (een getal buiten de grenzen, of geen bron).
    """
    check(actor, "inrichting.beheren")
    _keur(personen, achterstand, bron)
    vraag = select(Taakstelling).where(Taakstelling.jaar == halfjaar.jaar, Taakstelling.halfjaar == halfjaar.helft)
    rij = session.scalars(vraag).one_or_none()
    if rij is None:
        rij = Taakstelling(gemeente_id=actor.gemeente_id, id=uuid7(), jaar=halfjaar.jaar, halfjaar=halfjaar.helft)
        session.add(rij)
    rij.personen, rij.achterstand, rij.bron = personen, achterstand, bron.strip()
    session.flush()
    gegevens = {"halfjaar": halfjaar.code, "personen": personen, "achterstand": achterstand, "bron": rij.bron}
    noteer(session, actor=actor, soort="taakstelling", object_=rij, gegevens=gegevens)
    return rij


def _keur(personen: int, achterstand: int, bron: str) -> None:
    fouten = []
    if not 0 <= personen <= MEESTE:
        fouten.append(VeldFout("personen", f"Vul een aantal personen in van 0 tot en met {MEESTE}."))
    if not -MEESTE <= achterstand <= MEESTE:
        fouten.append(
            VeldFout("achterstand", f"Vul een achterstand in tot en met {MEESTE}; een voorsprong met een min.")
        )
    if not bron.strip():
        fouten.append(VeldFout("bron", "Vul in waar het getal staat, bijvoorbeeld de brief van de provincie."))
    if fouten:
        raise InvoerFout(fouten)
