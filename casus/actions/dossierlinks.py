"""Een link per dossier: voor één ontvanger, tot een dag, hoogstens zo vaak, met een code die apart wordt gegeven.

Het adres gaat in een mail zonder persoonsgegevens; de code staat daar nooit in. Eén UPDATE beslist over elke keer
ophalen en elke foute code, dus ook wie het tegelijk probeert, komt niet vaker binnen (veiligheid D5, A1).
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import contains_eager

from casus import outbox
from casus.actions.dossiers import check_maken
from casus.actions.geheimen import codehash, geheim_van, nieuwe_code, vingerafdruk
from casus.actions.signalen import signaleer
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Dossierinzage, Dossierlink, Verstrekking, Zaak
from casus.queries.dossierlinks import installatie_id, link_op_geheim
from casus.rules import emailadres, permissions
from casus.rules.dossierprofielen import profiel
from casus.sleutels import Sleutelbos
from casus.termijnen import NEDERLAND, nu, vandaag

MAIL: Final = "dossierlinkmail"
"""Het werk in de outbox: de mail met het adres."""
MEESTE_DAGEN: Final = 30
MEESTE_KEREN: Final = 20
MEESTE_FOUT: Final = 5
"""Na zoveel foute codes gaat de link op slot."""
MEESTE_NAAM: Final = 120
_GEBEURTENIS: Final = {
    "opgehaald": "dossier_opgehaald_link",
    "foute_code": "dossierlink_foute_code",
    "verlopen": "dossierlink_dicht",
}
_STIL = {"synchronize_session": False}
Soort = Literal["opgehaald", "foute_code", "verlopen"]


def maak(
    session: CasusSessie,
    verstrekking: Verstrekking,
    *,
    actor: Actor,
    naam: str,
    email: str,
    dagen: int,
    hoogstens: int,
    bos: Sleutelbos,
) -> tuple[Dossierlink, str, str]:
    """Maakt een link en zet de mail met het adres klaar. Geeft (link, geheim, code): de code is alleen nu te lezen.

    Raises GeenRecht, InvoerFout (per veld), Weigering als er niets (meer) op te halen is.
    """
    _keur_dossier(session, verstrekking, actor)
    _keur(naam, email, dagen, hoogstens)
    link_id, code, tot = uuid7(), nieuwe_code(), _laatste_dag(verstrekking, dagen)
    geheim = geheim_van(bos, "dossierlink", link_id)
    gehasht = {"geheim_hash": vingerafdruk(geheim), "code_hash": codehash(bos, link_id, code)}
    wie = {"naam": naam.strip(), "email": email.strip().casefold(), "door_id": actor.gebruiker_id}
    sleutel = {"gemeente_id": actor.gemeente_id, "id": link_id, "verstrekking_id": verstrekking.id}
    link = Dossierlink(**sleutel, **wie, **gehasht, verloopt_op=_einde_van(tot), hoogstens=hoogstens)
    session.add(link)
    session.flush()
    _noteer(session, actor, link, verstrekking, "dossierlink_gemaakt", tot=tot)
    outbox.zet_klaar(session, MAIL, {"link": str(link.id)}, actor.gemeente_id)
    return link, geheim, code


def trek_in(session: CasusSessie, link: Dossierlink, verstrekking: Verstrekking, *, actor: Actor) -> None:
    """De link werkt meteen niet meer. Raises GeenRecht, Conflict als dat al zo was."""
    permissions.check(actor, "dossierlink.maken")
    open_ = (Dossierlink.id == link.id, Dossierlink.ingetrokken_op.is_(None))
    if not _raak(session, update(Dossierlink).where(*open_).values(ingetrokken_op=nu())):
        raise Conflict("Deze link was al ingetrokken.")
    _noteer(session, actor, link, verstrekking, "dossierlink_ingetrokken")


def trek_in_van(session: CasusSessie, email: str, *, actor: Actor) -> None:
    """Trekt in deze gemeente elke link naar dit e-mailadres in: de ontvanger werkt er niet meer."""
    _trek_alle_in(session, Dossierlink.email == email.casefold(), actor=actor)


def trek_in_bij(session: CasusSessie, dossiers: Collection[UUID], *, actor: Actor) -> None:
    """Trekt elke link naar deze dossiers in: hun ontvanger heeft er niets meer mee te maken."""
    if dossiers:
        _trek_alle_in(session, Dossierlink.verstrekking_id.in_(dossiers), actor=actor)


def _trek_alle_in(session: CasusSessie, welke: ColumnElement[bool], *, actor: Actor) -> None:
    """Elke ingetrokken link staat in de keten van haar eigen zaak."""
    open_ = (Dossierlink.ingetrokken_op.is_(None), Dossierlink.verloopt_op > nu())
    vraag = select(Dossierlink).join(Dossierlink.verstrekking).where(welke, *open_).order_by(Dossierlink.id)
    for link in session.scalars(vraag.options(contains_eager(Dossierlink.verstrekking))).all():
        deze = (Dossierlink.id == link.id, Dossierlink.ingetrokken_op.is_(None))
        if _raak(session, update(Dossierlink).where(*deze).values(ingetrokken_op=nu())):
            _noteer(session, actor, link, link.verstrekking, "dossierlink_ingetrokken")


def haal_op(session: CasusSessie, geheim: str, code: str, bos: Sleutelbos) -> Verstrekking | None:
    """Het dossier bij dit geheim en deze code, geteld en vastgelegd; None als het niet mag, om welke reden ook.

    Ook een geweigerde poging wordt vastgelegd: de aanroeper legt de transactie dus altijd vast.
    """
    link = link_op_geheim(session, vingerafdruk(geheim))
    if link is None:
        return None
    juist = hmac.compare_digest(link.code_hash, codehash(bos, link.id, code))
    erbij = {"gebruikt": Dossierlink.gebruikt + 1} if juist else {"fout": Dossierlink.fout + 1}
    mocht = _nog_op_te_halen(session, link.verstrekking) and _raak(session, _open(link).values(**erbij))
    soort: Soort = ("opgehaald" if juist else "foute_code") if mocht else "verlopen"
    _leg_poging_vast(session, link, soort)
    return link.verstrekking if soort == "opgehaald" else None


def _open(link: Dossierlink) -> Any:
    """De UPDATE die alleen raakt zolang de link geldt, niet op slot is en niet op is."""
    return update(Dossierlink).where(
        Dossierlink.id == link.id,
        Dossierlink.ingetrokken_op.is_(None),
        Dossierlink.verloopt_op > nu(),
        Dossierlink.fout < MEESTE_FOUT,
        Dossierlink.gebruikt < Dossierlink.hoogstens,
    )


def _raak(session: CasusSessie, opdracht: Any) -> bool:
    return cast("CursorResult[Any]", session.execute(opdracht, execution_options=_STIL)).rowcount == 1


def _leg_poging_vast(session: CasusSessie, link: Dossierlink, soort: Soort) -> None:
    """In het logboek van het dossier, in de keten van de zaak, en bij de casemanager."""
    session.refresh(link, ["gebruikt", "fout"])
    dossier, wie = link.verstrekking, installatie_id(session)
    poging = Dossierinzage(
        gemeente_id=link.gemeente_id, id=uuid7(), verstrekking_id=dossier.id, link_id=link.id, soort=soort
    )
    session.add(poging)
    bezoeker = Actor(wie, "De ontvanger van een link", link.gemeente_id)
    _noteer(session, bezoeker, link, dossier, _GEBEURTENIS[soort], mislukt=soort != "opgehaald", **_hoe(link, soort))
    if soort != "verlopen":
        op_slot = soort == "foute_code" and link.fout >= MEESTE_FOUT
        vorm = "op_slot" if op_slot else "" if soort == "opgehaald" else soort
        meld_casemanager(session, dossier, poging, actor=Actor(wie, link.naam, link.gemeente_id), vorm=vorm)


def _hoe(link: Dossierlink, soort: Soort) -> dict[str, str]:
    """Hoe het ging, in woorden voor de tijdlijn."""
    if soort == "opgehaald":
        return {"keer": f"keer {link.gebruikt} van {link.hoogstens}"}
    if soort == "verlopen":
        return {"zin": f"de link voor {link.naam} werkt niet meer."}
    keer = f"{link.fout} van {MEESTE_FOUT}"
    return {"keer": keer, "zin": f"een verkeerde code bij de link voor {link.naam} ({keer})."}


def meld_casemanager(
    session: CasusSessie, dossier: Verstrekking, inzage: Dossierinzage, *, actor: Actor, vorm: str = ""
) -> None:
    """Een signaal voor de casemanager van de zaak; is die er niet, dan voor wie het dossier vroeg."""
    casemanager = session.scalar(select(Zaak.casemanager_id).where(Zaak.id == dossier.zaak_id))
    signaleer(
        session,
        actor=actor,
        soort="dossier",
        aan=[casemanager or dossier.aangevraagd_door_id],
        kenmerk=f"dossier:{inzage.id}",
        zaak_id=dossier.zaak_id,
        gegevens={"naam": actor.naam} | ({"vorm": vorm} if vorm else {}),
    )


def _nog_op_te_halen(session: CasusSessie, dossier: Verstrekking) -> bool:
    """Of iemand van buiten het nog krijgt: gemaakt, niet ingetrokken, niet voorbij, en geen nieuwere versie."""
    voorbij = dossier.eindigt_op is not None and dossier.eindigt_op < vandaag()
    if dossier.status != "gemaakt" or dossier.ingetrokken_op is not None or voorbij:
        return False
    nieuwer = (Verstrekking.vervangt_id == dossier.id, Verstrekking.status == "gemaakt")
    return session.scalars(select(Verstrekking.id).where(*nieuwer)).first() is None


def waarom_geen_link(session: CasusSessie, dossier: Verstrekking, *, actor: Actor) -> str:
    """De zin waarom deze actor bij dit dossier geen link kan maken; leeg als het kan."""
    try:
        _keur_dossier(session, dossier, actor)
    except Weigering as geweigerd:
        return geweigerd.zin
    return ""


def _keur_dossier(session: CasusSessie, dossier: Verstrekking, actor: Actor) -> None:
    permissions.check(actor, "dossierlink.maken")
    check_maken(profiel(dossier.profiel), actor=actor)
    if dossier.status != "gemaakt":
        raise Weigering("Dit dossier wordt nog gemaakt. Probeer het over een minuut opnieuw.")
    if dossier.ontvanger_soort == "team":
        raise Weigering("Dit dossier is alleen voor het team. Maak een dossier voor een ontvanger van buiten.")
    if profiel(dossier.profiel).dagen == 0:
        raise Weigering("Dit dossier gaat niet met een link weg. Geef het zelf aan wie het krijgt.")
    if not _nog_op_te_halen(session, dossier):
        raise Weigering("Dit dossier is ingetrokken, voorbij of vervangen. Maak de link bij een dossier dat nog geldt.")


def _keur(naam: str, email: str, dagen: int, hoogstens: int) -> None:
    fouten = []
    if not naam.strip():
        fouten.append(VeldFout("naam", "Vul in voor wie de link is."))
    elif len(naam) > MEESTE_NAAM:
        fouten.append(VeldFout("naam", f"De naam is te lang: er is plaats voor {MEESTE_NAAM} tekens."))
    if emailadres.lees(email) is None:
        fouten.append(VeldFout("email", emailadres.ZIN))
    if not 1 <= dagen <= MEESTE_DAGEN:
        fouten.append(VeldFout("dagen", f"Vul een getal in van 1 tot en met {MEESTE_DAGEN}."))
    if not 1 <= hoogstens <= MEESTE_KEREN:
        fouten.append(VeldFout("hoogstens", f"Vul een getal in van 1 tot en met {MEESTE_KEREN}."))
    if fouten:
        raise InvoerFout(fouten)


def _laatste_dag(dossier: Verstrekking, dagen: int) -> date:
    tot = vandaag() + timedelta(days=dagen)
    return min(tot, dossier.eindigt_op) if dossier.eindigt_op else tot


def _einde_van(dag: date) -> datetime:
    """Het einde van deze dag in Nederland."""
    return datetime.combine(dag + timedelta(days=1), time(), NEDERLAND)


def _noteer(
    session: CasusSessie,
    actor: Actor,
    link: Dossierlink,
    dossier: Verstrekking,
    soort: str,
    mislukt: bool = False,
    **meer: Any,
) -> None:
    gegevens = {"naam": link.naam, "ontvanger": dossier.ontvanger, **meer}
    uitkomst: Literal["gelukt", "geweigerd"] = "geweigerd" if mislukt else "gelukt"
    noteer(
        session,
        actor=actor,
        soort=soort,
        object_=dossier,
        zaak_id=dossier.zaak_id,
        gegevens=gegevens,
        resultaat=uitkomst,
    )
