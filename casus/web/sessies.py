"""Ingelogde sessies op de server: alleen de SHA-256 van de sleutel staat in de database (veiligheid D1 en D2)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import OperationalError

from casus.db import CasusSessie, Database, vast
from casus.models import Gebruiker, Gemeente, Sessie, TweedeFactor
from casus.termijnen import nu

STILTE = timedelta(minutes=30)
"""Zo lang mag iemand niets doen."""
WAARSCHUW_VOOR = timedelta(minutes=2)
"""Zo lang daarvoor staat er een melding, met een knop om te blijven."""
HOOGSTENS = timedelta(hours=10)
"""Zo lang duurt een sessie op zijn langst."""
BIJHOUDEN = timedelta(minutes=1)
"""Zo vaak op zijn hoogst wordt geschreven dat iemand er nog is."""

log = structlog.get_logger("casus.sessies")


class Codeapp(NamedTuple):
    """De code-app van wie is ingelogd; `geheim` is versleuteld."""

    geheim: str
    laatste_stap: int
    sinds: datetime


@dataclass(frozen=True, slots=True)
class Ingelogd:
    """Wie er is ingelogd en in welke gemeente hij werkt (None zolang hij er geen heeft gekozen).

    `bevestigd_op`: wanneer deze sessie voor het laatst een goede code gaf. `app` is None zonder code-app.
    """

    sleutel_hash: str
    gebruiker: Gebruiker
    gemeente: Gemeente | None
    gegevens: dict[str, Any]
    begonnen_op: datetime
    bevestigd_op: datetime | None = None
    app: Codeapp | None = None


def vingerafdruk(sleutel: str) -> str:
    """SHA-256 van een sessiesleutel; de sleutel zelf bestaat alleen in de cookie."""
    return hashlib.sha256(sleutel.encode()).hexdigest()


def begin(
    session: CasusSessie,
    gebruiker_id: UUID,
    gemeente_id: UUID | None,
    keuze: bool,
    begonnen_op: datetime | None = None,
    bevestigd_op: datetime | None = None,
) -> str:
    """Opent een sessie en geeft de sleutel voor de cookie. `keuze`: de gebruiker werkt in meer gemeenten.

    `begonnen_op` blijft bij het wisselen van gemeente die van de eerste sessie: de tien uur beginnen niet opnieuw.
    """
    sleutel = secrets.token_urlsafe(32)
    session.add(
        Sessie(
            sleutel_hash=vingerafdruk(sleutel),
            gebruiker_id=gebruiker_id,
            gemeente_id=gemeente_id,
            gegevens={"csrf_token": secrets.token_hex(32), "keuze": keuze},
            begonnen_op=begonnen_op or nu(),
            bevestigd_op=bevestigd_op,
        )
    )
    return sleutel


def beeindig(session: CasusSessie, sleutel_hash: str) -> None:
    """Sluit één sessie: haar cookie is daarna niets meer waard."""
    opdracht = update(Sessie).where(Sessie.sleutel_hash == sleutel_hash, Sessie.beeindigd_op.is_(None))
    session.execute(opdracht.values(beeindigd_op=nu()))


def bevestig(session: CasusSessie, sleutel_hash: str) -> None:
    """Onthoudt dat deze sessie net een goede code gaf."""
    opdracht = update(Sessie).where(Sessie.sleutel_hash == sleutel_hash, Sessie.beeindigd_op.is_(None))
    session.execute(opdracht.values(bevestigd_op=nu()))


# de code-app gaat mee in dezelfde vraag: elke pagina met een besluit wil weten of er een is
_OP_SLEUTEL = vast(
    select(Sessie, Gebruiker, Gemeente, TweedeFactor.geheim, TweedeFactor.laatste_stap, TweedeFactor.begonnen_op)
    .join(Gebruiker, Gebruiker.id == Sessie.gebruiker_id)
    .outerjoin(Gemeente, Gemeente.id == Sessie.gemeente_id)
    .outerjoin(TweedeFactor, TweedeFactor.gebruiker_id == Sessie.gebruiker_id)
    .where(Sessie.sleutel_hash == bindparam("sleutel"))
)


def zoek(db: Database, sleutel: str, stil: bool = False) -> Ingelogd | None:
    """De sessie bij een cookie, of None als zij niet (meer) geldt. Houdt hoogstens elke minuut bij wie er nog is.

    `stil`: een pagina vraagt dit uit zichzelf, misschien zit er niemand meer. De sessie duurt er niet langer door.
    """
    with db.lezen() as session:
        rij = session.execute(_OP_SLEUTEL, {"sleutel": vingerafdruk(sleutel)}).one_or_none()
    if rij is None or not _geldt(rij[0], rij[1]):
        return None
    sessie, gebruiker, gemeente, geheim, laatste_stap, sinds = rij
    if not stil and nu() - sessie.gezien_op >= BIJHOUDEN:
        _gezien(db, sessie)
    app = Codeapp(geheim, laatste_stap, sinds) if geheim else None
    wie = (sessie.sleutel_hash, gebruiker, gemeente, sessie.gegevens, sessie.begonnen_op)
    return Ingelogd(*wie, sessie.bevestigd_op, app)


def _geldt(sessie: Sessie, gebruiker: Gebruiker) -> bool:
    moment = nu()
    return (
        sessie.beeindigd_op is None
        and gebruiker.actief
        and moment - sessie.gezien_op < STILTE
        and moment - sessie.begonnen_op < HOOGSTENS
    )


def _gezien(db: Database, sessie: Sessie) -> None:
    opdracht = update(Sessie).where(Sessie.sleutel_hash == sessie.sleutel_hash, Sessie.gezien_op == sessie.gezien_op)
    try:
        with db.unit_of_work() as session:
            session.execute(opdracht.values(gezien_op=nu()))
    except OperationalError:
        # Een drukke of volle database mag het lezen niet tegenhouden; het volgende verzoek probeert het opnieuw.
        log.warning("gezien_op niet bijgehouden")
