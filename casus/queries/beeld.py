"""Een zaak laden binnen het bereik, en het beeld waarop de regels van het proces kijken."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Aanbod, Besluit, Huishouden, Inburgering, Opschorting, Persoon, Taak, Workflowversie, Zaak
from casus.termijnen import vandaag
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Workflow
from casus.workflows.registry import uit_tekst

# Definities veranderen nooit meer na gebruik; het id is daarom een veilige sleutel voor het hele proces.
_DEFINITIES: dict[UUID, Workflow] = {}


def laad_zaak(session: CasusSessie, zaaknummer: str) -> Zaak:
    """De zaak met dit nummer. Raises NietGevonden, ook als de zaak bij een andere gemeente hoort."""
    zaak = session.scalars(select(Zaak).where(Zaak.zaaknummer == zaaknummer)).one_or_none()
    if zaak is None:
        raise NietGevonden
    return zaak


def laad_taak(session: CasusSessie, taak_id: UUID) -> Taak:
    """De taak met haar zaak. Raises NietGevonden."""
    vraag = select(Taak).where(Taak.id == taak_id).options(joinedload(Taak.zaak, innerjoin=True))
    taak = session.scalars(vraag).one_or_none()
    if taak is None:
        raise NietGevonden("Deze taak hoort bij een andere gemeente of bestaat niet.")
    return taak


def laad_besluit(session: CasusSessie, besluit_id: UUID) -> Besluit:
    """Het besluit met zijn zaak. Raises NietGevonden."""
    vraag = select(Besluit).where(Besluit.id == besluit_id).options(joinedload(Besluit.zaak, innerjoin=True))
    besluit = session.scalars(vraag).one_or_none()
    if besluit is None:
        raise NietGevonden("Dit besluit hoort bij een andere gemeente of bestaat niet.")
    return besluit


def definitie(session: CasusSessie, zaak: Zaak) -> Workflow:
    """De procesdefinitie waarmee deze zaak loopt."""
    gevonden = _DEFINITIES.get(zaak.workflowversie_id)
    if gevonden is None:
        tekst = session.scalars(select(Workflowversie.tekst).where(Workflowversie.id == zaak.workflowversie_id)).one()
        gevonden = _DEFINITIES[zaak.workflowversie_id] = uit_tekst(tekst)
    return gevonden


def laad_beeld(session: CasusSessie, zaak: Zaak) -> Beeld:
    """Alles waar voorwaarden van het proces naar kijken, in een vast aantal vragen."""
    hoort = {"gemeente_id": zaak.gemeente_id, "zaak_id": zaak.id}
    huishouden = session.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
    personen = session.scalars(
        select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id).order_by(Persoon.volgnummer)
    ).all()
    taken = session.scalars(select(Taak).filter_by(**hoort).order_by(Taak.uiterlijk, Taak.id)).all()
    besluiten = session.scalars(select(Besluit).filter_by(**hoort).order_by(Besluit.nummer)).all()
    inburgeringen = session.scalars(select(Inburgering).filter_by(**hoort)).all()
    opschortingen = session.scalars(select(Opschorting).filter_by(**hoort).order_by(Opschorting.van)).all()
    return Beeld(
        zaak=zaak,
        huishouden=huishouden,
        personen=list(personen),
        taken=list(taken),
        besluiten=list(besluiten),
        aanbod=_laatste_aanbod(session, zaak),
        inburgeringen=list(inburgeringen),
        opschortingen=list(opschortingen),
        vandaag=vandaag(),
    )


def _laatste_aanbod(session: CasusSessie, zaak: Zaak) -> Aanbod | None:
    vraag = select(Aanbod).where(Aanbod.zaak_id == zaak.id).options(joinedload(Aanbod.woning, innerjoin=True))
    return session.scalars(vraag.order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc()).limit(1)).one_or_none()


def laad_zaak_van(session: CasusSessie, rij: Taak | Besluit) -> Zaak:
    """De zaak waar deze taak of dit besluit bij hoort. Raises NietGevonden."""
    zaak = session.scalars(select(Zaak).where(Zaak.id == rij.zaak_id)).one_or_none()
    if zaak is None:
        raise NietGevonden
    return zaak
