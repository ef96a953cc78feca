"""Wat een match moet weten: wie er zoekt, welke woningen vrij zijn, en wat een mens daarover vastlegde.

Drie vragen voor een hele gemeente, hoe groot zij ook is: huishoudens met hun personen, woningen, en de rest onder
elkaar (grenzen, wensen, wie er in een complex woont, urgentie, reistijden, en de taak om een match in vast te leggen).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import aliased, joinedload

from casus.db import CasusSessie, vast
from casus.errors import NietGevonden
from casus.models import (
    Aanbod,
    Besluit,
    Complex,
    Complextaak,
    Huishouden,
    Matchwens,
    Parameter,
    Persoon,
    Reistijd,
    Taak,
    Woning,
    Zaak,
)
from casus.queries.woningklaar import Complexstand
from casus.rules.parameters import waarden_op
from casus.rules.passendgeval import Omstandigheden, Plek, Vraag, plek_van, vraag_van
from casus.rules.passendscore import Reistijden, naamsleutel
from casus.termijnen import vandaag
from casus.vocab import AANBOD_LOOPT

ZOEKT: Final = "match_gezocht"
"""In deze toestand zoekt een zaak een woning."""
MATCHTAAK: Final = "WO-03"
"""De taak waarin wonen een match vastlegt."""
URGENTIEGROND: Final = "urgentiegrond"
"""Het veld van het besluit over urgentie dat zegt waarom."""
GRONDEN: Final = ("anders", "onbekend", "statushouder")
"""Wat zo'n besluit kan zeggen; onbekend als het niets zegt. Van meer besluiten telt wat hier het eerst staat."""
BEZET: Final = ("voorgedragen", "verhuurd")
"""Een woning met iemand die er woont of komt wonen."""


class Zoekend(NamedTuple):
    """Eén huishouden dat een woning zoekt. `loopt`: er is al een woning voor voorgedragen of aangeboden."""

    zaak: Zaak
    huishouden: Huishouden
    personen: tuple[Persoon, ...]
    loopt: bool = False

    @property
    def stil(self) -> bool:
        """Of de klok van de zaak stilstaat: dan krijgt het huishouden nu geen woning."""
        return self.zaak.opgeschort_sinds is not None

    @property
    def doet_mee(self) -> bool:
        """Of er nu een woning voor dit huishouden wordt gezocht."""
        return not self.loopt and not self.stil


@dataclass(slots=True)
class Matchgegevens:
    """Alles voor een match op één dag.

    `wensen` gelden nu, op volgorde. `bewoners` is per complex het geslacht van wie er via casus woont of komt wonen,
    `toegewezen` hoeveel woningen ervan via casus zijn verhuurd of voorgedragen. `urgent`: zaken met een besluit over
    urgentie dat nu geldt, met de grond ervan. `taken`: per zaak de open taak om een match in vast te leggen.
    `grenzen`: de parameters per gemeente; `parameters` die van de ene gemeente, leeg bij een regio. `reistijden`: de
    minuten van `tijden`, op gebied en plaats. `complexstand`: wat in de complexen een woning tegenhoudt.
    """

    dag: date
    zoekenden: Sequence[Zoekend]
    woningen: Sequence[Woning]
    parameters: Mapping[str, str] = field(default_factory=dict)
    wensen: list[Matchwens] = field(default_factory=list)
    bewoners: dict[UUID, set[str]] = field(default_factory=dict)
    toegewezen: Counter[UUID] = field(default_factory=Counter)
    urgent: dict[UUID, str] = field(default_factory=dict)
    taken: dict[UUID, UUID] = field(default_factory=dict)
    tijden: list[Reistijd] = field(default_factory=list)
    grenzen: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    reistijden: Reistijden = field(default_factory=dict)
    complexstand: Complexstand = field(default_factory=Complexstand)

    def kan_niet(self, woning: Woning) -> str:
        """Waarom een vrije woning nu niet kan worden aangeboden, ook al past zij; leeg als het kan."""
        return self.complexstand.waarom_niet(woning, self.dag) if woning.status == "beschikbaar" else ""

    def vraag(self, zoekend: Zoekend) -> Vraag:
        """Het huishouden zoals de regels het zien."""
        om = Omstandigheden.van(zoekend.zaak, zoekend.huishouden, self.dag)
        return vraag_van(
            zoekend.huishouden,
            zoekend.personen,
            self.parameters,
            om,
            sleutel=str(zoekend.zaak.id),
            wacht_sinds=zoekend.zaak.koppeldatum,
            urgentie=self.urgent.get(zoekend.zaak.id, ""),
        )

    def plek(self, woning: Woning) -> Plek:
        """De woning zoals de regels haar zien, met wie haar deelt."""
        complex_ = woning.complex
        if complex_ is None:
            return plek_van(woning)
        akkoord = complex_.gemengd_akkoord_op
        return plek_van(
            woning,
            medebewoners={*complex_.andere_bewoners, *self.bewoners.get(complex_.id, ())},
            gemengd_akkoord=akkoord is not None and akkoord <= self.dag,
            complex_einde=complex_.einddatum,
            eenheden=complex_.eenheden,
            toegewezen=self.toegewezen[complex_.id],
            over=self._over(complex_),
        )

    def _over(self, complex_: Complex) -> int | None:
        """Hoeveel huishoudens er in een huis met kamers nog bij kunnen, naast wie er woont of komt wonen."""
        if complex_.eenheden is None or complex_.woonvorm != "kamergewijs":
            return None
        return max(0, complex_.eenheden - self.toegewezen[complex_.id] - len(complex_.andere_bewoners))


