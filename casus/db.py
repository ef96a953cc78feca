"""De database: typen, de sessie die niet buiten haar gemeenten kan kijken, en de ene plek die vastlegt."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Executable,
    ForeignKey,
    ForeignKeyConstraint,
    Insert,
    MetaData,
    Row,
    Select,
    String,
    Table,
    TypeDecorator,
    Uuid,
    bindparam,
    create_engine,
    event,
    inspect,
    make_url,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter

from casus.errors import GeenBereik
from casus.termijnen import nu

LEES_INSTELLING = "casus.lees"
SCHRIJF_INSTELLING = "casus.schrijf"

_OP_POSTGRESQL = "-c statement_timeout=10s -c lock_timeout=4s -c timezone=UTC -c jit=off -c random_page_cost=1.1"
"""Korte vragen op een snelle schijf: vertalen naar machinecode kost meer dan het oplevert, een index lezen weinig."""
_STAND = "casus_query_only"  # hoe deze SQLite-verbinding nu staat

_Vraag = TypeVar("_Vraag", bound=Executable)
_Rij = TypeVar("_Rij", bound="GemeenteGebonden")


def uuid7() -> UUID:
    """Een UUIDv7 (RFC 9562 §5.7): op tijd gesorteerd, dus goed voor indexen. Nooit als geheim gebruiken."""
    milliseconden = int(nu().timestamp() * 1000)
    bits = milliseconden << 80 | 0x7 << 76 | int.from_bytes(os.urandom(10)) & ~(0xF << 76)
    return UUID(int=bits & ~(0x3 << 62) | 0x2 << 62)


class Tijdstip(TypeDecorator[datetime]):
    """Een moment, altijd tijdzonebewust in Python en altijd UTC in de database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Weigert momenten zonder tijdzone: die horen nergens bij."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Een moment zonder tijdzone kan niet worden opgeslagen.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Geeft het moment terug in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Basis(DeclarativeBase):
    """Basis van alle tabellen, met vaste namen voor elke beperking."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Tijdstip(),
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
        list[str]: JSON().with_variant(JSONB(), "postgresql"),
        str: String(),
    }


class GemeenteGebonden:
    """Een rij van één gemeente: de gemeente staat voorop in elke sleutel (invariant 4)."""

    gemeente_id: Mapped[UUID] = mapped_column(ForeignKey("gemeente.id"), primary_key=True, sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-1)


def binnen(kolom: str, tabel: str) -> ForeignKeyConstraint:
    """Verwijzing naar een rij van dezelfde gemeente."""
    return ForeignKeyConstraint(["gemeente_id", kolom], [f"{tabel}.gemeente_id", f"{tabel}.id"])


@dataclass(frozen=True, slots=True)
class Bereik:
    """Voor welke gemeente een sessie schrijft en van welke zij leest. Leeg betekent: van geen enkele."""

    schrijf: UUID | None = None
    lees: frozenset[UUID] = frozenset()

    @classmethod
    def van(cls, gemeente_id: UUID) -> Bereik:
        """Lezen en schrijven in één gemeente, het gewone geval."""
        return cls(gemeente_id, frozenset((gemeente_id,)))


class CasusSessie(Session):
    """Een databasesessie met een bereik; alles wat een gemeente heeft wordt daarop gefilterd."""

    def __init__(self, *args: Any, bereik: Bereik | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("expire_on_commit", False)
        super().__init__(*args, **kwargs)
        self._bereik = bereik

    @property
    def bereik(self) -> Bereik:
        """Voor welke gemeente deze sessie schrijft en van welke zij leest."""
        return self._bereik or Bereik()

    @bereik.setter
    def bereik(self, bereik: Bereik) -> None:
        self._bereik = bereik
        if self.in_transaction():
            _bereik_naar_postgresql(self, None, self.connection())

    @property
    def zonder_bereik(self) -> bool:
        """Of niemand heeft gezegd om welke gemeente het gaat; dan zijn alleen tabellen van de installatie te vragen."""
        return self._bereik is None


# De waarde gaat als parameter mee, nooit in de opgeslagen SQL (veiligheid B2).
_FILTER = with_loader_criteria(
    GemeenteGebonden,
    lambda cls: cls.gemeente_id.in_(bindparam("casus_lees", expanding=True)),
    include_aliases=True,
)
# Bijna elke sessie kijkt in één gemeente. Zonder lijst hoeft de opdracht niet per keer te worden uitgeschreven.
_FILTER_EEN = with_loader_criteria(
    GemeenteGebonden,
    lambda cls: cls.gemeente_id == bindparam("casus_een", type_=Uuid()),
    include_aliases=True,
)
_VAST = "casus_vast"


def vast(vraag: _Vraag) -> _Vraag:
    """Een vraag die één keer wordt gebouwd en telkens met andere parameters wordt gesteld: het filter bouwt haar niet
    steeds na, en haar sleutel in de cache van SQLAlchemy wordt onthouden. Bewaar wat dit geeft in een constante."""
    return vraag.execution_options(**{_VAST: True})


@lru_cache(maxsize=512)
def _met_filter(vraag: Executable, een: bool) -> Executable:
    return vraag.options(_FILTER_EEN if een else _FILTER)


@event.listens_for(CasusSessie, "do_orm_execute")
def _filter_op_gemeente(toestand: ORMExecuteState) -> None:
    sessie = cast(CasusSessie, toestand.session)
    bereik = sessie.bereik
    if sessie.zonder_bereik and any(issubclass(mapper.class_, GemeenteGebonden) for mapper in toestand.all_mappers):
        raise GeenBereik("Deze sessie heeft geen gemeente. Geef een Bereik mee aan lezen, schrijven of unit_of_work.")
    if toestand.is_insert:
        _keur_insert(toestand, bereik)
    if not (toestand.is_select or toestand.is_update or toestand.is_delete):
        return
    waarden = toestand.parameters or {}
    if not isinstance(waarden, Mapping):
        raise GeenBereik("Een reeks opdrachten gaat buiten het gemeentefilter om; gebruik één opdracht.")
    zichtbaar = bereik.lees if toestand.is_select else {bereik.schrijf} - {None}
    een = toestand.is_select and len(zichtbaar) == 1
    filter_ = _met_filter if _VAST in toestand.statement.get_execution_options() else _met_filter.__wrapped__
    toestand.statement = filter_(toestand.statement, een)
    enige = {"casus_een": next(iter(zichtbaar))} if een else {}
    toestand.parameters = {**waarden, **enige, "casus_lees": list(zichtbaar)}


def _keur_insert(toestand: ORMExecuteState, bereik: Bereik) -> None:
    """Een `insert(Model)` gaat niet door de flush, en moet dus hier bij de eigen gemeente blijven."""
    mapper = toestand.bind_mapper
    if mapper is None or not issubclass(mapper.class_, GemeenteGebonden):
        return
    if toestand.parameters:
        rijen = [toestand.parameters] if isinstance(toestand.parameters, Mapping) else toestand.parameters
        gemeenten = {rij.get("gemeente_id") for rij in rijen}
    else:
        waarden = cast(Insert, toestand.statement).compile().params
        gemeenten = {waarde for naam, waarde in waarden.items() if naam.startswith("gemeente_id")}
    if bereik.schrijf is None or gemeenten != {bereik.schrijf}:
        raise GeenBereik(f"{mapper.class_.__name__} hoort bij een andere gemeente dan die waarvoor wordt geschreven.")


def kern(model: type[GemeenteGebonden]) -> Table:
    """De tabel van een model, voor een losse vraag."""
    return cast(Table, inspect(model).local_table)


def losse_vraag(vraag: Select[Any]) -> Select[Any]:
    """Keurt een vaste vraag buiten het ORM: elke tabel met een gemeente moet zelf op de parameter `gemeente` filteren.

    Zo kan niemand het filter vergeten: het laden van de module mislukt dan. Raises GeenBereik.
    """
    delen = list(visitors.iterate(vraag))
    gefilterd = {deel.left.table for deel in delen if isinstance(deel, BinaryExpression) and _op_gemeente(deel)}
    for tabel in delen:
        if isinstance(tabel, Table) and "gemeente_id" in tabel.c and tabel not in gefilterd:
            raise GeenBereik(f"De vraag filtert {tabel.name} niet op de gemeente.")
    return vraag


def _op_gemeente(deel: BinaryExpression[Any]) -> bool:
    links, rechts = deel.left, deel.right
    van_gemeente = getattr(links, "name", "") == "gemeente_id" and isinstance(rechts, BindParameter)
    return van_gemeente and deel.operator is operators.eq and rechts.key == "gemeente"


def losse_rijen(
    session: CasusSessie, vraag: Select[Any], gemeente_id: UUID, waarden: Mapping[str, Any]
) -> Sequence[Row[Any]]:
    """De rijen van een `losse_vraag`, zonder het ORM: half zo duur. Raises GeenBereik buiten het bereik om te lezen."""
    if gemeente_id not in session.bereik.lees:
        raise GeenBereik("Deze sessie mag niet in deze gemeente kijken.")
    session.flush()
    return session.connection().execute(vraag, {**waarden, "gemeente": gemeente_id}).all()


def los(session: CasusSessie, model: type[_Rij], waarden: Sequence[Any]) -> _Rij:
    """Een model met alle kolommen van `kern`, in die volgorde, dat de sessie niet volgt: lezen mag, en `wijzig`.

    Kent de sessie de rij al, dan is het die. Wie een relatie vraagt, krijgt een fout en geen stille leegte.
    """
    mapper = inspect(model)
    sleutel = mapper.identity_key_from_primary_key(tuple(waarden[:2]))
    bekend = session.identity_map.get(sleutel)
    if bekend is not None:
        return cast(_Rij, bekend)
    rij: _Rij = mapper.class_manager.new_instance()
    vars(rij).update(zip(kern(model).c.keys(), waarden, strict=True))
    instance_state(rij).key = sleutel
    return rij


@event.listens_for(CasusSessie, "before_flush")
def _schrijf_binnen_gemeente(sessie: CasusSessie, *_: object) -> None:
    for rij in (*sessie.new, *sessie.dirty, *sessie.deleted):
        if isinstance(rij, GemeenteGebonden) and rij.gemeente_id != sessie.bereik.schrijf:
            raise GeenBereik(f"{type(rij).__name__} hoort bij een andere gemeente dan die waarvoor wordt geschreven.")


@event.listens_for(CasusSessie, "after_begin")
def _bereik_naar_postgresql(sessie: CasusSessie, _transactie: object, verbinding: Connection) -> None:
    if verbinding.dialect.name == "postgresql":
        lees = ",".join(sorted(str(gemeente) for gemeente in sessie.bereik.lees))
        verbinding.exec_driver_sql(
            f"SELECT set_config('{LEES_INSTELLING}', %s, true), set_config('{SCHRIJF_INSTELLING}', %s, true)",
            (lees, str(sessie.bereik.schrijf or "")),
        )


@dataclass(frozen=True)
class Database:
    """De verbindingen van één installatie."""

    engine: Engine
    leesengine: Engine

    def lezen(self, bereik: Bereik | None = None) -> CasusSessie:
        """Een sessie die niets kan veranderen: de database zelf weigert het."""
        return CasusSessie(self.leesengine, bereik=bereik)

    def schrijven(self, bereik: Bereik | None = None) -> CasusSessie:
        """Een sessie voor één schrijvende transactie. Alleen `unit_of_work` en `@writes` leggen vast."""
        return CasusSessie(self.engine, bereik=bereik)

    @contextmanager
    def unit_of_work(self, bereik: Bereik | None = None) -> Iterator[CasusSessie]:
        """Eén transactie: alles of niets."""
        with self.schrijven(bereik) as sessie:
            yield sessie
            sessie.commit()


def maak_database(url: str) -> Database:
    """Maakt de verbindingen voor `sqlite:///…` of `postgresql://…`."""
    adres = make_url(url)
    if adres.get_backend_name() == "sqlite":
        engine = _sqlite(url)
    else:
        adres = adres.set(drivername="postgresql+psycopg")
        engine = create_engine(
            adres,
            pool_size=8,
            pool_use_lifo=True,  # dezelfde paar verbindingen blijven warm: hun vragen zijn al voorbereid
            max_overflow=8,
            pool_timeout=5,
            pool_pre_ping=True,
            hide_parameters=True,  # een foutmelding noemt nooit een naam of nummer
            connect_args={"options": _OP_POSTGRESQL},
        )
    event.listen(engine, "checkin", _laat_schoon_achter)
    lezen = engine.execution_options(casus_lezen=True, postgresql_readonly=engine.dialect.name == "postgresql")
    if engine.dialect.name == "postgresql":
        _sluit_lezen_met_commit(lezen)
    return Database(engine, lezen)


def _sluit_lezen_met_commit(leesengine: Engine) -> None:
    """Na een ROLLBACK vergeet psycopg elke voorbereide opdracht, en moet de server alles opnieuw ontleden en plannen.

    Een leessessie heeft niets terug te draaien; zij eindigt dus met COMMIT, en de ROLLBACK daarna doet niets meer.
    """

    @event.listens_for(leesengine, "rollback")
    def _klaar(verbinding: Connection) -> None:
        with suppress(verbinding.dialect.loaded_dbapi.Error):  # verbroken: dan is er ook niets meer af te sluiten
            verbinding.connection.commit()


def _laat_schoon_achter(verbinding: Any, _record: object) -> None:
    """Mislukt de COMMIT zelf (schijf vol), dan draait SQLAlchemy niets terug en gaat de verbinding met open transactie
    en schrijfslot terug in de pool: daarna lukt geen enkele schrijfactie meer, of legt de volgende dit alsnog vast."""
    if verbinding is not None:
        verbinding.rollback()


def _sqlite(url: str) -> Engine:
    bestand = make_url(url).database
    if bestand and bestand != ":memory:":
        Path(bestand).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, pool_timeout=5, hide_parameters=True, connect_args={"timeout": 5, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _verbonden(verbinding: Any, _record: object) -> None:
        verbinding.isolation_level = None  # de driver opent zelf geen transacties; dat doet _begin
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            verbinding.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(verbinding: Connection) -> None:
        lezen = bool(verbinding.get_execution_options().get("casus_lezen"))
        if verbinding.info.get(_STAND) != lezen:
            verbinding.exec_driver_sql(f"PRAGMA query_only={'ON' if lezen else 'OFF'}")
            verbinding.info[_STAND] = lezen
        verbinding.exec_driver_sql("BEGIN" if lezen else "BEGIN IMMEDIATE")

    return engine


__all__ = [
    "Basis",
    "Bereik",
    "CasusSessie",
    "Database",
    "GemeenteGebonden",
    "Tijdstip",
    "binnen",
    "date",
    "kern",
    "los",
    "losse_rijen",
    "losse_vraag",
    "maak_database",
    "uuid7",
    "vast",
]
