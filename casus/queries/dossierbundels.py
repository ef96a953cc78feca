"""Bundels van dossiers: welke dossiers erin kunnen, hoe ver het is, en wat er eerder is gemaakt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Document, Dossierbundel, Dossierbundelregel, Huishouden, Verstrekking, Zaak
from casus.rules.dossierprofielen import VOORDRACHT
from casus.termijnen import NEDERLAND, vandaag

RECENT = 30
HOOGSTENS = 500
"""Zoveel dossiers in één bundel; meer is voor een corporatie niet te lezen."""
_WEG = "Deze bundel is van een ander of bestaat niet."


class Keuze(NamedTuple):
    """Een voordracht die in een bundel kan."""

    id: UUID
    zaaknummer: str
    huishouden: str
    op: datetime
    status: str


class Regel(NamedTuple):
    """Een dossier in een bundel."""

    nr: int
    verstrekking_id: UUID
    zaaknummer: str
    huishouden: str
    status: str


def te_bundelen(session: CasusSessie, corporatie_id: UUID, van: date, tot: date) -> Sequence[Keuze]:
    """De voordrachten aan een corporatie van deze dagen die vandaag nog gelden; één vraag."""
    begin = datetime.combine(van, time.min, NEDERLAND)
    einde = datetime.combine(tot, time.max, NEDERLAND)
    vraag = (
        select(Verstrekking.id, Zaak.zaaknummer, Huishouden.naam, Verstrekking.aangevraagd_op, Verstrekking.status)
        .join(Zaak, (Zaak.gemeente_id == Verstrekking.gemeente_id) & (Zaak.id == Verstrekking.zaak_id))
        .join(Huishouden, (Huishouden.gemeente_id == Zaak.gemeente_id) & (Huishouden.id == Zaak.huishouden_id))
        .where(Verstrekking.corporatie_id == corporatie_id, *_mag_mee())
        .where(Verstrekking.aangevraagd_op.between(begin, einde))
        .order_by(Verstrekking.aangevraagd_op, Verstrekking.id)
        .limit(HOOGSTENS + 1)
    )
    return [Keuze._make(rij) for rij in session.execute(vraag)]


def laad(session: CasusSessie, bundel_id: UUID, gebruiker_id: UUID) -> Dossierbundel:
    """De bundel als zij van deze gebruiker is. Raises NietGevonden."""
    vraag = select(Dossierbundel).where(Dossierbundel.id == bundel_id, Dossierbundel.door_id == gebruiker_id)
    bundel = session.scalars(vraag).one_or_none()
    if bundel is None:
        raise NietGevonden(_WEG)
    return bundel


def recente(session: CasusSessie, gebruiker_id: UUID) -> Sequence[Dossierbundel]:
    """De bundels van deze gebruiker, nieuwste eerst."""
    vraag = select(Dossierbundel).where(Dossierbundel.door_id == gebruiker_id)
    return session.scalars(vraag.order_by(Dossierbundel.gemaakt_op.desc(), Dossierbundel.id).limit(RECENT)).all()


def regels(session: CasusSessie, bundel_id: UUID) -> Sequence[Regel]:
    """De dossiers van een bundel, in volgorde; één vraag."""
    vraag = (
        select(Dossierbundelregel.nr, Verstrekking.id, Zaak.zaaknummer, Huishouden.naam, Verstrekking.status)
        .join(
            Verstrekking,
            (Verstrekking.gemeente_id == Dossierbundelregel.gemeente_id)
            & (Verstrekking.id == Dossierbundelregel.verstrekking_id),
        )
        .join(Zaak, (Zaak.gemeente_id == Verstrekking.gemeente_id) & (Zaak.id == Verstrekking.zaak_id))
        .join(Huishouden, (Huishouden.gemeente_id == Zaak.gemeente_id) & (Huishouden.id == Zaak.huishouden_id))
        .where(Dossierbundelregel.bundel_id == bundel_id)
        .order_by(Dossierbundelregel.nr)
    )
    return [Regel._make(rij) for rij in session.execute(vraag)]


def dossiers_van(session: CasusSessie, bundel_id: UUID, vanaf: int = 0, aantal: int = HOOGSTENS) -> list[Verstrekking]:
    """De verstrekkingen van een bundel met hun document, in volgorde, na de eerste `vanaf`."""
    vraag = (
        select(Verstrekking)
        .join(
            Dossierbundelregel,
            (Verstrekking.gemeente_id == Dossierbundelregel.gemeente_id)
            & (Verstrekking.id == Dossierbundelregel.verstrekking_id),
        )
        .where(Dossierbundelregel.bundel_id == bundel_id, Dossierbundelregel.nr > vanaf)
        .order_by(Dossierbundelregel.nr)
        .limit(aantal)
        .options(joinedload(Verstrekking.document))
    )
    return list(session.scalars(vraag))


def bundelbaar(session: CasusSessie, ids: Sequence[UUID], corporatie_id: UUID) -> Sequence[Verstrekking]:
    """Van deze dossiers wat als voordracht naar deze corporatie mag; één vraag."""
    mag = (Verstrekking.id.in_(ids), Verstrekking.corporatie_id == corporatie_id, *_mag_mee())
    return session.scalars(select(Verstrekking).where(*mag).order_by(Verstrekking.id)).all()


def mag_niet_meer(session: CasusSessie, bundel_id: UUID) -> int | None:
    """Het eerste nummer in de bundel dat intussen is ingetrokken, vervangen of voorbij; één vraag."""
    hoort = (
        Verstrekking.gemeente_id == Dossierbundelregel.gemeente_id,
        Verstrekking.id == Dossierbundelregel.verstrekking_id,
    )
    mag = select(Verstrekking.id).where(*hoort, *_mag_mee()).exists()
    return session.scalar(
        select(func.min(Dossierbundelregel.nr)).where(Dossierbundelregel.bundel_id == bundel_id, ~mag)
    )


def kopieen(session: CasusSessie, dossiers: Sequence[Verstrekking]) -> dict[UUID, Document]:
    """De kopieën met een wachtwoord, op hun sleutel; één vraag, of geen."""
    ids = [een.beveiligd_id for een in dossiers if een.beveiligd_id]
    return {een.id: een for een in session.scalars(select(Document).where(Document.id.in_(ids)))} if ids else {}


def _mag_mee() -> tuple[ColumnElement[bool], ...]:
    """Een voordracht die vandaag nog geldt: niet ingetrokken, niet vervangen, en haar laatste dag is niet geweest."""
    nieuwer = aliased(Verstrekking)
    vervangen = select(nieuwer.id).where(
        nieuwer.gemeente_id == Verstrekking.gemeente_id, nieuwer.vervangt_id == Verstrekking.id
    )
    ingetrokken = Verstrekking.ingetrokken_op.is_not(None)
    geldt = or_(Verstrekking.eindigt_op.is_(None), Verstrekking.eindigt_op >= vandaag())
    return Verstrekking.profiel == VOORDRACHT, ~ingetrokken, geldt, ~vervangen.correlate(Verstrekking).exists()
