"""De getallen van het teamoverzicht: wie wat heeft, wat er binnenkwam en uitging, en hoe lang elke stap duurde.

Elk getal komt uit een index. De vragen zijn vast: gebouwd bij het laden van de module, per verzoek alleen de waarden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    Integer,
    String,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from casus.actor import INSTALLATIE, Actor
from casus.db import CasusSessie, Tijdstip, vast
from casus.models import Besluit, Gebruiker, Lidmaatschap, Parameter, Persoon, Taak, Taakstelling, Verloop, Zaak
from casus.queries.actoren import lid_op
from casus.queries.zaakkeuze import begin_van, wachten
from casus.rules.doorlooptijd import GEHUISVEST, Normen
from casus.rules.rechten import TEAM
from casus.rules.taakstelling import Halfjaar
from casus.termijnen import dag_van, vandaag

TEL_TOT = 1000
_GEMEENTE = bindparam("gemeente", type_=Uuid())
_DAG = bindparam("dag", type_=Date())


class Werk(NamedTuple):
    """De open taken van één rol bij één persoon; zonder persoon heeft nog niemand ze. `lid`: heeft vandaag de rol."""

    rol: str
    gebruiker_id: UUID | None
    naam: str | None
    open: int
    te_laat: int
    lid: bool


class Stelling(NamedTuple):
    """De vastgelegde taakstelling van een halfjaar."""

    personen: int
    achterstand: int


@dataclass(slots=True)
class Getallen:
    """Wat er per dag gebeurde, en wat er nu is. `besluiten` telt zaken die wachten, geteld tot `TEL_TOT` + 1."""

    normen: Normen = field(default_factory=Normen)
    stelling: Stelling | None = None
    binnen: Counter[date] = field(default_factory=Counter)
    uit: Counter[date] = field(default_factory=Counter)
    personen: Counter[date] = field(default_factory=Counter)
    besluiten: int = 0
    oudste_voorstel: datetime | None = None


# --- wie heeft wat ---

_LAAT = func.coalesce(func.sum(case((Taak.uiterlijk < _DAG, 1), else_=0)), 0)
_TAKEN = (
    select(
        Taak.rol.label("rol"),
        Taak.behandelaar_id.label("wie"),
        func.count().label("open"),
        _LAAT.label("te_laat"),
        literal(0).label("lid"),
    )
    .where(Taak.gemeente_id == _GEMEENTE, Taak.status == literal_column("'open'"))
    .group_by(Taak.rol, Taak.behandelaar_id)
)
_LEDEN = (
    select(Lidmaatschap.rol, Lidmaatschap.gebruiker_id, literal(0), literal(0), literal(1))
    .join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
    .where(
        Lidmaatschap.gemeente_id == _GEMEENTE,
        lid_op(_DAG),
        Lidmaatschap.rol.in_(sorted(TEAM)),
        Gebruiker.actief,
        Gebruiker.email != INSTALLATIE,
    )
)
_SAMEN = union_all(_TAKEN, _LEDEN).subquery()
_WERK = vast(
    select(
        _SAMEN.c.rol,
        _SAMEN.c.wie,
        Gebruiker.naam,
        func.sum(_SAMEN.c.open),
        func.sum(_SAMEN.c.te_laat),
        func.max(_SAMEN.c.lid),
    )
    .select_from(_SAMEN)
    .outerjoin(Gebruiker, Gebruiker.id == _SAMEN.c.wie)
    .group_by(_SAMEN.c.rol, _SAMEN.c.wie, Gebruiker.naam)
    .order_by(_SAMEN.c.rol, Gebruiker.naam, _SAMEN.c.wie)
)


def werk(session: CasusSessie, actor: Actor) -> Sequence[Werk]:
    """De open taken per rol en persoon, en wie vandaag een rol heeft zonder taken; één query.

    Te laat is vóór vandaag, ook als de taak op een ander wacht: zo telt de lijst van taken ook.
    """
    rijen = session.execute(_WERK, {"gemeente": actor.gemeente_id, "dag": vandaag()})
    return [Werk(rol, wie, naam, int(open_), int(laat), bool(lid)) for rol, wie, naam, open_, laat, lid in rijen]


# --- wat er per dag gebeurde ---

_GEEN_DAG, _GEEN_MOMENT, _GEEN_TEKST = cast(null(), Date()), cast(null(), Tijdstip()), cast(null(), String())
_VAN, _TOT = bindparam("van", type_=Date()), bindparam("tot", type_=Date())
_EEN = literal(1)


def _deel(wat: Any, aantal: Any, *, dag: Any = _GEEN_DAG, moment: Any = _GEEN_MOMENT, tekst: Any = _GEEN_TEKST) -> Any:
    """Eén soort getal, in de vorm die alle soorten delen."""
    return select(wat.label("wat"), dag.label("dag"), moment.label("moment"), aantal.label("aantal"), tekst.label("t"))


_WACHTEN = wachten(_GEMEENTE).add_columns(func.min(Besluit.voorgesteld_op).label("sinds"))
_WACHTENDE_ZAKEN = _WACHTEN.group_by(Besluit.zaak_id).limit(TEL_TOT + 1).subquery()
_NIEUW = func.count()
_PER_DAG = union_all(
    _deel(literal("binnen"), _NIEUW, dag=Zaak.koppeldatum)
    .where(Zaak.gemeente_id == _GEMEENTE, Zaak.koppeldatum.between(_VAN, _DAG))
    .group_by(Zaak.koppeldatum),
    _deel(literal("uit"), _EEN, moment=Verloop.tot).where(
        Verloop.gemeente_id == _GEMEENTE,
        Verloop.naar == literal_column(f"'{GEHUISVEST}'"),
        Verloop.tot >= bindparam("van_moment", type_=Tijdstip()),
        Verloop.tot < bindparam("tot_moment", type_=Tijdstip()),
    ),
    _deel(literal("persoon"), _NIEUW, dag=Persoon.telt_mee_vanaf)
    .where(Persoon.gemeente_id == _GEMEENTE, Persoon.telt_mee_vanaf.between(bindparam("halfjaar", type_=Date()), _DAG))
    .group_by(Persoon.telt_mee_vanaf),
    _deel(literal("besluit"), _NIEUW, moment=func.min(_WACHTENDE_ZAKEN.c.sinds)).select_from(_WACHTENDE_ZAKEN),
    *(
        _deel(literal(naam), kolom).where(
            Taakstelling.gemeente_id == _GEMEENTE,
            Taakstelling.jaar == bindparam("jaar", type_=Integer()),
            Taakstelling.halfjaar == bindparam("helft", type_=Integer()),
        )
        for naam, kolom in (("taakstelling", Taakstelling.personen), ("achterstand", Taakstelling.achterstand))
    ),
    _deel(Parameter.sleutel, _EEN, dag=Parameter.geldig_van, tekst=Parameter.waarde).where(
        Parameter.gemeente_id == _GEMEENTE,
        Parameter.sleutel.in_([f"norm_{naam}_dagen" for naam in ("koppelen", "huisvesten", "verhuizen")]),
        Parameter.geldig_van <= _DAG,
        or_(Parameter.geldig_tot.is_(None), Parameter.geldig_tot >= _DAG),
    ),
).subquery()
_GETALLEN = vast(select(_PER_DAG).order_by(_PER_DAG.c.wat, _PER_DAG.c.dag))


def getallen(session: CasusSessie, actor: Actor, vanaf: date, halfjaar: Halfjaar) -> Getallen:
    """Wat er vanaf een dag binnenkwam en uitging, wie er dit halfjaar meetelt, en wat er nu wacht; één query."""
    waarden = {"gemeente": actor.gemeente_id, "dag": vandaag(), "van": vanaf, "van_moment": begin_van(vanaf)}
    waarden |= {"tot_moment": begin_van(vandaag() + timedelta(days=1)), "halfjaar": halfjaar.eerste_dag}
    waarden |= {"jaar": halfjaar.jaar, "helft": halfjaar.helft}
    uit, los = Getallen(), {}
    for wat, dag, moment, aantal, tekst in session.execute(_GETALLEN, waarden):
        match wat:
            case "binnen" | "persoon":
                (uit.binnen if wat == "binnen" else uit.personen)[dag] = aantal
            case "uit":
                uit.uit[dag_van(moment)] += aantal
            case "besluit":
                uit.besluiten, uit.oudste_voorstel = aantal, moment
            case _:
                los[wat] = tekst or aantal  # op dag gesorteerd: de laatst begonnen norm blijft staan
    uit.normen = Normen.uit({sleutel: str(waarde) for sleutel, waarde in los.items()})
    uit.stelling = Stelling(los["taakstelling"], los["achterstand"]) if "taakstelling" in los else None
    return uit
