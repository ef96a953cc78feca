"""Een eigen dag kiezen voor een taak, en haar laten wachten: welke dagen mogen, en wanneer met een reden."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from casus.errors import VeldFout
from casus.rules.zinnen import dag_tekst

PARTIJEN: Final = ("COA", "corporatie", "DUO", "IND", "huishouden", "bank", "school", "zorgverzekeraar")
"""Op wie een taak vaak wacht; een ander mag ook."""
LANGSTE_PARTIJ: Final = 80  # tekens
VERSTE: Final = timedelta(days=2 * 365)
"""Verder vooruit is een tikfout."""


def plan_fouten(op: date | None, reden: str, fataal: date | None, vandaag: date) -> list[VeldFout]:
    """Wat er mis is met een eigen dag. `fataal` is de fatale datum van de taak, als zij die heeft."""
    if op is None:
        return [VeldFout("gepland_op", "Vul in op welke dag u de taak doet, bijvoorbeeld 18-11-2026.")]
    if op < vandaag:
        return [VeldFout("gepland_op", "Kies vandaag of een dag daarna.")]
    if op > vandaag + VERSTE:
        return [VeldFout("gepland_op", "Deze dag is te ver weg. Kies een dag binnen twee jaar.")]
    if fataal is not None and op > fataal and not reden.strip():
        zin = f"Deze dag is na de fatale datum, {dag_tekst(fataal)}. Schrijf op waarom, of kies een eerdere dag."
        return [VeldFout("gepland_reden", zin)]
    return []


def wacht_fouten(op: str, tot: date, vandaag: date) -> list[VeldFout]:
    """Wat er mis is met laten wachten: op wie, en tot welke dag."""
    fouten = []
    if not op.strip():
        fouten.append(VeldFout("wacht_op", "Vul in op wie u wacht, bijvoorbeeld het COA of de corporatie."))
    elif len(op.strip()) > LANGSTE_PARTIJ:
        fouten.append(VeldFout("wacht_op", f"Houd het kort: hoogstens {LANGSTE_PARTIJ} tekens."))
    if tot <= vandaag:
        fouten.append(VeldFout("wacht_tot", "Kies een dag na vandaag."))
    elif tot > vandaag + VERSTE:
        fouten.append(VeldFout("wacht_tot", "Deze dag is te ver weg. Kies een dag binnen twee jaar."))
    return fouten


def wacht_waarschuwing(tot: date, fataal: date | None) -> str:
    """De zin voor wie een taak laat wachten tot na haar fatale datum; leeg als dat niet zo is."""
    if fataal is None or tot <= fataal:
        return ""
    return f"Let op: de fatale datum is {dag_tekst(fataal)}. Die schuift niet op."


def wacht_nog(wacht_tot: date | None, vandaag: date) -> bool:
    """Of een taak nu op een ander wacht. Op de dag zelf is zij weer aan de beurt."""
    return wacht_tot is not None and wacht_tot > vandaag