def reistijden_van(tijden: Iterable[Reistijd]) -> Reistijden:
    """Minuten per gebied en plaats; van twee die hetzelfde heten telt de laatste."""
    op_volgorde = sorted(tijden, key=lambda een: een.id)
    return {(naamsleutel(een.gebied), naamsleutel(een.plaats)): een.minuten for een in op_volgorde}


def laad_gemeente(session: CasusSessie) -> Matchgegevens:
    """Alles voor een verdeling in de gemeente van de sessie (bij een regio: in elke gemeente ervan); drie vragen."""
    return _laad(session, alle_zoekenden(session), vrije_woningen(session))


def laad_huishouden(session: CasusSessie, zaaknummer: str, extra: UUID | None = None) -> Matchgegevens:
    """Eén huishouden en alle vrije woningen, met `extra` erbij ook als die niet vrij is; drie vragen.

    Raises NietGevonden.
    """
    zoekenden = _zoekenden(session.execute(_EEN_ZOEKENDE, {"nummer": zaaknummer}))
    if not zoekenden:
        raise NietGevonden
    return _laad(session, zoekenden, vrije_woningen(session, extra))


def laad_woning(session: CasusSessie, woning_id: UUID) -> Matchgegevens:
    """Eén woning en alle huishoudens die zoeken; drie vragen. Raises NietGevonden."""
    woning = laad_een_woning(session, woning_id)
    return _laad(session, alle_zoekenden(session), [woning])


def laad_een_woning(session: CasusSessie, woning_id: UUID) -> Woning:
    """De woning met corporatie en complex. Raises NietGevonden."""
    woning = session.scalars(_EEN_WONING, {"woning": woning_id}).one_or_none()
    if woning is None:
        raise NietGevonden("Deze woning hoort bij een andere gemeente of bestaat niet.")
    return woning


def alle_zoekenden(session: CasusSessie) -> list[Zoekend]:
    """Wie er een woning zoekt, met personen, langst gekoppeld eerst."""
    return _zoekenden(session.execute(_ALLE_ZOEKENDEN))


def vrije_woningen(session: CasusSessie, extra: UUID | None = None) -> Sequence[Woning]:
    """De woningen die te kiezen zijn, met corporatie en complex; met `extra` erbij."""
    return session.scalars(_WONINGEN, {"extra": extra}).all()


