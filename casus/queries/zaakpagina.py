"""Alles wat de pagina van één zaak laat zien, in acht vragen, hoe lang het dossier ook is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import (
    Aanbod,
    Besluit,
    Bezwaar,
    Inburgering,
    Parameter,
    Persoon,
    Taak,
    Verstrekking,
    Woning,
    Zaak,
)
from casus.queries.beeld import definitie
from casus.queries.tijdlijn import Regel, tijdlijn_met_mijlpalen
from casus.rules.parameters import waarden_op
from casus.termijnen import vandaag
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Workflow

NORMEN: Mapping[str, int] = {"norm_koppelen_dagen": 14, "norm_huisvesten_dagen": 70, "norm_verhuizen_dagen": 14}
"""De bestuurlijke afspraak van 2, 10 en 2 weken (COA, maart 2025), tot de gemeente er zelf een inricht."""


@dataclass(frozen=True, slots=True)
class Zaakpagina:
    """Een zaak met alles eromheen. `beeld` is waar het proces naar kijkt; de rest is om te tonen."""

    zaak: Zaak
    wf: Workflow
    beeld: Beeld
    aanbiedingen: Sequence[Aanbod]
    bezwaren: Mapping[UUID, Sequence[Bezwaar]]
    verstrekkingen: Sequence[Verstrekking]
    tijdlijn: Sequence[Regel]
    parameters: Mapping[str, str]

    def norm(self, sleutel: str) -> int:
        """Een norm in dagen."""
        return int(self.parameters.get(sleutel, NORMEN[sleutel]))


def laad(session: CasusSessie, zaaknummer: str) -> Zaakpagina:
    """De pagina van één zaak. Raises NietGevonden, ook als de zaak bij een andere gemeente hoort."""
    zaak = laad_kop(session, zaaknummer)
    aanbiedingen = _aanbiedingen(session, zaak)
    besluiten, bezwaren = _besluiten(session, zaak)
    personen = _personen(session, zaak)
    return Zaakpagina(
        zaak=zaak,
        wf=definitie(session, zaak),
        beeld=Beeld(
            zaak=zaak,
            huishouden=zaak.huishouden,
            personen=[persoon for persoon, _ in personen],
            taken=list(_taken(session, zaak)),
            besluiten=besluiten,
            aanbod=aanbiedingen[0] if aanbiedingen else None,
            inburgeringen=[inburgering for _, inburgering in personen if inburgering is not None],
            opschortingen=list(zaak.opschortingen),
            vandaag=vandaag(),
        ),
        aanbiedingen=aanbiedingen,
        bezwaren=bezwaren,
        verstrekkingen=_verstrekkingen(session, zaak),
        tijdlijn=tijdlijn_met_mijlpalen(session, zaak.id),
        parameters=_parameters(session, zaak),
    )


def laad_kop(session: CasusSessie, zaaknummer: str) -> Zaak:
    """De zaak met huishouden, casemanager en opschortingen. Raises NietGevonden."""
    vraag = (
        select(Zaak)
        .where(Zaak.zaaknummer == zaaknummer)
        .options(
            joinedload(Zaak.huishouden, innerjoin=True), joinedload(Zaak.casemanager), joinedload(Zaak.opschortingen)
        )
    )
    zaak = session.scalars(vraag).unique().one_or_none()
    if zaak is None:
        raise NietGevonden
    return zaak


def _personen(session: CasusSessie, zaak: Zaak) -> list[tuple[Persoon, Inburgering | None]]:
    vraag = (
        select(Persoon, Inburgering)
        .outerjoin(
            Inburgering,
            and_(Inburgering.gemeente_id == Persoon.gemeente_id, Inburgering.persoon_id == Persoon.id),
        )
        .where(Persoon.gemeente_id == zaak.gemeente_id, Persoon.huishouden_id == zaak.huishouden_id)
        .order_by(Persoon.volgnummer)
        .options(joinedload(Inburgering.consulent))
    )
    return [(persoon, inburgering) for persoon, inburgering in session.execute(vraag)]


def _taken(session: CasusSessie, zaak: Zaak) -> Sequence[Taak]:
    vraag = (
        select(Taak)
        .where(Taak.gemeente_id == zaak.gemeente_id, Taak.zaak_id == zaak.id)
        .order_by(Taak.uiterlijk, Taak.id)
        .options(joinedload(Taak.behandelaar), joinedload(Taak.gereed_door))
    )
    return session.scalars(vraag).all()


def _besluiten(session: CasusSessie, zaak: Zaak) -> tuple[list[Besluit], Mapping[UUID, Sequence[Bezwaar]]]:
    vraag = (
        select(Besluit, Bezwaar)
        .outerjoin(Bezwaar, and_(Bezwaar.gemeente_id == Besluit.gemeente_id, Bezwaar.besluit_id == Besluit.id))
        .where(Besluit.gemeente_id == zaak.gemeente_id, Besluit.zaak_id == zaak.id)
        .order_by(Besluit.nummer, Bezwaar.ontvangen_op)
        .options(joinedload(Besluit.voorgesteld_door, innerjoin=True), joinedload(Besluit.besloten_door))
    )
    besluiten: dict[UUID, Besluit] = {}
    bezwaren: dict[UUID, list[Bezwaar]] = {}
    for besluit, bezwaar in session.execute(vraag):
        besluiten[besluit.id] = besluit
        if bezwaar is not None:
            bezwaren.setdefault(besluit.id, []).append(bezwaar)
    return list(besluiten.values()), bezwaren


def _aanbiedingen(session: CasusSessie, zaak: Zaak) -> Sequence[Aanbod]:
    vraag = (
        select(Aanbod)
        .where(Aanbod.gemeente_id == zaak.gemeente_id, Aanbod.zaak_id == zaak.id)
        .order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc())
        .options(
            joinedload(Aanbod.woning, innerjoin=True).joinedload(Woning.corporatie, innerjoin=True),
            joinedload(Aanbod.aangeboden_door),
        )
    )
    return session.scalars(vraag).all()


def _verstrekkingen(session: CasusSessie, zaak: Zaak) -> Sequence[Verstrekking]:
    vraag = (
        select(Verstrekking)
        .where(Verstrekking.gemeente_id == zaak.gemeente_id, Verstrekking.zaak_id == zaak.id)
        .order_by(Verstrekking.aangevraagd_op.desc(), Verstrekking.id.desc())
        .options(
            joinedload(Verstrekking.corporatie, innerjoin=True),
            joinedload(Verstrekking.aangevraagd_door, innerjoin=True),
        )
    )
    return session.scalars(vraag).all()


def _parameters(session: CasusSessie, zaak: Zaak) -> Mapping[str, str]:
    rijen = session.scalars(select(Parameter).where(Parameter.gemeente_id == zaak.gemeente_id)).all()
    return waarden_op(rijen, vandaag())
