"""De database bijwerken, terugdraaien en nakijken.

Op PostgreSQL migreert de eigenaar van de tabellen; de rol van de toepassing krijgt daarna precies de rechten die zij
nodig heeft. Zonder aparte eigenaar doet één rol beide, en houden alleen de muren (RLS) en triggers haar tegen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, CheckConstraint, Column, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError

import casus.models  # noqa: F401  # vult Basis.metadata
from casus.db import Basis, GemeenteGebonden, maak_database
from casus.errors import CasusFout

_MAP = Path(__file__).parent / "migrations"
_VERSIETABEL = "alembic_version"
_ALLES = "SELECT, INSERT, UPDATE, DELETE"
_RECHTEN = {
    "gebeurtenis": "SELECT, INSERT",
    "gebeurtenis_inhoud": "SELECT, INSERT",
    "workflowversie": "SELECT, INSERT",
    _VERSIETABEL: "SELECT",
}
# De index van het zoeken (migratie 008) heeft geen model: op SQLite is het een FTS5-tabel met haar eigen hulptabellen.
_ZOEKINDEX = ("zoekwoord", "zoekplek")
_ZOEKFUNCTIES = ("casus_zoek", "casus_zoek_samen")
# Eén migratie tegelijk, ook als vijf processen samen starten. Het getal is willekeurig maar voor altijd vast.
_SLOT = text("SELECT pg_advisory_xact_lock(722014005)")

_BEZET = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN"}


class MigratieFout(CasusFout):
    """De database kon niet worden bijgewerkt; er is niets veranderd."""

    status = 500


def upgrade(url: str, eigenaar_url: str | None = None, tot: str = "head") -> None:
    """Werkt de database bij tot en met `tot` en geeft de rol van de toepassing haar rechten. Herhaalbaar."""
    with _verbinding(url, eigenaar_url) as verbinding:
        command.upgrade(_config(verbinding), tot)
        _geef_rechten(verbinding, url)


def downgrade(url: str, eigenaar_url: str | None = None, tot: str = "-1") -> None:
    """Draait stappen terug tot `tot` (een nummer, `-1` voor één stap, `base` voor alles). Gegevens gaan mee weg."""
    with _verbinding(url, eigenaar_url) as verbinding:
        command.downgrade(_config(verbinding), tot)
        _geef_rechten(verbinding, url)


def koppen() -> tuple[str, ...]:
    """De laatste stappen van de map; dat hoort er precies één te zijn."""
    return tuple(ScriptDirectory.from_config(_config()).get_heads())


def stand(url: str) -> str | None:
    """De stap waarop de database staat, None als zij leeg is."""
    engine = _engine(make_url(url))
    try:
        with engine.connect() as verbinding:
            return MigrationContext.configure(verbinding).get_current_revision()
    finally:
        engine.dispose()


def controleer(url: str) -> list[str]:
    """Wat er aan de database niet klopt, in zinnen; leeg als alles goed is. Leest met de rol van de toepassing."""
    engine = maak_database(url).engine
    try:
        with engine.connect() as verbinding:
            zinnen = _keur_stand(verbinding)
            if zinnen:
                return zinnen
            zinnen = _verschillen(verbinding)
            keuring = _keur_postgresql if engine.dialect.name == "postgresql" else _keur_sqlite
            return zinnen + list(keuring(verbinding))
    finally:
        engine.dispose()


def _config(verbinding: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MAP).replace("%", "%%"))
    config.attributes["connection"] = verbinding
    return config


@contextmanager
def _verbinding(url: str, eigenaar_url: str | None) -> Iterator[Connection]:
    """Eén transactie met alle stappen erin: lukt er één niet, dan is er niets gebeurd."""
    engine = _engine(make_url(eigenaar_url or url))
    try:
        with engine.begin() as verbinding:
            if engine.dialect.name == "postgresql":
                verbinding.execute(_SLOT)
            yield verbinding
            if engine.dialect.name == "sqlite":
                _keur_verwijzingen(verbinding)
    except CommandError as fout:
        raise MigratieFout("Die stap is er niet. Kies het nummer van een migratie, -1, base of head.") from fout
    except OperationalError as fout:
        if engine.dialect.name == "sqlite" and getattr(fout.orig, "sqlite_errorname", "") not in _BEZET:
            raise  # bij SQLite heet elke fout in een opdracht zo
        zin = "De database is niet bereikbaar of is bezet. Er is niets veranderd; probeer het zo nog eens."
        raise MigratieFout(zin) from fout
    finally:
        engine.dispose()


def _engine(adres: URL) -> Engine:
    if adres.get_backend_name() != "sqlite":
        # Wachten op een slot mag kort (de rest van de gemeente werkt door), een grote tabel ombouwen mag lang.
        opties = "-c lock_timeout=4s -c statement_timeout=30min -c timezone=UTC"
        return create_engine(adres.set(drivername="postgresql+psycopg"), connect_args={"options": opties})
    if adres.database:
        Path(adres.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(adres, connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def _verbonden(verbinding: Any, _record: object) -> None:
        verbinding.isolation_level = None
        # SQLite bouwt een tabel om door haar te vervangen; verwijzingen worden daarom aan het eind gekeurd.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "busy_timeout=5000"):
            verbinding.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(verbinding: Connection) -> None:
        verbinding.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _keur_verwijzingen(verbinding: Connection) -> None:
    kapot = verbinding.exec_driver_sql("PRAGMA foreign_key_check").first()
    if kapot is not None:
        raise MigratieFout(f"Na de migratie verwijst een rij van {kapot[0]} naar niets. Er is niets veranderd.")


def _geef_rechten(verbinding: Connection, url: str) -> None:
    """De rol uit `url` mag precies wat zij nodig heeft; wat zij eerder meer had, vervalt."""
    rol = make_url(url).username
    if verbinding.dialect.name != "postgresql" or rol is None or rol == verbinding.engine.url.username:
        return
    citeer = verbinding.dialect.identifier_preparer.quote
    aanwezig = set(inspect(verbinding).get_table_names())
    for tabel in sorted(aanwezig & {*Basis.metadata.tables, _VERSIETABEL}):
        verbinding.exec_driver_sql(f"REVOKE ALL ON {citeer(tabel)} FROM {citeer(rol)}")
        verbinding.exec_driver_sql(f"GRANT {_RECHTEN.get(tabel, _ALLES)} ON {citeer(tabel)} TO {citeer(rol)}")
    for tabel in sorted(naam for naam in aanwezig if naam.startswith(_ZOEKINDEX)):
        verbinding.exec_driver_sql(f"REVOKE ALL ON {citeer(tabel)} FROM {citeer(rol)}")
    if "zoekwoord" in aanwezig:
        verbinding.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION {', '.join(_ZOEKFUNCTIES)} TO {citeer(rol)}")


def gebonden_tabellen() -> list[str]:
    """De tabellen waarvan elke rij van één gemeente is."""
    mappers = Basis.registry.mappers
    return sorted(str(m.local_table) for m in mappers if issubclass(m.class_, GemeenteGebonden))


def _keur_stand(verbinding: Connection) -> list[str]:
    verwacht = koppen()
    if len(verwacht) != 1:
        return [f"Er zijn {len(verwacht)} laatste migraties ({', '.join(verwacht)}); er hoort er één te zijn."]
    stap = MigrationContext.configure(verbinding).get_current_revision()
    if stap is None:
        return ["De database is nog leeg. Voer uit: casus db upgrade."]
    if stap != verwacht[0]:
        return [f"De database staat op stap {stap}, deze versie van casus verwacht {verwacht[0]}: casus db upgrade."]
    return []


def _verschillen(verbinding: Connection) -> list[str]:
    """Wat de tabellen anders hebben dan de modellen zeggen: kolommen, sleutels, indexen en CHECK's."""
    opties = {"compare_type": True, "include_name": _van_een_model, "include_object": _te_vergelijken}
    context = MigrationContext.configure(verbinding, opts=opties)
    zinnen = [
        f"De database wijkt af van de modellen: {_leesbaar(v)}." for v in compare_metadata(context, Basis.metadata)
    ]
    kijk = inspect(verbinding)
    for tabel in Basis.metadata.sorted_tables:
        # De vergelijking van alembic slaat CHECK's over, en juist die binden een status aan haar wie en wanneer.
        modellen = {str(c.name) for c in tabel.constraints if isinstance(c, CheckConstraint)}
        echt = {str(c["name"]) for c in kijk.get_check_constraints(tabel.name)}
        zinnen += [f"De controle {naam} ontbreekt in de database." for naam in sorted(modellen - echt)]
        zinnen += [f"De controle {naam} staat niet in de modellen." for naam in sorted(echt - modellen)]
    return zinnen