def zoek_woning(session: CasusSessie, tekst: str, aantal: int = 10) -> Sequence[Woning]:
    """Woningen van de gemeente op een deel van het adres, ook die niet vrij zijn."""
    deel = tekst.strip().replace("\\", "").replace("%", "").replace("_", "")
    if not deel:
        return ()
    vraag = select(Woning).where(Woning.adres.ilike(f"%{deel}%")).order_by(Woning.adres, Woning.id).limit(aantal)
    return session.scalars(vraag.options(joinedload(Woning.corporatie, innerjoin=True))).all()


# --- de vragen ---

_LOOPT = (
    select(Aanbod.id)
    .where(Aanbod.gemeente_id == Zaak.gemeente_id, Aanbod.zaak_id == Zaak.id, Aanbod.status.in_(AANBOD_LOOPT))
    .exists()
)


def _met_personen(welke: ColumnElement[bool]) -> Select[Zaak, Huishouden, Persoon, bool]:
    """Eén rij per persoon: de zaak met haar huishouden, langst gekoppeld eerst."""
    return vast(
        select(Zaak, Huishouden, Persoon, _LOOPT)
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .outerjoin(Persoon, and_(Persoon.gemeente_id == Zaak.gemeente_id, Persoon.huishouden_id == Zaak.huishouden_id))
        .where(welke)
        .order_by(Zaak.koppeldatum, Zaak.id, Persoon.volgnummer)
    )


_ALLE_ZOEKENDEN = _met_personen(and_(Zaak.toestand == ZOEKT, Zaak.gesloten_op.is_(None)))
_EEN_ZOEKENDE = _met_personen(Zaak.zaaknummer == bindparam("nummer"))
_MET_COMPLEX = (joinedload(Woning.corporatie, innerjoin=True), joinedload(Woning.complex))
_EXTRA = bindparam("extra", type_=Uuid())
_WONINGEN = vast(
    select(Woning)
    .where((Woning.status == "beschikbaar") | (Woning.id == _EXTRA))
    .order_by(Woning.beschikbaar_van, Woning.id)
    .options(*_MET_COMPLEX)
)
_EEN_WONING = vast(select(Woning).where(Woning.id == bindparam("woning", type_=Uuid())).options(*_MET_COMPLEX))


def _zoekenden(rijen: Iterable[Any]) -> list[Zoekend]:
    gezinnen = groupby(rijen, key=lambda rij: rij[0].id)
    return [_zoekend(list(gezin)) for _, gezin in gezinnen]


def _zoekend(rijen: Sequence[Any]) -> Zoekend:
    zaak, huishouden, _, loopt = rijen[0]
    return Zoekend(zaak, huishouden, tuple(rij[2] for rij in rijen if rij[2] is not None), bool(loopt))


def _sleutels(nr: int, model: Any, bij: Any = None) -> Select[Any]:
    """De sleutels van één lijst: haar nummer, het id, en waar het bij hoort."""
    bij = cast(null(), Uuid()) if bij is None else bij
    return select(literal(nr).label("nr"), model.id.label("id"), bij.label("bij"))


def _op_sleutel(nr: int, model: Any) -> ColumnElement[bool]:
    return and_(_REST.c.nr == nr, model.id == _REST.c.id)


