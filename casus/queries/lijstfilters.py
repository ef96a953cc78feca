"""De voorwaarden van de werkvoorraad: per filter een stukje SQL met een naam voor zijn waarde.

De vorm van een vraag (welke filters, welke takken) ligt vast in een bevroren sleutel, zodat elke vraag één keer wordt
gebouwd; de waarden gaan als parameters mee. `p` is het voorvoegsel van die parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from casus.models import Aanbod, Huishouden, Persoon, Taak, Volger, Woning, Zaak
from casus.queries.lijstkeuze import GEEN, GROEPEN, MIJ, TOESTAND, Groepcode, Keuze, Periode
from casus.termijnen import einde_week
from casus.vocab import AANBOD_LOOPT
from casus.workflows import registry
from casus.zoekvorm import zoekvorm

Voorwaarde = ColumnElement[bool]
LOPEND: Final[tuple[ColumnElement[str], ...]] = tuple(literal_column(f"'{status}'") for status in AANBOD_LOOPT)
"""De staten van een lopend aanbod, letterlijk: anders past de deelindex niet."""
_LEEG: Final[ColumnElement[str]] = literal_column("''")
_SLOT: Final[ColumnElement[str]] = literal_column("'slot'")
_ACCENTEN: Final = {"a": "áàâäã", "c": "ç", "e": "éèêë", "i": "íìîï", "n": "ñ", "o": "óòôöõ", "u": "úùûü", "y": "ýÿ"}


class bevat_woord(FunctionElement[bool]):
    """Of een tekst dit woord bevat, zonder op hoofdletters en accenten te letten: (tekst, patroon van `letters`)."""

    type = Boolean()
    inherit_cache = True


@compiles(bevat_woord)
def _bevat_woord(element: Any, compiler: Any, **kw: Any) -> str:
    tekst, patroon = (compiler.process(deel, **kw) for deel in element.clauses)
    return f"({tekst} GLOB '*' || {patroon} || '*')"


@compiles(bevat_woord, "postgresql")
def _bevat_woord_pg(element: Any, compiler: Any, **kw: Any) -> str:
    tekst, patroon = (compiler.process(deel, **kw) for deel in element.clauses)
    return f"({tekst} ~ {patroon})"


def letters(woord: str) -> str:
    """'bel' wordt '[bB][eEéè…][lL]': zo lezen beide databases dezelfde tekens. Een woord heeft alleen a-z en 0-9."""
    alle = ((teken, _ACCENTEN.get(teken, "")) for teken in woord)
    return "".join(f"[{teken}{teken.upper()}{accenten}{accenten.upper()}]" for teken, accenten in alle)


class Vorm(NamedTuple):
    """De bevroren sleutel van een vraag: de takken en de filters, zonder hun waarden."""

    takken: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]


class Tak(NamedTuple):
    """Eén tak met haar waarden: een behandelaar, de vrije taken van een rol, de hele gemeente, of wat ik volg.

    `rollen` hoort bij `vervangt`: van een behandelaar die er niet is, alleen de taken van deze rollen.
    """

    soort: str
    gemeente_id: UUID
    waarde: UUID | str | None = None
    rollen: tuple[str, ...] = ()


def grenzen(dag: date) -> Mapping[Periode, tuple[date, date]]:
    """De eerste en laatste dag van elke periode. Een week loopt tot en met zondag; `tm_`: ook alles daarvoor."""
    zondag, morgen = einde_week(dag), dag + timedelta(days=1)
    return {
        "te_laat": (date.min, dag - timedelta(days=1)),
        "tm_vandaag": (date.min, dag),
        "tm_week": (date.min, zondag),
        "vandaag": (dag, dag),
        "week": (morgen, zondag),
        "later": (zondag + timedelta(days=1), date.max),
    }


def vorm_van(keuze: Keuze, takken: tuple[Tak, ...]) -> Vorm:
    """De vorm bij deze keuze."""
    filters = []
    for naam in ("uiterlijk", "rol", "toestand", "soort", "corporatie", "casemanager", "behandelaar"):
        if gekozen := getattr(keuze, naam):
            filters.append((naam, GEEN if gekozen == GEEN else ""))
    filters += [(naam, getattr(keuze, naam)) for naam in ("wacht", "gepland") if getattr(keuze, naam)]
    if keuze.woorden:
        filters.append(("zoek", str(len(keuze.woorden))))
    return Vorm(tuple(tak.soort for tak in takken), tuple(filters))


def waarden_van(keuze: Keuze, takken: tuple[Tak, ...], ik: UUID, dag: date, p: str = "") -> dict[str, Any]:
    """De parameters bij de vorm."""
    uit: dict[str, Any] = {f"{p}vandaag": dag, f"{p}zondag": einde_week(dag)}
    for nr, tak in enumerate(takken):
        uit |= {f"{p}g{nr}": tak.gemeente_id, f"{p}w{nr}": tak.waarde}
        if tak.soort == "vervangt":
            uit[f"{p}r{nr}"] = list(tak.rollen)
    for naam in ("rol", "toestand", "soort"):
        uit[f"{p}{naam}"] = getattr(keuze, naam)
    for naam in ("corporatie", "casemanager", "behandelaar"):
        uit[f"{p}{naam}"] = _wie(getattr(keuze, naam), ik)
    if keuze.uiterlijk:
        uit[f"{p}van"], uit[f"{p}tot"] = grenzen(dag)[keuze.uiterlijk]  # type: ignore[index]  # gekeurd bij het lezen
    for nr, woord in enumerate(keuze.woorden):
        soorten = sorted(code for code, titel in _taaktitels().items() if woord in titel) or [""]
        uit |= {
            f"{p}zs{nr}": soorten,
            f"{p}zt{nr}": letters(woord),
            f"{p}zb{nr}": f"{woord}%",
            f"{p}zw{nr}": f"% {woord}%",
            f"{p}zd{nr}": f"%{woord}%",
        }
    return uit


def _wie(gekozen: str, ik: UUID) -> UUID | None:
    if gekozen == MIJ:
        return ik
    return UUID(gekozen) if gekozen not in ("", GEEN) else None


def _taaktitels() -> Mapping[str, str]:
    """De titels van de taken van alle processen, vergelijkbaar gemaakt: zo vindt 'financiele' ook 'Financiële'."""
    processen = (registry.huidige(code) for code in registry.codes())
    return {soort.code: zoekvorm(soort.titel) for wf in processen for soort in wf.taken.values()}


def tak_voorwaarde(soort: str, nr: int, p: str = "") -> Voorwaarde:
    """De voorwaarde van één tak. Zo leest elke tak haar eigen deelindex; `rol = ANY(…)` zou alles sorteren."""
    gemeente = Taak.gemeente_id == bindparam(f"{p}g{nr}", type_=Uuid())
    open_ = Taak.status == literal_column("'open'")  # letterlijk, anders past de deelindex niet
    if soort in ("behandelaar", "vervangt"):
        eigen_rol = (Taak.rol.in_(bindparam(f"{p}r{nr}", expanding=True)),) if soort == "vervangt" else ()
        return and_(gemeente, open_, Taak.behandelaar_id == bindparam(f"{p}w{nr}", type_=Uuid()), *eigen_rol)
    if soort == "rol":
        return and_(gemeente, open_, Taak.rol == bindparam(f"{p}w{nr}"), Taak.behandelaar_id.is_(None))
    if soort == "gevolgd":
        volgt = exists().where(
            Volger.gemeente_id == Taak.gemeente_id,
            Volger.zaak_id == Taak.zaak_id,
            Volger.gebruiker_id == bindparam(f"{p}w{nr}", type_=Uuid()),
        )
        return and_(gemeente, open_, volgt.correlate(Taak))
    return and_(gemeente, open_)


def opgehouden(p: str = "") -> Voorwaarde:
    """Wat nu niet kan: met de voorwaarde van de deelindex erbij, letterlijk zoals zij daar staat."""
    index = or_(Taak.wacht_tot.is_not(None), Taak.blokkade_soort != _LEEG)
    return and_(index, or_(Taak.wacht_tot > bindparam(f"{p}vandaag", type_=Date()), Taak.blokkade_soort != _LEEG))


def aan_de_beurt(p: str = "") -> Voorwaarde:
    """Wat nu wel kan."""
    vandaag = bindparam(f"{p}vandaag", type_=Date())
    return and_(Taak.blokkade_soort == _LEEG, or_(Taak.wacht_tot.is_(None), Taak.wacht_tot <= vandaag))


def deel_van_opgehouden() -> ColumnElement[int]:
    """1 voor wat op een ander wacht, 2 voor wat op slot zit."""
    return case((Taak.blokkade_soort == _SLOT, literal_column("2")), else_=literal_column("1"))


def in_groep(groep: Groepcode, p: str = "") -> Voorwaarde:
    """De voorwaarde van één groep; `{p}{groep}_van` en `_tot` zijn haar dagen."""
    if groep == "wacht":
        return and_(opgehouden(p), Taak.blokkade_soort != _SLOT)
    if groep == "slot":
        return and_(opgehouden(p), Taak.blokkade_soort == _SLOT)
    van, tot = bindparam(f"{p}{groep}_van", type_=Date()), bindparam(f"{p}{groep}_tot", type_=Date())
    return and_(aan_de_beurt(p), Taak.uiterlijk.between(van, tot))


def groepdagen(dag: date, p: str = "") -> dict[str, date]:
    """De parameters van `in_groep`."""
    uit: dict[str, date] = {}
    for groep, (van, tot) in grenzen(dag).items():
        if groep in GROEPEN:
            uit |= {f"{p}{groep}_van": van, f"{p}{groep}_tot": tot}
    return uit


def _is_of_leeg(kolom: Any, naam: str, hoe: str, p: str) -> Voorwaarde:
    if hoe == GEEN:
        return kolom.is_(None)  # type: ignore[no-any-return]  # een kolom van een model
    return kolom == bindparam(f"{p}{naam}", type_=Uuid())  # type: ignore[no-any-return]


def _uiterlijk(hoe: str, p: str) -> Voorwaarde:
    return Taak.uiterlijk.between(bindparam(f"{p}van", type_=Date()), bindparam(f"{p}tot", type_=Date()))


def _wacht(hoe: str, p: str) -> Voorwaarde:
    return aan_de_beurt(p) if hoe == "nu" else in_groep("wacht" if hoe == "wacht" else "slot", p)


def _gepland(hoe: str, p: str) -> Voorwaarde:
    if hoe in ("ja", "nee"):
        return Taak.gepland_op.is_not(None) if hoe == "ja" else Taak.gepland_op.is_(None)
    return Taak.gepland_op <= bindparam(f"{p}vandaag" if hoe == "vandaag" else f"{p}zondag", type_=Date())


def _corporatie(hoe: str, p: str) -> Voorwaarde:
    """De corporatie van het lopende aanbod; `geen` is een zaak zonder lopend aanbod."""
    aanbod = exists().where(
        Aanbod.gemeente_id == Taak.gemeente_id, Aanbod.zaak_id == Taak.zaak_id, Aanbod.status.in_(LOPEND)
    )
    if hoe == GEEN:
        return ~aanbod.correlate(Taak)
    bij = and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id)
    deze = Woning.corporatie_id == bindparam(f"{p}corporatie", type_=Uuid())
    return aanbod.where(bij, deze).correlate(Taak)


def _zoek(hoe: str, p: str) -> Voorwaarde:
    return and_(*(_woord(nr, p) for nr in range(int(hoe))))


def _woord(nr: int, p: str) -> Voorwaarde:
    """Eén woord: het begin van een woord van een naam, een stuk van het zaaknummer, of een stuk van de taak."""
    begin, midden, deel = (bindparam(f"{p}{soort}{nr}", type_=String()) for soort in ("zb", "zw", "zd"))
    persoon = exists().where(
        Persoon.gemeente_id == Huishouden.gemeente_id,
        Persoon.huishouden_id == Huishouden.id,
        or_(Persoon.zoeknaam.like(begin), Persoon.zoeknaam.like(midden)),
    )
    return or_(
        Huishouden.zoeknaam.like(begin),
        Huishouden.zoeknaam.like(midden),
        func.lower(Zaak.zaaknummer).like(deel),
        Taak.soort.in_(bindparam(f"{p}zs{nr}", expanding=True)),
        and_(Taak.soort.is_(None), bevat_woord(Taak.titel, bindparam(f"{p}zt{nr}", type_=String()))),
        persoon.correlate(Huishouden),
    )


_VOORWAARDEN: Final[Mapping[str, Callable[[str, str], Voorwaarde]]] = {
    "uiterlijk": _uiterlijk,
    "rol": lambda hoe, p: Taak.rol == bindparam(f"{p}rol"),
    TOESTAND: lambda hoe, p: Zaak.toestand == bindparam(f"{p}toestand"),
    "soort": lambda hoe, p: Taak.soort == bindparam(f"{p}soort"),
    "corporatie": _corporatie,
    "casemanager": lambda hoe, p: _is_of_leeg(Zaak.casemanager_id, "casemanager", hoe, p),
    "behandelaar": lambda hoe, p: _is_of_leeg(Taak.behandelaar_id, "behandelaar", hoe, p),
    "wacht": _wacht,
    "gepland": _gepland,
    "zoek": _zoek,
}
_OVER_DE_ZAAK: Final = frozenset({"toestand", "casemanager", "zoek"})
BIJ_ZAAK: Final = and_(Zaak.gemeente_id == Taak.gemeente_id, Zaak.id == Taak.zaak_id)
BIJ_HUISHOUDEN: Final = and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id)


def gefilterd(vraag: Select[Any], vorm: Vorm, p: str = "", *, ook: frozenset[str] = frozenset()) -> Select[Any]:
    """De vraag op Taak met de filters van de vorm, en wat zij nodig hebben erbij. `ook`: 'zaak' of 'huishouden'."""
    namen = {naam for naam, _ in vorm.filters}
    if namen & _OVER_DE_ZAAK or ook:
        vraag = vraag.join(Zaak, BIJ_ZAAK)
    if "zoek" in namen or "huishouden" in ook:
        vraag = vraag.join(Huishouden, BIJ_HUISHOUDEN)
    return vraag.where(*(_VOORWAARDEN[naam](hoe, p) for naam, hoe in vorm.filters))
