"""Prestatieafspraken: de getallen van een jaar per corporatie, en wie er zoekt. Vijf vragen, hoeveel er ook is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, literal, or_, select, union, union_all
from sqlalchemy.orm import aliased

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import (
    Aanbod,
    Corporatie,
    Persoon,
    Prestatieafspraak,
    Prognose,
    Taakstelling,
    Woning,
    Woningverloop,
    Zaak,
)
from casus.rules.prestaties import Instroom, Prestatie
from casus.rules.slaapkamers import slaapkamers_nodig
from casus.rules.taakstelling import Halfjaar
from casus.termijnen import NEDERLAND, dag_van

ZOEKT: Final = ("toegewezen", "match_gezocht")
ONDERWEG: Final = (*ZOEKT, "woning_aangeboden", "inburgering_gekoppeld")
"""Wie gekoppeld is en nog geen thuis heeft."""
_GEMELD: Final = "gemeld"
_VRIJ: Final = "beschikbaar"
_MELDINGEN: Final = ("melden", "opnieuw_melden", "huurder_weg", "weer_te_huur")
MEESTE_SLEUTELS: Final = 5000
MEESTE_PERSONEN: Final = 20_000
_JAAR: Final = 365
"""Over zoveel dagen kijkt de schatting terug naar hoe groot huishoudens zijn."""


@dataclass(frozen=True, slots=True)
class Jaar:
    """Alle corporaties van een jaar op naam, met de prognose van één kwartaal; wie er zoekt en wie er nog komt.

    `zoekt` is de slaapkamernorm van elk huishouden dat nog geen woning heeft.
    """

    prestaties: Sequence[Prestatie]
    zoekt: Sequence[int]
    instroom: Instroom


def _type() -> ColumnElement[str]:
    vast = [(Woning.slaapkamers == aantal, literal(f"slaapkamers_{aantal}")) for aantal in (1, 2, 3)]
    zonder = (Woning.slaapkamers == 0, literal("studio"))
    return case((Woning.zelfstandig.is_(False), literal("kamer")), zonder, *vast, else_=literal("slaapkamers_4"))


def laad(session: CasusSessie, actor: Actor, jaar: int, kwartaal: int, dag: date) -> Jaar:
    """De prestaties van een jaar en wie op `dag` zoekt, binnen de gemeente van de actor."""
    per_corporatie: dict[UUID, Prestatie] = {}
    for corporatie_id, naam, soort, code, aantal in session.execute(_getallen(actor.gemeente_id, jaar, kwartaal)):
        prestatie = per_corporatie.setdefault(corporatie_id, Prestatie(corporatie_id, naam))
        if code is not None:
            setattr(prestatie.type(code), soort, aantal)
    for corporatie_id, wie, reden, aantal in session.execute(_weigeringen(actor.gemeente_id, jaar)):
        if corporatie_id in per_corporatie:
            per_corporatie[corporatie_id].weigeringen[wie, reden] += aantal
    for corporatie_id, gemeld, sleutel in session.execute(_duren(actor.gemeente_id, jaar)):
        if corporatie_id in per_corporatie and gemeld is not None:
            per_corporatie[corporatie_id].dagen[max(0, (sleutel - dag_van(gemeld)).days)] += 1
    op_naam = sorted(per_corporatie.values(), key=lambda een: (een.naam.casefold(), een.corporatie_id))
    return Jaar(op_naam, *_vraag(session, actor.gemeente_id, Halfjaar.van_kwartaal(jaar, kwartaal), dag))


def _begin(jaar: int) -> datetime:
    return datetime(jaar, 1, 1, tzinfo=NEDERLAND)


def _getallen(gemeente: UUID, jaar: int, kwartaal: int) -> Select[*tuple[Any, ...]]:
    """Per corporatie, soort getal en type een aantal; elke corporatie van deze gemeente staat er minstens eens."""
    van, tot = _begin(jaar), _begin(jaar + 1)
    # een voordracht die de corporatie nooit bereikte, is geen aangeboden woning
    bereikt = or_(Aanbod.antwoord_voor.is_not(None), Aanbod.aangeboden_op.is_not(None))
    in_jaar = (Aanbod.voorgedragen_op >= van, Aanbod.voorgedragen_op < tot)
    aangeboden = _woningen_in(gemeente, "aangeboden", *in_jaar, bereikt)
    sleutels = _woningen_in(gemeente, "sleutels", Aanbod.sleuteldatum.between(date(jaar, 1, 1), date(jaar, 12, 31)))
    delen = union_all(
        select(
            Prestatieafspraak.corporatie_id,
            literal("afgesproken"),
            Prestatieafspraak.woningtype,
            Prestatieafspraak.aantal,
        ).where(Prestatieafspraak.gemeente_id == gemeente, Prestatieafspraak.jaar == jaar),
        select(Prognose.corporatie_id, literal("prognose"), Prognose.woningtype, Prognose.aantal).where(
            Prognose.gemeente_id == gemeente, Prognose.jaar == jaar, Prognose.kwartaal == kwartaal
        ),
        _geleverd(gemeente, jaar),
        aangeboden,
        sleutels,
    ).subquery("delen")
    corporatie_id, soort, code, aantal = delen.c
    vraag = select(Corporatie.id, Corporatie.naam, soort, code, aantal)
    return vraag.outerjoin(delen, corporatie_id == Corporatie.id).where(_hier(gemeente, corporatie_id))


def _geleverd(gemeente: UUID, jaar: int) -> Select[*tuple[Any, ...]]:
    """Hoe vaak een woning dit jaar na een melding beschikbaar werd; per melding telt zij één keer."""
    gezet = aliased(Woningverloop)
    werd = and_(gezet.van == _GEMELD, gezet.naar == _VRIJ)
    bij = and_(gezet.gemeente_id == Woning.gemeente_id, gezet.woning_id == Woning.id, werd)
    melding = _laatste_melding(gezet.op)
    met = (
        select(Woning.corporatie_id, _type().label("type"), Woning.id, melding.label("melding"))
        .join(gezet, bij)
        .where(Woning.gemeente_id == gemeente, gezet.op >= _begin(jaar), gezet.op < _begin(jaar + 1))
        .distinct()
    )
    delen = union_all(met, _zonder_verloop(gemeente, jaar)).subquery("geleverd")
    kolommen = (delen.c.corporatie_id, delen.c.type)
    return select(kolommen[0], literal("geleverd"), kolommen[1], func.count()).group_by(*kolommen)


def _zonder_verloop(gemeente: UUID, jaar: int) -> Select[*tuple[Any, ...]]:
    """Woningen van voor het verloop: nagekeken, en dit jaar gemeld of zonder melding vrijgekomen."""
    op_dag = and_(Woning.gemeld_op.is_(None), Woning.beschikbaar_van.between(date(jaar, 1, 1), date(jaar, 12, 31)))
    in_jaar = or_(and_(Woning.gemeld_op >= _begin(jaar), Woning.gemeld_op < _begin(jaar + 1)), op_dag)
    verloop = and_(Woningverloop.gemeente_id == Woning.gemeente_id, Woningverloop.woning_id == Woning.id)
    bekend = select(Woningverloop.id).where(verloop, Woningverloop.naar == _VRIJ, Woningverloop.van == _GEMELD)
    klaar = Woning.status.not_in((_GEMELD, "ingetrokken"))
    vraag = select(Woning.corporatie_id, _type().label("type"), Woning.id, Woning.gemeld_op.label("melding"))
    return vraag.where(Woning.gemeente_id == gemeente, in_jaar, klaar, ~bekend.correlate(Woning).exists())


def _laatste_melding(tot: ColumnElement[Any] | Any) -> ScalarSelect[datetime]:
    """Wanneer de woning voor het laatst (opnieuw) is gemeld, niet later dan `tot`."""
    eerder = aliased(Woningverloop)
    van_deze = and_(eerder.gemeente_id == Woning.gemeente_id, eerder.woning_id == Woning.id)
    gemeld = select(func.max(eerder.op)).where(van_deze, eerder.stap.in_(_MELDINGEN), eerder.op <= tot)
    return gemeld.correlate_except(eerder).scalar_subquery()


def _hier(gemeente: UUID, corporatie_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Corporaties met een getal in dit jaar, of met een woning in deze gemeente."""
    eigen = aliased(Woning)
    return or_(
        corporatie_id.is_not(None),
        select(eigen.id).where(eigen.gemeente_id == gemeente, eigen.corporatie_id == Corporatie.id).exists(),
    )


