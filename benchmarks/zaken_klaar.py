"""Zaken die klaarstaan voor hun overgang, met de echte acties gemaakt: de inrichting en mensen van de demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from casus.actions import taken
from casus.actions.koppelrij import nieuw_huishouden
from casus.actions.zaken import open_zaak
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.demo.inrichting import GEMEENTEN, Collega, richt_in
from casus.demo.mensen import Bevolking
from casus.importers.koppelregels import HuishoudenRegel
from casus.models import Gemeente, Taak
from casus.queries.beeld import definitie
from casus.sleutels import Sleutelbos, nieuwe_sleutelbos
from casus.termijnen import vandaag

OVERGANG = "profiel_compleet"


@dataclass(frozen=True, slots=True)
class Stap:
    """Eén zaak met wie haar overgang zet."""

    gemeente_id: UUID
    zaaknummer: str
    actor: Actor


def zet_klaar(db: Database, aantal: int) -> list[Stap]:
    """Maakt zoveel zaken, om en om in zeven gemeenten, tot vlak voor `profiel_compleet`."""
    team = richt_in(db, "")
    with db.lezen() as sessie:
        gemeenten = [g for g in sessie.scalars(select(Gemeente).order_by(Gemeente.naam)) if g.naam in GEMEENTEN]
    bevolking, bos, stappen = Bevolking(Random(1)), nieuwe_sleutelbos(), []
    for nummer in range(aantal):
        gemeente = gemeenten[nummer % len(gemeenten)]
        actor = _casemanager(team[gemeente.naam], gemeente.id)
        regel = bevolking.huishouden(gemeente.code, vandaag() - timedelta(days=5))
        with db.unit_of_work(Bereik.van(gemeente.id)) as sessie:
            stappen.append(Stap(gemeente.id, _tot_vlak_voor(sessie, actor, regel, bos), actor))
    return stappen


def _casemanager(team: Mapping[str, Collega], gemeente_id: UUID) -> Actor:
    collega = team["casemanager"]
    return Actor(collega.id, collega.naam, gemeente_id, frozenset({"casemanager"}))


def _tot_vlak_voor(sessie: CasusSessie, actor: Actor, regel: HuishoudenRegel, bos: Sleutelbos) -> str:
    zaak = open_zaak(
        sessie,
        actor=actor,
        huishouden=nieuw_huishouden(regel, actor.gemeente_id, bos),
        koppeldatum=regel.koppeldatum,
        vergunningdatum=regel.vergunningdatum,
        geldig_tot=regel.vergunning_geldig_tot,
    )
    wf = definitie(sessie, zaak)
    for soort in wf.nodig[OVERGANG]:
        rij = sessie.scalars(select(Taak).where(Taak.zaak_id == zaak.id, Taak.soort == soort.code)).one()
        vakjes = {punt.veld: "ja" for punt in soort.afvinkpunten}
        invoer = {**vakjes, "casemanager": str(actor.gebruiker_id)}
        taken.rond_af(sessie, rij, actor=actor, invoer=invoer)
    return zaak.zaaknummer
