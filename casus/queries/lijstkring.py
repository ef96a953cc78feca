"""Voor wie de werkvoorraad is: de kijker zelf met zijn rollen, wie hij vandaag vervangt, en in welke gemeenten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, select, union_all

from casus.actor import INSTALLATIE, Actor
from casus.bereik import alle_gemeenten
from casus.db import Bereik, CasusSessie, Database
from casus.models import Afwezigheid, Corporatie, Gebruiker, Gemeente, Lidmaatschap, Taak, Woning
from casus.queries.actoren import lid_op
from casus.queries.lijstvraag import TEL_TOT
from casus.rules.rechten import TEAM
from casus.termijnen import vandaag


class Vervangen(NamedTuple):
    """Iemand die vandaag afwezig is en van wie de kijker de taken ziet."""

    gemeente_id: UUID
    id: UUID
    naam: str


class Mens(NamedTuple):
    """Een collega als keuze in een filter, met hoeveel open taken hij heeft (0 als dat niet is gevraagd)."""

    id: UUID
    naam: str
    taken: int


@dataclass(frozen=True, slots=True)
class Kring:
    """De kijker. `rollen` zijn die van vandaag per gemeente; `hier` is de gemeente waarin hij werkt."""

    ik: UUID
    hier: UUID
    rollen: Mapping[UUID, frozenset[str]]
    vervangt: tuple[Vervangen, ...] = ()
    collegas: Sequence[Mens] = ()
    corporaties: Sequence[tuple[UUID, str]] = ()
    namen: Mapping[UUID, str] | None = None

    @property
    def bereik(self) -> Bereik:
        """Wat een sessie moet kunnen lezen om de lijst van al zijn gemeenten te zien; schrijven kan zij nergens."""
        return Bereik(None, frozenset(self.rollen))


def kring(session: CasusSessie, actor: Actor, *, met_keuzes: bool = False, met_werk: bool = False) -> Kring:
    """De kijker in zijn eigen gemeente; één query.

    `met_keuzes`: ook de collega's en corporaties om op te filteren. `met_werk`: bij elke collega zijn open taken.
    """
    vragen = [_vervangen(actor)]
    if met_keuzes:
        vragen += [_collegas(actor, met_werk), _corporaties(actor)]
    samen = union_all(*vragen).subquery()
    rijen = session.execute(select(samen).order_by(samen.c.soort, samen.c.naam, samen.c.id)).all()
    return Kring(
        ik=actor.gebruiker_id,
        hier=actor.gemeente_id,
        rollen={actor.gemeente_id: actor.rollen},
        vervangt=tuple(Vervangen(actor.gemeente_id, rij.id, rij.naam) for rij in rijen if rij.soort == "vervangt"),
        collegas=[Mens(rij.id, rij.naam, rij.aantal) for rij in rijen if rij.soort == "collega"],
        corporaties=[(rij.id, rij.naam) for rij in rijen if rij.soort == "corporatie"],
    )


def kring_overal(db: Database, actor: Actor) -> Kring:
    """De kijker met al zijn gemeenten, om de lijst van alle samen te lezen (zie `Kring.bereik`); twee queries."""
    with db.lezen() as session:
        overal = alle_gemeenten(session)
    vraag = (
        select(Lidmaatschap.gemeente_id, Gemeente.naam, Lidmaatschap.rol, Gebruiker.id, Gebruiker.naam.label("weg"))
        .join(Gemeente, Gemeente.id == Lidmaatschap.gemeente_id)
        .outerjoin(
            Afwezigheid,
            and_(Afwezigheid.gemeente_id == Lidmaatschap.gemeente_id, _vandaag_weg(actor.gebruiker_id)),
        )
        .outerjoin(Gebruiker, Gebruiker.id == Afwezigheid.gebruiker_id)
        .where(Lidmaatschap.gebruiker_id == actor.gebruiker_id, lid_op(vandaag()))
    )
    with db.lezen(overal) as session:  # een nieuwe sessie: PostgreSQL leest het bereik bij het begin van een transactie
        rijen = sorted(session.execute(vraag), key=lambda rij: str(rij.naam))
    rollen: dict[UUID, frozenset[str]] = {actor.gemeente_id: actor.rollen}
    for rij in rijen:
        rollen[rij.gemeente_id] = rollen.get(rij.gemeente_id, frozenset()) | {rij.rol}
    return Kring(
        ik=actor.gebruiker_id,
        hier=actor.gemeente_id,
        rollen=rollen,
        vervangt=tuple({Vervangen(rij.gemeente_id, rij.id, rij.weg) for rij in rijen if rij.id is not None}),
        namen={rij.gemeente_id: rij.naam for rij in rijen},
    )


def _vandaag_weg(ik: UUID) -> ColumnElement[bool]:
    dag = vandaag()
    return and_(Afwezigheid.vervanger_id == ik, Afwezigheid.van <= dag, Afwezigheid.tot >= dag)


def _regel(soort: str, model: Any, aantal: Any = None) -> Select[Any]:
    telling = literal_column("0") if aantal is None else aantal
    return select(literal_column(f"'{soort}'").label("soort"), model.id, model.naam, telling.label("aantal"))


def _vervangen(actor: Actor) -> Select[Any]:
    vraag = _regel("vervangt", Gebruiker).join(Afwezigheid, Afwezigheid.gebruiker_id == Gebruiker.id)
    hier = Afwezigheid.gemeente_id == actor.gemeente_id
    return vraag.where(hier, _vandaag_weg(actor.gebruiker_id)).distinct()


def _collegas(actor: Actor, met_werk: bool) -> Select[Any]:
    """Wie vandaag in het opgaveteam zit; de telling stopt per collega bij `TEL_TOT` + 1."""
    taken = select(Taak.id).where(
        Taak.gemeente_id == actor.gemeente_id,
        Taak.status == literal_column("'open'"),
        Taak.behandelaar_id == Gebruiker.id,
    )
    eerste = taken.correlate(Gebruiker).limit(TEL_TOT + 1).subquery()
    werk = select(func.count()).select_from(eerste).scalar_subquery() if met_werk else None
    lid = (
        exists()
        .where(
            Lidmaatschap.gemeente_id == actor.gemeente_id, Lidmaatschap.gebruiker_id == Gebruiker.id, lid_op(vandaag())
        )
        .where(Lidmaatschap.rol.in_(sorted(TEAM)))
    )
    return _regel("collega", Gebruiker, werk).where(Gebruiker.actief, Gebruiker.email != INSTALLATIE, lid)


def _corporaties(actor: Actor) -> Select[Any]:
    """De corporaties met een woning in deze gemeente."""
    hier = exists().where(Woning.gemeente_id == actor.gemeente_id, Woning.corporatie_id == Corporatie.id)
    return _regel("corporatie", Corporatie).where(hier)
