"""Wat nodig is om een dossier samen te stellen, en om een verstuurd dossier terug te tonen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, union_all
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden, Weigering
from casus.models import (
    Besluit,
    Corporatie,
    Gebruiker,
    Gemeente,
    Parameter,
    Persoon,
    Profielbesluit,
    Taak,
    Verstrekking,
    Zaak,
)
from casus.queries.dossierlijsten import laad_lijsten
from casus.queries.gebruikers import collegas
from casus.rules import dossierprofielen, privacy
from casus.rules.dossierbron import Bron, Verzending
from casus.rules.dossierprofielen import Profiel
from casus.rules.dossiervelden import naam_van
from casus.rules.parameters import waarden_op
from casus.termijnen import vandaag

_WEG = "Dit dossier hoort bij een andere gemeente of bestaat niet."


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """Voor wie een dossier is. `id` is de corporatie, gemeente of persoon; het eigen team heeft er geen.
    `regio` zijn de andere gemeenten, om een gebied op een ruilkaart te herkennen.
    """

    naam: str
    id: UUID | None = None
    doelgroep_sth: bool = False
    regio: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stof:
    """Alles waaruit een dossier wordt gemaakt: het profiel dat vandaag geldt, de velden en de gemeente."""

    profiel: Profiel
    ontvanger: Ontvanger
    bron: Bron


def ontvangers(
    session: CasusSessie, zaak: Zaak, profiel: Profiel, personen: Sequence[Persoon] = ()
) -> Sequence[Ontvanger]:
    """Wie dit dossier kan krijgen; hoogstens één vraag, en bij een inzage geen als `personen` al zijn geladen."""
    if profiel.ontvanger_soort == "corporatie":
        rijen = session.scalars(select(Corporatie).order_by(Corporatie.naam))
        return [Ontvanger(een.naam, een.id, een.doelgroep_sth) for een in rijen]
    if profiel.ontvanger_soort == "gemeente":
        andere = select(Gemeente).where(Gemeente.id != zaak.gemeente_id).order_by(Gemeente.naam)
        rijen_ = session.scalars(andere).all()
        regio = tuple(een.naam for een in rijen_)
        return [Ontvanger(f"Gemeente {een.naam}", een.id, regio=regio) for een in rijen_]
    if profiel.ontvanger_soort == "betrokkene":
        return [Ontvanger(naam_van(een), een.id) for een in personen or personen_van(session, zaak)]
    return [Ontvanger("het eigen opgaveteam")]


def personen_van(session: CasusSessie, zaak: Zaak) -> Sequence[Persoon]:
    """De personen van het huishouden, op volgnummer."""
    vraag = select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id).order_by(Persoon.volgnummer)
    return session.scalars(vraag).all()


def laad_profiel(session: CasusSessie, code: str, dag: date | None = None) -> Profiel:
    """Het profiel zoals het op een dag geldt (vandaag); één vraag. Raises NietGevonden."""
    versies = select(Profielbesluit).where(Profielbesluit.profiel == code, Profielbesluit.status == "toegekend")
    return dossierprofielen.geldend(code, session.scalars(versies).all(), dag or vandaag())


def laad_stof(
    session: CasusSessie,
    zaak: Zaak,
    code: str,
    ontvanger: Ontvanger,
    actor: Actor,
    personen: Sequence[Persoon] = (),
    erbij: Collection[str] = (),
) -> Stof:
    """Het profiel en alles waaruit zijn velden komen; vier vragen. `zaak` met huishouden en casemanager. `erbij`: de
    gevoelige groepen van een inzage die iemand nakeek en aanvinkte.

    Raises NietGevonden, Weigering als dit dossier nog niet mag.
    """
    parameters, geldt = _normen(session, zaak, code)
    profiel = dossierprofielen.na_keuze(geldt, erbij)
    if profiel.voorwaarde:
        _check_ruil(session, zaak, ontvanger)
    personen = personen or personen_van(session, zaak)
    gemeente, contact, functie = _afzender(session, zaak, actor)
    verzending = Verzending(vandaag(), contact, functie)
    bron = Bron(
        *(zaak, zaak.huishouden, personen, gemeente, verzending, parameters),
        *(ontvanger.naam, profiel.doel, ontvanger.doelgroep_sth),
        persoon=next((een for een in personen if een.id == ontvanger.id), None),
        casemanager=zaak.casemanager.naam if zaak.casemanager else "",
        rijen=laad_lijsten(session, zaak, profiel.velden, ontvanger.id) | _weggelaten(geldt, profiel),
        regio=(gemeente.naam, *ontvanger.regio),
    )
    return Stof(profiel, ontvanger, bron)


def _weggelaten(geldt: Profiel, profiel: Profiel) -> dict[str, list[Any]]:
    """Wat van het profiel niet is aangevinkt: het document noemt het, met de reden."""
    return {"inzage.weggelaten": [code for code in geldt.velden if code not in profiel.velden]}


def _normen(session: CasusSessie, zaak: Zaak, code: str) -> tuple[dict[str, str], Profiel]:
    """De parameters en het profiel van vandaag, in één vraag."""
    sleutels = union_all(
        select(Parameter.gemeente_id, Parameter.id).where(Parameter.gemeente_id == zaak.gemeente_id),
        select(Profielbesluit.gemeente_id, Profielbesluit.id).where(
            Profielbesluit.gemeente_id == zaak.gemeente_id,
            Profielbesluit.profiel == code,
            Profielbesluit.status == "toegekend",
        ),
    ).subquery()
    vraag = (
        select(Parameter, Profielbesluit)
        .select_from(sleutels)
        .outerjoin(Parameter, and_(Parameter.gemeente_id == sleutels.c.gemeente_id, Parameter.id == sleutels.c.id))
        .outerjoin(
            Profielbesluit,
            and_(Profielbesluit.gemeente_id == sleutels.c.gemeente_id, Profielbesluit.id == sleutels.c.id),
        )
    )
    rijen = session.execute(vraag).all()
    parameters = waarden_op([rij[0] for rij in rijen if rij[0] is not None], vandaag())
    versies = [rij[1] for rij in rijen if rij[1] is not None]
    return parameters, dossierprofielen.geldend(code, versies, vandaag())


def _check_ruil(session: CasusSessie, zaak: Zaak, ontvanger: Ontvanger) -> None:
    besluiten = session.scalars(select(Besluit).where(Besluit.zaak_id == zaak.id, Besluit.soort == "ruil")).all()
    taken = session.scalars(select(Taak).where(Taak.zaak_id == zaak.id, Taak.soort == "WO-10")).all()
    if reden := privacy.ruil_akkoord(besluiten, taken, ontvanger.naam):
        raise Weigering(reden)


def _afzender(session: CasusSessie, zaak: Zaak, actor: Actor) -> tuple[Gemeente, Gebruiker, str]:
    """De gemeente en haar casemanager; is die er nog niet, dan wie verstuurt, of wie van hen te bellen is."""
    contact = zaak.casemanager_id or actor.gebruiker_id
    samen = select(Gemeente, Gebruiker).join(Gebruiker, Gebruiker.id == contact)
    gemeente, wie = session.execute(samen.where(Gemeente.id == zaak.gemeente_id)).one()
    if zaak.casemanager_id or wie.telefoon:
        return gemeente, wie, "casemanager" if zaak.casemanager_id else "opgaveteam"
    ids = [collega.id for collega in collegas(session, actor, "casemanager")]
    bereikbaar = select(Gebruiker).where(Gebruiker.id.in_(ids), Gebruiker.telefoon != "").order_by(Gebruiker.naam)
    return gemeente, session.scalars(bereikbaar).first() or wie, "casemanager"


def laad_verstrekking(session: CasusSessie, zaaknummer: str, verstrekking_id: UUID) -> Verstrekking:
    """Een verstrekking van deze zaak met haar document en wie haar vroeg. Raises NietGevonden."""
    vraag = (
        select(Verstrekking)
        .join(Zaak, (Zaak.gemeente_id == Verstrekking.gemeente_id) & (Zaak.id == Verstrekking.zaak_id))
        .where(Zaak.zaaknummer == zaaknummer, Verstrekking.id == verstrekking_id)
        .options(joinedload(Verstrekking.document), joinedload(Verstrekking.aangevraagd_door, innerjoin=True))
    )
    verstrekking = session.scalars(vraag).one_or_none()
    if verstrekking is None:
        raise NietGevonden(_WEG)
    return verstrekking


def versies_van(session: CasusSessie, verstrekking: Verstrekking) -> Sequence[Verstrekking]:
    """Het dossier met wat het vervangt en wat het vervangt, de nieuwste eerst; één vraag."""
    zelfde = (
        Verstrekking.zaak_id == verstrekking.zaak_id,
        Verstrekking.profiel == verstrekking.profiel,
        Verstrekking.ontvanger == verstrekking.ontvanger,
    )
    rijen = session.scalars(
        select(Verstrekking).where(*zelfde).order_by(Verstrekking.versie.desc(), Verstrekking.id.desc())
    ).all()
    return _reeks(rijen, verstrekking)


def was_beveiligd(session: CasusSessie, verstrekking: Verstrekking) -> bool:
    """Of een eerdere versie van dit dossier een kopie met een wachtwoord had; geen vraag bij een eerste versie."""
    eerder = verstrekking.vervangt_id
    while eerder is not None:
        vraag = select(Verstrekking.vervangt_id, Verstrekking.beveiligd_id).where(Verstrekking.id == eerder)
        eerder, kopie = session.execute(vraag).one()
        if kopie is not None:
            return True
    return False


def _reeks(rijen: Sequence[Verstrekking], deze: Verstrekking) -> list[Verstrekking]:
    """Alleen wat via `vervangt_id` met deze samenhangt."""
    op_id, erna = {een.id: een for een in rijen}, {een.vervangt_id: een for een in rijen if een.vervangt_id}
    keten, eerder = [deze], deze
    while eerder.vervangt_id in op_id:
        eerder = op_id[eerder.vervangt_id]
        keten.append(eerder)
    later = deze
    while later.id in erna:
        later = erna[later.id]
        keten.insert(0, later)
    return keten
