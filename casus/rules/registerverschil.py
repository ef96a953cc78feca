"""Wat er tussen twee dagen in het register veranderde: regel voor regel, kolom voor kolom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from casus.models import Mandaat
from casus.rules.registerrij import VELDEN
from casus.rules.registerrijen import laatste_versies, loopt
from casus.rules.registerwijziging import als_rij

Wat = Literal["nieuw", "gewijzigd", "vervallen"]


@dataclass(frozen=True, slots=True)
class Verschil:
    """Eén regel die anders is, met de kolommen die veranderden. Bij komen of gaan ontbreekt `oud` of `nieuw`."""

    nr: str
    wat: Wat
    oud: Mandaat | None
    nieuw: Mandaat | None
    velden: tuple[str, ...] = ()

    @property
    def rij(self) -> Mandaat:
        """De regel waar het om gaat: zoals zij werd, of zoals zij was."""
        rij = self.nieuw or self.oud
        assert rij is not None  # noqa: S101 - een van de twee is er altijd
        return rij


def verschil(rijen: Iterable[Mandaat], gemeente_id: UUID, van: date, tot: date) -> list[Verschil]:
    """Wat er op dag `tot` anders geldt dan op dag `van`, op regelnummer."""
    alle = list(rijen)
    was, is_ = op_dag(alle, gemeente_id, van), op_dag(alle, gemeente_id, tot)
    paren = ((nr, was.get(nr), is_.get(nr)) for nr in sorted(was.keys() | is_.keys(), key=nummervolgorde))
    return [anders for nr, oud, nieuw in paren if (anders := _vergelijk(nr, oud, nieuw))]


def op_dag(rijen: Iterable[Mandaat], gemeente_id: UUID, dag: date) -> dict[str, Mandaat]:
    """De regels die op een dag gelden, per nummer."""
    return {nr: rij for nr, rij in laatste_versies(rijen, gemeente_id, dag).items() if loopt(rij, dag)}


def nummervolgorde(nr: str) -> tuple[tuple[bool, int, str], ...]:
    """Zoals een mens telt: 4.2 komt voor 4.10."""
    delen = re.findall(r"\d+|[^\W\d_]+", nr)
    return tuple((not deel.isdecimal(), int(deel) if deel.isdecimal() else 0, deel) for deel in delen)


def _vergelijk(nr: str, oud: Mandaat | None, nieuw: Mandaat | None) -> Verschil | None:
    if oud is None or nieuw is None:
        return Verschil(nr, "vervallen" if nieuw is None else "nieuw", oud, nieuw)
    velden = tuple(veld for veld in VELDEN if als_rij(oud).waarde(veld) != als_rij(nieuw).waarde(veld))
    inhoud = tuple(veld for veld in velden if veld not in ("geldig_van", "geldig_tot", "ingetrokken_per"))
    return Verschil(nr, "gewijzigd", oud, nieuw, velden) if inhoud or oud.versie != nieuw.versie else None
