"""Eén zaak zoals schermen haar laten zien: drie vragen voor een formulier, vijf voor de hele pagina."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie, vast
from casus.errors import NietGevonden
from casus.models import Aanbod, Bezwaar, Inburgering, Persoon, Taak, Zaak
from casus.queries.beeld import definitie
from casus.queries.tijdlijn import Tijdlijn, Uitsnede, tijdlijn
from casus.queries.zaakdelen import Zaakdelen, laad_delen, laad_uitkomsten
from casus.termijnen import vandaag
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Workflow

NORMEN: Mapping[str, int] = {"norm_koppelen_dagen": 14, "norm_huisvesten_dagen": 70, "norm_verhuizen_dagen": 14}
"""De bestuurlijke afspraak van 2, 10 en 2 weken (COA, maart 2025), tot de gemeente er zelf een inricht."""


@dataclass(frozen=True, slots=True)
class Zaakstand:
    """Een zaak zoals zij ervoor staat: genoeg voor een formulier. `beeld` is waar het proces naar kijkt."""

    zaak: Zaak
    wf: Workflow
    beeld: Beeld
    aanbiedingen: Sequence[Aanbod]
    bezwaren: Mapping[UUID, Sequence[Bezwaar]]


@dataclass(frozen=True, slots=True)
class Zaakpagina(Zaakstand):
    """Een zaak met alles eromheen."""

    tijdlijn: Tijdlijn
    delen: Zaakdelen

    def norm(self, sleutel: str) -> int:
        """Een norm in dagen."""
        return int(self.delen.parameters.get(sleutel, NORMEN[sleutel]))


def laad(session: CasusSessie, zaaknummer: str, uitsnede: Uitsnede | None = None) -> Zaakpagina:
    """De pagina van één zaak; vijf vragen. Raises NietGevonden, ook als de zaak bij een andere gemeente hoort."""
    stand = laad_stand(session, zaaknummer)
    return Zaakpagina(
        zaak=stand.zaak,
        wf=stand.wf,
        beeld=stand.beeld,
        aanbiedingen=stand.aanbiedingen,
        bezwaren=stand.bezwaren,
        tijdlijn=tijdlijn(session, stand.zaak.id, uitsnede or Uitsnede()),
        delen=laad_delen(session, stand.zaak),
    )


def laad_stand(session: CasusSessie, zaaknummer: str) -> Zaakstand:
    """De zaak voor een formulier; drie vragen. Raises NietGevonden."""
    return _stand(session, _gezin(session, _OP_NUMMER, zaaknummer))


def laad_stand_van_taak(session: CasusSessie, taak_id: UUID) -> Zaakstand:
    """De zaak van een taak; drie vragen. Raises NietGevonden."""
    gezin = _gezin(session, _OP_TAAK, taak_id, "Deze taak hoort bij een andere gemeente of bestaat niet.")
    return _stand(session, gezin)


def laad_kop(session: CasusSessie, zaaknummer: str) -> Zaak:
    """De zaak met huishouden en casemanager. Raises NietGevonden."""
    vraag = (
        select(Zaak)
        .where(Zaak.zaaknummer == zaaknummer)
        .options(joinedload(Zaak.huishouden, innerjoin=True), joinedload(Zaak.casemanager))
    )
    zaak = session.scalars(vraag).one_or_none()
    if zaak is None:
        raise NietGevonden
    return zaak


Gezin = tuple[Zaak, list[Persoon], list[Inburgering]]


def _stand(session: CasusSessie, gezin: Gezin) -> Zaakstand:
    zaak, personen, inburgeringen = gezin
    uitkomsten = laad_uitkomsten(session, zaak)
    beeld = Beeld(
        zaak=zaak,
        huishouden=zaak.huishouden,
        personen=personen,
        taken=list(session.scalars(_TAKEN, {"gemeente": zaak.gemeente_id, "zaak": zaak.id})),
        besluiten=uitkomsten.besluiten,
        aanbod=uitkomsten.aanbiedingen[0] if uitkomsten.aanbiedingen else None,
        inburgeringen=inburgeringen,
        opschortingen=uitkomsten.opschortingen,
        vandaag=vandaag(),
    )
    return Zaakstand(zaak, definitie(session, zaak), beeld, uitkomsten.aanbiedingen, uitkomsten.bezwaren)


def _gezin(session: CasusSessie, vraag: _Vraag, sleutel: str | UUID, niet_gevonden: str = "") -> Gezin:
    rijen = session.execute(vraag, {"sleutel": sleutel}).all()
    if not rijen:
        raise NietGevonden(niet_gevonden) if niet_gevonden else NietGevonden
    personen = [rij[1] for rij in rijen if rij[1] is not None]
    return rijen[0][0], personen, [rij[2] for rij in rijen if rij[2] is not None]


_Vraag = Select[Zaak, Persoon, Inburgering]


def _met_gezin(welke: ColumnElement[bool]) -> _Vraag:
    """De zaak met haar huishouden: één rij per persoon, met de inburgering in deze zaak."""
    van_persoon = and_(
        Inburgering.gemeente_id == Persoon.gemeente_id,
        Inburgering.persoon_id == Persoon.id,
        Inburgering.zaak_id == Zaak.id,
    )
    return vast(
        select(Zaak, Persoon, Inburgering)
        .outerjoin(Persoon, and_(Persoon.gemeente_id == Zaak.gemeente_id, Persoon.huishouden_id == Zaak.huishouden_id))
        .outerjoin(Inburgering, van_persoon)
        .where(welke)
        .order_by(Persoon.volgnummer)
        .options(
            joinedload(Zaak.huishouden, innerjoin=True),
            joinedload(Zaak.casemanager),
            joinedload(Inburgering.consulent),
        )
    )


_OP_NUMMER = _met_gezin(Zaak.zaaknummer == bindparam("sleutel"))
_ZAAK_VAN_TAAK = select(Taak.zaak_id).where(Taak.id == bindparam("sleutel", type_=Uuid())).scalar_subquery()
_OP_TAAK = _met_gezin(Zaak.id == _ZAAK_VAN_TAAK)
_TAKEN = vast(
    select(Taak)
    .where(Taak.gemeente_id == bindparam("gemeente", type_=Uuid()), Taak.zaak_id == bindparam("zaak", type_=Uuid()))
    .order_by(Taak.uiterlijk, Taak.id)
    .options(joinedload(Taak.behandelaar), joinedload(Taak.gereed_door))
)
