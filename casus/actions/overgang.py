"""De ene deur waardoor een zaak van toestand verandert (invariant 1). Nergens anders wordt `toestand` gezet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casus.actions.gevolgen import voer_gevolg_uit
from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.signalen import signaleer
from casus.actions.verwijzingen import keur_verwijzingen
from casus.actions.wijzigen import wie_was_eerder, wijzig, zet_neer
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Verloop, Zaak
from casus.queries.beeld import zet_slot
from casus.termijnen import nu, vandaag
from casus.workflows import engine
from casus.workflows.definition import Overgang
from casus.workflows.engine import Aanleiding
from casus.workflows.velden import lees


def execute(
    session: CasusSessie,
    zaak: Zaak,
    code: str,
    *,
    actor: Actor,
    versie: int,
    invoer: Mapping[str, Any] | None = None,
) -> Zaak:
    """Voert een overgang uit, met haar taken, gebeurtenis en signalen in dezelfde transactie.

    `versie` is de versie van de zaak die de gebruiker zag. Raises Conflict (een ander was eerder), Weigering (een
    voorwaarde ontbreekt), InvoerFout (per veld).
    """
    if versie != zaak.versie or versie != zet_slot(session, zaak):
        raise Conflict(wie_was_eerder(session, zaak))
    proces = open_proces(session, zaak, actor)
    redenen = engine.redenen(proces.wf, proces.beeld, code, actor)
    if redenen:
        raise Weigering(redenen[0])
    overgang = proces.wf.overgang(code)
    gegevens = lees(proces.wf, overgang.velden, invoer or {}, vandaag())
    keur_verwijzingen(proces, overgang.velden, gegevens)
    van, sinds = zaak.toestand, zaak.toestand_sinds
    _zet_toestand(proces, overgang, gegevens, versie)
    taken = _werk_door(proces, overgang, gegevens)
    werk_blokkades_bij(session, zaak)
    _schrijf_verloop(session, zaak, van, sinds)
    _leg_vast(proces, overgang, van, gegevens, taken)
    return zaak


def _zet_toestand(proces: Proces, overgang: Overgang, gegevens: dict[str, Any], versie: int) -> None:
    """Toestand en ankers in één voorwaardelijke UPDATE: hier verliest wie te laat is."""
    zaak = proces.zaak
    naar = engine.voer_uit(proces.wf, zaak.toestand, overgang.code)
    waarden = {"toestand": naar, "toestand_sinds": nu(), "versie": versie + 1}
    over = {code: dag for code, dag in zaak.ankers.items() if code not in overgang.wist_ankers}
    nieuw = proces.ankers_uit(overgang.velden, gegevens)
    if overgang.zet_anker:
        nieuw[overgang.zet_anker] = vandaag().isoformat()
    verschoven = {**over, **nieuw} != zaak.ankers
    if verschoven:
        waarden["ankers"] = {**over, **nieuw}
    wijzig(proces.session, zaak, waarden, waar={"toestand": zaak.toestand, "versie": versie})
    if verschoven:
        proces.ankers_gewijzigd(nieuw.keys() - over.keys())


def _werk_door(proces: Proces, overgang: Overgang, gegevens: dict[str, Any]) -> list[str]:
    aanleidingen = voer_gevolg_uit(overgang.gevolg, proces, gegevens) if overgang.gevolg else []
    for soort in overgang.sluit_taken:
        proces.rond_vanzelf_af(soort)
    proces.laat_vervallen()
    toestand = Aanleiding.toestand(proces.zaak.toestand)
    return proces.laat_ontstaan(Aanleiding.overgang(overgang.code, gegevens), toestand, *aanleidingen)


def _schrijf_verloop(session: CasusSessie, zaak: Zaak, van: str, sinds: datetime) -> None:
    """De toestand die de zaak achter zich laat; hieruit komen doorlooptijd en uitstroom."""
    periode = {"van": sinds, "tot": zaak.toestand_sinds}
    rij = {"gemeente_id": zaak.gemeente_id, "id": uuid7(), "zaak_id": zaak.id, "toestand": van, "naar": zaak.toestand}
    zet_neer(session, Verloop.__tablename__, [{**rij, **periode}])


def _leg_vast(proces: Proces, overgang: Overgang, van: str, gegevens: dict[str, Any], taken: list[str]) -> None:
    zaak, wf = proces.zaak, proces.wf
    naar = wf.toestanden[zaak.toestand].titel
    feiten = {"code": overgang.code, "titel": overgang.titel, "van": wf.toestanden[van].titel, "naar": naar}
    noteer(
        proces.session,
        actor=proces.actor,
        soort="overgang",
        object_=zaak,
        zaak_id=zaak.id,
        gegevens={**feiten, "velden": gegevens, "taken": taken},
    )
    signaleer(
        proces.session,
        actor=proces.actor,
        soort="toestand",
        aan=(zaak.casemanager_id,),
        ook_volgers=True,
        kenmerk=f"toestand:{zaak.id}:{zaak.versie}",
        zaak_id=zaak.id,
        gegevens={"naar": naar},
    )
