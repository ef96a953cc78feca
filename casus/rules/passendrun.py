"""Een hele berekening als gegevens: alles wat erin gaat, de vingerafdruk daarvan, en wat eruit komt.

Een Opdracht is te bewaren (Matchrun.invoer) en later precies te herhalen. Er staan alleen sleutels en eisen in, geen
namen. `wat_als` rekent dezelfde opdracht met denkbeeldige woningen erbij.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from casus.rules.passendbeleid import BELEID, gevuld
from casus.rules.passendgeval import Plek, Vraag, huurgrens
from casus.rules.passendveel import Paren, toets_veel
from casus.rules.toewijzing import Paar, Toewijzing, los_op

Woningtype = Literal["kamer", "studio", "slaapkamers_1", "slaapkamers_2", "slaapkamers_3", "slaapkamers_4"]
WONINGTYPEN: Final[Mapping[str, str]] = {
    "kamer": "kamer",
    "studio": "studio",
    "slaapkamers_1": "woning met 1 slaapkamer",
    "slaapkamers_2": "woning met 2 slaapkamers",
    "slaapkamers_3": "woning met 3 slaapkamers",
    "slaapkamers_4": "woning met 4 of meer slaapkamers",
}
VERSIE: Final = 1
_PARAMETERS: Final = (
    "daeb_huurgrens", "huurgrens_", "passend_", "kamer_tolerantie", "beschikbaar_", "contractsoorten", "verhuur_",
    "jongerencontract_", *BELEID,
)  # fmt: skip
"""Het begin van elke parameter die de uitkomst kan veranderen; andere bewaart een berekening niet."""


@dataclass(frozen=True, slots=True)
class Opdracht:
    """Wat er te verdelen is op een dag. `reistijden`: minuten per (gebied, plaats), zoals passendscore.Reistijden.

    `per_gemeente`: de regels van een gemeente met andere parameters dan `parameters`; zij gelden voor haar woningen.
    """

    dag: date
    huishoudens: Sequence[Vraag]
    woningen: Sequence[Plek]
    parameters: Mapping[str, str]
    vast: Sequence[Paar] = ()
    nooit: Sequence[Paar] = ()
    reistijden: Mapping[tuple[str, str], int] = field(default_factory=dict)
    per_gemeente: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def regels_voor(self, plek: Plek) -> Mapping[str, str]:
        """De parameters waar deze woning aan wordt getoetst."""
        return self.per_gemeente.get(plek.gemeente, self.parameters)

    def als_json(self) -> dict[str, Any]:
        """Alles als gewone JSON, op sleutel: dezelfde opdracht in een andere volgorde geeft dezelfde gegevens."""
        andere = {naam: _regels(parameters) for naam, parameters in sorted(self.per_gemeente.items())}
        return {
            "versie": VERSIE,
            "dag": self.dag.isoformat(),
            "huishoudens": [_plat(vraag) for vraag in sorted(self.huishoudens, key=lambda een: een.sleutel)],
            "woningen": [_plat(plek) for plek in sorted(self.woningen, key=lambda een: een.sleutel)],
            # met het hele beleid: een nieuwe versie met andere standaardwaarden rekent zo hetzelfde na
            "parameters": {
                s: w for s, w in sorted(gevuld(self.parameters, self.dag).items()) if s.startswith(_PARAMETERS)
            },
            **({"per_gemeente": andere} if andere else {}),
            "vast": sorted([*paar] for paar in self.vast),
            "nooit": sorted([*paar] for paar in self.nooit),
            "reistijden": sorted([gebied, plaats, minuten] for (gebied, plaats), minuten in self.reistijden.items()),
        }


def _regels(parameters: Mapping[str, str]) -> dict[str, str]:
    """Waar een andere gemeente haar woningen aan toetst, zonder haar beleid over punten en voorrang."""
    return {s: w for s, w in sorted(parameters.items()) if s.startswith(_PARAMETERS) and not s.startswith(BELEID)}


def vingerafdruk(invoer: Mapping[str, Any]) -> str:
    """SHA-256 van de invoer als JSON, in hex: gelijke invoer, gelijke vingerafdruk."""
    tekst = json.dumps(invoer, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(tekst.encode()).hexdigest()


def opdracht_uit(invoer: Mapping[str, Any]) -> Opdracht:
    """De opdracht uit bewaarde JSON. Raises ValueError bij een andere versie."""
    if invoer["versie"] != VERSIE:
        raise ValueError(f"versie {invoer['versie']} van een berekening is niet te herhalen")
    return Opdracht(
        date.fromisoformat(invoer["dag"]),
        [Vraag(**_lees(rij)) for rij in invoer["huishoudens"]],
        [Plek(**_lees(rij)) for rij in invoer["woningen"]],
        dict(invoer["parameters"]),
        [(huis, woning) for huis, woning in invoer["vast"]],
        [(huis, woning) for huis, woning in invoer["nooit"]],
        {(gebied, plaats): minuten for gebied, plaats, minuten in invoer["reistijden"]},
        {naam: dict(regels) for naam, regels in invoer.get("per_gemeente", {}).items()},
    )


def _plat(een: Vraag | Plek) -> dict[str, Any]:
    return {naam: _json(waarde) for naam, waarde in asdict(een).items()}


def _json(waarde: Any) -> Any:
    if isinstance(waarde, date):
        return waarde.isoformat()
    if isinstance(waarde, frozenset):
        return sorted(waarde)
    if isinstance(waarde, dict):
        return {naam: _json(deel) for naam, deel in waarde.items()}
    return waarde


_DAGEN: Final = frozenset({"gewenst_per", "vergunning_tot", "beschikbaar_van", "eind_op"})
_GROEPEN: Final = frozenset({"geslachten", "ook_in", "medebewoners"})


def _lees(rij: Mapping[str, Any]) -> dict[str, Any]:
    uit: dict[str, Any] = {}
    for naam, waarde in rij.items():
        if naam in _DAGEN and waarde is not None:
            uit[naam] = date.fromisoformat(waarde)
        elif naam in _GROEPEN:
            uit[naam] = frozenset(waarde)
        elif naam == "straks" and waarde is not None:
            uit[naam] = Vraag(**_lees(waarde))
        else:
            uit[naam] = waarde
    return uit


def passende_paren(opdracht: Opdracht) -> Paren:
    """Alle paren van een opdracht die passen, met hun score. Raises TeVeelParen."""
    return toets_veel(
        opdracht.huishoudens,
        opdracht.woningen,
        opdracht.parameters,
        opdracht.dag,
        reistijden=opdracht.reistijden,
        per_gemeente=opdracht.per_gemeente,
    )


def reken(opdracht: Opdracht) -> Toewijzing:
    """De beste toewijzing voor een opdracht. Raises WensenBotsen, TeVeelParen."""
    paren = passende_paren(opdracht)
    return los_op(opdracht.huishoudens, paren, opdracht.vast, opdracht.nooit)


@dataclass(frozen=True, slots=True)
class WatAls:
    """Wat denkbeeldige woningen doen. `gevuld`: hoeveel ervan in de nieuwe verdeling iemand krijgen."""

    nu: Toewijzing
    straks: Toewijzing
    gevuld: int

    @property
    def erbij(self) -> int:
        """Hoeveel personen er meer kunnen wonen."""
        return self.straks.personen - self.nu.personen


def wat_als(opdracht: Opdracht, extra: Sequence[Plek], nu: Toewijzing | None = None) -> WatAls:
    """Dezelfde opdracht met `extra` woningen. `nu` bespaart het opnieuw rekenen van de opdracht zelf."""
    straks = reken(replace(opdracht, woningen=[*opdracht.woningen, *extra]))
    sleutels = {plek.sleutel for plek in extra}
    return WatAls(nu or reken(opdracht), straks, sum(woning in sleutels for _, woning in straks.paren))


def denkbeeldig(
    woningtype: Woningtype, aantal: int, gemeente: str, parameters: Mapping[str, str], dag: date
) -> list[Plek]:
    """`aantal` woningen van een type, meteen vrij, begane grond, zonder bijzondere toegankelijkheid, onbepaalde tijd.

    De huur is precies de grens voor passend toewijzen van de kleinste die er komen: één of twee personen tot en met
    twee slaapkamers (ouder en tiener), anders drie of meer. Een kamer heeft een slot en nog geen medebewoners.
    Sleutels: 'wat-als-…'.
    """
    kamers = {"kamer": 1, "studio": 0}.get(woningtype)
    kamers = int(woningtype[-1]) if kamers is None else kamers
    huur = huurgrens(2 if kamers <= 2 else 3, parameters) or huurgrens(2, parameters) or 1
    een = Plek(
        sleutel="",
        gemeente=gemeente,
        huur_cent=huur,
        slaapkamers=kamers,
        contractsoort="KAM" if woningtype == "kamer" else "ONB",
        beschikbaar_van=dag,
        zelfstandig=woningtype != "kamer",
        slot_op_kamer=True,
    )
    return [replace(een, sleutel=f"wat-als-{woningtype}-{nummer:03d}") for nummer in range(1, aantal + 1)]
