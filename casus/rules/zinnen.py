"""Kleine woorden voor de zinnen van de regels: een dag, een rol, een functie."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
VASTE_SPATIE = "\N{NO-BREAK SPACE}"


def dag_tekst(dag: date) -> str:
    """'3 maart 2026', met een vaste spatie tussen dag en maand."""
    return f"{dag.day}{VASTE_SPATIE}{MAANDEN[dag.month - 1]} {dag.year}"


def rol_tekst(rol: str) -> str:
    """Een rolcode als woord: 'ambtelijk_opdrachtgever' wordt 'ambtelijk opdrachtgever'."""
    return rol.replace("_", " ")


def opsomming(woorden: Iterable[str], voegwoord: str = "of") -> str:
    """'wonen, jurist of teammanager'."""
    rij = list(woorden)
    if len(rij) < 2:
        return "".join(rij)
    return f"{', '.join(rij[:-1])} {voegwoord} {rij[-1]}"


def midden_in_zin(titel: str) -> str:
    """Een titel met een kleine beginletter, behalve een afkorting ('AMV')."""
    return titel if titel[1:2].isupper() else titel[:1].lower() + titel[1:]


def met_lidwoord(titel: str) -> str:
    """'de teammanager', 'het college van burgemeester en wethouders'."""
    woord = midden_in_zin(titel)
    return f"{'het' if woord.startswith('college') else 'de'} {woord}"


def zin(tekst: str) -> str:
    """Dezelfde tekst met een hoofdletter vooraan."""
    return tekst[:1].upper() + tekst[1:]
