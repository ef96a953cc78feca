"""Een zaak laden binnen het bereik, en het beeld waarop de regels van het proces kijken."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, and_, bindparam, select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie, kern, los, losse_rijen, losse_vraag, vast
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

    De meeste zaken hebben geen besluit, geen opschorting of geen aanbod; de eerste vraag zegt welke. Wat de eerste twee
    geven is los van de sessie. Raises GeenBereik.
    """
    van = {"gemeente": zaak.gemeente_id, "zaak": zaak.id, "huishouden": zaak.huishouden_id}
    rijen = losse_rijen(session, _HUISHOUDEN, zaak.gemeente_id, van)
    taken = losse_rijen(session, _TAKEN, zaak.gemeente_id, van)
    besluit, opschorting, aanbod = rijen[0][_NA_INBURGERING:]
    return Beeld(
        zaak=zaak,
        huishouden=los(session, Huishouden, rijen[0][:_NA_HUISHOUDEN]),
        personen=[los(session, Persoon, rij[_PERSOON]) for rij in rijen if rij[_NA_HUISHOUDEN]],
        taken=[los(session, Taak, rij) for rij in taken],
        besluiten=list(session.scalars(_BESLUITEN, van)) if besluit else [],
        aanbod=session.scalars(_LAATSTE_AANBOD, van).one_or_none() if aanbod else None,
        inburgeringen=[los(session, Inburgering, rij[_INBURGERING]) for rij in rijen if rij[_NA_PERSOON]],
        opschortingen=list(session.scalars(_OPSCHORTINGEN, van)) if opschorting else [],
        vandaag=vandaag(),
    )


# Dit gaat aan elke knop en elke overgang vooraf. Daarom vaste vragen: gebouwd en gekeurd bij het laden van de module.
_GEMEENTE, _ZAAK = bindparam("gemeente", type_=Uuid()), bindparam("zaak", type_=Uuid())
_H, _P, _I, _T = kern(Huishouden), kern(Persoon), kern(Inburgering), kern(Taak)
_NA_HUISHOUDEN = len(_H.c)
_NA_PERSOON = _NA_HUISHOUDEN + len(_P.c)
_NA_INBURGERING = _NA_PERSOON + len(_I.c)
_PERSOON, _INBURGERING = slice(_NA_HUISHOUDEN, _NA_PERSOON), slice(_NA_PERSOON, _NA_INBURGERING)


def _hoort_bij(model: type[Besluit | Aanbod | Opschorting]) -> ColumnElement[bool]:
    return and_(model.gemeente_id == _GEMEENTE, model.zaak_id == _ZAAK)


def _is_er(model: type[Besluit | Aanbod | Opschorting]) -> ColumnElement[bool]:
    tabel: Table = kern(model)
    return select(tabel.c.id).where(tabel.c.gemeente_id == _GEMEENTE, tabel.c.zaak_id == _ZAAK).exists()


_HUISHOUDEN = losse_vraag(
    select(*_H.c, *_P.c, *_I.c, _is_er(Besluit), _is_er(Opschorting), _is_er(Aanbod))
    .select_from(_H)
    .outerjoin(_P, and_(_P.c.gemeente_id == _GEMEENTE, _P.c.huishouden_id == _H.c.id))
    .outerjoin(_I, and_(_I.c.gemeente_id == _GEMEENTE, _I.c.persoon_id == _P.c.id, _I.c.zaak_id == _ZAAK))
    .where(_H.c.gemeente_id == _GEMEENTE, _H.c.id == bindparam("huishouden", type_=Uuid()))
    .order_by(_P.c.volgnummer)
)
_TAKEN = losse_vraag(
    select(*_T.c).where(_T.c.gemeente_id == _GEMEENTE, _T.c.zaak_id == _ZAAK).order_by(_T.c.uiterlijk, _T.c.id)
)
_BESLUITEN = vast(select(Besluit).where(_hoort_bij(Besluit)).order_by(Besluit.nummer))
_OPSCHORTINGEN = vast(select(Opschorting).where(_hoort_bij(Opschorting)).order_by(Opschorting.van))
_LAATSTE_AANBOD = vast(
    select(Aanbod)
    .where(_hoort_bij(Aanbod))
    .options(joinedload(Aanbod.woning, innerjoin=True))
    .order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc())
    .limit(1)
)


_SLOT = vast(select(Zaak.versie).where(Zaak.id == _ZAAK).with_for_update(key_share=True))


def zet_slot(session: CasusSessie, zaak: Zaak) -> int:
    """Als `houd_vast`, voor wie de zaak al heeft: geeft haar versie van nu. SQLite schrijft al alleen."""
    if session.get_bind().dialect.name != "postgresql":
        return zaak.versie
    return session.execute(_SLOT, {"zaak": zaak.id}).scalar_one()


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
