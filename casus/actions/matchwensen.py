"""Wat een mens over een huishouden en een woning vastlegt voor elke verdeling: bij elkaar, of juist niet."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Matchwens, Woning, Zaak
from casus.queries.beeld import houd_vast
from casus.rules import permissions
from casus.termijnen import nu

RECHT: Final = "matching.gebruiken"
SOORTEN: Final = {"vast": "Vastzetten", "nooit": "Nooit samen"}
LANGSTE_REDEN: Final = 500
"""Tekens."""


def zet_wens(session: CasusSessie, zaak: Zaak, woning: Woning, *, actor: Actor, soort: str, reden: str) -> Matchwens:
    """Legt een wens vast: `vast` of `nooit`. Een eerdere wens over ditzelfde paar vervalt.

    Raises GeenRecht, InvoerFout (geen reden), Conflict (huishouden of woning staat al aan een ander vast).
    """
    permissions.check(actor, RECHT)
    waarom = _keur(soort, reden)
    houd_vast(session, zaak.id)
    geldig = _geldig(session, zaak, woning)
    for eerder in geldig:
        if (eerder.zaak_id, eerder.woning_id) == (zaak.id, woning.id):
            wijzig(session, eerder, {"vervallen_op": nu()}, waar={"vervallen_op": None})
        elif soort == eerder.soort == "vast":
            wat = "Dit huishouden staat" if eerder.zaak_id == zaak.id else "Deze woning staat"
            raise Conflict(f"{wat} al vast met een ander. Haal die wens eerst weg.")
    sleutel = {"gemeente_id": zaak.gemeente_id, "id": uuid7(), "zaak_id": zaak.id, "woning_id": woning.id}
    wens = Matchwens(**sleutel, soort=soort, reden=waarom, door_id=actor.gebruiker_id)
    _bewaar(session, wens)
    gegevens = {"woning": woning.adres, "reden": waarom}
    noteer(session, actor=actor, soort=f"matchwens_{soort}", object_=wens, zaak_id=zaak.id, gegevens=gegevens)
    return wens


def _bewaar(session: CasusSessie, wens: Matchwens) -> None:
    """Raises Conflict als een collega op hetzelfde moment dit huishouden of deze woning vastzette."""
    session.add(wens)
    try:
        session.flush()
    except IntegrityError as fout:
        wat = "Een collega legde net ook iets vast over dit huishouden of deze woning."
        raise Conflict(f"{wat} Ververs de pagina en kijk wat er nu staat.") from fout


def haal_weg(session: CasusSessie, wens: Matchwens, *, actor: Actor) -> Matchwens:
    """Haalt een wens weg; zij blijft bewaard met de dag waarop zij verviel. Raises GeenRecht, Conflict (al weg)."""
    permissions.check(actor, RECHT)
    wijzig(session, wens, {"vervallen_op": nu()}, waar={"vervallen_op": None})
    adres = session.scalars(select(Woning.adres).where(Woning.id == wens.woning_id)).one()
    gegevens = {"woning": adres}
    noteer(session, actor=actor, soort="matchwens_weg", object_=wens, zaak_id=wens.zaak_id, gegevens=gegevens)
    return wens


def laad_wens(session: CasusSessie, wens_id: UUID) -> Matchwens:
    """De wens met dit id. Raises NietGevonden."""
    wens = session.scalars(select(Matchwens).where(Matchwens.id == wens_id)).one_or_none()
    if wens is None:
        raise NietGevonden("Deze wens hoort bij een andere gemeente of bestaat niet.")
    return wens


def _keur(soort: str, reden: str) -> str:
    waarom = " ".join(reden.split())
    if soort not in SOORTEN:
        raise InvoerFout([VeldFout("soort", "Kies of dit huishouden en deze woning wel of niet bij elkaar horen.")])
    if not waarom:
        raise InvoerFout([VeldFout("reden", "Schrijf op waarom. Een collega leest dit later.")])
    if len(waarom) > LANGSTE_REDEN:
        raise InvoerFout([VeldFout("reden", f"Houd het kort: hoogstens {LANGSTE_REDEN} tekens.")])
    return waarom


def _geldig(session: CasusSessie, zaak: Zaak, woning: Woning) -> list[Matchwens]:
    """Wat er nu geldt over dit huishouden of deze woning."""
    raakt = (Matchwens.zaak_id == zaak.id) | (Matchwens.woning_id == woning.id)
    vraag = select(Matchwens).where(Matchwens.vervallen_op.is_(None), raakt).order_by(Matchwens.id)
    return list(session.scalars(vraag.with_for_update()))
