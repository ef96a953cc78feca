"""De namen van gevolgen die een proces mag noemen, en welke gebeurtenissen zij melden. Uitvoeren doet actions."""

from __future__ import annotations

from typing import Final

GEVOLG_MELDT: Final[dict[str, frozenset[str]]] = {
    "casemanager_toewijzen": frozenset(),
    "woningbehoefte_vastleggen": frozenset(),
    "match_vastleggen": frozenset(),
    "aanbod_vastleggen": frozenset(),
    "reactie_vastleggen": frozenset({"aanbod_geaccepteerd", "aanbod_geweigerd"}),
    "oordeel_vastleggen": frozenset({"aanbod_geaccepteerd", "weigering_terecht", "weigering_onterecht"}),
    "contract_vastleggen": frozenset(),
    "sleutel_vastleggen": frozenset(),
    "brp_vastleggen": frozenset(),
    "consulent_toewijzen": frozenset(),
    "kennisgeving_vastleggen": frozenset(),
    "intake_vastleggen": frozenset(),
    "leerbaarheid_vastleggen": frozenset(),
    "pip_vastleggen": frozenset(),
    "aanbod_beeindigen": frozenset(),
    "woning_verhuren": frozenset(),
    "zaak_sluiten": frozenset(),
    "nareis_vastleggen": frozenset(),
    "bezwaar_registreren": frozenset(),
}

GEVOLGEN: Final = frozenset(GEVOLG_MELDT)
"""Alle gevolgen die een taak, overgang of melding mag noemen."""
