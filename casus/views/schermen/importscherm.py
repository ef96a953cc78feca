"""De uitslag van een proef of van het inlezen, per huishouden en per fout."""

from __future__ import annotations

from typing import Any

from casus.actions.koppelingen import ImportUitslag
from casus.importers.gebreken import FOUT
from casus.importers.koppelregels import KoppelingenBestand
from casus.views.schermen.aanlevering import Aanlevering

WOORDEN = {
    "nieuw": ("gereed", "nieuwe zaak"),
    "gewijzigd": ("week", "gewijzigd"),
    "ongewijzigd": ("later", "al bekend, niets veranderd"),
    "geweigerd": ("slot", "wordt niet ingelezen"),
}
ERNST = {True: ("te-laat", "wacht op verbetering"), False: ("gereed", "kan wel mee")}
TELWOORDEN = {
    "nieuw": ("nieuwe zaak", "nieuwe zaken"),
    "gewijzigd": ("gewijzigde zaak", "gewijzigde zaken"),
    "ongewijzigd": ("huishouden is al bekend", "huishoudens zijn al bekend"),
    "geweigerd": ("huishouden kan niet worden ingelezen", "huishoudens kunnen niet worden ingelezen"),
}


def maak_scherm(
    bestand: Aanlevering, gelezen: KoppelingenBestand, uitslag: ImportUitslag, *, proef: bool
) -> dict[str, Any]:
    """Alles wat het sjabloon van de uitslag nodig heeft."""
    return {
        "proef": proef,
        "bestand": bestand,
        "personen": gelezen.aantal_personen,
        "overgeslagen": gelezen.overgeslagen,
        "huishoudens": gelezen.aantal_huishoudens,
        "tellen": [(WOORDEN[wat][0], *TELWOORDEN[wat], uitslag.aantal(wat)) for wat in WOORDEN],
        "in_te_lezen": uitslag.aantal("nieuw") + uitslag.aantal("gewijzigd"),
        "regels": [(regel, *WOORDEN[regel.wat]) for regel in uitslag.regels],
        "gebreken": sorted(
            ((fout, *ERNST[fout.ernst == FOUT]) for fout in uitslag.fouten), key=lambda een: een[0].ernst != FOUT
        ),
        "tegengehouden": gelezen.tegengehouden,
    }
