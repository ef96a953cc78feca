"""Hoe lang elke stap duurde voor de zaken die haar in een periode achter zich lieten, als telling per aantal dagen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    Uuid,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from casus.actor import Actor
from casus.db import CasusSessie, Tijdstip, vast
from casus.models import Verloop, Zaak
from casus.queries.zaakkeuze import begin_van
from casus.rules.doorlooptijd import AANGEBODEN, GEHUISVEST, ONDERWEG
from casus.termijnen import vandaag

KOPPELEN, WONING, VERHUIZEN, THUIS, THUIS_EERDER = "koppelen", "woning", "verhuizen", "thuis", "thuis_eerder"
_ETMAAL = 86_400
_HALF = _ETMAAL // 2


class Seconden(FunctionElement[int]):
    """De hele seconden van het eerste moment (of de eerste dag, om 0.00 uur UTC) tot het tweede."""

    inherit_cache = True
    name = "seconden"
    type = BigInteger()


@compiles(Seconden, "postgresql")
def _postgresql(element: Seconden, compiler: SQLCompiler, **kw: Any) -> str:
    van, tot = (compiler.process(deel, **kw) for deel in element.clauses)
    return f"CAST(EXTRACT(epoch FROM CAST({tot} AS timestamptz) - CAST({van} AS timestamptz)) AS bigint)"


@compiles(Seconden, "sqlite")
def _sqlite(element: Seconden, compiler: SQLCompiler, **kw: Any) -> str:
    van, tot = (compiler.process(deel, **kw) for deel in element.clauses)
    return f"CAST(round((julianday({tot}) - julianday({van})) * {_ETMAAL}) AS INTEGER)"


_GEMEENTE = bindparam("gemeente", type_=Uuid())
_VAN, _TOT = bindparam("van", type_=Tijdstip()), bindparam("tot", type_=Tijdstip())
_EERDER = bindparam("eerder", type_=Tijdstip())


def _kwam_in(toestand: str, van: Any, tot: Any) -> Any:
    """Per zaak het laatste moment waarop zij tussen deze momenten in een toestand kwam."""
    return (
        select(Verloop.zaak_id, func.max(Verloop.tot).label("op"))
        .where(Verloop.gemeente_id == _GEMEENTE, Verloop.naar == literal_column(f"'{toestand}'"))
        .where(Verloop.tot >= van, Verloop.tot < tot)
        .group_by(Verloop.zaak_id)
        .subquery()
    )


def _sinds_koppeling(wat: Any, kwam: Any) -> Any:
    """Van de koppeldatum tot dat moment, in hele dagen: het uur van de dag telt niet.

    De zaak wordt per rij op haar sleutel gezocht; een join zou alle zaken van de gemeente langsgaan.
    """
    dag = select(Zaak.koppeldatum).where(Zaak.gemeente_id == _GEMEENTE, Zaak.id == kwam.c.zaak_id).scalar_subquery()
    return select(wat.label("wat"), (Seconden(dag, kwam.c.op) - _HALF).label("seconden")).select_from(kwam)


def _thuis() -> Any:
    """Wie in deze periode of die ervoor gehuisvest werd, elk onder zijn eigen naam."""
    kwam = _kwam_in(GEHUISVEST, _EERDER, _TOT)
    return _sinds_koppeling(case((kwam.c.op >= _VAN, THUIS), else_=THUIS_EERDER), kwam)


def _koppelen() -> Any:
    seconden = Seconden(Zaak.vergunningdatum, Zaak.koppeldatum)
    vanaf, tot = bindparam("van_dag", type_=Date()), bindparam("tot_dag", type_=Date())
    binnen = (Zaak.gemeente_id == _GEMEENTE, Zaak.koppeldatum.between(vanaf, tot))
    return select(literal(KOPPELEN), seconden).where(*binnen)


def _verhuizen() -> Any:
    """Van het laatste aanbod tot gehuisvest; is dat aanbod niet bekend, dan vanaf de toestand ervoor."""
    thuis = _kwam_in(GEHUISVEST, _VAN, _TOT)
    begin = func.coalesce(_laatste(thuis, AANGEBODEN, Verloop.tot), _laatste(thuis, GEHUISVEST, Verloop.van))
    return select(literal(VERHUIZEN), Seconden(begin, thuis.c.op)).select_from(thuis)


def _laatste(bij: Any, naar: str, moment: Any) -> Any:
    van_zaak = (Verloop.gemeente_id == _GEMEENTE, Verloop.zaak_id == bij.c.zaak_id)
    return select(func.max(moment)).where(*van_zaak, Verloop.naar == literal_column(f"'{naar}'")).scalar_subquery()


def _toestanden() -> Any:
    """Per zaak en toestand alle tijd die zij er was, als zij haar in de periode verliet."""
    return (
        select(Verloop.toestand, cast(func.sum(Seconden(Verloop.van, Verloop.tot)), BigInteger()))
        .where(Verloop.gemeente_id == _GEMEENTE, Verloop.toestand.in_(ONDERWEG))
        .where(Verloop.tot >= _VAN, Verloop.tot < _TOT)
        .group_by(Verloop.toestand, Verloop.zaak_id)
    )


_ALLES = union_all(
    _sinds_koppeling(literal(WONING), _kwam_in(AANGEBODEN, _VAN, _TOT)),
    _thuis(),
    _koppelen(),
    _verhuizen(),
    _toestanden(),
).subquery()
# naar de dichtstbijzijnde dag, met gehele getallen: dat rekent elke database hetzelfde
_DAGEN = (_ALLES.c.seconden + literal_column(str(_HALF))) // literal_column(str(_ETMAAL), BigInteger())
_DUREN = vast(select(_ALLES.c.wat, _DAGEN.label("dagen"), func.count()).group_by(_ALLES.c.wat, _DAGEN))


def duren(session: CasusSessie, actor: Actor, vanaf: date, eerder: date) -> Mapping[str, Counter[int]]:
    """Per stap en per toestand hoeveel zaken er zoveel dagen over deden, van `vanaf` tot en met vandaag; één query.

    Het zijn kalenderdagen: ook de tijd dat de klok stilstond. `eerder` is waar de periode ervoor begint.
    """
    waarden = {
        "gemeente": actor.gemeente_id,
        "van": begin_van(vanaf),
        "tot": begin_van(vandaag() + timedelta(days=1)),
        "eerder": begin_van(eerder),
        "van_dag": vanaf,
        "tot_dag": vandaag(),
    }
    uit: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for wat, dagen, aantal in session.execute(_DUREN, waarden):
        uit[wat][max(dagen, 0)] += aantal
    return uit
