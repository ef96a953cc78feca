"""De velden van ‘Reistijden’: per plaats de minuten, ook als een collega er intussen aan zat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for

from casus.queries.reistijden import Naar, veld_van
from casus.web.formulier import Formulier, formulier
from casus.web.tegelijk import bijgewerkt


class Reisveld(NamedTuple):
    """Eén plaats: de naam van het veld, wat er nu staat, en wat een collega intussen veranderde."""

    naam: str
    titel: str
    nu: str
    zin: str


@dataclass(frozen=True, slots=True)
class Reisformulier:
    """Het formulier van één gebied, met `f` zoals het is geweigerd."""

    actie: str
    f: Formulier
    velden: Sequence[Reisveld]


def maak_scherm(gekozen: Naar | None) -> Reisformulier:
    """De velden van het gebied dat open staat; geen velden als er geen open staat."""
    actie = url_for("matching.reistijden_bewaar")
    minuten = gekozen.minuten if gekozen else ()
    nu = {veld_van(plaats): "" if aantal is None else str(aantal) for plaats, aantal in minuten}
    f, zinnen = bijgewerkt(formulier(actie), nu, nu)
    velden = [
        Reisveld(naam, f"Van {plaats}", nu[naam], zinnen.get(naam, ""))
        for plaats, _ in minuten
        for naam in [veld_van(plaats)]
    ]
    return Reisformulier(actie, f, velden)
