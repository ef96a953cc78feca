"""Veel huishoudens en veel woningen tegelijk: welke paren passen, en met welke score.

Dezelfde regels en score als passendheid.py en passendscore.py, over arrays (passendtabel.py). Er komt nooit een tabel
van alle huishoudens maal alle woningen: wie dezelfde eisen heeft, gaat samen langs de woningen waar wonen mag.
numpy wordt pas geladen als iemand rekent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from casus.rules.passendbeleid import Beleid, beleid_op
from casus.rules.passendgeval import Plek, Vraag
from casus.rules.passendscore import Reistijden

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEESTE_PAREN = 40_000_000
"""Zoveel passende paren kunnen tegelijk in het geheugen; daarboven is de vraag te groot voor één berekening."""


class TeVeelParen(ValueError):
    """Er passen te veel paren voor één berekening; deel de vraag op per gemeente."""


@dataclass(frozen=True, slots=True, eq=False)
class Paren:
    """De passende paren. Huishoudens en woningen staan op sleutel, paren op huishouden en dan woning.

    Paar nummer `p` is `huishoudens[rij[p]]` met `woningen[kolom[p]]`. `onbekend[p]`: bij dit paar ontbreekt een gegeven
    voor een harde regel; het past alleen als een mens dat naging.
    """

    huishoudens: tuple[Vraag, ...]
    woningen: tuple[Plek, ...]
    rij: NDArray[Any]
    kolom: NDArray[Any]
    score: NDArray[Any]
    onbekend: NDArray[Any]

    def __len__(self) -> int:
        return len(self.rij)

    def __iter__(self) -> Iterator[tuple[str, str, int, bool]]:
        """Elk paar als (sleutel huishouden, sleutel woning, score, onbekend). Voor kleine aantallen."""
        for rij, kolom, score, onbekend in zip(self.rij, self.kolom, self.score, self.onbekend, strict=True):
            yield self.huishoudens[rij].sleutel, self.woningen[kolom].sleutel, int(score), bool(onbekend)


def toets_veel(
    huishoudens: Sequence[Vraag],
    woningen: Sequence[Plek],
    parameters: Mapping[str, str],
    dag: date,
    *,
    beleid: Beleid | None = None,
    reistijden: Reistijden | None = None,
) -> Paren:
    """Alle passende paren met hun score, op de `dag` waarop `parameters` gelden. De volgorde van de invoer telt niet.

    Een paar past als geen regel nee zegt (waarschuwingen daargelaten), zoals `passendheid.toets(...).past`. Woningen in
    een andere gemeente doen alleen mee voor wie daar mag wonen (`Vraag.ook_in`: ruil of verevening).

    Raises ValueError als een sleutel dubbel is, TeVeelParen boven MEESTE_PAREN.
    """
    from casus.rules.passendtabel import reken

    op_sleutel = tuple(sorted(huishoudens, key=lambda vraag: vraag.sleutel))
    plekken = tuple(sorted(woningen, key=lambda plek: plek.sleutel))
    for soort, rij in (("huishouden", op_sleutel), ("woning", plekken)):
        if len({een.sleutel for een in rij}) < len(rij):
            raise ValueError(f"een sleutel van een {soort} komt meer dan eens voor")
    rekenbeleid = beleid or beleid_op(parameters, dag)
    return Paren(op_sleutel, plekken, *reken(op_sleutel, plekken, parameters, dag, rekenbeleid, reistijden or {}))
