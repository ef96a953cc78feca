"""Een lijst bewaren als weergave, haar een andere naam geven, delen met het team en weggooien; en kolommen kiezen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, func, select, update

from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import GeenRecht, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Gebruiker, Weergave
from casus.queries.lijstkeuze import Keuze, Lijst
from casus.rules import permissions

LANGSTE_NAAM: Final = 60
MEESTE: Final = 20
"""Zoveel weergaven kan iemand bewaren: elke staat met haar aantal naast de lijst."""


def bewaar(session: CasusSessie, *, actor: Actor, naam: str, keuze: Keuze, gedeeld: bool) -> Weergave:
    """Bewaart filters en volgorde onder een naam; vrije tekst gaat niet mee. Raises InvoerFout, Weigering."""
    permissions.check(actor, "weergave.bewaren")
    eigen = select(func.count(Weergave.id)).where(Weergave.eigenaar_id == actor.gebruiker_id)
    if (session.scalar(eigen) or 0) >= MEESTE:
        raise Weigering(f"U hebt al {MEESTE} weergaven bewaard. Gooi er eerst een weg.")
    weergave = Weergave(
        gemeente_id=actor.gemeente_id,
        id=uuid7(),
        eigenaar_id=actor.gebruiker_id,
        naam=_vrije_naam(session, actor, naam),
        lijst=keuze.lijst,
        filters=keuze.argumenten(),
        gedeeld=gedeeld,
    )
    session.add(weergave)
    session.flush()
    if gedeeld:
        _meld_delen(session, weergave, actor)
    return weergave


def werk_bij(session: CasusSessie, weergave: Weergave, *, actor: Actor, keuze: Keuze) -> None:
    """Geeft een eigen weergave andere filters; bij een gedeelde komt dat in de keten. Raises GeenRecht."""
    _check_eigen(weergave, actor)
    filters = keuze.argumenten()
    if (keuze.lijst, filters) != (weergave.lijst, weergave.filters):
        weergave.lijst, weergave.filters = keuze.lijst, filters
        session.flush()
        if weergave.gedeeld:
            noteer(
                session, actor=actor, soort="weergave_bijgewerkt", object_=weergave, gegevens={"naam": weergave.naam}
            )


def hernoem(session: CasusSessie, weergave: Weergave, *, actor: Actor, naam: str) -> None:
    """Geeft een eigen weergave een andere naam; bij een gedeelde komt dat in de keten. Raises GeenRecht, InvoerFout."""
    _check_eigen(weergave, actor)
    nieuw, was = naam.strip(), weergave.naam
    if nieuw != was:
        wijzig(session, weergave, {"naam": _vrije_naam(session, actor, nieuw)}, waar={"naam": was})
        if weergave.gedeeld:
            gegevens = {"was": was, "naam": weergave.naam}
            noteer(session, actor=actor, soort="weergave_hernoemd", object_=weergave, gegevens=gegevens)


def deel(session: CasusSessie, weergave: Weergave, *, actor: Actor, gedeeld: bool) -> None:
    """Deelt een eigen weergave met het team, of houdt daarmee op. De teammanager kan dat laatste bij elke weergave:
    ook bij die van wie weg is. Raises GeenRecht."""
    if gedeeld or not actor.heeft_rol("teammanager"):
        _check_eigen(weergave, actor)
    if gedeeld != weergave.gedeeld:
        wijzig(session, weergave, {"gedeeld": gedeeld}, waar={"gedeeld": weergave.gedeeld})
        _meld_delen(session, weergave, actor)


def verwijder(session: CasusSessie, weergave: Weergave, *, actor: Actor) -> None:
    """Gooit een eigen weergave weg; bij een gedeelde komt dat in de keten. Raises GeenRecht."""
    _check_eigen(weergave, actor)
    eigen = (Weergave.gemeente_id == actor.gemeente_id, Weergave.id == weergave.id)
    session.execute(delete(Weergave).where(*eigen).execution_options(synchronize_session=False))
    if weergave.gedeeld:
        noteer(session, actor=actor, soort="weergave_weg", object_=weergave, gegevens={"naam": weergave.naam})


def zet_kolommen(session: CasusSessie, *, actor: Actor, lijst: Lijst, kolommen: Sequence[str]) -> None:
    """Bewaart de kolommen van één lijst bij de gebruiker: zij reizen mee naar elk apparaat."""
    permissions.check(actor, "weergave.bewaren")
    ik = Gebruiker.id == actor.gebruiker_id
    voorkeuren = session.scalars(select(Gebruiker.voorkeuren).where(ik).with_for_update()).one()
    gekozen = {**voorkeuren.get("kolommen", {}), lijst: list(kolommen)}
    session.execute(update(Gebruiker).where(ik).values(voorkeuren={**voorkeuren, "kolommen": gekozen}))


def _check_eigen(weergave: Weergave, actor: Actor) -> None:
    permissions.check(actor, "weergave.bewaren")
    if weergave.eigenaar_id != actor.gebruiker_id:
        raise GeenRecht("Deze weergave is van een collega. U kunt haar onder een eigen naam bewaren.")


def _vrije_naam(session: CasusSessie, actor: Actor, naam: str) -> str:
    naam = " ".join(naam.split())
    if not naam:
        raise InvoerFout([VeldFout("naam", "Vul een naam in waaraan u deze lijst herkent.")])
    if len(naam) > LANGSTE_NAAM:
        raise InvoerFout([VeldFout("naam", f"Kies een naam van hoogstens {LANGSTE_NAAM} tekens.")])
    zelfde = select(Weergave.id).where(Weergave.eigenaar_id == actor.gebruiker_id, Weergave.naam == naam)
    if session.scalar(zelfde):
        raise InvoerFout([VeldFout("naam", "U hebt al een weergave met deze naam. Kies een andere naam.")])
    return naam


def _meld_delen(session: CasusSessie, weergave: Weergave, actor: Actor) -> None:
    soort = "weergave_gedeeld" if weergave.gedeeld else "weergave_niet_gedeeld"
    noteer(session, actor=actor, soort=soort, object_=weergave, gegevens={"naam": weergave.naam})
