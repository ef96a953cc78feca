"""De volgorde van de werkvoorraad: waarop een kolom sorteert, op beide databases hetzelfde, leeg altijd achteraan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    tuple_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from casus.models import Aanbod, Corporatie, Gebruiker, Gemeente, Huishouden, Taak, Woning, Zaak
from casus.queries.lijstfilters import LOPEND, aan_de_beurt, deel_van_opgehouden, opgehouden
from casus.queries.lijstkeuze import TOESTAND, Sortering
from casus.workflows import registry

BEHANDELAAR, CASEMANAGER = aliased(Gebruiker), aliased(Gebruiker)
BIJ_AANBOD: Final = and_(
    Aanbod.gemeente_id == Taak.gemeente_id, Aanbod.zaak_id == Taak.zaak_id, Aanbod.status.in_(LOPEND)
)
BIJ_WONING: Final = and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id)


class kleine_letters(FunctionElement[str]):
    """Een tekst om op te sorteren: kleine letters, teken voor teken vergeleken, overal in dezelfde volgorde."""

    type = String()
    inherit_cache = True


@compiles(kleine_letters)
def _kleine_letters(element: Any, compiler: Any, **kw: Any) -> str:
    return f"lower({compiler.process(element.clauses, **kw)})"


@compiles(kleine_letters, "postgresql")
def _kleine_letters_pg(element: Any, compiler: Any, **kw: Any) -> str:
    return f'(lower({compiler.process(element.clauses, **kw)}) COLLATE "C")'


class Sleutel(NamedTuple):
    """Eén deel van de lijst: zijn nummer, de waarde waarop het sorteert, en welke rijen erin horen."""

    deel: ColumnElement[int]
    waarde: Any
    hoort: ColumnElement[bool] | None
    vast: int | None
    """Het nummer als het hele deel er één heeft: dan kan de database de index van voren af lezen."""


def _toestand() -> ColumnElement[str]:
    """Waar een zaak staat, in de volgorde van het proces en niet van het alfabet."""
    codes: dict[str, str] = {}
    for code in registry.codes():
        codes |= {t: t for t in registry.huidige(code).toestanden}
    return case({code: literal_column(f"'{nr:03}'") for nr, code in enumerate(codes)}, value=Zaak.toestand, else_="999")


_WACHT = case((Taak.wacht_tot > bindparam("vandaag", type_=Date()), kleine_letters(Taak.wacht_op)))
_WAARDEN: Final[Mapping[Sortering, Any]] = {
    "taak": kleine_letters(Taak.titel),
    "huishouden": kleine_letters(Huishouden.zoeknaam),
    "gemeente": kleine_letters(Gemeente.naam),
    TOESTAND: _toestand(),
    "rol": kleine_letters(Taak.rol),
    "behandelaar": kleine_letters(BEHANDELAAR.naam),
    "streefdatum": Taak.streefdatum,
    "fatale_datum": Taak.fatale_datum,
    "gepland": Taak.gepland_op,
    "wacht": _WACHT,
    "casemanager": kleine_letters(CASEMANAGER.naam),
    "corporatie": kleine_letters(Corporatie.naam),
}
_OP_DAG: Final = frozenset({"uiterlijk", "streefdatum", "fatale_datum", "gepland"})
_MET_NAAM: Final = frozenset({"taak", "huishouden", "behandelaar", "wacht", "casemanager", "corporatie"})


def op_dag(sorteer: Sortering) -> bool:
    """Of de sorteerwaarde een dag is."""
    return sorteer in _OP_DAG


def met_naam(sorteer: Sortering) -> bool:
    """Of de sorteerwaarde iets over iemand zegt en dus niet leesbaar in een adres hoort."""
    return sorteer in _MET_NAAM


def delen(sorteer: Sortering) -> tuple[Sleutel, ...]:
    """De delen van de lijst, elk met zijn eigen volgorde. Op dag eerst wat kan, dan wat wacht, dan wat op slot zit."""
    if sorteer == "huishouden":  # heeft altijd een naam: de database kan de index op naam volgen en stoppen
        return (Sleutel(literal_column("0"), _WAARDEN[sorteer], None, 0),)
    if sorteer != "uiterlijk":
        waarde = _WAARDEN[sorteer]
        niets = literal(date.min, Date()) if op_dag(sorteer) else literal_column("''")
        leeg = case((waarde.is_(None), literal_column("1")), else_=literal_column("0"))
        return (Sleutel(leeg, func.coalesce(waarde, niets), None, None),)
    tot = case((Taak.wacht_tot > bindparam("vandaag", type_=Date()), Taak.wacht_tot), else_=Taak.uiterlijk)
    wanneer = case((Taak.blokkade_soort == literal_column("'slot'"), Taak.uiterlijk), else_=tot)
    return (
        Sleutel(literal_column("0"), Taak.uiterlijk, aan_de_beurt(), 0),
        Sleutel(deel_van_opgehouden(), wanneer, opgehouden(), None),
    )


def joins(vraag: Select[Any], sorteer: Sortering) -> Select[Any]:
    """Wat de sorteerwaarde nodig heeft, bij een vraag op Taak (met Zaak en Huishouden er al bij als dat moet)."""
    if sorteer == "gemeente":
        return vraag.join(Gemeente, Gemeente.id == Taak.gemeente_id)
    if sorteer == "behandelaar":
        return vraag.outerjoin(BEHANDELAAR, BEHANDELAAR.id == Taak.behandelaar_id)
    if sorteer == "casemanager":
        return vraag.outerjoin(CASEMANAGER, CASEMANAGER.id == Zaak.casemanager_id)
    if sorteer == "corporatie":
        met = vraag.outerjoin(Aanbod, BIJ_AANBOD).outerjoin(Woning, BIJ_WONING)
        return met.outerjoin(Corporatie, Corporatie.id == Woning.corporatie_id)
    return vraag


def nodig(sorteer: Sortering) -> frozenset[str]:
    """Of de volgorde de zaak of het huishouden nodig heeft."""
    return frozenset({TOESTAND: ("zaak",), "casemanager": ("zaak",), "huishouden": ("huishouden",)}.get(sorteer, ()))


def verder(sleutel: Sleutel, sorteer: Sortering, aflopend: bool, terug: bool) -> ColumnElement[bool]:
    """De rijen na (of bij `terug` vóór) de plek `na_deel`, `na_waarde`, `na_id`. Delen lopen altijd op."""
    soort = Date() if op_dag(sorteer) else String()
    waarde, id_ = bindparam("na_waarde", type_=soort), bindparam("na_id", type_=Uuid())
    omlaag = aflopend != terug
    hier = tuple_(sleutel.waarde, Taak.id)
    verderop = hier < tuple_(waarde, id_) if omlaag else hier > tuple_(waarde, id_)
    if sleutel.vast is not None:
        return verderop
    na_deel = bindparam("na_deel", type_=Integer())
    ander = sleutel.deel < na_deel if terug else sleutel.deel > na_deel
    return or_(ander, and_(sleutel.deel == na_deel, verderop))


def volgorde(deel: Any, waarde: Any, id_: Any, aflopend: bool, terug: bool) -> tuple[Any, Any, Any]:
    """ORDER BY van deel, waarde en id."""
    omlaag = aflopend != terug
    return (
        deel.desc() if terug else deel.asc(),
        waarde.desc() if omlaag else waarde.asc(),
        id_.desc() if omlaag else id_.asc(),
    )
