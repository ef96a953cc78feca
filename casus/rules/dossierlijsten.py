"""De velden van een dossier over één persoon en de lijsten: voor het eigen team en voor inzage (AVG art. 15)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from casus.models import Aanbod, Besluit, Contactmoment, Document, Inburgering, Notitie, Taak, Verstrekking
from casus.rules.dossierbron import Bron, Functie, Veld
from casus.rules.dossiervelden import geboren, naam_van
from casus.rules.dossierweigering import VELDEN
from casus.rules.zinnen import dag_tekst, midden_in_zin, rol_tekst, zin
from casus.tekens import drukbaar
from casus.termijnen import dag_van
from casus.vocab import AANBODSTATUS, BESLUITSTATUS, CONTACTSOORTEN, LEERROUTES, RELATIES, WOONBEPERKINGEN

__all__ = ["VELDEN"]  # met deze velden erbij is de lijst compleet
BEWAARD: Final = "Wij bewaren dit nummer versleuteld. U krijgt het te zien als u zich legitimeert."
HOOGSTENS: Final = 1000
"""Zoveel regels staan er hoogstens in een lijst; de rest is op verzoek te krijgen."""

_SLEUTEL: Final = re.compile(r" [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""De sleutel van een rij in het logboek zegt de lezer niets."""

_veld = VELDEN.erbij
Rijen = list[list[str]]


# --- één persoon ---

_VAN_PERSOON: Final[tuple[tuple[str, str, Functie], ...]] = (
    ("naam", "Naam", lambda b: naam_van(b.betrokkene)),
    ("relatie", "Plaats in het huishouden", lambda b: zin(RELATIES.get(b.betrokkene.relatie, b.betrokkene.relatie))),
    ("geboortedatum", "Geboortedatum", lambda b: geboren(b.betrokkene)),
    ("geslacht", "Geslacht", lambda b: zin(b.betrokkene.geslacht)),
    ("nationaliteit", "Nationaliteit", lambda b: _tekst(b.betrokkene.nationaliteit)),
    ("herkomstland", "Land van herkomst", lambda b: _tekst(b.betrokkene.herkomstland)),
    ("taal", "Taal", lambda b: _tekst(b.betrokkene.taal)),
    ("tolk_nodig", "Tolk nodig", lambda b: b.betrokkene.tolk_nodig),
    ("v_nummer", "V-nummer", lambda b: BEWAARD),
    ("bsn", "BSN", lambda b: BEWAARD if b.betrokkene.bsn else None),
    ("opleiding", "Opleiding", lambda b: _code(b.betrokkene.opleiding)),
    ("inkomen", "Inkomen", lambda b: _code(b.betrokkene.inkomen)),
    ("opmerking", "Opmerking", lambda b: _tekst(b.betrokkene.opmerking)),
    ("telt_mee_vanaf", "Telt mee voor de taakstelling vanaf", lambda b: _dag(b.betrokkene.telt_mee_vanaf)),
)
for _naam, _titel, _functie in _VAN_PERSOON:
    VELDEN[f"persoon.{_naam}"] = Veld(f"persoon.{_naam}", "Persoon", _titel, _functie, herkenbaar=True, los=False)


def _tekst(tekst: str) -> str | None:
    return drukbaar(tekst) or None


def _code(code: str) -> str | None:
    return zin(code.replace("_", " ")) or None


def _dag(dag: date | None) -> str | None:
    return dag_tekst(dag) if dag else None


def _op(moment: datetime | None) -> str:
    return dag_tekst(dag_van(moment)) if moment else ""


@_veld("persoon.inburgering", "Persoon", "Inburgering", herkenbaar=True, los=False, kolommen=("Wat", "Wanneer of wat"))
def _inburgering(bron: Bron) -> Rijen:
    return [
        [titel, waarde]
        for een in _van(bron, "persoon.inburgering", Inburgering)
        for titel, waarde in (
            ("Aangemeld", _dag(een.aangemeld_op)),
            ("Kennisgeving", _dag(een.kennisgeving_op)),
            ("Intake", _dag(een.intake_op)),
            ("Leerbaarheid", _code(een.leerbaarheid)),
            ("Plan Inburgering en Participatie", _dag(een.pip_op)),
            ("Leerroute", zin(LEERROUTES.get(een.leerroute, een.leerroute))),
        )
        if waarde
    ]


def _van(bron: Bron, code: str, soort: type[Any]) -> Sequence[Any]:
    """De rijen bij een veld, hoogstens `HOOGSTENS`."""
    return [rij for rij in bron.rijen.get(code, ()) if isinstance(rij, soort)][:HOOGSTENS]


# --- wat in het huishouden nog staat ---


@_veld("huishouden.koppelredenen", "Huishouden", "Redenen voor de koppeling", herkenbaar=True, los=False)
def _koppelredenen(bron: Bron) -> list[str]:
    return [zin(reden.replace("_", " ")) for reden in bron.huishouden.koppelredenen]


@_veld("huishouden.woonbeperking", "Huishouden", "Wat de woning nodig heeft", los=False)
def _woonbeperking(bron: Bron) -> str:
    return zin(WOONBEPERKINGEN.get(bron.huishouden.woonbeperking, bron.huishouden.woonbeperking))


# --- lijsten voor het eigen team ---


@_veld("team.taken", "Taken", "Taken", herkenbaar=True, los=False, kolommen=("Taak", "Wie", "Uiterlijk", "Stand"))
def _taken(bron: Bron) -> Rijen:
    stand = {"open": "Open", "gereed": "Gereed", "vervallen": "Vervallen"}
    return [
        [taak.titel, zin(rol_tekst(taak.rol)), dag_tekst(taak.uiterlijk), stand[taak.status]]
        for taak in _van(bron, "team.taken", Taak)
    ]


