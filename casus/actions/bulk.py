"""Eén handeling op veel taken: klaarzetten, rij voor rij uitvoeren, stoppen, en als geheel terugdraaien.

Elke rij is een eigen transactie met de gewone actie voor één taak en haar uitkomst: wie halverwege sterft gaat
verder waar hij was, en twee werkers tegelijk doen geen rij dubbel. Altijd eerst de rij op slot, dan de taak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from casus import outbox
from casus.actions.bulkhandelingen import HANDELINGEN, RECHT, Opdracht
from casus.actions.signalen import neem_terug, signaleer
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7, vast
from casus.errors import CasusFout, Conflict, GeenBereik, InvoerFout, NietGevonden, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Bulk, Bulkregel, Gebruiker, Outbox, Taak
from casus.queries.actoren import maak_actor
from casus.queries.beeld import laad_taak
from casus.queries.bulk import stand
from casus.rules import permissions
from casus.termijnen import nu

WERK: Final = "bulk"
HOOGSTENS: Final = 1000
"""Zoveel taken tegelijk; meer is geen keuze meer maar een beleid."""
METEEN: Final = 25
"""Tot en met zoveel taken wordt het werk meteen na het formulier gedaan."""
BEDENKTIJD: Final = timedelta(minutes=10)
_NA = 25  # zo vaak wordt opnieuw gekeken wie de gebruiker vandaag is
_LOOPT = {"wacht": "wacht", "terug": "gelukt"}  # per status van de bulk: de rijen die nog moeten

_BULK = vast(select(Bulk).where(Bulk.id == bindparam("bulk")))
_REGEL = vast(
    select(Bulkregel)
    .where(Bulkregel.bulk_id == bindparam("bulk"), Bulkregel.uitkomst == bindparam("nog"))
    .order_by(Bulkregel.nr)
    .limit(1)
    .with_for_update()
)


def begin(
    session: CasusSessie, *, actor: Actor, opdracht: Opdracht, keuze: Mapping[UUID, int | None], lijst: str = ""
) -> Bulk:
    """Zet de bulk klaar voor deze taken (id → de versie die de gebruiker zag). Uitvoeren doet `verwerk`.

    `lijst` is het adres van de lijst waar de taken zijn gekozen, voor de weg terug.

    Raises GeenRecht, Weigering (geen of te veel taken).
    """
    permissions.check(actor, RECHT)
    keur_aantal(len(keuze))
    bestaat = set(session.scalars(select(Taak.id).where(Taak.id.in_(list(keuze)))))
    if not bestaat:
        raise NietGevonden("Deze taken bestaan niet meer. Ga terug naar de lijst en kies opnieuw.")
    gegevens = {**opdracht.gegevens(), "onbekend": len(keuze) - len(bestaat), "lijst": lijst}
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7(), "door_id": actor.gebruiker_id}
    bulk = Bulk(**sleutel, soort=opdracht.soort, gegevens=gegevens, aantal=len(bestaat))
    session.add(bulk)
    session.flush()
    rijen = [taak_id for taak_id in keuze if taak_id in bestaat]
    session.execute(insert(Bulkregel), [_rij(bulk, nr, id_, keuze[id_]) for nr, id_ in enumerate(rijen, 1)])
    _noteer(session, actor, bulk, "bulk", bulk.aantal)
    return bulk


def keur_aantal(aantal: int) -> None:
    """Raises Weigering als er niets is gekozen, of meer dan in één keer kan."""
    if aantal < 1:
        raise Weigering("Kies eerst een of meer taken in de lijst.")
    if aantal > HOOGSTENS:
        raise Weigering(
            "U hebt meer dan 1.000 taken gekozen. Kies er hoogstens 1.000 tegelijk, bijvoorbeeld met een filter."
        )


def _rij(bulk: Bulk, nr: int, taak_id: UUID, versie: int | None) -> dict[str, Any]:
    sleutel = {"gemeente_id": bulk.gemeente_id, "id": uuid7(), "bulk_id": bulk.id, "nr": nr, "taak_id": taak_id}
    return {**sleutel, "uitkomst": "wacht", "reden": "", "voor": {"gezien": versie}}


def zet_klaar(session: CasusSessie, bulk: Bulk) -> UUID:
    """Zet het werk aan de bulk in de outbox, in deze transactie."""
    return outbox.zet_klaar(session, WERK, {"bulk": str(bulk.id)}, bulk.gemeente_id, voorrang=True)


def stop(session: CasusSessie, bulk: Bulk, *, actor: Actor) -> Bulk:
    """Laat de taken die nog niet aan de beurt waren zoals zij zijn. Raises NietGevonden, Weigering."""
    _keur_eigenaar(actor, bulk)
    if bulk.status != "wacht":
        raise Weigering("Dit is al klaar. Er is niets meer te stoppen.")
    _wordt(session, bulk, "stopt")
    return bulk


def draai_terug(session: CasusSessie, bulk: Bulk, *, actor: Actor) -> Bulk:
    """Zet alle taken terug zoals zij waren, tot tien minuten na afloop. Raises NietGevonden, Weigering."""
    _keur_eigenaar(actor, bulk)
    if bulk.status not in ("klaar", "gestopt"):
        zin = "Wacht tot het klaar is, of stop het eerst." if bulk.klaar_op is None else "Dit is al teruggedraaid."
        raise Weigering(zin)
    tot = terug_tot(bulk)
    if tot is None or nu() >= tot:
        raise Weigering("Ongedaan maken kan tot tien minuten na afloop. Verander de taken die anders moeten zelf.")
    _wordt(session, bulk, "terug")
    return bulk


def terug_tot(bulk: Bulk) -> datetime | None:
    """Tot wanneer de bulk terug te draaien is; None zolang zij loopt en als zij al terug is."""
    return bulk.klaar_op + BEDENKTIJD if bulk.klaar_op and bulk.status in ("klaar", "gestopt") else None


def _keur_eigenaar(actor: Actor, bulk: Bulk) -> None:
    permissions.check(actor, RECHT)
    if (bulk.gemeente_id, bulk.door_id) != (actor.gemeente_id, actor.gebruiker_id):
        raise NietGevonden("Dit werk is van een ander of bestaat niet.")


def _wordt(session: CasusSessie, bulk: Bulk, status: str, **waarden: Any) -> None:
    wijzig(session, bulk, {"status": status, **waarden}, waar={"status": bulk.status})


# Uitvoeren


def handler(db: Database, werk: Outbox) -> None:
    """Voor de outbox: gaat verder waar de bulk was."""
    if werk.gemeente_id is None:
        raise GeenBereik("Een bulk hoort bij een gemeente.")
    verwerk(db, werk.gemeente_id, UUID(werk.inhoud["bulk"]))


def verwerk(db: Database, gemeente_id: UUID, bulk_id: UUID) -> None:
    """Voert de bulk uit of draait haar terug, rij voor rij, tot zij klaar of gestopt is. Nog een keer mag."""
    bereik = Bereik.van(gemeente_id)
    wie: Actor | None = None
    for nr in count():
        if wie is None or nr % _NA == 0:
            with db.lezen(bereik) as session:
                wie = _wie(session, bulk_id)
        try:
            with db.unit_of_work(bereik) as session:
                if not _volgende_stap(session, bulk_id, wie):
                    return
        except Conflict:  # een andere werker sloot net af, of de gebruiker stopte: opnieuw kijken
            continue


def _wie(session: CasusSessie, bulk_id: UUID) -> Actor:
    """De gebruiker met zijn rollen van nu: wie zijn rol intussen kwijt is, kan met de rest niets meer."""
    vraag = select(Gebruiker, Bulk.gemeente_id).join(Bulk, Bulk.door_id == Gebruiker.id).where(Bulk.id == bulk_id)
    gebruiker, gemeente_id = session.execute(vraag).one()
    wie = maak_actor(session, gebruiker, gemeente_id, "worker", bulk_id.hex)
    return wie if gebruiker.actief else replace(wie, rollen=frozenset(), functies=frozenset())


def _volgende_stap(session: CasusSessie, bulk_id: UUID, wie: Actor) -> bool:
    """Doet één rij, of sluit af als er geen meer is. Geeft of er nog iets te doen kan zijn."""
    bulk = session.scalars(_BULK, {"bulk": bulk_id}).one()
    if bulk.status == "stopt":
        _sluit_gestopt(session, bulk, wie)
        return False
    if bulk.status not in _LOOPT:
        return False
    regel = _neem_regel(session, bulk)
    if regel is not None:
        wordt = _doe(session, bulk, regel, wie) if bulk.status == "wacht" else _zet_terug(session, bulk, regel, wie)
        wijzig(session, regel, wordt, waar={"uitkomst": regel.uitkomst})
        return True
    return not _sluit_af(session, bulk, wie)


def _neem_regel(session: CasusSessie, bulk: Bulk) -> Bulkregel | None:
    """De eerste rij die nog moet, op slot. Een tweede werker wacht hier; krijgt hij niets, dan kijkt hij opnieuw."""
    return session.scalars(_REGEL, {"bulk": bulk.id, "nog": _LOOPT[bulk.status]}).one_or_none()


def _doe(session: CasusSessie, bulk: Bulk, regel: Bulkregel, wie: Actor) -> dict[str, Any]:
    opdracht, taak = Opdracht.van(bulk), laad_taak(session, regel.taak_id)
    try:
        permissions.check(wie, RECHT)
        with session.begin_nested():
            voor = HANDELINGEN[bulk.soort].doe(session, taak, opdracht, regel.voor.get("gezien"), actor=wie)
    except CasusFout as fout:
        if not isinstance(fout, InvoerFout):  # een poging die niet mocht, hoort in de keten van de zaak
            _noteer_weigering(session, wie, taak, fout)
        return {"uitkomst": "geweigerd", "reden": fout.zin}
    return {"uitkomst": "gelukt", "voor": voor}


def _zet_terug(session: CasusSessie, bulk: Bulk, regel: Bulkregel, wie: Actor) -> dict[str, Any]:
    taak = laad_taak(session, regel.taak_id)
    try:
        permissions.check(wie, RECHT)
        with session.begin_nested():
            HANDELINGEN[bulk.soort].zet_terug(session, taak, regel.voor, actor=wie)
    except CasusFout as fout:
        return {"uitkomst": "niet_terug", "reden": fout.zin}
    return {"uitkomst": "teruggedraaid"}


def _noteer_weigering(session: CasusSessie, wie: Actor, taak: Taak, fout: CasusFout) -> None:
    wat: dict[str, Any] = {"soort": "geweigerd", "resultaat": "geweigerd", "gegevens": {"zin": fout.zin}}
    noteer(session, actor=wie, object_=taak, zaak_id=taak.zaak_id, **wat)


# Afsluiten


def _sluit_af(session: CasusSessie, bulk: Bulk, wie: Actor) -> bool:
    """Sluit af als echt elke rij is gedaan; nee als een andere werker nog met de laatste bezig is."""
    telling = stand(session, bulk.id)
    if telling.get(_LOOPT[bulk.status]):
        return False
    if bulk.status == "terug":
        _wordt(session, bulk, "teruggedraaid", gegevens={**bulk.gegevens, "stand": telling})
        _noteer(session, wie, bulk, "bulk_terug", telling.get("teruggedraaid", 0))
        if aan := Opdracht.van(bulk).aan_id:
            neem_terug(session, aan, _kenmerk(bulk), blijft=telling.get("niet_terug", 0))
        return True
    _wordt(session, bulk, "klaar", klaar_op=nu(), gegevens={**bulk.gegevens, "stand": telling})
    _signaleer(session, bulk, wie, telling.get("gelukt", 0))
    return True


def _sluit_gestopt(session: CasusSessie, bulk: Bulk, wie: Actor) -> None:
    rest = update(Bulkregel).where(Bulkregel.bulk_id == bulk.id, Bulkregel.uitkomst == "wacht")
    session.execute(rest.values(uitkomst="overgeslagen"), execution_options={"synchronize_session": False})
    telling = stand(session, bulk.id)
    _wordt(session, bulk, "gestopt", klaar_op=nu(), gegevens={**bulk.gegevens, "stand": telling})
    _noteer(session, wie, bulk, "bulk_gestopt", bulk.aantal - telling.get("overgeslagen", 0))
    _signaleer(session, bulk, wie, telling.get("gelukt", 0))


def _signaleer(session: CasusSessie, bulk: Bulk, wie: Actor, gelukt: int) -> None:
    """Eén signaal voor wie de taken kreeg, en niet één per taak."""
    opdracht = Opdracht.van(bulk)
    if opdracht.aan_id and gelukt:
        gegevens = {"aantal": gelukt, "vorm": "bulk", "toelichting": opdracht.toelichting}
        aan = [opdracht.aan_id]
        signaleer(session, actor=wie, soort="toegewezen", aan=aan, kenmerk=_kenmerk(bulk), gegevens=gegevens)


def _kenmerk(bulk: Bulk) -> str:
    return f"bulk:{bulk.id}"


def _noteer(session: CasusSessie, actor: Actor, bulk: Bulk, soort: str, aantal: int) -> None:
    gegevens = {"titel": Opdracht.van(bulk).titel, "aantal": aantal}
    noteer(session, actor=actor, soort=soort, object_=bulk, gegevens=gegevens)
