"""De links naar een dossier: voor wie ze maakt, en voor wie er een kreeg."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from casus.actor import INSTALLATIE
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Dossierinzage, Dossierlink, Gebruiker, Gemeente, Verstrekking, Zaak
from casus.termijnen import nu

MEESTE = 100


class Inzage(NamedTuple):
    """Eén keer dat iemand van buiten het dossier ophaalde of probeerde. `wie` is de gebruiker, of leeg bij een link."""

    inzage: Dossierinzage
    wie: str
    link_naam: str


def laad_zaakdossier(session: CasusSessie, zaaknummer: str, verstrekking_id: UUID) -> tuple[Zaak, Verstrekking]:
    """Een verstrekking met haar zaak. Raises NietGevonden."""
    vraag = (
        select(Zaak, Verstrekking)
        .join(Verstrekking, (Zaak.gemeente_id == Verstrekking.gemeente_id) & (Zaak.id == Verstrekking.zaak_id))
        .where(Zaak.zaaknummer == zaaknummer, Verstrekking.id == verstrekking_id)
    )
    rij = session.execute(vraag).one_or_none()
    if rij is None:
        raise NietGevonden("Dit dossier hoort bij een andere gemeente of bestaat niet.")
    return rij[0], rij[1]


def links_van(session: CasusSessie, verstrekking: Verstrekking) -> Sequence[Dossierlink]:
    """De links naar dit dossier, de nieuwste eerst, met wie ze maakte. Wat is ingetrokken staat achteraan en houdt op
    bij de honderdste; elke link die nog kan werken staat erbij, want die moet iemand kunnen intrekken."""
    vraag = select(Dossierlink).where(Dossierlink.verstrekking_id == verstrekking.id)
    vraag = vraag.options(joinedload(Dossierlink.door)).order_by(Dossierlink.id.desc())
    open_ = session.scalars(vraag.where(Dossierlink.ingetrokken_op.is_(None), Dossierlink.verloopt_op > nu())).all()
    voorbij = vraag.where(or_(Dossierlink.ingetrokken_op.is_not(None), Dossierlink.verloopt_op <= nu()))
    return [*open_, *session.scalars(voorbij.limit(MEESTE)).all()]


def inzagen_van(session: CasusSessie, verstrekking: Verstrekking) -> Sequence[Inzage]:
    """Wie het dossier ophaalde of probeerde, het laatste eerst."""
    d = Dossierinzage
    van_link = (Dossierlink.gemeente_id == d.gemeente_id) & (Dossierlink.id == d.link_id)
    vraag = (
        select(d, Gebruiker.naam, Dossierlink.naam)
        .outerjoin(Gebruiker, Gebruiker.id == d.gebruiker_id)
        .outerjoin(Dossierlink, van_link)
        .where(d.verstrekking_id == verstrekking.id)
        .order_by(d.op.desc(), d.id.desc())
        .limit(MEESTE)
    )
    return [Inzage(rij[0], rij[1] or "", rij[2] or "") for rij in session.execute(vraag)]


def laad_link(session: CasusSessie, verstrekking: Verstrekking, link_id: UUID) -> Dossierlink:
    """Eén link van dit dossier. Raises NietGevonden."""
    deze = (Dossierlink.id == link_id, Dossierlink.verstrekking_id == verstrekking.id)
    link = session.scalars(select(Dossierlink).where(*deze)).one_or_none()
    if link is None:
        raise NietGevonden("Deze link hoort bij een ander dossier of bestaat niet.")
    return link


def link_op_geheim(session: CasusSessie, geheim_hash: str) -> Dossierlink | None:
    """De link bij dit geheim, met zijn dossier; None als er geen is. Of hij nog geldt, beslist de actie."""
    vraag = select(Dossierlink).where(Dossierlink.geheim_hash == geheim_hash)
    dossier = joinedload(Dossierlink.verstrekking)
    return session.scalars(vraag.options(dossier, dossier.joinedload(Verstrekking.document))).one_or_none()


def gemeente_met_afkorting(session: CasusSessie, afkorting: str) -> Gemeente | None:
    """De gemeente bij het begin van een geheim adres; None als er geen is."""
    return session.scalars(select(Gemeente).where(Gemeente.afkorting == afkorting.upper())).one_or_none()


def installatie_id(session: CasusSessie) -> UUID:
    """Het account van de installatie: wie met een link komt, heeft zelf geen account."""
    return session.scalars(select(Gebruiker.id).where(Gebruiker.email == INSTALLATIE)).one()
