"""De uitslag van een proef of van het inlezen van een lijst met woningen."""

from __future__ import annotations

from typing import Any

from casus.actions.woningimport import WoningUitslag
from casus.importers.gebreken import FOUT
from casus.importers.woningen import WoningBestand
from casus.models import Corporatie
from casus.views.schermen.aanlevering import Aanlevering
from casus.views.schermen.importscherm import ERNST

WOORDEN = {
    "nieuw": ("gereed", "nieuw"),
    "gewijzigd": ("week", "gewijzigd"),
    "ongewijzigd": ("later", "al bekend, niets veranderd"),
    "geweigerd": ("slot", "wordt niet ingelezen"),
}
TELWOORDEN = {
    "nieuw": ("nieuwe woning", "nieuwe woningen"),
    "gewijzigd": ("gewijzigde woning", "gewijzigde woningen"),
    "ongewijzigd": ("woning is al bekend", "woningen zijn al bekend"),
    "geweigerd": ("woning kan niet worden ingelezen", "woningen kunnen niet worden ingelezen"),
}


def maak_scherm(
    bestand: Aanlevering, gelezen: WoningBestand, uitslag: WoningUitslag, corporatie: Corporatie, *, proef: bool
) -> dict[str, Any]:
    """Alles wat het sjabloon van de uitslag nodig heeft."""
    gebreken = [(fout, *ERNST[fout.ernst == FOUT]) for fout in uitslag.fouten]
    return {
        "proef": proef,
        "bestand": bestand,
        "corporatie": corporatie,
        "goed": len(gelezen.woningen),
        "gelezen": gelezen.gelezen_rijen,
        "tellen": [(WOORDEN[wat][0], *TELWOORDEN[wat], uitslag.aantal(wat)) for wat in WOORDEN],
        "in_te_lezen": uitslag.aantal("nieuw") + uitslag.aantal("gewijzigd"),
        "regels": [(regel, *WOORDEN[regel.wat]) for regel in uitslag.regels],
        "gebreken": sorted(gebreken, key=lambda een: een[0].ernst != FOUT),
        "tegengehouden": gelezen.tegengehouden,
    }
