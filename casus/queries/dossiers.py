"""Wat nodig is om een dossier samen te stellen, en om een verstuurd dossier terug te tonen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, exists, select, union_all
from sqlalchemy.orm import aliased, joinedload

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
from casus.queries.weigering import laad_weigering
from casus.rules import dossierprofielen, privacy
from casus.rules.dossierbron import Bron, Verzending
from casus.rules.dossierprofielen import Profiel
from casus.rules.dossiervelden import naam_van
from casus.rules.dossierweigering import WEIGERING
from casus.rules.parameters import waarden_op
from casus.termijnen import vandaag

VASTE_ONTVANGERS: Final = {"team": "het eigen opgaveteam", "coa": "het COA"}
"""De ontvangers waarvan er één is, op hun soort."""
_WEG = "Dit dossier hoort bij een andere gemeente of bestaat niet."


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """Voor wie een dossier is. `id` is de corporatie, gemeente of persoon; het eigen team en het COA hebben er geen.
    `code` is die van de corporatie.
    `regio` zijn de andere gemeenten, om een gebied op een ruilkaart te herkennen.
    """

    naam: str
    id: UUID | None = None
    code: str = ""
    regio: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keuze:
    """Wat de maker van een dossier kiest: `erbij` de velden die hij nakeek en aanvinkte, `aanbod_id` over welk aanbod
    het gaat; leeg is het laatste dat het huishouden weigerde."""

    erbij: Collection[str] = ()
    aanbod_id: UUID | None = None


_NIETS: Final = Keuze()


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
        return [Ontvanger(een.naam, een.id, een.code) for een in rijen]
    if profiel.ontvanger_soort == "gemeente":
        andere = select(Gemeente).where(Gemeente.id != zaak.gemeente_id).order_by(Gemeente.naam)
        rijen_ = session.scalars(andere).all()
        regio = tuple(een.naam for een in rijen_)
        return [Ontvanger(f"Gemeente {een.naam}", een.id, regio=regio) for een in rijen_]
    if profiel.ontvanger_soort == "betrokkene":
        return [Ontvanger(naam_van(een), een.id) for een in personen or personen_van(session, zaak)]
    return [Ontvanger(VASTE_ONTVANGERS[profiel.ontvanger_soort])]


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
    keuze: Keuze = _NIETS,
) -> Stof:
    """Het profiel en alles waaruit zijn velden komen; vier vragen. `zaak` met huishouden en casemanager.

    Raises NietGevonden, Weigering als dit dossier nog niet of niet meer mag.
    """
    parameters, geldt = _normen(session, zaak, code)
    profiel = dossierprofielen.na_keuze(geldt, keuze.erbij)
    _check_mag(session, zaak, profiel, ontvanger)
    personen = personen or personen_van(session, zaak)
    gemeente, verzending = _afzender(session, zaak, actor)
    bron = Bron(
        *(zaak, zaak.huishouden, personen, gemeente, verzending, parameters),
        *(ontvanger.naam, profiel.doel, ontvanger.code),
        persoon=next((een for een in personen if een.id == ontvanger.id), None),
        casemanager=zaak.casemanager.naam if zaak.casemanager else "",
        rijen=laad_lijsten(session, zaak, profiel.velden, ontvanger.id) | _weggelaten(geldt, profiel),
        regio=(gemeente.naam, *ontvanger.regio),
        geweigerd=laad_weigering(session, zaak, keuze.aanbod_id) if code == WEIGERING else None,
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


def _check_mag(session: CasusSessie, zaak: Zaak, profiel: Profiel, ontvanger: Ontvanger) -> None:
    if reden := privacy.zaak_dicht(profiel, zaak):
        raise Weigering(reden)
    if profiel.voorwaarde:
        _check_ruil(session, zaak, ontvanger)


def _check_ruil(session: CasusSessie, zaak: Zaak, ontvanger: Ontvanger) -> None:
    besluiten = session.scalars(select(Besluit).where(Besluit.zaak_id == zaak.id, Besluit.soort == "ruil")).all()
    taken = session.scalars(select(Taak).where(Taak.zaak_id == zaak.id, Taak.soort == "WO-10")).all()
    if reden := privacy.ruil_akkoord(besluiten, taken, ontvanger.naam):
        raise Weigering(reden)


def _afzender(session: CasusSessie, zaak: Zaak, actor: Actor) -> tuple[Gemeente, Verzending]:
    """De gemeente met haar casemanager; is die er nog niet, dan wie verstuurt, of wie van hen te bellen is."""
    contact, dag = zaak.casemanager_id or actor.gebruiker_id, vandaag()
    samen = select(Gemeente, Gebruiker, _tussenvoorziening(zaak)).join(Gebruiker, Gebruiker.id == contact)
    gemeente, wie, plek = session.execute(samen.where(Gemeente.id == zaak.gemeente_id)).one()
    functie = "casemanager"
    if zaak.casemanager_id is None:
        wie, functie = (wie, "opgaveteam") if wie.telefoon else (_bereikbaar(session, actor) or wie, functie)
    return gemeente, Verzending(dag, wie, functie, verblijf_nu=privacy.verblijf(plek, dag))


def _bereikbaar(session: CasusSessie, actor: Actor) -> Gebruiker | None:
    ids = [collega.id for collega in collegas(session, actor, "casemanager")]
    met_nummer = select(Gebruiker).where(Gebruiker.id.in_(ids), Gebruiker.telefoon != "").order_by(Gebruiker.naam)
    return session.scalars(met_nummer).first()


def _tussenvoorziening(zaak: Zaak) -> ScalarSelect[dict[str, Any]]:
    """Wat bij de laatste taak Tussenvoorziening inzetten die af is, is ingevuld."""
    af = (Taak.gemeente_id == zaak.gemeente_id, Taak.zaak_id == zaak.id, Taak.soort == "WO-08", Taak.status == "gereed")
    laatste = select(Taak.gegevens).where(*af).order_by(Taak.gereed_op.desc(), Taak.id.desc()).limit(1)
    return laatste.scalar_subquery()


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


class TeVerbeteren(NamedTuple):
    """Een verstrekking met haar zaak (met huishouden en casemanager), en of er al een nieuwere versie is."""

    dossier: Verstrekking
    zaak: Zaak
    vervangen: bool


def laad_te_verbeteren(session: CasusSessie, zaaknummer: str, verstrekking_id: UUID) -> TeVerbeteren:
    """Alles om te zien of en wat er nu te verbeteren is, in één vraag. Raises NietGevonden."""
    nieuwer = aliased(Verstrekking)
    hoort = (nieuwer.gemeente_id == Verstrekking.gemeente_id, nieuwer.vervangt_id == Verstrekking.id)
    vraag = (
        select(Verstrekking, Zaak, exists().where(*hoort))
        .join(Zaak, (Zaak.gemeente_id == Verstrekking.gemeente_id) & (Zaak.id == Verstrekking.zaak_id))
        .where(Zaak.zaaknummer == zaaknummer, Verstrekking.id == verstrekking_id)
        .options(joinedload(Zaak.huishouden, innerjoin=True), joinedload(Zaak.casemanager))
    )
    rij = session.execute(vraag, execution_options={"populate_existing": True}).one_or_none()
    if rij is None:
        raise NietGevonden(_WEG)
    return TeVerbeteren(rij[0], rij[1], bool(rij[2]))


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


def mist_kopie(session: CasusSessie, dossiers: Sequence[Verstrekking]) -> set[UUID]:
    """Van deze dossiers wat zelf geen kopie met een wachtwoord heeft, en een eerdere versie ervan wel: de ontvanger
    vroeg erom. Eén vraag per versie terug; geen vraag als het allemaal eerste versies zijn."""
    eerder = {een.id: een.vervangt_id for een in dossiers if een.beveiligd_id is None and een.vervangt_id is not None}
    mist: set[UUID] = set()
    while eerder:
        vraag = select(Verstrekking.id, Verstrekking.vervangt_id, Verstrekking.beveiligd_id)
        oude = {rij.id: rij for rij in session.execute(vraag.where(Verstrekking.id.in_(eerder.values())))}
        mist |= {nieuw for nieuw, oud in eerder.items() if oude[oud].beveiligd_id is not None}
        verder = {nieuw: oude[oud].vervangt_id for nieuw, oud in eerder.items() if nieuw not in mist}
        eerder = {nieuw: oud for nieuw, oud in verder.items() if oud is not None}
    return mist


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
