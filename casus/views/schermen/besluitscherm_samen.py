"""Meer voorstellen van dezelfde soort in één keer: wat er per voorstel kan, en daarna hoe het afliep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casus.actions.besluitbulk import Uitslag
from casus.actor import Actor
from casus.models import Advies, Besluit
from casus.queries.goedkeuring import Lijst, Voorstel
from casus.rules.mandaten import laagste_niveau
from casus.views.schermen.besluitscherm_delen import Adviesregel, adviesregels
from casus.views.schermen.besluitscherm_mandaat import rij_van, voorwaarden_bij
from casus.workflows.registers import Besluitsoort

WOORD: Mapping[str, str] = {"toegekend": "toegekend", "afgewezen": "afgewezen"}


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén voorstel in het voorbeeld; `reden` is waarom het niet kan."""

    besluit: Besluit
    reden: str | None
    adviezen: Sequence[Adviesregel]


@dataclass(frozen=True, slots=True)
class Samen:
    """Het voorbeeld: alles van één soort dat wacht; wat kan, staat vooraan en is aangevinkt."""

    code: str
    titel: str
    regels: Sequence[Regel]
    standaard: Sequence[str]
    voorwaarden: str
    motivering_verplicht: bool


@dataclass(frozen=True, slots=True)
class Uitkomstregel:
    """Hoe het met één voorstel afliep."""

    besluit_id: UUID
    wie: str
    nummer: str
    zin: str


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """De uitslag; wat niet is gelukt, staat vooraan."""

    titel: str
    woord: str
    regels: Sequence[Uitkomstregel]

    @property
    def gelukt(self) -> int:
        """Zoveel besluiten zijn genomen."""
        return sum(not regel.zin for regel in self.regels)

    @property
    def mislukt(self) -> int:
        """Zoveel besluiten niet."""
        return len(self.regels) - self.gelukt


def soorten_samen(voorstellen: Iterable[Voorstel]) -> list[tuple[str, str, int]]:
    """De soorten waarvan er meer op de actor wachten: code, titel en hoeveel."""
    telling: dict[str, tuple[str, int]] = {}
    for een in voorstellen:
        titel, aantal = telling.get(een.besluit.soort, (een.besluit.titel, 0))
        telling[een.besluit.soort] = titel, aantal + 1
    return [(code, titel, aantal) for code, (titel, aantal) in telling.items() if aantal > 1]


def van_soort(wacht: Lijst, code: str) -> list[Voorstel]:
    """Wat er van deze soort wacht; wat de actor mag besluiten vooraan."""
    return [een for een in wacht.alle if een.besluit.soort == code]


def maak_scherm(
    soort: Besluitsoort,
    wacht: Lijst,
    gekozen: Sequence[Voorstel],
    adviezen: Mapping[UUID, Sequence[Advies]],
    actor: Actor,
) -> Samen:
    """Het voorbeeld voor deze voorstellen."""
    mag = [een for een in gekozen if een in wacht.mag]
    return Samen(
        code=soort.code,
        titel=soort.titel,
        regels=[_regel(een, adviezen.get(een.besluit.id, ())) for een in gekozen],
        standaard=[str(een.besluit.id) for een in mag],
        voorwaarden=" ".join(dict.fromkeys(_voorwaarden(wacht, mag, actor))),
        motivering_verplicht=soort.motivering_verplicht,
    )


def _regel(een: Voorstel, adviezen: Sequence[Advies]) -> Regel:
    wacht = {"advies": "Dit wacht nog op advies.", "antwoord": "Hier ligt nog een vraag bij wie het voorstelde."}
    return Regel(een.besluit, een.reden or wacht.get(een.besluit.wacht_op), adviesregels(adviezen))


def _voorwaarden(wacht: Lijst, voorstellen: Iterable[Voorstel], actor: Actor) -> list[str]:
    """De instructies bij de regels waarop deze besluiten zouden rusten."""
    alle = (voorwaarden_bij(rij_van(wacht.register, een.vraag, actor)) for een in voorstellen)
    return [zin for zin in alle if zin]


def wat_gezien(wacht: Lijst, voorstellen: Iterable[Voorstel]) -> dict[UUID, dict[str, Any]]:
    """Wat er per voorstel in het voorbeeld stond, om bij het besluit te bewaren."""
    return {
        een.besluit.id: {
            "voorstel": een.besluit.voorstel,
            "bedrag_cent": een.besluit.bedrag_cent,
            "niveau": laagste_niveau(wacht.register, een.vraag).zin,
            "samen": True,
        }
        for een in voorstellen
    }


def maak_uitkomst(
    soort: Besluitsoort, gekozen: Iterable[Voorstel], uitslagen: Iterable[Uitslag], woord: str
) -> Uitkomst:
    """De uitslag in woorden; een voorstel dat er niet meer was, heeft alleen zijn reden."""
    namen = {een.besluit.id: (een.besluit.zaak.huishouden.naam, een.besluit.nummer) for een in gekozen}
    onbekend = ("Voorstel dat niet meer op u wacht", "")
    regels = [Uitkomstregel(u.besluit_id, *namen.get(u.besluit_id, onbekend), u.zin) for u in uitslagen]
    return Uitkomst(soort.titel, WOORD[woord], sorted(regels, key=lambda regel: not regel.zin))
