"""Wat de schermen voor veel taken tegelijk laten zien: het voorbeeld, de voortgang en de uitkomst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self
from uuid import UUID

from casus.actions.bulk import terug_tot
from casus.actions.bulkhandelingen import Opdracht
from casus.actor import Actor
from casus.models import Bulk, Taak
from casus.queries.gebruikers import Collega
from casus.rules.zinnen import opsomming, rol_tekst
from casus.termijnen import dag_kort, moment_in_woorden, nu, vandaag
from casus.vocab import meervoud

TOONT: Final = 150
"""Zoveel taken staan er hoogstens in het voorbeeld; alle gaan mee."""

KNOP: Final[Mapping[str, str]] = {
    "toewijzen": "Taken toewijzen",
    "inplannen": "Taken inplannen",
    "overdragen": "Taken overdragen",
    "volgen": "Zaken volgen",
}
STAND: Final[Mapping[str, tuple[str, str]]] = {
    "wacht": ("wacht", "Bezig"),
    "stopt": ("wacht", "Bezig met stoppen"),
    "gestopt": ("later", "Gestopt"),
    "klaar": ("gereed", "Klaar"),
    "terug": ("wacht", "Bezig met terugzetten"),
    "teruggedraaid": ("gereed", "Teruggezet"),
}
"""Per status het pictogram en de woorden."""


class Verwacht(NamedTuple):
    """Eén gekozen taak, met de zin waarom het niet zal lukken (leeg: het kan)."""

    taak: Taak
    bezwaar: str


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """Het scherm vóór het begin. `redenen` telt elk bezwaar, het vaakst voorkomende eerst; `weg` is de zin als wie de
    taken krijgt er niet is."""

    opdracht: Opdracht
    regels: Sequence[Verwacht]
    gekozen: Sequence[str]
    kan: int
    onbekend: int
    redenen: Sequence[tuple[str, int]]
    collegas: Sequence[tuple[str, str]]
    namen: Mapping[UUID, str]
    weg: str = ""

    @classmethod
    def maak(
        cls, opdracht: Opdracht, taken: Sequence[Taak], gevraagd: int, mensen: Iterable[Collega], actor: Actor
    ) -> Self:
        """Voorspelt per taak wat er gebeurt; wat niet kan, staat vooraan."""
        mensen = list(mensen)
        regels = [Verwacht(taak, opdracht.bezwaar(taak, actor=actor)) for taak in taken]
        redenen = Counter(regel.bezwaar for regel in regels if regel.bezwaar)
        return cls(
            opdracht=opdracht,
            regels=sorted(regels, key=lambda regel: not regel.bezwaar)[:TOONT],
            gekozen=[f"{taak.id}.{taak.versie}" for taak in taken],
            kan=len(taken) - redenen.total(),
            onbekend=gevraagd - len(taken),
            redenen=redenen.most_common(),
            collegas=_keuzes(mensen, Counter(taak.rol for taak in taken)),
            namen={collega.id: collega.naam for collega in mensen},
            weg=next((f"{een.naam} is {een.weg}." for een in mensen if een.id == opdracht.aan_id and een.weg), ""),
        )

    @property
    def totaal(self) -> int:
        """Zoveel gekozen taken bestaan er."""
        return len(self.gekozen)

    @property
    def titel(self) -> str:
        """'312 taken toewijzen'; bij volgen gaat het om de zaken."""
        wat = meervoud(self.totaal, "taak", "taken")
        return f"De zaken van {wat} volgen" if self.opdracht.soort == "volgen" else f"{wat} {self.opdracht.soort}"

    @property
    def kan_zin(self) -> str:
        """Wat er met de taken gebeurt waarvoor het kan: '14 taken gaan naar Noor Veldhorst'."""
        wat, n = self.opdracht, self.kan
        if wat.aan:
            return f"{meervoud(n, 'taak gaat', 'taken gaan')} naar {wat.aan}"
        if wat.op:
            return f"{meervoud(n, 'taak krijgt', 'taken krijgen')} als dag {dag_kort(wat.op, vandaag())}"
        if wat.soort == "volgen":
            return f"U volgt de zaak van {meervoud(n, 'taak', 'taken')}"
        return f"{meervoud(n, 'taak', 'taken')} mag u {wat.soort}"

    def naam_van(self, taak: Taak) -> str:
        """Wie de taak nu heeft."""
        if taak.behandelaar_id is None:
            return "nog van niemand"
        return self.namen.get(taak.behandelaar_id, "een oud-collega")

    @property
    def knop(self) -> str:
        """De tekst van de knop."""
        return KNOP[self.opdracht.soort]


def _keuzes(mensen: Iterable[Collega], nodig: Counter[str]) -> list[tuple[str, str]]:
    """'Noor Veldhorst · wonen · 14 taken': wie minstens één van de taken kan krijgen, elk één keer."""
    per_mens: dict[tuple[UUID, str], list[str]] = {}
    for collega in mensen:
        per_mens.setdefault((collega.id, collega.tekst), []).append(collega.rol)
    keuzes = []
    for (id_, naam), rollen in per_mens.items():
        if aantal := sum(nodig[rol] for rol in rollen):
            welke = ", ".join(rol_tekst(rol) for rol in rollen)
            keuzes.append((str(id_), f"{naam} · {welke} · {meervoud(aantal, 'taak', 'taken')}"))
    return keuzes


@dataclass(frozen=True, slots=True)
class Beeld:
    """Een bulk zoals zij nu is, in woorden."""

    bulk: Bulk
    titel: str
    gelukt: int
    gedaan: int
    totaal: int
    loopt: bool
    zinnen: Sequence[str]
    terug_tot: str
    te_stoppen: bool

    @property
    def stand(self) -> str:
        """'Bezig', 'Klaar', 'Gestopt', 'Teruggezet'."""
        return STAND[self.bulk.status][1]

    @property
    def begonnen(self) -> bool:
        """Of er al iets is gebeurd; zo niet, dan is de werker nog met ander werk bezig."""
        return self.gedaan > 0 or self.bulk.status == "stopt"

    @property
    def kleur(self) -> str:
        """Het pictogram en de kleur bij de stand; groen is het alleen als er iets is gelukt."""
        return "slot" if self.bulk.status == "klaar" and not self.gelukt else STAND[self.bulk.status][0]

    @property
    def terug(self) -> str:
        """De lijst waar de taken zijn gekozen."""
        return str(self.bulk.gegevens.get("lijst", ""))

    @property
    def kop(self) -> str:
        """'Toewijzen aan Inge Wolters', als kop van de pagina."""
        return self.titel[:1].upper() + self.titel[1:]


_KLAAR = {"gelukt": "{n} gelukt", "geweigerd": "{n} niet gelukt", "overgeslagen": "{n} niet aan begonnen"}
_TERUG = {
    "teruggedraaid": "{n} teruggezet",
    "niet_terug": "{n} niet teruggezet",
    **_KLAAR,
    "geweigerd": "{n} niet veranderd",
}


def beeld_van(bulk: Bulk, stand: Mapping[str, int]) -> Beeld:
    """Hoe ver het is, wat de uitkomst is, en tot wanneer het ongedaan te maken is."""
    mee = ("gelukt", "teruggedraaid", "niet_terug") if bulk.status == "terug" else tuple(stand)
    totaal = sum(stand.get(uitkomst, 0) for uitkomst in mee)
    tot = terug_tot(bulk)
    kan_terug = tot is not None and nu() < tot and stand.get("gelukt")
    return Beeld(
        bulk=bulk,
        titel=Opdracht.van(bulk).titel,
        gelukt=stand.get("gelukt", 0),
        gedaan=totaal - stand.get("gelukt" if bulk.status == "terug" else "wacht", 0),
        totaal=totaal,
        loopt=bulk.status in ("wacht", "stopt", "terug"),
        zinnen=_zinnen(bulk, stand),
        terug_tot=moment_in_woorden(tot, nu()).removeprefix("vandaag ") if tot and kan_terug else "",
        te_stoppen=bulk.status == "wacht",
    )


def _zinnen(bulk: Bulk, stand: Mapping[str, int]) -> list[str]:
    woorden = _TERUG if bulk.status == "teruggedraaid" else _KLAAR
    delen = [tekst.format(n=stand[uitkomst]) for uitkomst, tekst in woorden.items() if stand.get(uitkomst)]
    zinnen = [f"Van {meervoud(bulk.aantal, 'taak', 'taken')}: {opsomming(delen, 'en')}."] if delen else []
    if onbekend := bulk.gegevens.get("onbekend"):
        zinnen.append(f"{meervoud(onbekend, 'gekozen taak bestond', 'gekozen taken bestonden')} niet meer.")
    return zinnen


def overzicht(rijen: Iterable[Bulk]) -> list[Beeld]:
    """De lijst met wat er eerder is gedaan; de stand is bij het afsluiten bewaard."""
    return [beeld_van(bulk, bulk.gegevens.get("stand", {})) for bulk in rijen]
