"""De geschiedenis van een woning op het scherm: haar stappen, en wat er aan haar is gewijzigd met was en wordt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casus.bedragen import euro
from casus.queries.woninggeschiedenis import Geschiedenis, Stapregel, Wijziging
from casus.rules import woningcodes
from casus.rules.woningcodes import WOONVORMEN
from casus.rules.woningen import TITELS
from casus.rules.zinnen import dag_tekst, zin
from casus.termijnen import moment_in_woorden, vandaag
from casus.workflows.woningproces import woningproces

_CODES = frozenset({"detailsoort", "toegankelijkheid", "energielabel", "contractsoort"})
_DAGEN = frozenset({"beschikbaar_van", "eind_op"})
_JA_NEE: Mapping[str, str] = {"True": "ja", "False": "nee"}
_LEEG = frozenset({"", "None"})


@dataclass(frozen=True, slots=True)
class Anders:
    """Eén veld dat anders werd, in woorden."""

    titel: str
    was: str
    wordt: str


@dataclass(frozen=True, slots=True)
class Verloopregel:
    """Iets uit de geschiedenis, in woorden. `anders`: wat er aan de gegevens veranderde."""

    zin: str
    wanneer: str
    reden: str = ""
    zaaknummer: str = ""
    anders: Sequence[Anders] = ()


def maak_verloop(geschiedenis: Geschiedenis) -> list[Verloopregel]:
    """Stappen en wijzigingen door elkaar, het nieuwste eerst."""
    regels = [(een.verloop.op, 1, _stap(een)) for een in geschiedenis.verloop]
    regels += [(een.op, 0, _wijziging(een)) for een in geschiedenis.wijzigingen]
    return [regel for _, _, regel in sorted(regels, key=lambda een: een[:2], reverse=True)]


def _wanneer(op: datetime) -> str:
    return moment_in_woorden(op, vandaag())


def _stap(een: Stapregel) -> Verloopregel:
    verloop, door, zaaknummer = een
    naar = woningproces().statussen[verloop.naar].titel
    wat = "meldde de woning" if not verloop.van else f"zette de woning op ‘{naar}’"
    return Verloopregel(f"{door} {wat}.", _wanneer(verloop.op), verloop.reden, zaaknummer or "")


def _wijziging(een: Wijziging) -> Verloopregel:
    volgorde = [*(veld for veld in TITELS if veld in een.velden), *(veld for veld in een.velden if veld not in TITELS)]
    anders = [Anders(zin(TITELS.get(veld, veld)), *_woorden(veld, *een.velden[veld])) for veld in volgorde]
    return Verloopregel(f"{een.door} wijzigde de gegevens.", _wanneer(een.op), anders=anders)


def _woorden(veld: str, was: str, wordt: str) -> tuple[str, str]:
    if veld == "complex_id":
        return ("geen" if was in _LEEG else "een complex"), ("geen" if wordt in _LEEG else "een ander complex")
    return woord(veld, was), woord(veld, wordt)


def woord(veld: str, waarde: str) -> str:
    """Een bewaarde waarde van dit veld zoals een mens haar leest; wat niet te lezen is, staat er zoals het is."""
    if waarde in _LEEG:
        return "niet ingevuld"
    try:
        if veld.endswith("_cent"):
            return euro(int(waarde))
        if veld in _DAGEN:
            return dag_tekst(date.fromisoformat(waarde))
    except ValueError:
        return waarde
    if veld in _CODES:
        return woningcodes.naam(veld, waarde)
    if veld == "woonvorm":
        return WOONVORMEN.get(waarde, waarde)
    return f"{waarde}\N{NO-BREAK SPACE}m²" if veld == "oppervlakte" else _JA_NEE.get(waarde, waarde)
