"""De lijsten van een volledig dossier en van een inzage: alles van één zaak, in één vraag hoeveel lijsten het ook zijn.

Net als op de pagina van een zaak (queries/zaakdelen.py): eerst de sleutels van elke lijst onder elkaar met haar nummer,
dan elk model op zijn sleutel erbij.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from casus.db import CasusSessie, vast
from casus.models import (
    Aanbod,
    Besluit,
    Contactmoment,
    Document,
    Gebeurtenis,
    GebeurtenisInhoud,
    Gebruiker,
    Inburgering,
    Leesactie,
    Lidmaatschap,
    Notitie,
    Taak,
    Verstrekking,
    Zaak,
)
from casus.rules.dossierlijsten import HOOGSTENS
from casus.rules.zinnen import rol_tekst
from casus.vocab import gebeurtenis_zin

COLLEGA: Final = "een medewerker"
GETYPT: Final = frozenset({"toelichting", "reden", "vraag", "antwoord", "met", "zin", "zaaknummer"})
"""Wat iemand typte bij een gebeurtenis, of waarin een naam of een andere zaak kan staan: het kan over anderen gaan."""
_OVER_COLLEGAS: Final = {
    **dict.fromkeys(("taak_overgedragen", "taak_overgedragen_met_bericht"), ("aan",)),
    **dict.fromkeys(("taak_toegewezen", "taak_toegewezen_met_bericht"), ("aan",)),
    **dict.fromkeys(("besluit_voorgelegd", "bezwaar_toegewezen"), ("aan",)),
    **dict.fromkeys(("vast_gezicht", "dossierlink_gemaakt", "dossierlink_ingetrokken"), ("naam",)),
    **dict.fromkeys(("dossier_opgehaald_link", "dossierlink_foute_code", "dossierlink_dicht"), ("naam",)),
}
"""Per gebeurtenis waar een medewerker bij naam staat, van de gemeente of van de corporatie."""
_GEMEENTE, _ZAAK = bindparam("gemeente", type_=Uuid()), bindparam("zaak", type_=Uuid())
_WIE = aliased(Gebruiker)


@dataclass(frozen=True, slots=True)
class _Lijst:
    """Eén lijst: het model, wie het deed, en waarop zij in volgorde staat (nieuwste eerst)."""

    model: Any
    volgorde: Callable[[Any], Any]
    wie: Any = None
    op: Any = None


_LIJSTEN: Mapping[str, _Lijst] = {
    "team.taken": _Lijst(Taak, lambda rij: rij.uiterlijk),
    "team.besluiten": _Lijst(Besluit, lambda rij: rij.nummer),
    "team.aanbiedingen": _Lijst(Aanbod, lambda rij: rij.voorgedragen_op),
    "team.contacten": _Lijst(Contactmoment, lambda rij: rij.op),
    "team.notities": _Lijst(Notitie, lambda rij: rij.op, Notitie.door_id),
    "team.documenten": _Lijst(Document, lambda rij: rij.op),
    "team.verstrekkingen": _Lijst(Verstrekking, lambda rij: rij.aangevraagd_op),
    "inzage.verstrekkingen": _Lijst(Verstrekking, lambda rij: rij.aangevraagd_op),
    "inzage.gezien": _Lijst(Leesactie, lambda rij: rij.op, Leesactie.gebruiker_id, Leesactie.op),
    "inzage.gebeurtenissen": _Lijst(Gebeurtenis, lambda rij: rij.nr, Gebeurtenis.actor_id, Gebeurtenis.nr),
    "persoon.inburgering": _Lijst(Inburgering, lambda rij: rij.id),
}


def laad_lijsten(
    session: CasusSessie, zaak: Zaak, velden: Sequence[str], persoon_id: UUID | None = None
) -> dict[str, list[Any]]:
    """De rijen van elk veld dat een lijst is; één vraag, of geen als geen van de velden dat is."""
    codes = tuple(code for code in velden if code in _LIJSTEN)
    uit: dict[str, list[Any]] = {code: [] for code in codes}
    if not codes:
        return uit
    for nr, *rijen, inhoud, rol in session.execute(_vraag(codes), {"gemeente": zaak.gemeente_id, "zaak": zaak.id}):
        if rijen[nr] is not None:
            uit[codes[nr]].append((rijen[nr], rol, inhoud))
    if "inzage.verstrekkingen" in uit:
        uit = _van_deze_persoon(uit, persoon_id)
    return {code: _in_volgorde(code, rijen, persoon_id) for code, rijen in uit.items()}


def _van_deze_persoon(uit: dict[str, list[Any]], persoon_id: UUID | None) -> dict[str, list[Any]]:
    """Alleen wat over deze persoon of over de hele zaak gaat; ook dat een ander inzage vroeg, blijft weg."""
    mag = (None, persoon_id)
    vreemd = [rij for rij, *_ in uit["inzage.verstrekkingen"] if rij.persoon_id not in mag]
    ids = {id_ for een in vreemd for id_ in (een.id, een.document_id, een.beveiligd_id) if id_ is not None}
    return {
        code: [
            een
            for een in rijen
            if getattr(een[0], "persoon_id", None) in mag and not ids & {een[0].id, getattr(een[0], "object_id", None)}
        ]
        for code, rijen in uit.items()
    }


@cache
def _vraag(codes: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    lijsten = [_LIJSTEN[code] for code in codes]
    modellen = [aliased(lijst.model) for lijst in lijsten]
    samen = union_all(*(_sleutels(nr, lijst) for nr, lijst in enumerate(lijsten))).subquery()
    vraag = select(samen.c.nr, *modellen, GebeurtenisInhoud.gegevens, _rol(samen.c.wie)).select_from(samen)
    vraag = vraag.outerjoin(_WIE, _WIE.id == samen.c.wie)
    for nr, model in enumerate(modellen):
        deze = case((samen.c.nr == nr, samen.c.id))
        vraag = vraag.outerjoin(model, and_(model.gemeente_id == _GEMEENTE, model.id == deze))
    inhoud = and_(GebeurtenisInhoud.gemeente_id == _GEMEENTE, GebeurtenisInhoud.id == samen.c.id)
    return vast(vraag.outerjoin(GebeurtenisInhoud, inhoud).options(*_erbij(lijsten, modellen)))


def _rol(wie: Any) -> Any:
    """De rol van een collega: een inzage noemt wie het deed bij zijn werk en niet bij naam."""
    eigen = (Lidmaatschap.gemeente_id == _GEMEENTE, Lidmaatschap.gebruiker_id == wie)
    return select(func.min(Lidmaatschap.rol)).where(*eigen).scalar_subquery()


def _sleutels(nr: int, lijst: _Lijst) -> Select[Any]:
    model = lijst.model
    wie = cast(null(), Uuid()) if lijst.wie is None else lijst.wie
    vraag = select(literal(nr).label("nr"), model.id.label("id"), wie.label("wie"))
    vraag = vraag.where(model.gemeente_id == _GEMEENTE, model.zaak_id == _ZAAK)
    if lijst.op is None:
        return vraag
    laatste = vraag.order_by(lijst.op.desc()).limit(HOOGSTENS).subquery()
    return select(*laatste.c)


def _erbij(lijsten: Sequence[_Lijst], modellen: Sequence[Any]) -> list[Any]:
    opties: list[Any] = []
    for lijst, model in zip(lijsten, modellen, strict=True):
        if lijst.model is Aanbod:
            opties.append(joinedload(model.woning))
        if lijst.model is Notitie:
            opties.append(contains_eager(model.door.of_type(_WIE)))
        if lijst.model is Verstrekking:
            opties.append(defer(model.gegevens, raiseload=True))
    return opties


def _in_volgorde(code: str, rijen: list[Any], persoon_id: UUID | None) -> list[Any]:
    rijen.sort(key=lambda rij: _LIJSTEN[code].volgorde(rij[0]), reverse=True)
    if code == "inzage.gezien":
        return [(rij.op, _functie(rol), rij.wat) for rij, rol, _ in rijen]
    if code == "inzage.gebeurtenissen":
        return [(rij.tijdstip, *_zinnen(rij, rol, inhoud)) for rij, rol, inhoud in rijen]
    if code == "persoon.inburgering":
        return [rij for rij, _, _ in rijen if rij.persoon_id == persoon_id]
    return [rij for rij, _, _ in rijen]


def _functie(rol: str | None) -> str:
    return f"Medewerker ({rol_tekst(rol)})" if rol else "Medewerker"


def _zinnen(rij: Gebeurtenis, rol: str | None, inhoud: str | None) -> tuple[str, str]:
    """Wat er gebeurde, zonder en met wat iemand erbij typte. Een medewerker staat er nooit bij naam."""
    wie = _functie(rol) if rij.actor_id else rij.actor_naam
    soort = "geweigerd" if rij.resultaat == "geweigerd" else rij.soort
    gegevens = json.loads(inhoud) if inhoud else {}
    gegevens |= {sleutel: COLLEGA for sleutel in _OVER_COLLEGAS.get(soort, ()) if sleutel in gegevens}
    zonder = {sleutel: waarde for sleutel, waarde in gegevens.items() if sleutel not in GETYPT}
    return gebeurtenis_zin(soort, wie, zonder), gebeurtenis_zin(soort, wie, gegevens)
