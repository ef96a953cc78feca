"""Hoe een aanbod ervoor staat: wie er aan zet is, en tot wanneer (domein.md §2.4). Zuiver."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, NamedTuple

from casus.models import Aanbod

Partij = Literal["besluit", "corporatie", "wonen", "huishouden", "jurist", "verhuizing", "klaar"]
PARTIJEN: Final[Mapping[Partij, str]] = {
    "besluit": "wie over de voordracht beslist",
    "corporatie": "de corporatie",
    "wonen": "wonen",
    "huishouden": "het huishouden",
    "jurist": "de jurist",
    "verhuizing": "casemanager en jurist",
    "klaar": "niemand",
}


class Stand(NamedTuple):
    """Wie er aan zet is en, als er een termijn loopt, de laatste dag."""

    partij: Partij
    uiterlijk: date | None = None

    def te_laat(self, dag: date) -> bool:
        """Of het antwoord er al had moeten zijn."""
        return self.uiterlijk is not None and self.uiterlijk < dag


def stand(aanbod: Aanbod, besloten: bool) -> Stand:
    """Waar dit aanbod op wacht. `besloten`: de voordracht is toegekend."""
    match aanbod.status:
        case "voorgedragen" if aanbod.corporatie_antwoord:
            return Stand("wonen")
        case "voorgedragen":
            return Stand("corporatie", aanbod.antwoord_voor) if besloten else Stand("besluit")
        case "aangeboden":
            return Stand("huishouden", aanbod.reageer_voor)
        case "geweigerd":
            return Stand("wonen" if aanbod.oordeel == "terecht" else "jurist")
        case "geaccepteerd":
            return Stand("verhuizing")
        case _:
            return Stand("klaar")
