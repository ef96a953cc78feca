"""De kleine lijsten van een zaak, elk stel in één vraag: een vast aantal vragen, hoe lang het dossier ook is.

De truc: eerst de sleutels van alle lijsten onder elkaar, elk met het nummer van haar lijst, en dan elk model op zijn
sleutel erbij. Zo is het aantal rijen de som van de lijsten en niet hun product, weet de planner dat ook (een sleutel is
uniek), en blijven het gewone modellen met het gemeentefilter erop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from casus.actor import INSTALLATIE
from casus.db import CasusSessie, vast
from casus.models import (
    Aanbod,
    Besluit,
    Bezwaar,
    Brief,
    Contactmoment,
    Document,
    Gebruiker,
    Huishouden,
    Lidmaatschap,
    Notitie,
    Notitieversie,
    Opschorting,
    Parameter,
    Persoon,
    Verloop,
    Verstrekking,
    Volger,
    Woning,
    Zaak,
    Zaakrol,
    Zaakverband,
)
from casus.queries.actoren import lid_op
from casus.queries.documenten import Versies, per_reeks
from casus.rules.parameters import waarden_op
from casus.rules.rechten import RECHTEN
from casus.termijnen import vandaag
from casus.vocab import AANBOD_LOOPT

CONTACTEN = 5
"""Zoveel contacten staan er op de pagina; de rest staat in de tijdlijn."""
COLLEGA, VOLGER, BRIEF, BEWONER = 9, 10, 11, 12
"""De nummers van de twee lijsten waarvan alleen telt wie het is, van de brieven, en van wie het complex deelt."""
_ROLLEN = sorted(RECHTEN["zaken.inzien"].rollen)
_GEMEENTE, _ZAAK = bindparam("gemeente", type_=Uuid()), bindparam("zaak", type_=Uuid())


def _sleutels(nr: int, model: Any, wie: Any = None) -> Select[Any]:
    """De sleutels van één lijst: haar nummer, het id, en wie het deed."""
    wie = cast(null(), Uuid()) if wie is None else wie
    return select(literal(nr).label("nr"), model.id.label("id"), wie.label("wie")).where(model.gemeente_id == _GEMEENTE)


def _van_zaak(nr: int, model: Any, wie: Any = None) -> Select[Any]:
    return _sleutels(nr, model, wie).where(model.zaak_id == _ZAAK)


def _op_sleutel(lijst: Subquery, nr: int, model: Any) -> ColumnElement[bool]:
    """Het model van deze lijst bij haar sleutel; bij een andere lijst zoekt de database niet eens."""
    return and_(model.gemeente_id == _GEMEENTE, model.id == case((lijst.c.nr == nr, lijst.c.id)))


# --- wat het proces ervan moet weten ---


@dataclass(slots=True)
class Uitkomsten:
    """Waar het proces naar kijkt: besluiten met hun bezwaren, aanbiedingen (nieuwste eerst) en stilstand."""

    besluiten: list[Besluit] = field(default_factory=list)
    bezwaren: dict[UUID, list[Bezwaar]] = field(default_factory=dict)
    aanbiedingen: list[Aanbod] = field(default_factory=list)
    opschortingen: list[Opschorting] = field(default_factory=list)


_U = union_all(_van_zaak(1, Besluit), _van_zaak(2, Aanbod), _van_zaak(3, Opschorting), _van_zaak(4, Bezwaar)).subquery()
_UITKOMSTEN = vast(
    select(Besluit, Aanbod, Opschorting, Bezwaar)
    .select_from(_U)
    .outerjoin(Besluit, _op_sleutel(_U, 1, Besluit))
    .outerjoin(Aanbod, _op_sleutel(_U, 2, Aanbod))
    .outerjoin(Opschorting, _op_sleutel(_U, 3, Opschorting))
    .outerjoin(Bezwaar, _op_sleutel(_U, 4, Bezwaar))
    .options(
        joinedload(Besluit.voorgesteld_door),
        joinedload(Besluit.besloten_door),
        joinedload(Aanbod.woning).options(joinedload(Woning.corporatie), joinedload(Woning.complex)),
        joinedload(Aanbod.aangeboden_door),
    )
    .order_by(Besluit.nummer, Aanbod.voorgedragen_op.desc(), Aanbod.id.desc(), Opschorting.van, Bezwaar.ontvangen_op)
)


def laad_uitkomsten(session: CasusSessie, zaak: Zaak) -> Uitkomsten:
    """Besluiten, bezwaren, aanbiedingen en opschortingen van een zaak; één vraag."""
    uit = Uitkomsten()
    for besluit, aanbod, opschorting, bezwaar in session.execute(_UITKOMSTEN, _waarden(zaak)):
        _erbij((uit.besluiten, besluit), (uit.aanbiedingen, aanbod), (uit.opschortingen, opschorting))
        if bezwaar is not None:
            uit.bezwaren.setdefault(bezwaar.besluit_id, []).append(bezwaar)
    return uit


def _waarden(zaak: Zaak) -> dict[str, Any]:
    return {"gemeente": zaak.gemeente_id, "zaak": zaak.id}


# --- wat er nog meer op de pagina staat ---


@dataclass(frozen=True, slots=True)
class Verband:
    """Een andere zaak die bij deze hoort, met hoe zij heet en waar zij staat."""

    id: UUID
    soort: str
    zaaknummer: str
    huishouden: str
    toestand: str


@dataclass(slots=True)
class Zaakdelen:
    """De rest van de pagina. `collegas` is wie deze zaak vandaag mag zien; zij en de volgers: id en naam, op naam.

    `bewoners`: per complex van een aangeboden woning het geslacht van de andere bewoners die via casus komen.
    """

    verloop: list[Verloop] = field(default_factory=list)
    rollen: list[Zaakrol] = field(default_factory=list)
    volgers: dict[UUID, str] = field(default_factory=dict)
    verbanden: list[Verband] = field(default_factory=list)
    notitieversies: dict[UUID, list[Notitieversie]] = field(default_factory=dict)
    documenten: list[Document] = field(default_factory=list)
    verstrekkingen: list[Verstrekking] = field(default_factory=list)
    brieven: list[Brief] = field(default_factory=list)
    contacten: list[Contactmoment] = field(default_factory=list)
    collegas: dict[UUID, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    bewoners: dict[UUID, set[str]] = field(default_factory=dict)

    @property
    def reeksen(self) -> list[Versies]:
        """De toegevoegde documenten met hun versies; dossiers en brieven staan er al bij."""
        eigen = {een.document_id for een in self.verstrekkingen} | {een.document_id for een in self.brieven}
        eigen |= {een.beveiligd_id for een in self.verstrekkingen}
        return per_reeks(self.documenten, eigen)

    def volgt(self, gebruiker_id: UUID) -> bool:
        """Of deze collega de zaak volgt."""
        return gebruiker_id in self.volgers


_WIE, _ANDER, _GEZIN = aliased(Gebruiker), aliased(Zaak), aliased(Huishouden)
_LAATSTE_CONTACTEN = (
    _van_zaak(7, Contactmoment, Contactmoment.door_id)
    .order_by(Contactmoment.op.desc(), Contactmoment.id.desc())
    .limit(CONTACTEN)
    .subquery()
)
_COLLEGAS = (
    _sleutels(COLLEGA, Lidmaatschap, Lidmaatschap.gebruiker_id)
    .join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
    .where(
        Gebruiker.actief,
        Gebruiker.email != INSTALLATIE,
        Lidmaatschap.rol.in_(bindparam("rollen", expanding=True)),
        lid_op(bindparam("dag", type_=Date())),
    )
)
_ZIJN, _HUN = aliased(Aanbod), aliased(Woning)
_BEWONERS = (
    _sleutels(BEWONER, Persoon, _HUN.complex_id)
    .join(_ANDER, and_(_ANDER.gemeente_id == _GEMEENTE, _ANDER.huishouden_id == Persoon.huishouden_id))
    .join(_ZIJN, and_(_ZIJN.gemeente_id == _GEMEENTE, _ZIJN.zaak_id == _ANDER.id, _ZIJN.status.in_(AANBOD_LOOPT)))
    .join(_HUN, and_(_HUN.gemeente_id == _GEMEENTE, _HUN.id == _ZIJN.woning_id))
    .join(Woning, and_(Woning.gemeente_id == _GEMEENTE, Woning.complex_id == _HUN.complex_id))
    .join(Aanbod, and_(Aanbod.gemeente_id == _GEMEENTE, Aanbod.woning_id == Woning.id))
    .where(Aanbod.zaak_id == _ZAAK, _ZIJN.zaak_id != _ZAAK)
    .distinct()
)
_D = union_all(
    _van_zaak(1, Verloop),
    _van_zaak(2, Zaakrol, Zaakrol.gebruiker_id),
    _van_zaak(3, Zaakverband),
    _sleutels(3, Zaakverband).where(Zaakverband.andere_id == _ZAAK),
    _sleutels(4, Notitieversie)
    .join(Notitie, and_(Notitie.gemeente_id == _GEMEENTE, Notitie.id == Notitieversie.notitie_id))
    .where(Notitie.zaak_id == _ZAAK, Notitie.versie > 1),
    _van_zaak(5, Document, Document.door_id),
    _van_zaak(6, Verstrekking, Verstrekking.aangevraagd_door_id),
    select(*_LAATSTE_CONTACTEN.c),
    _sleutels(8, Parameter),
    _COLLEGAS,
    _van_zaak(VOLGER, Volger, Volger.gebruiker_id),
    _van_zaak(BRIEF, Brief),
    _BEWONERS,
).subquery()
_DELEN = vast(
    select(
        _D.c.nr,
        _D.c.wie,
        _WIE.naam,
        Verloop,
        Zaakrol,
        Zaakverband,
        _ANDER.zaaknummer,
        _ANDER.toestand,
        _GEZIN.naam,
        Notitieversie,
        Document,
        Verstrekking,
        Contactmoment,
        Parameter,
        Brief,
        Persoon.geslacht,
    )
    .select_from(_D)
    .outerjoin(_WIE, _WIE.id == _D.c.wie)
    .outerjoin(Verloop, _op_sleutel(_D, 1, Verloop))
    .outerjoin(Zaakrol, _op_sleutel(_D, 2, Zaakrol))
    .outerjoin(Zaakverband, _op_sleutel(_D, 3, Zaakverband))
    .outerjoin(
        _ANDER,
        and_(
            _ANDER.gemeente_id == _GEMEENTE,
            _ANDER.id == case((Zaakverband.zaak_id == _ZAAK, Zaakverband.andere_id), else_=Zaakverband.zaak_id),
        ),
    )
    .outerjoin(_GEZIN, and_(_GEZIN.gemeente_id == _GEMEENTE, _GEZIN.id == _ANDER.huishouden_id))
    .outerjoin(Notitieversie, _op_sleutel(_D, 4, Notitieversie))
    .outerjoin(Document, _op_sleutel(_D, 5, Document))
    .outerjoin(Verstrekking, _op_sleutel(_D, 6, Verstrekking))
    .outerjoin(Contactmoment, _op_sleutel(_D, 7, Contactmoment))
    .outerjoin(Parameter, _op_sleutel(_D, 8, Parameter))
    .outerjoin(Brief, _op_sleutel(_D, BRIEF, Brief))
    .outerjoin(Persoon, _op_sleutel(_D, BEWONER, Persoon))
    .options(
        contains_eager(Zaakrol.gebruiker.of_type(_WIE)),
        contains_eager(Document.door.of_type(_WIE)),
        contains_eager(Verstrekking.aangevraagd_door.of_type(_WIE)),
        defer(Brief.gegevens, raiseload=True),
        defer(Verstrekking.gegevens, raiseload=True),  # wat er is verstrekt, staat in het dossier zelf
    )
)


def laad_delen(session: CasusSessie, zaak: Zaak) -> Zaakdelen:
    """Alles van de zaakpagina waar het proces niet naar kijkt; één vraag."""
    uit, parameters = Zaakdelen(), list[Parameter]()
    for rij in session.execute(_DELEN, {**_waarden(zaak), "dag": vandaag(), "rollen": _ROLLEN}):
        nr, wie, naam, verloop, rol, verband, nummer, toestand, gezin, *rest = rij
        versie, document, verstrekking, contact, parameter, brief, geslacht = rest
        _erbij((uit.verloop, verloop), (uit.rollen, rol), (uit.documenten, document))
        _erbij((uit.verstrekkingen, verstrekking), (uit.contacten, contact), (parameters, parameter))
        _erbij((uit.brieven, brief))
        if verband is not None:
            uit.verbanden.append(Verband(verband.id, verband.soort, nummer, gezin, toestand))
        if versie is not None:
            uit.notitieversies.setdefault(versie.notitie_id, []).append(versie)
        if nr == BEWONER:
            uit.bewoners.setdefault(wie, set()).add(geslacht)
        if nr == COLLEGA:
            uit.collegas[wie] = naam
        if nr == VOLGER:
            uit.volgers[wie] = naam
    uit.parameters = waarden_op(parameters, vandaag())
    _zet_in_volgorde(uit)
    return uit


def _erbij(*paren: tuple[list[Any], Any]) -> None:
    for lijst, waarde in paren:
        if waarde is not None:
            lijst.append(waarde)


def _zet_in_volgorde(uit: Zaakdelen) -> None:
    uit.verloop.sort(key=lambda rij: (rij.tot, rij.id))
    uit.verbanden.sort(key=lambda rij: rij.zaaknummer)
    uit.documenten.sort(key=lambda rij: (rij.op, rij.id), reverse=True)
    uit.verstrekkingen.sort(key=lambda rij: (rij.aangevraagd_op, rij.id), reverse=True)
    uit.brieven.sort(key=lambda rij: (rij.gemaakt_op, rij.id), reverse=True)
    uit.contacten.sort(key=lambda rij: (rij.op, rij.id), reverse=True)
    uit.collegas = dict(sorted(uit.collegas.items(), key=lambda rij: rij[1]))
    uit.volgers = dict(sorted(uit.volgers.items(), key=lambda rij: rij[1]))
    for versies in uit.notitieversies.values():
        versies.sort(key=lambda rij: rij.versie)
