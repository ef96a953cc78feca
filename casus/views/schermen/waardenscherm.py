"""De schermen van de waarden: per onderwerp wat geldt, wat afloopt of ontbreekt, en het formulier voor een nieuwe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from werkzeug.datastructures import MultiDict

from casus.actions.parameters import keur_bron
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.models import Parameter
from casus.rules.parameterplan import Stand, kenteken, loopt_af, stand
from casus.rules.parametersoorten import Groep, Onjuist, Soort, groepen, soorten
from casus.rules.zinnen import dag_tekst
from casus.termijnen import dagen_in_woorden
from casus.workflows.velden import ontleed_dag

VOORAF: Final = 60
"""Zoveel dagen van tevoren staat bovenaan wat afloopt."""
_DAG_FOUT: Final = "Schrijf de dag als 01-01-2027."
_VORMEN: Final = {"keuze": "rondjes", "codes": "vakjes"}


@dataclass(frozen=True, slots=True)
class Afloop:
    """Wat er vanaf één dag ontbreekt: per gevolg de waarden. `soort` is de kleur."""

    soort: str
    zin: str
    gevolgen: tuple[tuple[str, tuple[Soort, ...]], ...]


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén waarde in de lijst."""

    soort: Soort
    nu: str
    sinds: str
    bron: str
    status: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lijst:
    """De pagina met alle waarden."""

    aflopend: tuple[Afloop, ...]
    groepen: tuple[tuple[Groep, tuple[Regel, ...]], ...]


@dataclass(frozen=True, slots=True)
class Periode:
    """Eén rij van een waarde."""

    waarde: str
    wanneer: str
    bron: str
    begin: date


@dataclass(frozen=True, slots=True)
class Scherm:
    """De pagina van één waarde. `begin` en `eind` staan al in het formulier als er een gat komt."""

    soort: Soort
    regel: Regel
    nu: Periode | None
    straks: tuple[Periode, ...]
    eerder: tuple[Periode, ...]
    gevolg: Afloop | None
    vorm: str
    opties: tuple[tuple[str, str], ...]
    gekozen: str | list[str]
    begin: str
    eind: str
    versie: int


def lijst(rijen: Iterable[Parameter], dag: date) -> Lijst:
    """Alle waarden, met bovenaan wat binnen zestig dagen ontbreekt."""
    per: dict[str, list[Parameter]] = {}
    for rij in rijen:
        per.setdefault(rij.sleutel, []).append(rij)
    gaten = loopt_af([rij for eigen in per.values() for rij in eigen], dag)
    delen = tuple(
        (groep, tuple(_regel(een, per.get(een.sleutel, ()), dag) for een in groep.soorten)) for groep in groepen()
    )
    return Lijst(_aflopend(gaten, dag), delen)


def _aflopend(gaten: Mapping[str, date], dag: date) -> tuple[Afloop, ...]:
    dagen = sorted({gat for gat in gaten.values() if gat <= dag + timedelta(days=VOORAF)})
    return tuple(
        _afloop([een for een in soorten().values() if gaten.get(een.sleutel) == gat], gat, dag) for gat in dagen
    )


def _afloop(welke: Sequence[Soort], gat: date, dag: date) -> Afloop:
    per: dict[str, list[Soort]] = {}
    for een in welke:
        per.setdefault(een.zonder, []).append(een)
    gevolgen = tuple((zin, tuple(rij)) for zin, rij in per.items())
    wat = f"ontbreekt ‘{welke[0].titel}’" if len(welke) == 1 else f"ontbreken {len(welke)} waarden"
    if gat <= dag:
        return Afloop("te-laat", f"Nu {wat}", gevolgen)
    return Afloop("vandaag", f"Vanaf {dag_tekst(gat)} {wat}: {dagen_in_woorden(gat, dag)}", gevolgen)


def _regel(wat: Soort, rijen: Sequence[Parameter], dag: date) -> Regel:
    hoe = stand(rijen, dag)
    nu = hoe.nu
    if nu is None:
        return Regel(wat, "geen waarde", "", "", _status(wat, hoe, dag))
    return Regel(wat, wat.toon(nu.waarde), _wanneer(nu), nu.bron, _status(wat, hoe, dag))


