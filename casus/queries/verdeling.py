"""Hoe de gemeente nieuwe taken verdeelt, en wie er dan voor in aanmerking komt. Eén vraag bij elke nieuwe taak."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, ScalarSelect, Uuid, and_, bindparam, case, func, literal_column, or_, select

from casus.db import CasusSessie, kern, losse_rijen, losse_vraag
from casus.models import Afwezigheid, Gebruiker, Inburgering, Lidmaatschap, Parameter, Taak, Zaak, Zaakrol
from casus.rules.parameters import waarde_op
from casus.rules.werkverdeling import MINST_BELAST, VAST_GEZICHT, Kandidaat
from casus.termijnen import vandaag

_GEMEENTE, _ZAAK, _DAG = (
    bindparam("gemeente", type_=Uuid()),
    bindparam("zaak", type_=Uuid()),
    bindparam("dag", type_=Date()),
)
_P, _L, _A, _R, _T, _I = (kern(model) for model in (Parameter, Lidmaatschap, Afwezigheid, Zaakrol, Taak, Inburgering))


def _staat_aan(sleutel: str) -> ScalarSelect[Any]:
    """De waarde van vandaag; gelden er meer, dan die het laatst begon."""
    geldt = and_(_P.c.geldig_van <= _DAG, or_(_P.c.geldig_tot.is_(None), _P.c.geldig_tot >= _DAG))
    vraag = select(_P.c.waarde).where(_P.c.gemeente_id == _GEMEENTE, _P.c.sleutel == sleutel, geldt)
    return vraag.order_by(_P.c.geldig_van.desc()).limit(1).scalar_subquery()


_VAST, _MINST = _staat_aan(VAST_GEZICHT), _staat_aan(MINST_BELAST)
_OPEN = (
    select(func.count())
    .where(_T.c.gemeente_id == _GEMEENTE, _T.c.status == literal_column("'open'"), _T.c.behandelaar_id == Gebruiker.id)
    .correlate(Gebruiker)
    .scalar_subquery()
)
_LID = _L.alias("lid_consulent")
# wie is vertrokken of de rol niet meer heeft, is geen vast gezicht meer
_CONSULENT = (
    select(_I.c.consulent_id)
    .join(_LID, and_(_LID.c.gemeente_id == _GEMEENTE, _LID.c.gebruiker_id == _I.c.consulent_id))
    .where(_I.c.gemeente_id == _GEMEENTE, _I.c.zaak_id == _ZAAK, _LID.c.rol == "inburgering")
    .where(_LID.c.van <= _DAG, or_(_LID.c.tot.is_(None), _LID.c.tot >= _DAG))
    .order_by(_I.c.consulent_id.desc())
    .limit(1)
    .scalar_subquery()
)
_KANDIDATEN = losse_vraag(
    select(
        _L.c.rol,
        Gebruiker.id,
        Gebruiker.naam,
        _A.c.id.is_not(None),
        _A.c.vervanger_id,
        case((_MINST == "ja", _OPEN), else_=0),
        _VAST == "ja",
        _MINST == "ja",
        _R.c.gebruiker_id,
        case((_L.c.rol == "inburgering", _CONSULENT), else_=None),
    )
    .select_from(_L)
    .join(Gebruiker, Gebruiker.id == _L.c.gebruiker_id)
    .outerjoin(
        _A,
        and_(_A.c.gemeente_id == _GEMEENTE, _A.c.gebruiker_id == Gebruiker.id, _A.c.van <= _DAG, _A.c.tot >= _DAG),
    )
    .outerjoin(_R, and_(_R.c.gemeente_id == _GEMEENTE, _R.c.zaak_id == _ZAAK, _R.c.rol == _L.c.rol))
    .where(
        _L.c.gemeente_id == _GEMEENTE,
        _L.c.rol.in_(bindparam("rollen", expanding=True)),
        _L.c.van <= _DAG,
        or_(_L.c.tot.is_(None), _L.c.tot >= _DAG),
        Gebruiker.actief,
        or_(_VAST == "ja", _MINST == "ja"),
    )
    .order_by(_L.c.rol, Gebruiker.naam, Gebruiker.id)
)


class Verdeling(NamedTuple):
    """Wie een taak van deze zaak kan krijgen. `vast` is leeg als de gemeente niet met vaste gezichten werkt;
    `vertrokken` zijn vaste gezichten die weg zijn of de rol niet meer hebben: hun plaats is vrij."""

    kandidaten: Sequence[Kandidaat]
    vast: Mapping[str, UUID]
    bezet: frozenset[str]
    vertrokken: Mapping[str, UUID]
    minst_belast: bool


def verdeling_van(session: CasusSessie, zaak: Zaak, rollen: Collection[str]) -> Verdeling | None:
    """Hoe taken van deze rollen in deze zaak worden verdeeld; None als alles naar de rij van de rol gaat. Eén query."""
    waarden = {"zaak": zaak.id, "dag": vandaag(), "rollen": sorted(set(rollen))}
    rijen: Sequence[Any] = losse_rijen(session, _KANDIDATEN, zaak.gemeente_id, waarden)
    if not rijen:
        return None
    kandidaten = [
        Kandidaat(rol, wie, naam, bool(weg), wissel, open_) for rol, wie, naam, weg, wissel, open_, *_ in rijen
    ]
    vast = {rij[0]: wie for rij in rijen if (wie := rij[9] or rij[8]) is not None and rij[0] != "casemanager"}
    if zaak.casemanager_id is not None:
        vast["casemanager"] = zaak.casemanager_id
    met_rol = {(een.rol, een.id) for een in kandidaten}
    consulent = {rij[0] for rij in rijen if rij[9] is not None}  # wie dat is, staat bij het inburgeren
    vertrokken = {
        rol: wie for rol, wie in vast.items() if rol not in {"casemanager", *consulent} and (rol, wie) not in met_rol
    }
    bezet = frozenset(vast) - frozenset(vertrokken)
    return Verdeling(kandidaten, vast if rijen[0][6] else {}, bezet, vertrokken, bool(rijen[0][7]))


class Schakelaars(NamedTuple):
    """Hoe de gemeente nieuwe taken verdeelt, vandaag."""

    vast_gezicht: bool
    minst_belast: bool


def schakelaars(session: CasusSessie) -> Schakelaars:
    """De stand van vandaag, voor het instelscherm."""
    rijen = session.scalars(select(Parameter).where(Parameter.sleutel.in_((VAST_GEZICHT, MINST_BELAST)))).all()
    return Schakelaars(*(waarde_op(rijen, sleutel, vandaag()) == "ja" for sleutel in (VAST_GEZICHT, MINST_BELAST)))
