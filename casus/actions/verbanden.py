"""Zaken die bij elkaar horen: nareis, ruil of familie. Het verband staat op beide zaken."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Zaak, Zaakverband
from casus.queries.beeld import houd_vast
from casus.rules import permissions
from casus.vocab import VERBANDSOORTEN


def leg(session: CasusSessie, zaak: Zaak, *, actor: Actor, zaaknummer: str, soort: str) -> Zaakverband:
    """Legt een verband met een andere zaak van dezelfde gemeente. Raises GeenRecht, InvoerFout."""
    permissions.check(actor, "zaak.bewerken")
    if soort not in VERBANDSOORTEN:
        raise InvoerFout([VeldFout("soort", "Kies hoe de zaken bij elkaar horen.")])
    andere = _andere(session, zaak, zaaknummer)
    verband = Zaakverband(
        gemeente_id=zaak.gemeente_id,
        id=uuid7(),
        zaak_id=zaak.id,
        andere_id=andere.id,
        soort=soort,
        door_id=actor.gebruiker_id,
    )
    session.add(verband)
    session.flush()
    _noteer_op_beide(session, actor, "zaakverband", verband, zaak, andere)
    return verband


def verbreek(session: CasusSessie, verband: Zaakverband, *, actor: Actor) -> None:
    """Haalt het verband weg, van beide zaken. Raises GeenRecht."""
    permissions.check(actor, "zaak.bewerken")
    zaak, andere = _op_slot(session, verband.zaak_id, verband.andere_id)
    session.delete(verband)
    session.flush()
    _noteer_op_beide(session, actor, "zaakverband_weg", verband, zaak, andere)


def _andere(session: CasusSessie, zaak: Zaak, zaaknummer: str) -> Zaak:
    """De andere zaak, met beide op slot. Een nummer van een andere gemeente bestaat hier niet."""
    nummer = zaaknummer.strip().upper()
    if not nummer:
        raise InvoerFout([VeldFout("zaaknummer", "Vul het nummer van de andere zaak in, bijvoorbeeld DOE-2026-00042.")])
    if nummer == zaak.zaaknummer:
        raise InvoerFout([VeldFout("zaaknummer", "Dit is deze zaak zelf. Vul het nummer van de andere zaak in.")])
    andere_id = session.scalar(select(Zaak.id).where(Zaak.zaaknummer == nummer))
    if andere_id is None:
        raise InvoerFout([VeldFout("zaaknummer", NietGevonden().zin)])
    _, andere = _op_slot(session, zaak.id, andere_id)
    heen = (Zaakverband.zaak_id == zaak.id) & (Zaakverband.andere_id == andere_id)
    terug = (Zaakverband.zaak_id == andere_id) & (Zaakverband.andere_id == zaak.id)
    eerder = session.scalar(select(Zaakverband.soort).where(or_(heen, terug)))
    if eerder is not None:
        zin = f"Deze zaken horen al bij elkaar: {VERBANDSOORTEN[eerder]}. Haal dat eerst weg."
        raise InvoerFout([VeldFout("zaaknummer", zin)])
    return andere


def _op_slot(session: CasusSessie, een: UUID, ander: UUID) -> tuple[Zaak, Zaak]:
    """Beide zaken op slot, altijd in dezelfde volgorde: zo wachten twee collega's nooit op elkaar."""
    zaken = {zaak_id: houd_vast(session, zaak_id) for zaak_id in sorted((een, ander))}
    return zaken[een], zaken[ander]


def _noteer_op_beide(
    session: CasusSessie, actor: Actor, soort: str, verband: Zaakverband, zaak: Zaak, andere: Zaak
) -> None:
    paren = sorted(((zaak, andere), (andere, zaak)), key=lambda paar: paar[0].id)
    for deze, met in paren:
        gegevens = {"zaaknummer": met.zaaknummer, "soort": VERBANDSOORTEN[verband.soort]}
        noteer(session, actor=actor, soort=soort, object_=verband, zaak_id=deze.id, gegevens=gegevens)
