"""Bezwaren: de lijst op laatste dag, en één bezwaar met alles wat erbij hoort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Advies, Besluit, Bezwaar, Brief, Gebruiker, Huishouden, Taak, Zaak
from casus.queries.bladen import BEGIN, Blad, Plek, snijd
from casus.rules.mandaten import BEZWAAR

PER_BLAD: Final = 50
MEESTE_HERZIENINGEN: Final = 50


class Bezwaarrij(NamedTuple):
    """Eén regel van de lijst: het bezwaar met zijn zaak, het bestreden besluit en wie het behandelt."""

    bezwaar: Bezwaar
    zaaknummer: str
    huishouden: str
    besluit: str
    behandelaar: str | None
    laatste_dag: date
    bezwaar_tot: date | None


@dataclass(frozen=True, slots=True)
class Bezwaarpagina:
    """Eén bezwaar. `besluiten` zijn de voorstellen en beslissingen erover, en het nieuwe besluit erna."""

    bezwaar: Bezwaar
    behandelaar: str | None
    adviseurs: frozenset[UUID]
    taken: Sequence[Taak]
    besluiten: Sequence[Besluit]
    brieven: Sequence[Brief]


_Vraag = Select[Bezwaar, str, str, str, str | None, date, date | None]
# Een bezwaar van voordat casus de laatste dag bewaarde, staat vooraan: op de dag van ontvangst.
_DAG = func.coalesce(Bezwaar.beslis_uiterlijk, Bezwaar.ontvangen_op)


def open_bezwaren(session: CasusSessie, na: Plek | None = None) -> Blad[Bezwaarrij]:
    """De bezwaren die nog openstaan, op laatste dag; één query per blad."""
    return _blad(session, _rijen().where(Bezwaar.status == "ontvangen"), na)


def afgehandeld(session: CasusSessie, na: Plek | None = None) -> Blad[Bezwaarrij]:
    """De bezwaren die zijn afgehandeld, op laatste dag; één query per blad."""
    return _blad(session, _rijen().where(Bezwaar.status != "ontvangen"), na)


def te_herzien(session: CasusSessie) -> Sequence[Bezwaarrij]:
    """De gegronde bezwaren waarna nog geen nieuw besluit is genomen; één query."""
    vraag = _rijen().where(Bezwaar.herziening_nodig, Bezwaar.herziening_id.is_(None))
    vraag = vraag.order_by(Bezwaar.afgehandeld_op, Bezwaar.id).limit(MEESTE_HERZIENINGEN)
    return [Bezwaarrij._make(rij) for rij in session.execute(vraag)]


def _rijen() -> _Vraag:
    return (
        select(Bezwaar, Zaak.zaaknummer, Huishouden.naam, Besluit.titel, Gebruiker.naam, _DAG, Besluit.bezwaar_tot)
        .join(Zaak, and_(Zaak.gemeente_id == Bezwaar.gemeente_id, Zaak.id == Bezwaar.zaak_id))
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .join(Besluit, and_(Besluit.gemeente_id == Bezwaar.gemeente_id, Besluit.id == Bezwaar.besluit_id))
        .outerjoin(Gebruiker, Gebruiker.id == Bezwaar.behandelaar_id)
    )


def _blad(session: CasusSessie, vraag: _Vraag, na: Plek | None) -> Blad[Bezwaarrij]:
    plek, sleutel = na or BEGIN, tuple_(_DAG, Bezwaar.id)
    if plek.terug:
        vraag = vraag.where(sleutel < tuple_(plek.dag, plek.id)).order_by(_DAG.desc(), Bezwaar.id.desc())
    else:
        vraag = vraag.where(sleutel > tuple_(plek.dag, plek.id)).order_by(_DAG, Bezwaar.id)
    rijen = [Bezwaarrij._make(rij) for rij in session.execute(vraag.limit(PER_BLAD + 1))]
    return snijd(rijen, PER_BLAD, na, lambda rij: Plek(rij.laatste_dag, rij.bezwaar.id))


def laad_bezwaar(session: CasusSessie, bezwaar_id: UUID) -> Bezwaar:
    """Het bezwaar met zijn zaak, huishouden en bestreden besluit; één query. Raises NietGevonden."""
    return _met_mensen(session, bezwaar_id)[0]


def laad(session: CasusSessie, bezwaar_id: UUID) -> Bezwaarpagina:
    """De pagina van één bezwaar; vier queries. Raises NietGevonden."""
    bezwaar, behandelaar, adviseurs = _met_mensen(session, bezwaar_id)
    taken = select(Taak).where(Taak.zaak_id == bezwaar.zaak_id, Taak.aanleiding.contains(str(bezwaar.id)))
    brieven = select(Brief).where(Brief.zaak_id == bezwaar.zaak_id, Brief.bezwaar_id == bezwaar.id)
    return Bezwaarpagina(
        bezwaar,
        behandelaar,
        adviseurs,
        session.scalars(taken.order_by(Taak.uiterlijk, Taak.id).options(joinedload(Taak.behandelaar))).all(),
        _besluiten(session, bezwaar),
        session.scalars(brieven.order_by(Brief.gemaakt_op, Brief.id)).all(),
    )


def _met_mensen(session: CasusSessie, bezwaar_id: UUID) -> tuple[Bezwaar, str | None, frozenset[UUID]]:
    """Het bezwaar, wie het behandelt, en wie over het bestreden besluit adviseerde."""
    bij_besluit = and_(Advies.gemeente_id == Bezwaar.gemeente_id, Advies.besluit_id == Bezwaar.besluit_id)
    vraag = (
        select(Bezwaar, Gebruiker.naam, Advies.gegeven_door_id)
        .where(Bezwaar.id == bezwaar_id)
        .outerjoin(Gebruiker, Gebruiker.id == Bezwaar.behandelaar_id)
        .outerjoin(Advies, bij_besluit)
        .options(
            joinedload(Bezwaar.zaak, innerjoin=True).joinedload(Zaak.huishouden, innerjoin=True),
            joinedload(Bezwaar.besluit, innerjoin=True).joinedload(Besluit.besloten_door),
            joinedload(Bezwaar.besluit, innerjoin=True).joinedload(Besluit.voorgesteld_door),
        )
    )
    rijen = session.execute(vraag).all()
    if not rijen:
        raise NietGevonden("Dit bezwaar hoort bij een andere gemeente of bestaat niet.")
    return rijen[0][0], rijen[0][1], frozenset(rij[2] for rij in rijen if rij[2] is not None)


def _besluiten(session: CasusSessie, bezwaar: Bezwaar) -> list[Besluit]:
    """De voorstellen en besluiten over dit bezwaar, en het nieuwe besluit erna, op nummer."""
    vraag = select(Besluit).where(
        Besluit.zaak_id == bezwaar.zaak_id, or_(Besluit.soort == BEZWAAR, Besluit.herziet_id == bezwaar.besluit_id)
    )
    vraag = vraag.order_by(Besluit.nummer).options(joinedload(Besluit.besloten_door))
    klaar = {bezwaar.beslissing_id, bezwaar.herziening_id}
    return [
        een
        for een in session.scalars(vraag)
        if een.id in klaar or een.gegevens.get("bezwaar") == str(bezwaar.id) or een.soort != BEZWAAR
    ]
