"""De rijen van één waarde in de tijd: wat er geldt, wat er komt, waar een gat zit, en wat een nieuwe waarde verandert.

Wat al gold, verandert niet: een waarde begint vandaag of later. Alleen waar nog geen waarde was, mag zij eerder
beginnen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, Protocol, TypeVar
from zlib import crc32

from casus.errors import InvoerFout, VeldFout
from casus.rules.parameters import Rij
from casus.rules.parametersoorten import soorten
from casus.rules.zinnen import dag_tekst

EEN_DAG = timedelta(days=1)
VOORBEELD: Final = "Voorbeeld"
"""Zo begint de bron van een standaardwaarde die de gemeente zelf hoort vast te stellen."""


class Bronrij(Rij, Protocol):
    """Een rij met haar bron."""

    @property
    def bron(self) -> str:
        """Waar de waarde staat."""


T = TypeVar("T")
R = TypeVar("R", bound=Rij)
B = TypeVar("B", bound=Bronrij)


@dataclass(frozen=True, slots=True)
class Stand(Generic[T]):
    """De rijen van één waarde, gezien vanaf een dag. `gat` is de eerste dag zonder waarde, None als die er niet is."""

    nu: T | None
    straks: tuple[T, ...]
    eerder: tuple[T, ...]
    gat: date | None


def stand(rijen: Iterable[R], dag: date) -> Stand[R]:
    """Wat er op die dag geldt, wat er komt (eerste eerst) en wat er was (laatste eerst)."""
    alle = sorted(rijen, key=lambda rij: rij.geldig_van)
    begonnen = [rij for rij in alle if rij.geldig_van <= dag]
    geldig = [rij for rij in begonnen if rij.geldig_tot is None or rij.geldig_tot >= dag]
    nu = geldig[-1] if geldig else None
    straks = tuple(rij for rij in alle if rij.geldig_van > dag)
    return Stand(nu, straks, tuple(rij for rij in reversed(begonnen) if rij is not nu), _gat(alle, dag))


def _gat(rijen: Sequence[Rij], dag: date) -> date | None:
    while True:
        geldig = [rij for rij in rijen if rij.geldig_van <= dag and (rij.geldig_tot is None or rij.geldig_tot >= dag)]
        if not geldig:
            return dag
        einden = [rij.geldig_tot for rij in geldig if rij.geldig_tot is not None]
        if len(einden) < len(geldig):
            return None
        dag = max(einden) + EEN_DAG


def kenteken(rijen: Iterable[Bronrij]) -> int:
    """Een getal dat anders is zodra er aan de rijen van een waarde iets is veranderd (hoogstens negen cijfers)."""
    alles = sorted((str(rij.geldig_van), str(rij.geldig_tot), rij.waarde, rij.bron) for rij in rijen)
    return crc32(repr(alles).encode()) % 1_000_000_000


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """Wat een nieuwe waarde met de rijen doet: deze rij wordt anders (of er komt er een bij), en deze eindigen eerder.

    `tot` is de laatste dag van de nieuwe waarde; None zolang er geen einde is.
    """

    zelfde_dag: T | None
    eindigt: tuple[T, ...]
    tot: date | None


def plan(rijen: Iterable[B], vanaf: date, tot: date | None, dag: date) -> Plan[B]:
    """Wat er gebeurt als er vanaf `vanaf` een nieuwe waarde geldt, vastgelegd op `dag`.

    Een waarde die later begint, blijft; de nieuwe eindigt dan de dag ervoor. Raises InvoerFout bij `vanaf` of `tot`.
    """
    alle = sorted(rijen, key=lambda rij: rij.geldig_van)
    if vanaf < dag and any(_gold(rij, vanaf, dag - EEN_DAG) for rij in alle):
        raise _fout("vanaf", "Wat al gold, verandert niet. Kies vandaag of een latere dag.")
    if tot is not None and tot < max(vanaf, dag):
        raise _fout("tot", "Kies een laatste dag op of na de eerste, en niet vóór vandaag.")
    later = next((rij for rij in alle if rij.geldig_van > vanaf), None)
    if later is not None:
        if tot is not None and tot >= later.geldig_van:
            zin = f"Vanaf {dag_tekst(later.geldig_van)} staat er al een waarde. Kies een eerdere dag, of laat dit leeg."
            raise _fout("tot", zin)
        tot = tot or later.geldig_van - EEN_DAG
    eindigt = tuple(rij for rij in alle if rij.geldig_van < vanaf and _gold(rij, vanaf, vanaf))
    return Plan(next((rij for rij in alle if rij.geldig_van == vanaf), None), eindigt, tot)


def _gold(rij: Rij, van: date, tot: date) -> bool:
    """Of de rij op een van deze dagen geldt."""
    return rij.geldig_van <= tot and (rij.geldig_tot is None or rij.geldig_tot >= van)


def _fout(veld: str, zin: str) -> InvoerFout:
    return InvoerFout([VeldFout(veld, zin)])


def weer_tot(eigen: date | None, volgende: Rij | None) -> date | None:
    """Tot wanneer een waarde weer geldt als wat haar inkortte verdwijnt: haar eigen einde, of tot de volgende."""
    if volgende is None:
        return eigen
    ervoor = volgende.geldig_van - EEN_DAG
    return ervoor if eigen is None else min(eigen, ervoor)


def ontbreekt(blok: Bronrij, eigen: Sequence[Rij]) -> bool:
    """Of een standaardwaarde de gemeente nog ontbreekt: geen eigen waarde raakt haar.

    Een voorbeeld (een budget) komt er alleen bij als de gemeente van deze waarde nog niets heeft.
    """
    if eigen and blok.bron.startswith(VOORBEELD):
        return False
    return not any(_gold(rij, blok.geldig_van, blok.geldig_tot or date.max) for rij in eigen)


def loopt_af(rijen: Iterable[Rij], dag: date) -> dict[str, date]:
    """Per waarde waar casus mee rekent de eerste dag vanaf `dag` waarop zij ontbreekt; wat altijd geldt, staat er niet
    in."""
    per: dict[str, list[Rij]] = {sleutel: [] for sleutel, een in soorten().items() if not een.ongebruikt}
    for rij in rijen:
        if rij.sleutel in per:
            per[rij.sleutel].append(rij)
    gaten = {sleutel: stand(eigen, dag).gat for sleutel, eigen in per.items()}
    return {sleutel: gat for sleutel, gat in gaten.items() if gat is not None}
