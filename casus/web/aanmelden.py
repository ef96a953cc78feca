"""In- en uitloggen: keuren, tellen, vastleggen. De schermen staan in casus/views/inloggen.py."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import structlog
from flask import request
from sqlalchemy import select, update
from werkzeug.exceptions import TooManyRequests

from casus.actor import Actor
from casus.db import Bereik, Database
from casus.errors import GeenRecht, InvoerFout, NietGevonden, VeldFout
from casus.extensions import database
from casus.gebeurtenissen import noteer, weigering
from casus.models import Gebruiker
from casus.queries.actoren import gemeenten_van
from casus.web import limieten, sessies, wachtwoorden
from casus.web.cookies import websessie
from casus.web.gebruik import correlatie
from casus.web.sessies import Ingelogd

MISLUKT = "Het e-mailadres of het wachtwoord klopt niet."
log = structlog.get_logger("casus.aanmelden")


@dataclass(frozen=True, slots=True)
class Mislukt:
    """Een poging die na het antwoord nog moet worden vastgelegd: zo duurt een bekend adres niet langer."""

    db: Database
    gebruiker: Gebruiker | None
    zin: str
    kenmerk: str

    def leg_vast(self) -> None:
        """Bij een bekende gebruiker in de keten van elk van zijn gemeenten, anders alleen in het logboek."""
        log.warning("inloggen mislukt", kenmerk=self.kenmerk, bekend=self.gebruiker is not None)
        if self.gebruiker is None:
            return
        for gemeente in gemeenten_van(self.db, self.gebruiker.id):
            weigering(
                self.db,
                actor=_actor(self.gebruiker, gemeente.id, self.kenmerk),
                soort="inloggen_mislukt",
                object_id=self.gebruiker.id,
                zaak_id=None,
                zin=self.zin,
                object_soort="gebruiker",
            )


def _actor(gebruiker: Gebruiker, gemeente_id: UUID, kenmerk: str) -> Actor:
    return Actor(gebruiker.id, gebruiker.naam, gemeente_id, herkomst="web", correlatie=kenmerk)


def _tel(email: str) -> None:
    limieten.tel_alles()
    limieten.nog_ruimte("adres", request.remote_addr or "")
    limieten.tel("account", email)


def meld_aan(email: str, wachtwoord: str) -> Mislukt | None:
    """Keurt e-mailadres en wachtwoord en begint de sessie. Geeft de mislukte poging terug, of None als het lukte.

    Raises GeenRecht als de gebruiker vandaag nergens een rol heeft, TooManyRequests bij te veel pogingen.
    """
    db, email = database(), email.strip().casefold()
    with db.lezen() as session:
        gebruiker = session.scalars(select(Gebruiker).where(Gebruiker.email == email)).one_or_none()
    try:
        _tel(email)
    except TooManyRequests:
        Mislukt(db, gebruiker, "Te vaak geprobeerd.", correlatie()).leg_vast()
        raise
    opgeslagen = gebruiker.wachtwoord_hash if gebruiker is not None and gebruiker.actief else None
    juist = wachtwoorden.lengte_klopt(wachtwoord) and wachtwoorden.klopt(opgeslagen, wachtwoord)
    if not juist or gebruiker is None or opgeslagen is None:
        limieten.tel("adres", request.remote_addr or "")
        return Mislukt(db, gebruiker, MISLUKT, correlatie())
    if wachtwoorden.verouderd(opgeslagen):
        _vernieuw_hash(db, gebruiker, wachtwoord)
    _begin(db, gebruiker)
    return None


def _vernieuw_hash(db: Database, gebruiker: Gebruiker, wachtwoord: str) -> None:
    nieuw = wachtwoorden.hash_wachtwoord(wachtwoord)
    with db.unit_of_work() as session:
        session.execute(update(Gebruiker).where(Gebruiker.id == gebruiker.id).values(wachtwoord_hash=nieuw))


def _begin(db: Database, gebruiker: Gebruiker) -> None:
    gemeenten = gemeenten_van(db, gebruiker.id)
    if not gemeenten:
        raise GeenRecht("U hebt vandaag in geen enkele gemeente een rol. Vraag uw beheerder om een rol.")
    oude = websessie().ingelogd
    gemeente_id = gemeenten[0].id if len(gemeenten) == 1 else None
    with db.unit_of_work(Bereik.van(gemeente_id) if gemeente_id else None) as session:
        if oude is not None:
            sessies.beeindig(session, oude.sleutel_hash)
        sleutel = sessies.begin(session, gebruiker.id, gemeente_id, keuze=len(gemeenten) > 1)
        if gemeente_id:
            wie = _actor(gebruiker, gemeente_id, correlatie())
            noteer(session, actor=wie, soort="ingelogd", object_=gebruiker, gegevens={})
    websessie().word(sleutel)


def kies_gemeente(wie: Ingelogd, gekozen: str) -> None:
    """Gaat verder in een andere gemeente, met een nieuwe sessiesleutel. Raises InvoerFout, NietGevonden."""
    if not gekozen:
        raise InvoerFout([VeldFout("gemeente", "Kies een gemeente.")])
    db = database()
    gemeente = next((een for een in gemeenten_van(db, wie.gebruiker.id) if str(een.id) == gekozen), None)
    if gemeente is None:
        raise NietGevonden
    with db.unit_of_work(Bereik.van(gemeente.id)) as session:
        sessies.beeindig(session, wie.sleutel_hash)
        sleutel = sessies.begin(session, wie.gebruiker.id, gemeente.id, keuze=True, begonnen_op=wie.begonnen_op)
        actor = _actor(wie.gebruiker, gemeente.id, correlatie())
        noteer(session, actor=actor, soort="ingelogd", object_=wie.gebruiker, gegevens={})
    websessie().word(sleutel)


def meld_af() -> None:
    """Sluit de sessie op de server; de cookie is daarna niets meer waard."""
    wie = websessie().ingelogd
    if wie is not None:
        with database().unit_of_work(Bereik.van(wie.gemeente.id) if wie.gemeente else None) as session:
            sessies.beeindig(session, wie.sleutel_hash)
            if wie.gemeente is not None:
                actor = _actor(wie.gebruiker, wie.gemeente.id, correlatie())
                noteer(session, actor=actor, soort="uitgelogd", object_=wie.gebruiker, gegevens={})
    websessie().vergeet()
