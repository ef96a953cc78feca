"""De kleine lijsten van een zaak, elk stel in één vraag: een vast aantal vragen, hoe lang het dossier ook is.

De truc: een hulptabel met een nummer per lijst, en elke lijst sluit alleen aan op haar eigen nummer. Zo is het aantal
rijen de som van de lijsten en niet hun product, en blijven het gewone modellen met het gemeentefilter erop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Case, ColumnElement, Subquery, Uuid, and_, bindparam, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from casus.actor import INSTALLATIE
from casus.db import CasusSessie, vast
from casus.models import (
    Aanbod,
    Besluit,
    Bezwaar,
    Contactmoment,
    Corporatie,
    Document,
    Gebruiker,
    Huishouden,
    Lidmaatschap,
    Notitie,
    Notitieversie,
    Opschorting,
    Parameter,
    Verloop,
    Verstrekking,
    Volger,
    Woning,
    Zaak,
    Zaakrol,
    Zaakverband,
)
from casus.queries.documenten import Versies, per_reeks
from casus.rules.parameters import waarden_op
from casus.rules.rechten import RECHTEN
from casus.termijnen import vandaag

CONTACTEN = 5
"""Zoveel contacten staan er op de pagina; de rest staat in de tijdlijn."""
_ROLLEN = sorted(RECHTEN["zaken.inzien"].rollen)
_GEMEENTE, _ZAAK = bindparam("gemeente", type_=Uuid()), bindparam("zaak", type_=Uuid())


def _hulptabel(aantal: int) -> Subquery:
    return union_all(*(select(literal(nr).label("nr")) for nr in range(1, aantal + 1))).subquery("lijst")


def _waarde(lijst: Subquery, nr: int, waarde: ColumnElement[UUID]) -> Case[UUID]:
    """De waarde op de rij van deze lijst, en anders niets: dan zoekt de database niet eens."""
    return case((lijst.c.nr == nr, waarde))


def _van_zaak(lijst: Subquery, nr: int, model: Any) -> ColumnElement[bool]:
    return and_(model.gemeente_id == _GEMEENTE, model.zaak_id == _waarde(lijst, nr, _ZAAK))


# --- wat het proces ervan moet weten ---


@dataclass(slots=True)
class Uitkomsten:
    """Waar het proces naar kijkt: besluiten met hun bezwaren, aanbiedingen (nieuwste eerst) en stilstand."""

    besluiten: list[Besluit] = field(default_factory=list)
    bezwaren: dict[UUID, list[Bezwaar]] = field(default_factory=dict)
    aanbiedingen: list[Aanbod] = field(default_factory=list)
    opschortingen: list[Opschorting] = field(default_factory=list)


_U = _hulptabel(3)
_UITKOMSTEN = vast(
    select(Besluit, Bezwaar, Aanbod, Opschorting)
    .select_from(_U)
    .outerjoin(Besluit, _van_zaak(_U, 1, Besluit))
    .outerjoin(Bezwaar, and_(_van_zaak(_U, 1, Bezwaar), Bezwaar.besluit_id == Besluit.id))
    .outerjoin(Aanbod, _van_zaak(_U, 2, Aanbod))
    .outerjoin(Opschorting, _van_zaak(_U, 3, Opschorting))
    .options(
        joinedload(Besluit.voorgesteld_door),
        joinedload(Besluit.besloten_door),
        joinedload(Aanbod.woning).joinedload(Woning.corporatie),
        joinedload(Aanbod.aangeboden_door),
    )
    .order_by(Besluit.nummer, Bezwaar.ontvangen_op, Aanbod.voorgedragen_op.desc(), Aanbod.id.desc(), Opschorting.van)
)


def laad_uitkomsten(session: CasusSessie, zaak: Zaak) -> Uitkomsten:
    """Besluiten, bezwaren, aanbiedingen en opschortingen van een zaak; één vraag."""
    uit = Uitkomsten()
    for besluit, bezwaar, aanbod, opschorting in session.execute(_UITKOMSTEN, _sleutels(zaak)):
        if besluit is not None and besluit.id not in uit.bezwaren:
            uit.besluiten.append(besluit)
            uit.bezwaren[besluit.id] = []
        if bezwaar is not None:
            uit.bezwaren[besluit.id].append(bezwaar)
        if aanbod is not None:
            uit.aanbiedingen.append(aanbod)
        if opschorting is not None:
            uit.opschortingen.append(opschorting)
    return uit


def _sleutels(zaak: Zaak) -> dict[str, Any]:
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
    """De rest van de pagina. `collegas` is wie deze zaak vandaag mag zien: id en naam, op naam."""

    verloop: list[Verloop] = field(default_factory=list)
    rollen: list[Zaakrol] = field(default_factory=list)
    volgers: list[Volger] = field(default_factory=list)
    verbanden: list[Verband] = field(default_factory=list)
    notitieversies: dict[UUID, list[Notitieversie]] = field(default_factory=dict)
    documenten: list[Document] = field(default_factory=list)
    verstrekkingen: list[Verstrekking] = field(default_factory=list)
    contacten: list[Contactmoment] = field(default_factory=list)
    collegas: dict[UUID, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def reeksen(self) -> list[Versies]:
        """De toegevoegde documenten met hun versies; een dossier staat al bij de verstrekkingen."""
        return per_reeks(self.documenten, {een.document_id for een in self.verstrekkingen})

    def volgt(self, gebruiker_id: UUID) -> bool:
        """Of deze collega de zaak volgt."""
        return any(volger.gebruiker_id == gebruiker_id for volger in self.volgers)


_D = _hulptabel(10)
_WIE = aliased(Gebruiker)
_ANDER, _GEZIN = aliased(Zaak), aliased(Huishouden)
_CONTACT = aliased(
    Contactmoment,
    select(Contactmoment)
    .where(Contactmoment.gemeente_id == _GEMEENTE, Contactmoment.zaak_id == _ZAAK)
    .order_by(Contactmoment.op.desc(), Contactmoment.id.desc())
    .limit(CONTACTEN)
    .subquery("contact"),
)
_ZIJDE = _waarde(_D, 4, _ZAAK)
_DELEN = vast(
    select(
        Verloop,
        Zaakrol,
        Volger,
        Zaakverband,
        _ANDER.zaaknummer,
        _ANDER.toestand,
        _GEZIN.naam,
        Notitieversie,
        Document,
        Verstrekking,
        _CONTACT,
        Parameter,
        Lidmaatschap.gebruiker_id,
        _WIE.naam,
    )
    .select_from(_D)
    .outerjoin(Verloop, _van_zaak(_D, 1, Verloop))
    .outerjoin(Zaakrol, _van_zaak(_D, 2, Zaakrol))
    .outerjoin(Volger, _van_zaak(_D, 3, Volger))
    .outerjoin(
        Zaakverband,
        and_(Zaakverband.gemeente_id == _GEMEENTE, or_(Zaakverband.zaak_id == _ZIJDE, Zaakverband.andere_id == _ZIJDE)),
    )
    .outerjoin(
        _ANDER,
        and_(
            _ANDER.gemeente_id == _GEMEENTE,
            _ANDER.id == case((Zaakverband.zaak_id == _ZAAK, Zaakverband.andere_id), else_=Zaakverband.zaak_id),
        ),
    )
    .outerjoin(_GEZIN, and_(_GEZIN.gemeente_id == _GEMEENTE, _GEZIN.id == _ANDER.huishouden_id))
    .outerjoin(Notitie, and_(_van_zaak(_D, 5, Notitie), Notitie.versie > 1))
    .outerjoin(Notitieversie, and_(Notitieversie.gemeente_id == _GEMEENTE, Notitieversie.notitie_id == Notitie.id))
    .outerjoin(Document, _van_zaak(_D, 6, Document))
    .outerjoin(Verstrekking, _van_zaak(_D, 7, Verstrekking))
    .outerjoin(Corporatie, Corporatie.id == Verstrekking.corporatie_id)
    .outerjoin(_CONTACT, _D.c.nr == 8)
    .outerjoin(Parameter, Parameter.gemeente_id == _waarde(_D, 9, _GEMEENTE))
    .outerjoin(
        Lidmaatschap,
        and_(
            Lidmaatschap.gemeente_id == _waarde(_D, 10, _GEMEENTE),
            Lidmaatschap.rol.in_(bindparam("rollen", expanding=True)),
            Lidmaatschap.van <= bindparam("dag"),
            or_(Lidmaatschap.tot.is_(None), Lidmaatschap.tot >= bindparam("dag")),
        ),
    )
    .outerjoin(
        _WIE,
        _WIE.id
        == func.coalesce(
            Zaakrol.gebruiker_id,
            Volger.gebruiker_id,
            Document.door_id,
            Verstrekking.aangevraagd_door_id,
            _CONTACT.door_id,
            Lidmaatschap.gebruiker_id,
        ),
    )
    .where(or_(Lidmaatschap.id.is_(None), and_(_WIE.actief, _WIE.email != INSTALLATIE)))
    .options(
        contains_eager(Zaakrol.gebruiker.of_type(_WIE)),
        contains_eager(Document.door.of_type(_WIE)),
        contains_eager(Verstrekking.aangevraagd_door.of_type(_WIE)),
        contains_eager(Verstrekking.corporatie),
        defer(Verstrekking.gegevens, raiseload=True),  # wat er is verstrekt, staat in het dossier zelf
    )
)


def laad_delen(session: CasusSessie, zaak: Zaak) -> Zaakdelen:
    """Alles van de zaakpagina waar het proces niet naar kijkt; één vraag."""
    uit, parameters = Zaakdelen(), list[Parameter]()
    for rij in session.execute(_DELEN, {**_sleutels(zaak), "dag": vandaag(), "rollen": _ROLLEN}):
        verloop, rol, volger, verband, nummer, toestand, gezin, versie, document, verstrekking, contact, *rest = rij
        parameter, collega_id, naam = rest
        _erbij((uit.verloop, verloop), (uit.rollen, rol), (uit.volgers, volger), (uit.documenten, document))
        _erbij((uit.verstrekkingen, verstrekking), (uit.contacten, contact), (parameters, parameter))
        if verband is not None:
            uit.verbanden.append(Verband(verband.id, verband.soort, nummer, gezin, toestand))
        if versie is not None:
            uit.notitieversies.setdefault(versie.notitie_id, []).append(versie)
        if collega_id is not None:
            uit.collegas[collega_id] = naam
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
    uit.contacten.sort(key=lambda rij: (rij.op, rij.id), reverse=True)
    uit.collegas = dict(sorted(uit.collegas.items(), key=lambda rij: rij[1]))
    for versies in uit.notitieversies.values():
        versies.sort(key=lambda rij: rij.versie)
