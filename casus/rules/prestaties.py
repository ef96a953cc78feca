"""Prestatieafspraken: wat een corporatie per type beloofde, leverde en aanbood, en waar vraag en aanbod niet kloppen.

Een type volgt uit de woning: een kamer is niet zelfstandig, een studio heeft geen aparte slaapkamer, en vier is vier of
meer slaapkamers. Een huishouden zoekt de maat van zijn slaapkamernorm; alles tot en met één slaapkamer is één maat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, TypeVar
from uuid import UUID

from casus.errors import Conflict, InvoerFout, VeldFout
from casus.rules.doorlooptijd import mediaan
from casus.rules.kwartalen import kwartaal_van
from casus.rules.taakstelling import opgave
from casus.rules.zinnen import opsomming
from casus.vocab import PROGNOSETYPEN, meervoud

P = TypeVar("P")
MATEN: Final[Mapping[str, str]] = {
    "1": "tot en met 1 slaapkamer",
    "2": "2 slaapkamers",
    "3": "3 slaapkamers",
    "4": "4 of meer slaapkamers",
}
"""De maten waarin vraag en aanbod naast elkaar staan."""
_MAAT_VAN: Final = {"kamer": "1", "studio": "1", **{f"slaapkamers_{maat}": maat for maat in MATEN}}
MEESTE_WONINGEN: Final = 9999
KOLOMMEN: Final = ("afspraak", "1", "2", "3", "4")
"""De kolommen van het formulier: de afspraak van het jaar en de prognose van elk kwartaal."""


@dataclass(slots=True)
class Typeregel:
    """Eén woningtype van één corporatie in een jaar, in woningen. `afgesproken` is None als er niets is afgesproken."""

    afgesproken: int | None = None
    prognose: int | None = None
    geleverd: int = 0
    aangeboden: int = 0
    sleutels: int = 0


@dataclass(slots=True)
class Prestatie:
    """Eén corporatie in een jaar. `weigeringen` telt per (wie, redencode); `dagen` telt van melding tot sleutel."""

    corporatie_id: UUID
    naam: str
    typen: dict[str, Typeregel] = field(default_factory=dict)
    weigeringen: Counter[tuple[str, str]] = field(default_factory=Counter)
    dagen: Counter[int] = field(default_factory=Counter)

    def type(self, code: str) -> Typeregel:
        """De regel van een type; zo nodig een nieuwe."""
        return self.typen.setdefault(code, Typeregel())

    @property
    def samen(self) -> Typeregel:
        """Alle typen opgeteld; wat nergens is afgesproken, blijft None."""
        rijen = self.typen.values()
        return Typeregel(
            _som([rij.afgesproken for rij in rijen]),
            _som([rij.prognose for rij in rijen]),
            sum(rij.geleverd for rij in rijen),
            sum(rij.aangeboden for rij in rijen),
            sum(rij.sleutels for rij in rijen),
        )

    @property
    def middelste_duur(self) -> float | None:
        """De middelste duur van melding tot sleutel in dagen."""
        return mediaan(self.dagen)


def _som(getallen: Sequence[int | None]) -> int | None:
    bekend = [getal for getal in getallen if getal is not None]
    return sum(bekend) if bekend else None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Eén maat: hoeveel huishoudens er nu zoeken, hoeveel er naar schatting nog komen, en hoeveel woningen er komen."""

    maat: str
    huishoudens: int
    woningen: int
    komend: int = 0

    @property
    def vraag(self) -> int:
        """Wie zoekt en wie nog komt."""
        return self.huishoudens + self.komend

    @property
    def verschil(self) -> int:
        """Woningen over; onder nul zijn er te weinig."""
        return self.woningen - self.vraag


