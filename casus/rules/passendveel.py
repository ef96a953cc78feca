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
    per_gemeente: Mapping[str, Mapping[str, str]] | None = None,
) -> Paren:
    """Alle passende paren met hun score, op de `dag` waarop `parameters` gelden. De volgorde van de invoer telt niet.

    Een paar past als geen regel nee zegt (waarschuwingen daargelaten), zoals `passendheid.toets(...).past`. Woningen in
    een andere gemeente doen alleen mee voor wie daar mag wonen (`Vraag.ook_in`: ruil of verevening). `per_gemeente`: de
    parameters waar een woning aan wordt getoetst, voor wie andere heeft dan `parameters`; het beleid is overal gelijk.

    Raises ValueError als een sleutel dubbel is, TeVeelParen boven MEESTE_PAREN.
    """
    from casus.rules.passendtabel import reken

    op_sleutel = tuple(sorted(huishoudens, key=lambda vraag: vraag.sleutel))
    plekken = tuple(sorted(woningen, key=lambda plek: plek.sleutel))
    for soort, rij in (("huishouden", op_sleutel), ("woning", plekken)):
        if len({een.sleutel for een in rij}) < len(rij):
            raise ValueError(f"een sleutel van een {soort} komt meer dan eens voor")
    rekenbeleid = beleid or beleid_op(parameters, dag)
    delen = _per_regels(plekken, parameters, per_gemeente or {})
    gevonden = [
        reken(op_sleutel, [plekken[nummer] for nummer in nummers], regels, dag, rekenbeleid, reistijden or {})
        for nummers, regels in delen
    ]
    return Paren(op_sleutel, plekken, *_samen(gevonden, [nummers for nummers, _ in delen]))


def _per_regels(
    plekken: Sequence[Plek], parameters: Mapping[str, str], per_gemeente: Mapping[str, Mapping[str, str]]
) -> list[tuple[Sequence[int], Mapping[str, str]]]:
    """De nummers van de woningen die aan dezelfde parameters worden getoetst; gemeenten met gelijke gaan samen."""
    groepen: list[tuple[list[int], Mapping[str, str]]] = []
    waar: dict[str, int] = {}
    for nummer, plek in enumerate(plekken):
        if plek.gemeente not in waar:
            regels = per_gemeente.get(plek.gemeente, parameters)
            gelijk = (nr for nr, (_, andere) in enumerate(groepen) if andere == regels)
            waar[plek.gemeente] = next(gelijk, len(groepen))
            if waar[plek.gemeente] == len(groepen):
                groepen.append(([], regels))
        groepen[waar[plek.gemeente]][0].append(nummer)
    return [*groepen] or [((), parameters)]


def _samen(gevonden: Sequence[tuple[Any, ...]], nummers: Sequence[Sequence[int]]) -> tuple[Any, ...]:
    """De paren van elke groep woningen bij elkaar, weer op huishouden en dan woning."""
    import numpy as np  # pas als er wordt gerekend

    if len(gevonden) == 1:
        return gevonden[0]
    rij, score, onbekend = (np.concatenate([deel[welke] for deel in gevonden]) for welke in (0, 2, 3))
    eigen = [np.asarray(welke, np.int32)[deel[1]] for deel, welke in zip(gevonden, nummers, strict=True)]
    kolom = np.concatenate(eigen)
    volgorde = np.lexsort((kolom, rij))
    return rij[volgorde], kolom[volgorde], score[volgorde], onbekend[volgorde]