def _met_woning(gemeente: UUID) -> ColumnElement[bool]:
    return and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id, Aanbod.gemeente_id == gemeente)


def _woningen_in(gemeente: UUID, soort: str, *waar: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Hoeveel verschillende woningen een aanbod hebben dat hieraan voldoet."""
    kolommen = (Woning.corporatie_id, _type())
    vraag = select(kolommen[0], literal(soort), kolommen[1], func.count(Woning.id.distinct()))
    return vraag.select_from(Aanbod).join(Woning, _met_woning(gemeente)).where(*waar).group_by(*kolommen)


def _weigeringen(gemeente: UUID, jaar: int) -> Select[*tuple[Any, ...]]:
    """Per corporatie wie weigerde (corporatie of huishouden), waarom, en hoe vaak. Wie toch ja zei, weigerde niet."""
    corporatie = Aanbod.status == "afgewezen_corporatie"
    wie = case((corporatie, literal("corporatie")), else_=literal("huishouden"))
    reden = case((corporatie, Aanbod.corporatie_reden), else_=func.coalesce(Aanbod.weigerreden, ""))
    vraag = (
        select(Woning.corporatie_id, wie, reden, func.count()).select_from(Aanbod).join(Woning, _met_woning(gemeente))
    )
    toch_ja = func.coalesce(Aanbod.oordeel, "") == "alsnog_geaccepteerd"
    nee = or_(corporatie, and_(Aanbod.weigerreden.is_not(None), ~toch_ja))
    binnen = and_(Aanbod.voorgedragen_op >= _begin(jaar), Aanbod.voorgedragen_op < _begin(jaar + 1))
    return vraag.where(nee, binnen).group_by(Woning.corporatie_id, wie, reden)


def _duren(gemeente: UUID, jaar: int) -> Select[*tuple[Any, ...]]:
    """Per sleutel van het jaar: de corporatie, de laatste melding voor de voordracht, en de dag van de sleutel."""
    melding = _laatste_melding(Aanbod.voorgedragen_op)
    vraag = select(
        Woning.corporatie_id, func.coalesce(melding, Woning.gemeld_op, type_=Woning.gemeld_op.type), Aanbod.sleuteldatum
    )
    in_jaar = Aanbod.sleuteldatum.between(date(jaar, 1, 1), date(jaar, 12, 31))
    return vraag.select_from(Aanbod).join(Woning, _met_woning(gemeente)).where(in_jaar).limit(MEESTE_SLEUTELS)


def _vraag(session: CasusSessie, gemeente: UUID, halfjaar: Halfjaar, dag: date) -> tuple[list[int], Instroom]:
    """De slaapkamernorm van wie nu zoekt, en waaruit volgt wie er nog komt."""
    zoekt = and_(Zaak.toestand.in_(ZOEKT), Zaak.gesloten_op.is_(None))
    recent = Zaak.koppeldatum > dag - timedelta(days=_JAAR)
    # elk deel volgt zijn eigen index; een OF over beide leest de hele gemeente
    delen = (select(Zaak.id).where(Zaak.gemeente_id == gemeente, deel) for deel in (zoekt, recent))
    vraag = (
        select(Persoon, zoekt, recent)
        .join(Zaak, and_(Zaak.gemeente_id == Persoon.gemeente_id, Zaak.huishouden_id == Persoon.huishouden_id))
        .where(Zaak.gemeente_id == gemeente, Zaak.id.in_(union(*delen)))
        .order_by(Zaak.koppeldatum.desc(), Zaak.id)
        .limit(MEESTE_PERSONEN)
    )
    leden: dict[UUID, list[Persoon]] = defaultdict(list)
    soort: dict[UUID, tuple[bool, bool]] = {}
    for persoon, nog, nieuw in session.execute(vraag):
        leden[persoon.huishouden_id].append(persoon)
        soort[persoon.huishouden_id] = bool(nog), bool(nieuw)
    norm = {wie: slaapkamers_nodig(personen, dag) for wie, personen in leden.items()}
    eerder = [(norm[wie], len(leden[wie])) for wie, (_, nieuw) in soort.items() if nieuw]
    stelling, achterstand, gehad = session.execute(_opgave(gemeente, halfjaar)).one()
    instroom = Instroom(stelling, achterstand or 0, gehad, eerder)
    return [norm[wie] for wie, (nog, _) in soort.items() if nog], instroom


def _opgave(gemeente: UUID, halfjaar: Halfjaar) -> Select[*tuple[Any, ...]]:
    """De taakstelling, de achterstand, en hoeveel personen daarin al meetellen of nog op een woning wachten."""
    van_ons = (
        Taakstelling.gemeente_id == gemeente,
        Taakstelling.jaar == halfjaar.jaar,
        Taakstelling.halfjaar == halfjaar.helft,
    )
    tellen = select(func.count()).select_from(Persoon).where(Persoon.gemeente_id == gemeente)
    telt_mee = tellen.where(Persoon.telt_mee_vanaf.between(halfjaar.eerste_dag, halfjaar.laatste_dag))
    bij = and_(Zaak.gemeente_id == Persoon.gemeente_id, Zaak.huishouden_id == Persoon.huishouden_id)
    wacht = tellen.join(Zaak, bij).where(
        Zaak.toestand.in_(ONDERWEG), Zaak.gesloten_op.is_(None), Persoon.telt_mee_vanaf.is_(None)
    )
    return select(
        select(Taakstelling.personen).where(*van_ons).scalar_subquery(),
        select(Taakstelling.achterstand).where(*van_ons).scalar_subquery(),
        telt_mee.scalar_subquery() + wacht.scalar_subquery(),
    )


@dataclass(frozen=True, slots=True)
class Vastgelegd:
    """Wat voor één corporatie en jaar vastligt: afspraken per type, prognoses per (kwartaal, type)."""

    corporatie: Corporatie
    afspraken: dict[str, Prestatieafspraak]
    prognoses: dict[tuple[int, str], Prognose]


def laad_vast(session: CasusSessie, actor: Actor, corporatie_id: UUID, jaar: int) -> Vastgelegd:
    """Raises NietGevonden als de corporatie niet bestaat."""
    corporatie = session.scalars(select(Corporatie).where(Corporatie.id == corporatie_id)).one_or_none()
    if corporatie is None:
        raise NietGevonden("Deze corporatie bestaat niet.")
    return Vastgelegd(
        corporatie,
        {rij.woningtype: rij for rij in session.scalars(_van(Prestatieafspraak, actor, corporatie_id, jaar))},
        {(rij.kwartaal, rij.woningtype): rij for rij in session.scalars(_van(Prognose, actor, corporatie_id, jaar))},
    )


def _van(tabel: Any, actor: Actor, corporatie_id: UUID, jaar: int) -> Select[*tuple[Any, ...]]:
    eigen = (tabel.gemeente_id == actor.gemeente_id, tabel.corporatie_id == corporatie_id)
    return select(tabel).where(*eigen, tabel.jaar == jaar)
