"""Hoe een regel van het register in woorden staat, op het scherm en op papier."""

from __future__ import annotations

from casus.bedragen import euro
from casus.models import Mandaat
from casus.rules.registerrij import BESTUURSORGANEN, Woorden
from casus.rules.registervoorwaarden import in_woorden
from casus.rules.zinnen import dag_tekst, met_lidwoord, opsomming


def grenzen(rij: Mandaat) -> list[str]:
    """'tot en met € 5.000', 'per zaak € 25.000'; zonder bedrag 'geen grens'."""
    per = ((rij.bedrag_zaak_cent, "per zaak"), (rij.bedrag_contract_cent, "per contract"))
    eerste = [f"tot en met {euro(rij.bedrag_tot_cent)}"] if rij.bedrag_tot_cent is not None else []
    return [*eerste, *(f"{woord} {euro(cent)}" for cent, woord in per if cent is not None)] or ["geen grens"]


def voorwaarden(rij: Mandaat) -> list[str]:
    """Wat casus toetst als zinnen, en daarna de instructie; leeg als er niets is."""
    toetsbaar = [f"Alleen {deel}." for deel in in_woorden(rij.voorwaarde)]
    return [*toetsbaar, rij.voorwaarden] if rij.voorwaarden else toetsbaar


def orgaan(rij: Mandaat) -> str:
    """'het college van burgemeester en wethouders'."""
    return met_lidwoord(BESTUURSORGANEN.get(rij.bestuursorgaan, rij.bestuursorgaan))


def ondermandaat(rij: Mandaat, woorden: Woorden) -> str:
    """'ondermandaat aan het afdelingshoofd', 'rust op regel 4.1'; leeg als het er niet om gaat."""
    delen = []
    if rij.ondermandaat:
        aan = opsomming(met_lidwoord(woorden.functies.get(code, code)) for code in rij.ondermandaat_aan)
        delen.append(f"ondermandaat aan {aan or 'elke functie die niet hoger is'}")
    if rij.onder_nr:
        delen.append(f"rust op regel {rij.onder_nr}")
    return ", ".join(delen)


def geldig(rij: Mandaat) -> str:
    """'vanaf 1 januari 2026 tot en met 31 december 2026', en of zij is ingetrokken."""
    tot = f" tot en met {dag_tekst(rij.geldig_tot)}" if rij.geldig_tot else ""
    weg = f", ingetrokken per {dag_tekst(rij.ingetrokken_per)}" if rij.ingetrokken_per else ""
    return f"vanaf {dag_tekst(rij.geldig_van)}{tot}{weg}"


def besluit(rij: Mandaat) -> str:
    """'Besluit 2025-117 van 9 december 2025'."""
    return f"Besluit {rij.besluitnummer} van {dag_tekst(rij.besluitdatum)}"
