"""Een taak laten wachten op een ander. Op de dag zelf is zij vanzelf weer aan de beurt: er loopt niets."""

from __future__ import annotations

from datetime import date

from casus.actions.taken import keur_versie, noteer_taak
from casus.actions.wijzigen import wijzig_taak
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import InvoerFout, Weigering
from casus.models import Taak
from casus.rules import permissions, planning
from casus.termijnen import dag_kort, vandaag


def laat_wachten(
    session: CasusSessie, taak: Taak, *, actor: Actor, op: str, tot: date, versie: int | None = None
) -> Taak:
    """Laat de taak wachten op een partij tot een dag. Voorbij de fatale datum mag ook: die schuift niet op.

    Raises GeenRecht, InvoerFout, Conflict.
    """
    keur_versie(session, taak, versie)
    permissions.check_taak_inplannen(actor, taak)
    if fouten := planning.wacht_fouten(op, tot, vandaag()):
        raise InvoerFout(fouten)
    wijzig_taak(session, taak, taak.versie, wacht_op=op.strip(), wacht_tot=tot)
    noteer_taak(session, taak, "taak_wacht", actor=actor, op=op.strip(), tot=dag_kort(tot, vandaag()))
    return taak


def pak_weer_op(session: CasusSessie, taak: Taak, *, actor: Actor, versie: int | None = None) -> Taak:
    """Beëindigt het wachten vóór de dag zelf. Raises GeenRecht, Weigering, Conflict."""
    keur_versie(session, taak, versie)
    permissions.check_taak_inplannen(actor, taak)
    if taak.wacht_tot is None:
        raise Weigering("Deze taak wacht niet op een ander.")
    wijzig_taak(session, taak, taak.versie, wacht_op=None, wacht_tot=None)
    noteer_taak(session, taak, "taak_weer_aan_de_beurt", actor=actor)
    return taak
