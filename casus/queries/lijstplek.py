"""De plaats van een rij in een gesorteerde lijst: waar een blad verder gaat, ook als anderen ondertussen werken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from casus.errors import NietGevonden

GEEN_PLEK = "Deze bladzijde bestaat niet. Ga terug naar het begin van de lijst."


@dataclass(frozen=True, slots=True)
class Lijstplek:
    """Deel van de lijst, sorteerwaarde en id van een rij. `terug`: het blad dat vóór deze rij eindigt.

    Het deel is bij de volgorde op dag: aan de beurt, wacht, op slot; bij elke andere volgorde: gevuld, leeg.
    """

    deel: int
    waarde: date | str
    id: UUID
    terug: bool = False

    def tekst(self) -> str:
        """Zoals de plek reist: 'v0.2026-11-24.<id>'. Met een naam als waarde hoort dit versleuteld in een adres."""
        waarde = self.waarde.isoformat() if isinstance(self.waarde, date) else self.waarde
        return f"{'t' if self.terug else 'v'}{self.deel}.{self.id.hex}.{waarde}"

    @classmethod
    def lees(cls, tekst: str, *, op_dag: bool) -> Lijstplek:
        """De plek uit zo'n tekst. Raises NietGevonden bij iets anders dan een plek."""
        kop, _, rest = tekst.partition(".")
        nummer, _, waarde = rest.partition(".")
        try:
            if kop[:1] not in ("t", "v") or kop[1:] not in ("0", "1", "2") or "\x00" in waarde:
                raise ValueError
            return cls(int(kop[1:]), date.fromisoformat(waarde) if op_dag else waarde, UUID(hex=nummer), kop[0] == "t")
        except ValueError:
            raise NietGevonden(GEEN_PLEK) from None


class MetPlek(Protocol):
    """Een rij die haar eigen plaats kent."""

    @property
    def plek(self) -> Lijstplek: ...


Rij = TypeVar("Rij", bound=MetPlek)


@dataclass(frozen=True, slots=True)
class Lijstblad(Generic[Rij]):
    """Eén blad van de lijst, met de plekken van het vorige en het volgende (None: is er niet)."""

    rijen: Sequence[Rij]
    vorige: Lijstplek | None = None
    volgende: Lijstplek | None = None


def snijd(rijen: Sequence[Rij], aantal: int, na: Lijstplek | None) -> Lijstblad[Rij]:
    """Maakt een blad van `aantal` + 1 opgehaalde rijen; bij terugbladeren staan die achterstevoren."""
    terug = na is not None and na.terug
    meer = len(rijen) > aantal
    op_blad = list(rijen[:aantal])
    if terug:
        op_blad.reverse()
    if not op_blad:
        return Lijstblad(())
    vorige = replace(op_blad[0].plek, terug=True) if (meer if terug else na is not None) else None
    return Lijstblad(op_blad, vorige, op_blad[-1].plek if terug or meer else None)
