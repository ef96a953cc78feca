"""Het scherm met wat is gevonden: per zaak waar de woorden staan, met die woorden gemarkeerd."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casus.queries.zoeken import Gevonden, Tekst, Uitslag
from casus.queries.zoekindex import TEL_TOT
from casus.rules.zoekterm import Zoekterm, nummerwoorden
from casus.termijnen import dag_kort, dag_van
from casus.views.schermen.zaaklijst import Regel, regels
from casus.vocab import CONTACTSOORTEN, meervoud
from casus.workflows.definition import Workflow
from casus.zoekvorm import zoekvorm

VOOR, LANG = 50, 190
"""Zoveel tekens staan er van een tekst vóór het gevonden woord, en zoveel in het geheel."""
_WOORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
NAAR_SOORT = {"bsn": "BSN", "v_nummer": "V-nummer"}
_IN_HET_LOGBOEK = {**NAAR_SOORT, "zaaknummer": "zaaknummer", "woorden": "naam, adres of tekst"}


@dataclass(frozen=True, slots=True)
class Stuk:
    """Een stukje tekst; `raak` als het is gezocht."""

    tekst: str
    raak: bool = False


@dataclass(frozen=True, slots=True)
class Vondst:
    """Eén plek waar is gevonden: wat het is, en de tekst."""

    wat: str
    stukken: Sequence[Stuk]


@dataclass(frozen=True, slots=True)
class Zoekregel:
    """Eén gevonden zaak."""

    regel: Regel
    naam: Sequence[Stuk]
    vondsten: Sequence[Vondst]


@dataclass(frozen=True, slots=True)
class Zoekscherm:
    """De hele bladzijde. `telling` zegt hoeveel, `tip` wat u kunt doen om beter te vinden."""

    regels: Sequence[Zoekregel]
    telling: str
    tip: str = ""


def maak(uitslag: Uitslag, processen: Mapping[UUID, Workflow], vandaag: date) -> Zoekscherm:
    """Het scherm bij een uitslag."""
    zaken = regels([een.zaak for een in uitslag.zaken], processen)
    rijen = [
        Zoekregel(regel, markeer(een.zaak.huishouden, uitslag.term.woorden), _vondsten(uitslag, een, vandaag))
        for regel, een in zip(zaken, uitslag.zaken, strict=True)
    ]
    return Zoekscherm(rijen, _telling(uitslag), _tip(uitslag))


def logregel(uitslag: Uitslag) -> str:
    """Wat er in het leeslogboek komt: waarop is gezocht en hoeveel er is gevonden, nooit de term zelf."""
    op_nummer = uitslag.term.nummer and uitslag.zaken and not uitslag.zaken[0].van
    wat = "nummer" if op_nummer else _IN_HET_LOGBOEK[uitslag.term.soort]
    return f"gezocht op {wat}, {_aantal(uitslag)} gevonden"


def enige(uitslag: Uitslag) -> UUID | None:
    """De zaak, als er maar één is gevonden."""
    return uitslag.zaken[0].zaak.id if uitslag.aantal == 1 else None


def markeer(tekst: str, woorden: Sequence[str]) -> list[Stuk]:
    """De tekst in stukken, met de woorden die zijn gezocht als `raak`."""
    heel = unicodedata.normalize("NFC", tekst)
    stukken, hier = [], 0
    for vondst in _WOORD.finditer(heel):
        if _raak(vondst[0], woorden):
            stukken += [Stuk(heel[hier : vondst.start()]), Stuk(vondst[0], raak=True)]
            hier = vondst.end()
    return [stuk for stuk in (*stukken, Stuk(heel[hier:])) if stuk.tekst]


def knip(tekst: str, woorden: Sequence[str]) -> list[Stuk]:
    """Het deel van een lange tekst rond het eerste gevonden woord, gemarkeerd."""
    heel = " ".join(unicodedata.normalize("NFC", tekst).split())
    raak = (vondst.start() for vondst in _WOORD.finditer(heel) if _raak(vondst[0], woorden))
    begin = max(0, next(raak, 0) - VOOR)
    if begin:
        begin = heel.find(" ", begin) + 1
    eind = begin + LANG
    if eind < len(heel):
        eind = max(heel.rfind(" ", begin, eind), begin + LANG // 2)
    return markeer(f"{'… ' if begin else ''}{heel[begin:eind]}{' …' if eind < len(heel) else ''}", woorden)


def _raak(woord: str, gezocht: Sequence[str]) -> bool:
    return any(deel.startswith(tuple(gezocht)) for deel in zoekvorm(woord).split())


def _vondsten(uitslag: Uitslag, een: Gevonden, vandaag: date) -> list[Vondst]:
    if een.van:
        return [Vondst(f"{NAAR_SOORT[uitslag.term.soort]} van", [Stuk(een.van, raak=True)])]
    nog = _niet_in(een.zaak.huishouden, uitslag.term)
    uit = [Vondst("Persoon", stukken) for stukken in _met(uitslag.namen.get(een.zaak.id, ()), nog)[:3]]
    uit += [Vondst("Woning", stukken) for stukken in _met(uitslag.adressen.get(een.zaak.id, ()), nog)[:2]]
    teksten = (uitslag.teksten[id_] for id_ in een.teksten if id_ in uitslag.teksten)
    uit += [Vondst(_kop(tekst, vandaag), knip(tekst.tekst, uitslag.term.woorden)) for tekst in teksten]
    return uit or [Vondst(_in_de_kop(een, uitslag.term, nog), ())]


def _in_de_kop(een: Gevonden, term: Zoekterm, nog: Sequence[str]) -> str:
    """Wat er al in de eerste kolom staat, bij naam; een COA-nummer staat daar niet."""
    if not nog:
        return "Naam van het huishouden"
    nummers = " ".join(nummerwoorden(een.zaak.zaaknummer))
    staat_er = all(_raak(f"{nummers} {een.zaak.zaaknummer} {een.zaak.huishouden}", [woord]) for woord in term.woorden)
    return "Zaaknummer" if staat_er else "COA-nummer"


def _niet_in(huishouden: str, term: Zoekterm) -> list[str]:
    """De woorden die niet al aan de naam van het huishouden te zien zijn."""
    te_zien = zoekvorm(huishouden).split()
    return [woord for woord in term.woorden if not any(deel.startswith(woord) for deel in te_zien)]


def _met(teksten: Iterable[str], woorden: Sequence[str]) -> list[list[Stuk]]:
    alle = (markeer(tekst, woorden) for tekst in dict.fromkeys(teksten))
    return [stukken for stukken in alle if any(stuk.raak for stuk in stukken)]


def _kop(tekst: Tekst, vandaag: date) -> str:
    wat = f"Notitie van {tekst.wie}"
    if tekst.soort != "notitie":
        wat = f"{CONTACTSOORTEN[tekst.soort].capitalize()} met {tekst.wie}"
    return f"{wat}, {dag_kort(dag_van(tekst.op), vandaag)}"


def _aantal(uitslag: Uitslag) -> str:
    return f"meer dan {uitslag.aantal}" if uitslag.meer else str(uitslag.aantal)


def _telling(uitslag: Uitslag) -> str:
    if not uitslag.aantal:
        return "Niets gevonden"
    if uitslag.meer:
        return f"Meer dan {min(uitslag.aantal, TEL_TOT):,} zaken gevonden".replace(",", ".")
    return f"{meervoud(uitslag.aantal, 'zaak', 'zaken')} gevonden"


def _tip(uitslag: Uitslag) -> str:
    if uitslag.aantal <= len(uitslag.zaken):
        return ""
    return f"U ziet de {len(uitslag.zaken)} die het best passen. Typ er een woord bij om minder te vinden."
