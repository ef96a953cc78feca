"""Wat er in een brief komt, welke tekst ervoor geldt, en een brief terugvinden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.brieven.soorten import pakket_tekst
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import (
    Aanbod,
    Besluit,
    Bezwaar,
    Brief,
    Briefsjabloon,
    Document,
    Gebruiker,
    Gemeente,
    Huishouden,
    Persoon,
    Woning,
    Zaak,
)
from casus.rules import permissions

_WEG = "Deze brief hoort bij een andere gemeente of bestaat niet."


@dataclass(frozen=True, slots=True)
class Briefbron:
    """De rijen waaruit een brief wordt samengesteld. `beslist_door` is wie het besluit nam.

    `woning` hoort bij het besluit, `woonadres` is waar het huishouden nu woont; `bestreden` is het besluit waartegen
    het bezwaar is, `eerder` het besluit dat dit besluit herziet.
    """

    gemeente: Gemeente
    huishouden: Huishouden
    personen: Sequence[Persoon]
    contact: Gebruiker | None
    beslist_door: Gebruiker | None
    woning: Woning | None
    woonadres: Woning | None
    bestreden: Besluit | None
    eerder: Besluit | None


def laad_bron(session: CasusSessie, zaak: Zaak, besluit: Besluit, bezwaar: Bezwaar | None) -> Briefbron:
    """Alles wat een brief bij dit besluit nodig heeft; vijf of zes vragen."""
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == zaak.gemeente_id)).one()
    huishouden = session.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
    personen = session.scalars(
        select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id).order_by(Persoon.volgnummer)
    ).all()
    van_besluit, woonadres = _woningen(session, zaak, besluit)
    mensen = _mensen(session, zaak.casemanager_id, besluit.besloten_door_id)
    return Briefbron(
        gemeente,
        huishouden,
        personen,
        mensen.get(zaak.casemanager_id),
        mensen.get(besluit.besloten_door_id),
        van_besluit,
        woonadres,
        _bestreden(session, besluit, bezwaar),
        _eerder(session, besluit),
    )


def _mensen(session: CasusSessie, *ids: UUID | None) -> dict[UUID | None, Gebruiker]:
    bekend = sorted({een for een in ids if een is not None})
    return {een.id: een for een in session.scalars(select(Gebruiker).where(Gebruiker.id.in_(bekend)))}


def _woningen(session: CasusSessie, zaak: Zaak, besluit: Besluit) -> tuple[Woning | None, Woning | None]:
    aanbiedingen = session.scalars(
        select(Aanbod)
        .where(Aanbod.zaak_id == zaak.id)
        .options(joinedload(Aanbod.woning, innerjoin=True).joinedload(Woning.corporatie, innerjoin=True))
    ).all()
    van_besluit = next((een.woning for een in aanbiedingen if een.besluit_id == besluit.id), None)
    geaccepteerd = next((een.woning for een in aanbiedingen if een.status == "geaccepteerd"), None)
    return van_besluit, geaccepteerd if zaak.toestand == "gehuisvest" else None


def _bestreden(session: CasusSessie, besluit: Besluit, bezwaar: Bezwaar | None) -> Besluit | None:
    if bezwaar is None or bezwaar.besluit_id == besluit.id:
        return besluit if bezwaar else None
    return session.scalars(select(Besluit).where(Besluit.id == bezwaar.besluit_id)).one()


def _eerder(session: CasusSessie, besluit: Besluit) -> Besluit | None:
    if besluit.herziet_id is None:
        return None
    return session.scalars(select(Besluit).where(Besluit.id == besluit.herziet_id)).one()


def bezwaar_van(session: CasusSessie, besluit: Besluit) -> Bezwaar | None:
    """Het bezwaar waarop dit besluit de beslissing is."""
    return session.scalars(select(Bezwaar).where(Bezwaar.beslissing_id == besluit.id).limit(1)).one_or_none()


# --- sjablonen ---


@dataclass(frozen=True, slots=True)
class Geldend:
    """De tekst die nu geldt voor een soort brief. `eigen`: de gemeente schreef haar; `versie` is de laatst bewaarde."""

    soort: str
    tekst: str
    versie: int = 0
    eigen: bool = False


def geldend_sjabloon(session: CasusSessie, soort: str) -> Geldend:
    """De nieuwste eigen tekst van de gemeente, of anders die van casus. Een lege versie betekent: terug naar casus."""
    vraag = select(Briefsjabloon).where(Briefsjabloon.soort == soort).order_by(Briefsjabloon.versie.desc()).limit(1)
    rij = session.scalars(vraag).one_or_none()
    if rij is None or not rij.tekst:
        return Geldend(soort, pakket_tekst(soort), rij.versie if rij else 0)
    return Geldend(soort, rij.tekst, rij.versie, eigen=True)


def eigen_versies(session: CasusSessie) -> dict[str, int]:
    """Per soort brief met een eigen tekst de versie daarvan; één vraag."""
    laatste = (
        select(Briefsjabloon.soort, func.max(Briefsjabloon.versie).label("versie"))
        .group_by(Briefsjabloon.soort)
        .subquery()
    )
    vraag = (
        select(Briefsjabloon.soort, Briefsjabloon.versie)
        .join(laatste, (laatste.c.soort == Briefsjabloon.soort) & (laatste.c.versie == Briefsjabloon.versie))
        .where(Briefsjabloon.tekst != "")
    )
    return {rij.soort: rij.versie for rij in session.execute(vraag)}


@dataclass(frozen=True, slots=True)
class Sjabloonversie:
    """Eén eerdere tekst: wanneer en door wie."""

    rij: Briefsjabloon
    door: str


def versies(session: CasusSessie, soort: str, hoogstens: int = 20) -> list[Sjabloonversie]:
    """De versies van een eigen tekst, de nieuwste eerst."""
    vraag = (
        select(Briefsjabloon, Gebruiker.naam)
        .outerjoin(Gebruiker, Gebruiker.id == Briefsjabloon.door_id)
        .where(Briefsjabloon.soort == soort)
        .order_by(Briefsjabloon.versie.desc())
        .limit(hoogstens)
    )
    return [Sjabloonversie(rij, naam or "") for rij, naam in session.execute(vraag)]


# --- brieven ---


@dataclass(frozen=True, slots=True)
class Briefstuk:
    """Een brief met zijn zaak, besluit en document."""

    brief: Brief
    zaak: Zaak
    besluit: Besluit
    document: Document | None


def laad_brief(session: CasusSessie, brief_id: UUID, zaaknummer: str | None = None) -> Briefstuk:
    """Een brief met wat erbij hoort; één vraag. Raises NietGevonden, ook als hij bij een andere zaak hoort."""
    vraag = (
        select(Brief, Zaak, Besluit, Document)
        .join(Zaak, (Zaak.gemeente_id == Brief.gemeente_id) & (Zaak.id == Brief.zaak_id))
        .join(Besluit, (Besluit.gemeente_id == Brief.gemeente_id) & (Besluit.id == Brief.besluit_id))
        .outerjoin(Document, (Document.gemeente_id == Brief.gemeente_id) & (Document.id == Brief.document_id))
        .where(Brief.id == brief_id)
    )
    rij = session.execute(vraag).one_or_none()
    if rij is None or (zaaknummer is not None and rij[1].zaaknummer != zaaknummer):
        raise NietGevonden(_WEG)
    return Briefstuk(*rij)


def keur_inzage(stuk: Briefstuk, actor: Actor) -> None:
    """Het team leest elke brief; wie buiten het team besliste, alleen de brief bij zijn eigen besluit.

    Raises NietGevonden: voor een ander bestaat de brief niet.
    """
    if not permissions.mag(actor, "zaken.inzien") and stuk.besluit.besloten_door_id != actor.gebruiker_id:
        raise NietGevonden(_WEG)


def brieven_bij(session: CasusSessie, besluit_id: UUID) -> Sequence[Brief]:
    """De brieven bij een besluit, de nieuwste eerst."""
    vraag = select(Brief).where(Brief.besluit_id == besluit_id).order_by(Brief.gemaakt_op.desc(), Brief.id.desc())
    return session.scalars(vraag).all()


def volgnummer(session: CasusSessie, besluit: Besluit) -> int:
    """Het hoeveelste stuk bij dit besluit een nieuwe brief is."""
    return 1 + session.scalars(select(func.count()).select_from(Brief).where(Brief.besluit_id == besluit.id)).one()
