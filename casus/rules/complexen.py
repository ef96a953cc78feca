"""Regels over complexen: welke taken erbij horen, wat er kan worden ingevuld, en hoeveel plekken er vrij zijn."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from casus.errors import VeldFout
from casus.rules.woningcodes import WOONVORMEN
from casus.tekens import bezwaar
from casus.vocab import meervoud

KAMERGEWIJS: Final = "kamergewijs"
_NAAM_MAX: Final = 80
_TOELICHTING_MAX: Final = 2000
_EENHEDEN_MAX: Final = 2000
_TIJDELIJK: Final = frozenset({"getransformeerd", "doorstroomlocatie", "tussenvoorziening"})
GESLACHTEN: Final = ("man", "vrouw")
BEZET: Final = frozenset({"voorgedragen", "verhuurd"})


@dataclass(frozen=True, slots=True)
class Complextaaksoort:
    """Eén blok uit complextaken.toml."""

    soort: str
    titel: str
    woonvormen: tuple[str, ...]
    rol: str
    dagen: int
    verplicht: bool
    geldig: bool
    grondslag: str

    def uiterlijk(self, dag: date) -> date:
        """De dag waarop zij klaar hoort te zijn, voor een complex dat op `dag` is vastgelegd."""
        return dag + timedelta(days=self.dagen)


@cache
def taaksoorten() -> Mapping[str, Complextaaksoort]:
    """Alle soorten taken op code, in de volgorde van het bestand."""
    tekst = files("casus.rules").joinpath("complextaken.toml").read_text(encoding="utf-8")
    blokken = tomllib.loads(tekst)["taken"]
    return {b["soort"]: Complextaaksoort(**{**b, "woonvormen": tuple(b["woonvormen"])}) for b in blokken}


def taken_bij(woonvorm: str) -> tuple[Complextaaksoort, ...]:
    """De taken die bij deze woonvorm horen."""
    return tuple(soort for soort in taaksoorten().values() if woonvorm in soort.woonvormen)


def fouten(gegevens: Mapping[str, Any]) -> Iterator[VeldFout]:
    """Wat aan een complex niet kan: naam, woonvorm, eenheden, einddatum, en de velden die alleen bij kamers horen."""
    naam, woonvorm = gegevens.get("naam") or "", gegevens.get("woonvorm")
    if not naam or len(naam) > _NAAM_MAX:
        yield VeldFout("naam", f"Vul de naam van het complex in, hoogstens {_NAAM_MAX} tekens.")
    elif zin := bezwaar(naam):
        yield VeldFout("naam", zin)
    if woonvorm not in WOONVORMEN:
        yield VeldFout("woonvorm", "Kies een woonvorm.")
    eenheden = gegevens.get("eenheden")
    if not isinstance(eenheden, int) or not 1 <= eenheden <= _EENHEDEN_MAX:
        yield VeldFout("eenheden", f"Vul in hoeveel woningen of kamers er zijn, van 1 tot en met {_EENHEDEN_MAX}.")
    if woonvorm in _TIJDELIJK and gegevens.get("einddatum") is None:
        zin = f"Een {WOONVORMEN[woonvorm]} is tijdelijk. Vul in tot en met welke dag er gewoond mag worden."
        yield VeldFout("einddatum", zin)
    if len(gegevens.get("toelichting") or "") > _TOELICHTING_MAX:
        yield VeldFout("toelichting", f"Kort de toelichting in tot {_TOELICHTING_MAX} tekens.")
    yield from _bij_kamers(gegevens)


def _bij_kamers(gegevens: Mapping[str, Any]) -> Iterator[VeldFout]:
    anderen: Collection[str] = gegevens.get("andere_bewoners") or []
    kamers = gegevens.get("woonvorm") == KAMERGEWIJS
    if anderen and not kamers:
        yield VeldFout("andere_bewoners", "Andere bewoners vult u alleen in bij kamergewijze verhuur.")
    elif not set(anderen) <= set(GESLACHTEN):
        yield VeldFout("andere_bewoners", "Vul per bewoner man of vrouw in.")
    elif isinstance(gegevens.get("eenheden"), int) and len(anderen) > gegevens["eenheden"]:
        yield VeldFout("andere_bewoners", "Er wonen meer anderen dan er kamers zijn. Kijk beide na.")
    if gegevens.get("gemengd_akkoord_op") is not None and not kamers:
        yield VeldFout("gemengd_akkoord_op", "Instemming met gemengd wonen hoort alleen bij kamergewijze verhuur.")


@dataclass(frozen=True, slots=True)
class Plekken:
    """Hoeveel plekken een complex heeft: `bezet` is bewoond of vastgehouden, `vrij` is wat overblijft."""

    eenheden: int
    bezet: int

    @property
    def vrij(self) -> int:
        """Nooit minder dan nul: een corporatie kan te weinig eenheden hebben opgegeven."""
        return max(0, self.eenheden - self.bezet)


def te_vol(naam: str, eenheden: int, woningen: int, anderen: int) -> str:
    """De zin als er meer woningen en andere bewoners zijn dan eenheden; leeg als het past."""
    if woningen + anderen <= eenheden:
        return ""
    erbij = f" en {meervoud(anderen, 'andere bewoner', 'andere bewoners')}" if anderen else ""
    wat = f"{meervoud(woningen, 'woning of kamer', 'woningen of kamers')}{erbij}"
    return f"{naam} heeft {meervoud(eenheden, 'plek', 'plekken')}. Met deze erbij zijn er {wat}. Kijk het aantal na."


def tel_plekken(eenheden: int, statussen: Collection[str], anderen: int) -> Plekken:
    """De plekken van een complex, uit de status van zijn woningen en hoeveel anderen er wonen."""
    return Plekken(eenheden, sum(status in BEZET for status in statussen) + anderen)
