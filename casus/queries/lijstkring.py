"""Voor wie de werkvoorraad is: de kijker zelf met zijn rollen, wie hij vandaag vervangt, en in welke gemeenten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
)

from casus.actor import INSTALLATIE, Actor
from casus.bereik import alle_gemeenten
from casus.db import Bereik, CasusSessie, Database, vast
from casus.models import Afwezigheid, Corporatie, Gebruiker, Gemeente, Lidmaatschap, Taak, Woning
from casus.queries.actoren import afwezig_op, lid_op
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
    waarden = {"hier": actor.gemeente_id, "ik": actor.gebruiker_id, "dag": vandaag()}
    rijen = session.execute(_kringvraag(met_keuzes, met_werk), waarden).all()
    return Kring(
        ik=actor.gebruiker_id,
        hier=actor.gemeente_id,
        rollen={actor.gemeente_id: actor.rollen},
        vervangt=tuple(Vervangen(actor.gemeente_id, rij.id, rij.naam) for rij in rijen if rij.soort == "vervangt"),
        collegas=[Mens(rij.id, rij.naam, rij.aantal) for rij in rijen if rij.soort == "collega"],
        corporaties=[(rij.id, rij.naam) for rij in rijen if rij.soort == "corporatie"],
    )


def kring_overal(db: Database, actor: Actor) -> Kring:
    """De kijker met elke gemeente waar hij in het team zit, om de lijst van alle samen te lezen (zie `Kring.bereik`);
    twee queries. Wie ergens alleen beheerder of opdrachtgever is, ziet daar geen taken."""
    with db.lezen() as session:
        overal = alle_gemeenten(session)
    vraag = (
        select(Lidmaatschap.gemeente_id, Gemeente.naam, Lidmaatschap.rol, Gebruiker.id, Gebruiker.naam.label("weg"))
        .join(Gemeente, Gemeente.id == Lidmaatschap.gemeente_id)
        .outerjoin(Afwezigheid, and_(Afwezigheid.gemeente_id == Lidmaatschap.gemeente_id, _WEG))
        .outerjoin(Gebruiker, Gebruiker.id == Afwezigheid.gebruiker_id)
        .where(Lidmaatschap.gebruiker_id == _IK, Lidmaatschap.rol.in_(sorted(TEAM)), _LID)
    )
    waarden = {"ik": actor.gebruiker_id, "dag": vandaag()}
    with db.lezen(overal) as session:  # een nieuwe sessie: PostgreSQL leest het bereik bij het begin van een transactie
        rijen = sorted(session.execute(vraag, waarden), key=lambda rij: str(rij.naam))
    rollen: dict[UUID, frozenset[str]] = {actor.gemeente_id: actor.rollen}
    for rij in rijen:
        rollen[rij.gemeente_id] = rollen.get(rij.gemeente_id, frozenset()) | {rij.rol}
    return Kring(
        ik=actor.gebruiker_id,
        hier=actor.gemeente_id,
        rollen=rollen,
        vervangt=tuple(dict.fromkeys(Vervangen(rij.gemeente_id, rij.id, rij.weg) for rij in rijen if rij.id)),
        namen={rij.gemeente_id: rij.naam for rij in rijen},
    )


_HIER, _IK, _DAG = bindparam("hier", type_=Uuid()), bindparam("ik", type_=Uuid()), bindparam("dag", type_=Date())
_LID: Final = lid_op(_DAG)
_WEG: Final = and_(Afwezigheid.vervanger_id == _IK, afwezig_op(_DAG))


@lru_cache(maxsize=4)
def _kringvraag(met_keuzes: bool, met_werk: bool) -> Select[Any]:
    """Eén opdracht, één keer gebouwd; de kijker en de dag gaan als parameters mee."""
    vragen = [_vervangen(), *((_collegas(met_werk), _corporaties()) if met_keuzes else ())]
    samen = union_all(*vragen).subquery()
    return vast(select(samen).order_by(samen.c.soort, samen.c.naam, samen.c.id))


def _regel(soort: str, model: Any, aantal: Any = None) -> Select[Any]:
    telling = literal_column("0") if aantal is None else aantal
    return select(literal_column(f"'{soort}'").label("soort"), model.id, model.naam, telling.label("aantal"))


def _vervangen() -> Select[Any]:
    vraag = _regel("vervangt", Gebruiker).join(Afwezigheid, Afwezigheid.gebruiker_id == Gebruiker.id)
    return vraag.where(Afwezigheid.gemeente_id == _HIER, _WEG).distinct()


def _collegas(met_werk: bool) -> Select[Any]:
    """Wie vandaag in het opgaveteam zit; de telling stopt per collega bij `TEL_TOT` + 1."""
    open_ = Taak.status == literal_column("'open'")
    taken = select(Taak.id).where(Taak.gemeente_id == _HIER, open_, Taak.behandelaar_id == Gebruiker.id)
    eerste = taken.correlate(Gebruiker).limit(TEL_TOT + 1).subquery()
    werk = select(func.count()).select_from(eerste).scalar_subquery() if met_werk else None
    hier = (Lidmaatschap.gemeente_id == _HIER, Lidmaatschap.gebruiker_id == Gebruiker.id, _LID)
    lid = exists().where(*hier, Lidmaatschap.rol.in_(sorted(TEAM)))
    return _regel("collega", Gebruiker, werk).where(Gebruiker.actief, Gebruiker.email != INSTALLATIE, lid)


def _corporaties() -> Select[Any]:
    """De corporaties met een woning in deze gemeente."""
    hier = exists().where(Woning.gemeente_id == _HIER, Woning.corporatie_id == Corporatie.id)
    return _regel("corporatie", Corporatie).where(hier)
