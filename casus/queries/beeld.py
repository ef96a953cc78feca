"""Een zaak laden binnen het bereik, en het beeld waarop de regels van het proces kijken."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie, vast
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
    zaak = session.scalars(_OP_NUMMER, {"nummer": zaaknummer}).one_or_none()
    if zaak is None:
        raise NietGevonden
    return zaak


_OP_NUMMER = vast(select(Zaak).where(Zaak.zaaknummer == bindparam("nummer")))


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
    """Alles waar voorwaarden van het proces naar kijken: twee vragen, en één voor elk dat er werkelijk is.

    De meeste zaken hebben geen besluit, geen opschorting of geen aanbod; de eerste vraag zegt welke.
    """
    van = {"gemeente": zaak.gemeente_id, "zaak": zaak.id, "huishouden": zaak.huishouden_id}
    rijen = session.execute(_HUISHOUDEN, van).all()
    _, _, _, besluit, opschorting, aanbod = rijen[0]
    return Beeld(
        zaak=zaak,
        huishouden=rijen[0][0],
        personen=[persoon for _, persoon, *_ in rijen if persoon],
        taken=list(session.scalars(_TAKEN, van)),
        besluiten=list(session.scalars(_BESLUITEN, van)) if besluit else [],
        aanbod=session.scalars(_LAATSTE_AANBOD, van).one_or_none() if aanbod else None,
        inburgeringen=[inburgering for _, _, inburgering, *_ in rijen if inburgering],
        opschortingen=list(session.scalars(_OPSCHORTINGEN, van)) if opschorting else [],
        vandaag=vandaag(),
    )


# Dit gaat aan elke knop en elke overgang vooraf. Daarom vaste vragen: gebouwd bij het laden van de module.
_GEMEENTE, _ZAAK = bindparam("gemeente", type_=Uuid()), bindparam("zaak", type_=Uuid())


def _hoort_bij(model: type[Taak | Besluit | Aanbod | Opschorting]) -> ColumnElement[bool]:
    return and_(model.gemeente_id == _GEMEENTE, model.zaak_id == _ZAAK)


_HUISHOUDEN = vast(
    select(
        Huishouden,
        Persoon,
        Inburgering,
        select(Besluit.id).where(_hoort_bij(Besluit)).exists(),
        select(Opschorting.id).where(_hoort_bij(Opschorting)).exists(),
        select(Aanbod.id).where(_hoort_bij(Aanbod)).exists(),
    )
    .outerjoin(Persoon, and_(Persoon.gemeente_id == _GEMEENTE, Persoon.huishouden_id == Huishouden.id))
    .outerjoin(
        Inburgering,
        and_(Inburgering.gemeente_id == _GEMEENTE, Inburgering.persoon_id == Persoon.id, Inburgering.zaak_id == _ZAAK),
    )
    .where(Huishouden.gemeente_id == _GEMEENTE, Huishouden.id == bindparam("huishouden", type_=Uuid()))
    .order_by(Persoon.volgnummer)
)
_TAKEN = vast(select(Taak).where(_hoort_bij(Taak)).order_by(Taak.uiterlijk, Taak.id))
_BESLUITEN = vast(select(Besluit).where(_hoort_bij(Besluit)).order_by(Besluit.nummer))
_OPSCHORTINGEN = vast(select(Opschorting).where(_hoort_bij(Opschorting)).order_by(Opschorting.van))
_LAATSTE_AANBOD = vast(
    select(Aanbod)
    .where(_hoort_bij(Aanbod))
    .options(joinedload(Aanbod.woning, innerjoin=True))
    .order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc())
    .limit(1)
)


def houd_vast(session: CasusSessie, zaak_id: UUID) -> Zaak:
    """De zaak zoals zij nu is, op slot tot het einde van de transactie: wie haar ook wil wijzigen, wacht.

    Zo maken twee mensen tegelijk niet allebei dezelfde taak, en komt er na het sluiten niets meer bij. Op SQLite
    schrijft er altijd maar één. Raises NietGevonden.
    """
    vraag = select(Zaak).where(Zaak.id == zaak_id).with_for_update(key_share=True)
    zaak = session.scalars(vraag, execution_options={"populate_existing": True}).one_or_none()
    if zaak is None:
        raise NietGevonden
    return zaak
