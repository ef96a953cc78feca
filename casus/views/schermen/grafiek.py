"""Grafieken als getallen om te tekenen: staven in procenten, lijnen en kolommen in een vast vlak. De woorden zijn HTML.

Elke grafiek heeft een tabel bij zich met dezelfde getallen, en elk getal het adres van de lijst die het telt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BREED, HOOG, VOET = 600, 200, 198
_TOP = 8


@dataclass(frozen=True, slots=True)
class Getal:
    """Een getal met zijn lijst. `uitleg` maakt er een hele zin van voor wie het hoort: '37 open taken voor wonen'."""

    tekst: str
    url: str = ""
    uitleg: str = ""


@dataclass(frozen=True, slots=True)
class Stuk:
    """Een stuk van een staaf: klasse, begin en breedte in procenten."""

    klasse: str
    x: str
    breedte: str


@dataclass(frozen=True, slots=True)
class Staaf:
    """Een regel met een staaf. `streep` is waar de norm ligt; `onder` een deel van de regel erboven."""

    titel: str
    stukken: Sequence[Stuk]
    getal: Getal
    bij: Getal | None = None
    let_op: bool = False
    klein: str = ""
    streep: str = ""
    onder: bool = False


@dataclass(frozen=True, slots=True)
class Lijngrafiek:
    """Twee lijnen die oplopen: wat er is, en wat er zou moeten zijn. Punten zijn x,y in een vlak van 600 bij 200."""

    voorlees: str
    hoogste: str
    nu: str
    stip: str
    schema: str
    lijnen: Sequence[int]
    as_: Sequence[str]


@dataclass(frozen=True, slots=True)
class Kolom:
    """Eén staande balk in een vlak van 600 bij 120."""

    klasse: str
    x: str
    y: str
    breedte: str
    hoogte: str


@dataclass(frozen=True, slots=True)
class Kolomgrafiek:
    """Per week twee balken naast elkaar."""

    voorlees: str
    hoogste: str
    stap: str
    kolommen: Sequence[Kolom]
    lijnen: Sequence[str]
    as_: Sequence[str]


@dataclass(frozen=True, slots=True)
class Tabel:
    """De tabel bij een grafiek: per rij een naam en de getallen."""

    titel: str
    koppen: Sequence[str]
    rijen: Sequence[tuple[str, Sequence[Getal]]]


def procent(deel: float, geheel: float) -> str:
    """'12.5%', nooit meer dan 100 of minder dan 0."""
    return f"{_kort(min(max(deel / geheel * 100, 0), 100) if geheel else 0)}%"


def _kort(waarde: float) -> str:
    return f"{waarde:.2f}".rstrip("0").rstrip(".")


def gedeelde_staaf(laat: int, geheel: int, meeste: int) -> list[Stuk]:
    """Eerst wat te laat is, daarna de rest, op de schaal van de langste staaf."""
    van_laat = laat / meeste * 100 if meeste else 0
    van_rest = (geheel - laat) / meeste * 100 if meeste else 0
    spleet = 0.5 if laat and geheel > laat else 0
    stukken = [Stuk("v2", "0%", f"{_kort(van_laat)}%")] if laat else []
    if geheel > laat:
        stukken.append(Stuk("v5", f"{_kort(van_laat + spleet)}%", f"{_kort(max(van_rest - spleet, 0.5))}%"))
    return stukken


def normstaaf(waarde: float | None, norm: float | None, schaal: float) -> tuple[list[Stuk], str]:
    """Een staaf op een volle baan, rood boven de norm, met de plek van de streep."""
    baan = Stuk("v3", "0%", "100%")
    streep = procent(norm, schaal) if norm is not None else ""
    if waarde is None:
        return [baan], streep
    kleur = "v2" if norm is not None and waarde > norm else "v1" if norm is not None else "v5"
    return [baan, Stuk(kleur, "0%", procent(waarde, schaal))], streep


def lijn(punten: Sequence[tuple[float, float]], hoogste: float) -> str:
    """Punten (deel van de breedte 0 tot 1, waarde) als tekst voor een polyline."""
    return " ".join(f"{_kort(x * BREED)},{_kort(hoogte_van(y, hoogste))}" for x, y in punten)


def hoogte_van(waarde: float, hoogste: float) -> float:
    """De y van een waarde; de hoogste komt net onder de bovenrand."""
    return VOET - (waarde / hoogste if hoogste else 0) * (VOET - _TOP)


KOLOM_HOOG = 120


def kolommen(paren: Sequence[tuple[int, int]], hoogste: int) -> list[Kolom]:
    """Per paar twee balken naast elkaar, in de volgorde van de paren."""
    uit, vak = [], BREED / len(paren) if paren else BREED
    dik = vak * 0.32
    for nr, paar in enumerate(paren):
        for plek, (waarde, klasse) in enumerate(zip(paar, ("v5", "v1"), strict=True)):
            hoog = waarde / hoogste * KOLOM_HOOG if hoogste else 0
            x = nr * vak + vak * 0.16 + plek * (dik + vak * 0.02)
            if waarde:
                uit.append(Kolom(klasse, _kort(x), _kort(KOLOM_HOOG - hoog), _kort(dik), _kort(hoog)))
    return uit


def ronde_schaal(hoogste: int, lijnen: int = 3) -> tuple[int, int]:
    """De top van de as en de stap tussen de lijnen, in hele getallen."""
    stap = max(1, -(-hoogste // lijnen))
    return stap * lijnen, stap
