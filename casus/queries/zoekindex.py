"""De index van het zoeken bevragen (migratie 008): op PostgreSQL via functies, op SQLite via FTS5.

Nagekeken: wat hier wordt gebouwd, is langs het gemeentefilter van het ORM. De functies van PostgreSQL blijven zelf
binnen de gemeenten van de sessie; elk woord draagt het merk van zijn gemeente; en `queries/zoeken.py` koppelt elke
uitkomst aan `Zaak`, waar het filter en de muur gelden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    literal,
    or_,
    select,
    union_all,
)

TEL_TOT = 1000
"""Verder wordt niet geteld: wie zoveel vindt, moet zijn vraag verfijnen."""
NAAM, KOP, TEKST, SAMEN = range(4)
"""Waar is gevonden, beste eerst: nummer of naam; ook adres; één tekst; naam of adres en een tekst samen."""


class Vorm(NamedTuple):
    """Wat de opdracht bepaalt; de woorden zelf zijn haar waarden."""

    dialect: str
    woorden: int
    alleen_kop: bool


def treffers(vorm: Vorm) -> CompoundSelect[*tuple[Any, ...]] | Select[*tuple[Any, ...]]:
    """De gevonden regels met hun klasse; hooguit `TEL_TOT` + 1 per klasse, jongste zaak eerst."""
    if vorm.alleen_kop:
        return _klasse(NAAM, _zoek(vorm, "naam"))
    klassen = {NAAM: _zoek(vorm, "naam"), KOP: _zoek(vorm, "kop"), TEKST: _zoek(vorm, "tekst")}
    if vorm.woorden > 1:
        klassen[SAMEN] = _samen_postgresql() if vorm.dialect == "postgresql" else _samen_sqlite(vorm)
    return union_all(*(_klasse(klasse, vraag) for klasse, vraag in klassen.items()))


def waarden(vorm: Vorm, gemeente_id: UUID, woorden: Sequence[str]) -> Mapping[str, Any]:
    """De waarden bij `treffers`. De woorden zijn in zoekvorm: kleine letters en cijfers, dus nooit een operator."""
    taal = _POSTGRESQL if vorm.dialect == "postgresql" else _SQLITE
    merk = f"g{gemeente_id.hex[-6:]}"

    def een(plaatsen: str, woord: str) -> str:
        return taal.of_(taal.woord.format(f"{merk}{plaats}{woord}") for plaats in plaatsen)

    kop = [een("nt", woord) for woord in woorden]
    return {
        "gemeente": gemeente_id,
        "grens": TEL_TOT + 1,
        "naam": taal.en(een("n", woord) for woord in woorden),
        "kop": taal.en(kop) if len(woorden) > 1 else een("t", woorden[0]),
        "tekst": taal.en(een("s", woord) for woord in woorden),
        "een_kop": taal.of_(kop),
        "een_tekst": taal.of_(een("s", woord) for woord in woorden),
        "alles": taal.en(een("nts", woord) for woord in woorden),
        **{f"kop{nr}": deel for nr, deel in enumerate(kop)},
        **{f"tekst{nr}": een("s", woord) for nr, woord in enumerate(woorden)},
    }


class _Taal(NamedTuple):
    """Hoe een vraag aan de index wordt geschreven."""

    woord: str
    en_: str
    of__: str

    def en(self, delen: Any) -> str:
        return self.en_.join(f"({deel})" for deel in delen)

    def of_(self, delen: Any) -> str:
        return self.of__.join(delen)


_POSTGRESQL = _Taal("'{}':*", " & ", " | ")
_SQLITE = _Taal('"{}"*', " AND ", " OR ")
_KOLOMMEN = (column("zaak_id", Uuid()), column("soort", String()), column("object_id", Uuid()))
_GRENS = bindparam("grens", type_=Integer())


def _vraag(naam: str) -> Any:
    return bindparam(naam, type_=Text())


def _klasse(klasse: int, vraag: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    deel = vraag.subquery()
    return select(literal(klasse, Integer()).label("klasse"), deel.c.zaak_id, deel.c.soort, deel.c.object_id)


def _zoek(vorm: Vorm, naam: str) -> Select[*tuple[Any, ...]]:
    if vorm.dialect == "postgresql":
        functie = func.casus_zoek(bindparam("gemeente", type_=Uuid()), _vraag(naam), _GRENS)
        return select(functie.table_valued(*_KOLOMMEN))
    return _jongste(_fts5(naam))


def _samen_postgresql() -> Select[*tuple[Any, ...]]:
    delen = (_vraag(naam) for naam in ("een_kop", "een_tekst", "alles"))
    return select(func.casus_zoek_samen(bindparam("gemeente", type_=Uuid()), *delen, _GRENS).table_valued(*_KOLOMMEN))


def _samen_sqlite(vorm: Vorm) -> Select[*tuple[Any, ...]]:
    """Elk woord in deze ene tekst of bij de zaak zelf, zoals `casus_zoek_samen` dat op PostgreSQL doet."""
    teksten = _fts5("een_tekst")
    vraag = _jongste(teksten).where(teksten.c.soort != "zaak")
    for nr in range(vorm.woorden):
        in_tekst = teksten.c.object_id.in_(select(_fts5(f"tekst{nr}").c.object_id))
        vraag = vraag.where(or_(in_tekst, teksten.c.zaak_id.in_(select(_fts5(f"kop{nr}").c.zaak_id))))
    return vraag


def _fts5(naam: str) -> Any:
    return func.zoekwoord(_vraag(naam)).table_valued(*_KOLOMMEN)


def _jongste(gevonden: Any) -> Select[*tuple[Any, ...]]:
    return select(gevonden).order_by(gevonden.c.zaak_id.desc(), gevonden.c.object_id.desc()).limit(_GRENS)