def _van_een_model(naam: str | None, soort: str, _ouder: object) -> bool:
    return soort != "table" or not (naam or "").startswith(_ZOEKINDEX)


def _te_vergelijken(ding: Any, naam: str | None, soort: str, _gevonden: bool, _ander: object) -> bool:
    """Niet een index op een uitdrukking: PostgreSQL schrijft die anders op dan zij is gemaakt."""
    return soort != "index" or all(isinstance(deel, Column) for deel in ding.expressions)


def _leesbaar(verschil: Any) -> str:
    stap = verschil[0] if isinstance(verschil, list) else verschil
    return " ".join(str(getattr(deel, "name", deel)) for deel in stap if deel is not None)


def _keur_sqlite(verbinding: Connection) -> Iterator[str]:
    verwacht = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    for pragma, waarde in verwacht.items():
        echt = verbinding.exec_driver_sql(f"PRAGMA {pragma}").scalar()
        if echt != waarde:
            yield f"SQLite staat verkeerd ingesteld: {pragma} is {echt} en hoort {waarde} te zijn."
    if verbinding.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        yield "Er is een rij die naar niets verwijst (PRAGMA foreign_key_check)."
    triggers = set(verbinding.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    for naam in ("gebeurtenis_update", "gebeurtenis_delete", "gebeurtenis_inhoud_update", "workflowversie_delete"):
        if naam not in triggers:
            yield f"De trigger {naam} ontbreekt: vastgelegde rijen zijn niet beschermd."
    for naam in ("zoekregel_nieuw", "zoekregel_anders", "zoekregel_weg"):
        if naam not in triggers:
            yield f"De trigger {naam} ontbreekt: zoeken loopt achter."


def _keur_postgresql(verbinding: Connection) -> Iterator[str]:
    rol = verbinding.execute(text("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")).one()
    if rol.rolsuper or rol.rolbypassrls:
        yield "De rol van casus is beheerder of mag om de muren heen (SUPERUSER of BYPASSRLS). Neem een gewone rol."
    tabellen = verbinding.execute(
        text(
            "SELECT relname, relrowsecurity AND relforcerowsecurity AS muur, relowner = current_user::regrole AS eigen,"
            " (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) AS regels,"
            " (SELECT count(*) FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled = 'O') AS vast"
            " FROM pg_class c WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
    ).all()
    if any(tabel.eigen for tabel in tabellen):
        yield "De rol van casus is eigenaar van de tabellen. Stel CASUS_DATABASE_URL_EIGENAAR in op een andere rol."
    stand = {tabel.relname: tabel for tabel in tabellen}
    for naam in gebonden_tabellen():
        if not stand[naam].muur or stand[naam].regels != 4:
            yield f"De tabel {naam} heeft geen muur tussen gemeenten (row level security)."
    for naam in ("gebeurtenis", "gebeurtenis_inhoud", "workflowversie"):
        if stand[naam].vast != 2:
            yield f"De triggers van {naam} ontbreken: vastgelegde rijen zijn niet beschermd."
    if stand["zoekregel"].vast != 1:
        yield "De trigger van zoekregel ontbreekt: zoeken loopt achter."
    if not _zoekindex_dicht(verbinding):
        yield "De rol van casus kan in de zoekindex van elke gemeente kijken (zoekwoord). Voer uit: casus db upgrade."


def _zoekindex_dicht(verbinding: Connection) -> bool:
    """Of de index alleen via zijn functies te bevragen is. De eigenaar zelf kan er altijd bij; die valt al op."""
    vraag = text(
        "SELECT bool_and(relrowsecurity AND (rolsuper OR relowner = current_user::regrole"
        " OR NOT has_table_privilege(c.oid, 'SELECT'))) FROM pg_class c, pg_roles"
        " WHERE relname LIKE 'zoekwoord%' AND relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
        " AND rolname = current_user"
    )
    return bool(verbinding.scalar(vraag))
