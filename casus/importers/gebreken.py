"""Wat er aan een aangeleverd bestand kan schorten: het bestand zelf, één waarde, of één plek in een rij."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from casus.errors import Weigering

Ernst = Literal["fout", "waarschuwing"]

FOUT: Ernst = "fout"
WAARSCHUWING: Ernst = "waarschuwing"

_WAARDE_MAX = 80

T = TypeVar("T")


class BestandFout(Weigering):
    """Het bestand kan niet worden gelezen. `zinnen` zegt per punt wat er mis is en wat de gebruiker kan doen."""

    def __init__(self, *zinnen: str) -> None:
        super().__init__(" ".join(zinnen))
        self.zinnen = zinnen


@dataclass(frozen=True, slots=True)
class Gebrek:
    """Eén gebrek aan één waarde: een vaste code, hoe ernstig het is, en een zin voor wie het bestand verbetert."""

    code: str
    ernst: Ernst
    melding: str


@dataclass(frozen=True, slots=True)
class Gelezen(Generic[T]):
    """De waarde van een cel zoals casus haar begrijpt, met wat eraan schort. Bij een fout is `waarde` None."""

    waarde: T | None
    gebreken: tuple[Gebrek, ...] = ()

    @property
    def fout(self) -> bool:
        """Of de waarde niet bruikbaar is."""
        return any(gebrek.ernst == FOUT for gebrek in self.gebreken)


@dataclass(frozen=True, slots=True)
class Fout:
    """Eén melding bij één plek in het bestand.

    `rij` is de rij in het werkblad (de eerste rij is 1) en `kolom` de titel zoals die in het bestand staat, leeg als
    de melding over de hele rij gaat. `waarde` is ingekort; van een BSN en een V-nummer blijven alleen de laatste drie
    tekens over, zodat zij op een scherm kan staan. `melding` bevat nooit zo'n nummer.
    """

    rij: int
    kolom: str
    waarde: str = field(repr=False)
    gebrek: str
    ernst: Ernst
    melding: str


def kort(waarde: str) -> str:
    """Een waarde om te tonen: één regel van ten hoogste 80 tekens."""
    regel = " ".join(waarde.split())
    return regel if len(regel) <= _WAARDE_MAX else regel[: _WAARDE_MAX - 1] + "…"


def gemaskeerd(waarde: str) -> str:
    """Een identificerend nummer met alleen de laatste drie tekens leesbaar."""
    schoon = "".join(waarde.split())
    zichtbaar = schoon[-3:] if len(schoon) > 3 else ""
    return kort("•" * (len(schoon) - len(zichtbaar)) + zichtbaar)


def fout(code: str, melding: str) -> Gelezen[T]:
    """Een onbruikbare waarde."""
    return Gelezen(None, (Gebrek(code, FOUT, melding),))


def waarschuwing(code: str, melding: str) -> Gebrek:
    """Een gebrek waarmee casus verder kan."""
    return Gebrek(code, WAARSCHUWING, melding)