@_veld(
    "team.besluiten", "Besluiten", "Besluiten", herkenbaar=True, los=False, kolommen=("Nummer", "Besluit", "Uitkomst")
)
def _besluiten(bron: Bron) -> Rijen:
    return [
        [een.nummer, een.titel, f"{zin(BESLUITSTATUS.get(een.status, een.status))} {_op(een.besloten_op)}".strip()]
        for een in _van(bron, "team.besluiten", Besluit)
    ]


@_veld("team.aanbiedingen", "Woningen", "Woningen", herkenbaar=True, los=False, kolommen=("Woning", "Sinds", "Stand"))
def _aanbiedingen(bron: Bron) -> Rijen:
    return [
        [een.woning.adres, _op(een.voorgedragen_op), zin(AANBODSTATUS.get(een.status, een.status))]
        for een in _van(bron, "team.aanbiedingen", Aanbod)
    ]


@_veld(
    "team.contacten", "Contacten", "Contacten", herkenbaar=True, los=False, kolommen=("Wanneer en met wie", "Verslag")
)
def _contacten(bron: Bron) -> Rijen:
    return [
        [f"{_op(een.op)}, {CONTACTSOORTEN.get(een.soort, een.soort)} met {een.met}", een.verslag]
        for een in _van(bron, "team.contacten", Contactmoment)
    ]


@_veld("team.notities", "Notities", "Notities", herkenbaar=True, los=False, kolommen=("Wanneer en wie", "Notitie"))
def _notities(bron: Bron) -> Rijen:
    zonder_naam = bron.persoon is not None  # een inzage noemt collega's bij hun werk
    return [
        [f"{_op(een.op)}, {'een medewerker' if zonder_naam else een.door.naam}", een.tekst]
        for een in _van(bron, "team.notities", Notitie)
    ]


@_veld("team.documenten", "Documenten", "Documenten", herkenbaar=True, los=False, kolommen=("Document", "Sinds"))
def _documenten(bron: Bron) -> Rijen:
    return [[een.naam, _op(een.op)] for een in _van(bron, "team.documenten", Document)]


@_veld(
    "team.verstrekkingen",
    "Verstrekt aan anderen",
    "Verstrekt aan anderen",
    herkenbaar=True,
    los=False,
    kolommen=("Aan wie en wanneer", "Waarvoor"),
)
def _verstrekt(bron: Bron) -> Rijen:
    return [
        [f"{een.ontvanger}, {_op(een.aangevraagd_op)}", een.doel]
        for een in _van(bron, "team.verstrekkingen", Verstrekking)
    ]


# --- inzage: wie het zag en aan wie het is gegeven ---


@_veld("inzage.weggelaten", "Wat hier niet in staat", "Wat hier niet in staat", herkenbaar=True, los=False)
def _weggelaten(bron: Bron) -> str | None:
    titels = [VELDEN[code].titel for code in bron.rijen.get("inzage.weggelaten", ())]
    if not titels:
        return None
    wat = zin(", ".join(map(_klein, titels)))
    return f"{wat}. Dit kan ook over anderen gaan (AVG art. 15 lid 4; UAVG art. 41). U kunt ons hierover bellen."


@_veld(
    "inzage.verstrekkingen",
    "Aan wie is het gegeven",
    "Aan wie is het gegeven",
    herkenbaar=True,
    los=False,
    kolommen=("Aan wie en wanneer", "Waarvoor en welke gegevens"),
)
def _gegeven(bron: Bron) -> Rijen:
    return [
        [f"{een.ontvanger}, {_op(een.aangevraagd_op)}", f"{een.doel} {_titels(een.velden)}."]
        for een in _van(bron, "inzage.verstrekkingen", Verstrekking)
    ]


def _titels(codes: Sequence[str]) -> str:
    titels = dict.fromkeys(VELDEN[code].titel if code in VELDEN else code for code in codes)
    return zin(", ".join(map(_klein, titels)))


def _klein(titel: str) -> str:
    """Een titel midden in een zin; BSN en V-nummer houden hun hoofdletter."""
    return titel if titel.startswith("V-") else midden_in_zin(titel)


@_veld(
    "inzage.gezien",
    "Wie keek in de zaak",
    "Wie keek in de zaak",
    herkenbaar=True,
    los=False,
    kolommen=("Wanneer", "Wie", "Wat"),
)
def _gezien(bron: Bron) -> Rijen:
    rijen = bron.rijen.get("inzage.gezien", ())[:HOOGSTENS]
    return [[_op(op), wie, zin(_SLEUTEL.sub("", wat).replace("_", " "))] for op, wie, wat in rijen]


@_veld(
    "inzage.gebeurtenissen",
    "Wat er gebeurde",
    "Wat er gebeurde",
    herkenbaar=True,
    los=False,
    kolommen=("Wanneer", "Wat"),
)
def _gebeurd(bron: Bron) -> Rijen:
    return [[_op(op), wat] for op, wat, _ in bron.rijen.get("inzage.gebeurtenissen", ())[:HOOGSTENS]]


@_veld(
    "inzage.toelichtingen",
    "Wat daarbij is geschreven",
    "Wat medewerkers bij een gebeurtenis schreven",
    herkenbaar=True,
    los=False,
    kolommen=("Wanneer", "Wat er is geschreven"),
)
def _geschreven(bron: Bron) -> Rijen:
    rijen = bron.rijen.get("inzage.gebeurtenissen", ())[:HOOGSTENS]
    return [[_op(op), met_tekst] for op, zonder, met_tekst in rijen if met_tekst != zonder]
