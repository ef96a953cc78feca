"""Documenten van een zaak met hun versies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Brief, Document, Dossierbundel, Verstrekking, Zaak

_WEG = "Dit document hoort bij een andere gemeente of bestaat niet."


@dataclass(frozen=True, slots=True)
class Versies:
    """Een document met zijn eerdere versies, de nieuwste eerst."""

    laatste: Document
    eerder: Sequence[Document] = ()

    @property
    def id(self) -> UUID:
        """Het id van de eerste versie: dat van de reeks."""
        return self.laatste.reeks_id or self.laatste.id


@dataclass(frozen=True, slots=True)
class Reeks:
    """Een document met al zijn versies, de nieuwste eerst. `dossier`: de ontvanger of het nummer als casus
    het zelf maakte, anders leeg."""

    gekozen: Document
    versies: Sequence[Document]
    zaak: Zaak
    dossier: str

    @property
    def laatste(self) -> Document:
        """De nieuwste versie."""
        return self.versies[0]

    @property
    def id(self) -> UUID:
        """Het id van de eerste versie: dat van de reeks."""
        return self.gekozen.reeks_id or self.gekozen.id

    @property
    def andere(self) -> Sequence[Document]:
        """De versies die nu niet op het scherm staan."""
        return [een for een in self.versies if een.id != self.gekozen.id]


def per_reeks(documenten: Iterable[Document], dossiers: Collection[UUID | None] = ()) -> list[Versies]:
    """De documenten van een zaak per reeks, wat het laatst is toegevoegd eerst; `dossiers` doen niet mee."""
    reeksen: dict[UUID, list[Document]] = {}
    for document in documenten:
        if document.id not in dossiers:
            reeksen.setdefault(document.reeks_id or document.id, []).append(document)
    uit = []
    for versies in reeksen.values():
        versies.sort(key=lambda een: een.versie, reverse=True)
        uit.append(Versies(versies[0], versies[1:]))
    return sorted(uit, key=lambda een: (een.laatste.op, een.laatste.id), reverse=True)


def laad_reeks(session: CasusSessie, document_id: UUID) -> Reeks:
    """Het document met al zijn versies en zijn zaak; één vraag. Raises NietGevonden."""
    rijen = session.execute(_reeksvraag(document_id)).all()
    gekozen = next((rij for rij in rijen if rij[0].id == document_id), None)
    if gekozen is None:
        raise NietGevonden(_WEG)
    return Reeks(gekozen[0], [rij[0] for rij in rijen], gekozen[1], gekozen[2] or "")


def _reeksvraag(document_id: UUID) -> Select[Document, Zaak, str]:
    """Alle versies, met voor wie casus het maakte: de ontvanger van een dossier, of het nummer van een brief."""
    dit = aliased(Document)
    eerste = (
        select(func.coalesce(dit.reeks_id, dit.id))
        .where(dit.gemeente_id == Document.gemeente_id, dit.id == document_id)
        .correlate(Document)
        .scalar_subquery()
    )
    return (
        select(Document, Zaak, func.coalesce(Verstrekking.ontvanger, Brief.nummer))
        .join(Zaak, (Zaak.gemeente_id == Document.gemeente_id) & (Zaak.id == Document.zaak_id))
        .outerjoin(
            Verstrekking,
            (Verstrekking.gemeente_id == Document.gemeente_id)
            & ((Verstrekking.document_id == Document.id) | (Verstrekking.beveiligd_id == Document.id)),
        )
        .outerjoin(Brief, (Brief.gemeente_id == Document.gemeente_id) & (Brief.document_id == Document.id))
        .where(or_(Document.id == eerste, Document.reeks_id == eerste))
        .order_by(Document.versie.desc())
        .options(joinedload(Document.door, innerjoin=True), joinedload(Zaak.huishouden, innerjoin=True))
    )


def laad_schoon(session: CasusSessie, document_id: UUID) -> Document:
    """Een document dat is nagekeken. Raises NietGevonden, ook bij quarantaine en een weigering."""
    vraag = select(Document).where(Document.id == document_id, Document.status == "schoon")
    document = session.scalars(vraag).one_or_none()
    if document is None:
        raise NietGevonden(_WEG)
    return document


def wezen(session: CasusSessie, map_: Path, voor: float) -> list[Path]:
    """Bestanden van vóór dit tijdstip (seconden sinds 1970) waar geen document naar verwijst.

    De sessie moet alle gemeenten kunnen lezen, anders lijkt alles van een ander een wees.
    """
    if not map_.is_dir():
        return []
    in_gebruik = set(session.scalars(select(Document.bestand).where(Document.status != "geweigerd")))
    in_gebruik |= set(session.scalars(select(Dossierbundel.bestand)))
    oud = (pad for pad in map_.iterdir() if pad.is_file() and pad.stat().st_mtime < voor)
    return sorted(pad for pad in oud if pad.name not in in_gebruik)
