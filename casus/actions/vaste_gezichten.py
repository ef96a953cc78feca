"""Het vaste gezicht: wie in een zaak een rol vervult. Casemanager en consulent staan in de zaak zelf."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, insert, select
from sqlalchemy.exc import IntegrityError

from casus.actions.signalen import signaleer
from casus.actions.verwijzingen import collega_met_rol
from casus.actions.wijzigen import wie_was_eerder, wijzig, wijzig_zaak
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Gebeurtenis, GebeurtenisInhoud, Gebruiker, Inburgering, Taak, Zaak, Zaakrol
from casus.queries.beeld import houd_vast
from casus.queries.vaste_gezichten import houders
from casus.rules import permissions
from casus.rules.zinnen import rol_tekst
from casus.termijnen import nu

CASEMANAGER, CONSULENT = "casemanager", "inburgering"
"""De casemanager is die van de zaak, en wordt met zijn eigen taak aangewezen; de consulent bij het inburgeren."""


def word_vast_gezicht(session: CasusSessie, taak: Taak, gebruiker_id: UUID) -> str:
    """Wie een taak krijgt van een rol die in deze zaak niemand vervult, vervult haar voortaan. Geeft sinds wanneer,
    leeg als er al iemand was. Wie is vertrokken of de rol niet meer heeft, vervult haar niet: zijn plaats is vrij.

    Nooit voor de casemanager of de consulent van een inburgering: wie dat zijn, is een stap van het proces.
    """
    if taak.rol == CASEMANAGER or (taak.rol == CONSULENT and _heeft_consulent(session, taak)):
        return ""
    gezicht = select(Zaakrol.gebruiker_id).where(Zaakrol.zaak_id == taak.zaak_id, Zaakrol.rol == taak.rol)
    houder = session.scalar(gezicht)
    if houder is not None and collega_met_rol(session, houder, taak.rol) is not None:
        return ""
    sinds = nu()
    rij = {"gemeente_id": taak.gemeente_id, "id": uuid7(), "zaak_id": taak.zaak_id, "sinds": sinds}
    try:
        with session.begin_nested():
            if houder is not None:
                _haal_weg(session, taak, houder)
            session.execute(insert(Zaakrol), [{**rij, "rol": taak.rol, "gebruiker_id": gebruiker_id}])
    except IntegrityError:  # een collega was net iets eerder met een andere taak van dezelfde rol
        return ""
    return sinds.isoformat()


def _heeft_consulent(session: CasusSessie, taak: Taak) -> bool:
    """Wie is vertrokken of de rol niet meer heeft, telt niet: zijn plaats is vrij."""
    vraag = select(Inburgering.consulent_id).where(Inburgering.zaak_id == taak.zaak_id)
    consulenten = {wie for wie in session.scalars(vraag) if wie is not None}
    return any(collega_met_rol(session, wie, CONSULENT) is not None for wie in consulenten)


def _haal_weg(session: CasusSessie, taak: Taak, wie: UUID, sinds: datetime | None = None) -> bool:
    """Haalt het vaste gezicht voor de rol van de taak weg als het nog deze collega is; geeft of dat zo was."""
    hier = [Zaakrol.zaak_id == taak.zaak_id, Zaakrol.rol == taak.rol, Zaakrol.gebruiker_id == wie]
    if sinds is not None:
        hier.append(Zaakrol.sinds == sinds)
    weg = delete(Zaakrol).where(*hier).execution_options(synchronize_session=False)
    return bool(cast(CursorResult[Any], session.execute(weg)).rowcount)


def geef_gezicht_vrij(session: CasusSessie, taak: Taak, wie: UUID, *, actor: Actor, sinds: str) -> None:
    """Laat de rol van de taak weer vrij, als deze collega haar nog sinds dat moment vervult."""
    if sinds and _haal_weg(session, taak, wie, datetime.fromisoformat(sinds)):
        zaak = session.scalars(select(Zaak).where(Zaak.id == taak.zaak_id)).one()
        _leg_vast(session, zaak, taak.rol, None, actor)


def gezicht_door_pakken(session: CasusSessie, taak: Taak, wie: UUID) -> str:
    """Sinds wanneer deze collega het vaste gezicht is door deze taak te pakken; leeg als het daar niet door kwam."""
    vraag = (
        select(GebeurtenisInhoud.gegevens)
        .join(
            Gebeurtenis,
            (Gebeurtenis.gemeente_id == GebeurtenisInhoud.gemeente_id) & (Gebeurtenis.id == GebeurtenisInhoud.id),
        )
        .where(Gebeurtenis.zaak_id == taak.zaak_id, Gebeurtenis.object_id == taak.id)
        .where(Gebeurtenis.soort == "taak_gepakt", Gebeurtenis.actor_id == wie, Gebeurtenis.resultaat == "gelukt")
        .order_by(Gebeurtenis.tijdstip.desc(), Gebeurtenis.nr.desc())
        .limit(1)
    )
    gegevens = session.scalar(vraag)
    sinds = json.loads(gegevens).get("vast_gezicht") if gegevens else ""
    return sinds if isinstance(sinds, str) else ""


def wijzig_team(
    session: CasusSessie, zaak: Zaak, *, actor: Actor, versie: int, team: Mapping[str, UUID | None]
) -> list[str]:
    """Zet per rol wie haar in deze zaak vervult (None: niemand); geeft de rollen die veranderden.

    Raises GeenRecht, InvoerFout (per rol), Conflict.
    """
    permissions.check(actor, "zaak.bewerken")
    zaak = houd_vast(session, zaak.id)
    if versie != zaak.versie:
        raise Conflict(wie_was_eerder(session, zaak))
    nu_al = houders(session, zaak)
    anders = {rol: wie for rol, wie in team.items() if wie != (nu_al[rol].id if rol in nu_al else None)}
    mensen = _keur(session, actor, anders, set(nu_al))
    wijzig_zaak(session, zaak, versie)
    for rol, wie in anders.items():
        _zet(session, zaak, rol, wie)
        eerder = nu_al.get(rol)
        _leg_vast(session, zaak, rol, mensen.get(rol), actor, eerder.id if eerder else None)
    return list(anders)


def _keur(
    session: CasusSessie, actor: Actor, anders: Mapping[str, UUID | None], bezet: set[str]
) -> dict[str, Gebruiker]:
    if CASEMANAGER in anders:
        permissions.check_casemanager_toewijzen(actor)
    fouten, mensen = [], {}
    for rol, wie in anders.items():
        collega = collega_met_rol(session, wie, rol) if wie is not None else None
        if wie is None and rol in (CASEMANAGER, CONSULENT) and rol in bezet:
            fouten.append(VeldFout(rol, "Kies een collega: deze rol blijft in de zaak altijd van iemand."))
        elif wie is not None and collega is None:
            fouten.append(VeldFout(rol, f"Kies een collega met de rol {rol_tekst(rol)}."))
        elif collega is not None:
            mensen[rol] = collega
    if fouten:
        raise InvoerFout(fouten)
    return mensen


def _zet(session: CasusSessie, zaak: Zaak, rol: str, wie: UUID | None) -> None:
    if rol == CASEMANAGER:
        wijzig_zaak(session, zaak, zaak.versie, casemanager_id=wie)
        return
    if rol == CONSULENT and wie is not None:
        vraag = select(Inburgering).where(Inburgering.zaak_id == zaak.id, Inburgering.consulent_id.is_not(None))
        for rij in session.scalars(vraag).all():
            wijzig(session, rij, {"consulent_id": wie}, waar={})
    hier = (Zaakrol.zaak_id == zaak.id, Zaakrol.rol == rol)
    rij_nu = session.scalars(select(Zaakrol).where(*hier)).one_or_none()
    if rij_nu is not None and wie is not None:
        wijzig(session, rij_nu, {"gebruiker_id": wie, "sinds": nu()}, waar={})
    elif rij_nu is not None:
        session.execute(delete(Zaakrol).where(*hier).execution_options(synchronize_session=False))
    elif wie is not None:
        sleutels = {"gemeente_id": zaak.gemeente_id, "id": uuid7(), "zaak_id": zaak.id}
        session.execute(insert(Zaakrol), [{**sleutels, "rol": rol, "gebruiker_id": wie}])


def _leg_vast(
    session: CasusSessie, zaak: Zaak, rol: str, wie: Gebruiker | None, actor: Actor, eerder: UUID | None = None
) -> None:
    gegevens: dict[str, Any] = {"rol": rol_tekst(rol), "naam": wie.naam if wie else ""}
    if rol == CASEMANAGER and wie is not None:  # voor vier ogen: wie de zaak behandelde, blijft bekend
        gegevens |= {"wie": str(wie.id), "eerder": str(eerder or "")}
    soort = "vast_gezicht" if wie else "vast_gezicht_weg"
    noteer(session, actor=actor, soort=soort, object_=zaak, zaak_id=zaak.id, gegevens=gegevens)
    if wie is not None:
        signaleer(
            session,
            actor=actor,
            soort="toegewezen",
            aan=[wie.id],
            kenmerk=f"vast_gezicht:{zaak.id}:{rol}:{zaak.versie}",
            zaak_id=zaak.id,
            gegevens={"rol": rol_tekst(rol), "door": actor.naam},
        )
