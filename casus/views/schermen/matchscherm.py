"""De woningen bij een huishouden en de huishoudens bij een woning: volgorde, punten, en waarom niet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from flask import request, url_for

from casus.bedragen import euro
from casus.models import Matchwens, Woning
from casus.queries.matching import Matchgegevens
from casus.queries.matchvoorstel import Paar
from casus.rules.passendheid import Passendheid, Toets
from casus.rules.passendscore import Deel, Score
from casus.rules.passendtoets import Invulplek
from casus.termijnen import dag_kort
from casus.vocab import meervoud
from casus.workflows.woningproces import woningproces

EERSTE: Final = 20
"""Zoveel woningen of huishoudens staan er in een groep; de rest met één klik."""
REGELS: Final = {
    "H1": "Passende huur",
    "H2": "Sociale huur",
    "H3": "Huurders jonger dan 21",
    "H4": "Genoeg slaapkamers",
    "H5": "Zelfstandig of delen",
    "H6": "Toegankelijk",
    "H7": "In deze gemeente",
    "H8": "Op tijd en met een passend contract",
    "H9": "Geldige vergunning",
}
_UITKOMST: Final = {"ja": ("gereed", "ja"), "onbekend": ("wacht", "nagaan")}
_NEE: Final = {
    "blokkeert": ("te-laat", "nee"),
    "afwijking": ("vandaag", "alleen met besluit"),
    "waarschuwt": ("vandaag", "let op"),
}


class Etiket(NamedTuple):
    """Een oordeel in een kleur en woorden."""

    soort: str
    tekst: str


class Weg(NamedTuple):
    """Waar iemand met dit recht invult wat een regel mist."""

    adres: str
    tekst: str
    recht: str


class Regel(NamedTuple):
    """Eén regel in de vorm 'regel · nodig · heeft'. `weg`: waar in te vullen is wat ontbreekt."""

    titel: str
    nodig: str
    heeft: str
    soort: str
    woord: str
    zin: str
    bron: str
    weg: Weg | None = None


class Scoredeel(NamedTuple):
    """Eén deel van de score; `deel` in procenten. `weg`: waar in te vullen is wat ontbreekt."""

    titel: str
    punten: int
    hoogst: int
    deel: int
    zin: str
    weg: Weg | None = None


@dataclass(frozen=True, slots=True)
class Scorescherm:
    """De score in delen."""

    totaal: int
    hoogst: int
    delen: Sequence[Scoredeel]


@dataclass(frozen=True, slots=True)
class Wensscherm:
    """Een wens over dit paar."""

    kleur: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Wegen:
    """De formulieren bij één huishouden en één woning; `hier` is de pagina om daarna naar terug te gaan."""

    zaaknummer: str
    gebied: str
    woning: Woning
    hier: str

    def naar(self, plek: Invulplek) -> Weg | None:
        """Het formulier waar dit is in te vullen; None als er geen formulier voor is."""
        zaaknummer, terug = self.zaaknummer, self.hier
        if plek in ("huishouden", "personen"):
            anker = "h-personen" if plek == "personen" else None
            adres = url_for("huishouden.formulier", zaaknummer=zaaknummer, terug=terug, _anchor=anker)
            return Weg(adres, "Gegevens aanvullen", "zaak.bewerken")
        if plek == "reistijden":
            adres = url_for("matching.reistijden", gebied=self.gebied, terug=terug)
            return Weg(adres, "Reistijden invullen", "matching.gebruiken")
        if plek == "nareis":
            adres = url_for("zaak.melding_formulier", zaaknummer=zaaknummer, code="nareis_gemeld")
            return Weg(adres, "Nareis melden", "melding.doen")
        if plek == "woning":
            return Weg(url_for("woningen.wijzig", woning_id=self.woning.id), "Woning wijzigen", "woning.vastleggen")
        if plek == "complex" and self.woning.complex_id is not None:
            adres = url_for("complexen.wijzig", complex_id=self.woning.complex_id)
            return Weg(adres, "Complex wijzigen", "woning.vastleggen")
        return None


def wegen_bij(paar: Paar) -> Wegen:
    """De formulieren bij dit paar, met de weg terug naar deze pagina."""
    hier = request.full_path.rstrip("?")
    return Wegen(paar.zoekend.zaak.zaaknummer, paar.geval.vraag.gebied, paar.woning, hier)


def regels(uitslag: Passendheid, wegen: Wegen) -> list[Regel]:
    """Alle regels, ook die ja zeggen."""
    return [_regel(toets, wegen) for toets in uitslag.toetsen]


def _regel(toets: Toets, wegen: Wegen) -> Regel:
    soort, woord = _UITKOMST.get(toets.uitkomst) or _NEE[toets.soort]
    weg = wegen.naar(toets.invullen)
    return Regel(REGELS[toets.regel], toets.nodig, toets.heeft, soort, woord, toets.zin, toets.bron, weg)


def punten(uitslag: Passendheid, wegen: Wegen, zonder: Collection[Invulplek] = ()) -> list[Regel]:
    """De regels die niet ja zeggen: eerst wat tegenhoudt, dan wat een besluit of aandacht vraagt.

    `zonder`: onbekend dat daar is in te vullen staat er niet bij; de pagina noemt het al.
    """
    onbekend = (toets for toets in uitslag.onbekend if toets.invullen not in zonder)
    rijen = (*uitslag.blokkades, *uitslag.afwijkingen, *uitslag.waarschuwingen, *onbekend)
    return [_regel(toets, wegen) for toets in rijen]


def oordeel(uitslag: Passendheid) -> Etiket:
    """Het oordeel over een woning in een paar woorden."""
    if uitslag.blokkades:
        return Etiket("te-laat", "past niet")
    if uitslag.afwijkingen:
        return Etiket("vandaag", "alleen met een besluit tot afwijken")
    if uitslag.onbekend:
        return Etiket("wacht", f"past, {meervoud(len(uitslag.onbekend), 'punt', 'punten')} nagaan")
    return Etiket("gereed", "past op alle regels" if not uitslag.waarschuwingen else "past, let op")


def met_nareis(later: Passendheid | None) -> Etiket | None:
    """De tweede kolom: past de woning ook als de nareis er is? Leeg als er zo gauw geen nareis komt."""
    if later is None:
        return None
    mis = (*later.blokkades, *later.afwijkingen)
    if mis:
        return Etiket("vandaag", f"met nareis niet: {REGELS[mis[0].regel].lower()}")
    return Etiket("gereed", "past ook met de nareis")


def score_op_scherm(score: Score, wegen: Wegen) -> Scorescherm:
    """De score in delen, elk met zijn zin."""
    delen = [
        Scoredeel(een.titel, een.punten, een.hoogst, _procent(een), een.zin, wegen.naar(een.invullen))
        for een in score.delen
    ]
    return Scorescherm(score.totaal, sum(een.hoogst for een in delen), delen)


def _procent(deel: Deel) -> int:
    return round(100 * deel.punten / deel.hoogst) if deel.hoogst else 0


def kenmerken(woning: Woning, gegevens: Matchgegevens, *, met_plaats: bool = True) -> str:
    """'Doetinchem · 3 slaapkamers · 92 m² · € 689,20 · vrij ma 7 dec · De Linde'."""
    slaapkamers = meervoud(woning.slaapkamers, "slaapkamer", "slaapkamers") if woning.slaapkamers else "studio"
    van = woning.beschikbaar_van
    vrij = f"vrij vanaf {dag_kort(van, gegevens.dag)}" if van > gegevens.dag else "is vrij"
    vorm = [] if woning.zelfstandig else ["kamer of gedeelde woning"]
    naam = woning.corporatie.naam
    delen = [
        *([woning.plaats] if met_plaats else []),
        slaapkamers,
        f"{woning.oppervlakte} m²",
        euro(woning.huur_cent),
        vrij,
        *vorm,
        naam,
    ]
    return " · ".join(delen)


def wens_op_scherm(wens: Matchwens | None) -> Wensscherm | None:
    """De wens in woorden."""
    if wens is None:
        return None
    woord, kleur = ("Vastgezet", "week") if wens.soort == "vast" else ("Uitgesloten", "slot")
    return Wensscherm(kleur, f"{woord}: {wens.reden}")


@dataclass(frozen=True, slots=True)
class Voorstelscherm:
    """Eén woning voor dit huishouden. `kies`: het adres van de knop; leeg als er nu niets te kiezen is. `kan_niet`:
    waarom de woning nu aan niemand kan worden aangeboden."""

    id: UUID
    plek: int | None
    adres: str
    kenmerken: str
    oordeel: Etiket
    later: Etiket | None
    punten: Sequence[Regel]
    score: Scorescherm | None
    wens: Wensscherm | None
    kies: str = ""
    kan_niet: str = ""


@dataclass(frozen=True, slots=True)
class Groepscherm:
    """Een groep voorstellen. `delen`: alleen bij wat niet past, per regel die tegenhoudt."""

    code: str
    titel: str
    uitleg: str
    aantal: int
    regels: Sequence[Voorstelscherm] = ()
    delen: Sequence[tuple[str, Sequence[Voorstelscherm]]] = ()
    meer: str = ""


def status_van(woning: Woning) -> str:
    """De status van een woning in een woord."""
    status = woningproces().statussen.get(woning.status)
    return status.titel if status else woning.status
