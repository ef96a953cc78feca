"""Een zaak openen na een koppeling, en bijwerken als de koppeling verandert."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from casus.actions.gevolgen import maak_inburgeringen
from casus.actions.nummers import zaaknummer
from casus.actions.proces import open_proces, werk_blokkades_bij
from casus.actions.signalen import signaleer, teamleden
from casus.actions.wijzigen import wijzig, wijzig_zaak
from casus.actions.zoekindex import werk_zaak_bij
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.gebeurtenissen import noteer
from casus.models import Gemeente, Huishouden, Workflowversie, Zaak
from casus.rules import permissions
from casus.termijnen import dag_kort, vandaag
from casus.workflows.definition import Workflow
from casus.workflows.engine import Aanleiding
from casus.workflows.registry import huidige

PROCES = "huisvesting-statushouder"
OVER_KOPPELINGEN = ("casemanager", "teammanager")
"""Wie hoort dat er een huishouden is gekoppeld."""


def open_zaak(
    session: CasusSessie,
    *,
    actor: Actor,
    huishouden: Huishouden,
    koppeldatum: date,
    vergunningdatum: date,
    geldig_tot: date | None,
    proces: str = PROCES,
    signaal: bool = True,
) -> Zaak:
    """Opent de zaak van een nieuw huishouden in de begintoestand, met de eerste taken. Raises GeenRecht.

    Wie een hele lijst inleest, geeft daar één signaal van en hier geen.
    """
    permissions.check_zaak_openen(actor)
    wf = huidige(proces)
    zaak = _nieuwe_zaak(session, wf, huishouden, koppeldatum, vergunningdatum, geldig_tot)
    _begin(session, actor, zaak)
    if signaal:
        meld_koppeling(session, actor=actor, kenmerk=f"koppeling:{zaak.id}", zaak_id=zaak.id)
    return zaak


def meld_koppeling(
    session: CasusSessie, *, actor: Actor, kenmerk: str, zaak_id: UUID | None, **gegevens: str | int
) -> None:
    """Eén signaal over een nieuwe koppeling, of over een lijst ervan."""
    aan = [een.id for een in teamleden(session, *OVER_KOPPELINGEN)]
    signaleer(session, actor=actor, soort="koppeling", aan=aan, kenmerk=kenmerk, zaak_id=zaak_id, gegevens=gegevens)


def _begin(session: CasusSessie, actor: Actor, zaak: Zaak) -> None:
    """De eerste taken; pas als de inburgeringen er zijn, want daar hangen taken van af."""
    maak_inburgeringen(open_proces(session, zaak, actor))
    taken = open_proces(session, zaak, actor).laat_ontstaan(Aanleiding.toestand(zaak.toestand))
    werk_blokkades_bij(session, zaak)
    gegevens = {"koppeldatum": dag_kort(zaak.koppeldatum, vandaag()), "taken": taken}
    noteer(session, actor=actor, soort="zaak_geopend", object_=zaak, zaak_id=zaak.id, gegevens=gegevens)


def _nieuwe_zaak(
    session: CasusSessie, wf: Workflow, huishouden: Huishouden, koppel: date, vergunning: date, geldig_tot: date | None
) -> Zaak:
    session.add(huishouden)
    session.flush()
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == huishouden.gemeente_id)).one()
    zaak = Zaak(
        gemeente_id=huishouden.gemeente_id,
        id=uuid7(),
        zaaknummer=zaaknummer(session, gemeente),
        huishouden_id=huishouden.id,
        workflowversie_id=workflowversie(session, wf).id,
        toestand=wf.begin,
        koppeldatum=koppel,
        vergunningdatum=vergunning,
        vergunning_geldig_tot=geldig_tot,
        ankers={},
    )
    session.add(zaak)
    session.flush()
    werk_zaak_bij(session, zaak)
    return zaak


def workflowversie(session: CasusSessie, wf: Workflow) -> Workflowversie:
    """De vastgelegde versie van deze definitie; legt haar de eerste keer vast."""
    vraag = select(Workflowversie).where(Workflowversie.code == wf.code, Workflowversie.hash == wf.hash)
    versie = session.scalars(vraag).one_or_none()
    if versie is None:
        rij = {"id": uuid7(), "code": wf.code, "hash": wf.hash, "tekst": wf.tekst}
        # twee eerste zaken tegelijk leggen dezelfde tekst vast; wie te laat is, gebruikt de rij van de ander
        with contextlib.suppress(IntegrityError), session.begin_nested():
            session.execute(insert(Workflowversie), [rij])
        versie = session.scalars(vraag).one()
    return versie


def werk_koppeling_bij(
    session: CasusSessie,
    zaak: Zaak,
    *,
    actor: Actor,
    data: Mapping[str, date | None],
    huishouden: Mapping[str, Any],
    wat: list[str],
) -> Zaak:
    """Neemt een gewijzigde koppeling over; termijnen schuiven mee. Raises GeenRecht, Conflict.

    `data` zijn koppeldatum, vergunningdatum en vergunning_geldig_tot; `huishouden` de velden die veranderen.
    """
    permissions.check_zaak_openen(actor)
    proces = open_proces(session, zaak, actor)
    if huishouden:
        wijzig(session, proces.beeld.huishouden, huishouden, waar={})
    werk_zaak_bij(session, zaak)
    wijzig_zaak(session, zaak, zaak.versie, **data)
    maak_inburgeringen(proces)
    proces.herbereken_alles()
    werk_blokkades_bij(session, zaak)
    gegevens = {"wat": ", ".join(wat)}
    noteer(session, actor=actor, soort="koppeling_gewijzigd", object_=zaak, zaak_id=zaak.id, gegevens=gegevens)
    return zaak
