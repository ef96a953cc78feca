"""Een eigen taak: iets wat het proces niet noemt en voor deze zaak toch moet gebeuren."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from casus.actions.taken import keur_versie, meld_toegewezen, noteer_taak
from casus.actions.vaste_gezichten import word_vast_gezicht
from casus.actions.verwijzingen import collega_met_rol
from casus.actions.wijzigen import wijzig_taak
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, VeldFout, Weigering
from casus.models import Gebruiker, Taak, Zaak
from casus.queries.beeld import definitie, houd_vast
from casus.rules import permissions
from casus.rules.planning import VERSTE
from casus.rules.rechten import TEAM
from casus.rules.zinnen import rol_tekst
from casus.termijnen import nu, vandaag

LANGSTE_TITEL, LANGSTE_UITLEG, LANGSTE_REDEN = 120, 4000, 1000  # tekens


def voeg_toe(
    session: CasusSessie,
    zaak: Zaak,
    *,
    actor: Actor,
    titel: str,
    rol: str,
    streefdatum: date | None,
    toelichting: str = "",
    behandelaar_id: UUID | None = None,
) -> Taak:
    """Zet een eigen taak bij de zaak, voor een rol of meteen voor een collega.

    Raises GeenRecht, Weigering (de zaak is gesloten), InvoerFout.
    """
    permissions.check(actor, "taak.bewerken")
    zaak = houd_vast(session, zaak.id)
    _keur_zaak(session, zaak)
    wie = collega_met_rol(session, behandelaar_id, rol) if behandelaar_id and rol in TEAM else None
    fouten = _fouten(titel.strip(), rol, streefdatum, toelichting.strip())
    if behandelaar_id is not None and wie is None and rol in TEAM:
        fouten.append(VeldFout("behandelaar", f"Kies een collega met de rol {rol_tekst(rol)}, of niemand."))
    if fouten or streefdatum is None:
        raise InvoerFout(fouten)
    taak = _leg_neer(session, zaak, actor, streefdatum, titel=titel.strip(), rol=rol, toelichting=toelichting.strip())
    return _geef(session, taak, wie, actor)


def _keur_zaak(session: CasusSessie, zaak: Zaak) -> None:
    toestand = definitie(session, zaak).toestanden[zaak.toestand]
    if toestand.eind and not toestand.taken_lopen_door:
        raise Weigering(f"De zaak staat op ‘{toestand.titel}’. Er komen geen taken meer bij. Schrijf een notitie.")


def _fouten(titel: str, rol: str, streefdatum: date | None, toelichting: str) -> list[VeldFout]:
    fouten = []
    if not titel or len(titel) > LANGSTE_TITEL:
        zin = f"Kort de titel in tot {LANGSTE_TITEL} tekens." if titel else "Schrijf in een paar woorden wat er moet."
        fouten.append(VeldFout("titel", zin))
    if len(toelichting) > LANGSTE_UITLEG:
        fouten.append(VeldFout("toelichting", f"Kort de uitleg in tot {LANGSTE_UITLEG} tekens."))
    if rol not in TEAM:
        fouten.append(VeldFout("rol", "Kies bij welke rol de taak hoort."))
    if streefdatum is None:
        fouten.append(VeldFout("streefdatum", "Vul in wanneer het klaar moet zijn, bijvoorbeeld 18-11-2026."))
    elif not vandaag() <= streefdatum <= vandaag() + VERSTE:
        fouten.append(VeldFout("streefdatum", "Kies een dag vanaf vandaag, binnen twee jaar."))
    return fouten


def _leg_neer(session: CasusSessie, zaak: Zaak, actor: Actor, dag: date, **tekst: str) -> Taak:
    """Nog van niemand, in de rij van haar rol."""
    sleutels = {"gemeente_id": zaak.gemeente_id, "id": uuid7(), "zaak_id": zaak.id}
    dagen = {"streefdatum": dag, "uiterlijk": dag}
    rest = {"aanleiding": permissions.eigen_aanleiding(actor), "status": "open", "versie": 1, "gegevens": {}}
    taak = Taak(**sleutels, **dagen, **rest, **tekst)
    session.add(taak)
    session.flush()
    return taak


def _geef(session: CasusSessie, taak: Taak, wie: Gebruiker | None, actor: Actor) -> Taak:
    """Legt vast dat de taak er is, en geeft haar zo nodig meteen aan een collega."""
    if wie is not None:
        taak.behandelaar_id = wie.id
        word_vast_gezicht(session, taak, wie.id)
    noteer_taak(session, taak, "taak_toegevoegd", actor=actor, rol=wie.naam if wie else rol_tekst(taak.rol))
    meld_toegewezen(session, taak, wie.id if wie else None, actor=actor)
    return taak


def laat_vervallen(session: CasusSessie, taak: Taak, *, actor: Actor, reden: str, versie: int | None = None) -> Taak:
    """Een eigen taak die niet meer nodig is, vervalt met een reden. Raises GeenRecht, InvoerFout, Conflict."""
    keur_versie(session, taak, versie)
    permissions.check_taak_laten_vervallen(actor, taak)
    if not reden.strip():
        raise InvoerFout([VeldFout("reden", "Schrijf op waarom de taak niet meer nodig is.")])
    if len(reden.strip()) > LANGSTE_REDEN:
        raise InvoerFout([VeldFout("reden", f"Houd het kort: hoogstens {LANGSTE_REDEN} tekens.")])
    waarden = {"status": "vervallen", "vervallen_op": nu(), "vervallen_reden": reden.strip()}
    wijzig_taak(session, taak, taak.versie, **waarden)
    noteer_taak(session, taak, "taak_vervallen", actor=actor, reden=reden.strip().rstrip("."))
    return taak
