"""Een ingevuld woningformulier als kolommen van een woning: getallen, dagen en bedragen uit tekst."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from casus.bedragen import euro, ontleed
from casus.errors import InvoerFout, VeldFout
from casus.importers.tekst import schoon
from casus.models import Woning
from casus.rules.woningen import TITELS, VELDEN, postcode
from casus.workflows.velden import ontleed_dag

GETALLEN: Final = ("kamers", "slaapkamers", "oppervlakte", "verdieping")
BEDRAGEN: Final = ("kale_huur_cent", "subsidiabel_cent", "overig_cent", "huur_cent")
DAGEN: Final = ("beschikbaar_van", "eind_op")
VAKJES: Final = ("lift", "slot_op_kamer")
_NUL: Final = ("subsidiabel_cent", "overig_cent")


def lees(invoer: Mapping[str, str], dag: date) -> dict[str, Any]:
    """De kolommen uit het formulier. Raises InvoerFout met een zin per veld dat niet te lezen is.

    Of de waarden kloppen, zegt rules/woningen. Wat niet op het formulier staat, komt er niet in.
    """
    gelezen: dict[str, Any] = {}
    fouten: list[VeldFout] = []
    for veld in (*VELDEN, "complex_id"):
        if veld not in invoer and veld not in VAKJES:
            continue
        try:
            gelezen[veld] = _waarde(veld, schoon(invoer.get(veld, "")), dag)
        except ValueError as fout:
            fouten.append(VeldFout(veld, str(fout)))
    if fouten:
        raise InvoerFout(fouten)
    return gelezen


def _waarde(veld: str, tekst: str, dag: date) -> Any:
    if veld == "zelfstandig" and not tekst:
        return None
    if veld in VAKJES or veld == "zelfstandig":
        return tekst == "ja"
    if veld in GETALLEN:
        return _getal(veld, tekst)
    if veld in BEDRAGEN:
        return _bedrag(tekst) if tekst else (0 if veld in _NUL else None)
    if veld in DAGEN:
        return _dag(tekst, dag)
    if veld == "complex_id":
        return _complex(tekst) if tekst else None
    return (postcode(tekst) or tekst) if veld == "postcode" else tekst


def _complex(tekst: str) -> UUID:
    try:
        return UUID(tekst)
    except ValueError:
        raise ValueError("Kies een complex uit de lijst.") from None


def _getal(veld: str, tekst: str) -> int | None:
    if not tekst:
        return None
    kaal = tekst.removeprefix("-")
    if not (kaal.isascii() and kaal.isdecimal() and len(kaal) <= 4):
        raise ValueError(f"Schrijf {TITELS[veld]} als een heel getal.")
    return int(tekst)


def _bedrag(tekst: str) -> int:
    gelezen = ontleed(tekst)
    if gelezen is None:
        raise ValueError("Schrijf het bedrag als 689 of 689,20.")
    return gelezen


def _dag(tekst: str, dag: date) -> date | None:
    if not tekst:
        return None
    gelezen = ontleed_dag(tekst, dag)
    if gelezen is None:
        raise ValueError("Schrijf de dag als 18-11-2026.")
    return gelezen


def als_tekst(woning: Woning) -> dict[str, str]:
    """De woning zoals zij in het formulier staat."""
    return {veld: _tekst(veld, getattr(woning, veld)) for veld in (*VELDEN, "complex_id")}


def _tekst(veld: str, waarde: Any) -> str:
    if waarde is None or (veld in _NUL and waarde == 0):
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else ("nee" if veld == "zelfstandig" else "")
    if veld in BEDRAGEN:
        return euro(waarde).partition("\N{NO-BREAK SPACE}")[2]
    if isinstance(waarde, date):
        return f"{waarde.day:02d}-{waarde.month:02d}-{waarde.year}"
    return str(waarde)
