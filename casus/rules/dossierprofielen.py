"""Dossierprofielen: welke velden een soort ontvanger voor een doel krijgt (AVG art. 5 lid 1 onder b en c).

Het geleverde profiel is versie 1. Een gemeente verandert het met een besluit, na advies van de FG (art. 39 lid 1 onder
a); de versie die op een dag geldt, is de hoogste toegekende die dan is begonnen: het laatste besluit telt. Geen enkel
besluit maakt een verboden veld mogelijk.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, Protocol

from casus.errors import InvoerFout, NietGevonden, VeldFout, Weigering
from casus.rules.dossierbron import Veld
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossiervelden import KOP
from casus.rules.zinnen import opsomming

OntvangerSoort = Literal["corporatie", "gemeente", "coa", "team", "betrokkene"]
VOORDRACHT: Final = "voordracht"
NIET_NODIG: Final = "Niet nodig voor dit doel (AVG art. 5 lid 1 onder c)."


@dataclass(frozen=True, slots=True)
class Verbod:
    """Wat nooit meegaat naar deze soorten ontvangers, en waar dat staat."""

    onderwerp: str
    artikel: str
    voor: frozenset[str]
    velden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profiel:
    """Eén soort dossier. `velden` staan in de volgorde van het papier; `mag_weg` zijn de velden die eruit kunnen.

    `dagen` is hoe lang de ontvanger er zelf bij kan, met 0 als iemand het hem geeft. `pseudoniem`: zonder naam en
    zaaknummer. `voorwaarde`: wat er eerst moet zijn besloten. `rollen` maken dit dossier. `op_keuze` zijn de velden die
    alleen meegaan als iemand ze nakeek en aanvinkte, `keuze_reden` waarom.
    """

    code: str
    titel: str
    naam: str
    ontvanger_soort: OntvangerSoort
    doel: str
    grondslag: str
    rollen: frozenset[str]
    dagen: int
    velden: tuple[str, ...]
    mag_weg: frozenset[str] = frozenset()
    voorwaarde: str = ""
    pseudoniem: bool = False
    alles: bool = False
    op_keuze: tuple[str, ...] = ()
    keuze_reden: str = ""
    versie: int = 1
    geldig_van: date = field(default=date.min)

    def eindigt_op(self, dag: date) -> date | None:
        """De laatste dag waarop de ontvanger erbij kan als het dossier op `dag` wordt gemaakt."""
        return dag + timedelta(days=self.dagen) if self.dagen else None

    def erbij(self) -> tuple[str, ...]:
        """De velden die een besluit aan het geleverde profiel toevoegde, in de volgorde van de velden van casus."""
        geleverd = PROFIELEN[self.code].velden
        return tuple(code for code in self.velden if code not in geleverd)


class Versie(Protocol):
    """Een toegekende wijziging van een profiel."""

    @property
    def profiel(self) -> str: ...

    @property
    def versie(self) -> int: ...

    @property
    def velden(self) -> list[str]: ...

    @property
    def status(self) -> str: ...

    @property
    def geldig_van(self) -> date | None: ...


def _lees() -> dict[str, Any]:
    return tomllib.loads(files("casus.rules").joinpath("dossierprofielen.toml").read_text(encoding="utf-8"))


def _profiel(blok: Mapping[str, Any]) -> Profiel:
    velden = tuple(blok["velden"])
    mag_weg = frozenset(blok.get("mag_weg", set(velden) - KOP))
    reeksen = {"velden": velden, "op_keuze": tuple(blok.get("op_keuze", ()))}
    return Profiel(**{**blok, **reeksen, "mag_weg": mag_weg, "rollen": frozenset(blok["rollen"])})


PROFIELEN: Final[Mapping[str, Profiel]] = {blok["code"]: _profiel(blok) for blok in _lees()["profielen"]}
"""De geleverde profielen op code."""
VERBODEN: Final[Sequence[Verbod]] = tuple(
    Verbod(blok["onderwerp"], blok["artikel"], frozenset(blok["voor"]), tuple(blok.get("velden", ())))
    for blok in _lees()["verboden"]
)


def profiel(code: str) -> Profiel:
    """Het geleverde profiel. Raises NietGevonden."""
    if code not in PROFIELEN:
        raise NietGevonden("Dit soort dossier bestaat niet.")
    return PROFIELEN[code]


def geldend(code: str, versies: Iterable[Versie], dag: date) -> Profiel:
    """Het profiel zoals het op deze dag geldt. Raises NietGevonden."""
    geleverd = profiel(code)
    begonnen = [
        (een.versie, een.geldig_van, een)
        for een in versies
        if een.profiel == code and een.status == "toegekend" and een.geldig_van is not None and een.geldig_van <= dag
    ]
    if not begonnen:
        return geleverd
    nummer, van, laatste = max(begonnen, key=lambda rij: rij[0])
    toegestaan = tuple(veld for veld in laatste.velden if veld in VELDEN and verbod(geleverd, veld) is None)
    return replace(geleverd, velden=toegestaan, versie=nummer, geldig_van=van)


def na_keuze(een: Profiel, erbij: Collection[str]) -> Profiel:
    """Het profiel zonder wat alleen op keuze meegaat en niet is aangevinkt."""
    te_kiezen = tuple(code for code in een.op_keuze if code in een.velden)
    weg = set(te_kiezen) - set(erbij)
    return replace(een, velden=tuple(code for code in een.velden if code not in weg), op_keuze=te_kiezen)


def keur_keuze(een: Profiel, erbij: Collection[str]) -> None:
    """Of dit keuzes van dit profiel zijn. Raises InvoerFout (veld 'erbij') met wat er wel kan."""
    if vreemd := [code for code in erbij if code not in een.op_keuze]:
        kan = f"Kies uit: {', '.join(een.op_keuze)}." if een.op_keuze else "Bij dit dossier is niets te kiezen."
        raise InvoerFout([VeldFout("erbij", f"{vreemd[0][:60]} is geen keuze bij dit dossier. {kan}")])


def verbod(een: Profiel, code: str) -> Verbod | None:
    """Waarom dit veld nooit in dit profiel kan; None als het kan."""
    if een.pseudoniem and code in _herkenbaar():
        return Verbod(VELDEN[code].titel, "AVG art. 4 onder 5: dit document is zonder naam en nummer", frozenset())
    if code in VELDEN and VELDEN[code].alleen_in not in ("", een.code):
        return Verbod(VELDEN[code].titel, "AVG art. 5 lid 1 onder b: hoort bij een ander soort dossier", frozenset())
    return next((regel for regel in VERBODEN if code in regel.velden and een.ontvanger_soort in regel.voor), None)


@cache
def _herkenbaar() -> frozenset[str]:
    return frozenset(code for code, veld in VELDEN.items() if veld.herkenbaar)


def keuzes(een: Profiel) -> list[Veld]:
    """De velden die een besluit aan dit profiel kan toevoegen."""
    return [veld for code, veld in VELDEN.items() if code not in een.velden and _kan_erbij(een, code)]


def _kan_erbij(een: Profiel, code: str) -> bool:
    geleverd = code in PROFIELEN[een.code].velden
    return verbod(een, code) is None and code not in KOP and (geleverd or VELDEN[code].los)


def keur_velden(een: Profiel, velden: Collection[str]) -> tuple[str, ...]:
    """De velden van een nieuwe versie, in volgorde. Raises InvoerFout (veld 'velden') met het artikel, Weigering als er
    niets verandert."""
    fouten = [zin for code in velden if code not in een.velden and (zin := _bezwaar(een, code))]
    weg = [code for code in een.velden if code not in velden and code not in een.mag_weg | set(een.erbij())]
    if weg:
        namen = opsomming((VELDEN[code].titel for code in weg), "en")
        fouten.append(f"Zonder deze gegevens kan dit dossier niet worden gemaakt: {namen}.")
    if fouten:
        raise InvoerFout([VeldFout("velden", " ".join(fouten))])
    if set(velden) == set(een.velden):
        raise Weigering("Er verandert niets: deze velden staan al zo in het profiel.")
    return tuple(code for code in dict.fromkeys((*PROFIELEN[een.code].velden, *VELDEN)) if code in velden)


def _bezwaar(een: Profiel, code: str) -> str:
    if regel := verbod(een, code) or _onderwerp(een, code):
        return f"{regel.onderwerp[:1].upper()}{regel.onderwerp[1:]} kan nooit in dit dossier ({regel.artikel})."
    if code not in VELDEN or not _kan_erbij(een, code):
        return f"Dit gegeven bestaat niet of kan niet los in een dossier: {code[:60]}."
    return ""


def _onderwerp(een: Profiel, code: str) -> Verbod | None:
    woord = code.rpartition(".")[2].replace("_", " ").casefold()
    treft = (regel for regel in VERBODEN if een.ontvanger_soort in regel.voor and woord in regel.onderwerp.casefold())
    return next(treft, None) if len(woord) > 2 else None


@dataclass(frozen=True, slots=True)
class Weggelaten:
    """Een groep gegevens die niet meegaat, met de reden."""

    groep: str
    titels: tuple[str, ...]
    reden: str


def weggelaten(een: Profiel) -> list[Weggelaten]:
    """Wat van het huishouden niet in dit dossier staat, per groep, met waarom."""
    per: dict[tuple[str, str], list[str]] = {}
    for regel in VERBODEN:
        if een.ontvanger_soort in regel.voor:
            per.setdefault((regel.onderwerp, f"Mag nooit mee ({regel.artikel})."), [])
    for code, veld in VELDEN.items():
        if code not in een.velden and code not in KOP and verbod(een, code) is None:
            reden = een.keuze_reden if code in een.op_keuze else NIET_NODIG
            per.setdefault((veld.groep, reden), []).append(veld.titel)
    return [Weggelaten(groep, tuple(titels), reden) for (groep, reden), titels in per.items()]
