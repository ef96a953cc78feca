"""Een notitie bij een zaak schrijven en verbeteren. Wie erin wordt genoemd, krijgt een signaal."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casus.actions.signalen import signaleer
from casus.actions.wijzigen import wijzig
from casus.actions.zoekindex import werk_notitie_bij
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Notitie, Notitieversie, Signaal, Zaak
from casus.queries.gebruikers import collegas
from casus.rules import permissions
from casus.rules.rechten import RECHTEN
from casus.rules.vermeldingen import TEKEN, Afloop, genoemd, zonder_collega
from casus.termijnen import nu

LANGSTE_TEKST = 20_000


def tekst_of_fout(veld: str, tekst: str, leeg: str) -> str:
    """De opgeschoonde tekst. Raises InvoerFout als hij leeg of te lang is."""
    schoon = tekst.strip()
    if not schoon:
        raise InvoerFout([VeldFout(veld, leeg)])
    if len(schoon) > LANGSTE_TEKST:
        raise InvoerFout(
            [VeldFout(veld, f"De tekst is te lang. Houd het bij {LANGSTE_TEKST:,} tekens.".replace(",", "."))]
        )
    return schoon


def schrijf(session: CasusSessie, zaak: Zaak, *, actor: Actor, tekst: str) -> Notitie:
    """Schrijft een notitie. Raises GeenRecht, InvoerFout."""
    permissions.check_notitie(actor)
    schoon = tekst_of_fout("tekst", tekst, "Schrijf eerst uw notitie.")
    notitie = Notitie(
        gemeente_id=zaak.gemeente_id, id=uuid7(), zaak_id=zaak.id, tekst=schoon, versie=1, door_id=actor.gebruiker_id
    )
    session.add(notitie)
    session.flush()
    werk_notitie_bij(session, notitie)
    _noteer(session, actor, "notitie", notitie)
    _signaleer(session, actor, notitie)
    return notitie


def verbeter(session: CasusSessie, notitie: Notitie, *, actor: Actor, versie: int, tekst: str) -> Notitie:
    """Zet een nieuwe tekst in de notitie; de oude blijft te lezen. Raises GeenRecht, InvoerFout, Conflict."""
    permissions.check_notitie_verbeteren(actor, notitie)
    schoon, oud = tekst_of_fout("tekst", tekst, "Schrijf op wat er moet staan."), notitie.tekst
    if schoon == oud and versie == notitie.versie:
        raise InvoerFout([VeldFout("tekst", "De tekst is nog hetzelfde. Verander eerst wat niet klopt.")])
    wijzig(session, notitie, {"tekst": schoon, "versie": versie + 1}, waar={"versie": versie})
    sleutel = {"gemeente_id": notitie.gemeente_id, "id": uuid7(), "notitie_id": notitie.id, "versie": versie}
    session.add(Notitieversie(**sleutel, tekst=oud, door_id=actor.gebruiker_id, op=nu()))
    session.flush()
    werk_notitie_bij(session, notitie)
    _noteer(session, actor, "notitie_verbeterd", notitie)
    _signaleer(session, actor, notitie, eerder=oud)
    return notitie


def afloop(session: CasusSessie, notitie: Notitie, *, actor: Actor, eerder: str = "") -> Afloop:
    """Wie van deze notitie een signaal kreeg, en wie niet terwijl hij is genoemd. `eerder` is de vorige tekst."""
    if TEKEN not in notitie.tekst:
        return Afloop()
    team = _team(session, actor)
    kreeg = set(session.scalars(select(Signaal.gebruiker_id).where(Signaal.kenmerk == _kenmerk(notitie))))
    wie, al_eerder = genoemd(notitie.tekst, team), genoemd(eerder, team)
    nieuw = wie - al_eerder - {actor.gebruiker_id}
    los = zonder_collega(notitie.tekst, team.values())
    return Afloop(
        krijgt=[naam for id_, naam in team.items() if id_ in nieuw & kreeg],
        uit=[naam for id_, naam in team.items() if id_ in nieuw - kreeg],
        niemand=[woord for woord, namen in los if not namen],
        meer=[(woord, namen) for woord, namen in los if namen],
    )


def _team(session: CasusSessie, actor: Actor) -> Mapping[UUID, str]:
    return {collega.id: collega.naam for collega in collegas(session, actor, *RECHTEN["zaken.inzien"].rollen)}


def _kenmerk(notitie: Notitie) -> str:
    return f"notitie:{notitie.id}:{notitie.versie}"


def _noteer(session: CasusSessie, actor: Actor, soort: str, notitie: Notitie) -> None:
    gegevens = {"notitie": str(notitie.id)}
    noteer(session, actor=actor, soort=soort, object_=notitie, zaak_id=notitie.zaak_id, gegevens=gegevens)


def _signaleer(session: CasusSessie, actor: Actor, notitie: Notitie, eerder: str = "") -> None:
    """Een signaal voor wie in deze tekst is genoemd en in de vorige nog niet."""
    if TEKEN not in notitie.tekst:
        return
    team = _team(session, actor)
    wie, al_eerder = genoemd(notitie.tekst, team), genoemd(eerder, team)
    signaleer(
        session,
        actor=actor,
        soort="vermelding",
        aan=sorted(wie - al_eerder),
        kenmerk=_kenmerk(notitie),
        zaak_id=notitie.zaak_id,
        gegevens={"notitie": str(notitie.id)},
    )
