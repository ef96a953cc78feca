"""Complexen: één complex met zijn woningen en taken, wie er woont, en alle open taken van de gemeente."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    ScalarSelect,
    Select,
    Uuid,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased, joinedload

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Aanbod, Complex, Complextaak, Corporatie, Gebruiker, Huishouden, Persoon, Woning, Zaak
from casus.queries.bladen import BEGIN, Blad, Plek, snijd
from casus.rules.complexen import BEZET
from casus.termijnen import leeftijd, vandaag
from casus.vocab import AANBOD_LOOPT

PER_BLAD: Final = 50
MEESTE_WONINGEN: Final = 300
TEL_TOT: Final = 100
OUD: Final = timedelta(days=90)
_OPEN_EERST: Final = ((Complextaak.status != "open"), Complextaak.verplicht.desc())
_WEG: Final = "Dit complex hoort bij een andere gemeente of bestaat niet."


@dataclass(frozen=True, slots=True)
class Bewoner:
    """Wie er in een complex woont of komt wonen. `volwassen` is None als het geboortejaar onbekend is.

    `kamer` is het adres van de kamer, leeg voor wie er buiten casus om woont.
    """

    geslacht: str
    volwassen: bool | None
    kamer: str = ""
    woont: bool = True


@dataclass(frozen=True, slots=True)
class Plekregel:
    """Eén woning van een complex, met het huishouden dat er woont of voor wie zij is vastgehouden."""

    woning: Woning
    huishouden: str = ""
    zaaknummer: str = ""


@dataclass(frozen=True, slots=True)
class Complexpagina:
    """Eén complex met zijn woningen op adres en al zijn taken."""

    complex: Complex
    woningen: Sequence[Plekregel]
    taken: Sequence[Complextaak]


class Complexrij(NamedTuple):
    """Eén regel van de lijst: het complex, hoeveel woningen casus ervan kent en wat er openstaat."""

    complex: Complex
    corporatie: str
    woningen: int
    bezet: int
    open_taken: int


class Taakrij(NamedTuple):
    """Eén regel van de complextaken."""

    taak: Complextaak
    complex_id: UUID
    complex: str
    behandelaar: str | None

    @property
    def dag(self) -> date:
        """Wanneer zij klaar moet zijn, of wanneer wat er geldt afloopt."""
        return self.taak.geldig_tot if self.taak.status == "gereed" and self.taak.geldig_tot else self.taak.uiterlijk


def laad_complex(session: CasusSessie, complex_id: UUID) -> Complex:
    """Het complex met zijn corporatie; één query. Raises NietGevonden."""
    vraag = select(Complex).where(Complex.id == complex_id).options(joinedload(Complex.corporatie, innerjoin=True))
    gevonden = session.scalars(vraag).one_or_none()
    if gevonden is None:
        raise NietGevonden(_WEG)
    return gevonden


def laad(session: CasusSessie, complex_id: UUID) -> Complexpagina:
    """De pagina van één complex; drie queries. Raises NietGevonden."""
    complex_ = laad_complex(session, complex_id)
    taken = select(Complextaak).where(Complextaak.complex_id == complex_id)
    erbij = (joinedload(Complextaak.behandelaar), joinedload(Complextaak.gereed_door))
    return Complexpagina(
        complex_,
        _plekken(session, complex_id),
        session.scalars(taken.order_by(*_OPEN_EERST, Complextaak.uiterlijk, Complextaak.id).options(*erbij)).all(),
    )


def lijst(session: CasusSessie, na: Plek | None = None) -> Blad[Complexrij]:
    """De complexen van de gemeente, in de volgorde waarin zij zijn vastgelegd; één query per blad."""
    terug = na is not None and na.terug
    bij = and_(Woning.gemeente_id == Complex.gemeente_id, Woning.complex_id == Complex.id)
    bezet = func.count(Woning.id).filter(Woning.status.in_(sorted(BEZET)))
    open_ = (
        select(func.count())
        .where(Complextaak.gemeente_id == Complex.gemeente_id, Complextaak.complex_id == Complex.id)
        .where(Complextaak.status == "open")
        .scalar_subquery()
    )
    vraag = (
        select(Complex, Corporatie.naam, func.count(Woning.id), bezet, open_)
        .join(Corporatie, Corporatie.id == Complex.corporatie_id)
        .outerjoin(Woning, bij)
        .group_by(Complex.gemeente_id, Complex.id, Corporatie.naam)
    )
    if na is not None:
        vraag = vraag.where(Complex.id < na.id if terug else Complex.id > na.id)
    rijen = session.execute(vraag.order_by(Complex.id.desc() if terug else Complex.id).limit(PER_BLAD + 1))
    return snijd([Complexrij._make(rij) for rij in rijen], PER_BLAD, na, lambda rij: Plek(date.min, rij.complex.id))


def laad_taak(session: CasusSessie, taak_id: UUID) -> Complextaak:
    """Eén taak van een complex. Raises NietGevonden."""
    taak = session.scalars(select(Complextaak).where(Complextaak.id == taak_id)).one_or_none()
    if taak is None:
        raise NietGevonden("Deze taak hoort bij een andere gemeente of bestaat niet.")
    return taak


def bezet_naast() -> ScalarSelect[int]:
    """In hoeveel andere woningen van het complex van een Woning iemand woont of komt wonen, als deelvraag."""
    ander = aliased(Woning)
    samen = and_(ander.gemeente_id == Woning.gemeente_id, ander.complex_id == Woning.complex_id, ander.id != Woning.id)
    vraag = select(func.count(ander.id)).where(samen, ander.status.in_(sorted(BEZET)))
    return vraag.correlate(Woning).scalar_subquery()


def woningen_in(complex_id: UUID) -> Select[*tuple[int]]:
    """De vraag hoeveel woningen het complex in casus heeft; wat is ingetrokken telt niet."""
    return select(func.count(Woning.id)).where(Woning.complex_id == complex_id, Woning.status != "ingetrokken")


def keuzes(session: CasusSessie, corporatie_id: UUID | None = None) -> Sequence[Complex]:
    """De complexen van de gemeente op naam, of alleen die van één corporatie; één query."""
    vraag = select(Complex).order_by(Complex.naam, Complex.id).limit(MEESTE_WONINGEN)
    vraag = vraag.options(joinedload(Complex.corporatie, innerjoin=True))
    return session.scalars(vraag.where(Complex.corporatie_id == corporatie_id) if corporatie_id else vraag).all()


def _plekken(session: CasusSessie, complex_id: UUID) -> list[Plekregel]:
    """De woningen met wie er nu bij hoort: het lopende of aangenomen aanbod, alleen als de woning ook bezet is."""
    nu_bezet = and_(
        Aanbod.gemeente_id == Woning.gemeente_id,
        Aanbod.woning_id == Woning.id,
        Aanbod.status.in_(AANBOD_LOOPT),
        Woning.status.in_(sorted(BEZET)),
    )
    vraag = (
        select(Woning, Huishouden.naam, Zaak.zaaknummer)
        .outerjoin(Aanbod, nu_bezet)
        .outerjoin(Zaak, and_(Zaak.gemeente_id == Aanbod.gemeente_id, Zaak.id == Aanbod.zaak_id))
        .outerjoin(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
        .where(Woning.complex_id == complex_id)
        .order_by(func.length(Woning.adres), Woning.adres, Woning.id)
        .limit(MEESTE_WONINGEN)
    )
    return [Plekregel(w, naam or "", nummer or "") for w, naam, nummer in session.execute(vraag)]


def bewoners(session: CasusSessie, complex_id: UUID) -> list[Bewoner]:
    """Wie er in dit complex woont of komt wonen, voor het woningdelen (domein §8, H5); twee queries.

    Namen en nummers komen er niet in mee. Wie er buiten casus om woont telt als volwassene.
    """
    return bewoners_van(session, laad_complex(session, complex_id))


def bewoners_van(session: CasusSessie, complex_: Complex) -> list[Bewoner]:
    """Hetzelfde als `bewoners`, voor een complex dat al geladen is; één query."""
    anderen = [Bewoner(geslacht, True) for geslacht in complex_.andere_bewoners]
    vraag = (
        select(Persoon.geslacht, Persoon.geboortedatum, Woning.adres, Woning.status)
        .join(Aanbod, and_(Aanbod.gemeente_id == Woning.gemeente_id, Aanbod.woning_id == Woning.id))
        .join(Zaak, and_(Zaak.gemeente_id == Aanbod.gemeente_id, Zaak.id == Aanbod.zaak_id))
        .join(Persoon, and_(Persoon.gemeente_id == Zaak.gemeente_id, Persoon.huishouden_id == Zaak.huishouden_id))
        .where(Woning.complex_id == complex_.id, Woning.status.in_(sorted(BEZET)), Aanbod.status.in_(AANBOD_LOOPT))
        .order_by(func.length(Woning.adres), Woning.adres, Persoon.volgnummer)
    )
    rijen = session.execute(vraag).all()
    return [
        Bewoner(g, _volwassen(geboren), adres, status == "verhuurd") for g, geboren, adres, status in rijen
    ] + anderen


def _volwassen(geboren: str) -> bool | None:
    jaren = leeftijd(geboren, vandaag())
    return None if jaren is None else jaren >= 18


# --- de taken van alle complexen ---

_DAG = func.coalesce(Complextaak.geldig_tot, Complextaak.uiterlijk)
"""Een open taak heeft geen geldig_tot; een afgeronde die afloopt, telt op de dag dat zij afloopt."""


def _taken(tot: date) -> Select[*tuple[Any, ...]]:
    """Wat open staat, en wat af was maar voor deze dag afloopt; niet van een complex dat al dicht is."""
    loopt_af = and_(Complextaak.status == "gereed", Complextaak.geldig_tot <= tot)
    loopt_nog = or_(Complex.einddatum.is_(None), Complex.einddatum >= vandaag())
    return (
        select(Complextaak, Complex.id, Complex.naam, Gebruiker.naam)
        .join(Complex, and_(Complex.gemeente_id == Complextaak.gemeente_id, Complex.id == Complextaak.complex_id))
        .outerjoin(Gebruiker, Gebruiker.id == Complextaak.behandelaar_id)
        .where(or_(Complextaak.status == "open", loopt_af), loopt_nog)
    )


def taken(session: CasusSessie, tot: date, na: Plek | None = None) -> Blad[Taakrij]:
    """De taken die nog moeten, en wat voor `tot` afloopt, op dag; één query per blad."""
    plek, sleutel = na or BEGIN, tuple_(_DAG, Complextaak.id)
    vraag = _taken(tot)
    waar = tuple_(plek.dag, plek.id)
    if plek.terug:
        vraag = vraag.where(sleutel < waar).order_by(_DAG.desc(), Complextaak.id.desc())
    else:
        vraag = vraag.where(sleutel > waar).order_by(_DAG, Complextaak.id)
    rijen = [Taakrij._make(rij) for rij in session.execute(vraag.limit(PER_BLAD + 1))]
    return snijd(rijen, PER_BLAD, na, lambda rij: Plek(rij.dag, rij.taak.id))


def die_moeten(session: CasusSessie, tot: date, loopt_af: date, hoogstens: int = 1000) -> list[Taakrij]:
    """Wat uiterlijk op `tot` klaar moet zijn, en wat af was en uiterlijk op `loopt_af` afloopt; één query.

    Wat langer dan `OUD` geleden afliep, is al lang gemeld.
    """
    moet = and_(Complextaak.status == "open", Complextaak.uiterlijk <= tot)
    liep_af = and_(Complextaak.status == "gereed", Complextaak.geldig_tot >= vandaag() - OUD)
    vraag = _taken(loopt_af).where(or_(moet, liep_af))
    return [Taakrij._make(rij) for rij in session.execute(vraag.order_by(_DAG, Complextaak.id).limit(hoogstens))]


def telling() -> ScalarSelect[int]:
    """Hoeveel complextaken vandaag klaar moeten zijn of te laat zijn, van de actor of nog van niemand in zijn rol; als
    deelvraag met de parameters `gemeente`, `ik`, `rollen` en `dag`, want het menu telt alles in één keer."""
    gemeente, ik = bindparam("gemeente", type_=Uuid()), bindparam("ik", type_=Uuid())
    van_mijn_rol = and_(Complextaak.behandelaar_id.is_(None), Complextaak.rol.in_(bindparam("rollen", expanding=True)))
    rijen = (
        select(Complextaak.id)
        .where(Complextaak.gemeente_id == gemeente, Complextaak.status == literal("open", literal_execute=True))
        .where(Complextaak.uiterlijk <= bindparam("dag", type_=Date()))
        .where(or_(Complextaak.behandelaar_id == ik, van_mijn_rol))
        .limit(TEL_TOT)
        .subquery()
    )
    return select(func.count()).select_from(rijen).scalar_subquery()


def dringend(session: CasusSessie, tot: date, aantal: int = 5) -> list[Taakrij]:
    """De eerste taken die voor deze dag moeten, voor boven de lijst van woningen; één query."""
    vraag = _taken(tot).where(tot >= _DAG).order_by(_DAG, Complextaak.id).limit(aantal)
    return [Taakrij._make(rij) for rij in session.execute(vraag)]