@dataclass(frozen=True, slots=True)
class Instroom:
    """Waaruit volgt wie er nog komt.

    `taakstelling` en `achterstand` zijn die van het halfjaar in personen, of None als zij niet vastligt; `gehad` telt
    wie daarin al meetelt of al gekoppeld is. `eerder`: slaapkamernorm en personen per huishouden van het laatste jaar.
    """

    taakstelling: int | None
    achterstand: int
    gehad: int
    eerder: Sequence[tuple[int, int]]

    @property
    def bekend(self) -> bool:
        """Of er genoeg vastligt om te schatten."""
        return self.taakstelling is not None and bool(self.eerder)

    def personen(self, jaar: int, kwartaal: int, dag: date) -> int:
        """Hoeveel personen er in dit kwartaal naar schatting nog gekoppeld worden; in een voorbij kwartaal nul.

        Wat er van de opgave nog rest, gelijk verdeeld over de kwartalen van het halfjaar die nog niet voorbij zijn.
        """
        eerste = kwartaal - (kwartaal + 1) % 2
        over = [nr for nr in (eerste, eerste + 1) if (jaar, nr) >= kwartaal_van(dag)]
        if kwartaal not in over or self.taakstelling is None:
            return 0
        rest = max(opgave(self.taakstelling, self.achterstand) - self.gehad, 0)
        return -(-rest // len(over))

    def huishoudens(self, personen: int) -> Counter[str]:
        """Hoeveel huishoudens dat zijn per maat, naar de huishoudens van het laatste jaar."""
        samen = sum(aantal for _, aantal in self.eerder)
        per_maat = Counter(_maat(norm) for norm, _ in self.eerder)
        half = Fraction(1, 2)
        return Counter({maat: int(Fraction(personen * n, samen) + half) for maat, n in per_maat.items()})


def _maat(norm: int) -> str:
    return str(min(max(norm, 1), 4))


def woningtype(zelfstandig: bool, slaapkamers: int) -> str:
    """Het type van een woning, zoals in afspraak en prognose."""
    if not zelfstandig:
        return "kamer"
    return "studio" if not slaapkamers else f"slaapkamers_{min(slaapkamers, 4)}"


def vergelijk(
    norm_per_huishouden: Sequence[int], prestaties: Sequence[Prestatie], komend: Mapping[str, int] | None = None
) -> list[Mismatch]:
    """Vraag en prognose per maat. `norm_per_huishouden` is het aantal slaapkamers dat ieder nodig heeft."""
    vraag = Counter(_maat(norm) for norm in norm_per_huishouden)
    aanbod: Counter[str] = Counter()
    for prestatie in prestaties:
        for code, regel in prestatie.typen.items():
            aanbod[_MAAT_VAN[code]] += regel.prognose or 0
    return [Mismatch(maat, vraag[maat], aanbod[maat], (komend or {}).get(maat, 0)) for maat in MATEN]


def mismatchzin(maten: Sequence[Mismatch]) -> str:
    """Waar het knelt, in één of twee zinnen."""
    if not any(een.vraag or een.woningen for een in maten):
        return "Er zoekt niemand en er is geen prognose."
    te_kort = [f"{-een.verschil} met {MATEN[een.maat]}" for een in maten if een.verschil < 0]
    over = [f"{een.verschil} met {MATEN[een.maat]}" for een in maten if een.verschil > 0]
    zinnen = [f"Te weinig woningen: {opsomming(te_kort, 'en')}."] if te_kort else ["Voor elke maat is er genoeg."]
    return " ".join([*zinnen, *([f"Meer dan nodig: {opsomming(over, 'en')}."] if over else [])])


def stand(regel: Typeregel) -> str:
    """Hoe het staat met de afspraak: '3 nog te leveren', 'gehaald', of leeg zonder afspraak."""
    if regel.afgesproken is None:
        return ""
    over = regel.geleverd - regel.afgesproken
    if over < 0:
        return f"nog {meervoud(-over, 'woning', 'woningen')}"
    return f"gehaald, {over} meer" if over else "gehaald"


def veldnaam(kolom: str, code: str) -> str:
    """De naam van een vakje in het formulier: kolom is 'afspraak' of een kwartaal."""
    return f"{code}-{kolom}"


def wat_verandert(
    vakjes: Mapping[P, int | None], nu: Mapping[P, int], was: Mapping[P, int | None] | None
) -> dict[P, int | None]:
    """De vakjes die de gebruiker anders invulde dan hij ze zag (`was`); None is leeggemaakt.

    Wat hij liet staan wordt niet geschreven, ook niet als een ander het intussen wijzigde. Zonder `was` telt elk vakje
    met een getal. Raises Conflict als een ander een vakje wijzigde dat deze gebruiker ook wijzigde.
    """
    if was is None:
        return {plek: n for plek, n in vakjes.items() if n is not None and nu.get(plek) != n}
    anders = {plek: n for plek, n in vakjes.items() if n != was.get(plek) and n != nu.get(plek)}
    for plek in anders:
        if nu.get(plek) != was.get(plek):
            staat = "leeggemaakt" if nu.get(plek) is None else f"op {nu[plek]} gezet"
            zin = f"Een collega heeft een vakje dat u wijzigt net {staat}."
            raise Conflict(f"{zin} Open de pagina opnieuw en kijk wat er staat.")
    return anders


def lees(invoer: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], int | None]:
    """De vakjes per (kolom, type) als getallen; een leeg vakje is None. Raises InvoerFout per vakje."""
    uit: dict[tuple[str, str], int | None] = {}
    fouten = []
    for (kolom, code), tekst in invoer.items():
        kaal = tekst.strip()
        if kolom not in KOLOMMEN or code not in PROGNOSETYPEN:
            continue
        if not kaal:
            uit[kolom, code] = None
        elif kaal.isascii() and kaal.isdigit() and int(kaal) <= MEESTE_WONINGEN:
            uit[kolom, code] = int(kaal)
        else:
            waar = "de afspraak" if kolom == "afspraak" else f"het {kolom}e kwartaal"
            zin = f"Vul bij {PROGNOSETYPEN[code]}, {waar}, een getal in van 0 tot en met {MEESTE_WONINGEN}."
            fouten.append(VeldFout(veldnaam(kolom, code), zin))
    if fouten:
        raise InvoerFout(fouten)
    return uit
