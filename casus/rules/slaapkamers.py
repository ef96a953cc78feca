"""Hoeveel slaapkamers een huishouden nodig heeft: de Eurostat-norm voor overbewoning.

Eén kamer per stel, per andere volwassene, per twee personen van 12 tot en met 17 jaar van hetzelfde geslacht, per
overblijvende persoon van die leeftijd, en per twee kinderen jonger dan 12 jaar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from casus.models import Persoon
from casus.rules.parameters import getal
from casus.termijnen import leeftijd


def slaapkamers_nodig(personen: Sequence[Persoon], dag: date) -> int:
    """De norm op een dag. Wie geen bekend geboortejaar heeft, telt als volwassene: liever een kamer te veel."""
    paar = _stel(personen)
    jaren = [(persoon, leeftijd(persoon.geboortedatum, dag)) for persoon in personen if persoon not in paar]
    volwassen = sum(1 for _, leeftijd_ in jaren if leeftijd_ is None or leeftijd_ >= 18)
    tieners = [persoon for persoon, leeftijd_ in jaren if leeftijd_ is not None and 12 <= leeftijd_ < 18]
    kinderen = sum(1 for _, leeftijd_ in jaren if leeftijd_ is not None and leeftijd_ < 12)
    return bool(paar) + volwassen + _kamers_tieners(tieners) + -(-kinderen // 2)


def _stel(personen: Sequence[Persoon]) -> list[Persoon]:
    hoofd = next((persoon for persoon in personen if persoon.relatie == "hoofdpersoon"), None)
    partners = [persoon for persoon in personen if persoon.relatie == "partner"]
    # Zijn er meer partners genoteerd, dan telt de oudste: de volgorde van de lijst mag niets uitmaken.
    return [hoofd, min(partners, key=lambda p: (p.geboortedatum, p.geslacht))] if hoofd and partners else []


def _kamers_tieners(tieners: Sequence[Persoon]) -> int:
    """Twee van hetzelfde geslacht delen een kamer; van wie het geslacht niet bekend is, deelt niemand."""
    per_geslacht = Counter(persoon.geslacht for persoon in tieners)
    return sum(-(-aantal // 2) if geslacht in ("man", "vrouw") else aantal for geslacht, aantal in per_geslacht.items())


def slaapkamers_minimaal(personen: Sequence[Persoon], parameters: Mapping[str, str], dag: date) -> int:
    """Wat de gemeente een corporatie vraagt: de norm; een alleenstaande mag met de tolerantie in een studio."""
    nodig = slaapkamers_nodig(personen, dag)
    return max(0, nodig - (getal(parameters, "kamer_tolerantie") or 0)) if len(personen) == 1 else nodig
