"""Een contact met het huishouden of een andere partij vastleggen."""

from __future__ import annotations

from datetime import datetime

from casus.actions.notities import tekst_of_fout
from casus.actions.zoekindex import werk_contact_bij
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Contactmoment, Zaak
from casus.rules import permissions
from casus.termijnen import nu
from casus.vocab import CONTACTSOORTEN


def _check(soort: str, op: datetime) -> None:
    fouten = []
    if soort not in CONTACTSOORTEN:
        fouten.append(VeldFout("soort", "Kies hoe u contact had."))
    if op > nu():
        fouten.append(VeldFout("op", "Kies een dag tot en met vandaag."))
    if fouten:
        raise InvoerFout(fouten)


def leg_vast(
    session: CasusSessie,
    zaak: Zaak,
    *,
    actor: Actor,
    soort: str,
    met: str,
    op: datetime,
    verslag: str,
    tolk: bool = False,
) -> Contactmoment:
    """Legt een contact vast dat al is geweest. Raises GeenRecht, InvoerFout."""
    permissions.check(actor, "contactmoment.vastleggen")
    _check(soort, op)
    met = tekst_of_fout("met", met, "Vul in met wie u contact had.")
    verslag = tekst_of_fout("verslag", verslag, "Schrijf kort op wat er is gezegd.")
    sleutel = {"gemeente_id": zaak.gemeente_id, "id": uuid7(), "zaak_id": zaak.id, "door_id": actor.gebruiker_id}
    moment = Contactmoment(**sleutel, soort=soort, met=met, op=op, verslag=verslag, tolk=tolk)
    session.add(moment)
    session.flush()
    werk_contact_bij(session, moment)
    gegevens = {"soort": CONTACTSOORTEN[soort], "met": moment.met}
    noteer(session, actor=actor, soort="contactmoment", object_=moment, zaak_id=zaak.id, gegevens=gegevens)
    return moment
