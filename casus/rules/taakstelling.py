"""De taakstelling: het deel van een gemeente, het halfjaar waarin zij telt, en waar het team nu zou moeten zijn.

Bron: Huisvestingswet 2014 art. 28 en 29; het tempo van een zesde per maand is van Platform Opnieuw Thuis.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from casus.termijnen import plus_maanden

MAANDEN = 6
INWONERS_JAAR = 2024
"""Het jaar waarvan 1 januari de inwoners in gemeenten_2024.csv telt; dus voor de halfjaren van het jaar erna."""
_CODE = re.compile(r"(\d{4})-(I{1,2})")


class Halfjaar(NamedTuple):
    """Eén halfjaar: `helft` 1 is januari tot en met juni, 2 is juli tot en met december."""

    jaar: int
    helft: int

    @classmethod
    def van(cls, dag: date) -> Halfjaar:
        """Het halfjaar waarin een dag valt."""
        return cls(dag.year, 1 if dag.month <= MAANDEN else 2)

    @classmethod
    def van_kwartaal(cls, jaar: int, kwartaal: int) -> Halfjaar:
        """Het halfjaar waarin een kwartaal valt."""
        return cls(jaar, 1 if kwartaal <= 2 else 2)

    @classmethod
    def lees(cls, code: str) -> Halfjaar:
        """Een code als '2026-II'. Raises ValueError."""
        gevonden = _CODE.fullmatch(code.strip().upper())
        if gevonden is None:
            raise ValueError("Schrijf een halfjaar als 2026-I of 2026-II.")
        return cls(int(gevonden[1]), len(gevonden[2]))

    @property
    def code(self) -> str:
        """'2026-II'."""
        return f"{self.jaar}-{'I' * self.helft}"

    @property
    def titel(self) -> str:
        """'tweede halfjaar'."""
        return ("eerste halfjaar", "tweede halfjaar")[self.helft - 1]

    @property
    def eerste_dag(self) -> date:
        """1 januari of 1 juli."""
        return date(self.jaar, 1 if self.helft == 1 else MAANDEN + 1, 1)

    @property
    def laatste_dag(self) -> date:
        """30 juni of 31 december."""
        return plus_maanden(self.eerste_dag, MAANDEN) - timedelta(days=1)

    @property
    def vorige(self) -> Halfjaar:
        """Het halfjaar ervoor."""
        return Halfjaar(self.jaar, 1) if self.helft == 2 else Halfjaar(self.jaar - 1, 2)

    def maanden(self) -> list[date]:
        """De eerste dag van elk van de zes maanden."""
        return [plus_maanden(self.eerste_dag, nr) for nr in range(MAANDEN)]


@dataclass(frozen=True, slots=True)
class Landelijk:
    """Het gepubliceerde landelijke getal van een halfjaar, met de plaats waar het staat."""

    personen: int
    bron: str


def aandeel(landelijk: int, inwoners: int, inwoners_nederland: int) -> int:
    """De taakstelling in personen: naar inwoners, naar boven afgerond (art. 29 lid 1).

    De inwoners zijn die op 1 januari van het jaar vóór het jaar van het halfjaar. Raises ValueError zonder inwoners.
    """
    if landelijk < 0 or inwoners < 0 or inwoners_nederland <= 0:
        raise ValueError("Een taakstelling rekent met een landelijk getal en met inwoners van Nederland boven nul.")
    return -(-landelijk * inwoners // inwoners_nederland)


def opgave(personen: int, achterstand: int) -> int:
    """Wat er dit halfjaar moet: de taakstelling met de achterstand erbij. Een voorsprong is negatief."""
    return max(personen + achterstand, 0)


def verstreken(halfjaar: Halfjaar, dag: date) -> Fraction:
    """Welk deel van het halfjaar aan het einde van een dag voorbij is; elke maand telt voor een zesde."""
    if dag < halfjaar.eerste_dag:
        return Fraction(0)
    if dag > halfjaar.laatste_dag:
        return Fraction(1)
    heel = (dag.month - 1) % MAANDEN
    dagen = (plus_maanden(dag.replace(day=1), 1) - dag.replace(day=1)).days
    return (heel + Fraction(dag.day, dagen)) / MAANDEN


def op_schema(opgave_: int, halfjaar: Halfjaar, dag: date) -> int:
    """Hoeveel personen er aan het einde van deze dag gehuisvest zouden zijn: een zesde van de opgave per maand.

    Afgerond op een heel mens, een half naar boven.
    """
    return int(opgave_ * verstreken(halfjaar, dag) + Fraction(1, 2))


@cache
def landelijke_reeks() -> Mapping[Halfjaar, Landelijk]:
    """De landelijke getallen die zijn gevonden; een halfjaar zonder getal staat er niet in."""
    return {
        Halfjaar.lees(rij["halfjaar"]): Landelijk(int(rij["taakstelling"]), rij["bron"])
        for rij in _lees("taakstelling_landelijk.csv")
        if rij["taakstelling"]
    }


@cache
def inwoners_nederland() -> int:
    """De inwoners van alle gemeenten samen, op 1 januari van `INWONERS_JAAR` (CBS)."""
    return sum(int(rij["inwoners_2024_01_01"]) for rij in _lees("gemeenten_2024.csv"))


def _lees(naam: str) -> list[dict[str, str]]:
    tekst = files("casus.data").joinpath(naam).read_text(encoding="utf-8")
    return list(csv.DictReader(tekst.splitlines()))


def bekende_halfjaren() -> list[Halfjaar]:
    """De halfjaren waarvan het landelijke getal én de juiste inwoners bekend zijn; bij andere wordt niet gegokt."""
    return [halfjaar for halfjaar in landelijke_reeks() if halfjaar.jaar == INWONERS_JAAR + 1]


def bron_van(halfjaar: Halfjaar, inwoners: int) -> str:
    """Hoe de taakstelling van een bekend halfjaar is berekend, met waar het landelijke getal staat."""
    landelijk = landelijke_reeks()[halfjaar]
    som = f"{_punten(landelijk.personen)} × {_punten(inwoners)} / {_punten(inwoners_nederland())} inwoners"
    return f"{som} op 1 januari {INWONERS_JAAR} (CBS), Huisvestingswet 2014 art. 29; {landelijk.bron}"


def _punten(getal: int) -> str:
    return f"{getal:,}".replace(",", ".")
