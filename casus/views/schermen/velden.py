"""Van een veld uit het proces naar een veld op het scherm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casus.bedragen import euro
from casus.rules.zinnen import opsomming
from casus.termijnen import dag_kort, vandaag
from casus.workflows.definition import Afvinkpunt, Veld

JA_NEE = (("ja", "Ja"), ("nee", "Nee"))
HINTS: Mapping[str, str] = {
    "datum": "Bijvoorbeeld 18-11-2026, of ‘gisteren’.",
    "tijd": "Bijvoorbeeld 14.30.",
    "bedrag": "In euro, bijvoorbeeld 4.200 of 83,33.",
}
UIT_DE_DATABASE = frozenset({"gebruiker", "woning", "persoon", "besluit", "corporatie"})
"""Soorten velden waarvan de waarde een id is; de woorden komen van wat er te kiezen was."""
KLEINE_LIJST = 6
"""Tot zoveel keuzes staan ze onder elkaar; daarboven wordt het een keuzelijst."""


@dataclass(frozen=True, slots=True)
class Invoerveld:
    """Eén veld op een formulier. `vorm` is hoe het eruitziet; `waarde` wat er al staat."""

    code: str
    titel: str
    vorm: str
    hint: str = ""
    verplicht: bool = True
    keuzes: Sequence[tuple[str, str]] = ()
    waarde: str = ""
    leeg: str = field(default="Er is nu niets om uit te kiezen.")


def invoervelden(
    velden: Iterable[Veld], keuzes: Mapping[str, Sequence[tuple[str, str]]], waarden: Mapping[str, str] | None = None
) -> list[Invoerveld]:
    """De velden in de volgorde van het proces, met hun keuzes."""
    velden = list(velden)
    titels = {veld.code: veld for veld in velden}
    return [_veld(veld, keuzes, titels, (waarden or {}).get(veld.code, "")) for veld in velden]


def _veld(
    veld: Veld, keuzes: Mapping[str, Sequence[tuple[str, str]]], alle: Mapping[str, Veld], waarde: str
) -> Invoerveld:
    opties = _opties(veld, keuzes)
    hint = " ".join(deel for deel in (_alleen_als(veld, alle), veld.hint or HINTS.get(veld.soort, "")) if deel)
    return Invoerveld(veld.code, veld.titel, _vorm(veld, opties), hint, veld.verplicht, opties, waarde)


def _opties(veld: Veld, keuzes: Mapping[str, Sequence[tuple[str, str]]]) -> Sequence[tuple[str, str]]:
    if veld.soort == "keuze":
        return list(veld.keuzes.items())
    return JA_NEE if veld.soort == "ja_nee" else keuzes.get(veld.code, ())


def _vorm(veld: Veld, opties: Sequence[tuple[str, str]]) -> str:
    if veld.soort in ("keuze", "ja_nee"):
        return "rondjes" if len(opties) <= KLEINE_LIJST else "lijst"
    if veld.soort in ("gebruiker", "woning", "persoon", "besluit", "corporatie"):
        return "lijst"
    return {"lange_tekst": "tekstvak", "datum": "datum", "tijd": "tijd", "bedrag": "bedrag", "getal": "getal"}.get(
        veld.soort, "tekst"
    )


def _alleen_als(veld: Veld, alle: Mapping[str, Veld]) -> str:
    """Wanneer dit veld ingevuld moet worden, in woorden: ook zonder script is dan duidelijk wat bij elkaar hoort."""
    zinnen = []
    for code, waarden in veld.alleen_als.items():
        ander = alle.get(code)
        if ander is not None:
            namen = opsomming(f"‘{ander.keuzes.get(waarde, waarde)}’" for waarde in waarden)
            zinnen.append(f"Alleen als u bij ‘{ander.titel}’ kiest: {namen}.")
    return " ".join(zinnen)


def afvinkvelden(punten: Iterable[Afvinkpunt]) -> list[Invoerveld]:
    """De punten van een lijst als vakjes."""
    return [Invoerveld(punt.veld, punt.titel, "vakje") for punt in punten]


def waarde_in_woorden(veld: Veld, waarde: Any, namen: Mapping[str, str]) -> str:
    """Wat iemand invulde, zoals het op een scherm staat; `namen` geeft woorden bij een id, anders is het leeg."""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if veld.soort == "datum":
        return dag_kort(date.fromisoformat(str(waarde)), vandaag())
    if veld.soort == "tijd":
        return f"{str(waarde).replace(':', '.')} uur"
    if veld.soort == "bedrag":
        return euro(int(waarde))
    if veld.soort in UIT_DE_DATABASE:
        return namen.get(str(waarde), "")
    return veld.keuzes.get(str(waarde), str(waarde))
