"""Voorwaarden bij een mandaat die casus zelf kan toetsen, en hoe zij heten.

Een feit dat niemand kent, voldoet niet: dan dekt de regel het besluit niet (Awb art. 10:6, de instructie gaat voor).
Deze module kent geen rijen uit de database, zodat ook een importer haar mag gebruiken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from casus.rules.zinnen import opsomming
from casus.vocab import WOONVORMEN

JA_NEE: Final[Mapping[str, tuple[str, str]]] = {
    "afwijking": ("bij een afwijking van passendheid", "zonder afwijking van passendheid"),
    "publieke_aandacht": ("bij publieke aandacht", "zonder publieke aandacht"),
}
"""Per voorwaarde die ja of nee is: hoe ja en hoe nee in een zin staan."""


def in_woorden(voorwaarde: Mapping[str, Any]) -> list[str]:
    """Elke voorwaarde als zinsdeel: 'voor een kamer', 'zonder publieke aandacht'."""
    return [_deel(sleutel, waarde) for sleutel, waarde in voorwaarde.items()]


def toets(voorwaarde: Mapping[str, Any], feiten: Mapping[str, Any]) -> str | None:
    """Waaraan dit besluit niet voldoet ('alleen zonder publieke aandacht'); None als het aan alles voldoet."""
    for sleutel, waarde in voorwaarde.items():
        feit = feiten.get(sleutel) if sleutel in (*JA_NEE, "woonvorm") else None
        if feit is None or feit == "":
            return f"alleen {_deel(sleutel, waarde)}, en of dat zo is, is niet vastgelegd"
        if not _voldoet(waarde, feit):
            return f"alleen {_deel(sleutel, waarde)}"
    return None


def _voldoet(waarde: Any, feit: Any) -> bool:
    return feit in waarde if isinstance(waarde, list | tuple) else feit is waarde


def _deel(sleutel: str, waarde: Any) -> str:
    if sleutel == "woonvorm" and isinstance(waarde, list | tuple):
        return f"voor {opsomming(WOONVORMEN.get(str(code), str(code)) for code in waarde)}"
    if sleutel in JA_NEE and isinstance(waarde, bool):
        return JA_NEE[sleutel][not waarde]
    return f"bij {sleutel.replace('_', ' ')}"


def gebrek(voorwaarde: Mapping[str, Any]) -> str | None:
    """Waarom casus deze voorwaarde niet kan toetsen; None als zij dat kan."""
    for sleutel, waarde in voorwaarde.items():
        if sleutel == "woonvorm" and isinstance(waarde, list | tuple) and waarde:
            if vreemd := [str(code) for code in waarde if code not in WOONVORMEN]:
                return f"Casus kent de woonvorm {vreemd[0]} niet."
        elif sleutel not in JA_NEE or not isinstance(waarde, bool):
            return f"Casus kan de voorwaarde {sleutel.replace('_', ' ')} niet zelf toetsen. Zet haar bij de instructie."
    return None
