"""Een afgeronde taak weer openen: meteen ongedaan maken, of binnen een dag met een reden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from casus.actions.nasleep import zet_terug
from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.taken import noteer_taak
from casus.actions.verwijzingen import collega_met_rol
from casus.actions.wijzigen import wie_was_eerder, wijzig
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.models import Taak
from casus.queries.beeld import houd_vast
from casus.queries.nasleep import nasleep_van
from casus.rules import permissions
from casus.termijnen import nu
from casus.workflows.heropenen import Nasleep, heropen_redenen, ongedaan_redenen

LANGSTE_REDEN = 1000  # tekens


def heropen(session: CasusSessie, taak: Taak, *, actor: Actor, reden: str, versie: int | None = None) -> Taak:
    """Opent een afgeronde taak opnieuw, binnen een dag. Wat er was ingevuld, staat dan weer in het formulier; wat het
    afronden in de zaak veranderde, is teruggezet tot de taak weer af is. Zij is weer van wie haar vóór het afronden
    had; was dat niemand, of heeft hij de rol niet meer, dan ligt zij weer bij de rol.

    Raises GeenRecht, InvoerFout, Weigering (een latere stap rust erop), Conflict.
    """
    _keur_gereed(session, taak, versie)
    permissions.check_taak_heropenen(actor, taak)
    if not reden.strip():
        raise InvoerFout([VeldFout("reden", "Schrijf op waarom u de taak heropent.")])
    if len(reden.strip()) > LANGSTE_REDEN:
        raise InvoerFout([VeldFout("reden", f"Houd het kort: hoogstens {LANGSTE_REDEN} tekens.")])
    nasleep = _open_weer(session, taak, actor, heropen_redenen)
    wijzig(session, taak, {"behandelaar_id": _van_wie(session, taak, nasleep)}, waar={"versie": taak.versie})
    noteer_taak(session, taak, "taak_heropend", actor=actor, reden=reden.strip().rstrip("."))
    return taak


def maak_ongedaan(session: CasusSessie, taak: Taak, *, actor: Actor) -> Taak:
    """Draait het afronden meteen terug, met de taak zoals zij was. Raises GeenRecht, Weigering, Conflict."""
    _keur_gereed(session, taak, None)
    permissions.check_taak_ongedaan(actor, taak)
    nasleep = _open_weer(session, taak, actor, ongedaan_redenen)
    zoals_zij_was = {
        "behandelaar_id": UUID(nasleep.behandelaar) if nasleep.behandelaar else None,
        "wacht_op": nasleep.wacht_op or None,
        "wacht_tot": date.fromisoformat(nasleep.wacht_tot) if nasleep.wacht_tot else None,
    }
    wijzig(session, taak, zoals_zij_was, waar={"versie": taak.versie})
    noteer_taak(session, taak, "taak_teruggezet", actor=actor)
    return taak


def _van_wie(session: CasusSessie, taak: Taak, nasleep: Nasleep) -> UUID | None:
    """Wie alleen afrondde, houdt de taak niet: anders is een vrije taak na het heropenen ongemerkt van hem."""
    was = UUID(nasleep.behandelaar) if nasleep.behandelaar else None
    return was if was is not None and collega_met_rol(session, was, taak.rol) is not None else None


def _keur_gereed(session: CasusSessie, taak: Taak, versie: int | None) -> None:
    if taak.status != "gereed" or versie not in (None, taak.versie):
        raise Conflict(wie_was_eerder(session, taak))


def _open_weer(session: CasusSessie, taak: Taak, actor: Actor, waarom_niet: Callable[..., tuple[str, ...]]) -> Nasleep:
    proces = open_proces(session, houd_vast(session, taak.zaak_id), actor)
    nasleep = nasleep_van(session, taak)
    redenen = waarom_niet(proces.wf, taak, proces.beeld, nasleep, actor, nu())
    if redenen or nasleep is None:  # zonder nasleep is er altijd een reden
        raise Weigering(redenen[0])
    _zet_open(proces, taak, nasleep)
    return nasleep


def _zet_open(proces: Proces, taak: Taak, nasleep: Nasleep) -> None:
    weer = {"status": "open", "gereed_op": None, "gereed_door_id": None, "versie": taak.versie + 1}
    wijzig(proces.session, taak, weer, waar={"versie": taak.versie, "status": "gereed"})
    zet_terug(proces, taak, nasleep)
    proces.herbereken_alles()
    werk_blokkades_bij(proces.session, proces.zaak)
