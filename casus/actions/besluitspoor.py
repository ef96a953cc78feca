"""Wat bij elke handeling op een besluit hoort: de gebeurtenis, de signalen, en bij wie het voorstel daarna ligt."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from casus.actions.signalen import signaleer, teamleden
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.bedragen import euro
from casus.db import CasusSessie
from casus.gebeurtenissen import noteer
from casus.models import Advies, Besluit, Taak, Zaak
from casus.queries.besluitgang import Gang
from casus.rules import besluiten as regels
from casus.rules.mandaten import Register
from casus.termijnen import vandaag


def noteer_besluit(session: CasusSessie, besluit: Besluit, soort: str, *, actor: Actor, **meer: Any) -> None:
    """De gebeurtenis in de keten van de zaak, met titel, nummer en bedrag erbij."""
    bedrag = "" if besluit.bedrag_cent is None else f", {euro(besluit.bedrag_cent)}"
    gegevens = {"titel": besluit.titel, "nummer": besluit.nummer, "bedrag": bedrag, **meer}
    noteer(session, actor=actor, soort=soort, object_=besluit, zaak_id=besluit.zaak_id, gegevens=gegevens)


def maak_bekend(session: CasusSessie, besluit: Besluit, zaak: Zaak, *, actor: Actor, **feiten: Any) -> None:
    """In de keten, en aan wie het voorstelde, wie de taak erbij heeft, de casemanager en wie de zaak volgt."""
    noteer_besluit(session, besluit, f"besluit_{besluit.status}", actor=actor, **feiten)
    behandelaar = session.scalar(select(Taak.behandelaar_id).where(Taak.id == besluit.taak_id))
    signaleer(
        session,
        actor=actor,
        soort="besluit",
        aan=(besluit.voorgesteld_door_id, zaak.casemanager_id, behandelaar),
        ook_volgers=True,
        kenmerk=f"besluit:{besluit.id}",
        zaak_id=zaak.id,
        gegevens={"titel": besluit.titel, "uitkomst": besluit.status},
    )


def meld_beslissers(
    session: CasusSessie, besluit: Besluit, register: Register, vorm: str = "", *, actor: Actor
) -> None:
    """Wie dit voorstel voor zich krijgt, hoort het: zelf of als vervanger in het register. Alleen als het er ligt."""
    if besluit.wacht_op != "besluit":
        return
    signaleer(
        session,
        actor=actor,
        soort="voorstel",
        aan=regels.bij_wie(register, besluit, vandaag()),
        kenmerk=f"voorstel:{besluit.id}:{besluit.vereist_niveau}:{besluit.uiterlijk.isoformat()}:{vorm}",
        zaak_id=besluit.zaak_id,
        gegevens={"titel": besluit.titel, "vorm": vorm},
    )


def meld_adviseurs(session: CasusSessie, besluit: Besluit, advies: Advies, *, actor: Actor) -> None:
    """Iedereen met de rol hoort dat zijn advies wordt gevraagd, behalve wie het voorstelde."""
    leden = {een.id for een in teamleden(session, advies.rol)} - {besluit.voorgesteld_door_id}
    signaleer(
        session,
        actor=actor,
        soort="advies",
        aan=leden,
        kenmerk=f"advies:{advies.id}:{advies.uiterlijk.isoformat()}",
        zaak_id=besluit.zaak_id,
        gegevens={"titel": besluit.titel},
    )


def leg_neer_bij(session: CasusSessie, besluit: Besluit, gang: Gang, **waarden: Any) -> None:
    """Zet bij wie het voorstel nu ligt, met wat er verder aan verandert. Raises Conflict als een ander net voor was."""
    nieuw = {"wacht_op": regels.wacht_op(gang.adviezen, gang.stappen, vandaag()), **waarden}
    if any(getattr(besluit, kolom) != waarde for kolom, waarde in nieuw.items()):
        wijzig(session, besluit, nieuw, waar=zoals_gezien(besluit))


def zoals_gezien(besluit: Besluit) -> dict[str, Any]:
    """De stand waarop iemand zich baseert: verandert zij ondertussen, dan was een ander hem voor."""
    return {
        "status": "voorgesteld",
        "vereist_niveau": besluit.vereist_niveau,
        "wacht_op": besluit.wacht_op,
    }
