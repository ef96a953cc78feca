"""De soorten documenten: per type gegevens het sjabloon, de weergave en de bijlage. Laadt WeasyPrint niet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import AwareDatetime, BaseModel

from casus.pdf import brief, dossierblad, mandaatregister, voordracht, weergave
from casus.pdf.huisstijl import Huisstijl

_NIET_IN_NAAM = re.compile(r"[^A-Za-z0-9-]+")


class Documentgegevens(Protocol):
    """Wat elk document heeft: van welke gemeente het is en wanneer het is gemaakt."""

    @property
    def gemeente(self) -> str:
        """De naam zonder het woord gemeente."""

    @property
    def gemaakt_op(self) -> AwareDatetime:
        """Het moment van maken."""


@dataclass(frozen=True, slots=True)
class Soort:
    """Eén soort document. `kenmerk` maakt de naam van de bijlage; `weergave` geeft wat het sjabloon invult."""

    code: str
    model: type[BaseModel]
    sjabloon: str
    weergave: Callable[[Any, Huisstijl], Any]
    to_json: Callable[[Any], bytes]
    kenmerk: Callable[[Any], str]
    omschrijving: str

    def bijlage_naam(self, gegevens: Any) -> str:
        """De naam van de machineleesbare bijlage: alleen letters, cijfers en streepjes."""
        return f"{self.code}-{_NIET_IN_NAAM.sub('-', self.kenmerk(gegevens))}.json"


def _blad(code: str, model: type[dossierblad.BladGegevens], omschrijving: str) -> Soort:
    maak, to_json = dossierblad.weergave, dossierblad.to_json
    return Soort(code, model, "dossierblad.html", maak, to_json, lambda g: str(g.kenmerk), omschrijving)


_ALLE = (
    Soort(
        "voordracht",
        voordracht.VoordrachtGegevens,
        "voordracht.html",
        weergave.weergave,
        voordracht.to_json,
        lambda g: str(g.zaaknummer),
        "De gegevens van deze voordracht, leesbaar voor een computer",
    ),
    Soort(
        "brief",
        brief.BriefGegevens,
        "brief.html",
        brief.weergave,
        brief.to_json,
        lambda g: str(g.kenmerk),
        "De gegevens van deze brief, leesbaar voor een computer",
    ),
    Soort(
        "mandaatregister",
        mandaatregister.RegisterGegevens,
        "mandaatregister.html",
        mandaatregister.weergave,
        mandaatregister.to_json,
        lambda g: f"{g.dag:%Y-%m-%d}",
        "De regels van dit register, leesbaar voor een computer",
    ),
    _blad("ruilkaart", dossierblad.RuilkaartGegevens, "De gegevens van deze ruilkaart, leesbaar voor een computer"),
    _blad("overdracht", dossierblad.OverdrachtGegevens, "De gegevens van deze overdracht, leesbaar voor een computer"),
    _blad("dossier", dossierblad.InternGegevens, "De gegevens van dit dossier, leesbaar voor een computer"),
    _blad("weigering", dossierblad.WeigeringGegevens, "De gegevens van deze weigering, leesbaar voor een computer"),
    _blad("inzage", dossierblad.InzageGegevens, "Uw gegevens, leesbaar voor een computer (AVG art. 20)"),
)
SOORTEN: dict[str, Soort] = {soort.code: soort for soort in _ALLE}
"""Alle soorten op code."""
_VAN_MODEL: dict[type[BaseModel], Soort] = {soort.model: soort for soort in _ALLE}


def soort_van(gegevens: BaseModel) -> Soort:
    """De soort van deze gegevens. Raises KeyError bij een type dat geen document is (programmeerfout)."""
    return _VAN_MODEL[type(gegevens)]
