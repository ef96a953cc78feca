"""Het mandaatregister laden, en de vraag die een besluit eraan stelt."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.models import Besluit, Bezwaar, Functiehouder, Mandaat, Taak, Vervanging, Zaak
from casus.rules.mandaten import BEZWAAR, BOETE, Register, Vraag, eerder_bedrag
from casus.termijnen import vandaag


def laad_register(session: CasusSessie) -> Register:
    """De registerrijen, functiehouders en vervangingen van de gemeente van de sessie."""
    return Register(
        rijen=session.scalars(select(Mandaat).options(joinedload(Mandaat.functie, innerjoin=True))).all(),
        functiehouders=session.scalars(
            select(Functiehouder).options(joinedload(Functiehouder.functie, innerjoin=True))
        ).all(),
        vervangingen=session.scalars(select(Vervanging).options(joinedload(Vervanging.functie, innerjoin=True))).all(),
    )


def maak_vraag(session: CasusSessie, besluit: Besluit) -> Vraag:
    """Wat het register moet weten over dit (voorgestelde) besluit, vandaag."""
    andere = session.scalars(
        select(Besluit).where(Besluit.zaak_id == besluit.zaak_id, Besluit.soort == besluit.soort)
    ).all()
    return Vraag(
        gemeente_id=besluit.gemeente_id,
        soort=besluit.soort,
        dag=vandaag(),
        bedrag_cent=besluit.bedrag_cent,
        eerder_cent=eerder_bedrag(besluit, andere),
        voorgesteld_door_id=besluit.voorgesteld_door_id,
        behandelaar_ids=_behandelaars(session, besluit),
        bestreden_door_id=_bestreden_door(session, besluit) if besluit.soort == BEZWAAR else None,
        melder_ids=_melders(session, besluit) if besluit.soort == BOETE else frozenset(),
    )


def _behandelaars(session: CasusSessie, besluit: Besluit) -> frozenset[UUID]:
    taken = session.scalars(
        select(Taak.behandelaar_id).where(Taak.zaak_id == besluit.zaak_id, Taak.behandelaar_id.is_not(None)).distinct()
    )
    casemanager = session.scalars(select(Zaak.casemanager_id).where(Zaak.id == besluit.zaak_id)).one()
    return frozenset(wie for wie in (*taken, casemanager) if wie is not None)


def _bestreden_door(session: CasusSessie, besluit: Besluit) -> UUID | None:
    """Wie het besluit nam waartegen het bezwaar loopt (Awb art. 10:3 lid 3)."""
    return session.scalars(
        select(Besluit.besloten_door_id)
        .join(Bezwaar, (Bezwaar.besluit_id == Besluit.id) & (Bezwaar.gemeente_id == Besluit.gemeente_id))
        .where(Bezwaar.zaak_id == besluit.zaak_id, Bezwaar.status == "ontvangen")
        .order_by(Bezwaar.ontvangen_op)
    ).first()


def _melders(session: CasusSessie, besluit: Besluit) -> frozenset[UUID]:
    """Wie het verzuim rapporteerde: de behandelaars van de inburgeringstaken van deze zaak (Awb art. 5:53)."""
    wie = select(Taak.gereed_door_id).where(Taak.zaak_id == besluit.zaak_id, Taak.soort == "IN-07")
    return frozenset(door for door in session.scalars(wie) if door is not None)
