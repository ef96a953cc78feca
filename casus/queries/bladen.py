"""Bladeren zonder paginanummers: verder vanaf de laatste rij, zodat niets verspringt terwijl anderen werken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from casus.errors import NietGevonden

Rij = TypeVar("Rij")


class Plek(NamedTuple):
    """De plaats van een rij in een lijst op datum. `terug`: het blad dat vóór deze rij eindigt."""

    dag: date
    id: UUID
    terug: bool = False

    def tekst(self) -> str:
        """Zoals de plek in een adres staat: alleen een datum en een nummer, geen gegevens van mensen."""
        return f"{'t' if self.terug else 'v'}{self.dag.isoformat()}.{self.id.hex}"

    @classmethod
    def lees(cls, tekst: str | None) -> Plek | None:
        """De plek uit een adres; leeg is het begin. Raises NietGevonden bij iets anders dan een plek."""
        if not tekst:
            return None
        dag, _, nummer = tekst[1:].partition(".")
        try:
            plek = cls(date.fromisoformat(dag), UUID(hex=nummer), tekst[0] == "t")
        except ValueError:
            raise NietGevonden("Deze bladzijde bestaat niet. Ga terug naar het begin van de lijst.") from None
        if tekst[0] not in "vt":
            raise NietGevonden("Deze bladzijde bestaat niet. Ga terug naar het begin van de lijst.")
        return plek


BEGIN = Plek(date.min, UUID(int=0))


@dataclass(frozen=True, slots=True)
class Blad(Generic[Rij]):
    """Eén blad van een lijst, met de plekken van het vorige en het volgende (None: is er niet)."""

    rijen: Sequence[Rij]
    vorige: Plek | None
    volgende: Plek | None


def snijd(rijen: Sequence[Rij], aantal: int, na: Plek | None, plek: Callable[[Rij], Plek]) -> Blad[Rij]:
    """Maakt een blad van `aantal` + 1 opgehaalde rijen; bij terugbladeren staan die achterstevoren."""
    terug = na is not None and na.terug
    meer = len(rijen) > aantal
    op_blad = list(rijen[:aantal])
    if terug:
        op_blad.reverse()
    if not op_blad:
        return Blad((), None, None)
    vorige = plek(op_blad[0])._replace(terug=True) if (meer if terug else na is not None) else None
    volgende = plek(op_blad[-1]) if terug or meer else None
    return Blad(op_blad, vorige, volgende)
