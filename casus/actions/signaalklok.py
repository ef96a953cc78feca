"""Signalen die van de klok komen: een taak moet bijna af, of is te laat.

Eén keer per taak en datum, hoe vaak de klok ook loopt en hoe lang zij ook stilstond: dat regelt het kenmerk. Elke
bladzijde taken is een transactie, zodat een gemeente met veel werk de anderen niet ophoudt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select, tuple_

from casus.actions.signalen import Nieuws, Ontvanger, leg_neer, rij, teamleden
from casus.actions.volhouden import houd_vol
from casus.db import Bereik, CasusSessie, Database
from casus.models import Afwezigheid, Gebruiker, Lidmaatschap, Taak, Zaak
from casus.queries.actoren import afwezig_op, lid_op
from casus.rules import signalen as regels
from casus.termijnen import vandaag

PER_TRANSACTIE = 200
TEL_TOT = 1000


_BIJ_ZAAK = (Zaak.gemeente_id == Taak.gemeente_id, Zaak.id == Taak.zaak_id)
_STIL = exists().where(*_BIJ_ZAAK, Zaak.opgeschort_sinds.is_not(None))
_LOOPT = or_(~_STIL, Taak.fatale_datum.is_not(None), Taak.soort.is_(None))
"""Staat de klok van de zaak stil, dan schuift haar norm elke dag op; een datum uit de wet en een eigen taak niet."""


class _Termijn(NamedTuple):
    uiterlijk: date
    id: UUID
    zaak_id: UUID


class _Taken(NamedTuple):
    """Wiens taken; `namens` is zijn naam als een ander ervan hoort omdat hij hem vervangt."""

    van_id: UUID
    namens: str = ""


def signaleer_termijnen(db: Database, gemeente_id: UUID) -> int:
    """Meldt taken die bijna af moeten of te laat zijn aan wie ze heeft; geeft het aantal nieuwe signalen.

    Is hij er vandaag niet, dan hoort zijn vervanger het ook, van taken met een rol die hij zelf heeft. Te late taken
    zonder behandelaar hoort de teammanager, als één signaal per dag.
    """
    bereik = Bereik.van(gemeente_id)
    with db.unit_of_work(bereik) as session:
        leden, vervangt = teamleden(session), _wie_vervangt_wie(session)
        nieuw = _vrije_taken(session)
    for een in leden:
        with houd_vol("termijnen van een collega", gemeente=str(gemeente_id)):
            nieuw += _van_een(db, bereik, een, _Taken(een.id))
            nieuw += sum(_van_een(db, bereik, een, taken) for taken in vervangt.get(een.id, ()))
    return nieuw


def _wie_vervangt_wie(session: CasusSessie) -> Mapping[UUID, Sequence[_Taken]]:
    vraag = (
        select(Afwezigheid.vervanger_id, Afwezigheid.gebruiker_id, Gebruiker.naam)
        .join(Gebruiker, Gebruiker.id == Afwezigheid.gebruiker_id)
        .where(afwezig_op(vandaag()))
        .order_by(Afwezigheid.gebruiker_id)
    )
    vervangt: dict[UUID, list[_Taken]] = {}
    for vervanger_id, weg_id, naam in session.execute(vraag):
        if vervanger_id is not None:
            vervangt.setdefault(vervanger_id, []).append(_Taken(weg_id, naam))
    return vervangt


def _van_een(db: Database, bereik: Bereik, wie: Ontvanger, taken: _Taken) -> int:
    nieuw = 0
    for blad in _bladen(db, bereik, wie, taken):
        with db.unit_of_work(bereik) as session:
            nieuw += leg_neer(session, [rij(session, wie, _nieuws(taak, taken.namens)) for taak in blad])
    return nieuw


def _bladen(db: Database, bereik: Bereik, wie: Ontvanger, taken: _Taken) -> Iterator[Sequence[_Termijn]]:
    """De open taken tot en met zoveel dagen vooruit als `wie` koos, in stukken van de index ix_taak_behandelaar."""
    tot, na = vandaag() + timedelta(days=regels.dagen_vooraf(wie.voorkeuren)), (date.min, UUID(int=0))
    if not (regels.keuze(wie.voorkeuren, "nadert").iets or regels.keuze(wie.voorkeuren, "te_laat").iets):
        return
    while True:
        vraag = (
            select(Taak.uiterlijk, Taak.id, Taak.zaak_id)
            .where(Taak.behandelaar_id == taken.van_id, Taak.status == "open", Taak.uiterlijk <= tot, _LOOPT)
            .where(tuple_(Taak.uiterlijk, Taak.id) > tuple_(*na))
            .order_by(Taak.uiterlijk, Taak.id)
            .limit(PER_TRANSACTIE)
        )
        if taken.namens:
            vraag = vraag.where(Taak.rol.in_(_rollen_van(wie)))
        with db.lezen(bereik) as session:
            blad = [_Termijn._make(een) for een in session.execute(vraag)]
        if blad:
            yield blad
        if len(blad) < PER_TRANSACTIE:
            return
        na = (blad[-1].uiterlijk, blad[-1].id)


def _rollen_van(wie: Ontvanger) -> Select[str]:
    return select(Lidmaatschap.rol).where(Lidmaatschap.gebruiker_id == wie.id, lid_op(vandaag()))


def _nieuws(taak: _Termijn, namens: str) -> Nieuws:
    soort = "te_laat" if taak.uiterlijk < vandaag() else "nadert"
    dag = taak.uiterlijk.isoformat()
    gegevens = {"dag": dag, **({"vorm": "vervanging", "namens": namens} if namens else {})}
    return Nieuws(soort, f"{soort}:{taak.id}:{dag}", taak.zaak_id, taak.id, gegevens)


def _vrije_taken(session: CasusSessie) -> int:
    te_laat = (
        select(Taak.id)
        .where(Taak.behandelaar_id.is_(None), Taak.status == "open", Taak.uiterlijk < vandaag())
        .limit(TEL_TOT + 1)
        .subquery()
    )
    aantal = session.scalars(select(func.count()).select_from(te_laat)).one()
    if not aantal:
        return 0
    gegevens = {"vorm": "vrij", "aantal": min(aantal, TEL_TOT), **({"meer": 1} if aantal > TEL_TOT else {})}
    nieuws = Nieuws("te_laat", f"te_laat:vrij:{vandaag().isoformat()}", None, None, gegevens)
    return leg_neer(session, [rij(session, een, nieuws) for een in teamleden(session, "teammanager")])
