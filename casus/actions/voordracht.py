"""De woning bij een voordracht: vastgehouden voor één huishouden tegelijk."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from casus.actions.wijzigen import wijzig
from casus.actions.zoekindex import werk_zaak_bij
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout
from casus.models import Aanbod, Besluit, Woning, Zaak


def reserveer_woning(session: CasusSessie, zaak: Zaak, besluit: Besluit) -> Aanbod:
    """Houdt de woning uit het voorstel vast. Raises InvoerFout (geen woning), Conflict (net aan een ander)."""
    woning = _gekozen_woning(session, besluit)
    try:
        wijzig(session, woning, {"status": "voorgedragen"}, waar={"status": "beschikbaar"})
        aanbod = Aanbod(
            gemeente_id=zaak.gemeente_id, id=uuid7(), zaak_id=zaak.id, woning_id=woning.id, besluit_id=besluit.id
        )
        session.add(aanbod)
        session.flush()
    except IntegrityError as fout:
        zin = "Dit huishouden heeft al een woning die is voorgedragen of aangeboden. Trek die eerst in."
        raise Conflict(zin) from fout
    except Conflict as fout:
        zin = f"{woning.adres} is net voorgedragen voor een ander huishouden. Kies een andere woning."
        raise Conflict(zin) from fout
    werk_zaak_bij(session, zaak)
    return aanbod


def _gekozen_woning(session: CasusSessie, besluit: Besluit) -> Woning:
    try:
        woning_id = UUID(str(besluit.gegevens.get("woning", "")))
    except ValueError:
        raise InvoerFout([VeldFout("woning", "Kies de woning die u wilt aanbieden.")]) from None
    woning = session.scalars(select(Woning).where(Woning.id == woning_id)).one_or_none()
    if woning is None:
        raise InvoerFout([VeldFout("woning", "Deze woning bestaat niet of hoort bij een andere gemeente.")])
    return woning


def laat_woning_vrij(session: CasusSessie, besluit: Besluit, reden: str) -> None:
    """Geeft de woning vrij als het voorstel niet doorgaat."""
    aanbod = session.scalars(
        select(Aanbod).where(Aanbod.besluit_id == besluit.id, Aanbod.status == "voorgedragen")
    ).one_or_none()
    if aanbod is None:
        return
    wijzig(session, aanbod, {"status": "ingetrokken", "einde_reden": reden}, waar={"status": "voorgedragen"})
    session.execute(
        update(Woning)
        .where(Woning.id == aanbod.woning_id)
        .values(status="beschikbaar")
        .execution_options(synchronize_session=False)
    )
