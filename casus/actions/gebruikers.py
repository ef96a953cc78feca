"""Gebruikers toevoegen, rollen geven en wachtwoorden zetten."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from casus.actions.verwijzingen import collega_met_rol
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Functie, Functiehouder, Gebruiker, Lidmaatschap, Sessie
from casus.rules import emailadres, permissions, rechten
from casus.rules.zinnen import rol_tekst
from casus.tekens import bezwaar
from casus.termijnen import nu, vandaag


def voeg_toe(session: CasusSessie, *, actor: Actor, naam: str, email: str, telefoon: str = "") -> Gebruiker:
    """Voegt een gebruiker toe, nog zonder rol of wachtwoord. Raises GeenRecht, InvoerFout."""
    permissions.check(actor, "inrichting.beheren")
    adres = emailadres.lees(email)
    if adres is None:
        raise InvoerFout([VeldFout("email", emailadres.ZIN)])
    if not naam.strip():
        raise InvoerFout([VeldFout("naam", "Vul de naam in.")])
    if zin := bezwaar(naam):
        raise InvoerFout([VeldFout("naam", zin)])
    if session.scalars(select(Gebruiker.id).where(Gebruiker.email == adres)).first() is not None:
        raise InvoerFout([VeldFout("email", "Er is al een gebruiker met dit e-mailadres.")])
    gebruiker = Gebruiker(id=uuid7(), naam=naam.strip(), email=adres, telefoon=telefoon.strip())
    session.add(gebruiker)
    session.flush()
    _noteer(session, actor, gebruiker, "gebruiker_toegevoegd")
    return gebruiker


def geef_rol(session: CasusSessie, gebruiker: Gebruiker, *, actor: Actor, rol: str, van: date | None = None) -> None:
    """Geeft een rol in de gemeente van de actor; een approver krijgt ook de functie. Raises GeenRecht, InvoerFout."""
    permissions.check(actor, "inrichting.beheren")
    if rol not in rechten.ROLLEN:
        bekend = ", ".join(sorted(rechten.ROLLEN))
        raise InvoerFout([VeldFout("rol", f"De rol {rol} bestaat niet. Kies uit: {bekend}.")])
    begin = van or vandaag()
    heeft_al = select(Lidmaatschap.id).where(
        Lidmaatschap.gebruiker_id == gebruiker.id, Lidmaatschap.rol == rol, Lidmaatschap.tot.is_(None)
    )
    if session.scalars(heeft_al).first() is not None:
        raise InvoerFout([VeldFout("rol", f"{gebruiker.naam} heeft de rol {rol_tekst(rol)} al.")])
    sleutel = {"gemeente_id": actor.gemeente_id, "gebruiker_id": gebruiker.id, "van": begin}
    session.add(Lidmaatschap(id=uuid7(), rol=rol, **sleutel))
    functie = session.scalars(select(Functie).where(Functie.code == rol)).one_or_none()
    if functie is not None:
        session.add(Functiehouder(id=uuid7(), functie_id=functie.id, **sleutel))
    session.flush()
    beeindig_sessies(session, gebruiker.id)  # andere rollen: opnieuw inloggen (veiligheid D1)
    _noteer(session, actor, gebruiker, "rol_toegekend", rol=rol_tekst(rol))


def zet_wachtwoord(session: CasusSessie, gebruiker: Gebruiker, *, actor: Actor, wachtwoord_hash: str) -> None:
    """Zet een nieuw wachtwoord (al gehasht) en beëindigt alle sessies van de gebruiker (veiligheid D1)."""
    if actor.gebruiker_id != gebruiker.id:
        permissions.check(actor, "inrichting.beheren")
        if not any(collega_met_rol(session, gebruiker.id, rol) for rol in (None, rechten.CORPORATIE)):
            raise NietGevonden(
                f"{gebruiker.naam} werkt niet in deze gemeente. Vraag de beheerder van de eigen gemeente."
            )
    gebruiker.wachtwoord_hash = wachtwoord_hash
    session.flush()
    beeindig_sessies(session, gebruiker.id)
    _noteer(session, actor, gebruiker, "wachtwoord_gewijzigd")


def beeindig_sessies(session: CasusSessie, gebruiker_id: UUID) -> None:
    """Logt de gebruiker overal uit."""
    session.execute(
        update(Sessie)
        .where(Sessie.gebruiker_id == gebruiker_id, Sessie.beeindigd_op.is_(None))
        .values(beeindigd_op=nu())
        .execution_options(synchronize_session=False)
    )


def _noteer(session: CasusSessie, actor: Actor, gebruiker: Gebruiker, soort: str, **meer: str) -> None:
    noteer(session, actor=actor, soort=soort, object_=gebruiker, gegevens={"naam": gebruiker.naam, **meer})
