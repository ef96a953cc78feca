"""Werk voor na de transactie, met dezelfde transactie bewaard: nooit verloren, hooguit twee keer gedaan.

Een werker claimt een rij door haar uit te stellen (geen slot tijdens het werk: SQLite kent maar één schrijver), voert
uit, en vinkt af. Sterft hij ertussen, dan komt de rij na CLAIM terug; elke handler moet dus een tweede keer verdragen.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid5

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from casus.db import Basis, CasusSessie, Database, uuid7
from casus.errors import CasusFout
from casus.models import Outbox
from casus.termijnen import nu

Handler = Callable[[Database, Outbox], None]
Afloop = Literal["klaar", "later", "mislukt"]

CLAIM = timedelta(minutes=5)  # ruim meer dan het langste werk (een PDF mag 45 seconden duren)
POGINGEN = 8
VOORSPRONG = timedelta(hours=1)
_EERSTE_PAUZE, _LANGSTE_PAUZE = timedelta(seconds=30), timedelta(hours=1)
_UITSTEL = timedelta(minutes=10)
_PAKKET = Path(__file__).parent
_KENMERKEN = UUID("5d1c3c54-5b0e-4b0a-9a5e-0d7a7f3f6b1e")
# Core: de outbox hoort bij de installatie, heeft dus geen gemeentefilter nodig, en zit in elke overgang.
_NIEUW = insert(Basis.metadata.tables["outbox"])


class Uitstel(CasusFout):
    """Het werk kan nu niet en dat is niemands fout (Pango ontbreekt): de rij wacht, zonder een poging te verliezen.

    `zin` wordt bewaard en noemt dus nooit een persoon.
    """

    status = 503


class OnbekendWerk(LookupError):
    """Voor dit soort werk is er geen handler (programmeerfout, of een werker van een oudere versie)."""


def zet_klaar(
    session: CasusSessie, soort: str, inhoud: Mapping[str, Any], gemeente_id: UUID | None, *, voorrang: bool = False
) -> UUID:
    """Zet werk klaar in de transactie van de sessie en geeft het id. `inhoud` verwijst met id's.

    `voorrang`: er zit iemand op te wachten, dus vóór de post en de brieven van het laatste uur. Wat langer ligt, gaat
    ook dan eerst: zo komt elk werk aan de beurt.
    """
    outbox_id = uuid7()
    rij = _rij(outbox_id, soort, inhoud, gemeente_id)
    if voorrang:
        rij["volgende_op"] -= VOORSPRONG
    session.connection().execute(_NIEUW, rij)
    return outbox_id


def zet_eens_klaar(session: CasusSessie, soort: str, inhoud: Mapping[str, Any], kenmerk: str) -> bool:
    """Zet werk van de installatie klaar, tenzij er met dit kenmerk al werk is (geweest). Geeft of het nieuw is.

    Het id volgt uit het kenmerk: twee werkers tegelijk, of een die opnieuw begint, maken samen één rij.
    """
    dialect, tabel = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite), _NIEUW.table
    rij = _rij(uuid5(_KENMERKEN, f"{soort}:{kenmerk}"), soort, inhoud, None)
    nieuw = dialect.insert(tabel).on_conflict_do_nothing(index_elements=["id"]).returning(tabel.c.id)
    return session.connection().execute(nieuw, rij).first() is not None


def _rij(outbox_id: UUID, soort: str, inhoud: Mapping[str, Any], gemeente_id: UUID | None) -> dict[str, Any]:
    moment = nu()
    rij = {"id": outbox_id, "gemeente_id": gemeente_id, "soort": soort, "inhoud": dict(inhoud), "status": "wacht"}
    return {**rij, "pogingen": 0, "volgende_op": moment, "laatste_fout": "", "gemaakt_op": moment}


def neem(session: CasusSessie, aantal: int, outbox_id: UUID | None = None) -> list[Outbox]:
    """Claimt het oudste werk dat aan de beurt is; de aanroeper legt vast en voert daarna pas uit.

    Met `outbox_id` alleen die rij, ook als zij nog niet aan de beurt is. Op PostgreSQL slaan werkers elkaar over.
    """
    vraag = select(Outbox).where(Outbox.status == "wacht").order_by(Outbox.volgende_op, Outbox.id).limit(aantal)
    vraag = vraag.where(Outbox.volgende_op <= nu() if outbox_id is None else Outbox.id == outbox_id)
    rijen = list(session.scalars(vraag.with_for_update(skip_locked=True)))
    for rij in rijen:
        rij.pogingen += 1
        rij.volgende_op = nu() + CLAIM
    session.flush()
    return rijen


def verwerk_een(db: Database, outbox_id: UUID | None, handlers: Mapping[str, Handler]) -> Afloop | None:
    """Claimt één rij, voert haar uit en vinkt haar af. None als er niets te doen was."""
    with db.unit_of_work() as session:
        rijen = neem(session, 1, outbox_id)
    if not rijen:
        return None
    rij = rijen[0]
    if rij.pogingen > POGINGEN:  # de laatste werker is midden in zijn laatste poging gestorven
        return _bewaar(db, rij, status="mislukt", laatste_fout="De werker stopte steeds voordat het werk klaar was.")
    try:
        _handler(handlers, rij.soort)(db, rij)
    except Uitstel as uitstel:
        return _bewaar(db, rij, pogingen=rij.pogingen - 1, volgende_op=nu() + _UITSTEL, laatste_fout=uitstel.zin)
    except Exception as fout:  # wat er ook misgaat: de rij blijft en de werker gaat door met de volgende
        anders = {"status": "mislukt"} if rij.pogingen >= POGINGEN else {"volgende_op": nu() + pauze(rij.pogingen)}
        return _bewaar(db, rij, laatste_fout=_zonder_personen(fout), **anders)
    return _bewaar(db, rij, status="klaar", klaar_op=nu(), laatste_fout="")


def verwerk_alles(db: Database, handlers: Mapping[str, Handler]) -> int:
    """Werkt door tot er niets meer aan de beurt is en geeft hoeveel er klaar kwam."""
    klaar = 0
    while (afloop := verwerk_een(db, None, handlers)) is not None:
        klaar += afloop == "klaar"
    return klaar


def pauze(pogingen: int) -> timedelta:
    """Hoe lang te wachten na zoveel mislukte pogingen: 30 s, 1 min, 2 min … hoogstens een uur."""
    return min(_EERSTE_PAUZE * int(2 ** (pogingen - 1)), _LANGSTE_PAUZE)


def _handler(handlers: Mapping[str, Handler], soort: str) -> Handler:
    if soort not in handlers:
        raise OnbekendWerk(soort)
    return handlers[soort]


def _bewaar(db: Database, rij: Outbox, **waarden: Any) -> Afloop:
    """Schrijft de afloop, tenzij een andere werker de rij intussen heeft overgenomen: dan geldt diens afloop."""
    opdracht = update(Outbox).where(Outbox.id == rij.id, Outbox.status == "wacht", Outbox.pogingen == rij.pogingen)
    with db.unit_of_work() as session:
        session.execute(opdracht.values(**waarden), execution_options={"synchronize_session": False})
    status = waarden.get("status", "later")
    return "klaar" if status == "klaar" else "mislukt" if status == "mislukt" else "later"


def _zonder_personen(fout: Exception) -> str:
    """Wat er misging en waar. Nooit de melding zelf: daar staat de invoer in, en dus misschien een persoon."""
    eigen = [plek for plek in traceback.extract_tb(fout.__traceback__) if Path(plek.filename).is_relative_to(_PAKKET)]
    waar = f" in {Path(eigen[-1].filename).relative_to(_PAKKET)}:{eigen[-1].lineno}" if eigen else ""
    return f"{type(fout).__name__}{waar}"
