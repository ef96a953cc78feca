"""Functies uit het mandaatregister: ze toevoegen, bezetten, laten eindigen, en vervangen (Awb art. 10:1, 10:8)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from casus.actions.gebruikers import beeindig_sessies
from casus.actions.verwijzingen import collega_met_rol
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.importers.tekst import schoon
from casus.models import Functie, Functiehouder, Gebruiker, Vervanging
from casus.rules import permissions
from casus.rules.registervervanging import Plan, keur, laatste_dag
from casus.rules.zinnen import dag_tekst, midden_in_zin
from casus.termijnen import vandaag

HOOGSTE_NIVEAU = 3
"""Het college (niveau 4) is er al, en één keer."""
_NIET_ZELF = "Wijs uzelf niet aan: een ander geeft u een functie. Vraag een andere beheerder."
_NIET_HET_COLLEGE = "Het college wijst u niet aan: het besluit samen. Leg zijn besluit vast bij het voorstel."
_DAG = timedelta(days=1)


def voeg_functie_toe(session: CasusSessie, *, actor: Actor, titel: str, niveau: int, extern: bool = False) -> Functie:
    """Voegt een functie toe waaraan het college mandaat kan geven. Raises GeenRecht, InvoerFout."""
    permissions.check(actor, "inrichting.beheren")
    naam, fouten = schoon(titel), []
    code = re.sub(r"[^a-z0-9]+", "_", naam.casefold()).strip("_")
    if not code or len(naam) > 80:
        fouten.append(VeldFout("titel", "Vul de naam van de functie in, hoogstens 80 tekens."))
    elif session.scalars(select(Functie.id).where((Functie.code == code) | (Functie.titel == naam))).first():
        fouten.append(VeldFout("titel", "Deze functie is er al."))
    if not 1 <= niveau <= HOOGSTE_NIVEAU:
        fouten.append(VeldFout("niveau", f"Kies een niveau van 1 tot en met {HOOGSTE_NIVEAU}."))
    if fouten:
        raise InvoerFout(fouten)
    functie = Functie(gemeente_id=actor.gemeente_id, id=uuid7(), code=code, titel=naam, niveau=niveau, extern=extern)
    session.add(functie)
    session.flush()
    noteer(
        session, actor=actor, soort="functie_toegevoegd", object_=functie, gegevens={"functie": naam, "niveau": niveau}
    )
    return functie


def wijs_aan(
    session: CasusSessie, functie: Functie, *, actor: Actor, gebruiker_id: UUID, van: date, tot: date | None = None
) -> Functiehouder:
    """Geeft iemand een functie, van en tot en met een dag. Raises GeenRecht, InvoerFout."""
    _check(session, actor, functie)
    if functie.niveau > HOOGSTE_NIVEAU:
        raise InvoerFout([VeldFout("houder", _NIET_HET_COLLEGE)])
    wie = _collega(session, actor, gebruiker_id, "houder")
    if tot is not None and tot < van:
        raise InvoerFout([VeldFout("tot", "Kies een laatste dag op of na de eerste dag.")])
    for eerder in _houders(session, functie):
        if (
            eerder.gebruiker_id == wie.id
            and (eerder.tot is None or eerder.tot >= van)
            and (not tot or eerder.van <= tot)
        ):
            raise InvoerFout([VeldFout("houder", f"{wie.naam} heeft deze functie in deze dagen al.")])
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7()}
    houder = Functiehouder(**sleutel, functie=functie, gebruiker=wie, van=van, tot=tot)
    session.add(houder)
    session.flush()
    beeindig_sessies(session, wie.id)  # andere rechten: opnieuw inloggen (veiligheid D1)
    _noteer(session, actor, "functiehouder", houder, functie, wie.naam, van=dag_tekst(van))
    return houder


def beeindig_functie(session: CasusSessie, houder: Functiehouder, *, actor: Actor, tot: date) -> Functiehouder:
    """Laat een functie eindigen op een dag. Wie dan iemand vervangt die er niet meer is, stopt mee.

    De functie en de gebruiker van de houder zijn geladen. Raises GeenRecht, InvoerFout, Weigering, Conflict.
    """
    functie, naam = houder.functie, houder.gebruiker.naam
    _check(session, actor, functie)
    if houder.tot is not None and houder.tot < vandaag():
        raise Weigering("Deze functie is al geëindigd.")
    vroegst = max(houder.van, vandaag() - _DAG)
    if tot < vroegst:
        raise InvoerFout([VeldFout("einde", f"Kies {dag_tekst(vroegst)} of een dag daarna.")])
    wijzig(session, houder, {"tot": tot}, waar={"tot": houder.tot})
    _kort_vervangingen_in(session, actor, functie)
    _noteer(session, actor, "functiehouder_beeindigd", houder, functie, naam, tot=dag_tekst(tot))
    return houder


def vervang(
    session: CasusSessie, functie: Functie, *, actor: Actor, gebruiker_id: UUID, van: date, tot: date
) -> Vervanging:
    """Wijst een vervanger aan, nooit ruimer dan wat vervangen wordt. Raises GeenRecht, InvoerFout."""
    _check(session, actor, functie)
    wie = _collega(session, actor, gebruiker_id, "vervanger")
    plan = Plan(functie, wie.id, van, tot)
    if fouten := keur(plan, _houders(session, functie), _vervangingen(session, functie), vandaag()):
        raise InvoerFout(fouten)
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7()}
    rij = Vervanging(**sleutel, functie=functie, gebruiker=wie, van=van, tot=tot)
    session.add(rij)
    session.flush()
    _noteer(session, actor, "vervanging", rij, functie, wie.naam, van=dag_tekst(van), tot=dag_tekst(tot))
    return rij


def beeindig_vervanging(session: CasusSessie, rij: Vervanging, *, actor: Actor) -> None:
    """De vervanging eindigt gisteren, of vervalt als zij nog moest beginnen. Functie en gebruiker zijn geladen.

    Raises GeenRecht, Weigering (al voorbij), Conflict.
    """
    _check(session, actor, rij.functie)
    if rij.tot < vandaag():
        raise Weigering("Deze vervanging is al voorbij.")
    _kort_in(session, actor, rij, rij.functie, vandaag() - _DAG)


def _check(session: CasusSessie, actor: Actor, functie: Functie) -> None:
    """Het recht, en de functie op slot: twee wijzigingen tegelijk zouden elkaar anders niet zien."""
    permissions.check(actor, "inrichting.beheren")
    session.execute(select(Functie.id).where(Functie.id == functie.id).with_for_update())


def _collega(session: CasusSessie, actor: Actor, gebruiker_id: UUID, veld: str) -> Gebruiker:
    if gebruiker_id == actor.gebruiker_id:
        raise InvoerFout([VeldFout(veld, _NIET_ZELF)])
    wie = collega_met_rol(session, gebruiker_id, None)
    if wie is None:
        raise InvoerFout([VeldFout(veld, "Kies een collega uit de lijst: iemand met een rol in deze gemeente.")])
    return wie


def _houders(session: CasusSessie, functie: Functie) -> list[Functiehouder]:
    """Vers gelezen: wat er voor het slot al was geladen, kan intussen zijn veranderd."""
    vraag = select(Functiehouder).where(Functiehouder.functie_id == functie.id)
    return list(session.scalars(vraag.execution_options(populate_existing=True)))


def _vervangingen(session: CasusSessie, functie: Functie) -> list[Vervanging]:
    vraag = select(Vervanging).where(Vervanging.functie_id == functie.id).order_by(Vervanging.van)
    return list(session.scalars(vraag.execution_options(populate_existing=True)))


def _kort_vervangingen_in(session: CasusSessie, actor: Actor, functie: Functie) -> None:
    houders, vervangingen = _houders(session, functie), _vervangingen(session, functie)
    for rij in vervangingen:
        tot = laatste_dag(rij, houders, [ander for ander in vervangingen if ander is not rij])
        if tot != rij.tot and rij.tot >= vandaag():
            _kort_in(session, actor, rij, functie, max(tot, vandaag() - _DAG))


def _kort_in(session: CasusSessie, actor: Actor, rij: Vervanging, functie: Functie, tot: date) -> None:
    wie = session.scalars(select(Gebruiker).where(Gebruiker.id == rij.gebruiker_id)).one()
    _noteer(session, actor, "vervanging_beeindigd", rij, functie, wie.naam, van=dag_tekst(rij.van), tot=dag_tekst(tot))
    if rij.van <= tot:
        wijzig(session, rij, {"tot": tot}, waar={"tot": rij.tot})
    else:
        weg = delete(Vervanging).where(Vervanging.id == rij.id)
        session.execute(weg.execution_options(synchronize_session=False))


def _noteer(
    session: CasusSessie,
    actor: Actor,
    soort: str,
    rij: Functiehouder | Vervanging,
    functie: Functie,
    naam: str,
    **meer: Any,
) -> None:
    gegevens = {"naam": naam, "functie": midden_in_zin(functie.titel), **meer}
    noteer(session, actor=actor, soort=soort, object_=rij, gegevens=gegevens)