# Acht kleine lijsten in één vraag.
_GRENS, _WENS, _BEWONER, _TOEGEWEZEN, _URGENT, _TAAK, _REISTIJD, _COMPLEXTAAK = range(1, 9)
_BEWONERS = (
    _sleutels(_BEWONER, Persoon, Woning.complex_id)
    .select_from(Aanbod)
    .join(Woning, and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id))
    .join(Zaak, and_(Zaak.gemeente_id == Aanbod.gemeente_id, Zaak.id == Aanbod.zaak_id))
    .join(Persoon, and_(Persoon.gemeente_id == Zaak.gemeente_id, Persoon.huishouden_id == Zaak.huishouden_id))
    .where(Aanbod.status.in_(AANBOD_LOOPT), Woning.status.in_(BEZET), Woning.complex_id.is_not(None))
)
# wat geldt: dezelfde regel als workflows/besluiten.geldende, hier voor de hele gemeente tegelijk
_LATER = aliased(Besluit)
_HERZIEN = (
    select(_LATER.id)
    .where(_LATER.gemeente_id == Besluit.gemeente_id, _LATER.herziet_id == Besluit.id, _LATER.status == "toegekend")
    .exists()
)
_URGENTIE = _sleutels(_URGENT, Besluit, Besluit.zaak_id).where(
    Besluit.soort == "urgentie_toekennen", Besluit.status == "toegekend", Besluit.herziening != "intrekken", ~_HERZIEN
)
_REST = union_all(
    _sleutels(_GRENS, Parameter),
    _sleutels(_WENS, Matchwens).where(Matchwens.vervallen_op.is_(None)),
    _BEWONERS,
    _sleutels(_TOEGEWEZEN, Woning, Woning.complex_id).where(Woning.complex_id.is_not(None), Woning.status.in_(BEZET)),
    _URGENTIE,
    _sleutels(_TAAK, Taak, Taak.zaak_id).where(Taak.soort == MATCHTAAK, Taak.status == "open"),
    _sleutels(_REISTIJD, Reistijd),
    _sleutels(_COMPLEXTAAK, Complextaak).where(Complextaak.verplicht, Complextaak.status != "niet_nodig"),
).subquery()
_KOLOMMEN = (Parameter, Matchwens, Reistijd, Persoon.geslacht, Besluit.gegevens, Complextaak)
_ALLE_REST = vast(
    select(_REST.c.nr, _REST.c.id, _REST.c.bij, *_KOLOMMEN)
    .select_from(_REST)
    .outerjoin(Parameter, _op_sleutel(_GRENS, Parameter))
    .outerjoin(Matchwens, _op_sleutel(_WENS, Matchwens))
    .outerjoin(Reistijd, _op_sleutel(_REISTIJD, Reistijd))
    .outerjoin(Persoon, _op_sleutel(_BEWONER, Persoon))
    .outerjoin(Besluit, _op_sleutel(_URGENT, Besluit))
    .outerjoin(Complextaak, _op_sleutel(_COMPLEXTAAK, Complextaak))
)


def _grond(gegevens: Mapping[str, Any] | None, eerder: str) -> str:
    """De grond van de urgentie, samen met wat een ander besluit zei. Casus raadt niet wat er niet staat."""
    grond = str((gegevens or {}).get(URGENTIEGROND) or "onbekend")
    return next(een for een in GRONDEN if een in (grond, eerder))


def _laad(session: CasusSessie, zoekenden: Sequence[Zoekend], woningen: Sequence[Woning]) -> Matchgegevens:
    uit, parameters = Matchgegevens(vandaag(), zoekenden, woningen), list[Parameter]()
    for nr, rij_id, bij, parameter, wens, reistijd, geslacht, besloten, moet in session.execute(_ALLE_REST):
        match nr:
            case 1:
                parameters.append(parameter)
            case 2:
                uit.wensen.append(wens)
            case 3:
                uit.bewoners.setdefault(bij, set()).add(geslacht)
            case 4:
                uit.toegewezen[bij] += 1
            case 5:
                uit.urgent[bij] = _grond(besloten, uit.urgent.get(bij, ""))
            case 6:
                uit.taken[bij] = rij_id
            case 7:
                uit.tijden.append(reistijd)
            case _:
                uit.complexstand.voeg_toe(moet)
    _maak_af(uit, parameters)
    return uit


def _maak_af(uit: Matchgegevens, parameters: Sequence[Parameter]) -> None:
    gemeenten = {een.gemeente_id for een in parameters}
    uit.grenzen = {een: waarden_op([p for p in parameters if p.gemeente_id == een], uit.dag) for een in gemeenten}
    uit.parameters = next(iter(uit.grenzen.values()), {}) if len(gemeenten) <= 1 else {}
    uit.complexstand.bezet, uit.reistijden = uit.toegewezen, reistijden_van(uit.tijden)
    uit.wensen.sort(key=lambda wens: wens.id)
