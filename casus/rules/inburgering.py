"""Wie moet inburgeren en wanneer (Wet inburgering 2021). Alleen leeftijd telt; vrijstelling en ontheffing geeft DUO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from casus.errors import Weigering
from casus.models import Persoon
from casus.rules.parameters import getal, standaard, waarden_op
from casus.termijnen import plus_jaren, plus_maanden, verjaardag

LEEFTIJDEN: Final = ("meerderjarig_jaren", "aow_leeftijd_maanden")
"""De parameters die `is_plichtig` nodig heeft."""


@dataclass(frozen=True, slots=True)
class Inburgeringstermijn:
    """De eerste dag van de inburgeringstermijn, en de dag waarop zij om is, met verlengingen door DUO."""

    start: date
    einde: date


def is_plichtig(persoon: Persoon, dag: date, parameters: Mapping[str, str] | None = None) -> bool:
    """Of iemand die dag inburgeringsplichtig is: meerderjarig, en nog niet de AOW-leeftijd (Wi2021 art. 3).

    `parameters` zijn de waarden van de gemeente op die dag; zonder die gelden de standaardwaarden. Wie geen bekend
    geboortejaar heeft, telt als plichtig: dan kijkt een mens ernaar. Van een onbekende dag of maand telt de laatste.
    """
    waarden = parameters if parameters is not None else waarden_op(standaard(), dag)
    geboren = verjaardag(persoon.geboortedatum, 0)
    if geboren is None:
        return True
    volwassen = verjaardag(persoon.geboortedatum, _nodig(waarden, "meerderjarig_jaren")) or geboren
    return volwassen <= dag < plus_maanden(geboren, _nodig(waarden, "aow_leeftijd_maanden"))


def _nodig(waarden: Mapping[str, str], sleutel: str) -> int:
    waarde = getal(waarden, sleutel)
    if waarde is None:
        raise Weigering(
            f"De parameter {sleutel} heeft voor deze dag geen waarde. Vraag de beheerder die vast te leggen."
        )
    return waarde


def pip_deadline(
    kennisgeving: date | None,
    brp_inschrijving: date | None,
    *,
    informatie_ontvangen: date | None = None,
    parameters: Mapping[str, str] | None = None,
) -> date | None:
    """De laatste dag voor het PIP: tien weken na de kennisgeving van DUO of de inschrijving in de BRP, wat later is.

    Moest er informatie van derden komen, dan niet eerder dan twee weken na ontvangst. None zolang een van de twee data
    ontbreekt. De datum is niet verschoven voor weekend of feestdag; dat doet casus.termijnen.
    Bron: Besluit inburgering 2021 art. 5.3.
    """
    if kennisgeving is None or brp_inschrijving is None:
        return None
    begin = max(kennisgeving, brp_inschrijving)
    waarden = parameters if parameters is not None else waarden_op(standaard(), begin)
    deadline = begin + timedelta(days=_nodig(waarden, "pip_dagen"))
    if informatie_ontvangen is None:
        return deadline
    return max(deadline, informatie_ontvangen + timedelta(days=_nodig(waarden, "pip_na_informatie_dagen")))


def inburgeringstermijn(
    pip_dagtekening: date, *, verlengd_maanden: int = 0, parameters: Mapping[str, str] | None = None
) -> Inburgeringstermijn:
    """De termijn van drie jaar, vanaf de dag na de dagtekening van het eerste PIP (Wi2021 art. 11).

    Een later gewijzigd PIP verschuift het begin niet: geef altijd de dagtekening van het eerste.
    """
    start = pip_dagtekening + timedelta(days=1)
    waarden = parameters if parameters is not None else waarden_op(standaard(), start)
    einde = plus_maanden(plus_jaren(start, _nodig(waarden, "inburgeringstermijn_jaren")), verlengd_maanden)
    return Inburgeringstermijn(start, einde)
