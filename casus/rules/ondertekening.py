"""De slotformule: wie een besluit neemt, namens wie, en in welke functie (Awb art. 10:10 en 10:11)."""

from __future__ import annotations

from casus.rules.mandaten import BESTUURSORGANEN
from casus.rules.zinnen import met_lidwoord, midden_in_zin


def slotformule(gemeente_naam: str, bestuursorgaan: str, soort: str, functie_titel: str, naam: str) -> str:
    """De zin onder een besluit. `bestuursorgaan` is 'college' of 'burgemeester', `soort` die van de registerrij.

    Bij ondertekeningsmandaat nam het bestuursorgaan het besluit zelf, en dat moet eruit blijken (10:11 lid 2).
    Volmacht is privaatrecht: dan handelt de gemeente als rechtspersoon (10:12; Gemeentewet art. 160 en 171).
    """
    orgaan = met_lidwoord(BESTUURSORGANEN.get(bestuursorgaan, bestuursorgaan))
    wie = f"{midden_in_zin(functie_titel)}, {naam}"
    if soort == "ondertekening":
        return f"Dit is een besluit van {orgaan} van {gemeente_naam}. Namens dit bestuursorgaan ondertekend door {wie}"
    if soort == "volmacht":
        return f"Namens de gemeente {gemeente_naam}, met volmacht van {orgaan}, {wie}"
    return f"Namens {orgaan} van {gemeente_naam}, {wie}"


def slotformule_bestuursorgaan(gemeente_naam: str, bestuursorgaan: str, naam: str) -> str:
    """De zin onder een besluit dat het bestuursorgaan zelf nam; `naam` legde het vast."""
    orgaan = met_lidwoord(BESTUURSORGANEN.get(bestuursorgaan, bestuursorgaan))
    return f"Besluit van {orgaan} van {gemeente_naam}, vastgelegd door {naam}"
