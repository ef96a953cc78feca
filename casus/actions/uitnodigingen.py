"""Wie bij een corporatie werkt, krijgt toegang met een uitnodiging, en verliest haar meteen als hij daar weggaat.

Toegang is een lidmaatschap per gemeente, met een begin en een einde (veiligheid B7). Het adres in de uitnodiging is het
enige geheim: het werkt één keer, een week lang, tot iemand het intrekt.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError

from casus import outbox
from casus.actions import vertrek
from casus.actions.dossierlinks import MEESTE_NAAM, trek_in_van
from casus.actions.geheimen import geheim_van, vingerafdruk
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Corporatie, Gebruiker, Lidmaatschap, Sessie, Uitnodiging
from casus.queries.actoren import lid_op
from casus.rules import emailadres, permissions
from casus.rules.rechten import CORPORATIE
from casus.sleutels import Sleutelbos
from casus.termijnen import nu, vandaag

MAIL: Final = "uitnodigingmail"
"""Het werk in de outbox: de mail met het adres."""
GELDIG: Final = timedelta(days=7)
_STIL = {"synchronize_session": False}


def nodig_uit(
    session: CasusSessie, *, actor: Actor, corporatie_id: UUID | None, naam: str, email: str, bos: Sleutelbos
) -> Uitnodiging:
    """Nodigt iemand van een corporatie uit; een eerdere open uitnodiging aan dit adres vervalt.

    Raises GeenRecht, InvoerFout (per veld).
    """
    permissions.check(actor, "corporatie.uitnodigen")
    corporatie = _keur(session, corporatie_id, naam, email)
    adres, uitnodiging_id = email.strip().casefold(), uuid7()
    _trek_open_in(session, adres)
    geheim = geheim_van(bos, "uitnodiging", uitnodiging_id)
    uitnodiging = Uitnodiging(
        gemeente_id=actor.gemeente_id,
        id=uitnodiging_id,
        corporatie_id=corporatie.id,
        naam=naam.strip(),
        email=adres,
        geheim_hash=vingerafdruk(geheim),
        verloopt_op=nu() + GELDIG,
        door_id=actor.gebruiker_id,
    )
    session.add(uitnodiging)
    session.flush()
    _noteer(session, actor, uitnodiging, "uitnodiging_gestuurd", uitnodiging.naam, corporatie.naam)
    outbox.zet_klaar(session, MAIL, {"uitnodiging": str(uitnodiging.id)}, actor.gemeente_id)
    return uitnodiging


def trek_in(session: CasusSessie, uitnodiging: Uitnodiging, *, actor: Actor) -> None:
    """Het adres in de uitnodiging werkt niet meer. Raises GeenRecht, Conflict als zij al gebruikt of ingetrokken is."""
    permissions.check(actor, "corporatie.uitnodigen")
    if not _raak(session, _open().where(Uitnodiging.id == uitnodiging.id).values(ingetrokken_op=nu())):
        raise Conflict("Deze uitnodiging is al aangenomen of ingetrokken. Kijk in de lijst hoe het nu zit.")
    naam = session.scalars(select(Corporatie.naam).where(Corporatie.id == uitnodiging.corporatie_id)).one()
    _noteer(session, actor, uitnodiging, "uitnodiging_ingetrokken", uitnodiging.naam, naam)


def neem_aan(
    session: CasusSessie, uitnodiging: Uitnodiging, *, gebruiker: Gebruiker | None, wachtwoord_hash: str
) -> Gebruiker:
    """Geeft toegang aan wie het geheim had: eenmalig, vanaf vandaag. Wie al een account heeft, houdt zijn wachtwoord.

    Raises Conflict als het adres intussen is gebruikt, ingetrokken of verlopen, of als het account er net is;
    Weigering als hij al een rol heeft.
    """
    if not _raak(session, _open().where(Uitnodiging.id == uitnodiging.id).values(gebruikt_op=nu())):
        raise Conflict("Deze uitnodiging werkt niet meer. Vraag de gemeente om een nieuwe.")
    wie = gebruiker or Gebruiker(id=uuid7(), naam=uitnodiging.naam, email=uitnodiging.email)
    if gebruiker is None:
        wie.wachtwoord_hash = wachtwoord_hash
        session.add(wie)
        _schrijf(session)
    elif _heeft_al(session, uitnodiging.email):
        raise Weigering("U hebt in deze gemeente al een rol. Log in met uw eigen wachtwoord.")
    sleutel = {"gemeente_id": uitnodiging.gemeente_id, "id": uuid7(), "gebruiker_id": wie.id}
    session.add(Lidmaatschap(**sleutel, rol=CORPORATIE, van=vandaag(), corporatie_id=uitnodiging.corporatie_id))
    naam = session.scalars(select(Corporatie.naam).where(Corporatie.id == uitnodiging.corporatie_id)).one()
    actor = Actor(wie.id, wie.naam, uitnodiging.gemeente_id)
    _noteer(session, actor, uitnodiging, "uitnodiging_aangenomen", wie.naam, naam)
    return wie


def _schrijf(session: CasusSessie) -> None:
    try:
        session.flush()
    except IntegrityError as fout:  # dezelfde mens nam in een andere gemeente net ook een uitnodiging aan
        zin = "U hebt net met dit e-mailadres een account gemaakt. Vul het wachtwoord daarvan in."
        raise Conflict(zin) from fout


def beeindig(session: CasusSessie, lid: Lidmaatschap, gebruiker: Gebruiker, *, actor: Actor) -> None:
    """Beëindigt meteen alles wat iemand van een corporatie in deze gemeente kan: lidmaatschap, sessies, links.

    Heeft hij in andere gemeenten van de regio ook toegang, dan horen zij het: elke gemeente beslist zelf.
    Raises GeenRecht, Conflict als de toegang al was beëindigd.
    """
    permissions.check(actor, "corporatie.uitnodigen")
    if not _sluit(session, lid):
        raise Conflict(f"De toegang van {gebruiker.naam} was al beëindigd.")
    in_deze_gemeente = (Sessie.gebruiker_id == gebruiker.id, Sessie.gemeente_id == actor.gemeente_id)
    sessies = update(Sessie).where(*in_deze_gemeente, Sessie.beeindigd_op.is_(None)).values(beeindigd_op=nu())
    session.execute(sessies, execution_options=_STIL)
    trek_in_van(session, gebruiker.email, actor=actor)
    _trek_open_in(session, gebruiker.email)
    naam = session.scalars(select(Corporatie.naam).where(Corporatie.id == lid.corporatie_id)).one()
    _noteer(session, actor, lid, "toegang_beeindigd", gebruiker.naam, naam)
    vertrek.zeg_het_de_regio(session, gebruiker.id, gemeente_id=actor.gemeente_id)


def _sluit(session: CasusSessie, lid: Lidmaatschap) -> bool:
    """Een lidmaatschap geldt tot en met een dag; dat van vandaag is dus pas weg als het er niet meer is."""
    deze = (Lidmaatschap.id == lid.id, Lidmaatschap.rol == CORPORATIE, lid_op(vandaag()))
    if lid.van >= vandaag():
        return _raak(session, delete(Lidmaatschap).where(*deze))
    return _raak(session, update(Lidmaatschap).where(*deze).values(tot=vandaag() - timedelta(days=1)))


def _keur(session: CasusSessie, corporatie_id: UUID | None, naam: str, email: str) -> Corporatie:
    corporatie = session.scalars(select(Corporatie).where(Corporatie.id == corporatie_id)).one_or_none()
    fouten = [] if corporatie else [VeldFout("corporatie", "Kies voor welke corporatie.")]
    if not naam.strip():
        fouten.append(VeldFout("naam", "Vul de naam in."))
    elif len(naam) > MEESTE_NAAM:
        fouten.append(VeldFout("naam", f"De naam is te lang: er is plaats voor {MEESTE_NAAM} tekens."))
    if (adres := emailadres.lees(email)) is None:
        fouten.append(VeldFout("email", emailadres.ZIN))
    elif _heeft_al(session, adres):
        fouten.append(VeldFout("email", "Wie dit adres heeft, heeft in deze gemeente al toegang."))
    if corporatie is None or fouten:
        raise InvoerFout(fouten)
    return corporatie


def _heeft_al(session: CasusSessie, email: str) -> bool:
    """Of iemand met dit adres hier vandaag al een rol heeft: niemand is tegelijk van het team en van een corporatie."""
    lid = select(Lidmaatschap.id).join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
    return session.scalars(lid.where(Gebruiker.email == email, lid_op(vandaag()))).first() is not None


def _open() -> Any:
    """De UPDATE van wat nog aangenomen kan worden."""
    nog = (Uitnodiging.gebruikt_op.is_(None), Uitnodiging.ingetrokken_op.is_(None), Uitnodiging.verloopt_op > nu())
    return update(Uitnodiging).where(*nog)


def _trek_open_in(session: CasusSessie, email: str) -> None:
    session.execute(_open().where(Uitnodiging.email == email).values(ingetrokken_op=nu()), execution_options=_STIL)


def _raak(session: CasusSessie, opdracht: Any) -> bool:
    return cast("CursorResult[Any]", session.execute(opdracht, execution_options=_STIL)).rowcount == 1


def _noteer(
    session: CasusSessie, actor: Actor, ding: Uitnodiging | Lidmaatschap, soort: str, naam: str, corporatie: str
) -> None:
    noteer(session, actor=actor, soort=soort, object_=ding, gegevens={"naam": naam, "corporatie": corporatie})
