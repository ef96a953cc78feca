"""Wat een corporatie ziet: alleen wat aan haar is gestuurd. De ene plek die voor het portaal leest.

Elke vraag is beperkt tot de gemeente én de corporatie van de actor. Van een huishouden gaat niets mee dan het
zaaknummer, het aantal personen en de woning; namen staan alleen in het dossier zelf (veiligheid B7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import GeenRecht, NietGevonden
from casus.models import (
    Aanbod,
    Besluit,
    Corporatie,
    Dossierinzage,
    Gebruiker,
    Lidmaatschap,
    Persoon,
    Prognose,
    Verstrekking,
    Woning,
    Zaak,
)
from casus.queries.actoren import lid_op
from casus.rules.rechten import CORPORATIE, RECHTEN
from casus.termijnen import vandaag
from casus.vocab import AANBOD_LOOPT

BLAD: Final = 50
"""Zoveel dossiers of woningen op één pagina."""
MEESTE_VOORDRACHTEN: Final = 200
MEESTE_COLLEGAS: Final = 200


class Dossier(NamedTuple):
    """Een dossier dat klaarstaat, zonder wie het is."""

    id: UUID
    zaaknummer: str
    personen: int
    gemaakt_op: datetime
    eindigt_op: date | None
    versie: int
    opgehaald_op: datetime | None


class Voordracht(NamedTuple):
    """Een huishouden dat voor een woning van deze corporatie is voorgedragen."""

    id: UUID
    zaaknummer: str
    personen: int
    woning_id: UUID
    adres: str
    plaats: str
    status: str
    voorgedragen_op: datetime
    antwoord_voor: date | None
    antwoord: str
    antwoord_op: date | None
    bezichtiging_op: datetime | None
    reageer_voor: date | None
    contractdatum: date | None
    sleuteldatum: date | None

    @property
    def wacht(self) -> bool:
        """Of de corporatie hier nog op moet antwoorden."""
        return self.status == "voorgedragen" and self.antwoord == ""


class Collega(NamedTuple):
    """Iemand van dezelfde corporatie met toegang. `lid_id` is zijn lidmaatschap in deze gemeente."""

    lid_id: UUID
    gebruiker_id: UUID
    naam: str
    email: str


class Dossierblad(NamedTuple):
    """Een blad dossiers; `verder` is het id om na verder te lezen."""

    rijen: Sequence[Dossier]
    verder: UUID | None


class Woningblad(NamedTuple):
    """Een blad woningen; `verder` is het id om na verder te lezen."""

    rijen: Sequence[Woning]
    verder: UUID | None


def mijn_corporatie(actor: Actor) -> UUID:
    """De corporatie waarvoor gelezen wordt. Raises GeenRecht voor wie er geen heeft."""
    if actor.corporatie_id is None:
        raise GeenRecht(RECHTEN["portaal.inzien"].zin)
    return actor.corporatie_id


def corporatie(session: CasusSessie, actor: Actor) -> Corporatie:
    """De corporatie van de actor zelf."""
    return session.scalars(select(Corporatie).where(Corporatie.id == mijn_corporatie(actor))).one()


def _personen() -> ScalarSelect[int]:
    van_zaak = (Persoon.gemeente_id == Zaak.gemeente_id, Persoon.huishouden_id == Zaak.huishouden_id)
    return select(func.count(Persoon.id)).where(*van_zaak).correlate(Zaak).scalar_subquery()


def op_te_halen(actor: Actor) -> ColumnElement[bool]:
    """Of een dossier aan deze corporatie is gestuurd en vandaag nog opgehaald kan worden."""
    nieuwer = aliased(Verstrekking)
    vervangen = exists().where(
        nieuwer.gemeente_id == Verstrekking.gemeente_id,
        nieuwer.vervangt_id == Verstrekking.id,
        nieuwer.status == "gemaakt",
    )
    return and_(
        Verstrekking.gemeente_id == actor.gemeente_id,
        Verstrekking.corporatie_id == mijn_corporatie(actor),
        Verstrekking.ontvanger_soort == "corporatie",
        Verstrekking.status == "gemaakt",
        Verstrekking.ingetrokken_op.is_(None),
        or_(Verstrekking.eindigt_op.is_(None), Verstrekking.eindigt_op >= vandaag()),
        ~vervangen,
    )


def _dossiers(actor: Actor) -> Select[*tuple[Any, ...]]:
    opgehaald = select(func.max(Dossierinzage.op)).where(
        Dossierinzage.gemeente_id == Verstrekking.gemeente_id,
        Dossierinzage.verstrekking_id == Verstrekking.id,
        Dossierinzage.gebruiker_id.is_not(None),
        Dossierinzage.soort == "opgehaald",
    )
    v = Verstrekking
    kolommen = (v.id, Zaak.zaaknummer, _personen(), v.gemaakt_op, v.eindigt_op, v.versie, opgehaald.scalar_subquery())
    van_zaak = and_(Zaak.gemeente_id == v.gemeente_id, Zaak.id == v.zaak_id)
    return select(*kolommen).join(Zaak, van_zaak).where(op_te_halen(actor))


def dossiers(session: CasusSessie, actor: Actor, na: UUID | None = None) -> Dossierblad:
    """De dossiers die klaarstaan, het nieuwste eerst (een id is op tijd gesorteerd)."""
    vraag = _dossiers(actor).order_by(Verstrekking.id.desc()).limit(BLAD + 1)
    if na is not None:
        vraag = vraag.where(Verstrekking.id < na)
    rijen = [Dossier._make(rij) for rij in session.execute(vraag)]
    return Dossierblad(rijen[:BLAD], rijen[BLAD - 1].id if len(rijen) > BLAD else None)


def dossiers_van(session: CasusSessie, actor: Actor, zaaknummer: str) -> Sequence[Dossier]:
    """De dossiers over één zaak die deze corporatie nu kan ophalen."""
    vraag = _dossiers(actor).where(Zaak.zaaknummer == zaaknummer).order_by(Verstrekking.id.desc()).limit(BLAD)
    return [Dossier._make(rij) for rij in session.execute(vraag)]


def laad_dossier(session: CasusSessie, actor: Actor, verstrekking_id: UUID) -> Verstrekking:
    """Een dossier om op te halen. Raises NietGevonden, ook als het van een andere corporatie is of voorbij."""
    vraag = select(Verstrekking).where(Verstrekking.id == verstrekking_id, op_te_halen(actor))
    verstrekking = session.scalars(vraag.options(joinedload(Verstrekking.document))).one_or_none()
    if verstrekking is None:
        raise NietGevonden("Dit dossier is er niet (meer). Vraag de gemeente om een nieuw dossier.")
    return verstrekking


def _voordrachten(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Wat is voorgedragen na een besluit: een voorstel dat nog wacht, is nog niet gestuurd."""
    a, w = Aanbod, Woning
    kolommen = (
        *(a.id, Zaak.zaaknummer, _personen(), w.id, w.adres, w.plaats, a.status, a.voorgedragen_op, a.antwoord_voor),
        *(a.corporatie_antwoord, a.corporatie_op, a.bezichtiging_op, a.reageer_voor, a.contractdatum, a.sleuteldatum),
    )
    return (
        select(*kolommen)
        .join(w, and_(w.gemeente_id == a.gemeente_id, w.id == a.woning_id))
        .join(Zaak, and_(Zaak.gemeente_id == a.gemeente_id, Zaak.id == a.zaak_id))
        .join(Besluit, and_(Besluit.gemeente_id == a.gemeente_id, Besluit.id == a.besluit_id))
        .where(a.gemeente_id == actor.gemeente_id, w.corporatie_id == mijn_corporatie(actor))
        .where(Besluit.status == "toegekend")
    )


