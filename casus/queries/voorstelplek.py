"""Bij wie de voorstellen liggen, als deelvraag voor het menu: dezelfde regel als `rules.besluiten.bij_wie`.

Eerst wie er vandaag is (met wie een afwezige vervangt en zelf een functie van dat niveau of hoger heeft), op het niveau
van het voorstel of het eerste erboven; is er onder het bestuursorgaan niemand, dan wie de functie heeft.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union,
    union_all,
)

from casus.models import Afwezigheid, Besluit, Functie, Functiehouder, Vervanging
from casus.queries.actoren import afwezig_op
from casus.rules.mandaten import COLLEGE

TEL_TOT: Final = 1000
_GEMEENTE, _IK = bindparam("gemeente", type_=Uuid()), bindparam("ik", type_=Uuid())
_DAG = bindparam("dag", type_=Date())


def telling() -> ScalarSelect[int]:
    """Hoeveel voorstellen bij de actor liggen en niet van hemzelf zijn, geteld tot `TEL_TOT`.

    De parameters zijn `gemeente`, `ik` en `dag`, want het menu telt alles in één keer.
    """
    plek = _plekken()
    alle = _wacht().where(Besluit.vereist_niveau.in_(select(plek.c.niveau).where(plek.c.van.is_(None))))
    van_een = and_(plek.c.niveau == Besluit.vereist_niveau, plek.c.van == Besluit.voorgesteld_door_id)
    takken = (select(tak.limit(TEL_TOT).subquery()) for tak in (alle, _wacht().join(plek, van_een)))
    samen = select(union(*takken).subquery()).limit(TEL_TOT).subquery()
    return select(func.count()).select_from(samen).scalar_subquery()


def _wacht() -> Select[UUID]:
    voorgesteld = Besluit.status == literal("voorgesteld", literal_execute=True)
    van_een_ander = (Besluit.voorgesteld_door_id != _IK, Besluit.wacht_op == "besluit")
    return select(Besluit.id).where(Besluit.gemeente_id == _GEMEENTE, voorgesteld, *van_een_ander)


def _plekken() -> CTE:
    """De niveaus waarvan voorstellen bij de actor liggen: alle (`van` is leeg), of alleen die van één voorsteller."""
    zit = _zit()
    er = _er(zit)
    niveaus = union_all(*(select(literal(n).label("niveau")) for n in range(1, COLLEGE + 1))).subquery()
    mensen = union_all(select(zit.c.wie).distinct(), select(cast(null(), Uuid()))).subquery()
    niveau, van = niveaus.c.niveau, mensen.c.wie
    eigen = select(zit.c.niveau).where(zit.c.niveau == niveau, zit.c.wie == _IK).exists()
    bij_mij = or_(eigen, _eerste(er, niveau, van), and_(~_ander(er, niveau, van), _eerste(zit, niveau, van)))
    plekken = select(niveau.label("niveau"), van.label("van")).select_from(niveaus.join(mensen, literal(True)))
    return plekken.where(bij_mij).cte("plek")


def _zit() -> CTE:
    """Wie vandaag welke functie heeft of vervangt: niveau, wie, en of zij van een andere organisatie is."""
    delen = []
    for model in (Functiehouder, Vervanging):
        bij = and_(model.gemeente_id == Functie.gemeente_id, model.functie_id == Functie.id)
        deel = select(Functie.niveau.label("niveau"), model.gebruiker_id.label("wie"), Functie.extern.label("extern"))
        nu = (model.van <= _DAG, or_(model.tot.is_(None), model.tot >= _DAG))
        delen.append(deel.join(model, bij).where(Functie.gemeente_id == _GEMEENTE, *nu))
    return union(*delen).cte("zit")


def _er(zit: CTE) -> CTE:
    """Wie er onder het bestuursorgaan vandaag is, en wie een afwezige vervangt en zelf mag."""
    weg = select(Afwezigheid.gebruiker_id.label("wie"), Afwezigheid.vervanger_id.label("vervanger"))
    weg_ = weg.where(Afwezigheid.gemeente_id == _GEMEENTE, afwezig_op(_DAG)).cte("weg")
    onder = zit.c.niveau < COLLEGE
    zelf = select(zit.c.niveau, zit.c.wie).where(onder, zit.c.wie.not_in(select(weg_.c.wie)))
    ook = zit.alias()
    mag = (ook.c.wie == weg_.c.vervanger, ook.c.niveau >= zit.c.niveau, ook.c.niveau < COLLEGE, ~ook.c.extern)
    namens = select(zit.c.niveau, weg_.c.vervanger).join(weg_, weg_.c.wie == zit.c.wie).where(onder)
    namens = namens.where(select(ook.c.wie).where(*mag).exists(), weg_.c.vervanger.not_in(select(weg_.alias().c.wie)))
    return union(zelf, namens).cte("er")


def _eerste(bron: CTE, niveau: ColumnElement[int], van: ColumnElement[Any]) -> ColumnElement[bool]:
    """Of de actor hierin op het eerste niveau zit waar iemand anders dan de voorsteller is."""
    ik = bron.alias()
    ervoor = _ander(bron, niveau, van, tot=ik.c.niveau)
    hier = select(ik.c.wie).where(ik.c.wie == _IK, ik.c.niveau >= niveau, ~ervoor)
    return hier.correlate_except(ik).exists()


def _ander(
    bron: CTE, niveau: ColumnElement[int], van: ColumnElement[Any], tot: ColumnElement[int] | int = COLLEGE + 1
) -> ColumnElement[bool]:
    """Of hierin vanaf dit niveau, onder `tot`, iemand anders dan de voorsteller is."""
    ander = bron.alias()
    anders = or_(van.is_(None), ander.c.wie != van)
    hier = select(ander.c.wie).where(ander.c.niveau >= niveau, ander.c.niveau < tot, anders)
    return hier.correlate_except(ander).exists()
