"""Wat er met een voorstel gebeurt voordat iemand beslist: een vraag, het antwoord, hogerop, en opgeteld."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casus.actions.besluitspoor import leg_neer_bij, meld_beslissers, noteer_besluit
from casus.actions.signalen import signaleer
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import GeenRecht, InvoerFout, VeldFout, Weigering
from casus.models import Besluit, Besluitstap, Gebruiker, Signaal
from casus.queries.beeld import houd_vast
from casus.queries.besluitgang import laad_gang
from casus.queries.mandaat import laad_register, maak_vraag, maak_vragen
from casus.rules import besluiten as regels
from casus.rules import permissions
from casus.rules.mandaten import COLLEGE, GeenMandaat, Register, laagste_niveau, naam_bestuursorgaan
from casus.rules.zinnen import met_lidwoord
from casus.termijnen import dag_van, nu, vandaag
from casus.workflows.registers import besluitsoorten


def leg_terug(session: CasusSessie, besluit: Besluit, *, actor: Actor, vraag: str) -> Besluitstap:
    """Vraagt iets aan wie het voorstelde; het besluit wacht op het antwoord.

    Raises GeenMandaat (geen functie hiervoor, of eigen voorstel), InvoerFout, Weigering, Conflict.
    """
    permissions.check_gemeente(actor, besluit)
    if not vraag.strip():
        raise InvoerFout([VeldFout("vraag", "Schrijf op wat u wilt weten.")])
    houd_vast(session, besluit.zaak_id)
    regels.check_behandelen(actor, laad_register(session), besluit, vandaag(), "terugleggen")
    if actor.gebruiker_id == besluit.voorgesteld_door_id:
        raise GeenMandaat("U deed dit voorstel zelf. Een ander stelt de vragen.", "Awb art. 2:4")
    if regels.open_vraag(laad_gang(session, besluit).stappen):
        raise Weigering("Er ligt al een vraag bij wie het voorstelde. Wacht op het antwoord.")
    stap = _zet_stap(session, besluit, "vraag", vraag, actor)
    leg_neer_bij(session, besluit, laad_gang(session, besluit))
    noteer_besluit(session, besluit, "besluit_vraag", actor=actor, vraag=stap.tekst)
    signaleer(
        session,
        actor=actor,
        soort="besluit",
        aan=(besluit.voorgesteld_door_id,),
        kenmerk=f"vraag:{stap.id}",
        zaak_id=besluit.zaak_id,
        gegevens={"vorm": "vraag", "titel": besluit.titel},
    )
    return stap


def beantwoord(session: CasusSessie, besluit: Besluit, *, actor: Actor, antwoord: str) -> Besluitstap:
    """Beantwoordt de vraag: wie het voorstelde, of een collega met een rol die het mag voorstellen.

    De dagen dat de vraag lag, komen bij de termijn van wie beslist. Raises GeenRecht, InvoerFout, Weigering, Conflict.
    """
    permissions.check_gemeente(actor, besluit)
    if actor.gebruiker_id != besluit.voorgesteld_door_id:
        permissions.check_een_van(actor, besluitsoorten()[besluit.soort].rollen, "deze vraag beantwoorden")
    if not antwoord.strip():
        raise InvoerFout([VeldFout("antwoord", "Schrijf het antwoord op.")])
    houd_vast(session, besluit.zaak_id)
    regels.check_voorgesteld(besluit)
    vraag = regels.open_vraag(laad_gang(session, besluit).stappen)
    if vraag is None:
        raise Weigering("Er ligt geen vraag bij dit voorstel.")
    _check_niet_eigen_vraag(actor, vraag)
    stap = _zet_stap(session, besluit, "antwoord", antwoord, actor)
    uiterlijk = besluit.uiterlijk + (vandaag() - dag_van(vraag.op))
    leg_neer_bij(session, besluit, laad_gang(session, besluit), uiterlijk=uiterlijk)
    noteer_besluit(session, besluit, "besluit_antwoord", actor=actor, antwoord=stap.tekst)
    meld_beslissers(session, besluit, laad_register(session), "antwoord", actor=actor)
    return stap


def _check_niet_eigen_vraag(actor: Actor, vraag: Besluitstap) -> None:
    if vraag.door_id == actor.gebruiker_id:
        raise GeenRecht("U stelde deze vraag zelf. Een ander beantwoordt haar.")


def zet_door(session: CasusSessie, besluit: Besluit, *, actor: Actor, reden: str) -> Besluitstap:
    """Legt het voorstel hoger: bij het eerste niveau boven wie doorzet dat mag beslissen, of bij het college.

    Wie doorzet, beslist er zelf niet meer over. Raises GeenMandaat, InvoerFout, Weigering, Conflict.
    """
    permissions.check_gemeente(actor, besluit)
    if not reden.strip():
        raise InvoerFout([VeldFout("reden", "Schrijf op waarom een hoger niveau moet beslissen.")])
    houd_vast(session, besluit.zaak_id)
    register = laad_register(session)
    regels.check_behandelen(actor, register, besluit, vandaag(), "doorzetten")
    if besluit.vereist_niveau >= COLLEGE:
        raise Weigering("Hoger kan niet: er is een besluit van het college nodig. Leg dat vast als het er is.")
    vraag = maak_vraag(session, besluit)
    vanaf = regels.waar_doorzetten(actor, register, besluit, laagste_niveau(register, vraag).niveau, vandaag())
    stap = hoger(session, besluit, register, "doorgezet", reden.strip(), actor=actor, vanaf=vanaf)
    titel = regels.titel_van(register, besluit.gemeente_id, stap.naar_niveau)
    naar = met_lidwoord(titel if stap.naar_niveau < COLLEGE else naam_bestuursorgaan(register, vraag))
    noteer_besluit(session, besluit, "besluit_doorgezet", actor=actor, naar=naar, reden=stap.tekst)
    meld_beslissers(session, besluit, register, "doorgezet", actor=actor)
    return stap


def leg_voor(session: CasusSessie, besluit: Besluit, *, actor: Actor, aan: UUID) -> Gebruiker:
    """Wijst iemand bij wie het voorstel ligt erop, hooguit één keer per dag. Wie beslist, verandert er niet door.

    Raises GeenRecht, InvoerFout, Weigering.
    """
    permissions.check_gemeente(actor, besluit)
    if actor.gebruiker_id != besluit.voorgesteld_door_id:
        permissions.check_een_van(actor, besluitsoorten()[besluit.soort].rollen, "dit voorstel voorleggen")
    houd_vast(session, besluit.zaak_id)
    regels.check_aan_de_beurt(besluit, *laad_gang(session, besluit), vandaag())
    wie = session.scalars(select(Gebruiker).where(Gebruiker.id == aan)).one_or_none()
    if wie is None or aan not in regels.bij_wie(laad_register(session), besluit, vandaag()):
        raise InvoerFout([VeldFout("aan", "Kies iemand bij wie dit voorstel ligt.")])
    kenmerk = f"voorstel:{besluit.id}:voorgelegd:{vandaag().isoformat()}"
    al = select(Signaal.id).where(Signaal.gebruiker_id == aan, Signaal.kenmerk == kenmerk)
    if session.scalar(al) is not None:
        raise Weigering(f"Dit voorstel is vandaag al voorgelegd aan {wie.naam}.")
    feiten: dict[str, Any] = {"gegevens": {"titel": besluit.titel, "vorm": "voorgelegd"}, "zaak_id": besluit.zaak_id}
    signaleer(session, actor=actor, soort="voorstel", aan=(aan,), kenmerk=kenmerk, **feiten)
    noteer_besluit(session, besluit, "besluit_voorgelegd", actor=actor, aan=wie.naam)
    return wie


def hoger(
    session: CasusSessie,
    besluit: Besluit,
    register: Register,
    soort: str,
    tekst: str,
    *,
    actor: Actor | None,
    vanaf: int = 0,
) -> Besluitstap:
    """Eén niveau erbij, of meer tot `vanaf`, met een nieuwe termijn vanaf vandaag. Raises Conflict als een ander net
    voor was."""
    naar = max(regels.volgend_niveau(register, besluit, vandaag()), vanaf)
    stap = _zet_stap(session, besluit, soort, tekst, actor, naar)
    termijn = vandaag() + timedelta(days=besluitsoorten()[besluit.soort].uiterlijk_dagen)
    leg_neer_bij(session, besluit, laad_gang(session, besluit), vereist_niveau=naar, uiterlijk=_later(besluit, termijn))
    return stap


def til_mee_op(session: CasusSessie, besluit: Besluit, register: Register, *, actor: Actor) -> None:
    """Wat al voor dezelfde verplichting is voorgesteld, gaat mee naar wie over de som mag beslissen (domein.md §6).

    Anders blijft het eerste deel liggen bij een niveau dat er niet meer over mag beslissen.
    """
    if not besluit.bedrag_cent:
        return
    vraag = select(Besluit).where(Besluit.zaak_id == besluit.zaak_id, Besluit.soort == besluit.soort)
    andere = session.scalars(vraag.where(Besluit.status == "voorgesteld", Besluit.id != besluit.id)).all()
    vragen = maak_vragen(session, andere)
    for ander in andere:
        niveau = laagste_niveau(register, vragen[ander.id])
        if niveau.niveau > ander.vereist_niveau:
            _zet_stap(session, ander, "opgeteld", niveau.zin, actor, niveau.niveau)
            leg_neer_bij(session, ander, laad_gang(session, ander), vereist_niveau=niveau.niveau)
            noteer_besluit(session, ander, "besluit_opgeteld", actor=actor, naar=met_lidwoord(niveau.titel))
            meld_beslissers(session, ander, register, "opgeteld", actor=actor)


def _later(besluit: Besluit, termijn: date) -> date:
    return max(besluit.uiterlijk, termijn)


def _zet_stap(
    session: CasusSessie, besluit: Besluit, soort: str, tekst: str, actor: Actor | None, naar: int | None = None
) -> Besluitstap:
    stap = Besluitstap(
        gemeente_id=besluit.gemeente_id,
        id=uuid7(),
        besluit_id=besluit.id,
        soort=soort,
        van_niveau=besluit.vereist_niveau,
        naar_niveau=naar or besluit.vereist_niveau,
        tekst=tekst.strip(),
        door_id=actor.gebruiker_id if actor else None,
        op=nu(),
    )
    session.add(stap)
    session.flush()
    return stap
