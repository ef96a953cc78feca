"""De pagina met huishoudens voor één woning, in de volgorde van het beleid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import current_app, url_for

from casus.queries.matching import Matchgegevens
from casus.queries.matchvoorstel import Paar
from casus.termijnen import dag_kort
from casus.views.schermen.matchscherm import (
    EERSTE,
    REGELS,
    Etiket,
    Regel,
    Scorescherm,
    Wensscherm,
    kenmerken,
    met_nareis,
    oordeel,
    punten,
    score_op_scherm,
    status_van,
    wegen_bij,
    wens_op_scherm,
)
from casus.views.schermen.matchwoningen import kies_adres
from casus.vocab import meervoud

_GROEPEN: Final = {
    "past": ("Passen", "wie het eerst aan de beurt is, staat bovenaan; bij sommigen is nog iets na te gaan"),
    "afwijking": ("Alleen met een besluit", "de woning wijkt af; dat vraagt een besluit met motivering"),
}


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """Eén huishouden voor deze woning. `waarom`: waarom het op deze plek staat; `kies`: het adres van de knop."""

    plek: int | None
    zaaknummer: str
    naam: str
    kenmerken: str
    waarom: str
    oordeel: Etiket
    later: Etiket | None
    punten: Sequence[Regel]
    score: Scorescherm
    wens: Wensscherm | None
    kies: str


@dataclass(frozen=True, slots=True)
class Kandidaatgroep:
    """Een groep huishoudens die op dezelfde manier passen."""

    code: str
    titel: str
    uitleg: str
    aantal: int
    regels: Sequence[Kandidaat]
    meer: str


@dataclass(frozen=True, slots=True)
class Kandidatenscherm:
    """De hele pagina. `niet`: hoeveel huishoudens er per regel niet passen. `beleid`: de volgorde in woorden.

    `loopt` en `stil`: hoeveel huishoudens al een woning krijgen, en van hoeveel de klok stilstaat.
    """

    woning_id: UUID
    adres: str
    kenmerken: str
    melding: str
    te_kiezen: bool
    beleid: str
    groepen: Sequence[Kandidaatgroep]
    niet: Sequence[str]
    loopt: int
    stil: int
    woningenlijst: bool


def maak_scherm(gegevens: Matchgegevens, paren: Sequence[Paar], beleid: str, alles: bool) -> Kandidatenscherm:
    """De huishoudens bij deze woning; `paren` staan al in volgorde."""
    woning = gegevens.woningen[0]
    waarom = _waarom_niet(gegevens)
    return Kandidatenscherm(
        woning_id=woning.id,
        adres=f"{woning.adres}, {woning.plaats}",
        kenmerken=kenmerken(woning, gegevens, met_plaats=False),
        melding=waarom,
        te_kiezen=not waarom,
        beleid=beleid,
        groepen=_groepen(paren, gegevens, alles),
        niet=_niet(paren),
        woningenlijst="woningen.lijst" in current_app.view_functions,
        loopt=sum(zoekend.loopt for zoekend in gegevens.zoekenden),
        stil=sum(zoekend.stil and not zoekend.loopt for zoekend in gegevens.zoekenden),
    )


def _waarom_niet(gegevens: Matchgegevens) -> str:
    """Waarom deze woning nu aan niemand kan worden aangeboden; leeg als zij te kiezen is."""
    woning = gegevens.woningen[0]
    if woning.status != "beschikbaar":
        return f"Deze woning is nu niet te kiezen: {status_van(woning)}. U kunt alleen kijken."
    return f"Kan nu niet worden aangeboden: {zin}" if (zin := gegevens.kan_niet(woning)) else ""


def _groepen(paren: Sequence[Paar], gegevens: Matchgegevens, alles: bool) -> list[Kandidaatgroep]:
    per: dict[str, list[Paar]] = defaultdict(list)
    for paar in paren:
        per["past" if paar.groep == "nagaan" else paar.groep].append(paar)
    return [_groep(code, per[code], gegevens, alles) for code in _GROEPEN if per[code]]


def _groep(code: str, paren: Sequence[Paar], gegevens: Matchgegevens, alles: bool) -> Kandidaatgroep:
    tot = len(paren) if alles else EERSTE
    meer = url_for("matching.kandidaten", woning_id=gegevens.woningen[0].id, alles="ja") if len(paren) > tot else ""
    rijen = [_kandidaat(paar, gegevens) for paar in paren[:tot]]
    return Kandidaatgroep(code, *_GROEPEN[code], len(paren), rijen, meer)


def _kandidaat(paar: Paar, gegevens: Matchgegevens) -> Kandidaat:
    zaak, gezin, wegen = paar.zoekend.zaak, paar.zoekend.huishouden, wegen_bij(paar)
    sinds = f"gekoppeld {dag_kort(zaak.koppeldatum, gegevens.dag)}"
    return Kandidaat(
        plek=paar.plek,
        zaaknummer=zaak.zaaknummer,
        naam=gezin.naam,
        kenmerken=" · ".join((meervoud(len(paar.zoekend.personen), "persoon", "personen"), sinds, zaak.zaaknummer)),
        waarom=_waarom(paar),
        oordeel=oordeel(paar.nu),
        later=met_nareis(paar.kolommen.straks),
        punten=punten(paar.nu, wegen),
        score=score_op_scherm(paar.score, wegen),
        wens=wens_op_scherm(paar.wens),
        kies=kies_adres(gegevens, paar.zoekend, paar.woning),
    )


def _waarom(paar: Paar) -> str:
    """Waarom dit huishouden hier staat, als het niet alleen de wachttijd is."""
    if paar.voorrang:
        return "Gaat voor: er is een besluit over urgentie."
    if paar.onzeker:
        zin = "Er is een besluit over urgentie, maar daarin staat niet op welke grond. Daarom gaat het nu niet voor."
        return f"{zin} Laat de jurist het besluit herzien en de grond kiezen."
    return ""


def _niet(paren: Sequence[Paar]) -> list[str]:
    """'Genoeg slaapkamers: 12 huishoudens', de grootste groep eerst."""
    per: dict[str, int] = defaultdict(int)
    for paar in paren:
        if paar.groep == "niet":
            per[paar.nu.blokkades[0].regel] += 1
    groot = sorted(per.items(), key=lambda rij: (-rij[1], rij[0]))
    return [f"{REGELS[regel]}: {meervoud(aantal, 'huishouden', 'huishoudens')}" for regel, aantal in groot]
