"""Meer voorstellen van dezelfde soort in één keer: wat er per voorstel kan, en daarna hoe het afliep."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casus.actions.besluitbulk import Uitslag
from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Advies, Besluit
from casus.queries import adviezen, goedkeuring
from casus.queries.goedkeuring import Lijst, Voorstel
from casus.rules.mandaten import laagste_niveau
from casus.views.schermen.besluitscherm_delen import Adviesregel, adviesregels
from casus.views.schermen.besluitscherm_mandaat import rij_van, voorwaarden_bij
from casus.web.formulier import nummer
from casus.workflows.registers import Besluitsoort

WOORD: Mapping[str, str] = {"toegekend": "toegekend", "afgewezen": "afgewezen"}


@dataclass(frozen=True, slots=True)
class Bij:
    """Wat er bij de voorstellen hoort: hun adviezen, en hoeveel stappen er al waren."""

    adviezen: Mapping[UUID, Sequence[Advies]]
    stappen: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén voorstel in het voorbeeld; `reden` is waarom het niet kan, `kenmerk` verandert als er iets aan verandert."""

    besluit: Besluit
    reden: str | None
    adviezen: Sequence[Adviesregel]
    kenmerk: str


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


def laad_bij(session: CasusSessie, voorstellen: Iterable[Voorstel]) -> Bij:
    """De adviezen en stappen van deze voorstellen; twee queries."""
    ids = [een.besluit.id for een in voorstellen]
    return Bij(adviezen.per_besluit(session, ids), goedkeuring.stappen(session, ids))


def maak_scherm(
    soort: Besluitsoort,
    wacht: Lijst,
    gekozen: Sequence[Voorstel],
    bij: Bij,
    actor: Actor,
) -> Samen:
    """Het voorbeeld voor deze voorstellen."""
    mag = [een for een in gekozen if een in wacht.mag]
    return Samen(
        code=soort.code,
        titel=soort.titel,
        regels=[_regel(wacht, een, bij) for een in gekozen],
        standaard=[str(een.besluit.id) for een in mag],
        voorwaarden=" ".join(dict.fromkeys(_voorwaarden(wacht, mag, actor))),
        motivering_verplicht=soort.motivering_verplicht,
    )


def _regel(wacht: Lijst, een: Voorstel, bij: Bij) -> Regel:
    wacht_op = {"advies": "Dit wacht nog op advies.", "antwoord": "Hier ligt nog een vraag bij wie het voorstelde."}
    reden = een.reden or wacht_op.get(een.besluit.wacht_op)
    return Regel(een.besluit, reden, adviesregels(bij.adviezen.get(een.besluit.id, ())), _kenmerk(wacht, een, bij))


def _kenmerk(wacht: Lijst, een: Voorstel, bij: Bij) -> str:
    """Verandert als er iets aan het voorstel, het advies, de stappen of de grenzen ervan verandert."""
    besluit, vraag = een.besluit, een.vraag
    rij = laagste_niveau(wacht.register, vraag).rij
    telt = [
        [besluit.voorstel, besluit.bedrag_cent, besluit.vereist_niveau, besluit.wacht_op],
        [vraag.eerder_cent, vraag.zaak_cent, vraag.contract_cent],
        [rij.nr, rij.versie] if rij else [],
        [[a.rol, a.status, a.oordeel, a.toelichting] for a in bij.adviezen.get(besluit.id, ())],
        bij.stappen.get(besluit.id, 0),
    ]
    return hashlib.sha256(json.dumps(telt, ensure_ascii=True).encode()).hexdigest()[:16]


def veranderd(wacht: Lijst, voorstellen: Iterable[Voorstel], bij: Bij, gezien: Iterable[str]) -> set[UUID]:
    """Wat niet meer is wat de beslisser zag. `gezien` zijn de kenmerken van toen, elk als '<id> <kenmerk>'."""
    nu = {str(een.besluit.id): _kenmerk(wacht, een, bij) for een in voorstellen}
    toen = [regel.split(" ", 1) for regel in gezien if " " in regel]
    return {nummer(id_) for id_, kenmerk in toen if nu.get(id_) != kenmerk}


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
