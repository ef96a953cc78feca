"""Kijken wordt vastgelegd: wie welke zaak, welk BSN of welk bestand heeft gezien (AVG art. 32, veiligheid C1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, select

from casus.actor import Actor
from casus.db import Bereik, Database
from casus.errors import InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Leesactie, Persoon, Zaak
from casus.rules import permissions
from casus.sleutels import Sleutelbos
from casus.termijnen import nu

LANGSTE_REDEN = 200
"""Tekens: waarom iemand een BSN wil zien."""
ZELFDE_BLIK = timedelta(minutes=10)
"""Zolang telt het lezen van hetzelfde document als één keer kijken."""
MEESTE_BLIKKEN = 10_000
"""Zoveel onthoudt één proces er; daarna begint het opnieuw."""

# Alleen wat is vastgelegd, per database en met het moment ervan: dan kost de volgende keer kijken geen vraag.
_ONTHOUDEN: WeakKeyDictionary[Engine, dict[tuple[UUID, UUID | None, str, UUID | None], datetime]] = WeakKeyDictionary()


def leg_vast(db: Database, *, actor: Actor, wat: str, zaak_id: UUID | None = None) -> None:
    """Schrijft een regel in het leeslogboek, in een transactie van haar eigen: een pagina bekijken verandert niets."""
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        session.add(_regel(actor, wat, zaak_id))


def _regel(actor: Actor, wat: str, zaak_id: UUID | None) -> Leesactie:
    wie = {"gemeente_id": actor.gemeente_id, "gebruiker_id": actor.gebruiker_id, "herkomst": actor.herkomst}
    return Leesactie(**wie, zaak_id=zaak_id, wat=wat)


def leg_eens_vast(db: Database, *, actor: Actor, wat: str, zaak_id: UUID | None = None) -> None:
    """Als `leg_vast`, maar niet opnieuw zolang hetzelfde nog openstaat: een document heeft veel bladen, en een pagina
    komt na elke knop terug. Staat het er al, dan wacht de pagina niet op wie er aan het schrijven is."""
    onthouden, blik = _ONTHOUDEN.setdefault(db.engine, {}), (actor.gemeente_id, actor.gebruiker_id, wat, zaak_id)
    eerder = onthouden.get(blik)
    if eerder is None or eerder <= nu() - ZELFDE_BLIK:
        eerder = _staat_er(db, actor, wat, zaak_id) or _schrijf_eens(db, actor, wat, zaak_id)
        if len(onthouden) >= MEESTE_BLIKKEN:
            onthouden.clear()
        onthouden[blik] = eerder


def _staat_er(db: Database, actor: Actor, wat: str, zaak_id: UUID | None) -> datetime | None:
    with db.lezen(Bereik.van(actor.gemeente_id)) as session:
        return session.scalar(_laatste_blik(actor, wat, zaak_id))


def _schrijf_eens(db: Database, actor: Actor, wat: str, zaak_id: UUID | None) -> datetime:
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        if (eerder := session.scalar(_laatste_blik(actor, wat, zaak_id))) is not None:
            return eerder  # een ander tabblad was net iets eerder
        regel = _regel(actor, wat, zaak_id)
        session.add(regel)
        session.flush()
    return regel.op


def _laatste_blik(actor: Actor, wat: str, zaak_id: UUID | None) -> Select[datetime]:
    zelfde = (
        Leesactie.zaak_id == zaak_id,
        Leesactie.op > nu() - ZELFDE_BLIK,
        Leesactie.gebruiker_id == actor.gebruiker_id,
        Leesactie.wat == wat,
    )
    return select(Leesactie.op).where(*zelfde).order_by(Leesactie.op.desc()).limit(1)


def toon_bsn(
    db: Database, bos: Sleutelbos, *, actor: Actor, zaaknummer: str, persoon_id: UUID | None, reden: str
) -> str:
    """Het BSN van één persoon, nadat is vastgelegd wie kijkt en waarom (veiligheid B6).

    Raises GeenRecht, InvoerFout (geen persoon of reden), NietGevonden, Weigering.
    """
    permissions.check(actor, "zaak.bewerken")
    waarom = " ".join(reden.split())
    _keur_bsn_vraag(persoon_id, waarom)
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        gevonden = session.execute(
            select(Zaak, Persoon)
            .join(Persoon, (Persoon.gemeente_id == Zaak.gemeente_id) & (Persoon.huishouden_id == Zaak.huishouden_id))
            .where(Zaak.zaaknummer == zaaknummer, Persoon.id == persoon_id)
        ).one_or_none()
        if gevonden is None:
            raise NietGevonden
        zaak, persoon = gevonden
        if persoon.bsn is None:
            raise Weigering("Van deze persoon is nog geen BSN bekend. Vul het in na de inschrijving in de BRP.")
        noteer(session, actor=actor, soort="bsn_getoond", object_=persoon, zaak_id=zaak.id, gegevens={"reden": waarom})
    return bos.ontsleutel(persoon.bsn)


def _keur_bsn_vraag(persoon_id: UUID | None, waarom: str) -> None:
    fouten = [] if persoon_id else [VeldFout("persoon", "Kies van wie u het BSN wilt zien.")]
    if not waarom:
        fouten.append(VeldFout("reden", "Schrijf op waarvoor u het BSN nodig hebt."))
    elif len(waarom) > LANGSTE_REDEN:
        fouten.append(VeldFout("reden", f"Houd het kort: hoogstens {LANGSTE_REDEN} tekens."))
    if fouten:
        raise InvoerFout(fouten)