def _status(wat: Soort, hoe: Stand[Parameter], dag: date) -> tuple[tuple[str, str], ...]:
    uit = []
    if wat.ongebruikt:
        uit.append(("later", "casus rekent hier nog niet mee"))
    elif hoe.gat is not None and hoe.gat <= dag:
        uit.append(("te-laat", "ontbreekt"))
    elif hoe.gat is not None and hoe.gat <= dag + timedelta(days=VOORAF):
        uit.append(("vandaag", f"loopt af: {dagen_in_woorden(hoe.gat - timedelta(days=1), dag)}"))
    uit += [("week", f"wordt {wat.toon(rij.waarde)} {_vanaf(rij)}") for rij in hoe.straks[:1]]
    return tuple(uit)


def _vanaf(rij: Parameter) -> str:
    return f"vanaf {dag_tekst(rij.geldig_van)}"


def _wanneer(rij: Parameter) -> str:
    tot = f" tot en met {dag_tekst(rij.geldig_tot)}" if rij.geldig_tot else ""
    return f"{_vanaf(rij)}{tot}"


def scherm(wat: Soort, rijen: Sequence[Parameter], dag: date) -> Scherm:
    """De pagina van één waarde."""
    hoe = stand(rijen, dag)
    gat = loopt_af(rijen, dag).get(wat.sleutel)
    begin, eind = _voorstel(wat, gat, dag)
    waarde = wat.invoer(hoe.nu.waarde) if hoe.nu and wat.vorm in _VORMEN else ""
    return Scherm(
        soort=wat,
        regel=_regel(wat, rijen, dag),
        nu=_periode(wat, hoe.nu) if hoe.nu else None,
        straks=tuple(_periode(wat, rij) for rij in hoe.straks),
        eerder=tuple(_periode(wat, rij) for rij in hoe.eerder),
        gevolg=_afloop([wat], gat, dag) if gat and gat <= dag + timedelta(days=VOORAF) else None,
        vorm=_VORMEN.get(wat.vorm, wat.vorm),
        opties=wat.opties(dag),
        gekozen=waarde.split() if wat.vorm == "codes" else waarde,
        begin=begin,
        eind=eind,
        versie=kenteken(rijen),
    )


def _voorstel(wat: Soort, gat: date | None, dag: date) -> tuple[str, str]:
    """Het begin van het gat, en bij een waarde van een jaar het einde van dat jaar; anders vult de beheerder het in."""
    if gat is None:
        return "", ""
    begin = max(gat, dag)
    return _getypt(begin), _getypt(date(begin.year, 12, 31)) if wat.per_jaar else ""


def _getypt(dag: date) -> str:
    return dag.strftime("%d-%m-%Y")


def _periode(wat: Soort, rij: Parameter) -> Periode:
    return Periode(wat.toon(rij.waarde), _wanneer(rij), rij.bron, rij.geldig_van)


class Invoer(NamedTuple):
    """Wat er op het formulier stond, zoals de actie het wil."""

    waarde: str
    vanaf: date
    tot: date | None
    bron: str


def lees(wat: Soort, formulier: MultiDict[str, str], dag: date) -> Invoer:
    """De invoer van het formulier. Raises InvoerFout met een zin bij elk veld dat niet klopt."""
    waarde, bron = " ".join(formulier.getlist("waarde")), formulier.get("bron", "")
    vanaf, tot = (formulier.get(veld, "").strip() for veld in ("vanaf", "tot"))
    begin, eind = ontleed_dag(vanaf, dag, "vooruit"), ontleed_dag(tot, dag, "vooruit")
    fouten = []
    try:
        wat.lees(waarde, begin or dag)
    except Onjuist as fout:
        fouten.append(VeldFout("waarde", str(fout)))
    if begin is None:
        fouten.append(VeldFout("vanaf", _DAG_FOUT if vanaf else "Vul in vanaf welke dag de waarde geldt."))
    if tot and eind is None:
        fouten.append(VeldFout("tot", _DAG_FOUT))
    if zin := keur_bron(bron):
        fouten.append(VeldFout("bron", zin))
    if fouten or begin is None:
        raise InvoerFout(fouten)
    return Invoer(waarde, begin, eind, bron)


def lees_begin(tekst: str) -> date:
    """De eerste dag van een rij, zoals casus hem zelf in een knop zette. Raises NietGevonden."""
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        raise NietGevonden("Deze waarde is er niet (meer).") from None


def wat_blijft(wat: Soort, rij: Parameter | None) -> str:
    """Wat er blijft gelden nu een latere waarde weg is."""
    return f"{wat.toon(rij.waarde)} blijft gelden, {_wanneer(rij)}." if rij is not None else ""