def voordrachten(session: CasusSessie, actor: Actor) -> Sequence[Voordracht]:
    """De lopende voordrachten; eerst wat het eerst moet worden beantwoord."""
    vraag = _voordrachten(actor).where(Aanbod.status.in_(AANBOD_LOOPT), Aanbod.sleuteldatum.is_(None))
    op_volgorde = vraag.order_by(Aanbod.antwoord_voor.is_(None), Aanbod.antwoord_voor, Aanbod.voorgedragen_op)
    return [Voordracht._make(rij) for rij in session.execute(op_volgorde.limit(MEESTE_VOORDRACHTEN))]


def laad_voordracht(session: CasusSessie, actor: Actor, aanbod_id: UUID) -> Voordracht:
    """Eén voordracht, in welke stand ook. Raises NietGevonden, ook als de woning van een andere corporatie is."""
    rij = session.execute(_voordrachten(actor).where(Aanbod.id == aanbod_id)).one_or_none()
    if rij is None:
        raise NietGevonden("Deze voordracht is er niet, of hoort bij een andere corporatie.")
    return Voordracht._make(rij)


def zaak_van_voordracht(session: CasusSessie, actor: Actor, aanbod_id: UUID) -> Zaak:
    """De zaak waarin het antwoord wordt vastgelegd; alleen voor wie de voordracht kreeg. Raises NietGevonden."""
    nummer = laad_voordracht(session, actor, aanbod_id).zaaknummer
    return session.scalars(select(Zaak).where(Zaak.gemeente_id == actor.gemeente_id, Zaak.zaaknummer == nummer)).one()


