"""Wat het afronden van een taak in de zaak verandert: opnemen, bewaren, en later terugzetten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import inspect

from casus.actions.proces import Proces
from casus.actions.wijzigen import wijzig, wijzig_taak, wijzig_zaak
from casus.db import GemeenteGebonden
from casus.models import Taak
from casus.termijnen import nu
from casus.workflows.gevolgen import GEVOLG_ZET, Plaats
from casus.workflows.heropenen import Gezet, Nasleep

Waarden = Mapping[tuple[str, str, str], Any]


@dataclass(frozen=True, slots=True)
class Vooraf:
    """Hoe de zaak was vóór het afronden."""

    behandelaar: str
    wacht_op: str
    wacht_tot: str
    ankers: Mapping[str, str]
    waarden: Waarden
    taken: frozenset[UUID]


def neem_op(proces: Proces, taak: Taak, gevolg: str | None) -> Vooraf:
    """Onthoudt wat het afronden van deze taak kan veranderen."""
    taken = frozenset(een.id for een in proces.beeld.taken)
    van_de_taak = (str(taak.behandelaar_id or ""), taak.wacht_op or "", str(taak.wacht_tot or ""))
    return Vooraf(*van_de_taak, dict(proces.zaak.ankers), _waarden(proces, gevolg), taken)


def vergelijk(proces: Proces, vooraf: Vooraf, gevolg: str | None) -> Nasleep:
    """Wat er sinds de opname veranderde."""
    was, werd = vooraf.ankers, proces.zaak.ankers
    ankers = {
        code: (was.get(code), werd.get(code)) for code in sorted({*was, *werd}) if was.get(code) != werd.get(code)
    }
    gezet = tuple(
        Gezet(*plek, vooraf.waarden.get(plek), waarde)
        for plek, waarde in _waarden(proces, gevolg).items()
        if vooraf.waarden.get(plek) != waarde
    )
    nieuw = {str(t.id): str(t.behandelaar_id or "") for t in proces.beeld.taken if t.id not in vooraf.taken}
    return Nasleep(vooraf.behandelaar, vooraf.wacht_op, vooraf.wacht_tot, ankers, gezet, nieuw)


def zet_terug(proces: Proces, taak: Taak, nasleep: Nasleep) -> None:
    """Zet terug wat het afronden veranderde, behalve wat daarna door iets anders is gewijzigd."""
    for ander in proces.beeld.taken:
        if str(ander.id) in nasleep.taken and ander.status == "open":
            waarden = {"status": "vervallen", "vervallen_op": nu(), "vervallen_reden": f"‘{taak.titel}’ is heropend."}
            wijzig_taak(proces.session, ander, ander.versie, **waarden)
    for tabel in dict.fromkeys(een.tabel for een in nasleep.gezet):
        _zet_rijen(proces, tabel, [een for een in nasleep.gezet if een.tabel == tabel])
    ankers = dict(proces.zaak.ankers)
    for code, (was, werd) in nasleep.ankers.items():
        if ankers.get(code) == werd:
            ankers = {c: dag for c, dag in ankers.items() if c != code} | ({code: was} if was else {})
    if ankers != proces.zaak.ankers:
        wijzig_zaak(proces.session, proces.zaak, proces.zaak.versie, ankers=ankers)


def _zet_rijen(proces: Proces, tabel: str, gezet: Sequence[Gezet]) -> None:
    for rij in _rijen(proces, tabel):
        mijn = [een for een in gezet if een.id == str(rij.id) and _tekst(getattr(rij, een.kolom)) == een.werd]
        waarden = {een.kolom: _waarde(rij, een.kolom, een.was) for een in mijn}
        if waarden and rij is proces.zaak:
            wijzig_zaak(proces.session, proces.zaak, proces.zaak.versie, **waarden)
        elif waarden:
            wijzig(proces.session, rij, waarden, waar={})


def _rijen(proces: Proces, tabel: str) -> Sequence[GemeenteGebonden]:
    beeld = proces.beeld
    rijen: Mapping[Plaats, Sequence[GemeenteGebonden]] = {
        "zaak": [proces.zaak],
        "huishouden": [beeld.huishouden],
        "aanbod": [beeld.aanbod] if beeld.aanbod is not None else [],
        "inburgering": beeld.inburgeringen,
    }
    return next(rij for naam, rij in rijen.items() if naam == tabel)


def _waarden(proces: Proces, gevolg: str | None) -> Waarden:
    return {
        (tabel, str(rij.id), kolom): _tekst(getattr(rij, kolom))
        for tabel, kolommen in GEVOLG_ZET.get(gevolg or "", {}).items()
        for rij in _rijen(proces, tabel)
        for kolom in kolommen
    }


def _tekst(waarde: Any) -> Any:
    """Zoals JSON haar bewaart."""
    if isinstance(waarde, date):
        return waarde.isoformat()
    return str(waarde) if isinstance(waarde, UUID) else waarde


def _waarde(rij: GemeenteGebonden, kolom: str, tekst: Any) -> Any:
    """Terug naar wat de kolom bewaart."""
    soort = inspect(type(rij)).columns[kolom].type.python_type
    if tekst is None or soort not in (date, UUID):
        return tekst
    return date.fromisoformat(tekst) if soort is date else UUID(tekst)
