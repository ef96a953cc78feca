"""Waarden van de gemeente vastleggen: een grens, norm, punt of schakelaar vanaf een dag, met haar bron (invariant 9).

Wat al gold, verandert niet: een waarde begint vandaag of later, of waar nog geen waarde was. De vorige eindigt de dag
ervoor. Elke wijziging staat in de keten van de gemeente, met wat er stond.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.importers.tekst import schoon
from casus.models import Corporatie, Gebeurtenis, GebeurtenisInhoud, Gemeente, Parameter
from casus.queries.parameters import houd_gemeente_vast, houd_vast, rijen_van
from casus.rules import permissions
from casus.rules.parameterplan import Plan, kenteken, ontbreekt, plan, weer_tot
from casus.rules.parameters import standaard, waarde_op
from casus.rules.parametersoorten import GEEN, Onjuist, Soort, soort, soorten
from casus.rules.zinnen import dag_tekst
from casus.tekens import bezwaar
from casus.termijnen import moment_in_woorden, vandaag

LANGSTE_BRON: Final = 200
VASTGELEGD: Final = "waarde_vastgelegd"


class Vastgelegd(NamedTuple):
    """De rij die er nu staat, of zij nieuw is en nog moet beginnen (dan is zij ook weer weg te halen), en het kenteken
    van alle rijen zoals ze nu zijn."""

    rij: Parameter
    terug_te_draaien: bool
    kenteken: int


def leg_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    naam: str,
    waarde: str,
    vanaf: date,
    bron: str,
    tot: date | None = None,
    versie: int | None = None,
) -> Vastgelegd:
    """Legt een waarde van de gemeente vast, vanaf een dag; de vorige eindigt de dag ervoor. `waarde` is zoals getypt.

    `versie` is het kenteken van de rijen die de gebruiker zag. Raises GeenRecht, NietGevonden (geen waarde van casus),
    InvoerFout (velden waarde, vanaf, tot en bron), Weigering (er verandert niets), Conflict (een ander was eerder).
    """
    permissions.check(actor, "inrichting.beheren")
    wat, rijen = soort(naam), houd_vast(session, naam)
    _keur_versie(session, rijen, versie)
    nieuw = _keur(session, wat, waarde, vanaf, bron)
    gedaan = plan(rijen, vanaf, tot, vandaag())
    was = waarde_op(rijen, naam, vanaf)
    _keur_verschil(gedaan, nieuw, schoon(bron))
    einden = _eigen_einden(session, naam)
    ingekort = {str(oud.id): einden.get(oud.id, oud.geldig_tot) for oud in gedaan.eindigt}
    rij = _schrijf(session, actor, gedaan, Parameter(sleutel=naam, waarde=nieuw, geldig_van=vanaf, bron=schoon(bron)))
    gegevens = {"wat": in_woorden(wat, rij, was), "sleutel": naam, "waarde": nieuw, "was": was or "", "bron": rij.bron}
    noteer(session, actor=actor, soort=VASTGELEGD, object_=rij, gegevens={**gegevens, "tot": tot, "ingekort": ingekort})
    terug = gedaan.zelfde_dag is None and vanaf > vandaag()
    return Vastgelegd(rij, terug, kenteken(rijen_van(session, naam)))


def haal_weg(
    session: CasusSessie, *, actor: Actor, naam: str, vanaf: date, versie: int | None = None
) -> Parameter | None:
    """Haalt een waarde weg die nog moet beginnen; geeft de rij die tot de dag ervoor gold, of None.

    Die rij krijgt het einde terug dat zij zelf had. Is dat niet bekend, dan blijft haar einde zoals het is. `versie` is
    het kenteken van de rijen die de gebruiker zag. Raises GeenRecht, NietGevonden, Weigering (zij geldt al), Conflict.
    """
    permissions.check(actor, "inrichting.beheren")
    wat, rijen = soort(naam), houd_vast(session, naam)
    _keur_versie(session, rijen, versie)
    weg = next((rij for rij in rijen if rij.geldig_van == vanaf), None)
    if weg is None:
        raise NietGevonden("Deze waarde is er niet (meer).")
    if weg.geldig_van <= vandaag():
        raise Weigering("Deze waarde geldt al. Leg een nieuwe waarde vast vanaf vandaag of later.")
    vorige = next((rij for rij in rijen if rij.geldig_tot == vanaf - timedelta(days=1)), None)
    volgende = next((rij for rij in rijen if rij.geldig_van > vanaf), None)
    if vorige is not None and vorige.id in (einden := _eigen_einden(session, naam)):
        eind = weer_tot(einden[vorige.id], volgende)
        wijzig(session, vorige, {"geldig_tot": eind}, waar={"geldig_tot": vorige.geldig_tot})
    gegevens = {"wat": in_woorden(wat, weg, None), "sleutel": naam, "waarde": weg.waarde, "bron": weg.bron}
    noteer(session, actor=actor, soort="waarde_weggehaald", object_=weg, gegevens=gegevens)
    session.delete(weg)
    session.flush()
    return vorige


def vul_aan(session: CasusSessie, *, actor: Actor) -> list[str]:
    """Voegt standaardwaarden toe die de gemeente nog niet heeft; geeft hun titels. Nog een keer doet niets.

    Een nieuwe versie van casus brengt soms nieuwe waarden mee. Heeft de gemeente in die tijd zelf een waarde, dan telt
    die, en komt er niets bij. Een voorbeeld vult nooit een volgend jaar in.
    """
    houd_gemeente_vast(session)
    eigen: dict[str, list[Parameter]] = {}
    for rij in rijen_van(session):
        eigen.setdefault(rij.sleutel, []).append(rij)
    nieuw = [blok for blok in standaard() if ontbreekt(blok, eigen.get(blok.sleutel, ()))]
    if not nieuw:
        return []
    session.add_all(Parameter(gemeente_id=actor.gemeente_id, id=uuid7(), **asdict(blok)) for blok in nieuw)
    session.flush()
    titels = [soorten()[blok.sleutel].titel for blok in nieuw]
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == actor.gemeente_id)).one()
    noteer(session, actor=actor, soort="waarden_aangevuld", object_=gemeente, gegevens={"wat": "; ".join(titels)})
    return titels


def in_woorden(wat: Soort, rij: Parameter, was: str | None) -> str:
    """'Grens voor sociale huur: € 950 per maand vanaf 1 januari 2027 tot en met 31 december 2027 (was € 932,93 …)'."""
    tot = f" tot en met {dag_tekst(rij.geldig_tot)}" if rij.geldig_tot else ""
    eerst = f" (was {wat.toon(was)})" if was is not None else ""
    return f"{wat.titel}: {wat.toon(rij.waarde)} vanaf {dag_tekst(rij.geldig_van)}{tot}{eerst}"


def keur_bron(bron: str) -> str:
    """De zin onder het veld als de bron zo niet kan; leeg als zij klopt."""
    netjes = schoon(bron)
    if not netjes or len(netjes) > LANGSTE_BRON:
        return f"Schrijf waar deze waarde staat, hoogstens {LANGSTE_BRON} tekens. Bijvoorbeeld: raadsbesluit 2026-118."
    return bezwaar(netjes)


def _keur_versie(session: CasusSessie, rijen: Sequence[Parameter], versie: int | None) -> None:
    if versie is not None and versie != kenteken(rijen):
        raise Conflict(_wie_was_eerder(session, [rij.id for rij in rijen]))


def _wie_was_eerder(session: CasusSessie, rijen: Sequence[UUID]) -> str:
    """Wie deze waarde het laatst vastlegde, voor wie te laat was."""
    gevonden = session.execute(
        select(Gebeurtenis.actor_naam, Gebeurtenis.tijdstip)
        .where(Gebeurtenis.zaak_id.is_(None), Gebeurtenis.object_id.in_(rijen), Gebeurtenis.soort == VASTGELEGD)
        .order_by(Gebeurtenis.nr.desc())
        .limit(1)
    ).first()
    wie = f"{gevonden[0]} veranderde deze waarde {moment_in_woorden(gevonden[1], vandaag())}" if gevonden else ""
    return f"{wie or 'Deze waarde is intussen veranderd'}. Kijk wat er nu staat en probeer het opnieuw."


def _eigen_einden(session: CasusSessie, naam: str) -> dict[UUID, date | None]:
    """Per rij de laatste dag die ervoor is gekozen (None: geen), los van wat een latere waarde ervan afhaalde.

    Een rij die niemand vastlegde en die nooit is ingekort, staat er niet in: haar einde is haar eigen einde. Wie haar
    inkortte kan zelf al weg zijn; daarom tellen alle gebeurtenissen van de waarde.
    """
    inhoud = (GebeurtenisInhoud.gemeente_id == Gebeurtenis.gemeente_id) & (GebeurtenisInhoud.id == Gebeurtenis.id)
    deze = GebeurtenisInhoud.gegevens.contains(f'"sleutel":"{naam}"', autoescape=True)
    vraag = select(Gebeurtenis.object_id, GebeurtenisInhoud.gegevens).join(GebeurtenisInhoud, inhoud).where(deze)
    van = (Gebeurtenis.zaak_id.is_(None), Gebeurtenis.soort == VASTGELEGD)
    einden: dict[UUID, date | None] = {}
    for rij_id, tekst in session.execute(vraag.where(*van).order_by(Gebeurtenis.nr)):
        gegevens = json.loads(tekst)
        gekozen = {str(rij_id): gegevens["tot"], **gegevens["ingekort"]} if "ingekort" in gegevens else {}
        einden |= {UUID(nr): date.fromisoformat(tot) if tot else None for nr, tot in gekozen.items()}
    return einden


def _keur(session: CasusSessie, wat: Soort, waarde: str, vanaf: date, bron: str) -> str:
    fouten, nieuw = [], ""
    try:
        nieuw = wat.lees(waarde, vanaf)
        if wat.corporaties:
            _keur_corporaties(session, nieuw)
        _keur_samen(session, wat, int(nieuw) if wat.onder or wat.boven else 0, vanaf)
    except Onjuist as fout:
        fouten.append(VeldFout("waarde", str(fout)))
    if zin := keur_bron(bron):
        fouten.append(VeldFout("bron", zin))
    if fouten:
        raise InvoerFout(fouten)
    return nieuw


def _keur_corporaties(session: CasusSessie, codes: str) -> None:
    bekend = session.scalars(select(Corporatie.code).order_by(Corporatie.code)).all()
    if codes != GEEN and (vreemd := [code for code in codes.split() if code not in bekend]):
        raise Onjuist(f"‘{vreemd[0]}’ is geen corporatie. Kies uit {', '.join(bekend)}, of vul in: {GEEN}.")


def _keur_samen(session: CasusSessie, wat: Soort, nieuw: int, vanaf: date) -> None:
    """Twee waarden die een volgorde hebben, houden die op de dag dat de nieuwe begint."""
    ander = wat.onder or wat.boven
    if not ander or (grens := waarde_op(rijen_van(session, ander), ander, vanaf)) is None:
        return
    if nieuw >= int(grens) if wat.onder else nieuw <= int(grens):
        hoe = "lager dan" if wat.onder else "hoger dan"
        raise Onjuist(f"Vul een getal in {hoe} {grens}: dat is dan ‘{soort(ander).titel}’.")


def _keur_verschil(gedaan: Plan[Parameter], nieuw: str, bron: str) -> None:
    rij = gedaan.zelfde_dag
    if rij is not None and (rij.waarde, rij.bron, rij.geldig_tot) == (nieuw, bron, gedaan.tot):
        raise Weigering("Er verandert niets: deze waarde staat er al zo.")
    if rij is None and any((een.waarde, een.geldig_tot) == (nieuw, gedaan.tot) for een in gedaan.eindigt):
        raise Weigering("Er verandert niets: deze waarde geldt op die dag al.")


def _schrijf(session: CasusSessie, actor: Actor, gedaan: Plan[Parameter], nieuw: Parameter) -> Parameter:
    for oud in gedaan.eindigt:
        eind = nieuw.geldig_van - timedelta(days=1)
        wijzig(session, oud, {"geldig_tot": eind}, waar={"geldig_tot": oud.geldig_tot})
    if (rij := gedaan.zelfde_dag) is not None:
        anders = {"waarde": nieuw.waarde, "bron": nieuw.bron, "geldig_tot": gedaan.tot}
        wijzig(session, rij, anders, waar={naam: getattr(rij, naam) for naam in anders})
        return rij
    nieuw.gemeente_id, nieuw.id, nieuw.geldig_tot = actor.gemeente_id, uuid7(), gedaan.tot
    try:
        with session.begin_nested():
            session.add(nieuw)
            session.flush()
    except IntegrityError:  # dezelfde eerste dag: een ander was net iets eerder
        raise Conflict(_wie_was_eerder(session, [])) from None
    return nieuw
