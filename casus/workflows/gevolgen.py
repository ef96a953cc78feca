"""De namen van gevolgen die een proces mag noemen, en welke gebeurtenissen zij melden. Uitvoeren doet actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Plaats = Literal["zaak", "huishouden", "aanbod", "inburgering"]

GEVOLG_MELDT: Final[dict[str, frozenset[str]]] = {
    "casemanager_toewijzen": frozenset(),
    "woningbehoefte_vastleggen": frozenset(),
    "match_vastleggen": frozenset(),
    "corporatie_akkoord_vastleggen": frozenset(),
    "corporatie_afwijzing_vastleggen": frozenset(),
    "bezichtiging_vastleggen": frozenset(),
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
    "woning_terugnemen": frozenset(),
    "woning_verhuren": frozenset(),
    "zaak_sluiten": frozenset(),
    "nareis_vastleggen": frozenset(),
    "bezwaar_registreren": frozenset({"bezwaar_ontvangen"}),
    "bezwaar_bevestigen": frozenset(),
}

GEVOLGEN: Final = frozenset(GEVOLG_MELDT)
"""Alle gevolgen die een taak, overgang of melding mag noemen."""

GEVOLG_ZET: Final[Mapping[str, Mapping[Plaats, tuple[str, ...]]]] = {
    "casemanager_toewijzen": {"zaak": ("casemanager_id",)},
    "woningbehoefte_vastleggen": {"huishouden": ("woonbeperking", "gebied", "gebied_reden")},
    "match_vastleggen": {},
    "contract_vastleggen": {"aanbod": ("contractdatum",)},
    "sleutel_vastleggen": {"aanbod": ("sleuteldatum",)},
    "brp_vastleggen": {},
    "consulent_toewijzen": {"inburgering": ("consulent_id", "aangemeld_op")},
    "kennisgeving_vastleggen": {"inburgering": ("kennisgeving_op",)},
    "intake_vastleggen": {"inburgering": ("intake_op",)},
    "leerbaarheid_vastleggen": {"inburgering": ("leerbaarheid",)},
    "pip_vastleggen": {"inburgering": ("pip_op", "leerroute")},
    "nareis_vastleggen": {"huishouden": ("nareis_aantal", "nareis_verwacht_op")},
}
"""Gevolgen die alleen velden zetten, met die velden: zij zijn terug te zetten en daarna opnieuw te doen. Een gevolg dat
hier niet staat, maakt iets onomkeerbaars los (een ja van het huishouden, een gesloten zaak)."""

HEROPENBAAR: Final = frozenset(GEVOLG_ZET)
"""Een taak met zo'n gevolg kan worden heropend."""
