"""Het mandaatregister laden, en de vraag die een besluit eraan stelt."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.models import (
    Besluit,
    Bezwaar,
    Functiehouder,
    Gebeurtenis,
    GebeurtenisInhoud,
    Mandaat,
    Taak,
    Vervanging,
    Zaak,
)
from casus.rules.mandaten import BEZWAAR, BOETE, Register, Vraag, eerder_bedrag
from casus.termijnen import vandaag

MELDING_VERZUIM, TAAK_VERZUIM = "niet_meegewerkt", "IN-07"
"""Waarmee een boete begint; wie dit deed, legt haar niet op."""


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
        melder_ids=melders(session, {besluit.zaak_id})[besluit.zaak_id] if besluit.soort == BOETE else frozenset(),
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
        .order_by(Bezwaar.ontvangen_op, Bezwaar.id)
    ).first()


def melders(session: CasusSessie, zaken: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Per zaak wie het verzuim rapporteerde: wie het meldde, en wie de taak erover heeft of had (Awb art. 5:53)."""
    wie: dict[UUID | None, set[UUID | None]] = {zaak_id: set() for zaak_id in zaken}
    taken = select(Taak.zaak_id, Taak.behandelaar_id, Taak.gereed_door_id)
    for zaak_id, behandelaar_id, gereed_door_id in session.execute(
        taken.where(Taak.zaak_id.in_(zaken), Taak.soort == TAAK_VERZUIM)
    ):
        wie[zaak_id] |= {behandelaar_id, gereed_door_id}
    bij_inhoud = and_(GebeurtenisInhoud.gemeente_id == Gebeurtenis.gemeente_id, GebeurtenisInhoud.id == Gebeurtenis.id)
    meldingen = select(Gebeurtenis.zaak_id, Gebeurtenis.actor_id, GebeurtenisInhoud.gegevens)
    for van_zaak, melder_id, gegevens in session.execute(
        meldingen.join(GebeurtenisInhoud, bij_inhoud).where(
            Gebeurtenis.zaak_id.in_(zaken), Gebeurtenis.soort == "melding"
        )
    ):
        if json.loads(gegevens).get("code") == MELDING_VERZUIM:
            wie[van_zaak].add(melder_id)
    return {zaak_id: frozenset(mens for mens in wie[zaak_id] if mens is not None) for zaak_id in zaken}
