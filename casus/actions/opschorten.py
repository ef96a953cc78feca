"""De normklok stilzetten en weer laten lopen; elke open taak met een norm schuift de duur ervan op."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select

from casus.actions.proces import open_proces, werk_blokkades_bij
from casus.actions.wijzigen import wie_was_eerder, wijzig, wijzig_zaak
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Opschorting, Zaak
from casus.queries.beeld import definitie
from casus.rules import permissions
from casus.termijnen import dag_kort, vandaag
from casus.workflows import engine


def schort_op(
    session: CasusSessie, zaak: Zaak, *, actor: Actor, versie: int, reden: str, herzien_op: date
) -> Opschorting:
    """Zet de klok stil tot er wordt hervat. Raises GeenRecht, Weigering, InvoerFout, Conflict."""
    permissions.check_opschorten(actor, definitie(session, zaak).opschorten)
    if versie != zaak.versie:
        raise Conflict(wie_was_eerder(session, zaak))
    proces = open_proces(session, zaak, actor)
    if redenen := engine.opschort_redenen(proces.wf, proces.beeld, actor):
        raise Weigering(redenen[0])
    _check_invoer(reden, herzien_op)
    wijzig_zaak(session, zaak, versie, opgeschort_sinds=vandaag())
    rij = {
        "gemeente_id": zaak.gemeente_id,
        "id": uuid7(),
        "zaak_id": zaak.id,
        "van": vandaag(),
        "reden": reden.strip(),
        "herzien_op": herzien_op,
        "door_id": actor.gebruiker_id,
    }
    session.execute(insert(Opschorting), [rij])
    werk_blokkades_bij(session, zaak)
    gegevens = {"reden": reden.strip(), "herzien_op": dag_kort(herzien_op, vandaag())}
    noteer(session, actor=actor, soort="opgeschort", object_=zaak, zaak_id=zaak.id, gegevens=gegevens)
    return session.scalars(select(Opschorting).where(Opschorting.id == rij["id"])).one()


def _check_invoer(reden: str, herzien_op: date) -> None:
    fouten = []
    if not reden.strip():
        fouten.append(VeldFout("reden", "Schrijf op waarom het huishouden nu niet geplaatst kan worden."))
    if herzien_op <= vandaag():
        fouten.append(VeldFout("herzien_op", "Kies een dag na vandaag waarop u opnieuw kijkt."))
    if fouten:
        raise InvoerFout(fouten)


def beeindig(session: CasusSessie, zaak: Zaak, actor: Actor) -> None:
    """Sluit de stilstand die nu loopt, bij hervatten of omdat de zaak sluit."""
    vraag = select(Opschorting).where(Opschorting.zaak_id == zaak.id, Opschorting.tot.is_(None))
    lopende = session.scalars(vraag).one()
    wijzig(session, lopende, {"tot": vandaag(), "hervat_door_id": actor.gebruiker_id}, waar={"tot": None})


def hervat(session: CasusSessie, zaak: Zaak, *, actor: Actor, versie: int) -> Zaak:
    """Laat de klok weer lopen en schuift de normdatums op. Raises GeenRecht, Weigering, Conflict."""
    permissions.check_opschorten(actor, definitie(session, zaak).opschorten)
    if versie != zaak.versie:
        raise Conflict(wie_was_eerder(session, zaak))
    if zaak.opgeschort_sinds is None:
        raise Weigering("De klok loopt al.")
    dagen = (vandaag() - zaak.opgeschort_sinds).days
    wijzig_zaak(session, zaak, versie, opgeschort_sinds=None)
    beeindig(session, zaak, actor)
    open_proces(session, zaak, actor).herbereken_alles()
    werk_blokkades_bij(session, zaak)
    noteer(session, actor=actor, soort="hervat", object_=zaak, zaak_id=zaak.id, gegevens={"dagen": dagen})
    return zaak