def woningen(session: CasusSessie, actor: Actor, na: UUID | None = None) -> Woningblad:
    """De eigen woningen, wat het laatst is gemeld eerst."""
    vraag = select(Woning).where(Woning.gemeente_id == actor.gemeente_id)
    vraag = vraag.where(Woning.corporatie_id == mijn_corporatie(actor)).order_by(Woning.id.desc()).limit(BLAD + 1)
    if na is not None:
        vraag = vraag.where(Woning.id < na)
    rijen = session.scalars(vraag).all()
    return Woningblad(rijen[:BLAD], rijen[BLAD - 1].id if len(rijen) > BLAD else None)


def laad_woning(session: CasusSessie, actor: Actor, woning_id: UUID) -> Woning:
    """Een eigen woning. Raises NietGevonden, ook als zij van een andere corporatie is."""
    eigen = (Woning.gemeente_id == actor.gemeente_id, Woning.corporatie_id == mijn_corporatie(actor))
    woning = session.scalars(select(Woning).where(Woning.id == woning_id, *eigen)).one_or_none()
    if woning is None:
        raise NietGevonden("Deze woning is er niet, of hoort bij een andere corporatie.")
    return woning


def prognoses(session: CasusSessie, actor: Actor, kwartalen: Sequence[tuple[int, int]]) -> Sequence[Prognose]:
    """Wat de corporatie eerder voor deze kwartalen (jaar, kwartaal) verwachtte, met wie het invulde."""
    gekozen = or_(*(and_(Prognose.jaar == jaar, Prognose.kwartaal == kwartaal) for jaar, kwartaal in kwartalen))
    eigen = (Prognose.gemeente_id == actor.gemeente_id, Prognose.corporatie_id == mijn_corporatie(actor))
    return session.scalars(select(Prognose).where(*eigen, gekozen).options(joinedload(Prognose.door))).all()


def collegas(session: CasusSessie, actor: Actor) -> Sequence[Collega]:
    """Wie vandaag namens deze corporatie in het portaal van de gemeente kan, op naam; ook de actor zelf."""
    vraag = _collegas(actor).order_by(Gebruiker.naam, Gebruiker.id).limit(MEESTE_COLLEGAS)
    return [Collega(lid.id, wie.id, wie.naam, wie.email) for lid, wie in session.execute(vraag)]


def laad_collega(session: CasusSessie, actor: Actor, lid_id: UUID) -> tuple[Lidmaatschap, Gebruiker, Corporatie]:
    """Een collega met toegang, met de corporatie. Raises NietGevonden, ook voor de actor zelf."""
    vraag = _collegas(actor).where(Lidmaatschap.id == lid_id, Gebruiker.id != actor.gebruiker_id)
    rij = session.execute(vraag).one_or_none()
    if rij is None:
        raise NietGevonden("Deze collega heeft geen toegang (meer), of werkt bij een andere corporatie.")
    return rij[0], rij[1], corporatie(session, actor)


def _collegas(actor: Actor) -> Select[*tuple[Any, ...]]:
    hier = (Lidmaatschap.gemeente_id == actor.gemeente_id, Lidmaatschap.rol == CORPORATIE, lid_op(vandaag()))
    vraag = select(Lidmaatschap, Gebruiker).join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
    return vraag.where(*hier, Lidmaatschap.corporatie_id == mijn_corporatie(actor), Gebruiker.actief)
